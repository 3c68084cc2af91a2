"""The relay of a real server process, driven over real WebSockets."""

from collections.abc import Callable

import msgspec
import pytest
from websockets.sync.client import ClientConnection

from server.limits import CONTROL_FRAMES
from tests.server.conftest import ServerWithAgent
from tests.server.relay_client import (
    allot,
    close_code,
    hear,
    join,
    other_nameplate,
    payload,
    relay_socket,
    say,
    settle_of,
    tell,
)
from tests.support.live_server import live_server
from wire import limits
from wire.endings import Refusal
from wire.rendezvous import (
    CONTROL,
    Allot,
    Join,
    Joined,
    NextAttempt,
    PeerJoined,
    PeerLeft,
    Refused,
    Retire,
)

VERSION = limits.PROTOCOL_VERSION


def test_frames_go_both_ways_as_they_are(live: ServerWithAgent) -> None:
    with relay_socket(live.url) as maker, relay_socket(live.url) as typer:
        room = allot(maker, live.token)
        assert room.lifetime == limits.CODE_LIFETIME
        assert join(typer, room.nameplate) == Joined(room.session)
        assert hear(maker) == PeerJoined(1)
        longest = bytes(range(256)) * (limits.RELAY_FRAME // 256)
        for sent in (b"", b"hello", longest[: limits.RELAY_FRAME - 1]):
            say(typer, sent)
            assert payload(maker) == sent
            say(maker, sent)
            assert payload(typer) == sent
        tell(maker, settle_of())
        say(maker, b"after the settling")
        assert payload(typer) == b"after the settling"
        typer.close()
        assert hear(maker) == PeerLeft()
        assert close_code(maker) == 1000


def test_the_typer_of_a_settled_room_learns_that_the_maker_left(live: ServerWithAgent) -> None:
    with relay_socket(live.url) as maker, relay_socket(live.url) as typer:
        join(typer, allot(maker, live.token).nameplate)
        tell(maker, settle_of())
        maker.close()
        assert hear(typer) == PeerLeft()
        assert close_code(typer) == 1000


def test_a_wrong_nameplate_and_a_third_joiner_get_the_same_refusal(live: ServerWithAgent) -> None:
    with relay_socket(live.url) as maker, relay_socket(live.url) as typer:
        nameplate = allot(maker, live.token).nameplate
        assert isinstance(join(typer, nameplate), Joined)
        for wanted in (other_nameplate(nameplate), nameplate):
            with relay_socket(live.url) as third:
                assert join(third, wanted) == Refused(Refusal.CODE_REFUSED)
                assert close_code(third) == 1000
        assert hear(maker) == PeerJoined(1)
        say(typer, b"undisturbed")
        assert payload(maker) == b"undisturbed"


def test_a_used_and_a_retired_nameplate_are_refused(live: ServerWithAgent) -> None:
    with relay_socket(live.url) as maker, relay_socket(live.url) as typer, relay_socket(live.url) as late:
        nameplate = allot(maker, live.token).nameplate
        join(typer, nameplate)
        tell(maker, settle_of())
        typer.close()
        assert [hear(maker), hear(maker)] == [PeerJoined(1), PeerLeft()]
        assert join(late, nameplate) == Refused(Refusal.CODE_REFUSED)
    with relay_socket(live.url) as maker, relay_socket(live.url) as late:
        nameplate = allot(maker, live.token).nameplate
        tell(maker, Retire())
        assert close_code(maker) == 1000
        assert join(late, nameplate) == Refused(Refusal.CODE_REFUSED)


def test_next_attempt_drops_the_typer_and_waits_for_another(live: ServerWithAgent) -> None:
    with relay_socket(live.url) as maker:
        room = allot(maker, live.token)
        for attempt in range(1, limits.CODE_ATTEMPTS + 1):
            with relay_socket(live.url) as typer:
                assert join(typer, room.nameplate) == Joined(room.session)
                assert hear(maker) == PeerJoined(attempt)
                say(maker, b"wrong")
                tell(maker, NextAttempt(attempt))
                assert payload(typer) == b"wrong"
                assert close_code(typer) == 1000
        assert hear(maker) == Refused(Refusal.CODE_BURNT)
        assert close_code(maker) == 1000


def test_silent_aborts_burn_the_code_too(live: ServerWithAgent) -> None:
    with relay_socket(live.url) as maker:
        nameplate = allot(maker, live.token).nameplate
        for attempt in range(1, limits.CODE_ATTEMPTS + 1):
            with relay_socket(live.url) as typer:
                join(typer, nameplate)
                assert hear(maker) == PeerJoined(attempt)
            assert hear(maker) == PeerLeft()
        assert hear(maker) == Refused(Refusal.CODE_BURNT)


def test_join_after_the_maker_left_is_refused(live: ServerWithAgent) -> None:
    with relay_socket(live.url) as maker, relay_socket(live.url) as typer:
        nameplate = allot(maker, live.token).nameplate
        join(typer, nameplate)
        maker.close()
        assert hear(typer) == PeerLeft()
        assert close_code(typer) == 1000
        with relay_socket(live.url) as late:
            assert join(late, nameplate) == Refused(Refusal.CODE_REFUSED)


def test_a_token_that_nobody_holds_is_an_expired_login(live: ServerWithAgent) -> None:
    with relay_socket(live.url) as maker:
        tell(maker, Allot(VERSION, "x" * 43))
        assert hear(maker) == Refused(Refusal.LOGIN_EXPIRED)
        assert close_code(maker) == 1000


@pytest.mark.parametrize("greeting", ["allot", "wait", "join", "call", "resume"])
def test_another_version_is_told_even_with_unknown_fields(live: ServerWithAgent, greeting: str) -> None:
    message = {"type": greeting, "version": VERSION + 1, "something": ["new"]}
    with relay_socket(live.url) as socket:
        socket.send(bytes((CONTROL,)) + msgspec.msgpack.encode(message))
        assert hear(socket) == Refused(Refusal.VERSION_MISMATCH)
        assert close_code(socket) == 1000


def _twice(socket: ClientConnection, token: str) -> None:
    allot(socket, token)
    tell(socket, Allot(VERSION, token))


def _allot_then_join(socket: ClientConnection, token: str) -> None:
    nameplate = allot(socket, token).nameplate
    tell(socket, Join(VERSION, nameplate))


def _peer_while_alone(socket: ClientConnection, token: str) -> None:
    allot(socket, token)
    say(socket, b"nobody is there")


def _control_flood(socket: ClientConnection, token: str) -> None:
    nameplate = allot(socket, token).nameplate
    with relay_socket(f"ws://127.0.0.1:{socket.remote_address[1]}") as typer:
        join(typer, nameplate)
        assert hear(socket) == PeerJoined(1)
    assert hear(socket) == PeerLeft()
    # Each of these is right, if late: the typer of the first attempt has left.
    for _ in range(CONTROL_FRAMES - 1):
        tell(socket, NextAttempt(1))
    with relay_socket(f"ws://127.0.0.1:{socket.remote_address[1]}") as typer:
        join(typer, nameplate)
        assert hear(socket) == PeerJoined(2)
    assert hear(socket) == PeerLeft()
    tell(socket, NextAttempt(1))


def _attempt_to_come(socket: ClientConnection, token: str) -> None:
    allot(socket, token)
    tell(socket, NextAttempt(1))


BAD_FRAMES: list[tuple[Callable[[ClientConnection, str], None], int]] = [
    (lambda socket, _: socket.send("text"), 1003),
    (lambda socket, _: socket.send(b""), 1008),
    (lambda socket, _: socket.send(b"\x02unknown channel"), 1008),
    (lambda socket, _: socket.send(bytes((CONTROL,))), 1008),
    (lambda socket, _: socket.send(bytes((CONTROL,)) + msgspec.msgpack.encode({"type": "no such message"})), 1008),
    (lambda socket, _: socket.send(bytes((CONTROL,)) + b"\x91" * limits.CONTROL_FRAME), 1008),
    (lambda socket, _: socket.send(bytes((CONTROL,)) + bytes(limits.CONTROL_FRAME + 1)), 1009),
    (lambda socket, _: socket.send(bytes((1,)) * (limits.RELAY_FRAME + 1)), 1009),
    (lambda socket, _: socket.send([bytes(1000)] * (limits.RELAY_FRAME // 1000 + 1)), 1009),
    (lambda socket, _: tell(socket, settle_of()), 1008),
    (lambda socket, _: tell(socket, NextAttempt(1)), 1008),
    (lambda socket, _: tell(socket, Retire()), 1008),
    (lambda socket, _: say(socket, b"too early"), 1008),
    (_twice, 1008),
    (_allot_then_join, 1008),
    (_peer_while_alone, 1008),
    (_control_flood, 1008),
    (_attempt_to_come, 1008),
]


@pytest.mark.parametrize(("send", "code"), BAD_FRAMES)
def test_what_no_program_sends_closes_the_socket(
    live: ServerWithAgent, send: Callable[[ClientConnection, str], None], code: int
) -> None:
    with relay_socket(live.url) as socket:
        send(socket, live.token)
        assert close_code(socket) == code


def test_join_twice_closes_the_typer_and_the_maker_waits_on(live: ServerWithAgent) -> None:
    with relay_socket(live.url) as maker, relay_socket(live.url) as typer, relay_socket(live.url) as next_typer:
        nameplate = allot(maker, live.token).nameplate
        join(typer, nameplate)
        tell(typer, Join(VERSION, nameplate))
        assert close_code(typer) == 1008
        assert [hear(maker), hear(maker)] == [PeerJoined(1), PeerLeft()]
        assert isinstance(join(next_typer, nameplate), Joined)


def test_a_typer_cannot_speak_for_the_maker(live: ServerWithAgent) -> None:
    with relay_socket(live.url) as maker, relay_socket(live.url) as typer:
        join(typer, allot(maker, live.token).nameplate)
        tell(typer, settle_of())
        assert close_code(typer) == 1008


def test_one_address_joins_only_so_often(tmp_path_factory: pytest.TempPathFactory) -> None:
    with live_server(tmp_path_factory.mktemp("rate"), joins_per_minute=2) as server:
        answers = []
        for _ in range(3):
            with relay_socket(server.url) as typer:
                answers.append(join(typer, "0000"))
        wrong = Refused(Refusal.CODE_REFUSED)
        assert answers == [wrong, wrong, Refused(Refusal.TOO_MANY_ATTEMPTS)]
