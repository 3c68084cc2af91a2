"""uvicorn's connections, with the three bounds that it does not set itself.

- An HTTP connection that has not become a WebSocket in time is dropped, however it dawdles.
- The write buffer of a WebSocket has the relay's size, and pongs never grow it past that.
- The application can drop a connection whose other end takes nothing (scope state `abort`).
"""

import asyncio

from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

from server.relay_socket import ABORT
from wire import limits


class HttpConnection(H11Protocol):
    """HTTP/1.1 with a limit to the life of a connection."""

    lifetime: float = limits.RENDEZVOUS_IDLE

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override] # as in the base class
        """Start the connection's time."""
        super().connection_made(transport)
        self.loop.call_later(self.lifetime, self._drop_unless_upgraded)

    def _drop_unless_upgraded(self) -> None:
        if self in self.connections:
            self.transport.abort()


class WebSocketConnection(WebSocketsSansIOProtocol):
    """A WebSocket of which the application may let go."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Bound the write buffer, and offer the transport's abort to the application."""
        super().connection_made(transport)
        self.transport.set_write_buffer_limits(high=limits.RELAY_WRITE_BUFFER)
        self.app_state = {**self.app_state, ABORT: self.transport.abort}

    def handle_ping(self) -> None:
        """Answer a ping, unless the other end does not even take what it was sent before.

        RFC 6455, section 5.5.3 allows to answer only some of many pings.
        """
        if self.writable.is_set():
            super().handle_ping()
        else:
            self.conn.data_to_send()
