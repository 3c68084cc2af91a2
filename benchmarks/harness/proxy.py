"""A TCP line that counts what passes: what an observer between the program and the server can know."""

import asyncio
import contextlib
import threading
from collections.abc import Iterator
from contextlib import contextmanager


class CountingProxy:
    """Forwards connections on a free port of loopback; counts bytes, and keeps them where asked."""

    def __init__(self, target_port: int, *, keep: bool = False) -> None:
        self._target_port = target_port
        self._keep = keep
        self._loop = asyncio.new_event_loop()
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
        self._loop.call_soon_threadsafe(self._stopping.set)
        self._thread.join()

    def cut(self) -> None:
        """Break every connection at once, as a lost network does; new ones are forwarded again."""
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
        with asyncio.Runner(loop_factory=lambda: self._loop) as runner:
            runner.run(self._serve())

    async def _serve(self) -> None:
        tasks = self._tasks

        def accept(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            if self._down:
                writer.close()
                return
            task = asyncio.ensure_future(self._forward(reader, writer))
            tasks.add(task)
            task.add_done_callback(tasks.discard)

        server = await asyncio.start_server(accept, "127.0.0.1", 0)
        self.port = int(server.sockets[0].getsockname()[1])
        self._ready.set()
        await self._stopping.wait()
        server.close()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _forward(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            far_reader, far_writer = await asyncio.open_connection("127.0.0.1", self._target_port)
        except OSError:
            writer.close()
            return
        ways = (
            asyncio.ensure_future(self._pump(reader, far_writer, to_server=True)),
            asyncio.ensure_future(self._pump(far_reader, writer, to_server=False)),
        )
        try:
            await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for way in ways:
                way.cancel()
            for end in (writer, far_writer):
                end.close()
                with contextlib.suppress(OSError):
                    await end.wait_closed()

    async def _pump(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, *, to_server: bool) -> None:
        with contextlib.suppress(OSError):
            while data := await reader.read(65536):
                if to_server:
                    self.to_server += len(data)
                else:
                    self.to_client += len(data)
                if self._keep:
                    self.kept += data
                writer.write(data)
                await writer.drain()


@contextmanager
def counting_proxy(target_port: int, *, keep: bool = False) -> Iterator[CountingProxy]:
    """Run a proxy in front of this port of loopback."""
    proxy = CountingProxy(target_port, keep=keep)
    proxy.start()
    try:
        yield proxy
    finally:
        proxy.stop()
