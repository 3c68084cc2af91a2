"""Turns away what the server has no room for, with 503 and a word when to come again."""

from typing import Final

from starlette import status
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from server.limits import RETRY_AFTER

CROWDED: Final = "crowded"
"""Where the ASGI scope's state says that the connection took one of the last file descriptors."""


class Admission:
    """An ASGI application that lets at most so many connections at once into another one."""

    def __init__(self, app: ASGIApp, most: int) -> None:
        self._app = app
        self._most = most
        self._open = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request or WebSocket, or refuse it."""
        if self._open >= self._most or scope["state"][CROWDED]:
            headers = {"Retry-After": str(RETRY_AFTER), "Connection": "close"}
            # For a WebSocket this answers its opening handshake (ASGI extension websocket.http.response).
            refusal = Response(status_code=status.HTTP_503_SERVICE_UNAVAILABLE, headers=headers)
            await refusal(scope, receive, send)
            return
        self._open += 1
        try:
            await self._app(scope, receive, send)
        finally:
            self._open -= 1
