"""One session's line over all its breaks: run it, lose it, find it again, until the session ends."""

import asyncio
from collections.abc import Callable
from typing import Generic

from client.pipeline.line import LineLostError, Message, PeerVanishedError, SealedLine
from client.pipeline.network import NetworkThread
from client.pipeline.reconnecting import Reconnector
from client.seal.records import TrafficKeys
from client.transport.link import Link
from wire.messages import AnyMessage, Priority

_FAREWELL = 4.0
"""Seconds for what is still queued, the goodbye last, to go out over a slow line."""


class LineKeeper(Generic[Message]):
    """Lives on the network's thread. `on_broken` and `on_back` are called there; `on_broken` says whether to go on."""

    def __init__(
        self,
        network: NetworkThread,
        reconnector: Reconnector,
        decode: Callable[[bytes], Message],
        on_message: Callable[[Message], None],
        on_broken: Callable[[], None],
        on_back: Callable[[], None],
    ) -> None:
        self._network = network
        self._reconnector = reconnector
        self._decode = decode
        self._on_message = on_message
        self._on_broken = on_broken
        self._on_back = on_back
        self._line: SealedLine[Message] | None = None
        self._task: asyncio.Task[None] | None = None
        self._finished = False

    def post(self, message: AnyMessage) -> None:
        """Send a message; while there is no line it is lost, which only chat must not be."""
        if self._line is not None:
            self._line.post(message)

    def discard(self, priority: Priority) -> None:
        """Drop what of this priority has not begun to go out."""
        if self._line is not None:
            self._line.discard(priority)

    def finish(self) -> None:
        """Send what is queued, then close for good; harmless when called again."""
        if self._finished:
            return
        self._finished = True
        line, self._line = self._line, None
        if line is not None:
            line.finish()
        if self._task is not None and self._task is not asyncio.current_task():
            self._network.later(_FAREWELL if line is not None else 0.0, self._task.cancel)

    async def run(self, link: Link, keys: TrafficKeys) -> None:
        """Keep the line until `finish`. Raises ViolationError, ReconnectError, or what a callback raises."""
        self._task = asyncio.current_task()
        while True:
            self._line = SealedLine(link, keys.sealer(), keys.opener(), self._decode)
            # Sealer and opener replace theirs again and again; these must not outlive them.
            del keys
            self._on_back()
            try:
                await self._line_or_nothing(link)
            except (LineLostError, PeerVanishedError):
                self._line = None
                if self._finished:
                    return
                self._on_broken()
            else:
                return
            if self._finished:
                return
            link, keys = await self._reconnector.reconnect()
            if self._finished:
                await link.close()
                return

    async def _line_or_nothing(self, link: Link) -> None:
        """Run the line; where it was finished before it ran, close its link."""
        if self._line is None:
            await link.close()
            return
        await self._line.run(self._on_message)
