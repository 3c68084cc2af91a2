"""Judging an audit log: each finding, with its line."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from hypothesis import given, settings
from hypothesis import strategies as st

from client.record.entries import LINE, AuditError, Entry, Side, canonical, decode, digest
from client.record.signing import signature_fits, signed_content
from client.record.verify import Finding, Opening, verify
from client.seal.identity import AgentCredentials
from tests.support.audit import FINGERPRINT, certificate_of, write_session
from tests.support.authority import issue, make_root
from wire.endings import Ending

SECONDS = 5
LAST = 11 + SECONDS


@pytest.fixture
def log(tmp_path: Path, agent: AgentCredentials) -> Path:
    return write_session(tmp_path, agent, SECONDS)


def found(path: Path, content: bytes) -> tuple[Finding, int]:
    path.write_bytes(content)
    verdict = verify(path)
    assert verdict.intact == (verdict.finding is Finding.INTACT)
    return verdict.finding, verdict.line


def rewritten(line: bytes, **changes: Any) -> bytes:
    """Return an entry's line with changed members and a hash that fits it."""
    entry = msgspec.structs.replace(decode(line.rstrip(b"\n"), Entry), **changes)
    return canonical(msgspec.structs.replace(entry, hash=digest(entry))) + b"\n"


def test_an_intact_log_says_whose_it_is(log: Path) -> None:
    verdict = verify(log)
    assert (verdict.finding, verdict.line, verdict.ending) == (Finding.INTACT, LAST, Ending.CUSTOMER_LEFT)
    assert verdict.opening is not None
    header = verdict.opening.header
    assert (header.side, header.fingerprint, header.agent) == (Side.CUSTOMER, FINGERPRINT, "Žiga Šuštar")
    assert verdict.clock_set_back is None
    assert not verdict.certified


CHANGES: dict[str, tuple[Callable[[list[bytes]], list[bytes]], Finding, int]] = {
    "nothing left": (lambda lines: [], Finding.EMPTY, 0),
    "first removed": (lambda lines: lines[1:], Finding.WRONG_NUMBER, 1),
    "one removed": (lambda lines: lines[:4] + lines[5:], Finding.WRONG_NUMBER, 5),
    "two swapped": (lambda lines: [*lines[:2], lines[3], lines[2], *lines[4:]], Finding.WRONG_NUMBER, 3),
    "one repeated": (lambda lines: lines[:4] + lines[3:], Finding.WRONG_NUMBER, 5),
    "end and signature removed": (lambda lines: lines[:-2], Finding.NOT_CLOSED, LAST - 2),
    "end removed": (lambda lines: [*lines[:-2], lines[-1]], Finding.MALFORMED, LAST - 1),
    "signature removed": (lambda lines: lines[:-1], Finding.UNSIGNED, LAST - 1),
    "signature twice": (lambda lines: [*lines, lines[-1]], Finding.AFTER_END, LAST + 1),
    "entry after the end": (lambda lines: [*lines[:-1], lines[3]], Finding.AFTER_END, LAST),
    "garbage after the end": (lambda lines: [*lines, b"\0"], Finding.AFTER_END, LAST + 1),
    "empty line after the end": (lambda lines: [*lines, b"\n"], Finding.AFTER_END, LAST + 1),
    "empty line": (lambda lines: [*lines[:3], b"\n", *lines[3:]], Finding.MALFORMED, 4),
    "broken off": (lambda lines: [*lines[:5], lines[5][:20]], Finding.BROKEN_OFF, 6),
    "last line end removed": (lambda lines: [*lines[:-1], lines[-1][:-1]], Finding.BROKEN_OFF, LAST),
    "other line ends": (lambda lines: [line.replace(b"\n", b"\r\n") for line in lines], Finding.MALFORMED, 1),
    "a space": (lambda lines: [lines[0], lines[1].replace(b":", b": ", 1), *lines[2:]], Finding.MALFORMED, 2),
    "a number as 1.0": (lambda lines: [lines[0].replace(b":1,", b":1.0,", 1), *lines[1:]], Finding.MALFORMED, 1),
    "a member twice": (
        lambda lines: [lines[0], lines[1].replace(b"{", b'{"number":2,', 1), *lines[2:]],
        Finding.MALFORMED,
        2,
    ),
    "a line without end": (lambda lines: [*lines[:3], b"x" * (LINE + 5)], Finding.MALFORMED, 4),
    "a changed field": (
        lambda lines: [*lines[:5], lines[5].replace(b"1920", b"1921"), *lines[6:]],
        Finding.WRONG_HASH,
        6,
    ),
    "a changed field and hash": (
        lambda lines: [*lines[:5], rewritten(lines[5], fields={"width": 1, "height": 1}), *lines[6:]],
        Finding.WRONG_HASH,
        7,
    ),
    "another version": (
        lambda lines: [rewritten(lines[0], fields={"version": 2}), *lines[1:]],
        Finding.UNKNOWN_VERSION,
        1,
    ),
    "no header": (lambda lines: [rewritten(lines[0], event="panic"), *lines[1:]], Finding.MALFORMED, 1),
    "an incomplete header": (
        lambda lines: [rewritten(lines[0], fields={"version": 1}), *lines[1:]],
        Finding.MALFORMED,
        1,
    ),
    "an impossible time": (
        lambda lines: [rewritten(lines[0], time="2030-13-01T00:00:00.000Z"), *lines[1:]],
        Finding.MALFORMED,
        1,
    ),
}


@pytest.mark.parametrize("name", CHANGES)
def test_every_change_is_found_at_its_line(log: Path, name: str) -> None:
    change, finding, line = CHANGES[name]
    assert found(log, b"".join(change(log.read_bytes().splitlines(keepends=True)))) == (finding, line)


def test_a_second_header_is_found(log: Path) -> None:
    lines = log.read_bytes().splitlines(keepends=True)
    before = decode(lines[2].rstrip(b"\n"), Entry)
    second = rewritten(lines[0], number=4, elapsed=before.elapsed, previous=before.hash)
    assert found(log, b"".join([*lines[:3], second])) == (Finding.MALFORMED, 4)


def test_elapsed_time_that_goes_back_is_found(log: Path) -> None:
    lines = log.read_bytes().splitlines(keepends=True)
    assert found(log, b"".join([*lines[:4], rewritten(lines[4], elapsed=0)])) == (Finding.MALFORMED, 5)


def test_the_certificate_is_asked_about_with_what_the_log_says(log: Path, agent: AgentCredentials) -> None:
    asked: list[tuple[bytes, Opening]] = []

    def certifies(certificate: bytes, opening: Opening) -> bool:
        asked.append((certificate, opening))
        return len(asked) == 1

    verdict = verify(log, certifies)
    assert verdict.intact
    assert verdict.certified
    assert asked == [(certificate_of(agent), verdict.opening)]
    verdict = verify(log, certifies)
    assert (verdict.finding, verdict.line, verdict.certified) == (Finding.NOT_CERTIFIED, LAST, False)


def test_a_key_of_another_kind_signs_nothing() -> None:
    other = issue(make_root(), curve=ec.SECP384R1())
    certificate = certificate_of(other)
    signature = other.key.sign(signed_content(Side.CUSTOMER, FINGERPRINT, bytes(32), certificate), ec.ECDSA(SHA256()))
    assert not signature_fits(Side.CUSTOMER, FINGERPRINT, bytes(32), certificate, signature)


@given(st.lists(st.binary(max_size=60), max_size=6))
@settings(deadline=None)
def test_whatever_a_file_holds_it_gets_a_verdict(tmp_path_factory: pytest.TempPathFactory, lines: list[bytes]) -> None:
    path = tmp_path_factory.getbasetemp() / "anything.jsonl"
    path.write_bytes(b"\n".join(lines))
    assert not verify(path).intact


def test_what_is_no_readable_file_is_an_audit_error(tmp_path: Path) -> None:
    paths = [tmp_path, tmp_path / "absent", Path("with\0zero")]
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "pipe")
        paths.append(tmp_path / "pipe")
    for path in paths:
        with pytest.raises(AuditError):
            verify(path)
