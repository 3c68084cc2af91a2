"""Takes connections from the listening socket, with bounds that hold from their first packet on.

asyncio's own server gives each TLS handshake a minute, and there may be any number of them. Here
one clock and one count go from the accepting to the opened WebSocket: over the TLS handshake, the
headers and the body of requests, and whatever silence lies between.
"""

import asyncio
import socket
import ssl
from collections import OrderedDict
from collections.abc import Callable
from typing import Final

import uvicorn

from server.connections import HttpConnection, descriptors_left
from server.events import log_internal_error
from server.limits import ACCEPT_PAUSE, ARRIVING, CROWDED_LIFETIME, DESCRIPTORS_KEPT, DESCRIPTORS_LAST
from wire import limits

_Task = asyncio.Task[None]
LIFETIME: Final = limits.RENDEZVOUS_IDLE


class Acceptor:
    """Accepts connections at one socket, and drops those that do not become a WebSocket in time."""

    def __init__(
        self,
        listener: socket.socket,
        make_protocol: Callable[[], HttpConnection],
        tls: ssl.SSLContext | None,
        lifetime: float = LIFETIME,
    ) -> None:
        """`lifetime` is how long a connection may take to become a WebSocket, or to end, in seconds."""
        self._listener = listener
        self._make_protocol = make_protocol
        self._tls = tls
        self._lifetime = lifetime
        self._accepting: _Task | None = None
        self._tasks: set[_Task] = set()
        # In the order of their coming.
        self._arriving: OrderedDict[_Task, None] = OrderedDict()

    def start(self) -> None:
        """Accept from now on."""
        self._listener.setblocking(False)
        self._accepting = asyncio.get_running_loop().create_task(self._accept())

    async def stop(self) -> None:
        """Accept no more, and let go of what has not become a WebSocket yet."""
        tasks = [*self._tasks, *([] if self._accepting is None else [self._accepting])]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _accept(self) -> None:
        loop = asyncio.get_running_loop()
        while True:
            try:
                connection, _ = await loop.sock_accept(self._listener)
            except ConnectionAbortedError:
                # Gone while it waited for us.
                pass
            except OSError as error:
                # Mostly a lack of descriptors: who waits in the kernel's queue is taken up later.
                log_internal_error(error)
                await asyncio.sleep(ACCEPT_PAUSE)
            else:
                self._take(connection)
            # sock_accept does not wait while there is somebody to accept; the others need their turn.
            await asyncio.sleep(0)

    def _take(self, connection: socket.socket) -> None:
        left = descriptors_left(connection)
        if left < DESCRIPTORS_LAST:
            connection.close()
            return
        lifetime = min(CROWDED_LIFETIME, self._lifetime) if left <= DESCRIPTORS_KEPT else self._lifetime
        task = asyncio.get_running_loop().create_task(self._attend(connection, lifetime))
        self._tasks.add(task)
        self._arriving[task] = None
        task.add_done_callback(self._forget)
        if len(self._arriving) > ARRIVING:
            oldest, _ = self._arriving.popitem(last=False)
            oldest.cancel()

    def _forget(self, task: _Task) -> None:
        self._tasks.discard(task)
        self._arriving.pop(task, None)
        if not task.cancelled() and (error := task.exception()) is not None:
            log_internal_error(error)

    async def _attend(self, connection: socket.socket, lifetime: float) -> None:
        loop = asyncio.get_running_loop()
        protocol = self._make_protocol()
        try:
            async with asyncio.timeout(lifetime):
                transport, _ = await loop.connect_accepted_socket(
                    lambda: protocol,
                    connection,
                    ssl=self._tls,
                    # Whoever does not answer the end of TLS would hold its descriptor for that long.
                    ssl_shutdown_timeout=None if self._tls is None else lifetime,
                )
                if not transport.is_closing():
                    await protocol.arrived.wait()
        except OSError:
            # Out of time, reset, or no TLS; one is as good as the other.
            pass
        finally:
            if not protocol.arrived.is_set():
                protocol.drop()


class AcceptingServer(uvicorn.Server):
    """uvicorn's server, which gets its connections from an acceptor."""

    lifetime: float = LIFETIME
    """How long a connection may take to become a WebSocket, or to end, in seconds."""
    _acceptor: Acceptor | None = None

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin to accept at the one socket given."""
        await super().startup([])
        (listener,) = sockets or []
        self._acceptor = Acceptor(listener, self._make_protocol, self.config.ssl, self.lifetime)
        self._acceptor.start()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Stop accepting, then end what is open."""
        if self._acceptor is not None:
            await self._acceptor.stop()
        await super().shutdown(sockets)

    def _make_protocol(self) -> HttpConnection:
        return HttpConnection(self.config, self.server_state, self.lifespan.state)
