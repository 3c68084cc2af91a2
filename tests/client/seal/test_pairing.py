"""The handshake: what joins two apps, in both ways in, and that nothing else does."""

import traceback
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from itertools import product
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from client.seal.exchange import PairingFailed
from client.seal.identity import AgentCredentials, organisation_id
from client.seal.pairing import CustomerTyper, Paired, Pairing, PairingStep
from client.seal.records import Direction
from tests.support.handshake import CANARY, Meet, changed, flipped, run
from wire.endings import Refusal
from wire.handshake import (
    KEM_CIPHERTEXT,
    KEM_PUBLIC_KEY,
    Reject,
    ResumeConfirm,
    ResumeHello,
    TyperHello,
    decode_handshake,
    encode_handshake,
)

Issue = Callable[..., AgentCredentials]
FIELD_PRIME = 2**255 - 19
AGENT_MAKES, CUSTOMER_MAKES = Direction.FROM_MAKER, Direction.FROM_TYPER


def refusal(ended: Paired | PairingFailed | None) -> Refusal:
    assert isinstance(ended, PairingFailed)
    return ended.refusal


def test_the_same_code_joins_and_the_agent_is_known(meet: Meet) -> None:
    outcome = run(meet.typer(), meet.maker())
    typer, maker = outcome.typer, outcome.maker
    assert isinstance(typer, Paired)
    assert isinstance(maker, Paired)
    assert len(outcome.messages) == meet.messages
    agent, customer = (maker, typer) if meet.agent is AGENT_MAKES else (typer, maker)
    assert customer.peer is not None
    assert (customer.peer.full_name, customer.peer.organisation) == ("Žiga Šuštar", "Banka Zgled")
    assert agent.peer is None
    assert typer.fingerprint == maker.fingerprint
    assert len(typer.fingerprint) == 6
    assert typer.fingerprint.isdecimal()
    assert typer.keys.opener().open(maker.keys.sealer().seal(b"down")) == b"down"
    assert maker.keys.opener().open(typer.keys.sealer().seal(b"up")) == b"up"
    assert typer.resume == maker.resume
    assert len({typer.keys.send_secret, typer.keys.receive_secret, typer.resume.value}) == 3


def test_every_run_has_keys_of_its_own(meet: Meet) -> None:
    first, second = run(meet.typer(), meet.maker()).maker, run(meet.typer(), meet.maker()).maker
    assert isinstance(first, Paired)
    assert isinstance(second, Paired)
    assert first.keys.send_secret != second.keys.send_secret
    assert first.resume != second.resume


@pytest.mark.parametrize(
    "other",
    [
        {"secret": "canary-secrex"},
        {"nameplate": "0043"},
        {"session": b"SESSION-of-16-by"},
        {"organisation": b"x" * 32},
    ],
    ids=lambda other: next(iter(other)),
)
def test_whoever_has_not_the_same_is_refused_before_anything_is_shown(meet: Meet, other: dict[str, Any]) -> None:
    outcome = run(replace(meet, **other).typer(), meet.maker())
    assert (refusal(outcome.maker), refusal(outcome.typer)) == (Refusal.CODE_REFUSED, Refusal.CODE_REFUSED)
    assert decode_handshake(outcome.messages[3]) == Reject(Refusal.CODE_REFUSED)


def test_the_two_ways_in_do_not_join(meet: Meet) -> None:
    outcome = run(meet.typer(), meet.other_way().maker())
    assert refusal(outcome.maker) is refusal(outcome.typer) is Refusal.CODE_REFUSED


# ----- order ------------------------------------------------------------------------------------


def at_stage(side: str, stage: int, meet: Meet) -> tuple[Pairing, list[bytes]]:
    """Return one side that has taken `stage` messages, and all of its run's messages so far."""
    typer, maker = meet.typer(), meet.maker()
    wanted = maker if side == "maker" else typer
    messages = [typer.begin()]
    taken = 0
    while True:
        receiver = maker if len(messages) % 2 else typer
        if receiver is wanted:
            if taken == stage:
                return wanted, messages
            taken += 1
        step = receiver.receive(messages[-1])
        if step.send is None:
            return wanted, messages
        messages.append(step.send)


def taken_in_all(agent: Direction, side: str) -> int:
    return 3 if agent is CUSTOMER_MAKES and side == "maker" else 2


def expected_at(side: str, stage: int) -> int:
    return 2 * stage + (0 if side == "maker" else 1)


OUT_OF_PLACE = [
    (agent, side, stage, strange)
    for agent, side in product((AGENT_MAKES, CUSTOMER_MAKES), ("maker", "typer"))
    for stage, strange in product(range(taken_in_all(agent, side) + 1), range(4 if agent is AGENT_MAKES else 5))
    if strange != expected_at(side, stage)
]


@pytest.mark.parametrize(("agent", "side", "stage", "strange"), OUT_OF_PLACE)
def test_no_message_is_taken_out_of_its_place(
    meets: dict[Direction, Meet], agent: Direction, side: str, stage: int, strange: int
) -> None:
    meet = meets[agent]
    expected = expected_at(side, stage)
    receiver, messages = at_stage(side, stage, meet)
    # Of this run where it was sent already (a repeat or a reflection), of another where not (a loss).
    message = messages[strange] if strange < len(messages) else run(meet.typer(), meet.maker()).messages[strange]
    with pytest.raises(PairingFailed) as caught:
        receiver.receive(message)
    assert caught.value.refusal is Refusal.HANDSHAKE_FAILED
    over = stage == taken_in_all(agent, side)
    assert caught.value.answer == (None if over else encode_handshake(Reject(Refusal.HANDSHAKE_FAILED)))
    if expected < len(messages):
        with pytest.raises(PairingFailed):
            receiver.receive(messages[expected])


@pytest.mark.parametrize("side", ["maker", "typer"])
@pytest.mark.parametrize("stage", range(4))
def test_no_message_of_the_other_way_in_or_of_a_resumption_is_taken(meet: Meet, side: str, stage: int) -> None:
    proof = run(meet.other_way().typer(), meet.other_way().maker()).messages[-1]
    for strange in (encode_handshake(ResumeHello(1, bytes(32))), encode_handshake(ResumeConfirm(bytes(32))), proof):
        receiver, _ = at_stage(side, stage, meet)
        with pytest.raises(PairingFailed) as caught:
            receiver.receive(strange)
        assert caught.value.refusal is Refusal.HANDSHAKE_FAILED


def meets_other(meet: Meet) -> Meet:
    return meet.other_way()


@pytest.mark.parametrize("session", [b"session-of-16-by", b"SESSION-of-16-by"], ids=["same id", "other id"])
def test_no_message_of_another_session_is_taken_for_its_own(meet: Meet, session: bytes) -> None:
    elsewhere = replace(meet, session=session)
    other = run(elsewhere.typer(), elsewhere.maker()).messages
    for number in range(meet.messages):
        outcome = run(meet.typer(), meet.maker(), partial(_replaced, number, other[number]))
        assert isinstance(outcome.typer, PairingFailed)
        assert isinstance(outcome.maker, PairingFailed)


def _replaced(number: int, other: bytes, place: int, message: bytes) -> bytes:
    return other if place == number else message


def test_a_typer_begins_once_and_speaks_first(meet: Meet) -> None:
    typer = meet.typer()
    typer.begin()
    with pytest.raises(PairingFailed):
        typer.begin()
    with pytest.raises(PairingFailed):
        meet.typer().receive(run(meet.typer(), meet.maker()).messages[1])


def test_two_sides_of_the_same_role_do_not_join(meet: Meet) -> None:
    one, two = meet.typer(), meet.typer()
    one.begin()
    with pytest.raises(PairingFailed):
        one.receive(two.begin())


# ----- content ----------------------------------------------------------------------------------


def failing(act: Callable[[], PairingStep]) -> Refusal:
    with pytest.raises(PairingFailed) as caught:
        act()
    assert caught.value.answer == encode_handshake(Reject(caught.value.refusal))
    return caught.value.refusal


def point(y: int, sign: int = 0) -> bytes:
    return (y | sign << 255).to_bytes(32, "little")


POINTS = {
    "neutral": point(1),
    "neutral, with a sign": point(1, 1),
    "neutral, not reduced": point(FIELD_PRIME + 1),
    "of order two": point(FIELD_PRIME - 1),
    "of order four": point(0),
    "of order four, not reduced": point(FIELD_PRIME),
    "not on the curve": point(2),
    "all ones": b"\xff" * 32,
}


@pytest.mark.parametrize("element", POINTS.values(), ids=POINTS.keys())
def test_invalid_points_are_refused_by_either_side(meet: Meet, element: bytes) -> None:
    typer, maker = meet.typer(), meet.maker()
    hello = typer.begin()
    answer = meet.maker().receive(hello).send
    assert answer is not None
    assert failing(lambda: maker.receive(changed(hello, pake=b"B" + element))) is Refusal.HANDSHAKE_FAILED
    assert failing(lambda: typer.receive(changed(answer, pake=b"A" + element))) is Refusal.HANDSHAKE_FAILED


def test_neither_the_own_element_nor_one_of_another_side_is_taken(meet: Meet) -> None:
    typer = meet.typer()
    hello = typer.begin()
    own = decode_handshake(hello)
    answer = meet.maker().receive(hello).send
    assert isinstance(own, TyperHello)
    assert answer is not None
    assert failing(lambda: typer.receive(changed(answer, pake=b"A" + own.pake[1:]))) is Refusal.HANDSHAKE_FAILED
    for side in (b"A", b"S", b"\0"):
        wrong = changed(hello, pake=side + own.pake[1:])
        assert failing(partial(meet.maker().receive, wrong)) is Refusal.HANDSHAKE_FAILED


def test_a_maker_that_proves_nothing_is_refused(meet: Meet) -> None:
    outcome = run(meet.typer(), meet.maker(), lambda place, data: changed(data, mac=bytes(32)) if place == 3 else data)
    assert refusal(outcome.typer) is refusal(outcome.maker) is Refusal.HANDSHAKE_FAILED


def test_wrong_keys_of_the_kem_are_refused(meet: Meet) -> None:
    hello = meet.typer().begin()
    # The last has the right length, but coefficients that are not reduced (FIPS 203, section 7.2).
    for key in (b"", bytes(KEM_PUBLIC_KEY - 1), bytes(KEM_PUBLIC_KEY + 1), b"\xff" * KEM_PUBLIC_KEY):
        wrong = changed(hello, kem_key=key)
        assert failing(partial(meet.maker().receive, wrong)) is Refusal.HANDSHAKE_FAILED
    typer = meet.typer()
    answer = meet.maker().receive(typer.begin()).send
    assert answer is not None
    short = changed(answer, kem_ciphertext=bytes(KEM_CIPHERTEXT - 1))
    assert failing(lambda: typer.receive(short)) is Refusal.HANDSHAKE_FAILED


@pytest.mark.parametrize("field", [{"version": 2}, {"version": 0}, {"suite": "NULL"}, {"suite": ""}])
@pytest.mark.parametrize("number", [0, 1])
def test_another_version_or_suite_is_told_as_that(meet: Meet, field: dict[str, Any], number: int) -> None:
    def change(place: int, message: bytes) -> bytes:
        return changed(message, **field) if place == number else message

    outcome = run(meet.typer(), meet.maker(), change)
    assert refusal(outcome.maker) is refusal(outcome.typer) is Refusal.VERSION_MISMATCH


@given(st.integers(0, 4), st.floats(0, 1, exclude_max=True))
@settings(max_examples=60, deadline=None)
def test_no_flipped_bit_passes(meet: Meet, number: int, where: float) -> None:
    def flip(place: int, message: bytes) -> bytes:
        return flipped(message, where) if place == number % meet.messages else message

    outcome = run(meet.typer(), meet.maker(), flip)
    assert isinstance(outcome.typer, PairingFailed)
    assert isinstance(outcome.maker, PairingFailed)


def test_every_message_has_one_form_only(meet: Meet) -> None:
    def reordered(number: int, place: int, message: bytes) -> bytes:
        if place != number:
            return message
        fields = msgspec.msgpack.decode(message)
        other_form = msgspec.msgpack.encode(dict(reversed(fields.items())))
        # The same message, and yet not the same bytes.
        assert decode_handshake(other_form) == decode_handshake(message)
        assert other_form != message
        return other_form

    for number in range(meet.messages):
        outcome = run(meet.typer(), meet.maker(), partial(reordered, number))
        assert refusal(outcome.typer) is refusal(outcome.maker) is Refusal.HANDSHAKE_FAILED


@given(st.binary(max_size=100))
def test_noise_is_the_one_error(meet: Meet, noise: bytes) -> None:
    with pytest.raises(PairingFailed):
        meet.maker().receive(noise)


# ----- rejection and secrecy --------------------------------------------------------------------


@pytest.mark.parametrize("reason", Refusal)
def test_the_other_side_may_give_few_reasons(meet: Meet, reason: Refusal) -> None:
    told = {
        Refusal.CODE_REFUSED,
        Refusal.VERSION_MISMATCH,
        Refusal.AGENT_NOT_CERTIFIED,
        Refusal.CERTIFICATE_OUT_OF_DATE,
    }
    typer = meet.typer()
    typer.begin()
    for side in (typer, meet.maker()):
        with pytest.raises(PairingFailed) as caught:
            side.receive(encode_handshake(Reject(reason)))
        assert caught.value.refusal is (reason if reason in told else Refusal.HANDSHAKE_FAILED)
        assert caught.value.answer is None


def test_the_secret_shows_nowhere(meet: Meet) -> None:
    typer, maker = meet.typer(), meet.maker()
    joined = run(typer, maker)
    wrong = run(meet.typer(), replace(meet, secret="canary-secrex").maker())
    broken = meet.typer()
    broken.begin()
    assert isinstance(joined.typer, Paired)
    answer = changed(meet.maker().receive(meet.typer().begin()).send or b"", pake=b"A" + point(2))
    with pytest.raises(PairingFailed) as caught:
        broken.receive(answer)
    shown = [
        typer,
        maker,
        joined,
        joined.typer.resume,
        wrong,
        broken,
        meet.credentials,
        typer.__dict__,
        maker.__dict__,
        caught.value,
    ]
    texts = [form(each) for each in shown for form in (repr, str)]
    failures = [each for each in (caught.value, wrong.maker, wrong.typer) if isinstance(each, PairingFailed)]
    assert len(failures) == 3
    texts += ["".join(traceback.format_exception(each)) for each in failures]
    texts += [repr(each) for each in (typer._schedule, maker._schedule, broken._pake, broken._meeting)]
    texts += [repr(message) for message in (*joined.messages, *wrong.messages)]
    assert not [text for text in texts if "canary" in text]
    for hidden in (joined.typer.keys.send_secret, joined.typer.resume.value):
        assert repr(hidden) not in "".join(texts)


def test_the_entropy_is_the_one_given(meet: Meet) -> None:
    def hello(fill: int) -> bytes:
        organisation = organisation_id(meet.root)
        arguments = (CANARY, "0042", b"s" * 16, organisation, meet.root, meet.now)
        message = decode_handshake(CustomerTyper(*arguments, entropy=lambda size: bytes((fill,)) * size).begin())
        assert isinstance(message, TyperHello)
        return message.pake

    assert hello(1) == hello(1) != hello(2)
