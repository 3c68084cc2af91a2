import numpy as np
import pytest
from PySide6.QtCore import QRect, QTimer
from PySide6.QtGui import QImage, QRegion
from PySide6.QtWidgets import QScrollArea
from pytestqt.qtbot import QtBot

from client.pipeline.picture import Picture
from client.screen.geometry import Rect
from client.ui.agent.picture_painting import SURROUNDINGS, logical
from client.ui.agent.view import Zoom
from client.ui.agent.viewer import ViewerWidget
from tests.client.ui.agent.doubles import RecordingSessionBridge, noise
from tests.client.ui.agent.painting import PaintedRegions, paint_what_waits, pixels_of, shown


def test_actual_size_shows_the_very_pixels(viewer: ViewerWidget, picture: Picture) -> None:
    image = shown(viewer)
    assert np.array_equal(image[50:250, 40:360, :3], picture.pixels[..., :3])
    beside = SURROUNDINGS
    assert tuple(image[0, 0, :3]) == (beside.blue(), beside.green(), beside.red())
    assert tuple(image[299, 399, :3]) == (beside.blue(), beside.green(), beside.red())


def test_only_damaged_parts_are_painted_and_then_acknowledged(
    viewer: ViewerWidget, picture: Picture, session_bridge: RecordingSessionBridge
) -> None:
    painted = PaintedRegions(viewer)
    picture.pixels[10:15, 20:30] = 255
    viewer.picture_changed([Rect(20, 10, 10, 5), Rect(100, 100, 3, 2)], 1, 41)
    assert session_bridge.painted == [(1, 41)]
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
    assert view.blended
    part = QRect(*view.damage(Rect(33, 50, 13, 7)))
    viewer.render(canvas, part.topLeft(), QRegion(part))
    whole = QImage(viewer.size(), QImage.Format.Format_RGB32)
    viewer.render(whole)
    # Qt steps through a scaled line in fixed point from where it begins: one step of rounding is allowed.
    assert np.abs(pixels_of(canvas).astype(int) - pixels_of(whole)).max() <= 1


def test_after_a_frame_the_viewer_rests(viewer: ViewerWidget) -> None:
    painted = PaintedRegions(viewer)
    viewer.picture_changed([Rect(20, 10, 10, 20)], 1, 1)
    assert painted.seen == [QRegion(60, 60, 10, 20)]
    painted.seen.clear()
    paint_what_waits(viewer)
    assert painted.seen == []
    assert not [timer for timer in viewer.findChildren(QTimer) if timer.isActive()]


def test_a_frame_is_acknowledged_after_its_pixels_were_handed_over(
    monkeypatch: pytest.MonkeyPatch, viewer: ViewerWidget, session_bridge: RecordingSessionBridge
) -> None:
    steps: list[str] = []
    repaint = viewer.repaint

    def watched(region: QRegion) -> None:
        repaint(region)
        steps.append(f"handed over, {len(session_bridge.painted)} acknowledged")

    monkeypatch.setattr(viewer, "repaint", watched)
    viewer.picture_changed([Rect(0, 0, 5, 5)], 1, 1)
    assert steps == ["handed over, 0 acknowledged"]
    assert session_bridge.painted == [(1, 1)]


def test_a_part_of_a_frame_is_painted_but_not_acknowledged(
    viewer: ViewerWidget, picture: Picture, session_bridge: RecordingSessionBridge
) -> None:
    painted = PaintedRegions(viewer)
    viewer.picture_changed([Rect(20, 10, 10, 5)], 1, None)
    assert painted.seen == [QRegion(60, 60, 10, 5)]
    assert session_bridge.painted == []
    viewer.picture_changed([Rect(20, 15, 10, 5)], 1, 41)
    assert session_bridge.painted == [(1, 41)]


def test_frames_are_acknowledged_in_order_each_once(
    viewer: ViewerWidget, session_bridge: RecordingSessionBridge
) -> None:
    viewer.picture_changed([Rect(0, 0, 5, 5)], 1, 1)
    viewer.picture_changed([], 1, 2)
    viewer.picture_changed([Rect(3, 3, 5, 5)], 1, 3)
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


def test_at_a_scale_of_one_and_a_half_actual_size_means_physical_pixels(
    monkeypatch: pytest.MonkeyPatch, viewer: ViewerWidget, picture: Picture
) -> None:
    monkeypatch.setattr(viewer, "devicePixelRatioF", lambda: 1.5)
    canvas = QImage(600, 450, QImage.Format.Format_RGB32)
    canvas.setDevicePixelRatio(1.5)
    viewer.render(canvas)
    assert np.array_equal(pixels_of(canvas)[125:325, 140:460, :3], picture.pixels[..., :3])
    picture.pixels[100:103, 50:53] = 0
    part = logical(Rect(140 + 50, 125 + 100, 3, 3), 1.5)
    viewer.render(canvas, part.topLeft(), QRegion(part))
    assert np.array_equal(pixels_of(canvas)[125:325, 140:460, :3], picture.pixels[..., :3])
