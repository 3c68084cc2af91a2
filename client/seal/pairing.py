"""From a code to keys: the handshake of the two apps, without any input or output.

SPAKE2 on the code's secret binds the two apps, ML-KEM-768 keeps recorded traffic closed to later
quantum computers, and the maker's certificate, with a signature over the transcript, binds the
person. The messages and their only order are in wire.handshake.
"""

import os
from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, NamedTuple

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey, MLKEM768PublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from spake2 import SPAKE2_A, SPAKE2_B, SPAKEError
from spake2.ed25519_basic import NotOnCurve

from client.seal.identity import AgentCredentials, AgentIdentity, IdentityError, verify_agent
from client.seal.records import Direction, TrafficKeys
from client.seal.schedule import Meeting, Schedule
from wire import limits
from wire.endings import Refusal
from wire.handshake import (
    SUITE,
    Handshake,
    HandshakeError,
    Identity,
    MakerConfirm,
    MakerHello,
    Reject,
    TyperConfirm,
    TyperHello,
    decode_handshake,
    decode_identity,
    encode_handshake,
)

# What the other side may say is wrong; any other reason of its is only "failed".
_REJECTIONS: Final = frozenset(
    {
        Refusal.CODE_REFUSED,
        Refusal.VERSION_MISMATCH,
        Refusal.HANDSHAKE_FAILED,
        Refusal.AGENT_NOT_CERTIFIED,
        Refusal.CERTIFICATE_OUT_OF_DATE,
    }
)
_FIELD_PRIME: Final = 2**255 - 19


class PairingFailed(Exception):  # noqa: N818 - it names an outcome, which the caller shows to people
    """The handshake came to nothing.

    `refusal` says why. `answer` is a message that the other side should still get, or None.
    """

    def __init__(self, refusal: Refusal, answer: bytes | None) -> None:
        super().__init__(refusal.value)
        self.refusal = refusal
        self.answer = answer


@dataclass(frozen=True)
class Paired:
    """The handshake's result."""

    keys: TrafficKeys
    peer: AgentIdentity | None
    """The certified agent at the other end; None at the maker's, since a customer has no certificate."""
    fingerprint: str
    """Six digits, the same at both ends."""


class PairingStep(NamedTuple):
    """What one received message leads to: a message to send, the result, both, or neither."""

    send: bytes | None
    result: Paired | None


class _Pairing(ABC):
    """What both sides have in common: order, versions, rejection, and one failure for good."""

    def __init__(self, pake: Any, meeting: Meeting) -> None:
        self._pake = pake
        self._meeting = meeting
        self._schedule: Schedule | None = None
        self._over = False

    def receive(self, data: bytes) -> PairingStep:
        """Take the next message of the other side; raise PairingFailed.

        After the result or a failure every message fails. A Reject is still told apart then: the
        typer may refuse the maker's identity when the maker has its result already.
        """
        over, self._over = self._over, True
        try:
            message = decode_handshake(data)
        except HandshakeError as error:
            raise _failure(Refusal.HANDSHAKE_FAILED, answered=not over) from error
        if isinstance(message, Reject):
            reason = message.reason if message.reason in _REJECTIONS else Refusal.HANDSHAKE_FAILED
            raise PairingFailed(reason, None)
        if over:
            raise PairingFailed(Refusal.HANDSHAKE_FAILED, None)
        if isinstance(message, TyperHello | MakerHello) and (
            message.version != limits.PROTOCOL_VERSION or message.suite != SUITE
        ):
            raise _failure(Refusal.VERSION_MISMATCH)
        step = self._take(message, data)
        self._over = step.result is not None
        return step

    @abstractmethod
    def _take(self, message: Handshake, data: bytes) -> PairingStep:
        """Act on a message of this protocol version that is no Reject, or raise PairingFailed."""

    def _finish_pake(self, element: bytes) -> bytes:
        # The library checks curve and subgroup, but takes unreduced encodings, and so the neutral
        # element in disguise (y = 1 is that element; see RFC 8032, section 5.1.3, step 1).
        y = int.from_bytes(element[1:], "little") & (2**255 - 1)
        if not 1 < y < _FIELD_PRIME:
            raise _failure(Refusal.HANDSHAKE_FAILED)
        pake, self._pake = self._pake, None
        try:
            key: bytes = pake.finish(element)
        except (SPAKEError, NotOnCurve, ValueError) as error:
            raise _failure(Refusal.HANDSHAKE_FAILED) from error
        return key


class TyperPairing(_Pairing):
    """The customer's side: it typed the code, and trusts agents of one root only.

    `now` is aware of its time zone; `entropy` gives as many random bytes as asked, for the PAKE.
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
        entropy: Callable[[int], bytes] = os.urandom,
    ) -> None:
        meeting = Meeting(organisation, nameplate, session)
        super().__init__(_pake(SPAKE2_B, secret, meeting, entropy), meeting)
        self._root = root
        self._now = now
        self._kem_key = MLKEM768PrivateKey.generate()
        self._hello: bytes | None = None
        self._confirm = b""

    def begin(self) -> bytes:
        """Return the first message; raise PairingFailed when called again."""
        if self._hello is not None or self._over:
            raise PairingFailed(Refusal.HANDSHAKE_FAILED, None)
        hello = TyperHello(
            limits.PROTOCOL_VERSION, SUITE, self._pake.start(), self._kem_key.public_key().public_bytes_raw()
        )
        self._hello = encode_handshake(hello)
        return self._hello

    def _take(self, message: Handshake, data: bytes) -> PairingStep:
        if isinstance(message, MakerHello) and self._hello is not None and self._schedule is None:
            return self._confirm_to(message, self._hello, data)
        if isinstance(message, MakerConfirm) and self._schedule is not None:
            return self._accept(message, self._schedule)
        raise _failure(Refusal.HANDSHAKE_FAILED)

    def _confirm_to(self, maker: MakerHello, hello: bytes, data: bytes) -> PairingStep:
        pake_key = self._finish_pake(maker.pake)
        try:
            kem_secret = self._kem_key.decapsulate(maker.kem_ciphertext)
        except ValueError as error:
            raise _failure(Refusal.HANDSHAKE_FAILED) from error
        self._schedule = Schedule(self._meeting.transcript(hello, data), pake_key + kem_secret)
        self._confirm = encode_handshake(TyperConfirm(self._schedule.confirmation(Direction.FROM_TYPER)))
        return PairingStep(self._confirm, None)

    def _accept(self, maker: MakerConfirm, schedule: Schedule) -> PairingStep:
        # The maker has checked this side's MAC before, so a wrong one here is no mistyped code.
        if not schedule.confirms(Direction.FROM_MAKER, maker.mac):
            raise _failure(Refusal.HANDSHAKE_FAILED)
        opened = schedule.open_identity(maker.identity)
        if opened is None:
            raise _failure(Refusal.HANDSHAKE_FAILED)
        try:
            shown = decode_identity(opened)
            agent, key = verify_agent(shown.certificate, self._root, self._now)
            key.verify(shown.signature, schedule.signed_content(self._confirm), ec.ECDSA(SHA256()))
        except HandshakeError as error:
            raise _failure(Refusal.HANDSHAKE_FAILED) from error
        except IdentityError as error:
            raise _failure(error.refusal) from error
        except InvalidSignature as error:
            raise _failure(Refusal.AGENT_NOT_CERTIFIED) from error
        return PairingStep(None, Paired(schedule.traffic_keys(Direction.FROM_TYPER), agent, schedule.fingerprint()))


class MakerPairing(_Pairing):
    """The agent's side: it made the code, and shows its certificate once the secret is proven.

    `entropy` gives as many random bytes as asked, for the PAKE.
    """

    def __init__(
        self,
        secret: str,
        nameplate: str,
        session: bytes,
        organisation: bytes,
        credentials: AgentCredentials,
        *,
        entropy: Callable[[int], bytes] = os.urandom,
    ) -> None:
        meeting = Meeting(organisation, nameplate, session)
        super().__init__(_pake(SPAKE2_A, secret, meeting, entropy), meeting)
        self._credentials = credentials

    def _take(self, message: Handshake, data: bytes) -> PairingStep:
        if isinstance(message, TyperHello) and self._schedule is None:
            return self._answer(message, data)
        if isinstance(message, TyperConfirm) and self._schedule is not None:
            return self._accept(message, data, self._schedule)
        raise _failure(Refusal.HANDSHAKE_FAILED)

    def _answer(self, typer: TyperHello, data: bytes) -> PairingStep:
        element = self._pake.start()
        pake_key = self._finish_pake(typer.pake)
        try:
            kem_secret, ciphertext = MLKEM768PublicKey.from_public_bytes(typer.kem_key).encapsulate()
        except ValueError as error:
            raise _failure(Refusal.HANDSHAKE_FAILED) from error
        hello = encode_handshake(MakerHello(limits.PROTOCOL_VERSION, SUITE, element, ciphertext))
        self._schedule = Schedule(self._meeting.transcript(data, hello), pake_key + kem_secret)
        return PairingStep(hello, None)

    def _accept(self, typer: TyperConfirm, data: bytes, schedule: Schedule) -> PairingStep:
        if not schedule.confirms(Direction.FROM_TYPER, typer.mac):
            raise _failure(Refusal.CODE_REFUSED)
        certificate = self._credentials.certificate.public_bytes(Encoding.DER)
        signature = self._credentials.key.sign(schedule.signed_content(data), ec.ECDSA(SHA256()))
        identity = schedule.seal_identity(encode_handshake(Identity(certificate, signature)))
        confirm = encode_handshake(MakerConfirm(schedule.confirmation(Direction.FROM_MAKER), identity))
        return PairingStep(confirm, Paired(schedule.traffic_keys(Direction.FROM_MAKER), None, schedule.fingerprint()))


def _pake(side: Any, secret: str, meeting: Meeting, entropy: Callable[[int], bytes]) -> Any:
    maker, typer = meeting.party(Direction.FROM_MAKER), meeting.party(Direction.FROM_TYPER)
    return side(secret.encode(), idA=maker, idB=typer, entropy_f=entropy)


def _failure(refusal: Refusal, *, answered: bool = True) -> PairingFailed:
    return PairingFailed(refusal, encode_handshake(Reject(refusal)) if answered else None)
