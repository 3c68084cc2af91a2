"""The picture: capture, damage, coding and canvas, and the cursor beside it."""
