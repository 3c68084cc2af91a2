"""Somebody tries codes without knowing the secret: nobody gets in, and the third attempt is the last.

The makers, the typers and the relay are the program's own. An attacker does what a program can do
at a nameplate: guess, fall silent in any phase, or talk nonsense. After three such attempts the
right code is tried: it must be dead.
"""

import asyncio
import random
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Final

import pytest

from client.pipeline.meeting import Maker, MeetingError, Met, allot, receive, type_code
from client.seal.records import Direction
from client.transport.link import Link
from client.transport.loopback import loopback_pair
from client.transport.tls import client_tls
from client.transport.websocket import open_link
from server.relay import Relay
from server.rooms import Rooms
from server.sessions import Sessions
from tests.server.relay_client import token_of
from tests.support import authority
from tests.support.handshake import Meet
from tests.support.live_server import live_server
from tests.support.people import PASSWORD
from tests.support.relayed_link import RelayedLink
from wire import limits
from wire.endings import Refusal
from wire.handshake import MAC, TyperConfirm, encode_handshake
from wire.rendezvous import (
    Allot,
    Allotted,
    Call,
    Join,
    Joined,
    NextAttempt,
    PeerJoined,
    PeerLeft,
    Wait,
    control_frame,
    decode_to_server,
    peer_frame,
)

SHORT, LONG = 108, 10_000
AT_ONCE: Final = 12
MANY: Final = 10**6

Open = Callable[[], Awaitable[Link]]


@dataclass
class Code:
    """A code that an attacker aims at: how to reach it, and all that the right typer would know."""

    open: Open
    token: str
    meet: Meet
    heard: bytes = b""
    """The hello of an earlier attempt, for repeating."""

    @property
    def request(self) -> Join | Call:
        if self.meet.agent is Direction.FROM_MAKER:
            return Join(limits.PROTOCOL_VERSION, self.meet.nameplate)
        return Call(limits.PROTOCOL_VERSION, self.meet.nameplate, self.token)

    async def type(self, meet: Meet) -> Met:
        """Type a code as the app does; raise MeetingError."""
        async with line(self.open) as link:
            return await type_code(link, self.request, lambda session: replace(meet, session=session).typer())


@asynccontextmanager
async def line(open_line: Open) -> AsyncIterator[Link]:
    link = await open_line()
    try:
        yield link
    finally:
        await link.close()


async def wrong_secret(code: Code, chance: random.Random) -> None:
    right = int(code.meet.secret)
    digits = len(code.meet.secret)
    wrong = (right + chance.randrange(1, 10**digits)) % 10**digits
    await code.type(replace(code.meet, secret=f"{wrong:0{digits}}"))


async def leaves_at_once(code: Code, _chance: random.Random) -> None:
    async with joined(code):
        pass


async def leaves_after_hello(code: Code, chance: random.Random) -> None:
    async with joined(code) as link:
        await hello(code, link, chance)


async def guesses_the_proof(code: Code, chance: random.Random) -> None:
    async with joined(code) as link:
        await hello(code, link, chance)
        await link.send(peer_frame(encode_handshake(TyperConfirm(chance.randbytes(MAC)))))
        await receive(link)


async def proof_without_hello(code: Code, chance: random.Random) -> None:
    async with joined(code) as link:
        await link.send(peer_frame(encode_handshake(TyperConfirm(chance.randbytes(MAC)))))
        await receive(link)


async def repeats_a_hello(code: Code, chance: random.Random) -> None:
    async with joined(code) as link:
        heard = code.heard or replace(code.meet, secret="wrong").typer().begin()
        for _ in range(2):
            await link.send(peer_frame(heard))
            await receive(link)


async def nonsense(code: Code, chance: random.Random) -> None:
    async with joined(code) as link:
        await link.send(peer_frame(chance.randbytes(chance.randrange(200))))
        await receive(link)


ATTACKS: Final = (
    wrong_secret,
    wrong_secret,
    leaves_at_once,
    leaves_after_hello,
    guesses_the_proof,
    proof_without_hello,
    repeats_a_hello,
    nonsense,
)


@asynccontextmanager
async def joined(code: Code) -> AsyncIterator[Link]:
    async with line(code.open) as link:
        await link.send(control_frame(code.request))
        answer = await receive(link)
        assert isinstance(answer, Joined)
        yield link


async def hello(code: Code, link: Link, chance: random.Random) -> None:
    """Send a hello and hear the maker's."""
    code.heard = replace(code.meet, secret=f"{chance.randrange(10**4):04}").typer().begin()
    await link.send(peer_frame(code.heard))
    assert isinstance(await receive(link), bytes)


@dataclass
class Tally:
    """What came of all attempts."""

    tried: Counter[str]
    codes: int = 0
    accepted: int = 0
    alive: list[object] = field(default_factory=list)
    """What the maker saw of codes that did not end with the third attempt."""

    def __str__(self) -> str:
        kinds = ", ".join(f"{count} {kind}" for kind, count in self.tried.items())
        return (
            f"{self.codes} codes, {self.tried.total()} attempts without the secret ({kinds}): "
            f"{self.accepted} accepted; then {self.codes} with it: {len(self.alive)} codes alive"
        )


async def attack(meet: Meet, open_line: Open, token: str, tally: Tally, chance: random.Random) -> None:
    """Make one code, use its attempts up, and try the right one."""
    secret_digits = limits.SECRET_DIGITS if meet.agent is Direction.FROM_MAKER else limits.PASSWORD_DIGITS
    failures: list[Refusal] = []
    async with line(open_line) as link:
        by_agent = meet.agent is Direction.FROM_MAKER
        request = Allot(limits.PROTOCOL_VERSION, token) if by_agent else Wait(limits.PROTOCOL_VERSION)
        allotted = await allot(link, request)
        secret = f"{chance.randrange(10**secret_digits):0{secret_digits}}"
        meet = replace(meet, secret=secret, nameplate=allotted.nameplate, session=allotted.session)
        waiting = asyncio.create_task(Maker(link, allotted, meet.maker, failures.append).pair())
        code = Code(open_line, token, meet)
        for number in range(1, limits.CODE_ATTEMPTS + 1):
            way = chance.choice(ATTACKS)
            tally.tried[way.__name__.replace("_", " ")] += 1
            tally.accepted += await gets_in(partial(way, code, chance))
            await until(lambda wanted=number: len(failures) >= wanted or waiting.done())  # type: ignore[misc] # bound now
        tally.accepted += await gets_in(partial(code.type, meet))
        outcome = (await asyncio.gather(waiting, return_exceptions=True))[0]
        tally.codes += 1
        burnt = isinstance(outcome, MeetingError) and outcome.refusal is Refusal.CODE_BURNT
        if not burnt or len(failures) != limits.CODE_ATTEMPTS:
            tally.alive.append((outcome, *failures))


async def gets_in(way: Callable[[], Awaitable[Met | None]]) -> bool:
    try:
        return await way() is not None
    except MeetingError as error:
        if error.refusal not in (Refusal.CODE_REFUSED, Refusal.HANDSHAKE_FAILED, Refusal.PEER_LEFT):
            raise
        return False


async def until(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(30):
        while not condition():  # noqa: ASYNC110 - the maker tells of a failed attempt by a plain call
            await asyncio.sleep(0.005)


def ways_in() -> list[Meet]:
    root = authority.make_root()
    return [Meet(root[0], authority.issue(root), authority.NOW, agent) for agent in Direction]


async def attack_many(attempts: int, seed: int, open_lines: Sequence[Open], token: str) -> Tally:
    """Attack so many times at codes of both ways in, some of them side by side."""
    chance = random.Random(seed)  # noqa: S311 - chooses what to attack; keys are drawn by the system
    meets = ways_in()
    tally = Tally(Counter())
    numbers = iter(range(-(-attempts // limits.CODE_ATTEMPTS)))

    async def attacker(open_line: Open) -> None:
        for number in numbers:
            await attack(meets[number % len(meets)], open_line, token, tally, chance)

    await asyncio.gather(*map(attacker, open_lines))
    return tally


def test_no_code_is_guessed_or_outlives_three_attempts(long_form: bool, report: Callable[[str], None]) -> None:
    async def scenario() -> Tally:
        rooms = Rooms(Sessions(), joins_per_minute=MANY, waits_per_minute=MANY, waiting_ids_per_address=MANY)
        relay = Relay(rooms, lambda _token: "ana")

        async def open_line(address: str) -> Link:
            return RelayedLink(relay, address)

        lines = [partial(open_line, f"192.0.2.{number}") for number in range(AT_ONCE)]
        return await attack_many(LONG if long_form else SHORT, 1, lines, "token of the agent")

    tally = asyncio.run(scenario())
    report(f"wrong codes: {tally}")
    assert {way.__name__.replace("_", " ") for way in ATTACKS} == set(tally.tried)
    assert (tally.accepted, tally.alive) == (0, [])


def test_no_code_is_guessed_at_a_live_server(tmp_path: Path, long_form: bool, report: Callable[[str], None]) -> None:
    with live_server(tmp_path, joins_per_minute=100_000, waits_per_minute=100_000) as server:
        server.add_agent("ana", "Ana Novak", "ana.novak@bank.example", PASSWORD)
        token = token_of(server.url, "ana", PASSWORD)
        open_line = partial(open_link, server.url, client_tls(None))
        tally = asyncio.run(attack_many(600 if long_form else 12, 2, [open_line] * 4, token))
        assert server.log().count("reason=code_refused") >= tally.codes
    report(f"wrong codes at a live server: {tally}")
    assert (tally.accepted, tally.alive) == (0, [])


@pytest.mark.parametrize("meet", ways_in(), ids=["agent's code", "customer's id"])
def test_the_right_code_gets_in(meet: Meet) -> None:
    """Without this, the attacks would prove nothing."""

    async def scenario() -> None:
        relay = Relay(Rooms(), lambda _token: "ana")

        async def open_line() -> Link:
            return RelayedLink(relay, "192.0.2.1")

        by_agent = meet.agent is Direction.FROM_MAKER
        async with line(open_line) as link:
            request = Allot(limits.PROTOCOL_VERSION, "t" * 16) if by_agent else Wait(limits.PROTOCOL_VERSION)
            allotted = await allot(link, request)
            right = replace(meet, nameplate=allotted.nameplate, session=allotted.session)
            waiting = asyncio.create_task(Maker(link, allotted, right.maker, lambda _: None).pair())
            code = Code(open_line, "t" * 16, right)
            assert not await gets_in(partial(leaves_at_once, code, random.Random(1)))  # noqa: S311 - not used
            typed, made = await code.type(right), await waiting
            assert typed.paired.fingerprint == made.paired.fingerprint

    asyncio.run(scenario())


def test_a_lying_server_gets_no_more_attempts() -> None:
    """One that says of every typer that it is the first."""
    (meet, _) = ways_in()

    async def scenario() -> list[bytes]:
        server, link = loopback_pair(100)
        failures: list[Refusal] = []
        maker = Maker(link, Allotted("0042", meet.session, 600.0), meet.maker, failures.append)
        for _ in range(limits.CODE_ATTEMPTS + 1):
            await server.send(control_frame(PeerJoined(1)))
            await server.send(control_frame(PeerLeft()))
        with pytest.raises(MeetingError) as burnt:
            await maker.pair()
        assert burnt.value.refusal is Refusal.CODE_BURNT
        assert len(failures) == limits.CODE_ATTEMPTS
        return [await server.receive() for _ in range(limits.CODE_ATTEMPTS - 1)]

    said = asyncio.run(scenario())
    assert [decode_to_server(frame[1:]) for frame in said] == [NextAttempt(1)] * len(said)


def test_a_server_that_lets_a_code_live_on_does_not_keep_it_alive(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "CODE_LIFETIME", -4.99)
    (meet, _) = ways_in()

    async def scenario() -> None:
        _, link = loopback_pair()
        with pytest.raises(MeetingError) as expired:
            await Maker(link, Allotted("0042", meet.session, 600.0), meet.maker, lambda _: None).pair()
        assert expired.value.refusal is Refusal.CODE_EXPIRED

    asyncio.run(scenario())
