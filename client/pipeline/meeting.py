"""How the two apps meet: nameplate from the server, then the handshake, then keys.

The maker of the code counts the attempts at it. Which of the two is the agent's app does not matter
here: the pairings know it.
"""

import asyncio
import contextlib
import secrets
from collections.abc import Callable
from typing import Final, NamedTuple

from client.seal.exchange import PairingFailed
from client.seal.pairing import Paired, Pairing, Typer
from client.seal.tickets import TicketChain
from client.transport.link import Link, LinkClosedError
from wire import limits
from wire.endings import Refusal
from wire.rendezvous import (
    CONTROL,
    PEER,
    Allot,
    Allotted,
    Call,
    Join,
    Joined,
    NextAttempt,
    PeerJoined,
    PeerLeft,
    Refused,
    RendezvousError,
    Retire,
    Role,
    Settle,
    ToClient,
    Wait,
    control_frame,
    decode_to_client,
    peer_frame,
)

_LATER: Final = 5.0
"""Seconds after which a code ends that the server should have ended: it is to be heard first."""


class MeetingError(Exception):
    """The two did not meet, and why."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.value)
        self.refusal = refusal


class Met(NamedTuple):
    """The two have met: what the handshake gave, and the server's name for the session."""

    paired: Paired
    session: bytes
    role: Role
    """This side's."""


async def type_code(link: Link, request: Join | Call, pairing_for: Callable[[bytes], Typer]) -> Met:
    """Pair with the maker of a code; raise MeetingError. `pairing_for` takes the server's session id."""
    try:
        async with asyncio.timeout(limits.HANDSHAKE_TIMEOUT):
            await link.send(control_frame(request))
            answer = await receive(link)
            if not isinstance(answer, Joined):
                raise MeetingError(Refusal.HANDSHAKE_FAILED)
            pairing = pairing_for(answer.session)
            await link.send(peer_frame(pairing.begin()))
            return Met(await _type(link, pairing), answer.session, Role.TYPER)
    except LinkClosedError as error:
        raise MeetingError(Refusal.PEER_LEFT) from error
    except TimeoutError as error:
        raise MeetingError(Refusal.HANDSHAKE_FAILED) from error


async def _type(link: Link, pairing: Typer) -> Paired:
    while True:
        received = await receive(link)
        if isinstance(received, PeerLeft):
            raise MeetingError(Refusal.PEER_LEFT)
        if not isinstance(received, bytes):
            raise MeetingError(Refusal.HANDSHAKE_FAILED)
        try:
            step = pairing.receive(received)
        except PairingFailed as failure:
            if failure.answer is not None:
                await link.send(peer_frame(failure.answer))
            raise MeetingError(failure.refusal) from failure
        if step.send is not None:
            await link.send(peer_frame(step.send))
        if step.result is not None:
            return step.result


async def allot(link: Link, request: Allot | Wait) -> Allotted:
    """Ask the server for a nameplate; raise MeetingError."""
    try:
        async with asyncio.timeout(limits.CONNECT_TIMEOUT):
            await link.send(control_frame(request))
            answer = await receive(link)
    except (LinkClosedError, TimeoutError) as error:
        raise MeetingError(Refusal.SERVER_UNREACHABLE) from error
    if not isinstance(answer, Allotted):
        raise MeetingError(Refusal.VERSION_MISMATCH)
    return answer


class Maker:
    """The maker's side of one code, over all its attempts. `make_pairing` makes a fresh pairing for each."""

    def __init__(
        self,
        link: Link,
        allotted: Allotted,
        make_pairing: Callable[[], Pairing],
        on_failed_attempt: Callable[[Refusal], None],
    ) -> None:
        self._link = link
        self._allotted = allotted
        self._make_pairing = make_pairing
        self._on_failed_attempt = on_failed_attempt
        self._pairing: Pairing | None = None
        self._refusal = Refusal.CODE_REFUSED

    def rejection(self, data: bytes) -> Refusal:
        """Read what came instead of the first sealed record: the typer may reject the maker's identity."""
        if self._pairing is not None:
            try:
                self._pairing.receive(data)
            except PairingFailed as failure:
                return failure.refusal
        return Refusal.HANDSHAKE_FAILED

    async def pair(self) -> Met:
        """Wait for a typer who knows the secret; raise MeetingError when the code is dead.

        One who leaves before proving the secret has used an attempt all the same, or guessing would
        be free. Attempts and lifetime are counted here too: a server's word for them could be a lie.
        """
        try:
            async with asyncio.timeout(limits.CODE_LIFETIME + _LATER):
                for tried in range(1, limits.CODE_ATTEMPTS + 1):
                    attempt = await self._typer_joined()
                    paired = await self._attempt()
                    if paired is not None:
                        await self._link.send(control_frame(_settled(attempt, paired)))
                        return Met(paired, self._allotted.session, Role.MAKER)
                    self._on_failed_attempt(self._refusal)
                    if tried < limits.CODE_ATTEMPTS:
                        await self._link.send(control_frame(NextAttempt(attempt)))
                # The server, which counts too, may have closed already.
                with contextlib.suppress(LinkClosedError):
                    await self._link.send(control_frame(Retire()))
                raise MeetingError(Refusal.CODE_BURNT)
        except LinkClosedError as error:
            raise MeetingError(Refusal.SERVER_UNREACHABLE) from error
        except TimeoutError as error:
            raise MeetingError(Refusal.CODE_EXPIRED) from error

    async def _typer_joined(self) -> int:
        # What the typer of a failed attempt had still sent is passed over.
        while not isinstance(received := await receive(self._link), PeerJoined):
            pass
        return received.attempt

    async def _attempt(self) -> Paired | None:
        self._pairing = self._make_pairing()
        self._refusal = Refusal.CODE_REFUSED
        try:
            async with asyncio.timeout(limits.HANDSHAKE_TIMEOUT):
                return await self._converse(self._pairing)
        except TimeoutError:
            return None

    async def _converse(self, pairing: Pairing) -> Paired | None:
        loop = asyncio.get_running_loop()
        while True:
            received = await receive(self._link)
            if not isinstance(received, bytes):
                return None
            # Every refusal answers after the same time, counted from the message that it answers.
            answer_at = loop.time() + limits.REFUSAL_DELAY
            try:
                step = pairing.receive(received)
            except PairingFailed as failure:
                self._refusal = failure.refusal
                if failure.answer is not None:
                    await asyncio.sleep(answer_at - loop.time())
                    await self._link.send(peer_frame(failure.answer))
                return None
            if step.send is not None:
                await self._link.send(peer_frame(step.send))
            if step.result is not None:
                return step.result


def draw_digits(count: int) -> str:
    """Return so many random digits: a secret for a code."""
    return f"{secrets.randbelow(10**count):0{count}d}"


def _settled(attempt: int, paired: Paired) -> Settle:
    maker = TicketChain(paired.resume, Role.MAKER)
    typer = TicketChain(paired.resume, Role.TYPER)
    return Settle(attempt, maker.anchor, typer.anchor)


async def receive(link: Link) -> ToClient | bytes:
    """Return a control message, or what the peer sent; raise MeetingError on a refusal or nonsense."""
    frame = await link.receive()
    if frame[:1] == bytes((PEER,)):
        return frame[1:]
    if frame[:1] != bytes((CONTROL,)):
        raise MeetingError(Refusal.VERSION_MISMATCH)
    try:
        message = decode_to_client(frame[1:])
    except RendezvousError as error:
        raise MeetingError(Refusal.VERSION_MISMATCH) from error
    if isinstance(message, Refused):
        raise MeetingError(message.reason)
    return message
