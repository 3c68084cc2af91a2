"""The question for the focus on a real display: the same answers as python-xlib's, and its events lose nothing."""

import socket
from collections.abc import Callable

import pytest
from Xlib import X
from Xlib import error as xerror
from Xlib.display import Display

from client.screen.x11_focus import FocusQuestion


@pytest.fixture
def display(connect_x: Callable[[], Display]) -> Display:
    return connect_x()


@pytest.fixture
def program(connection: Display) -> Display:
    return connection


def asked_by_xlib(display: Display) -> int:
    focus = display.get_input_focus().focus
    return focus if isinstance(focus, int) else int(focus.id)


def test_the_answers_are_those_of_python_xlib(display: Display, program: Display) -> None:
    question = FocusQuestion(display)
    window = program.screen().root.create_window(0, 0, 9, 9, 0, X.CopyFromParent)
    window.map()
    for focus in (window, X.PointerRoot, X.NONE, window):
        program.set_input_focus(focus, X.RevertToNone, X.CurrentTime)
        program.sync()
        assert question.ask() == asked_by_xlib(display) == question.ask()
    assert question.ask() == window.id


def test_all_that_happened_before_is_in_the_queue(display: Display, program: Display) -> None:
    display.screen().root.change_attributes(event_mask=X.SubstructureNotifyMask)
    question = FocusQuestion(display)
    question.ask()
    waiting = display.display.event_queue
    for number in range(1, 400):
        # More than one packet's worth at times, and none at others.
        windows = [program.screen().root.create_window(number, 0, 9, 9, 0, X.CopyFromParent) for _ in range(number % 5)]
        program.sync()
        question.ask()
        created = [display.next_event().window.id for _ in range(len(waiting))]
        assert created == [window.id for window in windows]


def test_more_than_is_read_at_once(display: Display, program: Display) -> None:
    display.screen().root.change_attributes(event_mask=X.SubstructureNotifyMask)
    question = FocusQuestion(display)
    question.ask()
    for number in range(1000):
        program.screen().root.create_window(number, 0, 9, 9, 0, X.CopyFromParent)
    program.sync()
    assert question.ask() == asked_by_xlib(display)
    assert [display.next_event().x for _ in range(len(display.display.event_queue))] == list(range(1000))


def test_requests_of_python_xlib_go_first(display: Display, program: Display) -> None:
    question = FocusQuestion(display)
    # Queued only: the question sends it before itself, so that the window is reported already.
    display.screen().root.change_attributes(event_mask=X.SubstructureNotifyMask)
    question.ask()
    window = program.screen().root.create_window(0, 0, 9, 9, 0, X.CopyFromParent)
    program.sync()
    question.ask()
    assert display.next_event().window.id == window.id


def test_the_numbers_of_requests_wrap(display: Display, program: Display) -> None:
    display.screen().root.change_attributes(event_mask=X.SubstructureNotifyMask)
    question = FocusQuestion(display)
    expected = asked_by_xlib(display)
    for _ in range((1 << 16) - 500):
        display.no_operation()
    display.sync()
    for number in range(1000):
        if number % 100 == 0:
            program.screen().root.create_window(0, 0, 9, 9, 0, X.CopyFromParent)
            program.sync()
        assert question.ask() == expected
        if number % 99 == 0:
            assert asked_by_xlib(display) == expected
    assert len(display.display.event_queue) == 10


def test_a_lost_display(x_display: str) -> None:
    display = Display(x_display)
    question = FocusQuestion(display)
    question.ask()
    display.display.socket.shutdown(socket.SHUT_RD)
    for _ in range(2):
        with pytest.raises(xerror.ConnectionClosedError):
            question.ask()
