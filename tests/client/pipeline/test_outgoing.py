"""The frames of a share between the screen's thread, the line, and the agent's window."""

import math

import pytest

from client.pipeline.outgoing import Kind, Outgoing
from client.screen.errors import PictureError


def made(outgoing: Outgoing, kind: Kind, size: int = 100, now: float = 1.0) -> int:
    number = outgoing.send(kind, now)
    outgoing.made(number, size)
    outgoing.handed(kind)
    return number


def test_no_picture_is_made_while_the_one_before_waits_for_the_line() -> None:
    outgoing = Outgoing()
    assert outgoing.may_send(Kind.UPDATE)
    outgoing.send(Kind.UPDATE, 1.0)
    assert not outgoing.may_send(Kind.UPDATE)
    # Word of an empty row that was on its way before the frame lay in it.
    outgoing.left(Kind.UPDATE)
    assert not outgoing.may_send(Kind.UPDATE)
    outgoing.handed(Kind.UPDATE)
    assert not outgoing.may_send(Kind.UPDATE)
    outgoing.left(Kind.UPDATE)
    assert outgoing.may_send(Kind.UPDATE)


def test_an_update_does_not_wait_for_the_video() -> None:
    outgoing = Outgoing()
    made(outgoing, Kind.MOTION)
    assert not outgoing.may_send(Kind.MOTION)
    assert outgoing.may_send(Kind.UPDATE)


def test_two_are_under_way_and_more_on_a_long_line() -> None:
    outgoing = Outgoing()
    numbers = []
    for _ in range(2):
        numbers.append(made(outgoing, Kind.UPDATE))
        outgoing.left(Kind.UPDATE)
    assert not outgoing.may_send(Kind.UPDATE)
    outgoing.measured(None, 0.08)
    assert outgoing.may_send(Kind.UPDATE)
    assert outgoing.round_trip == 0.08
    outgoing.measured(125_000.0, 0.001)
    assert outgoing.rate == 125_000.0
    assert not outgoing.may_send(Kind.UPDATE)
    outgoing.shown(numbers[0])
    assert outgoing.may_send(Kind.UPDATE)


def test_whoever_waits_is_woken_once() -> None:
    outgoing = Outgoing()
    assert outgoing.may_send(Kind.UPDATE)
    assert outgoing.under_way(Kind.MOTION) == 0
    assert not outgoing.take_refused()
    made(outgoing, Kind.UPDATE)
    assert not outgoing.may_send(Kind.UPDATE)
    assert outgoing.take_refused()
    assert not outgoing.take_refused()
    assert outgoing.under_way(Kind.UPDATE) == 1
    assert outgoing.take_refused()


def test_only_a_small_frame_tells_the_round_trip() -> None:
    outgoing = Outgoing()
    small, large = made(outgoing, Kind.UPDATE, 100), made(outgoing, Kind.MOTION, 5000)
    assert outgoing.shown(large) is None
    seconds = outgoing.shown(small)
    assert seconds is not None
    assert seconds > 0


def test_the_oldest_of_a_kind() -> None:
    outgoing = Outgoing()
    assert outgoing.oldest(Kind.MOTION) == math.inf
    first = made(outgoing, Kind.MOTION, now=2.0)
    outgoing.left(Kind.MOTION)
    made(outgoing, Kind.MOTION, now=3.0)
    assert outgoing.oldest(Kind.MOTION) == 2.0
    assert outgoing.under_way(Kind.MOTION) == 2
    outgoing.shown(first)
    assert outgoing.oldest(Kind.MOTION) == 3.0


@pytest.mark.parametrize("number", [0, 2, -1, 2**60])
def test_word_of_an_unknown_frame(number: int) -> None:
    outgoing = Outgoing()
    made(outgoing, Kind.UPDATE)
    with pytest.raises(PictureError):
        outgoing.shown(number)
