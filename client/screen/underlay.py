"""What copies have covered, on both sides: a window that moves on uncovers what was below it before."""

from typing import Final

import numpy as np
import numpy.typing as npt

from client.screen.geometry import FrameBuffer, Rect, apart

MOST: Final = 2**18
"""Pixels that one part of a copy may newly cover and are kept. Both sides must keep the same."""


class Underlay:
    """The pixels of a picture of `width` x `height` as they were before a copy covered them; black at first."""

    def __init__(self, width: int, height: int) -> None:
        # Untouched zeros cost neither memory nor time.
        self.pixels: FrameBuffer = np.zeros((height, width, 4), np.uint8)
        self._covered = np.zeros((height, width), np.bool_)
        """Where the picture shows what was copied there, and has not moved on since."""

    def covers(self, picture: FrameBuffer, source: Rect, x: int, y: int) -> list[tuple[Rect, npt.NDArray[np.bool_]]]:
        """Keep what is about to be covered by a copy of `source` to (x, y).

        Returns in which areas, and which pixels of them. Both rectangles must lie within the picture.
        """
        target = source._replace(x=x, y=y)
        shared = target.common(source)
        kept = []
        for part in [*apart([target], source), *([] if shared is None else [shared])]:
            rows, columns = slice(part.y, part.y + part.height), slice(part.x, part.x + part.width)
            covered = self._covered[rows, columns]
            if covered.all():
                # Where something moves for long, this holds for almost all of it.
                continue
            new = ~covered
            if np.count_nonzero(new) <= MOST:
                np.copyto(self.pixels[rows, columns], picture[rows, columns], where=new[..., None])
                kept.append((part, new))
            covered[:] = True
        for left, top, width, height in apart([source], target):
            self._covered[top : top + height, left : left + width] = False
        return kept
