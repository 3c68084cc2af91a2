"""A line to a relay in this process: the server's own code without sockets."""

import asyncio
from collections.abc import MutableMapping
from typing import Any

from starlette.websockets import WebSocket

from client.transport.link import Link, LinkClosedError
from server.relay import Relay
from server.relay_socket import ABORT

_Message = MutableMapping[str, Any]


class RelayedLink(Link):
    """One app's line; opened at once, from this address. To be made on a running loop."""

    def __init__(self, relay: Relay, address: str) -> None:
        self._to_server: asyncio.Queue[_Message] = asyncio.Queue()
        self._to_client: asyncio.Queue[bytes | None] = asyncio.Queue()
        self._closed = False
        scope = {"type": "websocket", "client": (address, 1), "headers": [], "state": {ABORT: self._end}}
        self._to_server.put_nowait({"type": "websocket.connect"})
        websocket = WebSocket(scope, self._to_server.get, self._hear)
        self._serving = asyncio.create_task(relay.endpoint(websocket))

    async def send(self, frame: bytes) -> None:
        """Send one message. Raises LinkClosedError."""
        if self._closed:
            raise LinkClosedError
        self._to_server.put_nowait({"type": "websocket.receive", "bytes": frame})

    async def receive(self) -> bytes:
        """Return the next message. Raises LinkClosedError."""
        frame = await self._to_client.get()
        if frame is None:
            self._to_client.put_nowait(None)
            raise LinkClosedError
        return frame

    async def close(self) -> None:
        """Close; when this returns, the server knows."""
        self._closed = True
        self._end()
        await self._serving

    async def _hear(self, message: _Message) -> None:
        if message["type"] == "websocket.send":
            self._to_client.put_nowait(message["bytes"])
        elif message["type"] == "websocket.close":
            self._closed = True
            self._end()

    def _end(self) -> None:
        self._to_server.put_nowait({"type": "websocket.disconnect", "code": 1000})
        self._to_client.put_nowait(None)
