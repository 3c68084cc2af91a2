from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QMessageBox, QPushButton, QTreeWidget
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from client.session.states import AgentState as S
from client.session.status import AgentPerson, AgentStatus
from client.ui.agent.session_window import SessionWindow
from client.ui.agent.window import AgentWindow
from tests.client.ui.agent.doubles import RecordingBridge
from tests.support.layout import assert_nothing_cut
from wire.endings import Ending, Refusal

ANA = AgentPerson("Ana Žnidaršič", "ana@banka.example", "Banka Primer <b>d.d.</b>")


@pytest.fixture
def languages() -> list[str]:
    return []


@pytest.fixture
def window(qtbot: QtBot, agent_bridge: RecordingBridge, languages: list[str]) -> Iterator[AgentWindow]:
    widget = AgentWindow(agent_bridge, "wss://pomoc.example", "ana", "en", languages.append)  # type: ignore[arg-type]  # the double has the same signals and methods
    with qtbot.waitExposed(widget):
        widget.show()
    yield widget
    for session in session_windows(widget):
        delete(session)
    delete(widget)


def session_windows(window: AgentWindow) -> list[SessionWindow]:
    return list(window._windows.values())


def visible_texts(window: AgentWindow) -> list[str]:
    return [label.text() for label in window.findChildren(QLabel) if label.isVisible()]


def fields(window: AgentWindow) -> tuple[QLineEdit, QLineEdit]:
    name, password, _code = window.findChildren(QLineEdit)
    return name, password


def code_field(window: AgentWindow) -> QLineEdit:
    return window.findChildren(QLineEdit)[2]


def rows(window: AgentWindow) -> list[tuple[str, str]]:
    tree = window.findChild(QTreeWidget)
    assert tree is not None
    items = [tree.topLevelItem(index) for index in range(tree.topLevelItemCount())]
    return [(item.text(0), item.text(1)) for item in items if item is not None]


def answer(question: QMessageBox, role: QMessageBox.ButtonRole) -> None:
    QTest.mouseClick(
        next(each for each in question.buttons() if question.buttonRole(each) is role), Qt.MouseButton.LeftButton
    )


def test_the_login_is_sent_by_return_and_cannot_be_sent_twice(
    window: AgentWindow, agent_bridge: RecordingBridge
) -> None:
    name, password = fields(window)
    assert name.text() == "ana"
    assert "wss://pomoc.example" in visible_texts(window)
    QTest.keyClick(password, Qt.Key.Key_Return)
    assert agent_bridge.logins == []
    QTest.keyClicks(password, "geslo")
    QTest.keyClick(password, Qt.Key.Key_Return)
    QTest.keyClick(password, Qt.Key.Key_Return)
    assert agent_bridge.logins == [("ana", "geslo", None)]
    assert not name.isEnabled()
    assert not password.isEnabled()


@pytest.mark.parametrize("refusal", [Refusal.LOGIN_REFUSED, Refusal.SERVER_UNREACHABLE])
def test_a_refused_login_says_why_and_can_be_tried_again(
    window: AgentWindow, agent_bridge: RecordingBridge, refusal: Refusal
) -> None:
    window.login("ana", "geslo")
    before = set(visible_texts(window))
    agent_bridge.login_failed.emit(refusal)
    assert len(set(visible_texts(window)) - before) == 1
    assert all(field.isEnabled() for field in fields(window))


def test_a_second_lock_shows_a_field_for_the_code_of_the_moment(
    window: AgentWindow, agent_bridge: RecordingBridge
) -> None:
    assert not code_field(window).isVisible()
    QTest.keyClicks(fields(window)[1], "geslo")
    QTest.keyClick(fields(window)[1], Qt.Key.Key_Return)
    agent_bridge.login_failed.emit(Refusal.SECOND_FACTOR_NEEDED)
    code = code_field(window)
    assert code.isVisible()
    assert code.hasFocus()
    assert "Code from your authenticator app" in [text.replace("&", "") for text in visible_texts(window)]
    QTest.keyClick(code, Qt.Key.Key_Return)
    assert len(agent_bridge.logins) == 1, "without the code it is not sent again"
    QTest.keyClicks(code, " 123456")
    QTest.keyClick(code, Qt.Key.Key_Return)
    assert agent_bridge.logins[1] == ("ana", "geslo", "123456")
    agent_bridge.login_failed.emit(Refusal.LOGIN_REFUSED)
    assert code.isVisible()
    assert code.text() == ""
    assert any("the code was already used" in text for text in visible_texts(window))


def test_another_name_needs_no_code_until_the_server_says_so(
    window: AgentWindow, agent_bridge: RecordingBridge
) -> None:
    window.login("ana", "geslo")
    agent_bridge.login_failed.emit(Refusal.SECOND_FACTOR_NEEDED)
    QTest.keyClicks(fields(window)[0], "b")
    assert not code_field(window).isVisible()
    QTest.keyClicks(fields(window)[1], "geslo")
    QTest.keyClick(fields(window)[1], Qt.Key.Key_Return)
    assert agent_bridge.logins[-1] == ("anab", "geslo", None)


def test_after_the_login_the_certified_name_is_shown_as_plain_text_and_the_password_is_gone(
    window: AgentWindow, agent_bridge: RecordingBridge
) -> None:
    QTest.keyClicks(fields(window)[1], "geslo")
    agent_bridge.logged_in.emit(ANA)
    assert "Ana Žnidaršič" in visible_texts(window)
    details = next(label for label in window.findChildren(QLabel) if "<b>" in label.text())
    assert details.textFormat() is Qt.TextFormat.PlainText
    assert fields(window)[1].text() == ""


def test_a_new_session_is_announced_before_it_is_opened(
    qtbot: QtBot, window: AgentWindow, agent_bridge: RecordingBridge
) -> None:
    agent_bridge.logged_in.emit(ANA)
    opened: list[list[str]] = []
    window.session_opened.connect(lambda bridge: opened.append(list(bridge.calls)))
    QTest.mouseClick(
        next(each for each in window.findChildren(QPushButton) if each.isVisible()), Qt.MouseButton.LeftButton
    )
    assert opened == [[]]
    assert agent_bridge.sessions[0].calls == ["open"]
    assert session_windows(window)[0].isVisible()


def test_the_list_follows_the_sessions_newest_first(window: AgentWindow, agent_bridge: RecordingBridge) -> None:
    agent_bridge.logged_in.emit(ANA)
    window.start_session()
    window.start_session()
    agent_bridge.sessions[0].status_changed.emit(AgentStatus(S.CHAT, joined_at=1.0))
    assert rows(window) == [("Session 2", "Preparing"), ("Session 1", "Chat only")]
    agent_bridge.sessions[0].status_changed.emit(AgentStatus(S.ENDED, ending=Ending.CUSTOMER_LEFT, joined_at=1.0))
    assert rows(window)[1] == ("Session 1", "Ended")


def test_return_in_the_list_raises_the_sessions_window(
    qtbot: QtBot, window: AgentWindow, agent_bridge: RecordingBridge
) -> None:
    agent_bridge.logged_in.emit(ANA)
    window.start_session()
    session = session_windows(window)[0]
    session.showMinimized()
    tree = window.findChild(QTreeWidget)
    assert tree is not None
    QTest.keyClick(tree, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not session.isMinimized() and session.isActiveWindow())


def test_an_expired_login_leads_back_to_the_login(window: AgentWindow, agent_bridge: RecordingBridge) -> None:
    agent_bridge.logged_in.emit(ANA)
    window.start_session()
    agent_bridge.sessions[0].status_changed.emit(AgentStatus(S.ENDED, refusal=Refusal.LOGIN_EXPIRED))
    assert fields(window)[1].isVisible()


def test_closing_without_running_sessions_just_closes(
    qtbot: QtBot, window: AgentWindow, agent_bridge: RecordingBridge
) -> None:
    agent_bridge.logged_in.emit(ANA)
    window.start_session()
    agent_bridge.sessions[0].status_changed.emit(AgentStatus(S.ENDED, ending=Ending.AGENT_ENDED))
    with qtbot.waitSignal(window.closed):
        window.close()
    assert window.findChildren(QMessageBox) == []


def test_closing_with_running_sessions_asks_and_ends_them(
    qtbot: QtBot, window: AgentWindow, agent_bridge: RecordingBridge
) -> None:
    agent_bridge.logged_in.emit(ANA)
    window.start_session()
    window.close()
    answer(window.findChildren(QMessageBox)[0], QMessageBox.ButtonRole.RejectRole)
    assert window.isVisible()
    assert "end" not in agent_bridge.sessions[0].calls
    qtbot.waitUntil(lambda: window.findChildren(QMessageBox) == [])
    window.close()
    with qtbot.waitSignal(window.closed):
        answer(window.findChildren(QMessageBox)[0], QMessageBox.ButtonRole.AcceptRole)
    assert agent_bridge.sessions[0].calls == ["open", "end"]


def test_a_closed_session_window_stays_in_the_list_as_ended(window: AgentWindow, agent_bridge: RecordingBridge) -> None:
    agent_bridge.logged_in.emit(ANA)
    window.start_session()
    session_windows(window)[0].close()
    assert rows(window) == [("Session 1", "Ended")]
    assert session_windows(window) == []


def test_the_language_is_chosen(window: AgentWindow, languages: list[str]) -> None:
    box = window.findChild(QComboBox)
    assert box is not None
    assert box.currentText() == "English"
    QTest.keyClick(box, Qt.Key.Key_Home)
    assert languages == ["sl"]


def test_nothing_is_cut(qtbot: QtBot, each_language: str, window: AgentWindow, agent_bridge: RecordingBridge) -> None:
    window.resize(0, 0)
    # Layouts settle over several rounds of events.
    qtbot.waitUntil(lambda: assert_nothing_cut(window))
    window.login("ana", "geslo")
    qtbot.waitUntil(lambda: assert_nothing_cut(window))
    agent_bridge.login_failed.emit(Refusal.SECOND_FACTOR_NEEDED)
    window.resize(0, 0)
    qtbot.waitUntil(lambda: assert_nothing_cut(window))
    agent_bridge.login_failed.emit(Refusal.SERVER_NOT_TRUSTED)
    window.resize(0, 0)
    qtbot.waitUntil(lambda: assert_nothing_cut(window))
    agent_bridge.logged_in.emit(ANA)
    window.resize(0, 0)
    qtbot.waitUntil(lambda: assert_nothing_cut(window))
    window.start_session()
    qtbot.waitUntil(lambda: assert_nothing_cut(window))
