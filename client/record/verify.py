"""Whether an audit log is whole: the chain of its lines, its end, and the agent's signature."""

import stat
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import BinaryIO

import msgspec

from client.record.entries import LINE, START, VERSION, AuditError, Entry, Header, Seal, decode, digest
from client.record.events import AuditEvent
from client.record.signing import signature_fits


class Finding(StrEnum):
    """What is the matter with a log: the first thing that is."""

    INTACT = "intact"
    EMPTY = "empty"
    MALFORMED = "malformed"
    """The line is not one that a log can have."""
    UNKNOWN_VERSION = "unknown_version"
    WRONG_NUMBER = "wrong_number"
    """Entries are missing before this line, or it is repeated or in another's place."""
    WRONG_HASH = "wrong_hash"
    """The line was changed, or does not follow from the one before it."""
    BROKEN_OFF = "broken_off"
    """The last line has no end."""
    NOT_CLOSED = "not_closed"
    """All lines are right as far as they go: the program was stopped, or the last ones were removed."""
    UNSIGNED = "unsigned"
    """As written until the end, but anybody could have written it: the signature never came, or was removed."""
    WRONG_SIGNATURE = "wrong_signature"
    NOT_CERTIFIED = "not_certified"
    """Signed, but not by the agent whom the log names."""
    AFTER_END = "after_end"
    """Something follows where nothing may."""


@dataclass(frozen=True)
class Opening:
    """What the first entry says. It is as true as the log is intact, and not cleaned for showing."""

    header: Header
    start: datetime


@dataclass(frozen=True)
class Verdict:
    """The outcome of a verification."""

    finding: Finding
    line: int
    """Of the finding, from 1; for an intact log, its last."""
    opening: Opening | None = None
    ending: str | None = None
    """The name from wire.endings, once the last entry was reached."""
    clock_set_back: int | None = None
    """The first line whose time is before that of the line above it. This alone is no damage."""
    certified: bool = False
    """Whether the certificate was checked too."""

    @property
    def intact(self) -> bool:
        """Whether nothing is the matter."""
        return self.finding is Finding.INTACT


Certifies = Callable[[bytes, Opening], bool]
"""Tells whether a certificate (DER) is the one of the log's agent, valid at the log's start."""


def verify(path: Path, certifies: Certifies | None = None) -> Verdict:
    """Judge a log; raise AuditError only where the file cannot be read.

    Without `certifies` a log that was written anew from its first line, and signed with any key, is
    taken for intact: whose signature it is has to be judged elsewhere then.
    """
    try:
        # Asked before it is opened: a named pipe would never answer.
        if not stat.S_ISREG(path.stat().st_mode):
            raise AuditError("not a file")
        with path.open("rb") as stream:
            return _Reader(stream, certifies).judge()
    except (OSError, ValueError) as error:  # a path with a zero character in it is a ValueError
        raise AuditError("the log cannot be read") from error


class _Found(Exception):  # noqa: N818 - it carries a finding out of the loop
    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.value)
        self.finding = finding


class _Reader:
    """Reads a log from its first line to its last, and stops at the first thing that is wrong."""

    def __init__(self, stream: BinaryIO, certifies: Certifies | None) -> None:
        self._stream = stream
        self._certifies = certifies
        self._line = 0
        self._last_hash = START
        self._time = ""
        self._elapsed = 0
        self._opening: Opening | None = None
        self._ending: str | None = None
        self._clock_set_back: int | None = None

    def judge(self) -> Verdict:
        try:
            self._read_all()
            finding = Finding.INTACT
        except _Found as found:
            finding = found.finding
        certified = finding is Finding.INTACT and self._certifies is not None
        return Verdict(finding, self._line, self._opening, self._ending, self._clock_set_back, certified)

    def _read_all(self) -> None:
        opening = self._take_first(self._next(Finding.EMPTY))
        while self._ending is None:
            self._take_entry(self._next(Finding.NOT_CLOSED))
        self._take_seal(self._next(Finding.UNSIGNED), opening)
        if self._stream.read(1):
            self._line += 1
            raise _Found(Finding.AFTER_END)

    def _next(self, at_end: Finding) -> bytes:
        """Return the next line without its line end; `at_end` is what it means that there is none."""
        line = self._stream.readline(LINE)
        if not line:
            raise _Found(at_end)
        self._line += 1
        if not line.endswith(b"\n"):
            raise _Found(Finding.BROKEN_OFF if len(line) < LINE else Finding.MALFORMED)
        return line[:-1]

    def _take_first(self, line: bytes) -> Opening:
        entry = self._take_entry(line)
        if entry.event != AuditEvent.SESSION_BEGUN:
            raise _Found(Finding.MALFORMED)
        if entry.fields.get("version") != VERSION:
            raise _Found(Finding.UNKNOWN_VERSION)
        try:
            self._opening = Opening(msgspec.convert(entry.fields, Header), datetime.fromisoformat(entry.time))
        except (msgspec.ValidationError, ValueError) as error:
            raise _Found(Finding.MALFORMED) from error
        return self._opening

    def _take_entry(self, line: bytes) -> Entry:
        entry = _decoded(line, Entry)
        self._follow(entry)
        if entry.elapsed < self._elapsed or (entry.event == AuditEvent.SESSION_BEGUN and self._line > 1):
            raise _Found(Finding.MALFORMED)
        # Times of this one form are in the order of their texts.
        if entry.time < self._time and self._clock_set_back is None:
            self._clock_set_back = self._line
        self._time, self._elapsed = entry.time, entry.elapsed
        if entry.event == AuditEvent.SESSION_ENDED:
            self._ending = str(entry.fields.get("ending", ""))
        return entry

    def _take_seal(self, line: bytes, opening: Opening) -> None:
        try:
            seal = decode(line, Seal)
        except AuditError as error:
            raise _Found(Finding.AFTER_END if _is_entry(line) else Finding.MALFORMED) from error
        root = bytes.fromhex(self._last_hash)
        self._follow(seal)
        certificate, signature = bytes.fromhex(seal.certificate), bytes.fromhex(seal.signature)
        if not signature_fits(opening.header.side, opening.header.fingerprint, root, certificate, signature):
            raise _Found(Finding.WRONG_SIGNATURE)
        if self._certifies is not None and not self._certifies(certificate, opening):
            raise _Found(Finding.NOT_CERTIFIED)

    def _follow(self, line: Entry | Seal) -> None:
        """Check the number and the hashes that bind this line to the one before it."""
        if line.number != self._line:
            raise _Found(Finding.WRONG_NUMBER)
        if line.previous != self._last_hash or line.hash != digest(line):
            raise _Found(Finding.WRONG_HASH)
        self._last_hash = line.hash


def _decoded(line: bytes, kind: type[Entry]) -> Entry:
    try:
        return decode(line, kind)
    except AuditError as error:
        raise _Found(Finding.MALFORMED) from error


def _is_entry(line: bytes) -> bool:
    try:
        decode(line, Entry)
    except AuditError:
        return False
    return True
