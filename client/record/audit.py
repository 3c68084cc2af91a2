"""The audit log of one session on one side: a file that only grows, each line bound to the one before."""

import os
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock
from typing import Final

import msgspec

from client.record.entries import (
    CERTIFICATE,
    LARGEST,
    SIGNATURE,
    START,
    VERSION,
    AuditError,
    Content,
    Entry,
    FieldValue,
    Header,
    Seal,
    SealContent,
    Side,
    canonical,
    clean_field,
    digest,
    format_time,
)
from client.record.events import DURABLE, DURABLE_LATER, FIELDS, AuditEvent
from client.record.signing import sign_root, signature_fits
from wire.endings import Ending

ENTRIES: Final = 200_000
"""More entries than a day of input summaries; whoever makes the log grow beyond is filling the disk."""
_FIRST_AND_LAST: Final = frozenset({AuditEvent.SESSION_BEGUN, AuditEvent.SESSION_ENDED})
_APPEND: Final = os.O_WRONLY | os.O_APPEND | getattr(os, "O_BINARY", 0)


def _utc_now() -> datetime:
    return datetime.now(UTC)


class AuditLog:
    """Writes one log. All methods may be called from any thread, and raise AuditError.

    Where an entry could not be written, none is written after it: a log has no gap. An event with other
    fields than it may have is refused, and nothing else. `close` has to be called in any case.
    """

    def __init__(
        self,
        folder: Path,
        side: Side,
        fingerprint: str,
        *,
        organisation: str,
        agent: str,
        email: str,
        clock: Callable[[], datetime] = _utc_now,
        monotonic: Callable[[], float] = time.monotonic,
        entropy: Callable[[int], bytes] = os.urandom,
    ) -> None:
        """Make the file, readable by this user alone, and write its first entry.

        `folder` holds nothing but logs, and is closed to other users. `organisation`, `agent` and
        `email` are what the agent's verified certificate says.
        """
        log = entropy(16).hex()
        header = Header(
            VERSION, log, side, fingerprint, clean_field(organisation), clean_field(agent), clean_field(email)
        )
        try:
            msgspec.convert(msgspec.to_builtins(header), Header)
        except msgspec.ValidationError as error:
            raise AuditError("not a fingerprint") from error
        self._side = side
        self._fingerprint = fingerprint
        self._clock = clock
        self._monotonic = monotonic
        self._lock = Lock()
        self._number = 0
        self._elapsed = 0
        self._last_hash = START
        self._size = 0
        self._unsynced = False
        self._start = monotonic()
        self._closed = False
        self._sealed = False
        self.path = folder / f"{clock().astimezone(UTC):%Y-%m-%dT%H%M%SZ}-{log}.jsonl"
        self._file: int | None = _create(folder, self.path)
        self._identity = _identity(self._file)
        try:
            self._append_entry(AuditEvent.SESSION_BEGUN, msgspec.to_builtins(header))
        except AuditError:
            self._let_go()
            raise

    @property
    def root(self) -> bytes:
        """The last entry's hash (32 bytes): of a closed log it vouches for all of it."""
        return bytes.fromhex(self._last_hash)

    def record(self, event: AuditEvent, **fields: FieldValue) -> None:
        """Append an entry; when this returns the operating system has it, and the act may follow.

        The fields are those in client.record.events.FIELDS; texts are cleaned, and cut where too long.
        """
        if event in _FIRST_AND_LAST:
            raise AuditError("begin and end are not for the caller to write")
        with self._lock:
            if self._number >= ENTRIES:
                raise AuditError("the log is full")
            self._append_entry(event, fields)

    def sync(self) -> None:
        """Have every entry of client.record.events.DURABLE_LATER on the disk itself."""
        with self._lock:
            if self._unsynced and self._file is not None:
                try:
                    os.fsync(self._file)
                except OSError as error:
                    self._let_go()
                    raise AuditError("the log cannot be kept") from error
                self._unsynced = False

    def close(self, ending: Ending) -> None:
        """Write the last entry; only a signature can follow it. The file is let go of even on an error."""
        with self._lock:
            try:
                self._append_entry(AuditEvent.SESSION_ENDED, {"ending": ending.value})
                self._closed = True
            finally:
                self._let_go()

    def attach_signature(self, certificate_der: bytes, signature: bytes) -> None:
        """Append the agent's signature of the root to the closed log; once, and only if it fits.

        That the certificate is the one of the handshake is for the caller to see to.
        """
        with self._lock:
            if not self._closed or self._sealed:
                raise AuditError("not closed, or signed already")
            if len(certificate_der) > CERTIFICATE or len(signature) > SIGNATURE:
                raise AuditError("the signature is too long")
            if not signature_fits(self._side, self._fingerprint, self.root, certificate_der, signature):
                raise AuditError("the signature does not fit")
            content = SealContent(self._number + 1, certificate_der.hex(), signature.hex(), self._last_hash)
            seal = Seal(**msgspec.structs.asdict(content), hash=digest(content))
            self._file = _reopen(self.path)
            try:
                if _identity(self._file) != self._identity:
                    raise AuditError("the file was replaced")
                self._write(canonical(seal) + b"\n", durable=True)
                self._sealed = True
            finally:
                self._let_go()

    def sign(self, certificate_der: bytes, sign: Callable[[bytes], bytes]) -> None:
        """Sign the closed log at the agent's own side; `sign` as in client.record.signing.sign_root."""
        signature = sign_root(self._side, self._fingerprint, self.root, certificate_der, sign)
        self.attach_signature(certificate_der, signature)

    def _append_entry(self, event: AuditEvent, fields: dict[str, FieldValue]) -> None:
        """Append under the lock, or before anybody else knows of this log."""
        elapsed = int((self._monotonic() - self._start) * 1000)
        self._elapsed = max(self._elapsed, elapsed)
        content = Content(
            self._number + 1,
            format_time(self._clock()),
            self._elapsed,
            event.value,
            _checked(event, fields),
            self._last_hash,
        )
        entry = Entry(**msgspec.structs.asdict(content), hash=digest(content))
        self._write(canonical(entry) + b"\n", durable=event in DURABLE)
        self._unsynced |= event in DURABLE_LATER
        self._number = entry.number
        self._last_hash = entry.hash

    def _write(self, line: bytes, *, durable: bool) -> None:
        if self._file is None:
            raise AuditError("the log is closed")
        try:
            status = os.fstat(self._file)
            if status.st_size != self._size or status.st_nlink == 0:
                raise AuditError("somebody else wrote to the file, or removed it")
            if os.write(self._file, line) != len(line):
                raise AuditError("the entry was not written whole")
            if durable:
                os.fsync(self._file)
        except OSError as error:
            self._let_go()
            raise AuditError("the entry cannot be written") from error
        except AuditError:
            self._let_go()
            raise
        self._size += len(line)

    def _let_go(self) -> None:
        file, self._file = self._file, None
        if file is not None:
            os.close(file)


def _checked(event: AuditEvent, fields: dict[str, FieldValue]) -> dict[str, FieldValue]:
    kinds = FIELDS[event]
    if fields.keys() != kinds.keys():
        raise AuditError(f"{event.value} has other fields")
    checked: dict[str, FieldValue] = {}
    for name, value in fields.items():
        if not isinstance(value, kinds[name]) or isinstance(value, bool):
            raise AuditError(f"{event.value}: {name} is of another type")
        if isinstance(value, int) and not 0 <= value <= LARGEST:
            raise AuditError(f"{event.value}: {name} is out of range")
        # str() of a member of an enum is its value; what is kept is a plain text.
        checked[name] = clean_field(str(value)) if isinstance(value, str) else value
    return checked


def _create(folder: Path, path: Path) -> int:
    """Make the file, which must not be there yet: nobody else has it then."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if os.name == "posix" and folder.stat().st_mode & 0o077:
            folder.chmod(0o700)
        file = os.open(path, _APPEND | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as error:
        raise AuditError("the log cannot be made") from error
    try:
        _keep_name(folder)
    except OSError as error:
        os.close(file)
        raise AuditError("the log cannot be kept") from error
    return file


def _keep_name(folder: Path) -> None:
    """Have the folder's entry for the file on the disk; Windows does that by itself."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _reopen(path: Path) -> int:
    try:
        return os.open(path, _APPEND | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
    except OSError as error:
        raise AuditError("the log cannot be opened again") from error


def _identity(file: int) -> tuple[int, int]:
    status = os.fstat(file)
    return status.st_dev, status.st_ino
