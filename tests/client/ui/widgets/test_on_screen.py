"""Windows stay in sight when the screen becomes smaller."""

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from client.ui.widgets.on_screen import OnScreen

SMALLER = QRect(20, 10, 500, 300)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (QRect(100, 100, 700, 600), SMALLER),
        (QRect(400, 250, 200, 100), QRect(320, 210, 200, 100)),
        (QRect(0, 0, 200, 100), QRect(20, 10, 200, 100)),
        (QRect(100, 100, 200, 100), QRect(100, 100, 200, 100)),
    ],
)
def test_a_window_is_brought_back(qapp: QApplication, qtbot: QtBot, before: QRect, after: QRect) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.on_screen = OnScreen(window)  # type: ignore[attr-defined]  # kept alive, as windows do
    window.setGeometry(before)
    window.show()
    qtbot.waitExposed(window)
    frame = window.frameGeometry().getRect()
    QGuiApplication.primaryScreen().availableGeometryChanged.emit(SMALLER)
    assert SMALLER.contains(window.frameGeometry())
    if frame == before.getRect():
        assert window.frameGeometry() == after


def test_a_window_in_full_screen_is_left_to_the_window_manager(qapp: QApplication, qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    OnScreen(window)
    window.showFullScreen()
    qtbot.waitUntil(window.isFullScreen)
    whole = window.geometry()
    QGuiApplication.primaryScreen().availableGeometryChanged.emit(SMALLER)
    assert window.geometry() == whole
