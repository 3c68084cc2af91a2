"""What the windows of both sides share."""
