"""What the sessions of both sides do alike with their line: connect, meet, keep it, close it."""

import asyncio
import ssl
from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable
from typing import Generic

from client.pipeline.chat import ChatOrderError
from client.pipeline.line import Message, RevokedError, SealedLine, ViolationError
from client.pipeline.line_keeper import LineKeeper
from client.pipeline.meeting import MeetingError, Met
from client.pipeline.network import NetworkThread
from client.pipeline.reconnecting import ReconnectError, Reconnector
from client.seal.pairing import Paired
from client.seal.records import TrafficKeys
from client.transport.link import Link, LinkError
from client.transport.websocket import open_link
from wire.endings import Refusal
from wire.messages import AnyMessage, Priority

Meet = Callable[[Link], Awaitable[Met]]
"""Meets the other side on an open line; raises LinkError or MeetingError."""


class Conversation(ABC, Generic[Message]):
    """One side's attempts to meet, and its line once they met; lives on the network's thread."""

    def __init__(
        self, network: NetworkThread, server: str, tls: ssl.SSLContext, decode: Callable[[bytes], Message]
    ) -> None:
        self._network = network
        self._server = server
        self._tls = tls
        self._decode = decode
        self._conversation: asyncio.Task[None] | None = None
        self._line: LineKeeper[Message] | None = None

    # ----- what each side does in its own way -------------------------------------------------

    @abstractmethod
    def _met(self, paired: Paired) -> None:
        """Note who the other side is; the line comes next."""

    @abstractmethod
    def _refuse(self, refusal: Refusal) -> None:
        """The two did not meet."""

    @abstractmethod
    def _line_ready(self) -> None:
        """There is a line: the first one, or the next after a broken one."""

    @abstractmethod
    def _line_broken(self) -> None:
        """The line is lost; the other side is being looked for."""

    @abstractmethod
    def _line_ended(self, error: Exception) -> None:
        """There is no line and none will come: for one of the reasons in `_keep`, or by a fault of this program."""

    @abstractmethod
    def _receive(self, message: Message) -> None:
        """Act on a message; raise ViolationError."""

    @abstractmethod
    def _receive_late(self, line: SealedLine[Message], message: Message) -> None:
        """Act on a message that came after the end of the session; it can be answered on its line only."""

    def _picture_left(self, priority: Priority) -> None:
        """Nothing of this class of pictures waits for the line any more."""

    # ----- what both do alike -----------------------------------------------------------------

    def _begin(self, meet: Meet) -> None:
        """Connect and meet; whatever was tried before counts no more."""
        self._conversation = self._network.spawn(self._converse(meet))

    def _post(self, message: AnyMessage) -> None:
        if self._line is not None:
            self._line.post(message)

    def _close_line(self) -> None:
        conversation, self._conversation = self._conversation, None
        line, self._line = self._line, None
        if line is not None:
            line.finish()
        elif conversation is not None and conversation is not asyncio.current_task():
            conversation.cancel()

    async def _converse(self, meet: Meet) -> None:
        link: Link | None = None
        try:
            link = await open_link(self._server, self._tls)
            met = await meet(link)
            if not self._is_present_attempt():
                return
            kept, link = link, None
        except (LinkError, MeetingError) as error:
            self._refuse_attempt(error.refusal)
            return
        except Exception:
            # A fault of this program must not leave a window that waits for ever.
            self._refuse_attempt(Refusal.HANDSHAKE_FAILED)
            raise
        finally:
            # A refused, failed or cancelled attempt leaves no socket behind.
            if link is not None:
                await link.close()
        self._met(met.paired)
        self._line = LineKeeper(
            self._network,
            Reconnector(self._server, self._tls, met),
            self._decode,
            self._receive,
            self._receive_late,
            self._line_broken,
            self._line_ready,
            self._picture_left,
        )
        opening = self._keep(self._line, kept, met.paired.keys)
        # Nothing of the handshake is kept while the session lasts.
        del met
        await opening

    def _is_present_attempt(self) -> bool:
        """Tell whether the running task is still the one that the session waits for."""
        return self._conversation is asyncio.current_task()

    def _refuse_attempt(self, refusal: Refusal) -> None:
        if self._is_present_attempt():
            self._refuse(refusal)

    async def _keep(self, line: LineKeeper[Message], link: Link, keys: TrafficKeys) -> None:
        running = line.run(link, keys)
        del keys
        try:
            await running
        except (ReconnectError, RevokedError, ViolationError, ChatOrderError) as error:
            self._line_ended(error)
        except Exception as error:
            # A fault of this program must not leave a dead window, at the customer's with the screen shared behind it.
            self._line_ended(error)
            raise
