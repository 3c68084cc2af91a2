"""The sealed line between the two apps: messages in, records out, and back.

post -> outbox (by priority) -> chunk -> seal -> link, and link -> open -> inbox -> decode.
"""

import asyncio
from collections.abc import Callable
from typing import Generic, TypeVar

from client.seal.chunks import ChunkError, Inbox, Outbox
from client.seal.records import Opener, RecordError, Sealer
from client.transport.link import Link, LinkClosedError
from wire import codec, limits, rendezvous
from wire.endings import Refusal
from wire.messages import AnyMessage, Goodbye, Priority, priority_of

Message = TypeVar("Message")

_LAST_WORDS = 2.0
"""Seconds for the other side's answer to a goodbye, or for reading what had arrived before the line closed."""


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

    def __init__(self, link: Link, sealer: Sealer, opener: Opener, decode: Callable[[bytes], Message]) -> None:
        self._link = link
        self._sealer = sealer
        self._opener = opener
        self._decode = decode
        self._outbox = Outbox()
        self._inbox = Inbox()
        self._work = asyncio.Event()
        self._finishing = False
        self._said_goodbye = False
        self.bytes_sent = 0
        self.bytes_received = 0

    def post(self, message: AnyMessage) -> None:
        """Queue one message; it goes out in the order of its priority."""
        self._outbox.put(priority_of(message), codec.encode(message))
        self._said_goodbye |= isinstance(message, Goodbye)
        self._work.set()

    def discard(self, priority: Priority) -> None:
        """Drop what of this priority has not begun to go out."""
        self._outbox.discard(priority)

    def waiting(self, priority: Priority) -> int:
        """Return how many bytes of this priority have not gone out yet."""
        return self._outbox.pending(priority)

    def finish(self) -> None:
        """Let `run` return once all that is queued has gone out; nothing may be posted after it."""
        self._finishing = True
        self._work.set()

    async def run(self, on_message: Callable[[Message], None]) -> None:
        """Send and receive until `finish`.

        Raises LineLostError, PeerVanishedError or ViolationError; the link is closed in every case.
        """
        writer = asyncio.create_task(self._write())
        reader = asyncio.create_task(self._read(on_message))
        rekey = asyncio.create_task(self._rekey())
        tasks = (writer, reader, rekey)
        try:
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            if writer.done() and (self._said_goodbye or writer.exception() is not None):
                # After a goodbye the other side closes first: what crosses it on a closed connection would reset
                # that, and take the goodbye with it (RFC 1122, section 4.2.2.13). And where sending failed, what
                # the other side said last, a goodbye perhaps, is still to be read.
                await asyncio.wait({reader}, timeout=_LAST_WORDS)
            if reader.done() and not (self._said_goodbye and writer.done() and writer.exception() is None):
                reader.result()
            writer.result()
        except LinkClosedError as error:
            raise LineLostError from error
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            await self._link.close()

    async def _write(self) -> None:
        while True:
            while (body := self._outbox.next_chunk()) is not None:
                frame = rendezvous.peer_frame(self._sealer.seal(body))
                self.bytes_sent += len(frame)
                await self._link.send(frame)
            if self._finishing:
                return
            self._work.clear()
            await self._work.wait()

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
            data = self._inbox.receive(self._opener.open(record))
            message = None if data is None else self._decode(data)
        except (RecordError, ChunkError, codec.CodecError) as error:
            raise ViolationError("record refused", record) from error
        if message is not None:
            on_message(message)

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
