"""The messages of the handshake between the two apps, before any record is sealed.

One app made the code, the other's user typed it. Order, and the only one: TyperHello, MakerHello,
TyperConfirm, MakerConfirm, and AgentProof where the agent is the typer; or Reject from either side
at any point. A resumed session begins with ResumeHello and ResumeConfirm of both sides instead.
What the bytes mean is in client.seal.pairing and client.seal.resumption.
"""

from typing import Annotated, Final

import msgspec

from wire import limits
from wire.endings import Refusal

SUITE: Final = "SPAKE2-Ed25519+ML-KEM-768/HKDF-SHA256/AES-256-GCM/ECDSA-P256"
KEM_PUBLIC_KEY: Final = 1184
KEM_CIPHERTEXT: Final = 1088
PAKE_MESSAGE: Final = 33
MAC: Final = 32

_Bytes33 = Annotated[bytes, msgspec.Meta(min_length=PAKE_MESSAGE, max_length=PAKE_MESSAGE)]
_SealedIdentity = Annotated[bytes, msgspec.Meta(max_length=6 * 1024)]
_Mac = Annotated[bytes, msgspec.Meta(min_length=MAC, max_length=MAC)]


class HandshakeError(Exception):
    """A handshake message was malformed, oversized or of an unknown kind."""


class TyperHello(msgspec.Struct, frozen=True, tag="typer_hello", forbid_unknown_fields=True):
    """First message: the typer's PAKE element and a fresh ML-KEM-768 public key."""

    version: int
    suite: str
    pake: _Bytes33
    kem_key: Annotated[bytes, msgspec.Meta(min_length=KEM_PUBLIC_KEY, max_length=KEM_PUBLIC_KEY)]


class MakerHello(msgspec.Struct, frozen=True, tag="maker_hello", forbid_unknown_fields=True):
    """Second message: the maker's PAKE element and the secret encapsulated to the typer's key."""

    version: int
    suite: str
    pake: _Bytes33
    kem_ciphertext: Annotated[bytes, msgspec.Meta(min_length=KEM_CIPHERTEXT, max_length=KEM_CIPHERTEXT)]


class TyperConfirm(msgspec.Struct, frozen=True, tag="typer_confirm", forbid_unknown_fields=True):
    """Third message: proof that the typer has the key, and so knew the secret."""

    mac: _Mac


class MakerConfirm(msgspec.Struct, frozen=True, tag="maker_confirm", forbid_unknown_fields=True):
    """Fourth message: the maker's proof and, where the maker is the agent, its identity.

    `identity` is AES-256-GCM, under a key of the handshake, over an encoded Identity; it is empty
    where the maker is the customer.
    """

    mac: _Mac
    identity: _SealedIdentity


class AgentProof(msgspec.Struct, frozen=True, tag="agent_proof", forbid_unknown_fields=True):
    """Fifth message, where the agent is the typer: its identity, sealed as in MakerConfirm."""

    identity: _SealedIdentity


class ResumeHello(msgspec.Struct, frozen=True, tag="resume_hello", forbid_unknown_fields=True):
    """First message of either side of a resumed session: a fresh X25519 public key."""

    version: int
    key: Annotated[bytes, msgspec.Meta(min_length=32, max_length=32)]


class ResumeConfirm(msgspec.Struct, frozen=True, tag="resume_confirm", forbid_unknown_fields=True):
    """Second message of either side: proof that it holds the session's resume secret."""

    mac: _Mac


class Reject(msgspec.Struct, frozen=True, tag="reject", forbid_unknown_fields=True):
    """Either side gives up, and why, as far as the other may know."""

    reason: Refusal


class Identity(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Who the maker is: a certificate, and its key's signature over the transcript."""

    certificate: Annotated[bytes, msgspec.Meta(max_length=4 * 1024)]
    """DER."""
    signature: Annotated[bytes, msgspec.Meta(max_length=128)]
    """ECDSA P-256 with SHA-256, DER."""


Handshake = TyperHello | MakerHello | TyperConfirm | MakerConfirm | AgentProof | ResumeHello | ResumeConfirm | Reject

_decoder: "msgspec.msgpack.Decoder[Handshake]" = msgspec.msgpack.Decoder(Handshake)
_identity_decoder = msgspec.msgpack.Decoder(Identity)
_encoder = msgspec.msgpack.Encoder()


def encode_handshake(message: Handshake | Identity) -> bytes:
    """Return the message's bytes."""
    return _encoder.encode(message)


def decode_handshake(data: bytes) -> Handshake:
    """Decode one handshake message; raise HandshakeError."""
    if len(data) > limits.HANDSHAKE_MESSAGE:
        raise HandshakeError("handshake message too long")
    try:
        return _decoder.decode(data)
    except (msgspec.MsgspecError, UnicodeError, RecursionError) as error:
        raise HandshakeError("malformed handshake message") from error


def decode_identity(data: bytes) -> Identity:
    """Decode the opened identity; raise HandshakeError."""
    try:
        return _identity_decoder.decode(data)
    except (msgspec.MsgspecError, UnicodeError, RecursionError) as error:
        raise HandshakeError("malformed identity") from error
