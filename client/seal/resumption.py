"""The handshake of a session whose line broke: a fresh X25519 exchange under the resume secret.

Both sides send a ResumeHello, and a ResumeConfirm once they have the other's hello. The transcript
is SHA-256 over length-prefixed (context, session id, maker's hello, typer's hello); the keys are
HKDF-SHA256(X25519 secret || resume secret, salt = transcript) by the schedule of the first
handshake. The resume secret comes from a hybrid handshake, so that recorded traffic of a resumed
session stays closed to a quantum computer too.
"""

import hashlib
from typing import Final

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey

from client.seal.exchange import Exchange, Step, failure
from client.seal.records import Direction, TrafficKeys
from client.seal.schedule import ResumeSecret, Schedule, framed
from wire import limits
from wire.endings import Refusal
from wire.handshake import Handshake, ResumeConfirm, ResumeHello, encode_handshake

_CONTEXT: Final = b"pomoc resume v1 X25519/HKDF-SHA256/AES-256-GCM"

ResumptionStep = Step[TrafficKeys]


class Resumption(Exchange[TrafficKeys]):
    """One side of one try to come back; `direction` is the one in which it sends.

    Every failure is Refusal.HANDSHAKE_FAILED: between two who were in one session there is no other.
    """

    def __init__(self, secret: ResumeSecret, direction: Direction, session: bytes) -> None:
        super().__init__()
        self._secret = secret
        self._direction = direction
        self._session = session
        self._key = X25519PrivateKey.generate()
        self._hello: bytes | None = None
        self._schedule: Schedule | None = None

    def begin(self) -> bytes:
        """Return the first message; raise PairingFailed when called again.

        It has to be called before any message of the other side is taken.
        """
        if self._hello is not None or self._over:
            raise failure(Refusal.HANDSHAKE_FAILED, answered=False)
        key = self._key.public_key().public_bytes_raw()
        self._hello = encode_handshake(ResumeHello(limits.PROTOCOL_VERSION, key))
        return self._hello

    def _take(self, message: Handshake, data: bytes) -> ResumptionStep:
        if isinstance(message, ResumeHello) and self._hello is not None and self._schedule is None:
            return self._answer(message, self._hello, data)
        if (
            isinstance(message, ResumeConfirm)
            and self._schedule is not None
            and self._schedule.confirms(self._direction.opposite, message.mac)
        ):
            return ResumptionStep(None, self._schedule.traffic_keys(self._direction))
        raise failure(Refusal.HANDSHAKE_FAILED)

    def _answer(self, peer: ResumeHello, own: bytes, data: bytes) -> ResumptionStep:
        if peer.version != limits.PROTOCOL_VERSION or data == own:
            raise failure(Refusal.HANDSHAKE_FAILED)
        try:
            shared = self._key.exchange(X25519PublicKey.from_public_bytes(peer.key))
        except ValueError as error:
            # The key is of small order, and the shared secret would be all zeros (RFC 7748, section 6.1).
            raise failure(Refusal.HANDSHAKE_FAILED) from error
        hellos = (own, data) if self._direction is Direction.FROM_MAKER else (data, own)
        transcript = hashlib.sha256(framed(_CONTEXT, self._session, *hellos)).digest()
        self._schedule = Schedule(transcript, shared + self._secret.value)
        confirm = ResumeConfirm(self._schedule.confirmation(self._direction))
        return ResumptionStep(encode_handshake(confirm), None)
