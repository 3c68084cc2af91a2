"""One WebSocket: whole binary frames in and out, each with a limit to how long it may block."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Final, cast

from starlette import status
from starlette.websockets import WebSocket, WebSocketDisconnect

ABORT: Final = "abort"
"""Where the connection's abort function lies in the ASGI scope's state."""


class BadFrameError(Exception):
    """A frame that no correct program sends; `code` is the close code that answers it."""

    def __init__(self, code: int) -> None:
        super().__init__("bad frame")
        self.code = code


class RelaySocket:
    """A WebSocket after its opening handshake."""

    def __init__(self, websocket: WebSocket, blocked: float) -> None:
        self._websocket = websocket
        self._blocked = blocked
        self._closed = False
        self._dismissed = False
        self._abort = cast(Callable[[], None], websocket.scope["state"][ABORT])

    @property
    def address(self) -> str:
        """The other end's address, or nothing where the kernel did not tell."""
        client = self._websocket.client
        return "" if client is None else client.host

    async def receive(self) -> bytes | None:
        """Return the next frame, None once the socket is closed by either side; raise BadFrameError."""
        if self._closed:
            return None
        message = await self._websocket.receive()
        while self._dismissed and message["type"] != "websocket.disconnect":
            message = await self._websocket.receive()
        if self._closed or message["type"] == "websocket.disconnect":
            self._closed = True
            return None
        data = message.get("bytes")
        if data is None:
            raise BadFrameError(status.WS_1003_UNSUPPORTED_DATA)
        if not data:
            raise BadFrameError(status.WS_1008_POLICY_VIOLATION)
        return cast(bytes, data)

    def dismiss(self) -> None:
        """Pass over whatever it says from now on: it crosses on the way with the news of its end."""
        self._dismissed = True

    async def send(self, frame: bytes) -> None:
        """Send a frame, waiting for room in the buffer; a receiver that blocks too long is cut off.

        A frame for a closed socket is dropped: whoever reads that socket tells of its end.
        """
        if self._closed:
            return
        await self._or_abort(self._websocket.send_bytes(frame))

    async def close(self, code: int) -> None:
        """Close with this code (RFC 6455, section 7.4); a second call does nothing."""
        if self._closed:
            return
        self._closed = True
        await self._or_abort(self._websocket.close(code))

    def abort(self) -> None:
        """Drop the connection and whatever waits in its buffer."""
        self._closed = True
        self._abort()

    def give_up_later(self) -> None:
        """Drop the connection if the other end does not take the close frame in time either."""
        asyncio.get_running_loop().call_later(self._blocked, self._abort)

    async def _or_abort(self, sending: Coroutine[object, object, None]) -> None:
        try:
            async with asyncio.timeout(self._blocked):
                await sending
        except TimeoutError:
            self.abort()
        except (WebSocketDisconnect, RuntimeError):
            # The connection ended first; uvicorn says so with RuntimeError where it had closed it itself.
            self._closed = True
