"""A line inside one process, for tests: two ends, each the other's peer."""

import asyncio

from client.transport.link import Link, LinkClosedError
from wire.rendezvous import Retire, control_frame

_FOR_THE_SERVER = control_frame(Retire())
"""There is none: what an app tells it goes nowhere."""


class LoopbackLink(Link):
    """One end; make a pair with `loopback_pair`."""

    def __init__(self, incoming: "asyncio.Queue[bytes | None]", outgoing: "asyncio.Queue[bytes | None]") -> None:
        self._incoming = incoming
        self._outgoing = outgoing
        self._closed = False

    async def send(self, frame: bytes) -> None:
        """Send one message; waits while the line is congested. Raises LinkClosedError."""
        if self._closed:
            raise LinkClosedError
        if frame != _FOR_THE_SERVER:
            await self._outgoing.put(frame)

    async def receive(self) -> bytes:
        """Return the next message. Raises LinkClosedError."""
        frame = None if self._closed else await self._incoming.get()
        if frame is None:
            self._closed = True
            raise LinkClosedError
        return frame

    async def close(self) -> None:
        """Close both directions; harmless when closed already."""
        if not self._closed:
            self._closed = True
            await self._outgoing.put(None)


def loopback_pair(waiting: int = 8) -> tuple[LoopbackLink, LoopbackLink]:
    """Return two joined ends; each direction holds at most `waiting` messages."""
    there: asyncio.Queue[bytes | None] = asyncio.Queue(waiting)
    back: asyncio.Queue[bytes | None] = asyncio.Queue(waiting)
    return LoopbackLink(back, there), LoopbackLink(there, back)
