"""Whoever sits on the line alters a message of a handshake: nobody may come to a result by it.

All three handshakes are attacked: both ways in, and resumption. Honest runs are recorded with both
sides as they were before each message; an attack goes on from copies of these, so that not every
one has to do all the arithmetic again.
"""

import copy
import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import pytest

from client.seal.exchange import Exchange, PairingFailed
from client.seal.pairing import Paired
from client.seal.records import Direction, TrafficKeys
from client.seal.resumption import Resumption
from client.seal.schedule import ResumeSecret
from tests.support import authority
from tests.support.handshake import Meet

TAMPERINGS = ("flipped", "dropped", "repeated", "reflected", "reordered", "from another session")
SHORT, LONG = 360, 100_000
HELLOS = 2
ATTACKS_PER_RECORDING = 120
MAKER, TYPER = Direction.FROM_MAKER, Direction.FROM_TYPER

Side = Exchange[Any]


@dataclass
class Line:
    """Both sides, and the messages between them that have not arrived yet."""

    sides: dict[Direction, Side]
    under_way: list[tuple[Direction, bytes]]
    """Each with the side that it is meant for."""

    def fork(self) -> "Line":
        return Line({direction: _copied(side) for direction, side in self.sides.items()}, list(self.under_way))

    def deliver(self, receiver: Direction, message: bytes) -> Paired | TrafficKeys | None:
        """Let one side receive; return its result; raise PairingFailed, whose answer is under way."""
        try:
            step = self.sides[receiver].receive(message)
        except PairingFailed as failure:
            self._send(receiver, failure.answer)
            raise
        self._send(receiver, step.send)
        return step.result

    def carry_on(self) -> set[Direction]:
        """Deliver everything that comes; return who came to a result."""
        joined = set()
        while self.under_way:
            receiver, message = self.under_way.pop(0)
            try:
                if self.deliver(receiver, message) is not None:
                    joined.add(receiver)
            except PairingFailed:
                continue
        return joined

    def _send(self, sender: Direction, message: bytes | None) -> None:
        if message is not None:
            self.under_way.append((sender.opposite, message))


@dataclass
class Recording:
    """One honest run: each message with its receiver, and the line as it was before it arrived."""

    messages: list[tuple[Direction, bytes]]
    before: list[Line]

    @classmethod
    def of(cls, line: Line) -> "Recording":
        recording = cls([], [])
        while line.under_way:
            recording.before.append(line.fork())
            receiver, message = line.under_way.pop(0)
            recording.messages.append((receiver, message))
            line.deliver(receiver, message)
        return recording


@dataclass
class Stage:
    """A handshake to be attacked, and what the attacker has recorded of others."""

    attacked: Recording
    others: list[Recording]


def _copied(side: Side) -> Side:
    twin = copy.copy(side)
    # All else that a side holds never changes in place.
    if getattr(twin, "_pake", None) is not None:
        vars(twin)["_pake"] = copy.copy(vars(twin)["_pake"])
    return twin


def first_line(meet: Meet) -> Line:
    typer, maker = meet.typer(), meet.maker()
    return Line({TYPER: typer, MAKER: maker}, [(MAKER, typer.begin())])


def resumed_line(secret: ResumeSecret, session: bytes) -> Line:
    sides = {direction: Resumption(secret, direction, session) for direction in Direction}
    under_way = [(direction.opposite, side.begin()) for direction, side in sides.items()]
    return Line(dict(sides), under_way)


def stages(meets: list[Meet]) -> list[Stage]:
    """Return both ways in and the resumption, freshly recorded.

    Of each there are two more runs: one of the same session at another time, and one of another
    session with the same code or resume secret.
    """
    secret = ResumeSecret(bytes(range(32)))
    recorded = []
    for meet in meets:
        other = replace(meet, session=b"another session!")
        recorded.append([Recording.of(first_line(each)) for each in (meet, meet, other)])
    sessions = (b"session-of-16-by", b"session-of-16-by", b"another session!")
    recorded.append([Recording.of(resumed_line(secret, session)) for session in sessions])
    return [Stage(attacked, others) for attacked, *others in recorded]


def accepted(tampering: str, stage: Stage, chance: random.Random) -> bool:
    """Attack once; tell whether anybody came to a result by what was altered.

    Without the right hello nobody may come to one. Without a right later message the one who should
    have had it may not; the other may have its result by then, from messages that were all right.
    """
    number = chance.randrange(len(stage.attacked.messages))
    line = stage.attacked.before[number].fork()
    victim, message = line.under_way.pop(0)
    other = chance.choice(stage.others)
    concerned = {victim} if number >= HELLOS or tampering == "repeated" else {MAKER, TYPER}
    if tampering == "flipped":
        message = _flipped(message, chance)
    elif tampering == "dropped":
        # Where nothing else is under way, the attacker goes on with what would have come next.
        later = [each for receiver, each in other.messages[number + 1 :] if receiver is victim]
        if line.under_way or not later:
            return bool(line.carry_on() & concerned)
        message = later[0]
    elif tampering == "repeated":
        line.deliver(victim, message)
    elif tampering == "reflected":
        victim = victim.opposite
        concerned |= {victim}
    elif tampering == "reordered":
        place = chance.choice([each for each in range(len(other.messages)) if each != number])
        sent = stage.attacked.messages[: number + 1 + len(line.under_way)]
        message = (sent if place < len(sent) else other.messages)[place][1]
    else:
        message = other.messages[number][1]
    try:
        if line.deliver(victim, message) is not None:
            return True
    except PairingFailed:
        return bool(line.carry_on() & concerned)
    return bool(line.carry_on())


def _flipped(message: bytes, chance: random.Random) -> bytes:
    damaged = bytearray(message)
    for bit in chance.sample(range(len(message) * 8), chance.randint(1, 4)):
        damaged[bit // 8] ^= 1 << bit % 8
    return bytes(damaged)


def attack(attacks: int, seed: int) -> tuple[Counter[str], Counter[str]]:
    """Return how often each tampering was tried, and how often it was accepted."""
    chance = random.Random(seed)  # noqa: S311 - chooses what to attack; keys are drawn by the system
    root = authority.make_root()
    credentials = authority.issue(root)
    meets = [Meet(root[0], credentials, authority.NOW, agent) for agent in Direction]
    tried: Counter[str] = Counter()
    passed: Counter[str] = Counter()
    ready: list[Stage] = []
    for number in range(attacks):
        if number % ATTACKS_PER_RECORDING == 0:
            ready = stages(meets)
        tampering = TAMPERINGS[number % len(TAMPERINGS)]
        stage = ready[number // len(TAMPERINGS) % len(ready)]
        tried[tampering] += 1
        passed[tampering] += accepted(tampering, stage, chance)
    return tried, passed


def test_nobody_joins_by_an_altered_message(long_form: bool, report: Callable[[str], None]) -> None:
    tried, passed = attack(LONG if long_form else SHORT, seed=1)
    kinds = ", ".join(f"{count} {kind}" for kind, count in tried.items())
    report(f"handshake: {tried.total()} attacks ({kinds}): {passed.total()} accepted")
    assert set(tried) == set(TAMPERINGS)
    assert passed.total() == 0, passed


@pytest.mark.parametrize("number", range(3))
def test_from_every_recorded_moment_the_untouched_line_joins(number: int) -> None:
    root = authority.make_root()
    meets = [Meet(root[0], authority.issue(root), authority.NOW, agent) for agent in Direction]
    recording = stages(meets)[number].attacked
    first = recording.before[0].fork()
    assert first.carry_on() == {MAKER, TYPER}
    for line in recording.before:
        # One of the two may have its result already.
        assert line.fork().carry_on()
