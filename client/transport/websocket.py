"""The line to the server over WebSocket: TLS, or plain on loopback."""

import asyncio
import socket
import ssl
from urllib.parse import urlsplit

import websockets.exceptions as failures
from websockets.asyncio.client import ClientConnection, connect

from client.transport.link import Link, LinkClosedError, LinkError
from wire import limits
from wire.address import AddressError, check_server_address, is_loopback
from wire.endings import Refusal

_WRITE_BUFFER = 16 * 1024
"""Small, so that an input event waits behind at most one chunk of a picture in this process."""

_MESSAGES_WAITING = 8
_CLOSING = 2.0
"""Seconds for the closing handshake."""


class WebSocketLink(Link):
    """An open WebSocket."""

    def __init__(self, connection: ClientConnection) -> None:
        self._connection = connection

    async def send(self, frame: bytes) -> None:
        """Send one message; waits while the line is congested. Raises LinkClosedError."""
        try:
            # The library's pings wait behind what is to be written: they never notice a line that takes nothing.
            async with asyncio.timeout(limits.WEBSOCKET_PING + limits.WEBSOCKET_PONG):
                await self._connection.send(frame)
        except failures.ConnectionClosed as error:
            raise LinkClosedError from error
        except TimeoutError as error:
            self._connection.transport.abort()
            raise LinkClosedError from error

    async def receive(self) -> bytes:
        """Return the next message. Raises LinkClosedError."""
        try:
            message = await self._connection.recv()
        except failures.ConnectionClosed as error:
            raise LinkClosedError from error
        if isinstance(message, str):
            # The server never sends text: whoever does is not our server.
            await self.close()
            raise LinkClosedError
        return message

    async def close(self) -> None:
        """Close; harmless when it is closed already."""
        try:
            async with asyncio.timeout(_CLOSING):
                await self._connection.close()
        except TimeoutError:
            # The library's own bound does not cover what is still to be written to a server that does not read.
            self._connection.transport.abort()
        except asyncio.CancelledError:
            self._connection.transport.abort()
            raise


async def open_link(server: str, tls: ssl.SSLContext) -> Link:
    """Connect to the server's relay; raise LinkError with the reason.

    `server` is `wss://host[:port]`, or `ws://` on loopback. The system's proxy settings are used,
    except for loopback.
    """
    try:
        address = check_server_address(server)
    except AddressError as error:
        raise LinkError(Refusal.SERVER_UNREACHABLE) from error
    parts = urlsplit(address)
    try:
        connection = await connect(
            f"{address}/relay",
            ssl=tls if parts.scheme == "wss" else None,
            compression=None,
            max_size=limits.RELAY_FRAME,
            max_queue=_MESSAGES_WAITING,
            write_limit=_WRITE_BUFFER,
            open_timeout=limits.CONNECT_TIMEOUT,
            ping_interval=limits.WEBSOCKET_PING,
            ping_timeout=limits.WEBSOCKET_PONG,
            close_timeout=_CLOSING,
            user_agent_header=None,
            proxy=None if is_loopback(parts.hostname or "") else True,
        )
    except ssl.SSLCertVerificationError as error:
        raise LinkError(Refusal.SERVER_NOT_TRUSTED) from error
    except (failures.ProxyError, failures.InvalidProxy, ImportError) as error:
        # ImportError: a SOCKS proxy, which the library leaves to another one.
        raise LinkError(Refusal.PROXY_REFUSED) from error
    except failures.InvalidStatus as error:
        busy = error.response.status_code == 503
        raise LinkError(Refusal.SERVER_FULL if busy else Refusal.SERVER_UNREACHABLE) from error
    except (OSError, TimeoutError, ValueError, failures.WebSocketException) as error:
        # ValueError: a host name that cannot be looked up.
        raise LinkError(Refusal.SERVER_UNREACHABLE) from error
    _keep_kernel_buffer_small(connection)
    return WebSocketLink(connection)


def _keep_kernel_buffer_small(connection: ClientConnection) -> None:
    """Let the kernel take only what it can send soon: what waits there can neither be overtaken nor dropped."""
    sock = connection.transport.get_extra_info("socket")
    option = getattr(socket, "TCP_NOTSENT_LOWAT", None)
    if sock is not None and option is not None:
        sock.setsockopt(socket.IPPROTO_TCP, option, _WRITE_BUFFER)
