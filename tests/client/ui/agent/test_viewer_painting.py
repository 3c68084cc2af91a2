import numpy as np
import numpy.typing as npt
import pytest
from PySide6.QtCore import QEvent, QObject, QRect
from PySide6.QtGui import QCursor, QImage, QPaintEvent, QRegion
from PySide6.QtWidgets import QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from client.pipeline.picture import Picture, RemoteCursor
from client.screen.geometry import Rect
from client.ui.agent import viewer as viewer_module
from client.ui.agent.view import Zoom
from client.ui.agent.viewer import ViewerWidget
from tests.client.ui.agent.doubles import RecordingSessionBridge, noise
from wire.messages import CursorShape

RED_SQUARE = CursorShape(b"1" * 16, 8, 6, 2, 1, b"\x00\x00\xff\xff" * 48)


def pixels_of(image: QImage) -> npt.NDArray[np.uint8]:
    image = image.convertToFormat(QImage.Format.Format_RGB32)
    flat = np.frombuffer(image.constBits(), np.uint8)
    return flat.reshape(image.height(), image.bytesPerLine() // 4, 4)[:, : image.width()].copy()


def shown(widget: ViewerWidget) -> npt.NDArray[np.uint8]:
    return pixels_of(widget.grab().toImage())


class PaintedRegions(QObject):
    """Watches what a widget is asked to paint."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        widget.repaint()
        self.seen: list[QRegion] = []
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        if isinstance(event, QPaintEvent):
            self.seen.append(QRegion(event.region()))
        return False


def test_actual_size_shows_the_very_pixels(viewer: ViewerWidget, picture: Picture) -> None:
    image = shown(viewer)
    assert np.array_equal(image[50:250, 40:360, :3], picture.pixels[..., :3])
    beside = viewer_module._SURROUNDINGS
    assert tuple(image[0, 0, :3]) == (beside.blue(), beside.green(), beside.red())
    assert tuple(image[299, 399, :3]) == (beside.blue(), beside.green(), beside.red())


def test_only_damaged_parts_are_painted_and_then_acknowledged(
    qtbot: QtBot,
    viewer: ViewerWidget,
    picture: Picture,
    session_bridge: RecordingSessionBridge,
) -> None:
    painted = PaintedRegions(viewer)
    picture.pixels[10:15, 20:30] = 255
    viewer.picture_changed([Rect(20, 10, 10, 5), Rect(100, 100, 3, 2)], 1, 41)
    assert session_bridge.painted == []
    qtbot.waitUntil(lambda: session_bridge.painted == [(1, 41)])
    assert painted.seen == [QRegion(60, 60, 10, 5) + QRegion(140, 150, 3, 2)]
    assert np.array_equal(shown(viewer)[50:250, 40:360, :3], picture.pixels[..., :3])


@pytest.mark.parametrize("size", [(200, 150), (777, 501)])
def test_partial_repaints_of_a_scaled_picture_equal_a_whole_one(
    viewer: ViewerWidget, picture: Picture, size: tuple[int, int]
) -> None:
    viewer.set_zoom(Zoom.FIT)
    viewer.resize(*size)
    canvas = QImage(viewer.size(), QImage.Format.Format_RGB32)
    viewer.render(canvas)
    picture.pixels[50:57, 33:46] = (0, 0, 255, 255)
    view = viewer.view()
    assert view is not None
    assert view.scaled
    part = QRect(*view.damage(Rect(33, 50, 13, 7)))
    viewer.render(canvas, part.topLeft(), QRegion(part))
    whole = QImage(viewer.size(), QImage.Format.Format_RGB32)
    viewer.render(whole)
    # Qt steps through a scaled line in fixed point from where it begins: one step of rounding is allowed.
    assert np.abs(pixels_of(canvas).astype(int) - pixels_of(whole)).max() <= 1


def test_frames_are_acknowledged_in_order_each_once(
    qtbot: QtBot, viewer: ViewerWidget, session_bridge: RecordingSessionBridge
) -> None:
    viewer.picture_changed([Rect(0, 0, 5, 5)], 1, 1)
    viewer.picture_changed([], 1, 2)
    viewer.picture_changed([Rect(3, 3, 5, 5)], 1, 3)
    qtbot.waitUntil(lambda: len(session_bridge.painted) == 3)
    viewer.repaint()
    assert session_bridge.painted == [(1, 1), (1, 2), (1, 3)]


def test_a_frame_of_another_share_is_passed_over(viewer: ViewerWidget, session_bridge: RecordingSessionBridge) -> None:
    viewer.picture_changed([Rect(0, 0, 5, 5)], 2, 1)
    viewer.repaint()
    assert session_bridge.painted == []


def test_a_hidden_viewer_acknowledges_slowly(
    qtbot: QtBot, viewer: ViewerWidget, session_bridge: RecordingSessionBridge
) -> None:
    viewer.hide()
    viewer.picture_changed([Rect(0, 0, 5, 5)], 1, 9)
    assert session_bridge.painted == []
    qtbot.waitUntil(lambda: session_bridge.painted == [(1, 9)], timeout=3000)


def test_damage_that_is_scrolled_out_of_sight_is_acknowledged_at_once(
    qtbot: QtBot, session_bridge: RecordingSessionBridge
) -> None:
    area = QScrollArea(widgetResizable=True)
    qtbot.addWidget(area)
    viewer = ViewerWidget(session_bridge)  # type: ignore[arg-type]  # the double has the same signals and methods
    area.setWidget(viewer)
    area.resize(200, 150)
    viewer.set_zoom(Zoom.ACTUAL)
    viewer.set_picture(noise(600, 500))
    with qtbot.waitExposed(area):
        area.show()
    qtbot.waitUntil(lambda: area.horizontalScrollBar().isVisible())
    viewer.picture_changed([Rect(590, 490, 10, 10)], 1, 4)
    assert session_bridge.painted == [(1, 4)]


def test_without_a_picture_the_viewer_is_dark(viewer: ViewerWidget) -> None:
    viewer.set_picture(None)
    assert len(np.unique(shown(viewer).reshape(-1, 4), axis=0)) == 1


def test_the_customers_cursor_is_painted_over_the_picture_only_while_the_agent_watches(
    viewer: ViewerWidget, picture: Picture
) -> None:
    viewer.cursor_changed(RemoteCursor(100, 80, RED_SQUARE))
    image = shown(viewer)
    left, top = 40 + 100 - 2, 50 + 80 - 1
    assert (image[top : top + 6, left : left + 8, :3] == (0, 0, 255)).all()
    viewer.set_control(True)
    assert np.array_equal(shown(viewer)[50:250, 40:360, :3], picture.pixels[..., :3])
    assert viewer.cursor().hotSpot().toTuple() == (2, 1)
    viewer.set_control(False)
    assert viewer.cursor().shape() == QCursor().shape()


def test_moving_the_cursor_repaints_its_old_and_new_place_only(qtbot: QtBot, viewer: ViewerWidget) -> None:
    viewer.cursor_changed(RemoteCursor(100, 80, RED_SQUARE))
    painted = PaintedRegions(viewer)
    viewer.cursor_changed(RemoteCursor(200, 90, RED_SQUARE))
    qtbot.waitUntil(lambda: len(painted.seen) > 0)
    assert painted.seen == [QRegion(138, 129, 8, 6) + QRegion(238, 139, 8, 6)]


def test_a_hidden_cursor_of_the_customer_is_a_dot_for_an_agent_in_control(viewer: ViewerWidget) -> None:
    viewer.set_control(True)
    viewer.cursor_changed(RemoteCursor(5, 5, None))
    dot = viewer.cursor().pixmap()
    assert not dot.isNull()
    assert dot.width() < 16


def test_at_a_scale_of_one_and_a_half_actual_size_means_physical_pixels(
    monkeypatch: pytest.MonkeyPatch, viewer: ViewerWidget, picture: Picture
) -> None:
    monkeypatch.setattr(viewer, "devicePixelRatioF", lambda: 1.5)
    canvas = QImage(600, 450, QImage.Format.Format_RGB32)
    canvas.setDevicePixelRatio(1.5)
    viewer.render(canvas)
    assert np.array_equal(pixels_of(canvas)[125:325, 140:460, :3], picture.pixels[..., :3])
    picture.pixels[100:103, 50:53] = 0
    part = viewer._logical(Rect(140 + 50, 125 + 100, 3, 3))
    viewer.render(canvas, part.topLeft(), QRegion(part))
    assert np.array_equal(pixels_of(canvas)[125:325, 140:460, :3], picture.pixels[..., :3])
