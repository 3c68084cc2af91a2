"""The handshake's transcript and the keys that come from it."""

import hashlib
import hmac
from dataclasses import dataclass, field
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from client.seal.records import SECRET, Direction, TrafficKeys
from wire import limits
from wire.handshake import SUITE

RESUME_SECRET: Final = 32
"""Bytes in a resume secret."""

_ROLES: Final = {
    Direction.FROM_MAKER: b"maker=agent typer=customer",
    Direction.FROM_TYPER: b"maker=customer typer=agent",
}
_SIGNATURE_CONTEXT: Final = b"pomoc agent identity v1\0"


@dataclass(frozen=True)
class ResumeSecret:
    """What both sides of one session share, and prove to each other after its line broke."""

    value: bytes = field(repr=False)
    """RESUME_SECRET bytes."""


@dataclass(frozen=True)
class Meeting:
    """What both sides know before the first message, and must agree on."""

    organisation: bytes
    """client.seal.identity.organisation_id of the pinned root."""
    nameplate: str
    session: bytes
    """The server's id of this meeting."""
    agent: Direction
    """Which of the two is the agent: the maker of the code, or its typer."""

    def party(self, role: Direction) -> bytes:
        """Return the PAKE identity of one side."""
        return framed(role.name.encode(), self.organisation, self.nameplate.encode(), self.session)

    def transcript(self, typer_hello: bytes, maker_hello: bytes) -> bytes:
        """Return th: SHA-256 (32 bytes) over all that was agreed and both hellos as received."""
        version = limits.PROTOCOL_VERSION.to_bytes(4)
        agreed = (_ROLES[self.agent], self.organisation, self.nameplate.encode(), self.session)
        return hashlib.sha256(framed(SUITE.encode(), version, *agreed, typer_hello, maker_hello)).digest()


@dataclass(frozen=True)
class Schedule:
    """All keys of one handshake, first or resumed: HKDF-SHA256, salted by the transcript (RFC 5869)."""

    transcript: bytes
    input_key: bytes = field(repr=False)
    """PAKE key || KEM secret; in a resumed session X25519 secret || resume secret."""

    def confirmation(self, sender: Direction) -> bytes:
        """Return the MAC (32 bytes) by which the sender proves that it has the keys."""
        key = self._derive(b"confirm " + sender.name.encode(), 32)
        return hmac.digest(key, b"pomoc confirm " + sender.name.encode() + b"\0" + self.transcript, "sha256")

    def confirms(self, sender: Direction, mac: bytes) -> bool:
        """Tell in constant time whether the sender's MAC is right."""
        return hmac.compare_digest(self.confirmation(sender), mac)

    def seal_identity(self, identity: bytes) -> bytes:
        """Encrypt the agent's identity; key and nonce are of this handshake, and used once."""
        return self._identity_cipher().encrypt(self._identity_nonce(), identity, self.transcript)

    def open_identity(self, sealed: bytes) -> bytes | None:
        """Decrypt the agent's identity; None where it is not authentic."""
        try:
            return self._identity_cipher().decrypt(self._identity_nonce(), sealed, self.transcript)
        except InvalidTag:
            return None

    def signed_content(self, *confirms: bytes) -> bytes:
        """Return what the agent signs: a context, and th2 that covers the confirmations before it too."""
        return _SIGNATURE_CONTEXT + hashlib.sha256(framed(self.transcript, *confirms)).digest()

    def fingerprint(self) -> str:
        """Return six digits that both people may compare by voice."""
        digest = hashlib.sha256(b"pomoc fingerprint\0" + self.transcript).digest()
        return f"{int.from_bytes(digest) % 10**6:06d}"

    def traffic_keys(self, side: Direction) -> TrafficKeys:
        """Return the secrets of the records, as seen by the side that sends in this direction."""
        return TrafficKeys(side, self._traffic_secret(side), self._traffic_secret(side.opposite))

    def resume_secret(self) -> ResumeSecret:
        """Return the secret by which this session's two sides know each other again."""
        return ResumeSecret(self._derive(b"resume", RESUME_SECRET))

    def _traffic_secret(self, sender: Direction) -> bytes:
        return self._derive(b"traffic " + sender.name.encode(), SECRET)

    def _identity_cipher(self) -> AESGCM:
        return AESGCM(self._derive(b"identity key", 32))

    def _identity_nonce(self) -> bytes:
        return self._derive(b"identity nonce", 12)

    def _derive(self, label: bytes, length: int) -> bytes:
        key = HKDF(algorithm=SHA256(), length=length, salt=self.transcript, info=b"pomoc handshake " + label)
        return key.derive(self.input_key)


def framed(*parts: bytes) -> bytes:
    """Join so that no two different lists of parts give the same bytes: each with its length."""
    return b"".join(len(part).to_bytes(4) + part for part in parts)
