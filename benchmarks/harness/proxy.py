"""A TCP line that counts what passes: what an observer between the program and the server can know.

It can also be slow: a rate and a delay each way, behind a short buffer that holds senders back and loses nothing.
"""

import asyncio
import contextlib
import socket
import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

_FREE_CHUNK = 262_144
_SEGMENT = 1460
"""Bytes of a TCP segment on ordinary networks; loopback's own are 64 kB and would come in lumps."""
_CLOCK_TICK = 0.004
"""Seconds of line time that one piece may hold, so that what is sent arrives evenly."""


@dataclass(frozen=True)
class Link:
    """What a slow line does to each of its two ways."""

    rate: float
    """Bits a second."""
    delay: float
    """Seconds that a byte travels one way, after it has left the buffer."""
    buffer: float = 0.1
    """Seconds of data that wait in front of the line; a sender with more is held back."""

    @property
    def chunk(self) -> int:
        """Bytes that are taken in one piece."""
        return max(256, min(65536, int(self.rate / 8 * _CLOCK_TICK)))


@dataclass(eq=False)
class _Way:
    """One direction of one connection over a slow line: pieces with the times at which they arrive."""

    pieces: deque[tuple[float, bytes]] = field(default_factory=deque)
    fed: asyncio.Event = field(default_factory=asyncio.Event)
    ended: bool = False


class CountingProxy:
    """Forwards connections on a free port of loopback; counts bytes, and keeps them where asked."""

    def __init__(self, target_port: int, *, keep: bool = False, link: Link | None = None) -> None:
        """`link` slows every connection down; each has the whole rate for itself."""
        self._target_port = target_port
        self._keep = keep
        self._link = link
        self._loop: asyncio.AbstractEventLoop | None = None
        self._ready = threading.Event()
        self._stopping = asyncio.Event()
        self._tasks: set[asyncio.Task[None]] = set()
        self._down = False
        self._thread = threading.Thread(target=self._run, name="proxy")
        self.port = 0
        self.to_server = 0
        self.to_client = 0
        self.kept = bytearray()
        """All bytes of both directions, where they are kept."""

    def start(self) -> None:
        """Listen; `port` is known afterwards."""
        self._thread.start()
        self._ready.wait()

    def stop(self) -> None:
        """Cut all connections."""
        if self._loop is not None:
            self._loop.call_soon_threadsafe(self._stopping.set)
            self._thread.join()

    def cut(self) -> None:
        """Break every connection at once, as a lost network does; new ones are forwarded again."""
        if self._loop is not None:
            self._loop.call_soon_threadsafe(lambda: [task.cancel() for task in self._tasks])

    def goes_down(self) -> None:
        """Break every connection, and each new one too, until `comes_up`."""
        self._down = True
        self.cut()

    def comes_up(self) -> None:
        """Forward new connections again."""
        self._down = False

    @property
    def total(self) -> int:
        """Bytes of both directions so far."""
        return self.to_server + self.to_client

    def _run(self) -> None:
        asyncio.run(self._serve())

    async def _serve(self) -> None:
        self._loop = asyncio.get_running_loop()
        with socket.socket() as listener:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            self._shrink(listener)
            listener.bind(("127.0.0.1", 0))
            listener.listen(128)
            listener.setblocking(False)
            self.port = int(listener.getsockname()[1])
            self._ready.set()
            accepting = asyncio.ensure_future(self._accept(listener, self._loop))
            await self._stopping.wait()
            accepting.cancel()
            for task in self._tasks:
                task.cancel()
            await asyncio.gather(accepting, *self._tasks, return_exceptions=True)

    def _shrink(self, end: socket.socket) -> None:
        """Let the kernel hold little, so that the link's buffer is the one that counts."""
        if self._link is not None:
            end.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            end.setsockopt(socket.IPPROTO_TCP, socket.TCP_MAXSEG, _SEGMENT)

    async def _accept(self, listener: socket.socket, loop: asyncio.AbstractEventLoop) -> None:
        while True:
            near, _ = await loop.sock_accept(listener)
            if self._down:
                near.close()
                continue
            task = asyncio.ensure_future(self._forward(near, loop))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _forward(self, near: socket.socket, loop: asyncio.AbstractEventLoop) -> None:
        with near, socket.socket() as far:
            self._shrink(far)
            for end in (near, far):
                end.setblocking(False)
                end.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            with contextlib.suppress(OSError):
                await loop.sock_connect(far, ("127.0.0.1", self._target_port))
                ways = {
                    asyncio.ensure_future(self._carry(near, far, loop, to_server=True)),
                    asyncio.ensure_future(self._carry(far, near, loop, to_server=False)),
                }
                try:
                    # Whichever side ends first ends both, once all that it has sent has arrived.
                    await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
                finally:
                    for way in ways:
                        way.cancel()
                    await asyncio.gather(*ways, return_exceptions=True)

    async def _carry(
        self, source: socket.socket, target: socket.socket, loop: asyncio.AbstractEventLoop, *, to_server: bool
    ) -> None:
        with contextlib.suppress(OSError):
            if self._link is None:
                while data := await loop.sock_recv(source, _FREE_CHUNK):
                    self._count(data, to_server=to_server)
                    await loop.sock_sendall(target, data)
                return
            way = _Way()
            feeding = asyncio.ensure_future(self._feed(way, source, loop, self._link, to_server=to_server))
            try:
                await self._deliver(way, target, loop)
            finally:
                feeding.cancel()

    async def _feed(
        self, way: _Way, source: socket.socket, loop: asyncio.AbstractEventLoop, link: Link, *, to_server: bool
    ) -> None:
        """Take what the sender has as fast as the link's buffer allows."""
        free_at = loop.time()
        try:
            while data := await loop.sock_recv(source, link.chunk):
                self._count(data, to_server=to_server)
                now = loop.time()
                free_at = max(now, free_at) + len(data) * 8 / link.rate
                way.pieces.append((free_at + link.delay, data))
                way.fed.set()
                if free_at - now > link.buffer:
                    await asyncio.sleep(free_at - now - link.buffer)
        except OSError:
            # The sender broke off: what is on its way still arrives.
            pass
        finally:
            way.ended = True
            way.fed.set()

    async def _deliver(self, way: _Way, target: socket.socket, loop: asyncio.AbstractEventLoop) -> None:
        """Hand each piece over at its time."""
        while True:
            while way.pieces:
                arrives, data = way.pieces.popleft()
                if (left := arrives - loop.time()) > 0:
                    await asyncio.sleep(left)
                await loop.sock_sendall(target, data)
            if way.ended:
                return
            way.fed.clear()
            await way.fed.wait()

    def _count(self, data: bytes, *, to_server: bool) -> None:
        if to_server:
            self.to_server += len(data)
        else:
            self.to_client += len(data)
        if self._keep:
            self.kept += data


@contextmanager
def counting_proxy(target_port: int, *, keep: bool = False, link: Link | None = None) -> Iterator[CountingProxy]:
    """Run a proxy in front of this port of loopback."""
    proxy = CountingProxy(target_port, keep=keep, link=link)
    proxy.start()
    try:
        yield proxy
    finally:
        proxy.stop()
