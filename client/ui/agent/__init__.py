"""The windows of the advisor."""
