"""What the lossless coder costs and saves, on screens of real programs."""
