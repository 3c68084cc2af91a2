"""Which parts of the screen changed between two frames."""

from collections.abc import Iterator, Sequence
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


def changed_rectangles(previous: FrameBuffer, current: FrameBuffer, areas: Sequence[Rect]) -> list[Rect]:
    """Return rectangles without overlap that cover every pixel of the areas whose colour changed.

    The areas must not overlap. The X byte does not count. No rectangle reaches out of its area or has
    more than limits.RECTANGLE_PIXELS pixels. Raises ValueError where the shapes differ or an area is
    not within them.
    """
    if previous.shape != current.shape:
        raise ValueError("frames of different sizes")
    before, now = previous.view("<u4")[..., 0], current.view("<u4")[..., 0]
    height, width = before.shape
    found: list[Rect] = []
    for area in areas:
        if not area.within(width, height):
            raise ValueError("an area outside the frames")
        rows, columns = slice(area.y, area.y + area.height), slice(area.x, area.x + area.width)
        if area.width <= TILE and area.height <= BAND:
            found += _box(area, before[rows, columns], now[rows, columns])
            continue
        for e in _grown_extents(before[rows, columns], now[rows, columns]):
            found += split(Rect(area.x + e.left, area.y + e.top, e.right - e.left, e.bottom - e.top))
    return found


def _box(area: Rect, before: _Words, now: _Words) -> list[Rect]:
    """Return the box around what changed in an area of one tile, such as a letter; no part is worth a search."""
    difference = np.bitwise_xor(before, now)
    columns = (np.bitwise_or.reduce(difference, axis=0) & _COLOURS).nonzero()[0]
    if not len(columns):
        return []
    rows = (np.bitwise_or.reduce(difference, axis=1) & _COLOURS).nonzero()[0]
    left, top = int(columns[0]), int(rows[0])
    return [Rect(area.x + left, area.y + top, int(columns[-1]) + 1 - left, int(rows[-1]) + 1 - top)]


def _grown_extents(before: _Words, now: _Words) -> Iterator[_Extent]:
    """Yield the extents of all bands, each joined with those straight below it."""
    height, width = before.shape
    starts = np.arange(0, width, TILE)
    # One piece of memory for all bands stays in the processor's cache.
    scratch = np.empty((min(BAND, height), width), np.uint32)
    growing: dict[tuple[int, int], _Extent] = {}
    for top in range(0, height, BAND):
        above, below = before[top : top + BAND], now[top : top + BAND]
        # Where the band before changed, this one likely did: finding out costs more than taking it for granted.
        rests = not growing and bool((above == below).all())
        found = [] if rests else _extents(above, below, top, starts, scratch)
        # An extent goes on growing downwards as long as the next band has one over the same tiles.
        grown = {(new.first, new.end): _joined(growing.pop((new.first, new.end), new), new) for new in found}
        yield from growing.values()
        growing = grown
    yield from growing.values()


def _extents(before: _Words, now: _Words, top: int, starts: npt.NDArray[np.intp], scratch: _Words) -> list[_Extent]:
    difference = np.bitwise_xor(before, now, out=scratch[: len(before)])
    by_column = np.bitwise_or.reduce(difference, axis=0) & _COLOURS
    # With one more on either side, that did not change.
    changed = np.zeros(len(starts) + 2, np.bool_)
    np.not_equal(np.bitwise_or.reduceat(by_column, starts), 0, out=changed[1:-1])
    # Where the flags turn on and off are the first and the end of each run of changed tiles.
    turns = (changed[1:] != changed[:-1]).nonzero()[0]
    extents = []
    for first, end in turns.reshape(-1, 2).tolist():
        columns = by_column[first * TILE : end * TILE].nonzero()[0]
        left, right = first * TILE + int(columns[0]), first * TILE + int(columns[-1]) + 1
        rows = (np.bitwise_or.reduce(difference[:, left:right], axis=1) & _COLOURS).nonzero()[0]
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
