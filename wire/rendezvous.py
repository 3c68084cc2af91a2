"""What an app and the server say to each other before, and beside, the sealed channel.

Every WebSocket message is binary and starts with one channel byte: CONTROL carries one of the
structs below (MessagePack), PEER carries bytes that the server forwards as they are.
Login goes over HTTP on the same port, as JSON.
"""

from enum import StrEnum
from typing import Annotated, Final, TypeVar

import msgspec

from wire import limits
from wire.endings import Refusal

CONTROL: Final = 0
PEER: Final = 1

Nameplate = Annotated[str, msgspec.Meta(pattern=rf"^[0-9]{{{limits.NAMEPLATE_DIGITS}}}\Z")]
SessionId = Annotated[bytes, msgspec.Meta(min_length=16, max_length=16)]
Ticket = Annotated[bytes, msgspec.Meta(min_length=32, max_length=32)]
Attempt = Annotated[int, msgspec.Meta(ge=1, le=limits.CODE_ATTEMPTS)]
Token = Annotated[str, msgspec.Meta(min_length=16, max_length=128)]


class RendezvousError(Exception):
    """A control message was malformed, oversized or of an unknown kind."""


class Allot(msgspec.Struct, frozen=True, tag="allot", forbid_unknown_fields=True):
    """Agent's app: give me a nameplate. The token is the one from the login answer."""

    version: int
    token: Token

    def __repr__(self) -> str:
        return f"Allot(version={self.version!r}, token=...)"


class Join(msgspec.Struct, frozen=True, tag="join", forbid_unknown_fields=True):
    """Typer of the code: join me to the maker who waits at this nameplate."""

    version: int
    nameplate: Nameplate


class Wait(msgspec.Struct, frozen=True, tag="wait", forbid_unknown_fields=True):
    """Customer's app as the maker: give me a nameplate at which only an agent may call."""

    version: int


class Call(msgspec.Struct, frozen=True, tag="call", forbid_unknown_fields=True):
    """Agent's app as the typer: join me to the customer who waits at this nameplate."""

    version: int
    nameplate: Nameplate
    token: Token

    def __repr__(self) -> str:
        return f"Call(version={self.version!r}, nameplate={self.nameplate!r}, token=...)"


class NextAttempt(msgspec.Struct, frozen=True, tag="next_attempt", forbid_unknown_fields=True):
    """Maker: the typer of this attempt had the wrong secret; drop that one, keep the nameplate waiting."""

    attempt: Attempt


class Settle(msgspec.Struct, frozen=True, tag="settle", forbid_unknown_fields=True):
    """Maker: the typer of this attempt is the right one; the nameplate is used and must never join again.

    The anchors are the ends of the two hash chains from which resume tickets come.
    """

    attempt: Attempt
    maker_anchor: Ticket
    typer_anchor: Ticket


class Role(StrEnum):
    """Who made the code, and who typed it."""

    MAKER = "maker"
    TYPER = "typer"


class Resume(msgspec.Struct, frozen=True, tag="resume", forbid_unknown_fields=True):
    """Either, after its line broke: bring me together with the other side of this session again.

    Of the ticket and the one last seen of this role, the older must be a repeated SHA-256 of the newer:
    a ticket that was seen once is worth nothing.
    """

    version: int
    session: SessionId
    role: Role
    ticket: Ticket

    def __repr__(self) -> str:
        # Whoever has id and ticket can keep the two apart.
        return f"Resume(version={self.version!r}, session=..., role={self.role!r}, ticket=...)"


class Retire(msgspec.Struct, frozen=True, tag="retire", forbid_unknown_fields=True):
    """Maker: the code is dead (too many attempts, or withdrawn). Either, in a session: it is over for good."""


class Allotted(msgspec.Struct, frozen=True, tag="allotted", forbid_unknown_fields=True):
    """Server to the maker: this nameplate is yours for `lifetime` seconds."""

    nameplate: Nameplate
    session: SessionId
    lifetime: float


class Joined(msgspec.Struct, frozen=True, tag="joined", forbid_unknown_fields=True):
    """Server to the typer: the maker is at the other end; begin the handshake."""

    session: SessionId


class PeerJoined(msgspec.Struct, frozen=True, tag="peer_joined", forbid_unknown_fields=True):
    """Server to the maker: a typer is at the other end, the first, second or third."""

    attempt: Attempt


class PeerBack(msgspec.Struct, frozen=True, tag="peer_back", forbid_unknown_fields=True):
    """Server to both who resume: the other side is here; begin the handshake of the resumed session."""


class PeerLeft(msgspec.Struct, frozen=True, tag="peer_left", forbid_unknown_fields=True):
    """Server to either: the other end's socket is gone."""


class Refused(msgspec.Struct, frozen=True, tag="refused", forbid_unknown_fields=True):
    """Server to either: no, and why. The server closes the socket after it."""

    reason: Refusal


ToServer = Allot | Wait | Join | Call | NextAttempt | Settle | Retire | Resume
ToClient = Allotted | Joined | PeerJoined | PeerLeft | PeerBack | Refused


class LoginRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Body of POST /api/login. The private key of the signing request stays with the agent."""

    version: int
    name: Annotated[str, msgspec.Meta(min_length=1, max_length=limits.NAME_CHARACTERS)]
    password: Annotated[str, msgspec.Meta(min_length=1, max_length=1024)]
    signing_request: Annotated[str, msgspec.Meta(max_length=8192)]
    """PKCS #10, PEM, ECDSA P-256."""
    second_factor: Annotated[str, msgspec.Meta(max_length=16)] | None = None
    """The six digits of the moment (RFC 6238), where the account has a second factor."""

    def __repr__(self) -> str:
        return f"LoginRequest(version={self.version!r}, name={self.name!r}, password=..., second_factor=...)"


class LoginAnswer(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Answer with status 200. Times are seconds since 1970, UTC."""

    certificate: str
    """PEM, the agent's own; its issuer is the organisation's root in the brand."""
    token: Token
    expires: float

    def __repr__(self) -> str:
        return f"LoginAnswer(certificate=..., token=..., expires={self.expires!r})"


class LoginRefused(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Answer with any other status."""

    reason: Refusal


_T = TypeVar("_T")
_to_server: "msgspec.msgpack.Decoder[ToServer]" = msgspec.msgpack.Decoder(ToServer)
_to_client: "msgspec.msgpack.Decoder[ToClient]" = msgspec.msgpack.Decoder(ToClient)
_encoder = msgspec.msgpack.Encoder()


def control_frame(message: ToServer | ToClient) -> bytes:
    """Return one WebSocket message: the CONTROL byte and the encoded struct."""
    return bytes((CONTROL,)) + _encoder.encode(message)


def peer_frame(payload: bytes) -> bytes:
    """Return one WebSocket message that the server forwards: the PEER byte and the payload."""
    return bytes((PEER,)) + payload


def decode_to_server(body: bytes) -> ToServer:
    """Decode a control message's body (without the channel byte); raise RendezvousError."""
    return _decode(_to_server, body)


def decode_to_client(body: bytes) -> ToClient:
    """Decode a control message's body (without the channel byte); raise RendezvousError."""
    return _decode(_to_client, body)


def _decode(decoder: "msgspec.msgpack.Decoder[_T]", body: bytes) -> _T:
    if len(body) > limits.CONTROL_FRAME:
        raise RendezvousError("control message too long")
    try:
        return decoder.decode(body)
    except (msgspec.MsgspecError, UnicodeError, RecursionError) as error:
        raise RendezvousError("malformed control message") from error
