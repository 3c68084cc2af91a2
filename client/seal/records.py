"""Sealed records: AES-256-GCM with one key chain per direction.

A record is phase (1 byte) || ciphertext || tag. The associated data is a header that both sides know, and that is not
sent: version (1 byte), direction (1), epoch (4) and sequence (8), big endian. The phase is the epoch's lowest bit, by
which the receiver learns of a new one (as in RFC 9001, section 6). The nonce is the epoch's IV xor the sequence (as in
RFC 8446, section 5.3); the sequence goes on through a change of epoch.
"""

import struct
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDFExpand

from wire import limits

SECRET: Final = 32
"""Bytes in a traffic secret."""
EPOCHS_FREE: Final = 1024
RECORDS_PER_EPOCH: Final = 1024
"""The epoch may be at most EPOCHS_FREE + sequence // RECORDS_PER_EPOCH.

It caps what a flood of rekeys can cost the receiver at one key derivation per 1024 records, and
leaves an idle session, which rekeys by the clock alone, ten days.
"""

_HEADER: Final = struct.Struct(">BBIQ")
_PHASES: Final = b"\0", b"\1"
_TAG: Final = 16
_NONCE: Final = 12
OVERHEAD: Final = 1 + _TAG
"""Bytes by which a record is longer than its body."""
BODY: Final = limits.RECORD - OVERHEAD
"""The most bytes in one record's body."""
_LAST_SEQUENCE: Final = 2**64 - 1
_LAST_EPOCH: Final = 2**32 - 1


class RecordError(Exception):
    """A record is not the one expected next and authentic, or can no longer be made."""


class Direction(IntEnum):
    """Who sealed a record."""

    FROM_MAKER = 1
    FROM_TYPER = 2

    @property
    def opposite(self) -> "Direction":
        """The direction of the other side's records."""
        return Direction.FROM_TYPER if self is Direction.FROM_MAKER else Direction.FROM_MAKER


@dataclass(frozen=True)
class TrafficKeys:
    """One side's two traffic secrets of SECRET bytes each, as the handshake left them."""

    direction: Direction
    """The direction in which this side sends."""
    send_secret: bytes = field(repr=False)
    receive_secret: bytes = field(repr=False)

    def sealer(self) -> "Sealer":
        """Return the sealer of this side's records; to be called once, or nonces would repeat."""
        return Sealer(self.send_secret, self.direction)

    def opener(self) -> "Opener":
        """Return the opener of the other side's records; to be called once."""
        return Opener(self.receive_secret, self.direction.opposite)


class Sealer:
    """Seals bodies, in order, for one direction."""

    def __init__(
        self,
        secret: bytes,
        direction: Direction,
        *,
        rekey_records: int = limits.REKEY_RECORDS,
        rekey_bytes: int = limits.REKEY_BYTES,
    ) -> None:
        self._epoch = _Epoch(secret, 0)
        self._direction = direction
        self._rekey_records = rekey_records
        self._rekey_bytes = rekey_bytes
        self._rekey_asked = False
        self._sequence = 0
        self._records = 0
        self._bytes = 0

    def rekey(self) -> None:
        """Begin a new epoch with the next record.

        Told again before that record, it changes nothing: no epoch is empty. Told more often than
        the receiver allows (RECORDS_PER_EPOCH), the change waits until it is allowed.
        """
        self._rekey_asked = True

    def seal(self, body: bytes) -> bytes:
        """Return the record that carries the body; raise RecordError.

        Raised for a body longer than BODY bytes, and when all 2**64 sequence numbers are used.
        """
        if len(body) > BODY:
            raise RecordError("body too long")
        if self._sequence > _LAST_SEQUENCE:
            raise RecordError("no sequence number is left")
        if self._rekey_due(len(body)) and _epoch_allowed(self._epoch.number + 1, self._sequence):
            self._epoch = self._epoch.following()
            self._rekey_asked = False
            self._records = self._bytes = 0
        epoch, sequence = self._epoch, self._sequence
        header = _HEADER.pack(limits.PROTOCOL_VERSION, self._direction, epoch.number, sequence)
        record = _PHASES[epoch.number & 1] + epoch.cipher.encrypt(epoch.nonce(sequence), body, header)
        self._sequence += 1
        self._records += 1
        self._bytes += len(body)
        return record

    def _rekey_due(self, length: int) -> bool:
        if self._records == 0:
            return False
        return self._rekey_asked or self._records >= self._rekey_records or self._bytes + length > self._rekey_bytes


class Opener:
    """Opens the records of one direction, each exactly once and in the order they were sealed."""

    def __init__(self, secret: bytes, direction: Direction) -> None:
        self._epoch: _Epoch | None = _Epoch(secret, 0)
        self._direction = direction
        self._sequence = 0
        self._records = 0

    def open(self, record: bytes) -> bytes:
        """Return the record's body; raise RecordError.

        After the first error the opener has no key any more, and every later call raises.
        """
        epoch, self._epoch = self._epoch, None
        if epoch is None:
            raise RecordError("closed by an earlier error")
        if not OVERHEAD <= len(record) <= limits.RECORD:
            raise RecordError("wrong size")
        sequence = self._sequence
        if sequence > _LAST_SEQUENCE:
            raise RecordError("no sequence number is left")
        if (phase := record[:1]) not in _PHASES:
            raise RecordError("unknown phase")
        if phase != _PHASES[epoch.number & 1]:
            # An epoch without a record, or one too many, is a rekey flood.
            if self._records == 0 or not _epoch_allowed(epoch.number + 1, sequence):
                raise RecordError("wrong epoch")
            epoch = epoch.following()
            self._records = 0
        header = _HEADER.pack(limits.PROTOCOL_VERSION, self._direction, epoch.number, sequence)
        try:
            body = epoch.cipher.decrypt(epoch.nonce(sequence), record[1:], header)
        except InvalidTag as error:
            raise RecordError("not authentic") from error
        self._epoch = epoch
        self._sequence += 1
        self._records += 1
        return body


def _epoch_allowed(number: int, sequence: int) -> bool:
    return number <= min(EPOCHS_FREE + sequence // RECORDS_PER_EPOCH, _LAST_EPOCH)


class _Epoch:
    """Key and IV of one epoch, and the way to the next; there is none back."""

    def __init__(self, secret: bytes, number: int) -> None:
        self.number = number
        self.cipher = AESGCM(_expand(secret, b"key", 32))
        self._iv = int.from_bytes(_expand(secret, b"iv", _NONCE))
        # The epoch's own secret is not kept: whoever gets it later cannot read what went before.
        self._next_secret = _expand(secret, b"rekey", SECRET)

    def nonce(self, sequence: int) -> bytes:
        return (self._iv ^ sequence).to_bytes(_NONCE)

    def following(self) -> "_Epoch":
        return _Epoch(self._next_secret, self.number + 1)


def _expand(secret: bytes, label: bytes, length: int) -> bytes:
    return HKDFExpand(algorithm=SHA256(), length=length, info=b"pomoc record " + label).derive(secret)
