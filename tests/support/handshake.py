"""Both sides of a handshake, made from one description, and a line between them that can be tampered with."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Generic, TypeVar

import msgspec
from cryptography import x509

from client.seal.exchange import Exchange, PairingFailed
from client.seal.identity import AgentCredentials, organisation_id
from client.seal.pairing import AgentMaker, AgentTyper, CustomerMaker, CustomerTyper, Maker, Paired, Typer
from client.seal.records import Direction, TrafficKeys
from client.seal.resumption import Resumption
from wire.handshake import decode_handshake, encode_handshake

Result = TypeVar("Result")
Change = Callable[[int, bytes], bytes]
CANARY = "canary-secret"


@dataclass(frozen=True)
class Meet:
    """All that the two sides are made from, so that a test can change one thing at one side."""

    root: x509.Certificate
    credentials: AgentCredentials
    now: datetime
    agent: Direction
    secret: str = CANARY
    nameplate: str = "0042"
    session: bytes = b"session-of-16-by"
    organisation: bytes = b""

    @property
    def messages(self) -> int:
        """How many messages an undisturbed run has."""
        return 4 if self.agent is Direction.FROM_MAKER else 5

    def typer(self) -> Typer:
        if self.agent is Direction.FROM_MAKER:
            return CustomerTyper(*self._agreed(), self.root, self.now)
        return AgentTyper(*self._agreed(), self.credentials)

    def maker(self) -> Maker:
        if self.agent is Direction.FROM_MAKER:
            return AgentMaker(*self._agreed(), self.credentials)
        return CustomerMaker(*self._agreed(), self.root, self.now)

    def other_way(self) -> "Meet":
        return replace(self, agent=self.agent.opposite)

    def _agreed(self) -> tuple[str, str, bytes, bytes]:
        return self.secret, self.nameplate, self.session, self.organisation or organisation_id(self.root)


@dataclass
class Outcome(Generic[Result]):
    """How one run of a handshake ended at either side."""

    messages: list[bytes]
    typer: Result | PairingFailed | None = None
    maker: Result | PairingFailed | None = None


def run(typer: Typer, maker: Maker, change: Change = lambda _, message: message) -> Outcome[Paired]:
    """Carry the messages of a first handshake, changed by number."""
    return carry(typer, maker, [(maker, typer.begin())], change)


def resume(typer: Resumption, maker: Resumption, change: Change = lambda _, message: message) -> Outcome[TrafficKeys]:
    """Carry the messages of a resumption: both hellos, then the maker's confirmation, then the typer's."""
    return carry(typer, maker, [(maker, typer.begin()), (typer, maker.begin())], change)


def carry(
    typer: Exchange[Result], maker: Exchange[Result], under_way: list[tuple[Exchange[Result], bytes]], change: Change
) -> Outcome[Result]:
    """Carry messages until neither side answers; a failure's answer is carried too."""
    outcome: Outcome[Result] = Outcome([])
    while under_way:
        receiver, message = under_way.pop(0)
        outcome.messages.append(message)
        ended: Result | PairingFailed | None
        try:
            answer, ended = receiver.receive(change(len(outcome.messages) - 1, message))
        except PairingFailed as failure:
            answer, ended = failure.answer, failure
        if answer is not None:
            under_way.append((typer if receiver is maker else maker, answer))
        if ended is not None and receiver is maker:
            outcome.maker = ended
        elif ended is not None:
            outcome.typer = ended
    return outcome


def changed(message: bytes, **fields: Any) -> bytes:
    return encode_handshake(msgspec.structs.replace(decode_handshake(message), **fields))


def flipped(message: bytes, where: float) -> bytes:
    """Return the message with one bit flipped, at a fraction of its length."""
    damaged = bytearray(message)
    bit = int(where * len(message) * 8)
    damaged[bit // 8] ^= 1 << bit % 8
    return bytes(damaged)
