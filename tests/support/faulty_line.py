"""A TCP line between an app and a server that breaks on demand: cut, silent, refused or slow."""

import asyncio
import contextlib
import socket
import struct
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import NamedTuple

_PIECE = 4096
_SMALL = 16 * 1024
"""Bytes of the kernel's buffers on a slow line, so that they hide little of it."""
_RESET = struct.pack("ii", 1, 0)
"""SO_LINGER: the kernel ends the connection with RST instead of FIN."""


class Cut(NamedTuple):
    """Where a connection is to break: after so many bytes of this direction, counted from when the cut is armed."""

    to_server: bool
    after: int
    reset: bool = False


class FaultyLine:
    """Forwards every connection to its port of loopback to another port there; lives on a thread of its own."""

    def __init__(self, target_port: int, bytes_per_second: float | None = None) -> None:
        self._target_port = target_port
        self._rate = bytes_per_second
        self._loop = asyncio.new_event_loop()
        self._ready = threading.Event()
        self._stopping = asyncio.Event()
        self._server: asyncio.Server | None = None
        self._connections: set[_Connection] = set()
        self._armed: deque[Cut] = deque()
        self._swallows_new = False
        self._thread = threading.Thread(target=self._run, name="faulty line")
        self._changed = threading.Condition()
        self.port = 0
        self.attempts = 0
        """Connections that came so far."""
        self.carried = 0
        """Bytes that passed so far, both ways together."""
        self.cuts = 0
        """Armed cuts that were made so far."""
        self.cut_at = 0.0
        """When the last one was (time.time)."""

    def start(self) -> None:
        """Listen; `port` is known afterwards."""
        self._thread.start()
        self._ready.wait()

    def stop(self) -> None:
        """Cut all connections and end the thread."""
        self._loop.call_soon_threadsafe(self._stopping.set)
        self._thread.join()

    def arm(self, *cuts: Cut) -> None:
        """Make these cuts one after the other: the first in the connection that is open now, or in the next."""
        self._call(lambda: self._arm(cuts))

    def goes_silent(self, *, for_new: bool) -> None:
        """Swallow all that comes, without a word to either end; new connections too where `for_new`."""

        def swallow() -> None:
            self._swallows_new = for_new
            for connection in self._connections:
                connection.swallows = True

        self._call(swallow)

    def refuses(self) -> None:
        """Break every connection; new ones are refused until `heals`."""

        def refuse() -> None:
            if self._server is not None:
                self._server.close()
            for connection in list(self._connections):
                connection.end(reset=True)

        self._call(refuse)

    def heals(self) -> None:
        """Forward new connections again; those that were silent stay so."""
        self._swallows_new = False
        done = threading.Event()

        async def listen() -> None:
            if self._server is not None and not self._server.is_serving():
                await self._listen()
            done.set()

        asyncio.run_coroutine_threadsafe(listen(), self._loop)
        done.wait()

    def until(self, condition: Callable[[], object], patience: float = 20.0) -> None:
        """Wait for something that this line counts; raise AssertionError where it does not come."""
        with self._changed:
            if not self._changed.wait_for(condition, patience):
                raise AssertionError(f"never came: {self.attempts} attempts, {self.cuts} cuts")

    @property
    def armed(self) -> int:
        """Cuts that are still to come."""
        return len(self._armed) + sum(connection.cut is not None for connection in list(self._connections))

    def _call(self, act: Callable[[], None]) -> None:
        done = threading.Event()

        def acted() -> None:
            act()
            done.set()

        self._loop.call_soon_threadsafe(acted)
        done.wait()

    def _arm(self, cuts: tuple[Cut, ...]) -> None:
        self._armed.extend(cuts)
        for connection in self._connections:
            if connection.cut is None and not connection.over and self._armed:
                connection.cut = self._armed.popleft()

    def was_cut(self) -> None:
        """Count a cut that was armed."""
        with self._changed:
            self.cuts += 1
            self.cut_at = time.time()
            self._changed.notify_all()

    def _run(self) -> None:
        with asyncio.Runner(loop_factory=lambda: self._loop) as runner:
            runner.run(self._serve())

    async def _serve(self) -> None:
        await self._listen()
        self._ready.set()
        await self._stopping.wait()
        if self._server is not None:
            self._server.close()
        for connection in list(self._connections):
            connection.end(reset=False)
            connection.task.cancel()
        await asyncio.gather(*(connection.task for connection in self._connections), return_exceptions=True)

    async def _listen(self) -> None:
        listener = socket.socket()
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self._narrow(listener)
        listener.bind(("127.0.0.1", self.port))
        self._server = await asyncio.start_server(self._accept, sock=listener, limit=_PIECE)
        self.port = int(listener.getsockname()[1])

    def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        connection = _Connection(self, reader, writer)
        connection.swallows = self._swallows_new
        connection.cut = self._armed.popleft() if self._armed else None
        self._connections.add(connection)
        connection.task = asyncio.ensure_future(connection.run())
        connection.task.add_done_callback(lambda _task: self._connections.discard(connection))
        with self._changed:
            self.attempts += 1
            self._changed.notify_all()

    def _narrow(self, sock: socket.socket) -> None:
        if self._rate is not None:
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, _SMALL)
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, _SMALL)

    async def connect(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        """Open the far end of one connection; raise OSError."""
        far = socket.socket()
        self._narrow(far)
        far.setblocking(False)
        try:
            await self._loop.sock_connect(far, ("127.0.0.1", self._target_port))
        except OSError:
            far.close()
            raise
        return await asyncio.open_connection(sock=far, limit=_PIECE)

    async def carry(self, size: int) -> None:
        """Count so many bytes, and take the time that they need."""
        self.carried += size
        if self._rate is not None:
            await asyncio.sleep(size / self._rate)


class _Connection:
    """Both ends of one connection."""

    task: asyncio.Task[None]

    def __init__(self, line: FaultyLine, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._line = line
        self._reader = reader
        self._writers = [writer]
        self.swallows = False
        self.cut: Cut | None = None
        self.over = False

    def end(self, *, reset: bool) -> None:
        """Close both ends at once, by RST or FIN."""
        self.over = True
        for writer in self._writers:
            if reset and (sock := writer.get_extra_info("socket")) is not None:
                with contextlib.suppress(OSError):
                    sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
            writer.transport.abort()

    async def run(self) -> None:
        try:
            far_reader, far_writer = await self._line.connect()
        except OSError:
            self.end(reset=False)
            return
        self._writers.append(far_writer)
        if self.over:
            self.end(reset=False)
        ways = (
            asyncio.ensure_future(self._pump(self._reader, far_writer, to_server=True)),
            asyncio.ensure_future(self._pump(far_reader, self._writers[0], to_server=False)),
        )
        try:
            await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for way in ways:
                way.cancel()
            self.end(reset=False)
            await asyncio.gather(*ways, return_exceptions=True)

    async def _pump(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, *, to_server: bool) -> None:
        with contextlib.suppress(OSError):
            while data := await reader.read(_PIECE):
                if self.swallows:
                    continue
                await self._line.carry(len(data))
                cut = self.cut
                if cut is not None and cut.to_server is to_server:
                    if cut.after <= len(data):
                        writer.write(data[: cut.after])
                        self.cut = None
                        self.end(reset=cut.reset)
                        self._line.was_cut()
                        return
                    self.cut = cut._replace(after=cut.after - len(data))
                writer.write(data)
                await writer.drain()
            # An end that goes silent is not seen to close either.
            if self.swallows:
                await asyncio.Event().wait()


@contextmanager
def faulty_line(target_port: int, bytes_per_second: float | None = None) -> Iterator[FaultyLine]:
    """Run a line in front of this port of loopback."""
    line = FaultyLine(target_port, bytes_per_second)
    line.start()
    try:
        yield line
    finally:
        line.stop()
