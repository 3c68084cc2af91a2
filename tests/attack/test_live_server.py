"""A real server process gets malformed frames while sessions run through it: none of them takes harm.

The attackers are a process of their own. They come from many addresses of loopback, so that limits
by address do not keep their frames from the parsers that are attacked.
"""

import asyncio
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from statistics import median, quantiles
from typing import Final
from urllib.parse import urlsplit

import msgspec

from client.seal.records import Direction
from client.transport.tls import client_tls
from client.transport.websocket import open_link
from tests.attack.live.attacker import Order, Outcome
from tests.attack.live.honest import HonestSession
from tests.attack.live.shots import SHOTS
from tests.server.relay_client import login_body, post_login
from tests.support import authority
from tests.support.handshake import Meet
from tests.support.live_server import ROOT, LiveServer, live_server
from tests.support.memory import resident_of
from tests.support.people import PASSWORD
from wire.brand import decode_brand

SHORT, LONG = 2_000, 1_000_000
SESSIONS: Final = 20
_SECONDS: Final = 7200.0
_BEGIN: Final = 30.0
"""Seconds within which every side has heard the other; then the sessions have all descriptors that they need."""
_AFTER: Final = 40.0
"""Seconds within which the server has let go of the last attacker: it waits up to 15 for one that says nothing."""
_GROWTH: Final = 64 * 2**20


def descriptors_of(server: LiveServer) -> int:
    return sum(1 for _ in Path(f"/proc/{server.process.pid}/fd").iterdir())


async def attack(order: Order) -> Outcome:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.attack.live.attacker", cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    said, _ = await process.communicate(msgspec.json.encode(order))
    assert process.returncode == 0
    return msgspec.json.decode(said, type=Outcome)


async def scenario(server: LiveServer, frames: int, report: Callable[[str], None]) -> None:
    brand = decode_brand(server.brand_path.read_bytes())
    tls = client_tls(brand.server_root)
    status, answer = await asyncio.to_thread(post_login, server.url, login_body("ana", PASSWORD), tls)
    assert status == 200
    root = authority.make_root()
    meets = [Meet(root[0], authority.issue(root), authority.NOW, agent) for agent in Direction]
    open_line = partial(open_link, server.url, tls)
    sessions = [
        await HonestSession.begin(number, open_line, answer["token"], meets[number % len(meets)])
        for number in range(SESSIONS)
    ]
    over = asyncio.Event()
    talking = [asyncio.create_task(session.talk(over)) for session in sessions]
    async with asyncio.timeout(_BEGIN):
        while not all(session.has_talked() for session in sessions):  # noqa: ASYNC110 - nobody tells
            await asyncio.sleep(0.05)
    before = descriptors_of(server), resident_of(server.process.pid)
    order = Order(
        host=urlsplit(server.url).hostname or "",
        port=urlsplit(server.url).port or 0,
        server_root=brand.server_root or "",
        frames=frames,
        seconds=_SECONDS,
        threads=4,
        seed=1,
        sessions=[session.identifier for session in sessions],
        records=[record for session in sessions for record in session.overheard()],
    )
    outcome = await attack(order)
    over.set()
    await asyncio.gather(*talking)
    unharmed = [session.unharmed() for session in sessions]
    assert server.process.poll() is None
    async with asyncio.timeout(_AFTER):
        while descriptors_of(server) > before[0]:  # noqa: ASYNC110 - nobody tells
            await asyncio.sleep(0.1)
    after = descriptors_of(server), resident_of(server.process.pid)
    for session in sessions:
        await session.end()
    _report(report, outcome, sessions, before, after)
    assert all(unharmed)
    assert set(outcome.shots) == set(SHOTS)
    # Otherwise it was no attack on the parsers.
    assert outcome.cut_off <= outcome.connections // 100
    assert after[1] - before[1] < _GROWTH
    assert "internal error" not in server.log()


def _report(
    report: Callable[[str], None],
    outcome: Outcome,
    sessions: list[HonestSession],
    before: tuple[int, int],
    after: tuple[int, int],
) -> None:
    fatal = sum(outcome.shots.values())
    delays = [delay for session in sessions for delay in session.delays]
    heard = sum(
        len(side.heard) + side.pictures_heard for session in sessions for side in (session.customer, session.agent)
    )
    answers = ", ".join(
        f"{count} {answer}" for answer, count in sorted(outcome.answers.items(), key=lambda each: -each[1])
    )
    report(
        f"live server: {fatal + outcome.allowed} frames in {outcome.seconds:.0f} s over {outcome.connections} "
        f"connections: {fatal} malformed or out of place, {outcome.allowed} before them that only flood; "
        f"{outcome.cut_off} cut off by limits"
    )
    report(f"live server: kinds: {', '.join(f'{count} {kind}' for kind, count in outcome.shots.items())}")
    report(f"live server: answers: {answers}")
    report(
        f"live server: {len(sessions)} sessions meanwhile: {heard} messages, all delivered once and in order; "
        f"chat took {1000 * median(delays):.0f} ms (median), {1000 * quantiles(delays, n=20)[-1]:.0f} ms (95 %), "
        f"{1000 * max(delays):.0f} ms (all)"
    )
    report(
        f"live server: descriptors {before[0]} before, {after[0]} after; "
        f"resident {before[1] / 2**20:.0f} MiB before, {after[1] / 2**20:.0f} MiB after"
    )


def test_sessions_take_no_harm_from_malformed_frames(
    tmp_path: Path, long_form: bool, report: Callable[[str], None]
) -> None:
    with live_server(tmp_path, url="wss://127.0.0.1:8470") as server:
        server.add_agent("ana", "Ana Novak", "ana.novak@bank.example", PASSWORD)
        asyncio.run(scenario(server, LONG if long_form else SHORT, report))
