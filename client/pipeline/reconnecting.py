"""How a session's two sides find each other again after the line broke.

Backoff, a ticket for the server, a fresh key exchange for each other: nobody else can take a place.
"""

import asyncio
import random
import ssl
from collections.abc import Awaitable, Callable
from typing import TypeVar

from client.pipeline.meeting import MeetingError, Met, receive
from client.seal.exchange import PairingFailed
from client.seal.records import Direction, TrafficKeys
from client.seal.resumption import Resumption
from client.seal.tickets import TicketChain, TicketsUsedUpError
from client.transport.link import Link, LinkClosedError, LinkError
from client.transport.websocket import open_link
from wire import limits
from wire.endings import Refusal
from wire.rendezvous import PeerBack, Resume, Retire, Role, control_frame, peer_frame

_FINAL = frozenset({Refusal.RESUME_REFUSED, Refusal.AGENT_REVOKED, Refusal.VERSION_MISMATCH})
_CONNECTING = 2.0
"""Seconds that another try to come back may take, beside the pause before it."""

Found = TypeVar("Found")


class ReconnectError(Exception):
    """The session does not come back.

    `refusal` is what the server said, or None where limits.RESUME_WINDOW went by without luck.
    """

    def __init__(self, refusal: Refusal | None) -> None:
        super().__init__("given up" if refusal is None else refusal.value)
        self.refusal = refusal


class Reconnector:
    """Brings one session back, as often as its line breaks."""

    def __init__(self, server: str, tls: ssl.SSLContext, met: Met) -> None:
        self._server = server
        self._tls = tls
        self._session = met.session
        self._role = met.role
        self._direction = Direction.FROM_MAKER if met.role is Role.MAKER else Direction.FROM_TYPER
        self._secret = met.paired.resume
        self._tickets = TicketChain(met.paired.resume, met.role)

    async def reconnect(self) -> tuple[Link, TrafficKeys]:
        """Return a fresh line and fresh keys; raise ReconnectError."""
        return await self._search(self._meet)

    async def retire(self) -> tuple[Link, TrafficKeys] | None:
        """Come back to end the session: return a line for the goodbye; raise ReconnectError.

        Where the other side does not come in time, or this program ends, the server is told instead, so that the other
        side is refused at once when it comes, and this side's tickets are dead; then None.
        """
        link, keys = await self._search(self._meet_or_retire)
        return None if keys is None else (link, keys)

    async def _search(self, meet: Callable[[Link], Awaitable[Found]]) -> tuple[Link, Found]:
        pause, longest = limits.RESUME_BACKOFF
        try:
            async with asyncio.timeout(limits.RESUME_WINDOW):
                while True:
                    # Both sides lose their line at the same moment: they must not come back at the same one.
                    await asyncio.sleep(random.uniform(pause / 2, pause))  # noqa: S311 - no secret
                    pause = min(2 * pause, longest)
                    link = await self._try(meet)
                    if link is not None:
                        return link
        except TimeoutError as error:
            raise ReconnectError(None) from error
        except TicketsUsedUpError as error:
            raise ReconnectError(None) from error

    async def _try(self, meet: Callable[[Link], Awaitable[Found]]) -> tuple[Link, Found] | None:
        """Try once; None means that it is worth trying again."""
        try:
            link = await open_link(self._server, self._tls)
        except LinkError:
            return None
        try:
            found = await meet(link)
        except MeetingError as error:
            await link.close()
            if error.refusal in _FINAL:
                raise ReconnectError(error.refusal) from error
            return None
        except (LinkClosedError, PairingFailed, TimeoutError):
            await link.close()
            return None
        except BaseException:
            await link.close()
            raise
        return link, found

    async def _resume(self, link: Link) -> None:
        await link.send(control_frame(Resume(limits.PROTOCOL_VERSION, self._session, self._role, self._tickets.next())))

    async def _meet(self, link: Link) -> TrafficKeys:
        await self._resume(link)
        return await self._pair(link)

    async def _meet_or_retire(self, link: Link) -> TrafficKeys | None:
        await self._resume(link)
        try:
            # If the other side is looking for this one, it has come by then.
            async with asyncio.timeout(limits.RESUME_BACKOFF[1] + _CONNECTING):
                return await self._pair(link)
        except (TimeoutError, asyncio.CancelledError) as error:
            await link.send(control_frame(Retire()))
            if isinstance(error, asyncio.CancelledError):
                raise
            await link.close()
            return None

    async def _pair(self, link: Link) -> TrafficKeys:
        if not isinstance(await receive(link), PeerBack):
            raise MeetingError(Refusal.PEER_LEFT)
        resumption = Resumption(self._secret, self._direction, self._session)
        async with asyncio.timeout(limits.HANDSHAKE_TIMEOUT):
            await link.send(peer_frame(resumption.begin()))
            while True:
                received = await receive(link)
                if not isinstance(received, bytes):
                    raise MeetingError(Refusal.PEER_LEFT)
                step = resumption.receive(received)
                if step.send is not None:
                    await link.send(peer_frame(step.send))
                if step.result is not None:
                    return step.result
