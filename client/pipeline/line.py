"""The sealed line between the two apps: messages in, records out, and back.

post -> outbox (by priority) -> chunk -> seal -> link, and link -> open -> inbox -> decode.
"""

import asyncio
import contextlib
import time
from collections.abc import Callable
from typing import Generic, TypeVar

from client.pipeline.flow import ByteWindow, FlowError
from client.seal.chunks import PICTURES, ChunkError, Inbox, Outbox, class_of
from client.seal.records import Opener, RecordError, Sealer
from client.transport.link import Link, LinkClosedError
from wire import codec, limits, rendezvous
from wire.endings import Refusal
from wire.messages import AnyMessage, Goodbye, PictureArrived, Priority, priority_of

Message = TypeVar("Message")

_REPORT_EACH = 0.004
"""Seconds between two reports of how much of the picture arrived."""
_NOT_WORTH_A_REPORT = 2 * 1024
"""Bytes; a smaller frame is acknowledged when it is painted, and that is enough."""
_OVER = rendezvous.control_frame(rendezvous.Retire())
_LAST_WORDS = 2.0
"""Seconds for what is still said after a goodbye, or for reading what had arrived before the line closed."""


class LineLostError(Exception):
    """The connection to the server broke without a goodbye."""


class PeerVanishedError(Exception):
    """The server says that the other side's connection is gone."""


class RevokedError(Exception):
    """The server says that the agent's account was taken away."""


class ViolationError(Exception):
    """The other side, or the server, sent what no correct program sends.

    `record` is what could not be opened, if it was a record.
    """

    def __init__(self, detail: str, record: bytes | None = None) -> None:
        super().__init__(detail)
        self.record = record


class SealedLine(Generic[Message]):
    """One session's line; lives on the network's thread."""

    def __init__(
        self,
        link: Link,
        sealer: Sealer,
        opener: Opener,
        decode: Callable[[bytes], Message],
        on_left: Callable[[Priority], None] = lambda _priority: None,
    ) -> None:
        """`on_left` is called when a class of pictures hardly waits any more: it is time to make the next one."""
        self._link = link
        self._sealer = sealer
        self._opener = opener
        self._decode = decode
        self._outbox = Outbox()
        self._inbox = Inbox()
        self._work = asyncio.Event()
        self._window = ByteWindow()
        self._on_left = on_left
        self._picture_received = 0
        self._picture_reported = 0
        self._report: asyncio.TimerHandle | None = None
        self._finishing = False
        self._said_goodbye = False
        self._flushed = asyncio.Event()
        self._left = asyncio.Event()
        self.goodbye_heard = False
        """The other side left after this one's goodbye had gone out: it has it, or was gone before."""
        self.bytes_sent = 0
        self.bytes_received = 0

    def post(self, message: AnyMessage) -> None:
        """Queue one message; it goes out in the order of its priority."""
        self._outbox.put(priority_of(message), codec.encode(message))
        self._said_goodbye |= isinstance(message, Goodbye)
        self._work.set()

    def discard_pictures(self) -> None:
        """Drop the pictures that have not gone out; the rest of one that has begun, too."""
        for priority in PICTURES:
            self._outbox.discard(priority)
        self._work.set()

    def picture_arrived(self, total: int) -> None:
        """Take the other side's report of the bytes of pictures that it has; raise ViolationError."""
        try:
            self._window.arrived(total, time.perf_counter())
        except FlowError as error:
            raise ViolationError("a report of bytes that were not sent") from error
        self._work.set()

    def round_trip(self, seconds: float) -> None:
        """Note how long a small message took to the other side and back."""
        self._window.timed(seconds, time.perf_counter())

    @property
    def carries(self) -> tuple[float | None, float | None]:
        """Bytes a second, and the shortest round trip in seconds; None where they were not measured of late."""
        return self._window.rate(time.perf_counter()), self._window.shortest

    def waiting(self, priority: Priority) -> int:
        """Return how many bytes of this priority have not gone out yet."""
        return self._outbox.pending(priority)

    def finish(self) -> None:
        """Let `run` return once all that is queued has gone out, and the server knows that the session is over.

        After a goodbye the line lingers, at most _LAST_WORDS, until the other side closes it or `leave` is called:
        until then messages come and may be posted.
        """
        self._finishing = True
        self._work.set()

    def leave(self) -> None:
        """Let `run` return at once: the other side has heard the goodbye, and nothing is said after this."""
        self.goodbye_heard = True
        self._left.set()

    async def run(self, on_message: Callable[[Message], None]) -> None:
        """Send and receive until `finish`.

        Raises LineLostError, PeerVanishedError or ViolationError; the link is closed in every case.
        """
        writer = asyncio.create_task(self._write())
        reader = asyncio.create_task(self._read(on_message))
        rekey = asyncio.create_task(self._rekey())
        flushed = asyncio.create_task(self._flushed.wait())
        left = asyncio.create_task(self._left.wait())
        tasks = (writer, reader, rekey, flushed, left)
        try:
            await asyncio.wait({writer, reader, rekey, flushed}, return_when=asyncio.FIRST_COMPLETED)
            if writer.done() or (flushed.done() and self._said_goodbye):
                # After a goodbye the other side closes first: what crosses it on a closed connection would reset
                # that, and take the goodbye with it (RFC 1122, section 4.2.2.13). And where sending failed, what
                # the other side said last, a goodbye perhaps, is still to be read.
                await asyncio.wait({reader, left}, timeout=_LAST_WORDS, return_when=asyncio.FIRST_COMPLETED)
            if flushed.done():
                self.goodbye_heard |= reader.done() and isinstance(reader.exception(), PeerVanishedError)
                return
            if reader.done():
                reader.result()
            writer.result()
        except LinkClosedError as error:
            raise LineLostError from error
        except (LineLostError, PeerVanishedError, RevokedError):
            raise
        except Exception:
            await self._end_for_good()
            raise
        finally:
            for task in tasks:
                task.cancel()
            if self._report is not None:
                self._report.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            await self._link.close()

    async def _write(self) -> None:
        while True:
            while (
                self._outbox and (body := self._outbox.next_chunk(self._window.chunk(time.perf_counter()))) is not None
            ):
                frame = rendezvous.peer_frame(self._sealer.seal(body))
                if (priority := class_of(body)) in PICTURES:
                    now = time.perf_counter()
                    self._window.sent(len(body), now)
                    waiting = self._outbox.pending(priority)
                    if not waiting or waiting <= self._window.soon(now) < waiting + len(body):
                        self._on_left(priority)
                self.bytes_sent += len(frame)
                await self._link.send(frame)
            if self._finishing and not self._outbox and not self._flushed.is_set():
                await self._link.send(_OVER)
                self._flushed.set()
            self._work.clear()
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(self._window.pause(time.perf_counter()) if self._outbox else None):
                    await self._work.wait()

    async def _end_for_good(self) -> None:
        """Spare the other side the search for one that will not come back."""
        with contextlib.suppress(LinkClosedError, TimeoutError):
            async with asyncio.timeout(_LAST_WORDS):
                await self._link.send(_OVER)

    async def _read(self, on_message: Callable[[Message], None]) -> None:
        while True:
            frame = await self._link.receive()
            self.bytes_received += len(frame)
            if frame[:1] == bytes((rendezvous.PEER,)):
                self._open(frame[1:], on_message)
            elif frame[:1] == bytes((rendezvous.CONTROL,)):
                _heed_server(frame[1:])
            else:
                raise ViolationError("unknown channel")

    def _open(self, record: bytes, on_message: Callable[[Message], None]) -> None:
        try:
            body = self._opener.open(record)
            data = self._inbox.receive(body)
            if class_of(body) in PICTURES:
                self._count_picture(len(body))
            message = None if data is None else self._decode(data)
        except (RecordError, ChunkError, codec.CodecError) as error:
            raise ViolationError("record refused", record) from error
        if message is not None:
            on_message(message)

    def _count_picture(self, size: int) -> None:
        self._picture_received += size
        if self._report is None and self._picture_received - self._picture_reported >= _NOT_WORTH_A_REPORT:
            self._report = asyncio.get_running_loop().call_later(_REPORT_EACH, self._send_report)

    def _send_report(self) -> None:
        self._report = None
        self._picture_reported = self._picture_received
        self.post(PictureArrived(self._picture_received))

    async def _rekey(self) -> None:
        while True:
            await asyncio.sleep(limits.REKEY_SECONDS)
            self._sealer.rekey()


def _heed_server(body: bytes) -> None:
    try:
        message = rendezvous.decode_to_client(body)
    except rendezvous.RendezvousError as error:
        raise ViolationError("control message refused") from error
    if isinstance(message, rendezvous.PeerLeft):
        raise PeerVanishedError
    if isinstance(message, rendezvous.Refused):
        if message.reason is Refusal.AGENT_REVOKED:
            raise RevokedError
        raise LineLostError(message.reason.value)
    raise ViolationError("control message out of place")
