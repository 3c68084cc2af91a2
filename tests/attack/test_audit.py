"""Audit logs that somebody tampered with: every one is found.

The short form of the figure is run always; `--long` runs 10,000 tamperings. The numbers are printed.
"""

import random
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import msgspec
import pytest

from client.record.entries import START, Entry, Seal, Side, canonical, decode, digest
from client.record.events import AuditEvent
from client.record.signing import sign_root
from client.record.verify import Certifies, Opening, verify
from client.seal.identity import AgentCredentials, IdentityError, verify_agent
from tests.support.audit import FINGERPRINT, certificate_of, signer, write_session
from tests.support.authority import Root, issue, make_root

pytestmark = pytest.mark.timeout(900)  # for the long form on a busy computer

SHORT: Final = 300
LONG: Final = 10_000
SECONDS: Final = 20
OTHER_FINGERPRINT: Final = "042138"


class Attacker:
    """Somebody with the finished log, another one of the same agent's, a program, and a key of their own."""

    def __init__(self, log: bytes, other: bytes, agent: AgentCredentials, own: AgentCredentials, seed: int) -> None:
        """`agent` is whose signature the log has: their program signs, but not this."""
        self.log = log
        self.agent = agent
        self.lines = log.splitlines(keepends=True)
        self.other = other.splitlines(keepends=True)
        self.own = own
        self.random = random.Random(seed)  # noqa: S311 - the attack is to be repeatable
        self.attacks: tuple[Callable[[], bytes], ...] = (
            self.flip_bit,
            self.change_byte,
            self.insert_bytes,
            self.remove_bytes,
            self.remove_lines,
            self.swap_lines,
            self.shuffle_lines,
            self.truncate,
            self.duplicate_line,
            self.repeat_at_end,
            self.edit_without_hash,
            self.edit_with_own_hash,
            self.rewrite_chain,
            self.rewrite_and_sign_anew,
            self.splice,
            self.splice_with_chain,
            self.swap_signature,
            self.sign_for_another,
            self.strip_signature,
            self.strip_end,
        )

    def flip_bit(self) -> bytes:
        changed = bytearray(self.log)
        changed[self.random.randrange(len(changed))] ^= 1 << self.random.randrange(8)
        return bytes(changed)

    def change_byte(self) -> bytes:
        changed = bytearray(self.log)
        position = self.random.randrange(len(changed))
        changed[position] = (changed[position] + self.random.randrange(1, 256)) % 256
        return bytes(changed)

    def insert_bytes(self) -> bytes:
        position = self.random.randrange(len(self.log) + 1)
        return self.log[:position] + self.random.randbytes(self.random.randrange(1, 5)) + self.log[position:]

    def remove_bytes(self) -> bytes:
        position = self.random.randrange(len(self.log))
        return self.log[:position] + self.log[position + self.random.randrange(1, 200) :]

    def remove_lines(self) -> bytes:
        first = self.random.randrange(len(self.lines))
        return b"".join(self.lines[:first] + self.lines[first + self.random.randrange(1, 4) :])

    def swap_lines(self) -> bytes:
        changed = list(self.lines)
        one, two = self.random.sample(range(len(changed)), 2)
        changed[one], changed[two] = changed[two], changed[one]
        return b"".join(changed)

    def shuffle_lines(self) -> bytes:
        return b"".join(self.random.sample(self.lines, len(self.lines)))

    def truncate(self) -> bytes:
        return self.log[: self.random.randrange(len(self.log))]

    def duplicate_line(self) -> bytes:
        line = self.random.randrange(len(self.lines))
        at = self.random.randrange(len(self.lines) + 1)
        return b"".join([*self.lines[:at], self.lines[line], *self.lines[at:]])

    def repeat_at_end(self) -> bytes:
        return self.log + b"".join(self.lines[self.random.randrange(len(self.lines)) :])

    def edit_without_hash(self) -> bytes:
        at, edited = self.edited()
        return self.with_line(at, canonical(edited) + b"\n")

    def edit_with_own_hash(self) -> bytes:
        at, edited = self.edited()
        return self.with_line(at, _hashed(edited))

    def rewrite_chain(self) -> bytes:
        """Edit an entry, then all hashes after it, the signature's line included."""
        at, edited = self.edited()
        lines = self.with_line(at, _hashed(edited)).splitlines(keepends=True)
        return b"".join(_chained(lines[:-1])) + _resealed(lines)

    def rewrite_and_sign_anew(self) -> bytes:
        """Edit, rewrite the chain, and sign it with one's own key, under the true or a look-alike certificate."""
        at, edited = self.edited()
        lines = _chained(self.with_line(at, _hashed(edited)).splitlines(keepends=True)[:-1])
        root = decode(lines[-1].rstrip(b"\n"), Entry).hash
        true = bytes.fromhex(decode(self.lines[-1].rstrip(b"\n"), Seal).certificate)
        certificate = self.random.choice((true, certificate_of(self.own)))
        signature = sign_root(Side.CUSTOMER, FINGERPRINT, bytes.fromhex(root), certificate, signer(self.own))
        seal = Seal(len(lines) + 1, certificate.hex(), signature.hex(), root, START)
        return b"".join(lines) + _hashed(seal)

    def splice(self) -> bytes:
        """Take a stretch of lines from another log of the same agent's."""
        first = self.random.randrange(len(self.lines))
        last = self.random.randrange(first + 1, len(self.lines) + 1)
        if (first, last) == (0, len(self.lines)):
            last -= 1
        return b"".join(self.lines[:first] + self.other[first:last] + self.lines[last:])

    def splice_with_chain(self) -> bytes:
        first = self.random.randrange(1, len(self.lines) - 1)
        lines = self.lines[:first] + self.other[first:]
        return b"".join(_chained(lines[:-1])) + _resealed(lines)

    def swap_signature(self) -> bytes:
        """Put the other log's signature under this one, with hashes that fit."""
        return b"".join(self.lines[:-1]) + _resealed([*self.lines[:-1], self.other[-1]])

    def sign_for_another(self) -> bytes:
        """Put the agent's own signature under it, of this very root, but made for another session, side, or both."""
        seal = decode(self.lines[-1].rstrip(b"\n"), Seal)
        certificate, root = bytes.fromhex(seal.certificate), bytes.fromhex(seal.previous)
        side, fingerprint = self.random.choice(
            [(Side.CUSTOMER, OTHER_FINGERPRINT), (Side.AGENT, FINGERPRINT), (Side.AGENT, OTHER_FINGERPRINT)]
        )
        signature = sign_root(side, fingerprint, root, certificate, signer(self.agent))
        return b"".join(self.lines[:-1]) + _hashed(msgspec.structs.replace(seal, signature=signature.hex()))

    def strip_signature(self) -> bytes:
        """Without its signature, anybody could have written the log: changed or not."""
        if self.random.random() < 0.5:
            return b"".join(self.lines[:-1])
        return b"".join(self.rewrite_chain().splitlines(keepends=True)[:-1])

    def strip_end(self) -> bytes:
        """Make a session end earlier, with the same ending."""
        keep = self.random.randrange(1, len(self.lines) - 2)
        lines = [*self.lines[:keep], *self.lines[-2:]]
        return b"".join(_chained(lines[:-1])) + _resealed(lines)

    def with_line(self, at: int, line: bytes) -> bytes:
        return b"".join([*self.lines[:at], line, *self.lines[at + 1 :]])

    def edited(self) -> tuple[int, Entry]:
        """Return an entry with a changed member, and its place; its old hash is still in it."""
        at = self.random.randrange(len(self.lines) - 1)
        entry = decode(self.lines[at].rstrip(b"\n"), Entry)
        changes: list[dict[str, Any]] = [
            {"time": f"2030-05-18T{self.random.randrange(24):02}:00:00.000Z"},
            {"elapsed": entry.elapsed + self.random.randrange(1, 1000)},
            {"event": self.random.choice([event for event in AuditEvent if event != entry.event])},
            {"fields": {**entry.fields, self.random.choice(["agent", "width", "extra"]): "somebody else"}},
        ]
        if entry.fields:
            name, value = self.random.choice(list(entry.fields.items()))
            edited = value + 1 if isinstance(value, int) else f"{value}x"
            changes.append({"fields": {**entry.fields, name: edited}})
            changes.append({"fields": {key: other for key, other in entry.fields.items() if key != name}})
        return at, msgspec.structs.replace(entry, **self.random.choice(changes))


def _hashed(line: Entry | Seal) -> bytes:
    return canonical(msgspec.structs.replace(line, hash=digest(line))) + b"\n"


def _chained(lines: list[bytes]) -> list[bytes]:
    """Return the entries with numbers, and hashes all the way, that fit."""
    chained: list[bytes] = []
    previous = START
    for number, line in enumerate(lines, 1):
        entry = msgspec.structs.replace(decode(line.rstrip(b"\n"), Entry), number=number, previous=previous)
        chained.append(_hashed(entry))
        previous = digest(entry)
    return chained


def _resealed(lines: list[bytes]) -> bytes:
    """Return the last line with number and hashes that fit the chained lines before it."""
    seal = decode(lines[-1].rstrip(b"\n"), Seal)
    root = decode(_chained(lines[:-1])[-1].rstrip(b"\n"), Entry).hash
    return _hashed(msgspec.structs.replace(seal, number=len(lines), previous=root))


@pytest.fixture(scope="module")
def authority() -> Root:
    return make_root()


@pytest.fixture(scope="module")
def certifies(authority: Root) -> Certifies:
    def check(certificate: bytes, opening: Opening) -> bool:
        try:
            identity, _ = verify_agent(certificate, authority[0], opening.start)
        except IdentityError:
            return False
        return identity.full_name == opening.header.agent

    return check


@pytest.fixture
def attacker(tmp_path: Path, authority: Root) -> Attacker:
    agent = issue(authority)
    log, other = (write_session(tmp_path, agent, SECONDS).read_bytes() for _ in range(2))
    return Attacker(log, other, agent, issue(make_root()), seed=3)


def test_every_tampering_is_found(
    attacker: Attacker, certifies: Certifies, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    tamperings = LONG if request.config.getoption("--long", default=False) else SHORT
    path = tmp_path / "tampered.jsonl"
    path.write_bytes(attacker.log)
    assert verify(path, certifies).intact
    findings: Counter[str] = Counter()
    tried: Counter[str] = Counter()
    missed = []
    while tried.total() < tamperings:
        attack = attacker.attacks[tried.total() % len(attacker.attacks)]
        tampered = attack()
        if tampered == attacker.log:  # a change that changes nothing is none; draw again
            continue
        tried[attack.__name__] += 1
        path.write_bytes(tampered)
        verdict = verify(path, certifies)
        findings[verdict.finding.value] += 1
        if verdict.intact:
            missed.append((attack.__name__, tampered))
    print(f"\naudit log: {tried.total()} tamperings in {len(tried)} ways, {len(missed)} not found")  # noqa: T201
    print(f"as: {dict(findings.most_common())}")  # noqa: T201
    assert not missed
    assert set(tried) == {attack.__name__ for attack in attacker.attacks}


def test_a_log_cut_off_anywhere_is_found(
    attacker: Attacker, certifies: Certifies, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    step = 1 if request.config.getoption("--long", default=False) else 61
    path = tmp_path / "cut.jsonl"
    for size in range(0, len(attacker.log), step):
        path.write_bytes(attacker.log[:size])
        assert not verify(path, certifies).intact, size


def test_a_flip_anywhere_is_found(
    attacker: Attacker, certifies: Certifies, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    step = 1 if request.config.getoption("--long", default=False) else 61
    path = tmp_path / "flipped.jsonl"
    for position in range(0, len(attacker.log), step):
        changed = bytearray(attacker.log)
        changed[position] ^= 1 << position % 8
        path.write_bytes(changed)
        assert not verify(path, certifies).intact, position
