"""The customer's cursor over the picture, and as the agent's own."""

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QCursor, QEnterEvent, QRegion
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from client.pipeline.picture import Picture, RemoteCursor
from client.ui.agent.remote_cursor import LocalCursors, PointerEcho
from client.ui.agent.viewer import ViewerWidget
from tests.client.ui.agent.doubles import RecordingSessionBridge
from tests.client.ui.agent.painting import PaintedRegions, paint_what_waits, shown
from wire.messages import CursorShape, PointerMove

RED_SQUARE = CursorShape(b"1" * 16, 8, 6, 2, 1, b"\x00\x00\xff\xff" * 48)
BLUE_SQUARE = CursorShape(b"2" * 16, 8, 6, 2, 1, b"\xff\x00\x00\xff" * 48)


def enter(viewer: ViewerWidget) -> None:
    QApplication.sendEvent(viewer, QEnterEvent(QPointF(1, 1), QPointF(1, 1), QPointF(1, 1)))


def leave(viewer: ViewerWidget) -> None:
    QApplication.sendEvent(viewer, QEvent(QEvent.Type.Leave))


def cursor_is_painted(viewer: ViewerWidget, picture: Picture) -> bool:
    return not np.array_equal(shown(viewer)[50:250, 40:360, :3], picture.pixels[..., :3])


def test_while_the_agent_watches_the_cursor_is_painted_over_the_picture(viewer: ViewerWidget) -> None:
    viewer.cursor_changed(RemoteCursor(100, 80, RED_SQUARE))
    image = shown(viewer)
    left, top = 40 + 100 - 2, 50 + 80 - 1
    assert (image[top : top + 6, left : left + 8, :3] == (0, 0, 255)).all()
    assert viewer.cursor().shape() == QCursor().shape()


def test_in_control_the_agents_own_pointer_takes_the_shape_and_stands_for_the_customers(
    viewer: ViewerWidget, picture: Picture, session_bridge: RecordingSessionBridge
) -> None:
    viewer.cursor_changed(RemoteCursor(100, 80, RED_SQUARE))
    viewer.set_control(True)
    enter(viewer)
    assert viewer.cursor().hotSpot().toTuple() == (2, 1)
    QTest.mouseMove(viewer, QPoint(40 + 30, 50 + 40))
    assert session_bridge.input == [PointerMove(30, 40)]
    viewer.cursor_changed(RemoteCursor(30, 40, RED_SQUARE))
    assert not cursor_is_painted(viewer, picture)
    viewer.set_control(False)
    assert cursor_is_painted(viewer, picture)


def test_a_cursor_that_is_not_where_the_agent_put_it_is_shown(viewer: ViewerWidget, picture: Picture) -> None:
    viewer.set_control(True)
    enter(viewer)
    viewer.cursor_changed(RemoteCursor(100, 80, RED_SQUARE))
    assert cursor_is_painted(viewer, picture)
    QTest.mouseMove(viewer, QPoint(40 + 100, 50 + 80))
    viewer.cursor_changed(RemoteCursor(101, 79, RED_SQUARE))
    assert not cursor_is_painted(viewer, picture)
    viewer.cursor_changed(RemoteCursor(200, 10, RED_SQUARE))
    assert cursor_is_painted(viewer, picture)


def test_away_from_the_picture_the_cursor_is_seen_where_it_stays(viewer: ViewerWidget, picture: Picture) -> None:
    viewer.set_control(True)
    enter(viewer)
    QTest.mouseMove(viewer, QPoint(40 + 30, 50 + 40))
    viewer.cursor_changed(RemoteCursor(30, 40, RED_SQUARE))
    assert not cursor_is_painted(viewer, picture)
    leave(viewer)
    assert cursor_is_painted(viewer, picture)
    enter(viewer)
    assert not cursor_is_painted(viewer, picture)


def test_moving_the_cursor_repaints_its_old_and_new_place_only(qtbot: QtBot, viewer: ViewerWidget) -> None:
    viewer.cursor_changed(RemoteCursor(100, 80, RED_SQUARE))
    painted = PaintedRegions(viewer)
    viewer.cursor_changed(RemoteCursor(200, 90, RED_SQUARE))
    qtbot.waitUntil(lambda: len(painted.seen) > 0)
    assert painted.seen == [QRegion(138, 129, 8, 6) + QRegion(238, 139, 8, 6)]


def test_an_animated_cursor_repaints_its_place_only(qtbot: QtBot, viewer: ViewerWidget) -> None:
    viewer.cursor_changed(RemoteCursor(100, 80, RED_SQUARE))
    painted = PaintedRegions(viewer)
    viewer.cursor_changed(RemoteCursor(100, 80, BLUE_SQUARE))
    qtbot.waitUntil(lambda: len(painted.seen) > 0)
    assert painted.seen == [QRegion(138, 129, 8, 6)]
    assert (shown(viewer)[129:135, 138:146, :3] == (255, 0, 0)).all()


def test_in_control_a_moving_cursor_repaints_nothing(
    qtbot: QtBot, viewer: ViewerWidget, session_bridge: RecordingSessionBridge
) -> None:
    viewer.set_control(True)
    enter(viewer)
    painted = PaintedRegions(viewer)
    for step in range(5):
        QTest.mouseMove(viewer, QPoint(50 + 20 * step, 60))
        qtbot.waitUntil(lambda: len(session_bridge.input) == step + 1)  # noqa: B023 - called in this round only
        assert session_bridge.input[-1] == PointerMove(10 + 20 * step, 10)
        viewer.cursor_changed(RemoteCursor(10 + 20 * step, 10, (RED_SQUARE, BLUE_SQUARE)[step % 2]))
    paint_what_waits(viewer)
    assert painted.seen == []


def test_a_hidden_cursor_of_the_customer_is_a_dot_for_an_agent_in_control(viewer: ViewerWidget) -> None:
    viewer.set_control(True)
    viewer.cursor_changed(RemoteCursor(5, 5, None))
    dot = viewer.cursor().pixmap()
    assert not dot.isNull()
    assert dot.width() < 16


@pytest.mark.usefixtures("themed")
def test_each_shape_is_made_once() -> None:
    cursors = LocalCursors()
    first = cursors.cursor(RED_SQUARE, 1.0, 1.0)
    assert cursors.cursor(CursorShape(b"1" * 16, 8, 6, 2, 1, RED_SQUARE.pixels), 1.0, 1.0) is first
    assert cursors.cursor(RED_SQUARE, 2.0, 1.0).pixmap().width() == 16
    for number in range(200):
        cursors.cursor(CursorShape(number.to_bytes(16), 8, 6, 2, 1, RED_SQUARE.pixels), 1.0, 1.0)
    assert len(cursors._made) <= 64


def test_an_echo_is_near_a_place_of_late() -> None:
    echo = PointerEcho()
    assert not echo.holds(0, 0)
    for place in range(1000):
        echo.sent(place * 10, 5)
    assert echo.holds(9990, 5)
    assert echo.holds(9992, 3)
    assert not echo.holds(9993, 5)
    assert not echo.holds(0, 5)
    echo.clear()
    assert not echo.holds(9990, 5)


@pytest.mark.parametrize("button", [Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton])
def test_a_click_counts_as_the_agents_place(viewer: ViewerWidget, picture: Picture, button: Qt.MouseButton) -> None:
    viewer.set_control(True)
    enter(viewer)
    QTest.mouseClick(viewer, button, pos=QPoint(40 + 7, 50 + 9))
    viewer.cursor_changed(RemoteCursor(7, 9, RED_SQUARE))
    assert not cursor_is_painted(viewer, picture)
