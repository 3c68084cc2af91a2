"""uvicorn's connections, with the bounds that it does not set itself.

- An HTTP connection that has not become a WebSocket in time is dropped, however it dawdles.
- The write buffer of a WebSocket has the relay's size, and pongs never grow it past that.
- A connection that came when file descriptors were short says so (scope state `crowded`).
- The application can drop a connection whose other end takes nothing (scope state `abort`).
"""

import asyncio
import sys

from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

from server.admission import CROWDED
from server.limits import CROWDED_LIFETIME, DESCRIPTORS_KEPT
from server.relay_socket import ABORT
from wire import limits


class HttpConnection(H11Protocol):
    """HTTP/1.1 with a limit to the life of a connection."""

    lifetime: float = limits.RENDEZVOUS_IDLE

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override] # as in the base class
        """Start the connection's time."""
        super().connection_made(transport)
        crowded = descriptors_are_short(transport)
        self.app_state = {**self.app_state, CROWDED: crowded}
        self.loop.call_later(CROWDED_LIFETIME if crowded else self.lifetime, self._drop_unless_upgraded)

    def _drop_unless_upgraded(self) -> None:
        if self in self.connections:
            self.transport.abort()


class WebSocketConnection(WebSocketsSansIOProtocol):
    """A WebSocket of which the application may let go."""

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
        """Answer a ping, unless the other end does not even take what it was sent before.

        RFC 6455, section 5.5.3 allows to answer only some of many pings.
        """
        if self.writable.is_set():
            super().handle_ping()
        else:
            self.conn.data_to_send()


def descriptors_are_short(transport: asyncio.Transport) -> bool:
    """Tell whether this connection took one of the last file descriptors that the process may have.

    POSIX gives the lowest free number, so all below this connection's are in use.
    """
    if sys.platform == "win32":
        # There is no such limit to the number of sockets there.
        return False
    import resource

    connection = transport.get_extra_info("socket")
    most, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return most != resource.RLIM_INFINITY and connection.fileno() >= most - DESCRIPTORS_KEPT
