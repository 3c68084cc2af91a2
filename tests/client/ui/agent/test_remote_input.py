from collections.abc import Callable

import pytest
from pytestqt.qtbot import QtBot

from client.ui.agent.remote_input import RemoteInput
from wire import limits
from wire.messages import Button, InputMessage, Key, PointerButton, PointerMove, StillHeld, Wheel

A, SHIFT = 0x61, 0xFFE1


@pytest.fixture
def sent() -> list[InputMessage]:
    return []


@pytest.fixture
def remote(qtbot: QtBot, sent: list[InputMessage]) -> RemoteInput:
    remote = RemoteInput(sent.append)
    remote.set_active(True)
    return remote


@pytest.mark.parametrize(
    "act",
    [
        lambda remote: remote.move(3, 4),
        lambda remote: remote.press(3, 4, Button.LEFT),
        lambda remote: remote.release(3, 4, Button.LEFT),
        lambda remote: remote.turn(3, 4, 0, 120),
        lambda remote: remote.key_down(1, A, 0),
        lambda remote: remote.key_up(1, 0),
        lambda remote: remote.type_keysym(A),
        lambda remote: remote.release_all(),
    ],
)
def test_nothing_is_sent_while_inactive(sent: list[InputMessage], act: Callable[[RemoteInput], None]) -> None:
    act(RemoteInput(sent.append))
    assert sent == []


def test_moves_are_merged_and_the_latest_wins(qtbot: QtBot, remote: RemoteInput, sent: list[InputMessage]) -> None:
    for x in range(50):
        remote.move(x, 0)
    assert sent == [PointerMove(0, 0)]
    qtbot.waitUntil(lambda: len(sent) == 2)
    assert sent[1] == PointerMove(49, 0)


def test_a_press_carries_its_place_and_no_older_move_comes_after_it(
    qtbot: QtBot, remote: RemoteInput, sent: list[InputMessage]
) -> None:
    remote.move(1, 1)
    remote.move(2, 2)
    remote.press(5, 6, Button.RIGHT)
    remote.release(5, 6, Button.RIGHT)
    remote.move(9, 9)
    qtbot.waitUntil(lambda: sent[-1] == PointerMove(9, 9))
    assert sent == [
        PointerMove(1, 1),
        PointerButton(5, 6, Button.RIGHT, True),
        PointerButton(5, 6, Button.RIGHT, False),
        PointerMove(9, 9),
    ]


def test_a_key_comes_after_the_move_before_it(remote: RemoteInput, sent: list[InputMessage]) -> None:
    remote.move(1, 1)
    remote.move(2, 2)
    remote.key_down(38, A, 0)
    assert sent == [PointerMove(1, 1), PointerMove(2, 2), Key(A, True)]


def test_a_release_without_its_press_is_passed_over(remote: RemoteInput, sent: list[InputMessage]) -> None:
    remote.release(1, 1, Button.LEFT)
    remote.key_up(38, 0)
    assert sent == []


def test_a_release_names_the_keysym_of_the_press(remote: RemoteInput, sent: list[InputMessage]) -> None:
    remote.key_down(50, SHIFT, 0)
    remote.key_down(38, 0x41, 0)
    remote.key_up(50, 0)
    remote.key_up(38, 0)
    assert sent == [Key(SHIFT, True), Key(0x41, True), Key(SHIFT, False), Key(0x41, False)]


def test_becoming_inactive_releases_everything_last_key_first(remote: RemoteInput, sent: list[InputMessage]) -> None:
    remote.key_down(50, SHIFT, 0)
    remote.key_down(38, 0x41, 0)
    remote.press(7, 8, Button.LEFT)
    sent.clear()
    remote.set_active(False)
    assert sent == [Key(0x41, False), Key(SHIFT, False), PointerButton(7, 8, Button.LEFT, False)]
    remote.key_up(38, 0)
    remote.release(7, 8, Button.LEFT)
    assert len(sent) == 3


def test_the_wheel_is_counted_in_whole_notches(remote: RemoteInput, sent: list[InputMessage]) -> None:
    for _ in range(5):
        remote.turn(1, 2, 0, 50)
    assert sent == [Wheel(1, 2, 0, 1), Wheel(1, 2, 0, 1)]
    sent.clear()
    # 10 eighths of a degree are left over; turning back must not have to use them up first.
    remote.turn(1, 2, 0, -120)
    assert sent == [Wheel(1, 2, 0, -1)]
    sent.clear()
    remote.turn(1, 2, 240, 0)
    remote.turn(1, 2, 0, 120 * 1000)
    assert sent == [Wheel(1, 2, 2, 0), Wheel(1, 2, 0, limits.WHEEL_STEPS)]


def test_while_something_is_held_the_customer_is_told_so(
    qtbot: QtBot, remote: RemoteInput, sent: list[InputMessage]
) -> None:
    remote.key_down(38, A, 0)
    qtbot.waitUntil(lambda: sent.count(StillHeld()) == 2, timeout=int(limits.HELD_INPUT_SILENCE * 1000))
    remote.key_up(38, 0)
    assert not remote._alive.isActive()


def test_the_first_move_after_control_came_back_is_sent_wherever_the_pointer_was(
    remote: RemoteInput, sent: list[InputMessage]
) -> None:
    remote.move(0, 0)
    remote.set_active(False)
    remote.set_active(True)
    remote.press(0, 0, Button.LEFT)
    assert sent == [PointerMove(0, 0), PointerButton(0, 0, Button.LEFT, True)]


@pytest.mark.parametrize("marked", [True, False])
def test_a_held_keys_repetitions_are_not_sent(
    qtbot: QtBot, remote: RemoteInput, sent: list[InputMessage], marked: bool
) -> None:
    remote.key_down(38, A, 1000)
    for at in (1660, 1700, 1740):
        remote.key_up(38, at)
        if marked:
            remote.key_repeated(38)
        else:
            remote.key_down(38, A, at)
    remote.key_up(38, 1755)
    qtbot.waitUntil(lambda: not remote._lift.isActive())
    assert sent == [Key(A, True), Key(A, False)]


def test_two_quick_presses_are_two(remote: RemoteInput, sent: list[InputMessage]) -> None:
    remote.key_down(38, A, 1000)
    remote.key_up(38, 1020)
    remote.key_down(38, A, 1021)
    assert sent == [Key(A, True), Key(A, False), Key(A, True)]


def test_a_release_keeps_its_place_before_what_comes_next(remote: RemoteInput, sent: list[InputMessage]) -> None:
    remote.key_down(50, SHIFT, 1000)
    remote.key_up(50, 1020)
    remote.press(3, 4, Button.LEFT)
    assert sent == [Key(SHIFT, True), Key(SHIFT, False), PointerButton(3, 4, Button.LEFT, True)]
