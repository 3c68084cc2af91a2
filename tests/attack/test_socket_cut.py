"""Sockets cut at random bytes, on either leg and in either direction, also while the two find each other again.

All sessions are viewed, and one of them is controlled: its agent holds two keys down when a socket is cut.
"""

import random
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import NamedTuple

from tests.support.busy_session import BusySession, Canvas, wait_for
from tests.support.faulty_line import Cut, FaultyLine, faulty_line
from tests.support.mortal_server import MortalServer, mortal_server
from tests.support.people import PASSWORD
from tests.support.resumptions import Resumptions

SHORT, LONG = (10, 2), (1000, 4)
"""Cuts, and sessions that are cut at the same time."""
_RETURN = 1500
"""Bytes of one direction that a return takes, from the request for a WebSocket to the first records, and some more."""


class _Pair(NamedTuple):
    session: BusySession
    customer_line: FaultyLine
    agent_line: FaultyLine

    def cuts(self) -> int:
        return self.customer_line.cuts + self.agent_line.cuts

    def until_cut(self) -> None:
        wait_for(lambda: self.customer_line.armed + self.agent_line.armed == 0, "the last cut")


def test_a_socket_cut_anywhere_undoes_nothing(
    tmp_path: Path, canvas: Canvas, long_form: bool, report: Callable[[str], None]
) -> None:
    wanted, count = LONG if long_form else SHORT
    chance = random.Random(4)  # noqa: S311 - only where to cut
    resumptions = Resumptions()
    with mortal_server(tmp_path) as server, ExitStack() as stack:
        server.live.add_agent("ana", "Ana Novak", "ana.novak@bank.example", PASSWORD)
        pairs = [_open(server, stack) for _ in range(count)]
        while sum(pair.cuts() for pair in pairs) < wanted:
            resumptions.add(_cut_once(pairs, canvas, chance), count)
        for pair in pairs:
            pair.session.check_chat()
        cuts = sum(pair.cuts() for pair in pairs)
    report(f"socket cut: {cuts} times in {count} sessions, {resumptions.expected} returns: {resumptions}")
    resumptions.check(long_form)


def _open(server: MortalServer, stack: ExitStack) -> _Pair:
    lines = [stack.enter_context(faulty_line(server.port)) for _ in range(2)]
    urls = [f"ws://127.0.0.1:{line.port}" for line in lines]
    session = BusySession(server.live, *urls)
    stack.callback(session.close)
    return _Pair(session, *lines)


def _cut_once(pairs: list[_Pair], canvas: Canvas, chance: random.Random) -> list[float]:
    """Cut every session once or more; return how long each that came back took after its last cut, in seconds."""
    canvas.start()
    pairs[0].session.take_control(canvas)
    shares = [pair.session.share() for pair in pairs]
    for pair in pairs:
        _arm(pair, chance)
    for pair in pairs:
        pair.until_cut()
    wait_for(lambda: canvas.keys_down() == 0, "the release of all keys")
    back = [pair for pair, share in zip(pairs, shares, strict=True) if pair.session.came_back(share)]
    canvas.stop()
    for pair in back:
        pair.session.check_picture(canvas)
    assert canvas.keys_down() == 0
    # A side that was cut may be back before the line that cut it has looked at the clock.
    cut_at = [max(pair.customer_line.cut_at, pair.agent_line.cut_at) for pair in back]
    return [max(0.0, pair.session.back_at() - at) for pair, at in zip(back, cut_at, strict=True)]


def _arm(pair: _Pair, chance: random.Random) -> None:
    line, picture_to_server = chance.choice([(pair.customer_line, True), (pair.agent_line, False)])
    to_server = chance.random() < 0.5
    # Little goes against the picture's direction.
    most = 40_000 if to_server is picture_to_server else 2_000
    line.arm(Cut(to_server, chance.randrange(most), chance.random() < 0.5))
    while chance.random() < 0.5:
        again = chance.choice([pair.customer_line, pair.agent_line])
        again.arm(Cut(chance.random() < 0.5, chance.randrange(_RETURN), chance.random() < 0.5))
