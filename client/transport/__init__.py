"""The line to the server: WebSocket, TLS and the login request."""
