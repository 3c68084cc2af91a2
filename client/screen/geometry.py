"""Rectangles of pixels, and the arrays that hold pixels."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from wire import limits

FrameBuffer = npt.NDArray[np.uint8]
"""Shape (height, width, 4), C-contiguous, BGRX: blue, green, red and a byte that means nothing."""


class Rect(NamedTuple):
    """A rectangle in pixels; (x, y) is its upper left corner."""

    x: int
    y: int
    width: int
    height: int

    def within(self, width: int, height: int) -> bool:
        """Tell whether the rectangle has an area and lies wholly inside a picture of this size."""
        return (
            self.x >= 0
            and self.y >= 0
            and self.width > 0
            and self.height > 0
            and self.x + self.width <= width
            and self.y + self.height <= height
        )


def split(rectangle: Rect) -> list[Rect]:
    """Cut a rectangle into parts of at most limits.RECTANGLE_PIXELS pixels that cover it without overlap.

    The parts are as wide as the rectangle, which is at most limits.SCREEN_SIDE.
    """
    x, y, width, height = rectangle
    rows = limits.RECTANGLE_PIXELS // width
    return [Rect(x, y + top, width, min(rows, height - top)) for top in range(0, height, rows)]
