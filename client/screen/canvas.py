"""The agent's picture of the customer's desktop: one array, written in place."""

import numpy as np

from client.screen.errors import PictureError
from client.screen.geometry import FrameBuffer, Rect
from wire import limits
from wire.messages import Rectangle


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

    def apply(self, rectangle: Rectangle, pixels: FrameBuffer) -> Rect:
        """Draw decoded pixels where the rectangle says; return what to repaint.

        Raises PictureError, and draws nothing, where they do not fit each other or the picture.
        """
        area = Rect(rectangle.x, rectangle.y, rectangle.width, rectangle.height)
        if not area.within(self.width, self.height):
            raise PictureError("rectangle outside the picture")
        if pixels.shape != (area.height, area.width, 4):
            raise PictureError("pixels do not fit their rectangle")
        self.pixels[area.y : area.y + area.height, area.x : area.x + area.width] = pixels
        return area
