"""Virtual desktops, the people in front of them, the organisation, and a line that counts."""
