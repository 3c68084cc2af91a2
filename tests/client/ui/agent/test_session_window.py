from collections.abc import Iterator

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLabel, QMessageBox
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from client.record.entries import Side
from client.session.states import AgentState as S
from client.session.states import Note
from client.session.status import AgentStatus, ChatLine, LineKind
from client.ui.agent.invitation_page import InvitationPage
from client.ui.agent.session_window import SessionWindow
from client.ui.agent.view import Zoom
from client.ui.sentences import refusal_sentence
from client.ui.widgets.chat import ChatPanel
from client.ui.widgets.chat_input import ChatInput
from tests.client.ui.agent.doubles import RecordingSessionBridge, noise
from tests.support.layout import SmallScreen, assert_nothing_cut
from wire.code import Code
from wire.endings import Ending, Refusal
from wire.messages import Key


class OrdinaryScreen(SmallScreen):
    """1920x1080 pixels at 100 %, with a panel."""

    def availableGeometry(self) -> QRect:  # noqa: N802 - Qt's name
        return QRect(0, 0, 1920, 1040)


@pytest.fixture
def window(qtbot: QtBot, session_bridge: RecordingSessionBridge) -> Iterator[SessionWindow]:
    widget = SessionWindow(session_bridge, 1)  # type: ignore[arg-type]  # the double has the same signals and methods
    with qtbot.waitExposed(widget):
        widget.show()
    yield widget
    delete(widget)


def become(bridge: RecordingSessionBridge, state: S, **details: object) -> None:
    met = {} if state in (S.ALLOTTING, S.WAITING, S.CALLING) else {"fingerprint": "402918", "joined_at": 1.0}
    bridge.status_changed.emit(AgentStatus(state, **{**met, **details}))  # type: ignore[arg-type]  # mixed fields


def texts(window: SessionWindow) -> list[str]:
    labels = [label for label in window.findChildren(QLabel) if label.isVisible()]
    buttons = [button for button in window.findChildren(QAbstractButton) if button.isVisible()]
    return [label.text() for label in labels] + [button.text().replace("&", "") for button in buttons]


def button(window: SessionWindow, text: str) -> QAbstractButton:
    return next(
        found
        for found in window.findChildren(QAbstractButton)
        if found.isVisible() and found.text().replace("&", "") == text
    )


def start_sharing(bridge: RecordingSessionBridge, share: int = 1) -> None:
    become(bridge, S.VIEWING)
    bridge.picture_opened.emit(noise(320, 200, share))


def test_the_number_is_shown_copied_and_counts_down(
    window: SessionWindow, session_bridge: RecordingSessionBridge
) -> None:
    become(session_bridge, S.WAITING)
    session_bridge.code_ready.emit(Code("0012", "5678"))
    assert "0012 5678" in texts(window)
    assert "Valid for 10:00" in texts(window)
    QTest.mouseClick(button(window, "Copy the number"), Qt.MouseButton.LeftButton)
    assert QGuiApplication.clipboard().text() == "0012 5678"
    assert "Copied" in texts(window)


def test_failed_attempts_are_counted(window: SessionWindow, session_bridge: RecordingSessionBridge) -> None:
    become(session_bridge, S.WAITING)
    session_bridge.code_ready.emit(Code("0012", "5678"))
    assert not any("wrong attempt" in text for text in texts(window))
    become(session_bridge, S.WAITING, failed_attempts=2)
    assert any(text.startswith("2 wrong attempt") for text in texts(window))


@pytest.mark.parametrize("refusal", Refusal)
def test_a_dead_number_disappears_and_a_sentence_says_why(
    window: SessionWindow, session_bridge: RecordingSessionBridge, refusal: Refusal
) -> None:
    become(session_bridge, S.WAITING)
    session_bridge.code_ready.emit(Code("0012", "5678"))
    session_bridge.status_changed.emit(AgentStatus(S.ENDED, refusal=refusal))
    page = window.findChild(InvitationPage)
    assert page is not None
    assert page.isVisible()
    assert "0012 5678" not in texts(window)
    assert "New session" in texts(window)


def test_the_chat_opens_when_the_customer_comes(window: SessionWindow, session_bridge: RecordingSessionBridge) -> None:
    become(session_bridge, S.CHAT)
    chat = window.findChild(ChatPanel)
    assert chat is not None
    assert chat.isVisible()
    assert "Safety number: 402 918" in texts(window)
    assert not window.pane.isVisible()
    chat.submitted.emit("Živjo")
    assert session_bridge.chat == ["Živjo"]


def test_the_viewer_opens_by_itself_with_room_for_the_picture(
    window: SessionWindow, session_bridge: RecordingSessionBridge
) -> None:
    become(session_bridge, S.CHAT)
    start_sharing(session_bridge)
    assert window.pane.isVisible()
    view = window.pane.viewer.view()
    assert view is not None
    assert (view.width, view.height) == (320, 200)
    become(session_bridge, S.CHAT)
    session_bridge.picture_closed.emit()
    assert window.pane.isHidden()


def test_an_ordinary_screen_is_shown_pixel_by_pixel_where_there_is_room(
    monkeypatch: pytest.MonkeyPatch, qtbot: QtBot, session_bridge: RecordingSessionBridge, each_language: str
) -> None:
    monkeypatch.setattr(SessionWindow, "screen", OrdinaryScreen, raising=False)
    window = SessionWindow(session_bridge, 1)  # type: ignore[arg-type]  # the double has the same signals and methods
    window.show()
    become(session_bridge, S.CHAT)
    become(session_bridge, S.VIEWING)
    session_bridge.picture_opened.emit(noise(1280, 800))

    def size() -> tuple[int, int]:
        view = window.pane.viewer.view()
        assert view is not None
        return view.width, view.height

    qtbot.waitUntil(lambda: size() == (1280, 800))
    become(session_bridge, S.CONTROLLING)
    assert_nothing_cut(window)
    assert size() == (1280, 800)
    delete(window)


@pytest.mark.parametrize("refusal", [Refusal.CODE_REFUSED, Refusal.TOO_MANY_ATTEMPTS, Refusal.SERVER_UNREACHABLE])
def test_a_call_waits_for_the_customer_and_says_why_it_failed(
    window: SessionWindow, session_bridge: RecordingSessionBridge, refusal: Refusal
) -> None:
    become(session_bridge, S.CALLING)
    assert "Calling the customer…" in texts(window)
    assert window.windowTitle() == "Session 1: Calling the customer – Pomoc"
    session_bridge.status_changed.emit(AgentStatus(S.ENDED, refusal=refusal))
    assert refusal_sentence(refusal, Side.AGENT) in texts(window)
    assert "Calling the customer…" not in texts(window)


def test_a_call_that_is_given_up_speaks_of_no_number(
    window: SessionWindow, session_bridge: RecordingSessionBridge
) -> None:
    become(session_bridge, S.CALLING)
    QTest.mouseClick(button(window, "End session"), Qt.MouseButton.LeftButton)
    assert session_bridge.calls == ["end"]
    session_bridge.status_changed.emit(AgentStatus(S.ENDED, ending=Ending.AGENT_ENDED))
    assert "The call was given up." in texts(window)


def test_a_lost_line_takes_the_picture_and_leaves_the_chat(
    window: SessionWindow, session_bridge: RecordingSessionBridge
) -> None:
    become(session_bridge, S.CHAT)
    start_sharing(session_bridge)
    become(session_bridge, S.AWAY)
    assert window.pane.isHidden()
    assert "Connection lost, looking for it" in texts(window)
    assert "Ask for control" not in texts(window)
    chat = window.findChild(ChatPanel)
    assert chat is not None
    chat.submitted.emit("Takoj bo")
    assert session_bridge.chat == ["Takoj bo"]
    field = window.findChild(ChatInput)
    assert field is not None
    assert field.isEnabled()
    become(session_bridge, S.CHAT)
    start_sharing(session_bridge, share=2)
    assert window.pane.isVisible()


def test_control_is_asked_for_and_given_back(window: SessionWindow, session_bridge: RecordingSessionBridge) -> None:
    become(session_bridge, S.CHAT)
    assert "Ask for control" not in texts(window)
    start_sharing(session_bridge)
    QTest.mouseClick(button(window, "Ask for control"), Qt.MouseButton.LeftButton)
    become(session_bridge, S.ASKING)
    assert not button(window, "Ask for control").isEnabled()
    become(session_bridge, S.CONTROLLING)
    QTest.mouseClick(button(window, "Return control"), Qt.MouseButton.LeftButton)
    assert session_bridge.calls == ["ask_control", "return_control"]


@pytest.mark.parametrize("state", [S.CHAT, S.VIEWING, S.ASKING, S.SUSPENDED, S.ENDED])
def test_input_is_sent_while_controlling_and_in_no_other_state(
    window: SessionWindow, session_bridge: RecordingSessionBridge, state: S
) -> None:
    become(session_bridge, S.CHAT)
    start_sharing(session_bridge)
    become(session_bridge, S.CONTROLLING)
    QTest.keyPress(window.pane.viewer, Qt.Key.Key_X)
    assert session_bridge.input == [Key(ord("x"), True)]
    become(session_bridge, state)
    assert session_bridge.input == [Key(ord("x"), True), Key(ord("x"), False)]
    QTest.keyClick(window.pane.viewer, Qt.Key.Key_Y)
    QTest.mouseClick(window.pane.viewer, Qt.MouseButton.LeftButton)
    assert len(session_bridge.input) == 2


def test_a_chat_line_being_typed_does_not_spill_over_when_control_comes(
    window: SessionWindow, session_bridge: RecordingSessionBridge
) -> None:
    become(session_bridge, S.CHAT)
    start_sharing(session_bridge)
    chat = window.findChild(ChatPanel)
    assert chat is not None
    chat.focus_input()
    become(session_bridge, S.CONTROLLING)
    assert not window.pane.viewer.hasFocus()


def test_full_screen_leaves_only_the_picture_and_comes_back(
    qtbot: QtBot, window: SessionWindow, session_bridge: RecordingSessionBridge
) -> None:
    become(session_bridge, S.CHAT)
    start_sharing(session_bridge)
    window.pane.viewer.window_key.emit(Qt.Key.Key_Return)
    assert window.isFullScreen()
    chat = window.findChild(ChatPanel)
    assert chat is not None
    assert not chat.isVisible()
    assert "Ctrl+Alt+Return leaves full screen" in texts(window)
    window.pane.viewer.window_key.emit(Qt.Key.Key_Home)
    assert not window.isFullScreen()
    assert chat.isVisible()
    assert button(window, "Ask for control").hasFocus()


def test_the_end_of_sharing_leaves_full_screen(window: SessionWindow, session_bridge: RecordingSessionBridge) -> None:
    become(session_bridge, S.CHAT)
    start_sharing(session_bridge)
    window.pane.viewer.window_key.emit(Qt.Key.Key_Return)
    become(session_bridge, S.CHAT)
    session_bridge.picture_closed.emit()
    assert not window.isFullScreen()


def test_the_size_is_chosen(window: SessionWindow, session_bridge: RecordingSessionBridge) -> None:
    become(session_bridge, S.CHAT)
    start_sharing(session_bridge)
    box = window.findChild(QComboBox)
    assert box is not None
    QTest.keyClick(box, Qt.Key.Key_End)
    assert window.pane.viewer.zoom is Zoom.TRIPLE


@pytest.mark.parametrize("ending", Ending)
def test_after_the_end_the_chat_stays_and_a_sentence_says_how(
    window: SessionWindow, session_bridge: RecordingSessionBridge, ending: Ending
) -> None:
    become(session_bridge, S.CHAT)
    session_bridge.line_added.emit(ChatLine(LineKind.PEER, 1.0, "Dober dan"))
    session_bridge.line_added.emit(ChatLine(LineKind.SYSTEM, 2.0, note=Note.LINE_LOST))
    start_sharing(session_bridge)
    become(session_bridge, S.ENDED, ending=ending)
    chat = window.findChild(ChatPanel)
    assert chat is not None
    assert chat.isVisible()
    assert window.pane.isHidden()
    assert "End session" not in texts(window)
    assert window.windowTitle() == "Session 1: Ended – Pomoc"


def test_closing_before_anyone_came_withdraws_the_number(
    qtbot: QtBot, window: SessionWindow, session_bridge: RecordingSessionBridge
) -> None:
    become(session_bridge, S.WAITING)
    with qtbot.waitSignal(window.closed):
        window.close()
    assert session_bridge.calls == ["end"]


@pytest.mark.parametrize("ends", [True, False])
def test_closing_a_running_session_asks_once(
    qtbot: QtBot, window: SessionWindow, session_bridge: RecordingSessionBridge, ends: bool
) -> None:
    become(session_bridge, S.CHAT)
    window.close()
    window.close()
    questions = window.findChildren(QMessageBox)
    assert len(questions) == 1
    assert window.isVisible()
    wanted = QMessageBox.ButtonRole.AcceptRole if ends else QMessageBox.ButtonRole.RejectRole
    choice = next(each for each in questions[0].buttons() if questions[0].buttonRole(each) is wanted)
    QTest.mouseClick(choice, Qt.MouseButton.LeftButton)
    assert window.isVisible() is not ends
    assert session_bridge.calls == (["end"] if ends else [])


def test_it_does_not_begin_larger_than_a_small_screen(
    monkeypatch: pytest.MonkeyPatch, qtbot: QtBot, each_language: str, session_bridge: RecordingSessionBridge
) -> None:
    monkeypatch.setattr(SessionWindow, "screen", SmallScreen, raising=False)
    small = SessionWindow(session_bridge, 1)  # type: ignore[arg-type]  # the double has the same signals and methods
    small.show()
    become(session_bridge, S.WAITING)
    session_bridge.code_ready.emit(Code("1234", "5678"))
    become(session_bridge, S.WAITING, failed_attempts=2)
    qtbot.waitUntil(lambda: assert_nothing_cut(small))
    assert small.height() <= SmallScreen().availableGeometry().height() - SmallScreen.TITLE
    delete(small)


def test_what_can_be_chosen_is_as_high_as_the_buttons(
    qtbot: QtBot, window: SessionWindow, session_bridge: RecordingSessionBridge
) -> None:
    become(session_bridge, S.CHAT)
    start_sharing(session_bridge)
    box = window.findChild(QComboBox)
    assert box is not None
    qtbot.waitUntil(lambda: box.height() == button(window, "Ask for control").height())


def test_nothing_is_cut_in_any_state(
    qtbot: QtBot, each_language: str, window: SessionWindow, session_bridge: RecordingSessionBridge
) -> None:
    # Layouts settle over several rounds of events.
    qtbot.waitUntil(lambda: assert_nothing_cut(window))
    become(session_bridge, S.WAITING)
    session_bridge.code_ready.emit(Code("1234", "5678"))
    become(session_bridge, S.WAITING, failed_attempts=2)
    qtbot.waitUntil(lambda: assert_nothing_cut(window))
    become(session_bridge, S.CHAT)
    become(session_bridge, S.AWAY)
    window.resize(window.minimumSizeHint())
    qtbot.waitUntil(lambda: assert_nothing_cut(window))
    become(session_bridge, S.CHAT)
    window.resize(window.minimumSizeHint())
    qtbot.waitUntil(lambda: assert_nothing_cut(window))
    session_bridge.picture_opened.emit(noise(320, 200))
    for state in (S.VIEWING, S.ASKING, S.CONTROLLING, S.SUSPENDED):
        become(session_bridge, state)
        window.resize(window.minimumSizeHint())
        qtbot.waitUntil(lambda: assert_nothing_cut(window))
    become(session_bridge, S.ENDED, ending=Ending.LINE_LOST)
    qtbot.waitUntil(lambda: assert_nothing_cut(window))
