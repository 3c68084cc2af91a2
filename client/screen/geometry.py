"""Rectangles of pixels, and the arrays that hold pixels."""

from collections.abc import Sequence
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

    def common(self, other: "Rect") -> "Rect | None":
        """Return the part that lies in both; None where there is none."""
        x, y = max(self.x, other.x), max(self.y, other.y)
        right = min(self.x + self.width, other.x + other.width)
        bottom = min(self.y + self.height, other.y + other.height)
        return Rect(x, y, right - x, bottom - y) if x < right and y < bottom else None


def apart(rectangles: Sequence[Rect], hole: Rect) -> list[Rect]:
    """Return the rectangles without what lies in `hole`; what did not overlap does not overlap afterwards."""
    parts: list[Rect] = []
    for rectangle in rectangles:
        shared = rectangle.common(hole)
        if shared is None:
            parts.append(rectangle)
            continue
        x, y, width, height = rectangle
        bottom = shared.y + shared.height
        beside = (
            Rect(x, y, width, shared.y - y),
            Rect(x, bottom, width, y + height - bottom),
            Rect(x, shared.y, shared.x - x, shared.height),
            Rect(shared.x + shared.width, shared.y, x + width - shared.x - shared.width, shared.height),
        )
        parts += [part for part in beside if part.width > 0 and part.height > 0]
    return parts


def without(rectangles: Sequence[Rect], holes: Sequence[Rect]) -> list[Rect]:
    """Return the rectangles without what lies in any of the holes."""
    parts = list(rectangles)
    for hole in holes:
        parts = apart(parts, hole)
    return parts


def split(rectangle: Rect, most: int = limits.RECTANGLE_PIXELS) -> list[Rect]:
    """Cut a rectangle into parts of at most `most` pixels that cover it without overlap.

    The parts are as wide as the rectangle, which is at most limits.SCREEN_SIDE. A row counts as limits.ROW_PIXELS at
    least, as it does in a message.
    """
    x, y, width, height = rectangle
    rows = max(1, most // max(width, limits.ROW_PIXELS))
    return [Rect(x, y + top, width, min(rows, height - top)) for top in range(0, height, rows)]
