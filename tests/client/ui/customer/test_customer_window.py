"""The customer's window: one session from the number to its end."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from client.session.states import CustomerState
from client.session.status import PANIC_KEYS, AgentPerson, ChatLine, CustomerStatus, LineKind
from client.ui.customer.code_field import CodeField
from client.ui.customer.session_page import SessionPage
from client.ui.customer.status_bar import StatusBar
from client.ui.customer.warning import WarningDialog
from client.ui.customer.window import CustomerWindow
from client.ui.widgets.chat_input import ChatInput
from client.ui.widgets.transcript import Transcript
from tests.client.ui.customer.recording_bridge import ANA, RecordingBridge
from tests.support.widgets import button, buttons, click, only, press, type_text, words
from wire.endings import Ending

S = CustomerState


def shown_bars() -> list[StatusBar]:
    return [widget for widget in QApplication.topLevelWidgets() if isinstance(widget, StatusBar) and widget.isVisible()]


def shown_warnings() -> list[WarningDialog]:
    widgets = QApplication.topLevelWidgets()
    return [widget for widget in widgets if isinstance(widget, WarningDialog) and widget.isVisible()]


def test_the_advisor_is_shown_before_anything_else(window: CustomerWindow, bridge: RecordingBridge) -> None:
    bridge.meet()
    said = words(window)
    for part in ("Ana Novak Kovačič", "Dolenjska banka d. d.", "ana.novak@banka.example", "Certificate verified"):
        assert part in said
    assert "482 913" in said
    assert "Only chat. Your screen is not visible." in said
    assert not only(window, CodeField).isVisible()
    assert buttons(only(window, SessionPage)) == ["Send", "Begin", "Disconnect"]
    assert not shown_bars()


def test_names_from_outside_are_not_read_as_markup(window: CustomerWindow, bridge: RecordingBridge) -> None:
    bridge.meet(AgentPerson("<h1>Ana</h1>", "<a href=x>", "<img src=x>"))
    for part in ("<h1>Ana</h1>", "<a href=x>", "<img src=x>"):
        assert part in words(window)


def test_showing_takes_two_clicks_and_the_wait(window: CustomerWindow, bridge: RecordingBridge, qtbot: QtBot) -> None:
    bridge.meet()
    click(button(window, "Begin"))
    assert bridge.calls == ["begin"]
    assert not shown_warnings()
    bridge.tell(S.WARNED)
    (warning,) = shown_warnings()
    bridge.tell(S.WARNED)
    assert shown_warnings() == [warning]
    qtbot.waitUntil(lambda: button(warning, "Show").isEnabled())
    assert bridge.calls == ["begin"]
    click(button(warning, "Show"))
    assert bridge.calls == ["begin", "show"]
    bridge.tell(S.VIEWED)
    assert len(shown_bars()) == 1


def test_the_warning_promises_the_emergency_keys_as_the_status_does(
    window: CustomerWindow, bridge: RecordingBridge
) -> None:
    bridge.meet()
    for ready in (True, False):
        bridge.status_changed.emit(CustomerStatus(S.WARNED, ANA, panic_ready=ready))
        assert (PANIC_KEYS in words(shown_warnings()[0])) is ready


def test_the_warning_can_be_called_off(window: CustomerWindow, bridge: RecordingBridge, qtbot: QtBot) -> None:
    bridge.meet()
    bridge.tell(S.WARNED)
    click(button(shown_warnings()[0], "Cancel"))
    assert bridge.calls == ["cancel"]
    bridge.tell(S.CHAT)
    bridge.tell(S.WARNED)
    assert len(shown_warnings()) == 1


def test_a_session_that_ends_takes_the_warning_away_without_an_answer(
    window: CustomerWindow, bridge: RecordingBridge
) -> None:
    bridge.meet()
    bridge.tell(S.WARNED)
    bridge.tell(S.ENDED, ending=Ending.AGENT_ENDED)
    assert not shown_warnings()
    assert bridge.calls == []


@pytest.mark.parametrize(
    ("state", "offered"),
    [
        (S.VIEWED, ["Send", "Allow control", "Stop sharing", "Disconnect"]),
        (S.ASKED, ["Allow control", "Do not allow", "Send", "Stop sharing", "Disconnect"]),
        (S.CONTROLLED, ["Send", "Take control", "Stop sharing", "Disconnect"]),
        (S.SUSPENDED, ["Send", "Take control", "Stop sharing", "Disconnect"]),
        (S.VIEWED_AWAY, ["Send", "Stop sharing", "Disconnect"]),
    ],
)
def test_each_state_offers_its_ways_out(
    window: CustomerWindow, bridge: RecordingBridge, state: S, offered: list[str]
) -> None:
    bridge.meet()
    bridge.tell(state)
    assert sorted(buttons(only(window, SessionPage))) == sorted(offered)
    assert len(shown_bars()) == 1


@pytest.mark.usefixtures("no_guard")
def test_every_click_reaches_the_bridge(window: CustomerWindow, bridge: RecordingBridge, qtbot: QtBot) -> None:
    bridge.meet()
    for state, text, call in (
        (S.VIEWED, "Allow control", "allow_control"),
        (S.ASKED, "Allow control", "allow_control"),
        (S.ASKED, "Do not allow", "deny_control"),
        (S.CONTROLLED, "Take control", "take_control"),
        (S.SUSPENDED, "Stop sharing", "stop_sharing"),
        (S.VIEWED, "Disconnect", "leave"),
    ):
        bridge.tell(state)
        for place in (window, shown_bars()[0]):
            bridge.calls.clear()
            qtbot.waitUntil(button(place, text).isEnabled)
            click(button(place, text))
            assert bridge.calls == [call]


def test_a_double_click_on_taking_control_does_not_give_it_back(
    window: CustomerWindow, bridge: RecordingBridge, qtbot: QtBot
) -> None:
    bridge.meet()
    bridge.tell(S.CONTROLLED)
    for place in (window, shown_bars()[0]):
        click(button(place, "Take control"))
    bridge.tell(S.VIEWED)
    for place in (window, shown_bars()[0]):
        click(button(place, "Allow control"))
    assert bridge.calls == ["take_control", "take_control"]
    qtbot.waitUntil(button(window, "Allow control").isEnabled)


def test_a_question_takes_no_key_of_who_is_typing(
    window: CustomerWindow, bridge: RecordingBridge, qtbot: QtBot
) -> None:
    bridge.meet()
    bridge.tell(S.VIEWED)
    field = only(window, ChatInput)
    field.setFocus()
    bridge.tell(S.ASKED)
    assert window.focusWidget() is field
    type_text(field, "y ")
    press(field, Qt.Key.Key_Return)
    assert bridge.calls == ["send_chat"]
    assert bridge.chat == ["y"]


def test_stopping_keeps_the_chat_and_hides_the_bar(window: CustomerWindow, bridge: RecordingBridge) -> None:
    bridge.meet()
    bridge.line_added.emit(ChatLine(LineKind.PEER, 0.0, "kept"))
    bridge.tell(S.CONTROLLED)
    bridge.tell(S.CHAT)
    assert not shown_bars()
    assert "kept" in only(window, Transcript).toPlainText()
    assert only(window, ChatInput).isEnabled()


@pytest.mark.parametrize("ending", Ending)
def test_after_the_end_the_chat_is_readable_and_only_closing_is_offered(
    window: CustomerWindow, bridge: RecordingBridge, qtbot: QtBot, ending: Ending
) -> None:
    bridge.meet()
    bridge.line_added.emit(ChatLine(LineKind.PEER, 0.0, "kept"))
    bridge.tell(S.CONTROLLED)
    bridge.tell(S.ENDED, ending=ending)
    assert not shown_bars()
    assert buttons(only(window, SessionPage)) == ["Send", "Close"]
    assert not only(window, ChatInput).isEnabled()
    assert "kept" in only(window, Transcript).toPlainText()
    assert not only(window, CodeField).isVisible()
    with qtbot.waitSignal(window.closed):
        click(button(window, "Close"))
    assert "leave" not in bridge.calls


@pytest.mark.parametrize("state", [S.CHAT_AWAY, S.VIEWED_AWAY])
def test_a_lost_line_is_said_and_the_chat_goes_on(window: CustomerWindow, bridge: RecordingBridge, state: S) -> None:
    bridge.meet()
    bridge.tell(S.CONTROLLED if state is S.VIEWED_AWAY else S.CHAT)
    bridge.tell(state)
    assert "The connection is lost. Pomoc is looking for it" in words(window)
    assert ("your screen will be visible again" in words(window)) is (state is S.VIEWED_AWAY)
    assert only(window, ChatInput).isEnabled()
    type_text(only(window, ChatInput), "still here")
    press(only(window, ChatInput), Qt.Key.Key_Return)
    assert bridge.chat == ["still here"]
    assert bool(shown_bars()) is (state is S.VIEWED_AWAY)
    if state is S.VIEWED_AWAY:
        assert "The connection is lost. Pomoc is looking for it …" in words(shown_bars()[0])
        click(button(window, "Stop sharing"))
        assert bridge.calls[-1] == "stop_sharing"
    click(button(window, "Disconnect"))
    assert bridge.calls[-1] == "leave"


@pytest.mark.parametrize("state", [S.CODE, S.JOINING, S.OFFERING, S.CHAT, S.WARNED, S.VIEWED, S.CONTROLLED])
def test_closing_the_window_ends_the_session_at_once(
    window: CustomerWindow, bridge: RecordingBridge, qtbot: QtBot, state: S
) -> None:
    if state in (S.CODE, S.JOINING, S.OFFERING):
        bridge.status_changed.emit(CustomerStatus(state))
    else:
        bridge.meet()
        bridge.tell(state)
    with qtbot.assertNotEmitted(window.closed):
        window.close()
    assert bridge.calls == ["leave"]
    assert not window.isVisible()
    assert not shown_bars()
    assert not shown_warnings()
    with qtbot.waitSignal(window.closed):
        bridge.tell(S.ENDED, ending=Ending.CUSTOMER_LEFT)


def test_unread_lines_are_in_the_title_and_on_the_bar(window: CustomerWindow, bridge: RecordingBridge) -> None:
    bridge.meet()
    bridge.tell(S.VIEWED)
    window.showMinimized()
    bridge.line_added.emit(ChatLine(LineKind.PEER, 0.0, "hello"))
    assert window.windowTitle().startswith("(")
    assert any(text.startswith("Chat (") for text in buttons(shown_bars()[0]))


def test_own_windows_are_told_while_they_are_visible(window: CustomerWindow, bridge: RecordingBridge) -> None:
    bridge.meet()
    bridge.tell(S.VIEWED)
    assert bridge.own_windows[-1] == {int(window.winId()), int(shown_bars()[0].winId())}
    bridge.tell(S.CHAT)
    assert bridge.own_windows[-1] == {int(window.winId())}
