"""Coming back: fresh keys for the two of one session, and for nobody else."""

import traceback
from functools import partial
from itertools import product

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from client.seal.exchange import PairingFailed
from client.seal.records import Direction, RecordError, TrafficKeys
from client.seal.resumption import Resumption
from client.seal.schedule import ResumeSecret
from tests.support.handshake import Meet, Outcome, changed, flipped, resume, run
from wire.endings import Refusal
from wire.handshake import Reject, ResumeHello, decode_handshake, encode_handshake

SECRET = ResumeSecret(b"canary-secret-of-thirty-two-byte")
SESSION = b"session-of-16-by"
FAILED = encode_handshake(Reject(Refusal.HANDSHAKE_FAILED))


def side(direction: Direction, *, secret: ResumeSecret = SECRET, session: bytes = SESSION) -> Resumption:
    return Resumption(secret, direction, session)


typer = partial(side, Direction.FROM_TYPER)
maker = partial(side, Direction.FROM_MAKER)


def both_failed(outcome: Outcome[TrafficKeys]) -> bool:
    for ended in (outcome.typer, outcome.maker):
        assert isinstance(ended, PairingFailed)
        assert ended.refusal is Refusal.HANDSHAKE_FAILED
    return True


def keys_of(outcome: Outcome[TrafficKeys]) -> tuple[TrafficKeys, TrafficKeys]:
    assert isinstance(outcome.typer, TrafficKeys)
    assert isinstance(outcome.maker, TrafficKeys)
    return outcome.typer, outcome.maker


def test_the_two_of_a_session_find_each_other(meet: Meet) -> None:
    paired = run(meet.typer(), meet.maker())
    assert not isinstance(paired.typer, PairingFailed | None)
    assert not isinstance(paired.maker, PairingFailed | None)
    outcome = resume(typer(secret=paired.typer.resume), maker(secret=paired.maker.resume))
    assert len(outcome.messages) == 4
    typer_keys, maker_keys = keys_of(outcome)
    assert typer_keys.opener().open(maker_keys.sealer().seal(b"down")) == b"down"
    assert maker_keys.opener().open(typer_keys.sealer().seal(b"up")) == b"up"
    first = {paired.typer.keys.send_secret, paired.typer.keys.receive_secret, paired.typer.resume.value}
    assert not first & {typer_keys.send_secret, typer_keys.receive_secret}


def test_every_time_has_keys_of_its_own_and_opens_no_older_record() -> None:
    runs = [keys_of(resume(typer(), maker())) for _ in range(20)]
    assert len({secret for keys, _ in runs for secret in (keys.send_secret, keys.receive_secret)}) == 40
    record = runs[0][1].sealer().seal(b"before the line broke")
    with pytest.raises(RecordError):
        runs[1][0].opener().open(record)


def test_another_secret_or_session_is_refused() -> None:
    assert both_failed(resume(typer(secret=ResumeSecret(bytes(32))), maker()))
    assert both_failed(resume(typer(session=b"SESSION-of-16-by"), maker()))


def test_two_sides_of_the_same_role_do_not_find_each_other() -> None:
    one, two = maker(), maker()
    assert both_failed(resume(one, two))


# ----- order ------------------------------------------------------------------------------------


def at_stage(direction: Direction, stage: int) -> tuple[Resumption, list[bytes], list[bytes]]:
    """Return a side that has taken `stage` messages, what it has sent, and all that is for it."""
    own, other = side(direction), side(direction.opposite)
    sent, meant = [own.begin()], [other.begin()]
    answer, confirm = own.receive(meant[0]).send, other.receive(sent[0]).send
    assert answer is not None
    assert confirm is not None
    meant.append(confirm)
    if stage == 0:
        # A fresh one, for which the other's confirmation is of another time.
        own = side(direction)
        return own, [own.begin()], meant
    if stage == 2:
        assert own.receive(confirm).result is not None
    return own, [*sent, answer], meant


@pytest.mark.parametrize(("direction", "stage"), list(product(Direction, range(3))))
def test_reflected_repeated_and_reordered_messages_are_refused(direction: Direction, stage: int) -> None:
    own, sent, meant = at_stage(direction, stage)
    strange = [*sent, *meant[:stage], *meant[stage + 1 :]]
    assert len(strange) >= 2
    for number in range(len(strange)):
        own, sent, meant = at_stage(direction, stage)
        messages = [*sent, *meant[:stage], *meant[stage + 1 :]]
        with pytest.raises(PairingFailed) as caught:
            own.receive(messages[number])
        assert caught.value.refusal is Refusal.HANDSHAKE_FAILED
        assert caught.value.answer == (None if stage == 2 else FAILED)
        # And for good: not even the right message is taken any more.
        for right in meant:
            with pytest.raises(PairingFailed):
                own.receive(right)


@pytest.mark.parametrize("session", [SESSION, b"SESSION-of-16-by"], ids=["same session", "other session"])
@pytest.mark.parametrize("number", range(4))
def test_no_message_of_another_time_is_taken(number: int, session: bytes) -> None:
    older = resume(typer(session=session), maker(session=session)).messages
    outcome = resume(typer(), maker(), lambda place, message: older[place] if place == number else message)
    assert both_failed(outcome)


@pytest.mark.parametrize("direction", Direction)
def test_an_older_time_cannot_be_played_again(direction: Direction) -> None:
    older = resume(typer(), maker()).messages
    own = side(direction)
    own.begin()
    hello, confirm = (older[0], older[3]) if direction is Direction.FROM_MAKER else (older[1], older[2])
    assert own.receive(hello).send is not None
    with pytest.raises(PairingFailed):
        own.receive(confirm)


def test_a_side_begins_once_and_before_it_listens() -> None:
    own = maker()
    with pytest.raises(PairingFailed):
        own.receive(typer().begin())
    with pytest.raises(PairingFailed):
        own.begin()
    own = maker()
    own.begin()
    with pytest.raises(PairingFailed):
        own.begin()


@pytest.mark.parametrize("direction", Direction)
def test_no_message_of_a_first_handshake_is_taken(meet: Meet, direction: Direction) -> None:
    for message in run(meet.typer(), meet.maker()).messages:
        for stage in (0, 1):
            own, _, _ = at_stage(direction, stage)
            with pytest.raises(PairingFailed):
                own.receive(message)


# ----- content ----------------------------------------------------------------------------------


@given(st.integers(0, 3), st.floats(0, 1, exclude_max=True))
@settings(max_examples=200, deadline=None)
def test_no_flipped_bit_passes(number: int, where: float) -> None:
    def flip(place: int, message: bytes) -> bytes:
        return flipped(message, where) if place == number else message

    assert both_failed(resume(typer(), maker(), flip))


@given(st.binary(max_size=100))
def test_noise_is_the_one_error(noise: bytes) -> None:
    own = maker()
    own.begin()
    with pytest.raises(PairingFailed):
        own.receive(noise)


def test_every_message_has_one_form_only() -> None:
    def reordered(number: int, place: int, message: bytes) -> bytes:
        if place != number:
            return message
        other_form = msgspec.msgpack.encode(dict(reversed(msgspec.msgpack.decode(message).items())))
        assert decode_handshake(other_form) == decode_handshake(message)
        return other_form

    for number in range(4):
        assert both_failed(resume(typer(), maker(), partial(reordered, number)))


SMALL_ORDER = [
    0,
    1,
    325606250916557431795983626356110631294008115727848805560023387167927233504,
    39382357235489614581723060781553021112529911719440698176882885853963445705823,
    2**255 - 20,
    2**255 - 19,
    2**255 - 18,
]


@pytest.mark.parametrize("point", SMALL_ORDER)
@pytest.mark.parametrize("top_bit", [0, 1])
def test_keys_that_force_the_shared_secret_are_refused(point: int, top_bit: int) -> None:
    key = (point | top_bit << 255).to_bytes(32, "little")
    own = maker()
    own.begin()
    with pytest.raises(PairingFailed) as caught:
        own.receive(encode_handshake(ResumeHello(1, key)))
    assert (caught.value.refusal, caught.value.answer) == (Refusal.HANDSHAKE_FAILED, FAILED)


@pytest.mark.parametrize("version", [0, 2])
def test_another_version_is_refused(version: int) -> None:
    change = partial(_of_version, version)
    assert both_failed(resume(typer(), maker(), change))


def _of_version(version: int, place: int, message: bytes) -> bytes:
    return changed(message, version=version) if place == 0 else message


@pytest.mark.parametrize("reason", Refusal)
def test_the_other_side_can_only_say_that_it_failed(reason: Refusal) -> None:
    for stage in range(3):
        own, _, _ = at_stage(Direction.FROM_MAKER, stage)
        with pytest.raises(PairingFailed) as caught:
            own.receive(encode_handshake(Reject(reason)))
        assert (caught.value.refusal, caught.value.answer) == (Refusal.HANDSHAKE_FAILED, None)


def test_a_stranger_who_exchanged_keys_cannot_confirm() -> None:
    # With a stolen ticket a stranger gets as far as this, and no further without the secret.
    own, stranger = maker(), typer(secret=ResumeSecret(bytes(32)))
    hello = stranger.begin()
    confirm = stranger.receive(own.begin()).send
    own.receive(hello)
    assert confirm is not None
    with pytest.raises(PairingFailed):
        own.receive(confirm)


def test_the_secret_shows_nowhere() -> None:
    one, two = typer(), maker()
    joined = resume(one, two)
    wrong = resume(typer(), maker(secret=ResumeSecret(bytes(32))))
    assert both_failed(wrong)
    assert isinstance(wrong.typer, PairingFailed)
    texts = [form(each) for each in (one, two, joined, wrong, one.__dict__, two.__dict__) for form in (repr, str)]
    texts.append("".join(traceback.format_exception(wrong.typer)))
    texts += [repr(message) for message in (*joined.messages, *wrong.messages)]
    shown = "".join(texts)
    assert "canary" not in shown
    assert repr(keys_of(joined)[0].send_secret) not in shown
