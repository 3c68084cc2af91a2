"""Broken lines, the second way in, and revocation, with a real server process."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from websockets.sync.client import ClientConnection

from server.__main__ import main
from tests.server.conftest import PASSWORD, ServerWithAgent
from tests.server.relay_client import (
    allot,
    call,
    close_code,
    hear,
    join,
    login_body,
    payload,
    post_login,
    relay_socket,
    resume_of,
    say,
    settle_of,
    tell,
    token_of,
    wait,
)
from tests.support.live_server import live_server, serving
from wire.endings import Refusal
from wire.rendezvous import Joined, PeerBack, PeerJoined, PeerLeft, Refused, Role


def settled(maker: ClientConnection, typer: ClientConnection, token: str) -> bytes:
    """Join the two for good; return the session's id."""
    room = allot(maker, token)
    assert isinstance(join(typer, room.nameplate), Joined)
    assert hear(maker) == PeerJoined(1)
    tell(maker, settle_of())
    say(maker, b"begun")
    assert payload(typer) == b"begun"
    return room.session


def come_back(maker: ClientConnection, typer: ClientConnection, session: bytes, steps: int = 1) -> None:
    tell(maker, resume_of(session, Role.MAKER, steps))
    tell(typer, resume_of(session, Role.TYPER, steps))
    assert hear(maker) == PeerBack()
    assert hear(typer) == PeerBack()
    say(typer, b"here again")
    assert payload(maker) == b"here again"


def test_a_cut_line_is_resumed(live: ServerWithAgent) -> None:
    with relay_socket(live.url) as maker, relay_socket(live.url) as typer:
        session = settled(maker, typer, live.token)
        typer.socket.close()
        assert hear(maker) == PeerLeft()
        assert close_code(maker) == 1000
    with relay_socket(live.url) as maker, relay_socket(live.url) as typer:
        come_back(maker, typer, session)
        with relay_socket(live.url) as thief:
            tell(thief, resume_of(session, Role.TYPER))
            assert hear(thief) == Refused(Refusal.RESUME_REFUSED)
            assert close_code(thief) == 1000
        say(maker, b"undisturbed")
        assert payload(typer) == b"undisturbed"


def test_who_resumes_while_its_old_socket_still_lives_replaces_it(live: ServerWithAgent) -> None:
    with relay_socket(live.url) as maker, relay_socket(live.url) as typer:
        session = settled(maker, typer, live.token)
        with relay_socket(live.url) as typer_again, relay_socket(live.url) as maker_again:
            tell(typer_again, resume_of(session, Role.TYPER))
            assert close_code(typer) == 1000
            assert hear(maker) == PeerLeft()
            assert close_code(maker) == 1000
            tell(maker_again, resume_of(session, Role.MAKER))
            assert [hear(typer_again), hear(maker_again)] == [PeerBack(), PeerBack()]


def test_frames_before_the_other_is_back_and_a_second_resume_close_the_socket(live: ServerWithAgent) -> None:
    with relay_socket(live.url) as maker, relay_socket(live.url) as typer:
        session = settled(maker, typer, live.token)
    with relay_socket(live.url) as maker:
        tell(maker, resume_of(session, Role.MAKER, 1))
        say(maker, b"too early")
        assert close_code(maker) == 1008
    with relay_socket(live.url) as maker:
        tell(maker, resume_of(session, Role.MAKER, 2))
        tell(maker, resume_of(session, Role.MAKER, 3))
        assert close_code(maker) == 1008


def test_a_killed_server_is_resumed_with_its_successor(tmp_path: Path) -> None:
    with live_server(tmp_path) as server:
        server.add_agent("ana", "Ana", "ana@x.example", PASSWORD)
        token = token_of(server.url, "ana", PASSWORD)
        with relay_socket(server.url) as maker, relay_socket(server.url) as typer:
            session = settled(maker, typer, token)
            server.process.kill()
            server.process.wait(timeout=10)
    with (
        serving(server.data, tmp_path / "second.log") as server,
        relay_socket(server.url) as maker,
        relay_socket(server.url) as typer,
    ):
        with relay_socket(server.url) as stranger:
            tell(stranger, resume_of(bytes(16), Role.MAKER))
            assert hear(stranger) == Refused(Refusal.RESUME_REFUSED)
        come_back(maker, typer, session)


@pytest.mark.parametrize("while_down", [False, True])
def test_a_revocation_reaches_sessions_of_before_the_restart(tmp_path: Path, while_down: bool) -> None:
    revoked = Refused(Refusal.AGENT_REVOKED)
    with live_server(tmp_path) as server:
        server.add_agent("ana", "Ana", "ana@x.example", PASSWORD)
        server.add_agent("bor", "Bor", "bor@x.example", PASSWORD)
        ana, bor = (token_of(server.url, name, PASSWORD) for name in ("ana", "bor"))
        with ExitStack() as stack:
            a, b, c, d, e, f = (stack.enter_context(relay_socket(server.url)) for _ in range(6))
            made, taken, of_bor = settled(a, b, ana), called(c, d, ana), settled(e, f, bor)
            server.process.kill()
            server.process.wait(timeout=10)
    revoke = ["agent", "revoke", "ana", "--data", str(server.data)]
    if while_down:
        assert main(revoke) == 0
    with serving(server.data, tmp_path / "second.log") as server, ExitStack() as stack:
        a, b, c, d, e, f = (stack.enter_context(relay_socket(server.url)) for _ in range(6))
        come_back(e, f, of_bor)
        for maker, typer, session in ((a, b, made), (c, d, taken)):
            if while_down:
                tell(maker, resume_of(session, Role.MAKER))
                tell(typer, resume_of(session, Role.TYPER))
            else:
                come_back(maker, typer, session)
        if not while_down:
            assert main(revoke) == 0
        for socket in (a, b, c, d):
            assert hear(socket) == revoked
            assert close_code(socket) == 1000
        say(e, b"undisturbed")
        assert payload(f) == b"undisturbed"
    # It is not forgotten with the next restart either.
    with serving(server.data, tmp_path / "third.log") as server, relay_socket(server.url) as maker:
        tell(maker, resume_of(made, Role.MAKER, 2))
        assert hear(maker) == revoked


def called(maker: ClientConnection, typer: ClientConnection, token: str) -> bytes:
    """Join the two for good, the customer being the maker; return the session's id."""
    room = wait(maker)
    assert isinstance(call(typer, room.nameplate, token), Joined)
    assert hear(maker) == PeerJoined(1)
    tell(maker, settle_of())
    say(maker, b"begun")
    assert payload(typer) == b"begun"
    return room.session


def test_an_agent_calls_a_waiting_customer(live: ServerWithAgent) -> None:
    with relay_socket(live.url) as customer, relay_socket(live.url) as agent:
        room = wait(customer)
        with relay_socket(live.url) as stranger:
            assert join(stranger, room.nameplate) == Refused(Refusal.CODE_REFUSED)
        with relay_socket(live.url) as stranger:
            assert call(stranger, room.nameplate, "x" * 43) == Refused(Refusal.LOGIN_EXPIRED)
        assert call(agent, room.nameplate, live.token) == Joined(room.session)
        assert hear(customer) == PeerJoined(1)
        say(agent, b"hello")
        assert payload(customer) == b"hello"


def test_an_agents_code_is_not_to_be_called(live: ServerWithAgent) -> None:
    with relay_socket(live.url) as maker, relay_socket(live.url) as agent:
        nameplate = allot(maker, live.token).nameplate
        assert call(agent, nameplate, live.token) == Refused(Refusal.CODE_REFUSED)


@pytest.fixture
def own(tmp_path: Path) -> Iterator[ServerWithAgent]:
    """A server whose agent may be revoked."""
    with live_server(tmp_path) as server:
        server.add_agent("ana", "Ana", "ana@x.example", PASSWORD)
        yield ServerWithAgent(server, token_of(server.url, "ana", PASSWORD))


def test_a_revoked_agents_sockets_are_closed_and_nothing_of_it_goes_on(own: ServerWithAgent) -> None:
    revoked = Refused(Refusal.AGENT_REVOKED)
    with (
        relay_socket(own.url) as waiting,
        relay_socket(own.url) as maker,
        relay_socket(own.url) as typer,
    ):
        allot(waiting, own.token)
        session = settled(maker, typer, own.token)
        assert main(["agent", "revoke", "ana", "--data", str(own.server.data)]) == 0
        for socket in (waiting, maker, typer):
            assert hear(socket) == revoked
            assert close_code(socket) == 1000
    with relay_socket(own.url) as typer:
        tell(typer, resume_of(session, Role.TYPER))
        assert hear(typer) == revoked
    with relay_socket(own.url) as maker:
        assert call(maker, "0000", own.token) == Refused(Refusal.LOGIN_EXPIRED)
    assert post_login(own.url, login_body("ana", PASSWORD)) == (403, {"reason": "agent_revoked"})
    assert post_login(own.url, login_body("ana", "wrong password")) == (401, {"reason": "login_refused"})
