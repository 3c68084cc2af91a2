"""uvicorn's connections, with the bounds that it does not set itself.

- An HTTP connection tells when it has arrived, so that one that dawdles can be dropped.
- The write buffer of a WebSocket has the relay's size, and pongs never grow it past that.
- A WebSocket whose other end answers no ping is dropped at once, whatever waits to be sent to it.
- A connection that came when file descriptors were short says so (scope state `crowded`).
- The application can drop a connection whose other end takes nothing (scope state `abort`).
"""

import asyncio
import sys
from typing import Any, Protocol

import h11
from uvicorn.config import Config
from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from uvicorn.server import ServerState

from server.admission import CROWDED
from server.limits import DESCRIPTORS_KEPT
from server.relay_socket import ABORT
from wire import limits


class SocketLike(Protocol):
    """What has a file descriptor: a socket, or the transport's view of one."""

    def fileno(self) -> int:
        """Return the descriptor."""


class HttpConnection(H11Protocol):
    """HTTP/1.1 until the connection ends or becomes a WebSocket."""

    def __init__(self, config: Config, server_state: ServerState, app_state: dict[str, Any]) -> None:
        super().__init__(config, server_state, app_state)
        self.arrived = asyncio.Event()
        """Set once the connection is a WebSocket, or has ended."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override] # as in the base class
        """Begin, and note whether descriptors are short."""
        super().connection_made(transport)
        self.app_state = {**self.app_state, CROWDED: descriptors_are_short(transport)}

    def connection_lost(self, exc: Exception | None) -> None:
        """The connection has ended."""
        super().connection_lost(exc)
        self.arrived.set()

    def handle_websocket_upgrade(self, event: h11.Request) -> None:
        """Hand the connection over to a WebSocket."""
        super().handle_websocket_upgrade(event)
        self.arrived.set()

    def drop(self) -> None:
        """End the connection at once, if it ever began."""
        if self.transport is not None:
            self.transport.abort()


class WebSocketConnection(WebSocketsSansIOProtocol):
    """A WebSocket of which the application may let go."""

    _pong = b""
    """The answer to the last ping, while it cannot be sent."""
    _heard_at = 0.0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Bound the write buffer, and offer the transport's abort to the application."""
        super().connection_made(transport)
        self.transport.set_write_buffer_limits(high=limits.RELAY_WRITE_BUFFER)
        self.app_state = {
            **self.app_state,
            ABORT: self.transport.abort,
            CROWDED: descriptors_are_short(self.transport),
        }

    def handle_ping(self) -> None:
        """Answer a ping; while the other end is slow to take what it was sent before, keep the last answer only.

        RFC 6455, section 5.5.3 allows to answer only the last of many pings. To answer none would end a line that is
        slow, but alive.
        """
        if self.writable.is_set():
            super().handle_ping()
        elif answers := self.conn.data_to_send():
            # The first of several pings that were read at once finds the answers to all of them.
            self._pong = answers[-1]

    def resume_writing(self) -> None:
        """Send the answer that waited."""
        super().resume_writing()
        pong, self._pong = self._pong, b""
        if pong:
            self.transport.write(pong)

    def data_received(self, data: bytes) -> None:
        """Note that the other end is alive."""
        self._heard_at = self.loop.time()
        super().data_received(data)

    def keepalive_timeout(self) -> None:
        """Drop the connection: to close it would wait for the other end to take what is still to be sent.

        While something comes, or waits to be read, the answer may be behind it.
        """
        now = self.loop.time()
        until = (now if self.read_paused else self._heard_at) + limits.WEBSOCKET_PONG
        if until > now:
            self.pong_timer = self.loop.call_at(until, self.keepalive_timeout)
            return
        super().keepalive_timeout()
        self.transport.abort()


def descriptors_are_short(transport: asyncio.Transport) -> bool:
    """Tell whether this connection took one of the last file descriptors that the process may have."""
    return descriptors_left(transport.get_extra_info("socket")) <= DESCRIPTORS_KEPT


def descriptors_left(connection: SocketLike) -> int:
    """Return how many file descriptors above this connection's the process may still open.

    POSIX gives the lowest free number, so all below this connection's are in use.
    """
    if sys.platform == "win32":
        # There is no such limit to the number of sockets there.
        return sys.maxsize
    import resource

    most, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return sys.maxsize if most == resource.RLIM_INFINITY else most - connection.fileno()
