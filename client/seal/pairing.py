"""From a code to keys: the first handshake of the two apps, without any input or output.

SPAKE2 on the code's secret binds the two apps, ML-KEM-768 keeps recorded traffic closed to later
quantum computers, and the agent's certificate, with a signature over the transcript, binds the
person. Who made the code and who is the agent are two things: an agent's app makes codes for
customers to type, and a customer's app makes them for agents. The messages and their only order are
in wire.handshake.
"""

import os
from abc import abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey, MLKEM768PublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from spake2 import SPAKE2_A, SPAKE2_B, SPAKEError
from spake2.ed25519_basic import NotOnCurve

from client.seal.exchange import Exchange, Step, failure
from client.seal.identity import AgentCredentials, AgentIdentity, IdentityError, verify_agent
from client.seal.records import Direction, TrafficKeys
from client.seal.schedule import Meeting, ResumeSecret, Schedule
from wire import limits
from wire.endings import Refusal
from wire.handshake import (
    SUITE,
    AgentProof,
    Handshake,
    HandshakeError,
    Identity,
    MakerConfirm,
    MakerHello,
    TyperConfirm,
    TyperHello,
    decode_identity,
    encode_handshake,
)

Entropy = Callable[[int], bytes]
"""Gives as many random bytes as asked, for the PAKE."""
_FIELD_PRIME: Final = 2**255 - 19


@dataclass(frozen=True)
class Paired:
    """The handshake's result."""

    keys: TrafficKeys
    peer: AgentIdentity | None
    """The certified agent at the other end; None at the agent's, since a customer has no certificate."""
    fingerprint: str
    """Six digits, the same at both ends."""
    resume: ResumeSecret
    """The same at both ends."""


PairingStep = Step[Paired]


class Pairing(Exchange[Paired]):
    """One side of the handshake, of either role in the PAKE and with either person before it."""

    _reasons_heard = frozenset(
        {
            Refusal.CODE_REFUSED,
            Refusal.VERSION_MISMATCH,
            Refusal.HANDSHAKE_FAILED,
            Refusal.AGENT_NOT_CERTIFIED,
            Refusal.CERTIFICATE_OUT_OF_DATE,
        }
    )

    def __init__(self, pake: Any, meeting: Meeting) -> None:
        super().__init__()
        self._pake = pake
        self._meeting = meeting
        self._schedule: Schedule | None = None

    def _take(self, message: Handshake, data: bytes) -> PairingStep:
        if isinstance(message, TyperHello | MakerHello) and (
            message.version != limits.PROTOCOL_VERSION or message.suite != SUITE
        ):
            raise failure(Refusal.VERSION_MISMATCH)
        return self._advance(message, data)

    @abstractmethod
    def _advance(self, message: Handshake, data: bytes) -> PairingStep:
        """Act on a message of this protocol version, or raise PairingFailed."""

    def _finish_pake(self, element: bytes) -> bytes:
        # The library checks curve and subgroup, but takes unreduced encodings, and so the neutral
        # element in disguise (y = 1 is that element; see RFC 8032, section 5.1.3, step 1).
        y = int.from_bytes(element[1:], "little") & (2**255 - 1)
        if not 1 < y < _FIELD_PRIME:
            raise failure(Refusal.HANDSHAKE_FAILED)
        pake, self._pake = self._pake, None
        try:
            key: bytes = pake.finish(element)
        except (SPAKEError, NotOnCurve, ValueError) as error:
            raise failure(Refusal.HANDSHAKE_FAILED) from error
        return key


class Typer(Pairing):
    """The side whose user typed the code: it speaks first, and proves first that it knows the secret."""

    def __init__(self, secret: str, meeting: Meeting, entropy: Entropy) -> None:
        super().__init__(_pake(SPAKE2_B, secret, meeting, entropy), meeting)
        self._kem_key = MLKEM768PrivateKey.generate()
        self._hello: bytes | None = None
        self._confirm = b""

    def begin(self) -> bytes:
        """Return the first message; raise PairingFailed when called again."""
        if self._hello is not None or self._over:
            raise failure(Refusal.HANDSHAKE_FAILED, answered=False)
        hello = TyperHello(
            limits.PROTOCOL_VERSION, SUITE, self._pake.start(), self._kem_key.public_key().public_bytes_raw()
        )
        self._hello = encode_handshake(hello)
        return self._hello

    def _advance(self, message: Handshake, data: bytes) -> PairingStep:
        if isinstance(message, MakerHello) and self._hello is not None and self._schedule is None:
            return self._confirm_to(message, self._hello, data)
        if isinstance(message, MakerConfirm) and self._schedule is not None:
            # The maker has checked this side's MAC before, so a wrong one here is no mistyped code.
            if not self._schedule.confirms(Direction.FROM_MAKER, message.mac):
                raise failure(Refusal.HANDSHAKE_FAILED)
            return self._maker_proven(message, data, self._schedule)
        raise failure(Refusal.HANDSHAKE_FAILED)

    def _confirm_to(self, maker: MakerHello, hello: bytes, data: bytes) -> PairingStep:
        pake_key = self._finish_pake(maker.pake)
        try:
            kem_secret = self._kem_key.decapsulate(maker.kem_ciphertext)
        except ValueError as error:
            raise failure(Refusal.HANDSHAKE_FAILED) from error
        self._schedule = Schedule(self._meeting.transcript(hello, data), pake_key + kem_secret)
        self._confirm = encode_handshake(TyperConfirm(self._schedule.confirmation(Direction.FROM_TYPER)))
        return PairingStep(self._confirm, None)

    @abstractmethod
    def _maker_proven(self, maker: MakerConfirm, data: bytes, schedule: Schedule) -> PairingStep:
        """Go on once the maker's proof of the secret was right."""


class Maker(Pairing):
    """The side that made the code: it shows nothing before the typer has proven the secret."""

    def __init__(self, secret: str, meeting: Meeting, entropy: Entropy) -> None:
        super().__init__(_pake(SPAKE2_A, secret, meeting, entropy), meeting)
        self._proven = False

    def _advance(self, message: Handshake, data: bytes) -> PairingStep:
        if isinstance(message, TyperHello) and self._schedule is None:
            return self._answer(message, data)
        if isinstance(message, TyperConfirm) and self._schedule is not None and not self._proven:
            if not self._schedule.confirms(Direction.FROM_TYPER, message.mac):
                raise failure(Refusal.CODE_REFUSED)
            self._proven = True
            return self._typer_proven(data, self._schedule)
        raise failure(Refusal.HANDSHAKE_FAILED)

    def _answer(self, typer: TyperHello, data: bytes) -> PairingStep:
        element = self._pake.start()
        pake_key = self._finish_pake(typer.pake)
        try:
            kem_secret, ciphertext = MLKEM768PublicKey.from_public_bytes(typer.kem_key).encapsulate()
        except ValueError as error:
            raise failure(Refusal.HANDSHAKE_FAILED) from error
        hello = encode_handshake(MakerHello(limits.PROTOCOL_VERSION, SUITE, element, ciphertext))
        self._schedule = Schedule(self._meeting.transcript(data, hello), pake_key + kem_secret)
        return PairingStep(hello, None)

    @abstractmethod
    def _typer_proven(self, confirm: bytes, schedule: Schedule) -> PairingStep:
        """Go on once the typer's proof of the secret, in the message `confirm`, was right."""


class AgentMaker(Maker):
    """An agent who made a code for a customer."""

    def __init__(
        self,
        secret: str,
        nameplate: str,
        session: bytes,
        organisation: bytes,
        credentials: AgentCredentials,
        *,
        entropy: Entropy = os.urandom,
    ) -> None:
        super().__init__(secret, Meeting(organisation, nameplate, session, Direction.FROM_MAKER), entropy)
        self._credentials = credentials

    def _typer_proven(self, confirm: bytes, schedule: Schedule) -> PairingStep:
        identity = _sealed_identity(self._credentials, schedule, confirm)
        answer = encode_handshake(MakerConfirm(schedule.confirmation(Direction.FROM_MAKER), identity))
        return PairingStep(answer, _paired(schedule, Direction.FROM_MAKER, None))


class CustomerTyper(Typer):
    """A customer who typed an agent's code, and trusts agents of one root only.

    `now` is aware of its time zone.
    """

    def __init__(
        self,
        secret: str,
        nameplate: str,
        session: bytes,
        organisation: bytes,
        root: x509.Certificate,
        now: datetime,
        *,
        entropy: Entropy = os.urandom,
    ) -> None:
        super().__init__(secret, Meeting(organisation, nameplate, session, Direction.FROM_MAKER), entropy)
        self._root = root
        self._now = now

    def _maker_proven(self, maker: MakerConfirm, data: bytes, schedule: Schedule) -> PairingStep:
        agent = _verified_agent(maker.identity, self._root, self._now, schedule, self._confirm)
        return PairingStep(None, _paired(schedule, Direction.FROM_TYPER, agent))


class CustomerMaker(Maker):
    """A customer who shows an id and a password, and trusts agents of one root only.

    `now` is aware of its time zone.
    """

    def __init__(
        self,
        secret: str,
        nameplate: str,
        session: bytes,
        organisation: bytes,
        root: x509.Certificate,
        now: datetime,
        *,
        entropy: Entropy = os.urandom,
    ) -> None:
        super().__init__(secret, Meeting(organisation, nameplate, session, Direction.FROM_TYPER), entropy)
        self._root = root
        self._now = now
        self._confirms: tuple[bytes, bytes] | None = None

    def _advance(self, message: Handshake, data: bytes) -> PairingStep:
        if isinstance(message, AgentProof) and self._confirms is not None and self._schedule is not None:
            agent = _verified_agent(message.identity, self._root, self._now, self._schedule, *self._confirms)
            return PairingStep(None, _paired(self._schedule, Direction.FROM_MAKER, agent))
        return super()._advance(message, data)

    def _typer_proven(self, confirm: bytes, schedule: Schedule) -> PairingStep:
        answer = encode_handshake(MakerConfirm(schedule.confirmation(Direction.FROM_MAKER), b""))
        self._confirms = (confirm, answer)
        return PairingStep(answer, None)


class AgentTyper(Typer):
    """An agent who typed a customer's id and password."""

    def __init__(
        self,
        secret: str,
        nameplate: str,
        session: bytes,
        organisation: bytes,
        credentials: AgentCredentials,
        *,
        entropy: Entropy = os.urandom,
    ) -> None:
        super().__init__(secret, Meeting(organisation, nameplate, session, Direction.FROM_TYPER), entropy)
        self._credentials = credentials

    def _maker_proven(self, maker: MakerConfirm, data: bytes, schedule: Schedule) -> PairingStep:
        if maker.identity:
            raise failure(Refusal.HANDSHAKE_FAILED)
        identity = _sealed_identity(self._credentials, schedule, self._confirm, data)
        return PairingStep(encode_handshake(AgentProof(identity)), _paired(schedule, Direction.FROM_TYPER, None))


def _sealed_identity(credentials: AgentCredentials, schedule: Schedule, *confirms: bytes) -> bytes:
    signature = credentials.key.sign(schedule.signed_content(*confirms), ec.ECDSA(SHA256()))
    certificate = credentials.certificate.public_bytes(Encoding.DER)
    return schedule.seal_identity(encode_handshake(Identity(certificate, signature)))


def _verified_agent(
    sealed: bytes, root: x509.Certificate, now: datetime, schedule: Schedule, *confirms: bytes
) -> AgentIdentity:
    opened = schedule.open_identity(sealed)
    if opened is None:
        raise failure(Refusal.HANDSHAKE_FAILED)
    try:
        shown = decode_identity(opened)
        agent, key = verify_agent(shown.certificate, root, now)
        key.verify(shown.signature, schedule.signed_content(*confirms), ec.ECDSA(SHA256()))
    except HandshakeError as error:
        raise failure(Refusal.HANDSHAKE_FAILED) from error
    except IdentityError as error:
        raise failure(error.refusal) from error
    except InvalidSignature as error:
        raise failure(Refusal.AGENT_NOT_CERTIFIED) from error
    return agent


def _paired(schedule: Schedule, side: Direction, peer: AgentIdentity | None) -> Paired:
    return Paired(schedule.traffic_keys(side), peer, schedule.fingerprint(), schedule.resume_secret())


def _pake(side: Any, secret: str, meeting: Meeting, entropy: Entropy) -> Any:
    maker, typer = meeting.party(Direction.FROM_MAKER), meeting.party(Direction.FROM_TYPER)
    return side(secret.encode(), idA=maker, idB=typer, entropy_f=entropy)
