"""The warning: no way to »Show« before it was visible long enough, and none by accident."""

from contextlib import ExitStack

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QScrollArea
from pytestqt.qtbot import QtBot

from client.screen.access import ScreenAccess
from client.session.status import PANIC_KEYS, AgentPerson
from client.ui.customer.warning import WarningDialog
from tests.support.layout import SmallScreen, assert_nothing_cut
from tests.support.widgets import button, buttons, click, press, words

ANA = AgentPerson("Ana <i>Novak</i>", "ana@banka.example", "Dolenjska banka")


def open_dialog(qtbot: QtBot, delay_ms: int) -> WarningDialog:
    dialog = WarningDialog(ANA, delay_ms=delay_ms)
    qtbot.addWidget(dialog)
    dialog.open()
    qtbot.waitExposed(dialog)
    return dialog


def test_show_waits_and_says_how_long(qtbot: QtBot, themed: QApplication) -> None:
    dialog = open_dialog(qtbot, 60_000)
    show = button(dialog, "Show (60)")
    assert not show.isEnabled()
    click(show)
    assert dialog.isVisible()
    assert show.accessibleDescription() == "Can be pressed in 60 seconds"
    # While it counts, too.
    qtbot.waitUntil(lambda: "Show (59)" in buttons(dialog))
    assert not show.isEnabled()
    click(show)
    assert dialog.isVisible()


def test_show_can_be_clicked_after_the_wait(qtbot: QtBot, themed: QApplication) -> None:
    dialog = open_dialog(qtbot, 50)
    width = button(dialog, "Show (1)").width()
    qtbot.waitUntil(lambda: "Show" in buttons(dialog))
    assert button(dialog, "Show").width() >= width, "nothing may move under the pointer"
    with qtbot.waitSignal(dialog.accepted):
        click(button(dialog, "Show"))


def test_the_programs_own_delay_is_three_seconds(qtbot: QtBot, themed: QApplication) -> None:
    dialog = WarningDialog(ANA)
    qtbot.addWidget(dialog)
    dialog.open()
    assert "Show (3)" in buttons(dialog)


def test_the_wait_begins_anew_when_the_warning_was_hidden_or_minimised(qtbot: QtBot, themed: QApplication) -> None:
    dialog = open_dialog(qtbot, 50)
    qtbot.waitUntil(lambda: button(dialog, "Show").isEnabled())
    dialog.hide()
    dialog.show()
    assert not button(dialog, "Show (1)").isEnabled()
    qtbot.waitUntil(lambda: button(dialog, "Show").isEnabled())
    dialog.setWindowState(Qt.WindowState.WindowMinimized)
    qtbot.waitUntil(lambda: not button(dialog, "Show (1)").isEnabled())
    dialog.setWindowState(Qt.WindowState.WindowNoState)
    qtbot.waitUntil(lambda: button(dialog, "Show").isEnabled())


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space, Qt.Key.Key_Escape])
def test_no_key_shows_by_accident(qtbot: QtBot, themed: QApplication, key: Qt.Key) -> None:
    dialog = open_dialog(qtbot, 0)
    qtbot.waitUntil(lambda: button(dialog, "Show").isEnabled())
    qtbot.waitUntil(lambda: dialog.focusWidget() is button(dialog, "Cancel"))
    with qtbot.assertNotEmitted(dialog.accepted), qtbot.waitSignal(dialog.rejected):
        press(dialog.focusWidget(), key)


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Space])
def test_show_is_reached_with_tab(qtbot: QtBot, themed: QApplication, key: Qt.Key) -> None:
    dialog = open_dialog(qtbot, 0)
    qtbot.waitUntil(lambda: button(dialog, "Show").isEnabled())
    qtbot.waitUntil(lambda: dialog.focusWidget() is button(dialog, "Cancel"))
    press(dialog.focusWidget(), Qt.Key.Key_Tab)
    assert dialog.focusWidget() is button(dialog, "Show")
    with qtbot.waitSignal(dialog.accepted):
        press(dialog.focusWidget(), key)


def test_the_warning_says_who_will_see_what(qtbot: QtBot, themed: QApplication) -> None:
    dialog = open_dialog(qtbot, 1000)
    said = words(dialog)
    for part in (
        "Ana <i>Novak</i>",
        "Dolenjska banka",
        "whole screen",
        "passwords",
        "Did you call them yourself?",
    ):
        assert part in said


def test_the_emergency_keys_are_promised_only_while_they_work(qtbot: QtBot, themed: QApplication) -> None:
    dialog = open_dialog(qtbot, 1000)
    assert PANIC_KEYS not in words(dialog)
    assert "click Disconnect in the bar" in words(dialog)
    dialog.set_panic_ready(ready=True)
    assert PANIC_KEYS in words(dialog)
    assert "click Disconnect in the bar" not in words(dialog)
    dialog.set_panic_ready(ready=False)
    assert PANIC_KEYS not in words(dialog)


def test_the_question_takes_the_place_of_the_warning_and_then_the_wait_begins_anew(
    qtbot: QtBot, themed: QApplication
) -> None:
    dialog = open_dialog(qtbot, 50)
    size = dialog.size()
    for _ in range(2):
        qtbot.waitUntil(lambda: button(dialog, "Show").isEnabled())
        dialog.ask_duration(1)
        assert buttons(dialog) == ["Continue", "Disconnect"], "one question at a time"
        dialog.ask_duration(None)
        assert not button(dialog, "Show (1)").isEnabled()
        assert dialog.size() == size, "nothing may move under the pointer"


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Space])
@pytest.mark.parametrize("first", [True, False])
def test_no_key_answers_the_question_by_accident(qtbot: QtBot, themed: QApplication, key: Qt.Key, first: bool) -> None:
    dialog = WarningDialog(ANA, delay_ms=0)
    qtbot.addWidget(dialog)
    if first:
        dialog.ask_duration(1)
    dialog.open()
    qtbot.waitExposed(dialog)
    if not first:
        qtbot.waitUntil(lambda: dialog.focusWidget() is button(dialog, "Cancel"))
        dialog.ask_duration(1)
    qtbot.waitUntil(button(dialog, "Continue").isEnabled)
    signals = (dialog.go_on, dialog.leave, dialog.accepted, dialog.rejected)
    with ExitStack() as nothing:
        for signal in signals:
            nothing.enter_context(qtbot.assertNotEmitted(signal))
        press(QApplication.focusWidget() or dialog, key)
    dialog.ask_duration(None)
    assert dialog.focusWidget() is button(dialog, "Cancel")


@pytest.mark.parametrize("access", ScreenAccess)
def test_it_fits_on_a_small_screen(
    qtbot: QtBot, each_language: str, monkeypatch: pytest.MonkeyPatch, access: ScreenAccess
) -> None:
    monkeypatch.setattr(WarningDialog, "screen", SmallScreen, raising=False)
    dialog = WarningDialog(ANA, access=access, delay_ms=60_000)
    qtbot.addWidget(dialog)
    dialog.open()
    assert_nothing_cut(dialog)
    room = SmallScreen().availableGeometry()
    assert dialog.height() <= room.height() - SmallScreen.TITLE
    assert dialog.width() <= room.width()
    assert not any(area.verticalScrollBar().maximum() for area in dialog.findChildren(QScrollArea))


@pytest.mark.parametrize(
    ("access", "said"),
    [
        (ScreenAccess.WHOLE, "your whole screen"),
        (ScreenAccess.CHOSEN, "cannot cover password managers"),
        (ScreenAccess.FORBIDDEN, "System Settings"),
    ],
)
def test_it_says_what_this_computer_lets_be_seen(
    qtbot: QtBot, themed: QApplication, access: ScreenAccess, said: str
) -> None:
    dialog = WarningDialog(ANA, access=access)
    qtbot.addWidget(dialog)
    dialog.open()
    assert said in words(dialog)
    assert ("whole screen and everything" in words(dialog)) == (access is ScreenAccess.WHOLE)
