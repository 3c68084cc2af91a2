"""No text of the customer's windows is cut, in any language, state, scheme or scale."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from client.screen.access import ScreenAccess
from client.session.states import CustomerState
from client.session.status import AgentPerson, CustomerStatus
from client.ui.customer.question import DurationQuestion
from client.ui.customer.session_page import SessionPage
from client.ui.customer.status_bar import StatusBar
from client.ui.customer.warning import WarningDialog
from client.ui.customer.window import CustomerWindow
from client.ui.theme import use_scheme
from client.ui.widgets.labels import plain_label
from tests.client.ui.customer.recording_bridge import RecordingBridge
from tests.support.layout import SmallScreen, assert_nothing_cut
from tests.support.widgets import button, only, press
from wire.code import Code
from wire.endings import Ending, Refusal

S = CustomerState
ANA = AgentPerson("Ana Novak Kovačič", "ana.novak@banka.example", "Dolenjska banka d. d.")
BAR = 96
"""Logical pixels: the bar's height in two rows."""
LONG = 60_000
IN_SESSION = (S.CHAT, S.VIEWED, S.ASKED, S.CONTROLLED, S.SUSPENDED, S.CHAT_AWAY, S.VIEWED_AWAY)


def test_the_code_page(each_language: str, window: CustomerWindow, bridge: RecordingBridge) -> None:
    for refusal in (None, *Refusal):
        bridge.status_changed.emit(CustomerStatus(refusal=refusal))
        assert_nothing_cut(window)


def test_the_waiting_page(each_language: str, window: CustomerWindow, bridge: RecordingBridge) -> None:
    window.prefill("12345678")
    bridge.status_changed.emit(CustomerStatus(S.JOINING))
    assert_nothing_cut(window)


def test_the_page_with_number_and_password(each_language: str, window: CustomerWindow, bridge: RecordingBridge) -> None:
    bridge.status_changed.emit(CustomerStatus(S.OFFERING))
    assert_nothing_cut(window)
    bridge.offer_ready.emit(Code("8888", "888888"))
    bridge.status_changed.emit(CustomerStatus(S.OFFERING, failed_attempts=2))
    assert_nothing_cut(window)


@pytest.mark.parametrize("questions", [(50, 60_000)])
def test_the_question_after_an_hour(
    each_language: str, window: CustomerWindow, bridge: RecordingBridge, qtbot: QtBot
) -> None:
    bridge.meet()
    qtbot.waitUntil(only(window, DurationQuestion).isVisible)
    for state in IN_SESSION:
        bridge.tell(state)
        assert_nothing_cut(window)


def test_the_session_page(each_language: str, window: CustomerWindow, bridge: RecordingBridge) -> None:
    bridge.meet()
    for state in IN_SESSION:
        bridge.tell(state)
        assert_nothing_cut(window)


@pytest.mark.skipif("QT_SCALE_FACTOR" in os.environ, reason="the test's own screen is too narrow then")
@pytest.mark.parametrize("questions", [(LONG, LONG)])
def test_the_session_page_fits_under_the_bar_of_a_small_screen(
    each_language: str, window: CustomerWindow, bridge: RecordingBridge, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(SessionPage, "screen", SmallScreen, raising=False)
    room = SmallScreen().availableGeometry().height() - BAR - SmallScreen.TITLE
    bridge.meet()
    # The window never grows by itself, so the greatest height of all states is the one at the end.
    window.resize(window.width(), room)
    for state in IN_SESSION:
        for asked in (None, 12):
            only(window, SessionPage).ask_duration(asked)
            bridge.tell(state)
            assert_nothing_cut(window)
            assert window.height() <= room, f"{state}, {asked}"


@pytest.mark.skipif("QT_SCALE_FACTOR" in os.environ, reason="the test's own screen is too narrow then")
def test_the_first_pages_do_not_grow_beyond_a_small_screen(
    each_language: str, window: CustomerWindow, bridge: RecordingBridge
) -> None:
    room = SmallScreen().availableGeometry().height() - SmallScreen.TITLE
    window.resize(window.width(), room)
    for status in (
        *(CustomerStatus(refusal=refusal) for refusal in Refusal),
        CustomerStatus(S.JOINING),
        CustomerStatus(S.OFFERING, failed_attempts=2),
    ):
        bridge.status_changed.emit(status)
        assert_nothing_cut(window)
        assert window.height() <= room, f"{status}"


def test_a_wrapped_label_takes_the_room_of_its_lines_and_no_more(themed: QApplication, qtbot: QtBot) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    label = plain_label(wraps=True)
    layout = QVBoxLayout(page)
    layout.addWidget(label)
    layout.addStretch(1)
    page.resize(500, 400)
    page.show()
    for text in ("word " * 25, "word " * 60, "word"):
        label.setText(text)
        qtbot.waitUntil(lambda: label.minimumHeight() == label.height() == label.heightForWidth(label.width()))
    # What a label tells of its height is at least what it was made to have: one line tells whether it shrinks again.
    assert label.height() == label.fontMetrics().height()
    label.setText("word " * 60)
    page.resize(300, 400)
    qtbot.waitUntil(lambda: label.minimumHeight() == label.height() == label.heightForWidth(label.width()))


def test_the_ended_page(each_language: str, window: CustomerWindow, bridge: RecordingBridge) -> None:
    bridge.meet()
    for ending in Ending:
        bridge.tell(S.ENDED, ending=ending)
        assert_nothing_cut(window)


@pytest.mark.parametrize("state", [state for state in IN_SESSION if state not in (S.CHAT, S.CHAT_AWAY)])
@pytest.mark.parametrize("asked", [None, 12])
def test_the_bar(each_language: str, qtbot: QtBot, state: S, asked: int | None) -> None:
    bar = StatusBar()
    qtbot.addWidget(bar)
    bar.set_unread(12)
    bar.ask_duration(asked)
    bar.show_status(CustomerStatus(state, ANA, sharing_since=time.time() - 4000))
    bar.show()
    assert_nothing_cut(bar)
    # No computer has a narrower screen than this; the test's own, at the scale of 2, is 400 wide.
    assert bar.width() <= max(540, bar.screen().availableGeometry().width())


@pytest.mark.parametrize("asked", [None, 12])
@pytest.mark.parametrize("ready", [True, False])
@pytest.mark.parametrize("access", ScreenAccess)
def test_the_warning(each_language: str, qtbot: QtBot, asked: int | None, ready: bool, access: ScreenAccess) -> None:
    dialog = WarningDialog(ANA, panic_ready=ready, access=access, delay_ms=60_000)
    qtbot.addWidget(dialog)
    dialog.open()
    assert_nothing_cut(dialog)
    dialog.ask_duration(asked)
    assert_nothing_cut(dialog)


def test_dark_windows_have_the_same_room(themed: QApplication, window: CustomerWindow, bridge: RecordingBridge) -> None:
    use_scheme(themed, Qt.ColorScheme.Dark)
    bridge.meet()
    bridge.tell(S.ASKED)
    assert_nothing_cut(window)


def test_a_text_without_room_is_found(themed: QApplication, qtbot: QtBot) -> None:
    cramped = QPushButton("a rather long text")
    qtbot.addWidget(cramped)
    cramped.setFixedWidth(20)
    cramped.show()
    with pytest.raises(AssertionError, match="a rather long text"):
        assert_nothing_cut(cramped)


def test_every_control_has_a_name_and_is_reached_with_tab(
    window: CustomerWindow, bridge: RecordingBridge, qtbot: QtBot
) -> None:
    bridge.meet()
    bridge.tell(S.CONTROLLED)
    qtbot.waitUntil(window.isActiveWindow)
    wanted = {button(window, text) for text in ("Take control", "Stop sharing", "Disconnect")}
    reached = set()
    for _ in range(12):
        press(window.focusWidget(), Qt.Key.Key_Tab)
        reached.add(window.focusWidget())
    assert wanted <= reached
    for widget in reached:
        assert widget.accessibleName() or widget.property("text"), widget


@pytest.mark.timeout(300)
@pytest.mark.parametrize("scale", ["1.5", "2"])
@pytest.mark.skipif("QT_SCALE_FACTOR" in os.environ, reason="this is the run at another scale")
def test_nothing_is_cut_at_another_scale(scale: str) -> None:
    """Run this file once more: Qt reads the scale only at its start."""
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", str(Path(__file__))]
    finished = subprocess.run(
        command, env={**os.environ, "QT_SCALE_FACTOR": scale}, capture_output=True, text=True, check=False
    )
    assert finished.returncode == 0, finished.stdout[-3000:]
