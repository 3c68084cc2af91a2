"""How long a side waits before each try to come back: longer and longer up to a bound, and never all alike."""

import asyncio
import os
import ssl
from itertools import pairwise

import pytest

from client.pipeline import reconnecting
from client.pipeline.meeting import Met
from client.pipeline.reconnecting import Reconnector
from client.seal.pairing import Paired
from client.seal.records import SECRET, Direction, TrafficKeys
from client.seal.schedule import ResumeSecret
from client.transport.link import Link, LinkError
from wire import limits
from wire.endings import Refusal
from wire.rendezvous import Role

TRIES = 8
SEARCHES = 200


class _EnoughError(Exception):
    """As many pauses were taken as the test looks at."""


@pytest.fixture
def reconnector() -> Reconnector:
    keys = TrafficKeys(Direction.FROM_TYPER, os.urandom(SECRET), os.urandom(SECRET))
    met = Met(Paired(keys, None, "042137", ResumeSecret(bytes(32))), bytes(16), Role.TYPER)
    return Reconnector("ws://127.0.0.1:1", ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT), met)


@pytest.fixture
def searches(reconnector: Reconnector, monkeypatch: pytest.MonkeyPatch) -> list[list[float]]:
    """Return the pauses, in seconds, of so many searches that found nobody."""
    pauses: list[float] = []

    async def rest(seconds: float) -> None:
        pauses.append(seconds)
        if len(pauses) > TRIES:
            raise _EnoughError

    async def nobody(*_: object) -> Link:
        raise LinkError(Refusal.SERVER_UNREACHABLE)

    monkeypatch.setattr(reconnecting, "open_link", nobody)
    monkeypatch.setattr(asyncio, "sleep", rest)
    taken = []
    for _ in range(SEARCHES):
        pauses.clear()
        with pytest.raises(_EnoughError):
            asyncio.run(reconnector.reconnect())
        taken.append(pauses[:TRIES])
    return taken


def test_each_pause_is_drawn_from_the_upper_half(searches: list[list[float]]) -> None:
    """Of one that doubles up to a bound."""
    first, longest = limits.RESUME_BACKOFF
    nominal = [min(first * 2**tried, longest) for tried in range(TRIES)]
    assert nominal[-1] == longest
    for pauses in searches:
        assert all(pause / 2 <= taken <= pause for pause, taken in zip(nominal, pauses, strict=True))
    for pause, taken in zip(nominal, zip(*searches, strict=True), strict=True):
        # 200 draws that all miss a tenth at one end: once in a thousand million.
        assert min(taken) < 0.55 * pause
        assert max(taken) > 0.95 * pause


def test_two_sides_do_not_come_back_together(searches: list[list[float]]) -> None:
    assert all(one != other for one, other in pairwise(searches))
