"""The question whether a long session shall go on."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from client.session.states import CustomerState
from client.ui import startup
from client.ui.customer.question import DurationQuestion, duration_question
from client.ui.customer.session_clock import PATIENCE_MS, QUESTION_MS, SessionClock
from client.ui.customer.status_bar import StatusBar
from client.ui.customer.warning import WarningDialog
from client.ui.customer.window import CustomerWindow
from tests.client.ui.customer.recording_bridge import RecordingBridge
from tests.support.widgets import button, buttons, click, only, words
from wire import limits
from wire.endings import Ending

S = CustomerState
LONG = 60_000
SOON = 20


def test_the_intervals_are_those_of_the_limits() -> None:
    assert (QUESTION_MS, PATIENCE_MS) == (limits.SESSION_QUESTION * 1000, limits.QUESTION_PATIENCE * 1000)


def test_it_asks_again_after_each_answer(qtbot: QtBot) -> None:
    clock = SessionClock(question_ms=SOON, patience_ms=LONG)
    with qtbot.waitSignal(clock.asking_changed, check_params_cb=lambda asking: asking):
        clock.start()
    assert clock.asked == 1
    clock.start()
    assert clock.asked == 1, "a status in between changes nothing"
    with qtbot.waitSignals([clock.asking_changed] * 2, check_params_cbs=[lambda on: not on, lambda on: on]):
        clock.go_on()
    assert clock.asked == 2
    clock.stop()


def test_it_gives_up_without_an_answer(qtbot: QtBot) -> None:
    clock = SessionClock(question_ms=SOON, patience_ms=SOON)
    with qtbot.waitSignal(clock.gave_up):
        clock.start()


def test_a_session_that_ended_is_not_asked_for(qtbot: QtBot) -> None:
    clock = SessionClock(question_ms=SOON, patience_ms=LONG)
    with qtbot.waitSignal(clock.asking_changed):
        clock.start()
    with qtbot.waitSignal(clock.asking_changed, check_params_cb=lambda asking: not asking):
        clock.stop()
    clock.go_on()
    assert not clock._until_question.isActive()


@pytest.mark.parametrize(("asked", "said"), [(1, "lasted 1 hour."), (2, "lasted 2 hours.")])
def test_the_question_names_the_hours(themed: QApplication, asked: int, said: str) -> None:
    assert said in duration_question(asked)


@pytest.mark.usefixtures("no_guard")
@pytest.mark.parametrize("questions", [(SOON, LONG)])
@pytest.mark.parametrize("on_bar", [False, True])
def test_continue_takes_the_question_away_in_the_window_and_on_the_bar(
    window: CustomerWindow, bridge: RecordingBridge, qtbot: QtBot, on_bar: bool
) -> None:
    bridge.meet()
    bridge.tell(S.ASKED)
    (bar,) = (each for each in QApplication.topLevelWidgets() if isinstance(each, StatusBar) and each.isVisible())
    question = only(window, DurationQuestion)
    qtbot.waitUntil(question.isVisible)
    assert duration_question(1) in words(window)
    assert bar._text.accessibleName() == duration_question(1)
    assert buttons(bar) == ["Continue", "Stop sharing", "Chat", "Disconnect"]
    # The next question would come at once.
    window._clock._until_question.setInterval(LONG)
    place = bar if on_bar else question
    qtbot.waitUntil(button(place, "Continue").isEnabled)
    click(button(place, "Continue"))
    assert not question.isVisible()
    assert "Continue" not in buttons(bar)
    assert "Allow control" in buttons(bar)
    assert bridge.calls == []


@pytest.mark.parametrize("questions", [(SOON, LONG)])
def test_the_question_has_a_way_out_and_goes_with_the_session(
    window: CustomerWindow, bridge: RecordingBridge, qtbot: QtBot
) -> None:
    bridge.meet()
    question = only(window, DurationQuestion)
    qtbot.waitUntil(question.isVisible)
    click(button(question, "Disconnect"))
    assert bridge.calls == ["leave"]
    bridge.tell(S.ENDED, ending=Ending.CUSTOMER_LEFT)
    assert not question.isVisible()


@pytest.mark.parametrize("questions", [(SOON, SOON)])
def test_no_answer_ends_the_session(window: CustomerWindow, bridge: RecordingBridge, qtbot: QtBot) -> None:
    bridge.meet()
    qtbot.waitUntil(lambda: bridge.calls == ["time_limit"])
    bridge.tell(S.ENDED, ending=Ending.TIME_LIMIT)
    assert "nobody answered whether it should go on" in words(window)


def click_as_a_person(widget: QWidget) -> None:
    """Click where the widget is seen, through its window: one that another window blocks does not take it."""
    window = widget.window()
    handle = window.windowHandle()
    assert handle is not None
    assert widget.visibleRegion().contains(widget.rect().center()), "it cannot be seen"
    QTest.mouseClick(handle, Qt.MouseButton.LeftButton, pos=widget.mapTo(window, widget.rect().center()))


def open_warning(window: CustomerWindow, bridge: RecordingBridge, qtbot: QtBot) -> WarningDialog:
    bridge.tell(S.WARNED)
    warning = only(window, WarningDialog)
    qtbot.waitExposed(warning)
    return warning


@pytest.mark.usefixtures("no_guard")
@pytest.mark.parametrize("questions", [(SOON, LONG)])
@pytest.mark.parametrize("warning_first", [True, False])
@pytest.mark.parametrize(("answer", "calls"), [("Continue", []), ("Disconnect", ["leave"])])
def test_the_warning_neither_hides_nor_blocks_the_question(
    window: CustomerWindow, bridge: RecordingBridge, qtbot: QtBot, warning_first: bool, answer: str, calls: list[str]
) -> None:
    bridge.meet()
    in_window = only(window, DurationQuestion)
    if not warning_first:
        qtbot.waitUntil(in_window.isVisible)
    warning = open_warning(window, bridge, qtbot)
    question = only(warning, DurationQuestion)
    qtbot.waitUntil(question.isVisible)
    assert duration_question(1) in words(warning)
    window._clock._until_question.setInterval(LONG)
    click_as_a_person(button(in_window, answer))
    assert bridge.calls == []
    assert question.isVisible(), "the warning blocks its window"
    qtbot.waitUntil(button(question, answer).isEnabled)
    click_as_a_person(button(question, answer))
    assert bridge.calls == calls
    if not calls:
        qtbot.waitUntil(lambda: not question.isVisible())
        assert in_window.isHidden()
        assert warning.isVisible()


@pytest.mark.parametrize("questions", [(SOON, SOON)])
def test_no_answer_ends_the_session_behind_the_warning_too(
    window: CustomerWindow, bridge: RecordingBridge, qtbot: QtBot
) -> None:
    bridge.meet()
    open_warning(window, bridge, qtbot)
    qtbot.waitUntil(lambda: bridge.calls == ["time_limit"])


@pytest.mark.usefixtures("no_guard")
@pytest.mark.parametrize("questions", [(SOON, LONG)])
def test_a_message_of_the_start_does_not_block_the_question(
    window: CustomerWindow, bridge: RecordingBridge, qtbot: QtBot
) -> None:
    startup.tell("The settings cannot be saved.")
    (message,) = (each for each in QApplication.topLevelWidgets() if isinstance(each, QMessageBox))
    qtbot.waitExposed(message)
    bridge.meet()
    question = only(window, DurationQuestion)
    qtbot.waitUntil(question.isVisible)
    window._clock._until_question.setInterval(LONG)
    qtbot.waitUntil(button(question, "Continue").isEnabled)
    click_as_a_person(button(question, "Continue"))
    qtbot.waitUntil(question.isHidden)
    message.close()
