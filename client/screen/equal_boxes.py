"""Rectangles of one picture that are, pixel by pixel, shifted rectangles of another."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from client.screen.geometry import Rect
from client.screen.shifts import COLOUR, Shift, Words, sampled_rows

BOX_PIXELS = 2048
"""A smaller box is not worth a copy."""
BOX_DETAIL = 128
"""A box needs as many changed pixels that differ from their left neighbour: flat colour is cheap to send anyway."""

_BAND = 64
"""Rows that are compared at once, so that the differences stay in the processor's cache."""
_TILE = 64
"""Columns that count as one in the search; the box found is then widened to single columns."""
_SAMPLED_ROWS = 40
_SEGMENT = 32
_FAILURES = 4
"""After so many boxes that are not worth a copy, the rest will not have one either."""

_Flags = npt.NDArray[np.bool_]


def explained(previous: Words, current: Words, area: Rect, shift: Shift) -> float:
    """Estimate from some rows which share of the detail that changed within `area` the shift explains.

    It is 0 where that would not be worth a copy.
    """
    x, y, width, height = area
    if width == 0 or height == 0:
        return 0.0
    rows = sampled_rows(height, _SAMPLED_ROWS)
    now = current[y : y + height, x : x + width][rows]
    detail = _new_detail(previous[y : y + height, x : x + width][rows], now)
    source = previous[y - shift.y : y - shift.y + height, x - shift.x : x - shift.x + width][rows]
    differing = ((now ^ source) & COLOUR) != 0
    starts = np.arange(0, width, _SEGMENT)
    wrong = np.logical_or.reduceat(differing, starts, axis=1)
    by_segment = np.add.reduceat(detail, starts, axis=1, dtype=np.int32)
    right = int(by_segment[~wrong].sum())
    return right / int(by_segment.sum()) if right * height >= BOX_DETAIL * len(rows) else 0.0


def equal_boxes(
    previous: Words, current: Words, area: Rect, shift: Shift, taken: Sequence[Rect], most: int
) -> list[Rect]:
    """Return up to `most` disjoint boxes within `area`, clear of `taken`, that `current` has from `previous`.

    Each pixel (x, y) of a box has the colour of (x - shift.x, y - shift.y) in `previous`; all these lie within the
    picture where those of `area` do. The largest box comes first; each is worth a copy.
    """
    differing = _differing(previous, current, area, shift)
    for box in taken:
        rows = slice(max(0, box.y - area.y), max(0, box.y - area.y + box.height))
        columns = slice(max(0, box.x - area.x), max(0, box.x - area.x + box.width))
        differing[rows, columns] = True
    tiles = _tiles(differing)
    boxes: list[Rect] = []
    parts = [_Part(0, tiles.shape[0], 0, area.width)]
    failures = 0
    while parts and len(boxes) < most and failures < _FAILURES:
        part = max(parts, key=lambda p: (p.bottom - p.top) * (p.right - p.left))
        parts.remove(part)
        top, bottom, left, right = part
        if (bottom - top) * (right - left) < BOX_PIXELS:
            break
        first = -(-left // _TILE)
        found = _largest(tiles[top:bottom, first : -(-right // _TILE)])
        if found is None:
            failures += 1
            continue
        upper, lower = found[0] + top, found[1] + top
        start, stop = _widened(differing[upper:lower], (found[2] + first) * _TILE, (found[3] + first) * _TILE, part)
        box = Rect(area.x + start, area.y + upper, stop - start, lower - upper)
        if _worth_it(previous, current, box):
            boxes.append(box)
        else:
            failures += 1
        parts += [
            _Part(top, upper, left, right),
            _Part(lower, bottom, left, right),
            _Part(upper, lower, left, start),
            _Part(upper, lower, stop, right),
        ]
    return boxes


class _Part(NamedTuple):
    """Rows and columns of an area, ends excluded."""

    top: int
    bottom: int
    left: int
    right: int


def _differing(previous: Words, current: Words, area: Rect, shift: Shift) -> _Flags:
    """Compare; the result is as wide as the area's tiles, with False beyond the area."""
    x, y, width, height = area
    differing = np.empty((height, -(-width // _TILE) * _TILE), np.bool_)
    differing[:, width:] = False
    scratch = np.empty((min(_BAND, height), width), np.uint32)
    for top in range(0, height, _BAND):
        rows = min(_BAND, height - top)
        above = y + top
        now = current[above : above + rows, x : x + width]
        source = previous[above - shift.y : above - shift.y + rows, x - shift.x : x - shift.x + width]
        difference = np.bitwise_xor(now, source, out=scratch[:rows])
        np.bitwise_and(difference, COLOUR, out=difference)
        np.not_equal(difference, 0, out=differing[top : top + rows, :width])
    return differing


def _tiles(differing: _Flags) -> _Flags:
    """Tell for each row and tile whether any of its pixels differs."""
    # A tile is as wide as a word has bits.
    words = np.packbits(differing, axis=1).view(np.uint64)
    return words.astype(np.bool_)


def _largest(tiles: _Flags) -> tuple[int, int, int, int] | None:
    """Return the largest box of False: its top and bottom row, its first and end tile (ends excluded)."""
    # Rows that look like the one above are one row to the search.
    edges = np.flatnonzero((tiles[1:] != tiles[:-1]).any(axis=1)) + 1
    tops = np.concatenate([[0], edges])
    bottoms = np.append(edges, tiles.shape[0]).astype(np.int32)[:, None]
    bad = tiles[tops]
    # How far each tile, upwards from the bottom of its row, is free.
    heights = bottoms - np.maximum.accumulate(np.where(bad, bottoms, 0), axis=0)
    count = tiles.shape[1]
    lowest = heights
    best, found = 0, None
    for across in range(1, count + 1):
        # Of each run of `across` tiles, the least height.
        if across > 1:
            lowest = np.minimum(lowest[:, :-1], heights[:, across - 1 :])
        highest = int(lowest.max())
        if highest * across > best:
            best = highest * across
            row, first = divmod(int(lowest.argmax()), count - across + 1)
            bottom = int(bottoms[row, 0])
            found = bottom - highest, bottom, first, first + across
        if highest * count <= best:
            break
    return found


def _widened(differing: _Flags, start: int, stop: int, part: _Part) -> tuple[int, int]:
    """Move the box's sides outwards, by less than a tile, to the next column that differs or the end of the part."""
    stop = min(stop, part.right)
    outer = max(part.left, start - _TILE)
    wrong = np.flatnonzero(differing[:, outer:start].any(axis=0))
    start = outer + int(wrong[-1]) + 1 if len(wrong) else outer
    outer = min(part.right, stop + _TILE)
    wrong = np.flatnonzero(differing[:, stop:outer].any(axis=0))
    stop = stop + int(wrong[0]) if len(wrong) else outer
    return start, stop


def _worth_it(previous: Words, current: Words, box: Rect) -> bool:
    x, y, width, height = box
    if width * height < BOX_PIXELS:
        return False
    rows = sampled_rows(height, _SAMPLED_ROWS)
    columns = slice(x, x + width)
    detail = _new_detail(previous[y : y + height, columns][rows], current[y : y + height, columns][rows])
    return int(np.count_nonzero(detail)) * height >= BOX_DETAIL * len(rows)


def _new_detail(before: Words, now: Words) -> _Flags:
    """Tell for each pixel whether it changed and also differs from its left neighbour."""
    detail: _Flags = ((now ^ before) & COLOUR) != 0
    detail[:, 1:] &= ((now[:, 1:] ^ now[:, :-1]) & COLOUR) != 0
    detail[:, 0] = False
    return detail
