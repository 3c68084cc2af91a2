"""The question whether a long session shall go on."""

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from client.session.states import CustomerState
from client.ui.customer.question import DurationQuestion, duration_question
from client.ui.customer.session_clock import PATIENCE_MS, QUESTION_MS, SessionClock
from client.ui.customer.status_bar import StatusBar
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
