"""The handshake's messages: four and a refusal, each of one shape."""

import contextlib
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.wire.drawing import BOMBS, mangled, opened, packed, values_of
from wire import handshake, limits
from wire.endings import Refusal
from wire.handshake import (
    Handshake,
    HandshakeError,
    Identity,
    MakerConfirm,
    Reject,
    TyperHello,
    decode_handshake,
    decode_identity,
    encode_handshake,
)

KINDS: tuple[type, ...] = get_args(Handshake)
ALL_MESSAGES = st.sampled_from(KINDS).flatmap(values_of)
HELLO = TyperHello(1, handshake.SUITE, bytes(handshake.PAKE_MESSAGE), bytes(handshake.KEM_PUBLIC_KEY))


@pytest.mark.parametrize("kind", KINDS)
@given(data=st.data())
def test_every_message_comes_out_as_it_went_in(kind: type, data: st.DataObject) -> None:
    message = data.draw(values_of(kind))
    received = decode_handshake(encode_handshake(message))
    assert type(received) is kind
    assert received == message


@given(identity=values_of(Identity))
def test_an_identity_comes_out_as_it_went_in(identity: Identity) -> None:
    assert decode_identity(encode_handshake(identity)) == identity


@pytest.mark.parametrize("kind", KINDS)
@given(data=st.data())
def test_no_field_may_be_unknown_missing_or_of_another_type(kind: type, data: st.DataObject) -> None:
    fields = opened(encode_handshake(data.draw(values_of(kind))))
    wrong: list[dict[str, Any]] = [{**fields, "extra": 1}, {**fields, "type": "hello"}]
    for name in fields:
        wrong.append({other: fields[other] for other in fields if other != name})
        wrong += [{**fields, name: stranger} for stranger in (None, [[1]], 1.5, True)]
    for each in wrong:
        with pytest.raises(HandshakeError):
            decode_handshake(packed(each))


@pytest.mark.parametrize(
    ("field", "length"),
    [("pake", 32), ("pake", 34), ("pake", 0), ("kem_key", 1183), ("kem_key", 1185), ("kem_key", 0)],
)
def test_keys_have_exactly_their_length(field: str, length: int) -> None:
    fields = opened(encode_handshake(HELLO))
    with pytest.raises(HandshakeError):
        decode_handshake(packed({**fields, field: bytes(length)}))


def test_an_identity_or_a_confirmation_with_one_byte_too_many() -> None:
    with pytest.raises(HandshakeError):
        decode_handshake(encode_handshake(MakerConfirm(bytes(handshake.MAC + 1), b"")))
    with pytest.raises(HandshakeError):
        decode_handshake(encode_handshake(MakerConfirm(bytes(handshake.MAC), bytes(6 * 1024 + 1))))
    for identity in (Identity(bytes(4 * 1024 + 1), b""), Identity(b"", bytes(129))):
        with pytest.raises(HandshakeError):
            decode_identity(encode_handshake(identity))


def test_a_message_over_the_cap_is_not_even_read() -> None:
    with pytest.raises(HandshakeError, match="too long"):
        decode_handshake(packed({"type": "reject", "reason": "x" * limits.HANDSHAKE_MESSAGE}))


@pytest.mark.parametrize("reason", ["", "CODE_REFUSED", "code refused", 1])
def test_a_refusal_has_a_known_reason(reason: object) -> None:
    assert decode_handshake(packed({"type": "reject", "reason": "code_refused"})) == Reject(Refusal.CODE_REFUSED)
    with pytest.raises(HandshakeError):
        decode_handshake(packed({"type": "reject", "reason": reason}))


@pytest.mark.parametrize("decode", [decode_handshake, decode_identity])
@pytest.mark.parametrize("data", [*BOMBS, packed([]), packed({}), packed(None)])
def test_bombs_and_other_values_are_refused(decode: Any, data: bytes) -> None:
    with pytest.raises(HandshakeError):
        decode(data)


@pytest.mark.parametrize("decode", [decode_handshake, decode_identity])
@given(data=st.binary(max_size=100) | mangled(ALL_MESSAGES.map(encode_handshake)))
def test_whatever_comes_it_is_a_message_or_the_modules_error(decode: Any, data: bytes) -> None:
    with contextlib.suppress(HandshakeError):
        assert isinstance(decode(data), (*KINDS, Identity))


def test_an_identity_is_not_taken_for_a_message_nor_the_other_way_round() -> None:
    with pytest.raises(HandshakeError):
        decode_handshake(encode_handshake(Identity(b"certificate", b"signature")))
    with pytest.raises(HandshakeError):
        decode_identity(encode_handshake(HELLO))
