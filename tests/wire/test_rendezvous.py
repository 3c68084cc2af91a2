"""What goes between an app and the server, and that its secrets show in no repr."""

import contextlib
from typing import Any, get_args

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.wire.drawing import BOMBS, mangled, opened, packed, values_of
from wire import limits
from wire.endings import Refusal
from wire.rendezvous import (
    CONTROL,
    PEER,
    Allot,
    Call,
    Join,
    LoginAnswer,
    LoginRefused,
    LoginRequest,
    PeerLeft,
    RendezvousError,
    Resume,
    Role,
    ToClient,
    ToServer,
    control_frame,
    decode_to_client,
    decode_to_server,
    peer_frame,
)

TO_SERVER: tuple[type, ...] = get_args(ToServer)
TO_CLIENT: tuple[type, ...] = get_args(ToClient)
DIRECTIONS = ((decode_to_server, TO_SERVER), (decode_to_client, TO_CLIENT))
EVERY = [(decode, kind) for decode, kinds in DIRECTIONS for kind in kinds]
ALL_MESSAGES = st.sampled_from([*TO_SERVER, *TO_CLIENT]).flatmap(values_of)


@pytest.mark.parametrize(("decode", "kind"), EVERY)
@given(data=st.data())
def test_every_message_comes_out_as_it_went_in(decode: Any, kind: type, data: st.DataObject) -> None:
    message = data.draw(values_of(kind))
    frame = control_frame(message)
    assert frame[0] == CONTROL
    assert len(frame) <= limits.CONTROL_FRAME
    received = decode(frame[1:])
    assert type(received) is kind
    assert received == message


@given(payload=st.binary(max_size=100))
def test_a_peers_bytes_are_only_marked(payload: bytes) -> None:
    assert peer_frame(payload) == bytes((PEER,)) + payload
    assert peer_frame(payload)[0] != control_frame(PeerLeft())[0]


@pytest.mark.parametrize(("decode", "kinds"), DIRECTIONS)
@given(message=ALL_MESSAGES)
def test_each_direction_refuses_the_others_messages(decode: Any, kinds: tuple[type, ...], message: Any) -> None:
    body = control_frame(message)[1:]
    if type(message) in kinds:
        assert decode(body) == message
    else:
        with pytest.raises(RendezvousError):
            decode(body)


@pytest.mark.parametrize(("decode", "kind"), EVERY)
@given(data=st.data())
def test_no_field_may_be_unknown_missing_or_of_another_type(decode: Any, kind: type, data: st.DataObject) -> None:
    fields = opened(control_frame(data.draw(values_of(kind)))[1:])
    wrong: list[dict[str, Any]] = [{**fields, "extra": 1}, {**fields, "type": "nothing"}]
    for name in fields:
        wrong.append({other: fields[other] for other in fields if other != name})
        wrong += [{**fields, name: stranger} for stranger in (None, [[1]], {"a": 1}, True)]
    for each in wrong:
        with pytest.raises(RendezvousError):
            decode(packed(each))


@pytest.mark.parametrize(
    "nameplate",
    ["123", "12345", "", "١٢٣٤", "１２３４", "123a", "1234\n", "\n1234", " 1234", "-123", "12.4", "12\x0034"],
)
def test_a_nameplate_is_four_ascii_digits(nameplate: str) -> None:
    decode_to_server(packed({"type": "join", "version": 1, "nameplate": "0000"}))
    with pytest.raises(RendezvousError):
        decode_to_server(packed({"type": "join", "version": 1, "nameplate": nameplate}))


@pytest.mark.parametrize("length", [0, 15, 129])
def test_a_token_has_a_sensible_length(length: int) -> None:
    for valid in (16, 128):
        decode_to_server(packed({"type": "allot", "version": 1, "token": "t" * valid}))
    with pytest.raises(RendezvousError):
        decode_to_server(packed({"type": "allot", "version": 1, "token": "t" * length}))


@pytest.mark.parametrize("decode", [decode_to_server, decode_to_client])
@pytest.mark.parametrize("data", [*BOMBS, packed([]), packed({}), packed(None), b"\xff" * 9])
def test_bombs_and_other_values_are_refused(decode: Any, data: bytes) -> None:
    with pytest.raises(RendezvousError):
        decode(data)


def test_a_body_over_the_cap_is_not_even_read() -> None:
    # It would be refused for its version's type otherwise; the reason tells the two apart.
    with pytest.raises(RendezvousError, match="too long"):
        decode_to_server(packed({"type": "join", "version": "1" * limits.CONTROL_FRAME, "nameplate": "1234"}))


@pytest.mark.parametrize(("decode", "kinds"), DIRECTIONS)
@given(data=st.binary(max_size=100) | mangled(ALL_MESSAGES.map(lambda message: control_frame(message)[1:])))
def test_whatever_comes_it_is_a_message_or_the_modules_error(decode: Any, kinds: tuple[type, ...], data: bytes) -> None:
    with contextlib.suppress(RendezvousError):
        assert type(decode(data)) in kinds


@pytest.mark.parametrize("kind", [LoginRequest, LoginAnswer, LoginRefused])
@given(data=st.data())
def test_the_login_goes_over_http_as_json(kind: Any, data: st.DataObject) -> None:
    body = data.draw(values_of(kind).filter(lambda each: abs(getattr(each, "expires", 0)) < float("inf")))
    assert msgspec.json.decode(msgspec.json.encode(body), type=kind) == body


SECRET = "kanarček-in-the-mine"


@pytest.mark.parametrize(
    "message",
    [
        Allot(1, SECRET),
        Call(1, "1234", SECRET),
        LoginRequest(1, "ana", SECRET, "request"),
        LoginAnswer("certificate", SECRET, 1.5),
    ],
)
def test_a_secret_shows_in_no_repr(message: object) -> None:
    assert SECRET not in repr(message)
    assert SECRET not in str(message)
    assert SECRET not in f"{message}"
    assert type(message).__name__ in repr(message)
    with pytest.raises(RendezvousError) as refused:
        decode_to_client(packed({"type": "allot", "version": 1, "token": [SECRET]}))
    assert SECRET not in str(refused.value)


def test_neither_a_session_nor_its_ticket_shows() -> None:
    shown = repr(Resume(1, b"canary of a name", Role.MAKER, b"canary of a ticket, 32 bytes lon"))
    assert "canary" not in shown
    assert shown.startswith("Resume(version=1,")


def test_what_is_no_secret_is_shown() -> None:
    assert "1234" in repr(Join(1, "1234"))
    assert "ana" in repr(LoginRequest(1, "ana", SECRET, "request"))
    assert Refusal.SERVER_FULL.value in repr(LoginRefused(Refusal.SERVER_FULL))
