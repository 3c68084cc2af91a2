"""The windows of the customer."""
