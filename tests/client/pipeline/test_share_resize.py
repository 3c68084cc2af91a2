"""A share on a display whose size changes: each size is a new share, and its picture is the screen's."""

from collections.abc import Iterator

import numpy as np
import pytest
from Xlib.display import Display
from Xlib.ext import randr

from client.pipeline import outbound
from client.screen.capture import open_capture
from client.screen.geometry import Rect
from tests.client.pipeline.test_share import Looks, Painter, Share
from wire.messages import CursorMoved, CursorShape


@pytest.fixture
def painter(x_display: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Painter]:
    monkeypatch.setenv("DISPLAY", x_display)
    painter = Painter(x_display)
    yield painter
    painter.connection.close()


class Aside(Looks):
    """A capture whose corner depends on its size, as with a monitor left of the main one."""

    @property
    def origin(self) -> tuple[int, int]:
        width, height = self.size
        return -width, height


@pytest.fixture
def share(painter: Painter, monkeypatch: pytest.MonkeyPatch) -> Iterator[Share]:
    monkeypatch.setattr(outbound, "open_capture", lambda **words: Aside(open_capture(**words)))
    begun = Share()
    yield begun
    begun.sender.stop()
    begun.sender._thread.join(20)


def set_size(connection: Display, width: int, height: int) -> None:
    root = connection.screen().root
    resources = root.xrandr_get_screen_resources()
    # The screen cannot shrink below what a monitor shows of it.
    connection.xrandr_set_crtc_config(resources.crtcs[0], resources.config_timestamp, 0, 0, 0, randr.Rotate_0, [])
    root.xrandr_set_screen_size(width, height, 300, 200)
    connection.sync()


def test_the_picture_follows_the_size(share: Share, painter: Painter) -> None:
    for number, (width, height) in enumerate([(1280, 800), (1000, 600), (640, 780), (1024, 768), (1280, 800)]):
        if number:
            set_size(painter.connection, width, height)
        colour = 0x203040 + number
        painter.fill(Rect(0, 0, width, height), colour)
        pixels = np.full((height, width, 4), list(colour.to_bytes(4, "little")), np.uint8)
        whole = Rect(0, 0, width, height)

        def follows(whole: Rect = whole, pixels: "np.ndarray[tuple[int, ...], np.dtype[np.uint8]]" = pixels) -> bool:
            picture = share.picture
            size = None if picture is None else (picture.width, picture.height)
            return size == (whole.width, whole.height) and share.shows(whole, pixels)

        assert share.until(follows)
        # The other side has forgotten the shapes of the share before.
        assert share.until(lambda: [type(each) for each in share.cursors[:2]] == [CursorShape, CursorMoved])
        # A monitor at the left moves the corner, from which the cursor's place is counted.
        assert share.sender.size == (width, height)
        assert share.sender.origin == (-width, height)
