"""One session's line over all its breaks: run it, lose it, find it again, until the session ends."""

import asyncio
import contextlib
from collections.abc import Callable
from typing import Generic

from client.pipeline.line import (
    LineLostError,
    Message,
    PeerVanishedError,
    RevokedError,
    SealedLine,
    ViolationError,
)
from client.pipeline.network import NetworkThread
from client.pipeline.reconnecting import ReconnectError, Reconnector
from client.seal.records import TrafficKeys
from client.transport.link import Link
from wire.messages import AnyMessage, Goodbye, LogRoot, Priority

_FAREWELL = 8.0
"""Seconds for what is still queued, the goodbye last, to go out over a slow line."""


class LineKeeper(Generic[Message]):
    """Lives on the network's thread, where all callbacks are called."""

    def __init__(
        self,
        network: NetworkThread,
        reconnector: Reconnector,
        decode: Callable[[bytes], Message],
        on_message: Callable[[Message], None],
        on_late: Callable[[SealedLine[Message], Message], None],
        on_broken: Callable[[], None],
        on_back: Callable[[], None],
        on_left: Callable[[Priority], None] = lambda _priority: None,
    ) -> None:
        """`on_late` takes what comes after `finish`, and the line on which it can be answered.

        `on_broken` and `on_back` are called when the line is lost, and when one is there. `on_left` is called when the
        last waiting byte of a class of pictures went out.
        """
        self._network = network
        self._reconnector = reconnector
        self._decode = decode
        self._on_message = on_message
        self._on_late = on_late
        self._on_broken = on_broken
        self._on_back = on_back
        self._on_left = on_left
        self._line: SealedLine[Message] | None = None
        self._task: asyncio.Task[None] | None = None
        self._finished = False
        self._farewell: list[AnyMessage] = []

    def post(self, message: AnyMessage) -> None:
        """Send a message; while there is no line it is lost, which only chat and the farewell must not be."""
        if isinstance(message, LogRoot | Goodbye):
            self._farewell.append(message)
        if self._line is not None:
            self._line.post(message)

    def discard_pictures(self) -> None:
        """Drop the pictures that have not gone out; the rest of one that has begun, too."""
        if self._line is not None:
            self._line.discard_pictures()

    def picture_arrived(self, total: int) -> None:
        """Take the other side's report of the bytes of pictures that it has; raise ViolationError."""
        if self._line is not None:
            self._line.picture_arrived(total)

    def round_trip(self, seconds: float) -> None:
        """Note how long a small message took to the other side and back."""
        if self._line is not None:
            self._line.round_trip(seconds)

    @property
    def carries(self) -> tuple[float | None, float | None]:
        """Bytes a second, and the shortest round trip in seconds; None where they were not measured of late."""
        return (None, None) if self._line is None else self._line.carries

    def finish(self) -> None:
        """Send what is queued, then close for good; harmless when called again.

        A goodbye that the line took with it, or that found none, is brought to the other side in the background.
        """
        if self._finished:
            return
        self._finished = True
        line, self._line = self._line, None
        if line is not None:
            line.finish()
        if self._task is None or self._task is asyncio.current_task():
            return
        if line is None:
            self._bring_farewell()
            self._network.later(0.0, self._task.cancel)
        else:
            self._network.later(_FAREWELL, self._give_up)

    async def run(self, link: Link, keys: TrafficKeys) -> None:
        """Keep the line until `finish`. Raises ViolationError, ReconnectError, or what a callback raises."""
        self._task = asyncio.current_task()
        while True:
            self._line = SealedLine(link, keys.sealer(), keys.opener(), self._decode, self._on_left)
            # Sealer and opener replace theirs again and again; these must not outlive them.
            del keys
            self._on_back()
            line = self._line
            try:
                await self._line_or_nothing(link)
            except (LineLostError, PeerVanishedError):
                self._line = None
                if self._finished:
                    self._bring_farewell()
                    return
                self._on_broken()
            else:
                if line is not None and not line.goodbye_heard:
                    self._bring_farewell()
                return
            if self._finished:
                return
            link, keys = await self._reconnector.reconnect()
            if self._finished:
                await link.close()
                return

    def _give_up(self) -> None:
        """End a line that does not even take the goodbye."""
        if self._task is not None and not self._task.done():
            self._bring_farewell()
            self._task.cancel()

    def _bring_farewell(self) -> None:
        farewell, self._farewell = self._farewell, []
        if any(isinstance(message, Goodbye) for message in farewell):
            self._network.spawn(self._come_back_with(farewell))

    async def _come_back_with(self, farewell: list[AnyMessage]) -> None:
        """Come back once more to say goodbye, or to tell the server at least that nobody comes back."""
        with contextlib.suppress(ReconnectError, LineLostError, PeerVanishedError, RevokedError, ViolationError):
            back = await self._reconnector.retire()
            if back is not None:
                link, keys = back
                line = SealedLine(link, keys.sealer(), keys.opener(), self._decode)
                del keys
                for message in farewell:
                    line.post(message)
                line.finish()
                await line.run(lambda message: self._on_late(line, message))

    async def _line_or_nothing(self, link: Link) -> None:
        """Run the line; where it was finished before it ran, close its link."""
        line = self._line
        if line is None:
            await link.close()
            return

        def hear(message: Message) -> None:
            if self._finished:
                self._on_late(line, message)
            else:
                self._on_message(message)

        await line.run(hear)
