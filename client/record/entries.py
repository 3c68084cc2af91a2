"""The lines of the audit log: canonical JSON, each bound to the one before it.

A line is a JSON object without spaces, in UTF-8: the members in the order of the structs below, the
members of `fields` in the order of their names. `hash` is SHA-256, in hexadecimal, over the same object
without `hash`. The first line's `previous` is zeros. There is one way to write a line: any other bytes
with the same meaning are damage.
"""

import hashlib
from datetime import UTC, datetime
from enum import StrEnum
from typing import Annotated, Final, TypeVar

import msgspec

from wire.text import clean_text

VERSION: Final = 1
LINE: Final = 16 * 1024
"""The longest line in bytes, with its line end."""
FIELD_CHARACTERS: Final = 200
"""A longer text is cut, and ends in CUT."""
CUT: Final = "…"
LARGEST: Final = 2**53 - 1
"""The largest number that every reader of JSON reads exactly (RFC 8259, section 6)."""
CERTIFICATE: Final = 4 * 1024
SIGNATURE: Final = 128
START: Final = "0" * 64
"""What the first line has as the hash of the line before it."""

FieldValue = bool | int | str
_Hash = Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{64}\Z")]
_Count = Annotated[int, msgspec.Meta(ge=0, le=LARGEST)]
_T = TypeVar("_T", bound=msgspec.Struct)


class AuditError(Exception):
    """An entry could not be written, or a log not be read; whether to go on without it is the caller's question."""


class Side(StrEnum):
    """Whose log it is; in the windows, who reads a sentence."""

    CUSTOMER = "customer"
    AGENT = "agent"


class Content(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What an entry's hash covers."""

    number: _Count
    """From 1, without a gap."""
    time: Annotated[str, msgspec.Meta(pattern=r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z\Z")]
    """UTC, by the computer's clock, which may be set back."""
    elapsed: _Count
    """Milliseconds since the first entry, by a clock that only goes forward."""
    event: Annotated[str, msgspec.Meta(pattern=r"^[a-z_]{1,40}\Z")]
    fields: dict[str, FieldValue]
    previous: _Hash


class Entry(Content, frozen=True, forbid_unknown_fields=True):
    """One line but the last."""

    hash: _Hash


class SealContent(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the last line's hash covers; `previous` is the log's root."""

    number: _Count
    certificate: Annotated[str, msgspec.Meta(pattern=r"^(?:[0-9a-f]{2})+\Z", max_length=2 * CERTIFICATE)]
    """DER in hexadecimal."""
    signature: Annotated[str, msgspec.Meta(pattern=r"^(?:[0-9a-f]{2})+\Z", max_length=2 * SIGNATURE)]
    """ECDSA P-256 with SHA-256 over client.record.signing.signed_content; DER in hexadecimal."""
    previous: _Hash


class Seal(SealContent, frozen=True, forbid_unknown_fields=True):
    """The last line: the agent's signature."""

    hash: _Hash


class Header(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The fields of the first entry."""

    version: int
    log: Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{32}\Z")]
    """Random: no two logs begin alike."""
    side: Side
    fingerprint: Annotated[str, msgspec.Meta(pattern=r"^[0-9]{6}\Z")]
    """The digits that both people saw."""
    organisation: str
    agent: str
    """Full name, as certified."""
    email: str


_encoder = msgspec.json.Encoder(order="deterministic")


def canonical(line: msgspec.Struct) -> bytes:
    """Return the one form of a line, without its line end."""
    return _encoder.encode(line)


def digest(content: Content | SealContent) -> str:
    """Return the hash of an entry or a seal; of an Entry or Seal only what it covers is used."""
    if isinstance(content, Content):
        covered: Content | SealContent = Content(
            content.number, content.time, content.elapsed, content.event, content.fields, content.previous
        )
    else:
        covered = SealContent(content.number, content.certificate, content.signature, content.previous)
    return hashlib.sha256(canonical(covered)).hexdigest()


def decode(line: bytes, kind: type[_T]) -> _T:
    """Read one line without its line end; raise AuditError for anything but its one form."""
    try:
        decoded = msgspec.json.decode(line, type=kind)
        if canonical(decoded) == line:
            return decoded
    except (msgspec.MsgspecError, UnicodeError, RecursionError) as error:
        raise AuditError("malformed line") from error
    raise AuditError("not the canonical form of a line")


def clean_field(text: str) -> str:
    """Return the text as one plain line of at most FIELD_CHARACTERS, marked where something was cut off."""
    cleaned = clean_text(text, most=FIELD_CHARACTERS + 1, lines=False)
    if len(cleaned) <= FIELD_CHARACTERS and len(text) <= 2 * FIELD_CHARACTERS:
        return cleaned
    return cleaned[: FIELD_CHARACTERS - len(CUT)] + CUT


def format_time(time: datetime) -> str:
    """Return an aware time as UTC, ISO 8601 with milliseconds."""
    return time.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="milliseconds") + "Z"
