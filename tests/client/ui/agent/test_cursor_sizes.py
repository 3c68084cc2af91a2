"""The customer's cursor over a picture that is shown larger, and over another one."""

import numpy as np
import pytest
from PySide6.QtGui import QImage

from client.pipeline.picture import Picture, RemoteCursor
from client.ui.agent.view import Zoom
from client.ui.agent.viewer import ViewerWidget
from tests.client.ui.agent.doubles import noise
from tests.client.ui.agent.painting import pixels_of, shown
from tests.client.ui.agent.test_viewer_cursor import RED_SQUARE

RED = (0, 0, 255)


def red(image: np.ndarray[tuple[int, ...], np.dtype[np.uint8]]) -> tuple[int, int, int, int]:
    """Return (left, top, width, height) of what is red, which is a rectangle."""
    found = (image[..., :3] == RED).all(axis=2)
    rows, columns = np.flatnonzero(found.any(axis=1)), np.flatnonzero(found.any(axis=0))
    top, bottom, left, right = int(rows[0]), int(rows[-1]) + 1, int(columns[0]), int(columns[-1]) + 1
    assert found[top:bottom, left:right].all()
    return left, top, right - left, bottom - top


@pytest.mark.parametrize(("zoom", "factor"), [(Zoom.ACTUAL, 1), (Zoom.DOUBLE, 2), (Zoom.TRIPLE, 3)])
def test_it_grows_with_the_picture(viewer: ViewerWidget, picture: Picture, zoom: Zoom, factor: int) -> None:
    picture.pixels[:] = 90
    viewer.set_zoom(zoom)
    viewer.resize(1000, 700)
    viewer.cursor_changed(RemoteCursor(100, 80, RED_SQUARE))
    view = viewer.view()
    assert view is not None
    # Its hot spot is at (2, 1).
    left, top = view.left + 98 * factor, view.top + 79 * factor
    assert red(shown(viewer)) == (left, top, 8 * factor, 6 * factor)


def test_on_a_dense_screen_it_is_as_large_as_the_pixels_around_it(
    monkeypatch: pytest.MonkeyPatch, viewer: ViewerWidget, picture: Picture
) -> None:
    picture.pixels[:] = 90
    monkeypatch.setattr(viewer, "devicePixelRatioF", lambda: 2.0)
    viewer.set_zoom(Zoom.DOUBLE)
    viewer.resize(400, 300)
    viewer.cursor_changed(RemoteCursor(100, 80, RED_SQUARE))
    canvas = QImage(800, 600, QImage.Format.Format_RGB32)
    canvas.setDevicePixelRatio(2.0)
    viewer.render(canvas)
    view = viewer.view()
    assert view is not None
    assert red(pixels_of(canvas)) == (view.left + 196, view.top + 158, 16, 12)


def test_the_cursor_of_the_share_before_is_not_shown(viewer: ViewerWidget) -> None:
    viewer.cursor_changed(RemoteCursor(100, 80, RED_SQUARE))
    other = noise(320, 200, 2)
    other.pixels[:] = 90
    viewer.set_picture(other)
    assert not (shown(viewer)[..., :3] == RED).all(axis=2).any()
