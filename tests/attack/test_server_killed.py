"""`kill -9` of the server in the middle of sessions: they come back with its successor, and nothing is lost or doubled.

All sessions are viewed, and one of them is controlled: its agent holds two keys down when the server dies.
"""

import random
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

from tests.support.busy_session import BusySession, Canvas, wait_for
from tests.support.mortal_server import MortalServer, mortal_server
from tests.support.people import PASSWORD
from tests.support.resumptions import Resumptions

SHORT, LONG = (2, 2), (200, 3)
"""Kills, and sessions that live through each."""
_AWAY = 24
"""Chat lines, nine in a second, during which the server may be away."""


def test_a_killed_server_undoes_nothing(
    tmp_path: Path, canvas: Canvas, long_form: bool, report: Callable[[str], None]
) -> None:
    kills, count = LONG if long_form else SHORT
    chance = random.Random(3)  # noqa: S311 - only when to kill
    resumptions = Resumptions()
    with mortal_server(tmp_path) as server, ExitStack() as stack:
        server.live.add_agent("ana", "Ana Novak", "ana.novak@bank.example", PASSWORD)
        sessions: list[BusySession] = []
        for _ in range(count):
            sessions.append(BusySession(server.live, server.live.url, server.live.url))
            stack.callback(sessions[-1].close)
        for _ in range(kills):
            resumptions.add(_kill_once(server, sessions, canvas, chance), count)
        for session in sessions:
            session.check_chat()
    report(f"server killed: {kills} times, {count} sessions at once: after the restart {resumptions}")
    resumptions.check(long_form)


def _kill_once(server: MortalServer, sessions: list[BusySession], canvas: Canvas, chance: random.Random) -> list[float]:
    """Kill and restart the server; return how long each session that came back took after that, in seconds."""
    canvas.start()
    sessions[0].take_control(canvas)
    # Some lines later, which is at another moment each time.
    sessions[0].until_talked(chance.randrange(8))
    shares = [session.share() for session in sessions]
    losses = [session.losses() for session in sessions]
    server.kill()
    for session, before in zip(sessions, losses, strict=True):
        session.until_lost(before + 2)
    wait_for(lambda: canvas.keys_down() == 0, "the release of all keys")
    sessions[0].until_talked(chance.randrange(_AWAY))
    server.start()
    ready_at = time.time()
    back = [session for session, share in zip(sessions, shares, strict=True) if session.came_back(share)]
    canvas.stop()
    for session in back:
        session.check_picture(canvas)
    assert canvas.keys_down() == 0
    return [session.back_at() - ready_at for session in back]
