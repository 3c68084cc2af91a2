"""Where large areas are cut, so that a part is on its way and drawn while the next one is encoded."""

from itertools import accumulate, pairwise
from typing import Final

import numpy as np

from client.screen.geometry import FrameBuffer, Rect
from client.screen.strips import GRAIN, Changes, Cutter

AT_ONCE: Final = 2**18
"""About the most pixels of a part; less than twice as many at most."""

_LOOKED_AT: Final = 48
"""Rows above and below a cut in which lines of text are looked for."""
_ACROSS: Final = 640
"""Columns that are looked at, from the left: there lines begin."""
_MOVED: Final = 4
"""A cut is moved by one in so many of a part's rows, at most."""


class Parter:
    """Cuts the areas of one share, between lines of text where it can: a line that is cut takes a line's bytes more."""

    def __init__(self) -> None:
        self._cutter = Cutter()

    def parts(self, frame: FrameBuffer, area: Rect) -> list[Rect]:
        """Return parts as wide as the area, from the top, that cover it without overlap."""
        if area.width * area.height <= AT_ONCE:
            return [area]
        rows = max(1, AT_ONCE // area.width)
        cuts = [0]
        # No last part of a few rows: it would cost as much as any other.
        while cuts[-1] + rows + rows // 4 < area.height:
            cuts.append(self._between_lines(frame, area, cuts[-1] + rows, rows // _MOVED))
        cuts.append(area.height)
        return [Rect(area.x, area.y + top, area.width, end - top) for top, end in pairwise(cuts)]

    def _between_lines(self, frame: FrameBuffer, area: Rect, row: int, reach: int) -> int:
        """Return the row of the area nearest to `row`, within reach, at which the coder would begin a strip."""
        top, end = max(0, row - _LOOKED_AT), min(area.height, row + _LOOKED_AT)
        width = min(area.width, _ACROSS)
        changes = _changes(frame[area.y + top : area.y + end, area.x : area.x + width])
        pane = max(self._cutter.cut(changes, width), key=lambda pane: pane.right - pane.left)
        nearest = min((top + cut for cut in accumulate(pane.heights)), key=lambda cut: abs(cut - row))
        return nearest if abs(nearest - row) <= reach and nearest < area.height else row


def _changes(pixels: FrameBuffer) -> Changes:
    words = pixels.view("<u4")[..., 0]
    height, width = words.shape
    changes = np.zeros((height, -(-width // GRAIN) * GRAIN), np.bool_)
    np.not_equal(words[:, 1:], words[:, :-1], out=changes[:, 1:width])
    return changes
