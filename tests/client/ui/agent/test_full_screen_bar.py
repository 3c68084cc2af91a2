"""The ways out of full screen: the bar over its upper edge, and the keys, wherever the keyboard is."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QCursor, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from client.session.states import AgentState
from client.session.status import AgentStatus
from client.ui.agent import full_screen_bar
from client.ui.agent.full_screen_bar import FullScreenBar
from client.ui.agent.session_window import SessionWindow
from client.ui.widgets.chat_input import ChatInput
from tests.client.ui.agent.doubles import RecordingSessionBridge, noise

CONTROL_ALT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier


@pytest.fixture
def window(
    qtbot: QtBot, session_bridge: RecordingSessionBridge, monkeypatch: pytest.MonkeyPatch
) -> Iterator[SessionWindow]:
    """A window that fills the screen with a picture."""
    monkeypatch.setattr(full_screen_bar, "SHOWN_MS", 80)
    widget = SessionWindow(session_bridge, 1)  # type: ignore[arg-type]  # the double has the same signals and methods
    with qtbot.waitExposed(widget):
        widget.show()
    session_bridge.status_changed.emit(AgentStatus(AgentState.VIEWING, "402918", joined_at=1.0))
    session_bridge.picture_opened.emit(noise(320, 200))
    widget.pane.viewer.window_key.emit(Qt.Key.Key_Return)
    assert widget.isFullScreen()
    yield widget
    delete(widget)


def bar_of(window: SessionWindow) -> FullScreenBar:
    bar = window.pane.findChild(FullScreenBar)
    assert isinstance(bar, FullScreenBar)
    return bar


def move(window: SessionWindow, monkeypatch: pytest.MonkeyPatch, place: QPoint) -> None:
    """Let the pointer move over the picture to a place of the pane."""
    viewer = window.pane.viewer
    monkeypatch.setattr(QCursor, "pos", lambda *_args: window.pane.mapToGlobal(place))
    point, none = QPointF(viewer.mapFrom(window.pane, place)), Qt.MouseButton.NoButton
    event = QMouseEvent(QEvent.Type.MouseMove, point, point, none, none, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(viewer, event)


def test_the_button_leaves(window: SessionWindow) -> None:
    (button,) = bar_of(window).findChildren(QPushButton)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert not window.isFullScreen()
    assert not bar_of(window).isVisible()


def test_it_goes_by_itself_and_comes_back_at_the_upper_edge(
    monkeypatch: pytest.MonkeyPatch, qtbot: QtBot, window: SessionWindow
) -> None:
    bar = bar_of(window)
    assert bar.isVisible()
    qtbot.waitUntil(lambda: not bar.isVisible())
    move(window, monkeypatch, QPoint(200, 100))
    assert not bar.isVisible()
    move(window, monkeypatch, QPoint(200, 0))
    assert bar.isVisible()
    assert bar.geometry().center().x() == pytest.approx(window.pane.width() / 2, abs=1)
    qtbot.waitUntil(lambda: not bar.isVisible())


def test_it_stays_under_the_pointer(monkeypatch: pytest.MonkeyPatch, qtbot: QtBot, window: SessionWindow) -> None:
    bar = bar_of(window)
    monkeypatch.setattr(bar, "underMouse", lambda: True)
    with qtbot.waitSignal(bar._timer.timeout):
        pass
    assert bar.isVisible()
    monkeypatch.setattr(bar, "underMouse", lambda: False)
    qtbot.waitUntil(lambda: not bar.isVisible())


def test_the_keys_work_from_anywhere_in_the_window(window: SessionWindow) -> None:
    window.activateWindow()
    QTest.keyClick(window, Qt.Key.Key_Return, CONTROL_ALT)
    assert not window.isFullScreen()
    chat = window.findChild(ChatInput)
    assert chat is not None
    chat.setFocus()
    QTest.keyClick(chat, Qt.Key.Key_Return, CONTROL_ALT)
    assert window.isFullScreen()
    # What is typed now is not for a chat that nobody sees.
    assert window.focusWidget() is window.pane.viewer
