"""Where the customer's picture lies in the viewer, and which of its pixels is under the pointer.

Lengths of the viewer are physical pixels, so that 1:1 means one pixel of the picture on one of the screen
whatever the window's scale factor is.
"""

import math
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Final

from client.screen.geometry import Rect


class Zoom(StrEnum):
    """How large the picture is shown; in the order in which keys go through them."""

    AUTOMATIC = "automatic"
    """1:1 where the picture fits, otherwise reduced until it does."""
    FIT = "fit"
    """As large as the viewer allows, enlarged as well as reduced."""
    ACTUAL = "actual"
    """1:1; like the larger ones scrolled where it does not fit."""
    DOUBLE = "double"
    TRIPLE = "triple"

    @property
    def factor(self) -> int | None:
        """Physical pixels for one pixel of the picture; None where the viewer's size decides."""
        return _FACTORS.get(self)

    def neighbour(self, step: int) -> "Zoom":
        """Return the one that is so many steps further, the last one in that direction at most."""
        row = tuple(Zoom)
        return row[min(max(row.index(self) + step, 0), len(row) - 1)]


_FACTORS: Final = {Zoom.ACTUAL: 1, Zoom.DOUBLE: 2, Zoom.TRIPLE: 3}


@dataclass(frozen=True)
class View:
    """The picture's place: the target rectangle in the viewer, and the size of its source."""

    left: int
    top: int
    width: int
    height: int
    picture_width: int
    picture_height: int

    @property
    def blended(self) -> bool:
        """Tell whether a pixel of the viewer shows more than one of the picture, so that neighbours are mixed."""
        return bool(self.width % self.picture_width or self.height % self.picture_height)

    @property
    def scale(self) -> float:
        """Physical pixels for one pixel of the picture, horizontally."""
        return self.width / self.picture_width

    def covers(self, x: float, y: float) -> bool:
        """Tell whether the pixel of the viewer at (x, y) shows a part of the picture."""
        return self.left <= x + 0.5 < self.left + self.width and self.top <= y + 0.5 < self.top + self.height

    def picture_point(self, x: float, y: float) -> tuple[int, int]:
        """Return the picture's pixel under the middle of the viewer's pixel at (x, y), the nearest where none is."""
        column = math.floor((x + 0.5 - self.left) * self.picture_width / self.width)
        row = math.floor((y + 0.5 - self.top) * self.picture_height / self.height)
        return min(max(column, 0), self.picture_width - 1), min(max(row, 0), self.picture_height - 1)

    def viewer_point(self, x: int, y: int) -> tuple[int, int]:
        """Return where in the viewer the upper left corner of a pixel of the picture lies."""
        return (
            self.left + math.floor(x * self.width / self.picture_width),
            self.top + math.floor(y * self.height / self.picture_height),
        )

    def damage(self, rect: Rect) -> Rect:
        """Return what of the viewer looks different when this part of the picture has changed.

        Where neighbours are mixed, a part reaches one pixel of the picture further.
        """
        if not self.blended:
            across, down = self.width // self.picture_width, self.height // self.picture_height
            left, top = self.left + rect.x * across, self.top + rect.y * down
            return Rect(left, top, rect.width * across, rect.height * down)
        wide, high = self.width / self.picture_width, self.height / self.picture_height
        left = self.left + math.floor(rect.x * wide - max(1.0, wide))
        top = self.top + math.floor(rect.y * high - max(1.0, high))
        right = self.left + math.ceil((rect.x + rect.width) * wide + max(1.0, wide))
        bottom = self.top + math.ceil((rect.y + rect.height) * high + max(1.0, high))
        return Rect(left, top, right - left, bottom - top)


@lru_cache(maxsize=16)
def lay_out(zoom: Zoom, picture: tuple[int, int], area: tuple[int, int]) -> View:
    """Place a picture of a size in an area of a size; both are (width, height), the area may be empty."""
    scale = min(area[0] / picture[0], area[1] / picture[1])
    factor = 1 if zoom is Zoom.AUTOMATIC and scale >= 1 else zoom.factor
    if factor is not None:
        width, height = picture[0] * factor, picture[1] * factor
    else:
        width = max(1, min(area[0], round(picture[0] * scale)))
        height = max(1, min(area[1], round(picture[1] * scale)))
    left, top = max(0, (area[0] - width) // 2), max(0, (area[1] - height) // 2)
    return View(left, top, width, height, *picture)
