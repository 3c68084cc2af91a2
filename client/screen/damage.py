"""Which parts of the screen changed between two frames."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from client.screen.geometry import FrameBuffer, Rect, split

BAND = 64
"""Rows that are compared at once."""
TILE = 64
"""Columns that count as one; changed neighbours become one rectangle."""

_Words = npt.NDArray[np.uint32]
_COLOURS = np.uint32(0x00FFFFFF)


class _Extent(NamedTuple):
    """Changed pixels within tiles [first, end): the smallest box around them, ends excluded."""

    first: int
    end: int
    left: int
    top: int
    right: int
    bottom: int


def changed_rectangles(previous: FrameBuffer, current: FrameBuffer) -> list[Rect]:
    """Return rectangles without overlap that cover every pixel whose colour changed.

    The X byte does not count. No rectangle has more than limits.RECTANGLE_PIXELS pixels.
    Raises ValueError where the shapes differ.
    """
    if previous.shape != current.shape:
        raise ValueError("frames of different sizes")
    before, now = previous.view("<u4")[..., 0], current.view("<u4")[..., 0]
    starts = np.arange(0, before.shape[1], TILE)
    finished: list[_Extent] = []
    growing: dict[tuple[int, int], _Extent] = {}
    for top in range(0, before.shape[0], BAND):
        rows = slice(top, top + BAND)
        found = [] if np.array_equal(before[rows], now[rows]) else _extents(before[rows], now[rows], top, starts)
        # An extent goes on growing downwards as long as the next band has one over the same tiles.
        grown = {(new.first, new.end): _joined(growing.pop((new.first, new.end), new), new) for new in found}
        finished += growing.values()
        growing = grown
    finished += growing.values()
    return [part for e in finished for part in split(Rect(e.left, e.top, e.right - e.left, e.bottom - e.top))]


def _extents(before: _Words, now: _Words, top: int, starts: npt.NDArray[np.intp]) -> list[_Extent]:
    difference = (before ^ now) & _COLOURS
    by_column = np.bitwise_or.reduce(difference, axis=0)
    changed = np.bitwise_or.reduceat(by_column, starts) != 0
    # Where the flags turn on and off are the first and the end of each run of changed tiles.
    turns = np.flatnonzero(np.diff(changed, prepend=False, append=False))
    extents = []
    for first, end in turns.reshape(-1, 2).tolist():
        columns = np.flatnonzero(by_column[first * TILE : end * TILE])
        left, right = first * TILE + int(columns[0]), first * TILE + int(columns[-1]) + 1
        rows = np.flatnonzero(difference[:, left:right].any(axis=1))
        extents.append(_Extent(first, end, left, top + int(rows[0]), right, top + int(rows[-1]) + 1))
    return extents


def _joined(above: _Extent, below: _Extent) -> _Extent:
    return _Extent(
        above.first,
        above.end,
        min(above.left, below.left),
        above.top,
        max(above.right, below.right),
        below.bottom,
    )
