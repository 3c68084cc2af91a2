"""From capture to paint and back: each file is one stretch of the data flow."""
