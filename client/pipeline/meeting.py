"""How the two apps meet: nameplate from the server, then the handshake, then keys.

The maker of the code is the agent's app; it counts the attempts. The typer is the customer's.
"""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime

from cryptography import x509

from client.seal.identity import AgentCredentials, organisation_id
from client.seal.pairing import MakerPairing, Paired, PairingFailed, TyperPairing
from client.transport.link import Link, LinkClosedError
from wire import limits
from wire.code import Code
from wire.endings import Refusal
from wire.rendezvous import (
    CONTROL,
    PEER,
    Allot,
    Allotted,
    Join,
    Joined,
    NextAttempt,
    PeerJoined,
    PeerLeft,
    Refused,
    RendezvousError,
    Retire,
    Settle,
    ToClient,
    control_frame,
    decode_to_client,
    peer_frame,
)


class MeetingError(Exception):
    """The two did not meet, and why."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.value)
        self.refusal = refusal


async def join(link: Link, code: Code, root: x509.Certificate) -> Paired:
    """Pair with whoever made the code; raise MeetingError."""
    try:
        async with asyncio.timeout(limits.HANDSHAKE_TIMEOUT):
            await link.send(control_frame(Join(limits.PROTOCOL_VERSION, code.nameplate)))
            answer = await _receive(link)
            if not isinstance(answer, Joined):
                raise MeetingError(Refusal.HANDSHAKE_FAILED)
            now = datetime.now(UTC)
            pairing = TyperPairing(code.secret, code.nameplate, answer.session, organisation_id(root), root, now)
            await link.send(peer_frame(pairing.begin()))
            return await _type(link, pairing)
    except LinkClosedError as error:
        raise MeetingError(Refusal.PEER_LEFT) from error
    except TimeoutError as error:
        raise MeetingError(Refusal.HANDSHAKE_FAILED) from error


async def _type(link: Link, pairing: TyperPairing) -> Paired:
    while True:
        received = await _receive(link)
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


async def allot(link: Link, token: str) -> Allotted:
    """Ask the server for a nameplate; raise MeetingError."""
    try:
        async with asyncio.timeout(limits.CONNECT_TIMEOUT):
            await link.send(control_frame(Allot(limits.PROTOCOL_VERSION, token)))
            answer = await _receive(link)
    except (LinkClosedError, TimeoutError) as error:
        raise MeetingError(Refusal.SERVER_UNREACHABLE) from error
    if not isinstance(answer, Allotted):
        raise MeetingError(Refusal.VERSION_MISMATCH)
    return answer


class Maker:
    """The maker's side of one code, over all its attempts."""

    def __init__(
        self,
        link: Link,
        allotted: Allotted,
        secret: str,
        credentials: AgentCredentials,
        root: x509.Certificate,
        on_failed_attempt: Callable[[], None],
    ) -> None:
        self._link = link
        self._allotted = allotted
        self._secret = secret
        self._credentials = credentials
        self._organisation = organisation_id(root)
        self._on_failed_attempt = on_failed_attempt
        self._pairing: MakerPairing | None = None

    def rejection(self, data: bytes) -> Refusal:
        """Read what came instead of the first sealed record: the typer may reject the maker's identity."""
        if self._pairing is not None:
            try:
                self._pairing.receive(data)
            except PairingFailed as failure:
                return failure.refusal
        return Refusal.HANDSHAKE_FAILED

    async def pair(self) -> Paired:
        """Wait for a customer who knows the secret; raise MeetingError when the code is dead.

        A customer who leaves before proving the secret has used an attempt all the same, or
        guessing would be free.
        """
        try:
            for attempt in range(1, limits.CODE_ATTEMPTS + 1):
                await self._typer_joined()
                paired = await self._attempt()
                if paired is not None:
                    await self._link.send(control_frame(Settle()))
                    return paired
                self._on_failed_attempt()
                if attempt < limits.CODE_ATTEMPTS:
                    await self._link.send(control_frame(NextAttempt()))
            await self._link.send(control_frame(Retire()))
        except LinkClosedError as error:
            raise MeetingError(Refusal.SERVER_UNREACHABLE) from error
        raise MeetingError(Refusal.CODE_BURNT)

    async def _typer_joined(self) -> None:
        # What the typer of a failed attempt had still sent is passed over.
        while not isinstance(await _receive(self._link), PeerJoined):
            pass

    async def _attempt(self) -> Paired | None:
        allotted = self._allotted
        pairing = MakerPairing(
            self._secret, allotted.nameplate, allotted.session, self._organisation, self._credentials
        )
        self._pairing = pairing
        try:
            async with asyncio.timeout(limits.HANDSHAKE_TIMEOUT):
                return await self._converse(pairing)
        except TimeoutError:
            return None

    async def _converse(self, pairing: MakerPairing) -> Paired | None:
        loop = asyncio.get_running_loop()
        while True:
            received = await _receive(self._link)
            if not isinstance(received, bytes):
                return None
            # Every refusal answers after the same time, counted from the message that it answers.
            answer_at = loop.time() + limits.REFUSAL_DELAY
            try:
                step = pairing.receive(received)
            except PairingFailed as failure:
                if failure.answer is not None:
                    await asyncio.sleep(answer_at - loop.time())
                    await self._link.send(peer_frame(failure.answer))
                return None
            if step.send is not None:
                await self._link.send(peer_frame(step.send))
            if step.result is not None:
                return step.result


async def _receive(link: Link) -> ToClient | bytes:
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
