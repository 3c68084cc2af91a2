"""The native windows of the program are told whenever one comes or goes."""

from collections.abc import Collection

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QLabel, QMenu, QWidget
from pytestqt.qtbot import QtBot

from client.ui.own_windows import OwnWindowTracker


def test_each_window_and_popup_is_told(qtbot: QtBot, themed: QApplication) -> None:
    told: list[set[int]] = []

    def report(windows: Collection[int]) -> None:
        told.append(set(windows))

    owner = QObject()
    tracker = OwnWindowTracker(themed, report, owner)
    try:
        first, second = QWidget(), QWidget()
        qtbot.addWidget(first)
        qtbot.addWidget(second)
        QLabel("inside", first)
        first.show()
        assert told[-1] == {int(first.winId())}
        second.show()
        assert told[-1] == {int(first.winId()), int(second.winId())}
        menu = QMenu(first)
        menu.addAction("one")
        menu.popup(first.pos())
        assert int(menu.winId()) in told[-1]
        menu.hide()
        second.hide()
        assert told[-1] == {int(first.winId())}
        first.hide()
        assert told[-1] == set()
    finally:
        themed.removeEventFilter(tracker)
