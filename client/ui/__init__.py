"""The windows: the only part, with client.app, that knows Qt."""
