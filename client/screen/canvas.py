"""The agent's picture of the customer's desktop: one array, written in place."""

import numpy as np

from client.screen.errors import PictureError
from client.screen.geometry import FrameBuffer, Rect
from client.screen.underlay import Underlay
from wire import limits

_BAND = 2**16
"""Pixels that are copied at once."""


class Canvas:
    """A picture of the size that SharingStarted told; black until something is drawn.

    `width` and `height` are its size in pixels. `pixels` keeps its identity until the next
    resize, so a window can paint straight from it. X means nothing.
    """

    width: int
    height: int
    pixels: FrameBuffer

    def __init__(self, width: int, height: int) -> None:
        self.resize(width, height)

    def resize(self, width: int, height: int) -> None:
        """Begin a new black picture of this size; raise PictureError where it passes the limits."""
        if not (0 < width <= limits.SCREEN_SIDE and 0 < height <= limits.SCREEN_SIDE):
            raise PictureError("the picture's size is out of bounds")
        if width * height > limits.SCREEN_PIXELS:
            raise PictureError("the picture's size is out of bounds")
        self.width, self.height = width, height
        # Untouched zeros cost neither memory nor time: what the other side names is not what it has to send.
        self.pixels = np.zeros((height, width, 4), np.uint8)
        self._underlay = Underlay(width, height)

    def draw(self, area: Rect, pixels: FrameBuffer) -> Rect:
        """Draw decoded pixels over an area; return what to repaint.

        Raises PictureError, and draws nothing, where they do not fit each other or the picture.
        """
        if not area.within(self.width, self.height):
            raise PictureError("rectangle outside the picture")
        if pixels.shape != (area.height, area.width, 4):
            raise PictureError("pixels do not fit their rectangle")
        self.pixels[area.y : area.y + area.height, area.x : area.x + area.width] = pixels
        return area

    def uncover(self, area: Rect) -> Rect:
        """Draw over an area what was there before copies covered it; return what to repaint. Raises PictureError."""
        if not area.within(self.width, self.height):
            raise PictureError("rectangle outside the picture")
        rows, columns = slice(area.y, area.y + area.height), slice(area.x, area.x + area.width)
        self.pixels[rows, columns] = self._underlay.pixels[rows, columns]
        return area

    def copy(self, source: Rect, x: int, y: int) -> Rect:
        """Draw what is at `source` now at (x, y); the two may overlap. Return what to repaint; raise PictureError."""
        target = Rect(x, y, source.width, source.height)
        if not source.within(self.width, self.height) or not target.within(self.width, self.height):
            raise PictureError("copy from outside the picture, or to it")
        self._underlay.covers(self.pixels, source, x, y)
        # Band by band, so that what is held between takes little memory, and none is overwritten before it was read.
        rows = max(1, _BAND // source.width)
        tops = range(0, source.height, rows)
        for top in tops if y <= source.y else reversed(tops):
            end = min(top + rows, source.height)
            band = self.pixels[source.y + top : source.y + end, source.x : source.x + source.width].copy()
            self.pixels[y + top : y + end, x : x + source.width] = band
        return target
