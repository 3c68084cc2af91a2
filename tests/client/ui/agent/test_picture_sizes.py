"""Sizes of the picture: whole factors without blur, scrolling, and screens that change in mid-share."""

from collections.abc import Iterator

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QCursor, QEnterEvent, QImage, QMouseEvent, QRegion
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QScrollArea
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from client.input import keysyms as ks
from client.pipeline.picture import Picture, RemoteCursor
from client.screen.geometry import Rect
from client.session.states import AgentState
from client.session.status import AgentStatus
from client.ui.agent.edge_panning import EdgePanning
from client.ui.agent.picture_painting import logical
from client.ui.agent.session_window import SessionWindow
from client.ui.agent.view import Zoom
from client.ui.agent.viewer import WINDOW_KEYS, ViewerWidget
from tests.client.ui.agent.doubles import RecordingSessionBridge, noise
from tests.client.ui.agent.painting import PaintedRegions, pixels_of, shown
from tests.client.ui.agent.test_viewer_cursor import RED_SQUARE
from wire.messages import Key, PointerMove

CONTROL_ALT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier


@pytest.fixture
def window(qtbot: QtBot, session_bridge: RecordingSessionBridge) -> Iterator[SessionWindow]:
    """A window in which the agent sees a screen of 320 x 200."""
    widget = SessionWindow(session_bridge, 1)  # type: ignore[arg-type]  # the double has the same signals and methods
    with qtbot.waitExposed(widget):
        widget.show()
    become(session_bridge, AgentState.VIEWING)
    session_bridge.picture_opened.emit(noise(320, 200))
    yield widget
    delete(widget)


def become(bridge: RecordingSessionBridge, state: AgentState) -> None:
    bridge.status_changed.emit(AgentStatus(state, "402918", joined_at=1.0))


def area_of(window: SessionWindow) -> QScrollArea:
    (found,) = window.pane.findChildren(QScrollArea)
    return found


@pytest.mark.parametrize(("zoom", "factor"), [(Zoom.DOUBLE, 2), (Zoom.TRIPLE, 3)])
def test_whole_factors_make_squares_of_the_very_colours(
    viewer: ViewerWidget, picture: Picture, zoom: Zoom, factor: int
) -> None:
    viewer.set_zoom(zoom)
    viewer.resize(1000, 700)
    view = viewer.view()
    assert view is not None
    wanted = picture.pixels.repeat(factor, 0).repeat(factor, 1)[..., :3]
    image = shown(viewer)[view.top : view.top + view.height, view.left : view.left + view.width, :3]
    assert np.array_equal(image, wanted)


def test_a_change_is_repainted_as_the_squares_that_it_covers(viewer: ViewerWidget, picture: Picture) -> None:
    viewer.set_zoom(Zoom.DOUBLE)
    viewer.resize(640, 400)
    painted = PaintedRegions(viewer)
    picture.pixels[20:40, 10:20] = 0
    viewer.picture_changed([Rect(10, 20, 10, 20)], 1, 1)
    assert painted.seen == [QRegion(20, 40, 20, 40)]


def test_any_part_of_the_squares_can_be_painted_alone(viewer: ViewerWidget, picture: Picture) -> None:
    viewer.set_zoom(Zoom.TRIPLE)
    viewer.resize(1000, 700)
    whole = QImage(viewer.size(), QImage.Format.Format_RGB32)
    viewer.render(whole)
    canvas = QImage(viewer.size(), QImage.Format.Format_RGB32)
    canvas.fill(0)
    for part in (QRect(101, 77, 50, 31), QRect(0, 0, 47, 400), QRect(958, 600, 42, 100)):
        viewer.render(canvas, part.topLeft(), QRegion(part))
        box = np.s_[part.top() : part.bottom() + 1, part.left() : part.right() + 1, :3]
        assert np.array_equal(pixels_of(canvas)[box], pixels_of(whole)[box])


@pytest.mark.parametrize("ratio", [1.25, 1.5, 2.0])
def test_on_dense_screens_the_factors_count_physical_pixels(
    monkeypatch: pytest.MonkeyPatch, viewer: ViewerWidget, picture: Picture, ratio: float
) -> None:
    monkeypatch.setattr(viewer, "devicePixelRatioF", lambda: ratio)
    viewer.set_zoom(Zoom.DOUBLE)
    viewer.resize(600, 500)
    canvas = QImage(round(600 * ratio), round(500 * ratio), QImage.Format.Format_RGB32)
    canvas.setDevicePixelRatio(ratio)
    viewer.render(canvas)
    view = viewer.view()
    assert view is not None
    assert (view.width, view.height) == (640, 400)
    place = np.s_[view.top : view.top + 400, view.left : view.left + 640, :3]
    assert np.array_equal(pixels_of(canvas)[place], picture.pixels.repeat(2, 0).repeat(2, 1)[..., :3])
    picture.pixels[100:103, 50:53] = 0
    part = logical(view.damage(Rect(50, 100, 3, 3)), ratio)
    viewer.render(canvas, part.topLeft(), QRegion(part))
    assert np.array_equal(pixels_of(canvas)[place], picture.pixels.repeat(2, 0).repeat(2, 1)[..., :3])


def test_keys_choose_the_size_and_the_list_shows_it(window: SessionWindow) -> None:
    (box,) = window.findChildren(QComboBox)
    seen = []
    for _ in range(5):
        QTest.keyClick(window.pane.viewer, Qt.Key.Key_PageUp, CONTROL_ALT)
        seen.append((window.pane.viewer.zoom, box.currentText()))
    assert seen == [
        (Zoom.FIT, "Fit"),
        (Zoom.ACTUAL, "Size 1:1"),
        (Zoom.DOUBLE, "Size 2:1"),
        (Zoom.TRIPLE, "Size 3:1"),
        (Zoom.TRIPLE, "Size 3:1"),
    ]
    QTest.keyClick(window.pane.viewer, Qt.Key.Key_PageDown, CONTROL_ALT)
    assert window.pane.viewer.zoom is Zoom.DOUBLE


def test_the_same_keys_work_while_the_customer_gets_the_others(
    window: SessionWindow, session_bridge: RecordingSessionBridge
) -> None:
    become(session_bridge, AgentState.CONTROLLING)
    window.activateWindow()
    window.pane.viewer.setFocus()
    QTest.keyClick(window.pane.viewer, Qt.Key.Key_PageUp, CONTROL_ALT)
    assert window.pane.viewer.zoom is Zoom.FIT
    pressed = [message for message in session_bridge.input if isinstance(message, Key) and message.down]
    assert [message.keysym for message in pressed] == [ks.CONTROL_L, ks.ALT_L]


def test_without_a_picture_the_keys_do_nothing(window: SessionWindow, session_bridge: RecordingSessionBridge) -> None:
    become(session_bridge, AgentState.CHAT)
    session_bridge.picture_closed.emit()
    for key in WINDOW_KEYS - {Qt.Key.Key_Home}:
        QTest.keyClick(window, key, CONTROL_ALT)
    assert window.pane.viewer.zoom is Zoom.AUTOMATIC
    assert not window.isFullScreen()


def test_full_screen_says_which_size_was_chosen(window: SessionWindow) -> None:
    window.pane.viewer.window_key.emit(Qt.Key.Key_Return)
    window.pane.viewer.window_key.emit(Qt.Key.Key_PageUp)
    assert "Fit" in [label.text() for label in window.pane.findChildren(QLabel) if label.isVisible()]


@pytest.mark.parametrize("pointer", [None, QPoint(70, 30)])
def test_what_is_under_the_pointer_or_in_the_middle_stays_there(
    monkeypatch: pytest.MonkeyPatch, qtbot: QtBot, window: SessionWindow, pointer: QPoint | None
) -> None:
    area, viewer = area_of(window), window.pane.viewer

    def place() -> QPoint:
        return area.viewport().rect().center() if pointer is None else pointer

    outside = QPoint(-5, -5)
    monkeypatch.setattr(QCursor, "pos", lambda *_args: area.viewport().mapToGlobal(pointer or outside))
    window.resize(window.minimumSizeHint())
    window.pane.set_picture(noise(2000, 1500))
    window.pane.set_zoom(Zoom.ACTUAL)
    qtbot.waitUntil(lambda: area.horizontalScrollBar().maximum() > 0)
    area.horizontalScrollBar().setValue(700)
    area.verticalScrollBar().setValue(500)

    def pixel() -> tuple[int, int]:
        return viewer.picture_point(QPointF(viewer.mapFrom(area.viewport(), place())))

    before = pixel()
    for zoom in (Zoom.TRIPLE, Zoom.DOUBLE, Zoom.ACTUAL):
        window.pane.set_zoom(zoom)
        assert abs(pixel()[0] - before[0]) <= 1
        assert abs(pixel()[1] - before[1]) <= 1


def test_scrolling_under_a_resting_pointer_tells_the_customer_its_new_place(
    monkeypatch: pytest.MonkeyPatch, qtbot: QtBot, window: SessionWindow, session_bridge: RecordingSessionBridge
) -> None:
    area, viewer = area_of(window), window.pane.viewer
    window.pane.set_picture(noise(2000, 1500))
    window.pane.set_zoom(Zoom.ACTUAL)
    become(session_bridge, AgentState.CONTROLLING)
    QApplication.sendEvent(viewer, QEnterEvent(QPointF(9, 9), QPointF(9, 9), QPointF(9, 9)))
    qtbot.waitUntil(lambda: area.horizontalScrollBar().maximum() > 100)
    area.verticalScrollBar().setValue(10)
    resting = area.viewport().mapToGlobal(QPoint(40, 50))
    monkeypatch.setattr(QCursor, "pos", lambda *_args: resting)
    area.horizontalScrollBar().setValue(100)
    qtbot.waitUntil(lambda: session_bridge.input[-1:] == [PointerMove(140, 60)])


def test_in_full_screen_the_pointer_at_an_edge_pans_and_then_nothing_ticks(
    monkeypatch: pytest.MonkeyPatch, qtbot: QtBot, window: SessionWindow
) -> None:
    area, viewer = area_of(window), window.pane.viewer
    window.pane.set_picture(noise(2000, 1500))
    window.pane.set_zoom(Zoom.ACTUAL)
    window.pane.viewer.window_key.emit(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: area.horizontalScrollBar().maximum() > 0)
    assert not area.horizontalScrollBar().isVisible()
    (panning,) = area.findChildren(EdgePanning)
    corner = [QRect.bottomRight]
    monkeypatch.setattr(QCursor, "pos", lambda *_args: area.viewport().mapToGlobal(corner[0](area.viewport().rect())))
    QApplication.sendEvent(viewer, QEnterEvent(QPointF(9, 9), QPointF(9, 9), QPointF(9, 9)))

    def move() -> None:
        place = QPointF(viewer.mapFrom(area.viewport(), corner[0](area.viewport().rect())))
        no_button = Qt.MouseButton.NoButton
        event = QMouseEvent(QEvent.Type.MouseMove, place, place, no_button, no_button, Qt.KeyboardModifier.NoModifier)
        QApplication.sendEvent(viewer, event)

    move()
    bars = area.horizontalScrollBar(), area.verticalScrollBar()
    qtbot.waitUntil(lambda: [bar.value() for bar in bars] == [bar.maximum() for bar in bars])
    qtbot.waitUntil(lambda: not panning._timer.isActive())
    corner[0] = QRect.center
    move()
    assert not panning._timer.isActive()
    corner[0] = QRect.topLeft
    move()
    assert panning._timer.isActive()
    QApplication.sendEvent(viewer, QEvent(QEvent.Type.Leave))
    qtbot.waitUntil(lambda: not panning._timer.isActive())
    window.pane.viewer.window_key.emit(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: area.horizontalScrollBar().isVisible())


@pytest.mark.parametrize("zoom", Zoom)
@pytest.mark.parametrize("state", [AgentState.VIEWING, AgentState.CONTROLLING])
def test_the_screen_changes_twenty_times_and_the_size_stays_chosen(
    qtbot: QtBot, window: SessionWindow, session_bridge: RecordingSessionBridge, zoom: Zoom, state: AgentState
) -> None:
    become(session_bridge, state)
    viewer = window.pane.viewer
    window.pane.set_zoom(zoom)
    window.pane.figures.set_shown(True)
    sizes = np.random.default_rng(5).integers(1, 900, (20, 2)).tolist()
    for share, (width, height) in enumerate(sizes, 2):
        session_bridge.picture_opened.emit(noise(width, height, share))
        # Both still on their way when the share before ended.
        session_bridge.picture_changed.emit([Rect(0, 0, 900, 900)], share - 1, 9)
        session_bridge.cursor_changed.emit(RemoteCursor(899, 899, RED_SQUARE))
        session_bridge.picture_changed.emit([Rect(0, 0, width, height)], share, 1)
        if share % 5 == 0:
            QApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)
            viewer.repaint()
        view = viewer.view()
        assert view is not None
        assert (view.picture_width, view.picture_height) == (width, height)
        assert viewer.zoom is zoom
    assert [frame for frame in session_bridge.painted if frame[1] == 9] == []
    qtbot.waitUntil(lambda: session_bridge.painted[-1:] == [(21, 1)], timeout=3000)
