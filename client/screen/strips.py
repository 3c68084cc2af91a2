"""Where an area is cut so that each strip holds one line of text, and every line stands alike in its strip.

The lossless coder takes a strip column by column (client.screen.lossless). A letter has the same
columns wherever it stands only if all strips are as high as the lines are apart, and cut at the
same distance from the letters' feet. Both are read off the ink: how often the colour changes
along each row. A wrong guess costs bytes and nothing else.
"""

from bisect import bisect_left
from itertools import accumulate, pairwise
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

MAX_HEIGHT = 48
"""The highest strip, in rows."""

GRAIN = 64
"""Columns whose changes are counted in one go."""
_SLICE = 5 * GRAIN
"""Columns that are looked at together; neighbours with the same line pitch become one pane."""
_PITCHES = (9, 40)
"""The least and the largest distance between lines of text that is looked for, in rows."""
_DEFAULT_PITCH = 20
_SURE = 0.15
"""How strongly rows must repeat, as a correlation, for their pitch to be believed."""
_BELOW = 0.28
"""The share of the pitch that lies below the letters' feet."""
_FAINT = 0.2
"""Rows with less than this share of the mean ink lie between lines."""

_ADDING, _TOP_BYTE = np.uint64(0x0101010101010101), np.uint64(56)

Words = npt.NDArray[np.uint32]
"""Shape (height, width): pixels as little-endian words, with X as the highest byte."""
Changes = npt.NDArray[np.bool_]
"""Shape (height, width rounded up to a multiple of GRAIN), contiguous: where a pixel differs from its left neighbour.

A difference of the X byte may count: it costs a look and nothing else.
The first column and those beyond the width are False.
"""
_Ink = npt.NDArray[np.int64]
"""Shape (rows,), or (slices, rows)."""


class Pane(NamedTuple):
    """Columns [left, right) of an area and the heights of the strips they are cut into, from the top."""

    left: int
    right: int
    heights: tuple[int, ...]


class Strip(NamedTuple):
    """Columns [left, right) and rows [top, end) of an area."""

    left: int
    right: int
    top: int
    end: int


def strips_of(panes: list[Pane]) -> list[Strip]:
    """Return the strips of these panes, the lowest first; among equals pane after pane, each from the top."""
    strips = [
        Strip(left, right, end - height, end)
        for left, right, heights in panes
        for height, end in zip(heights, accumulate(heights), strict=True)
    ]
    return sorted(strips, key=lambda strip: strip.end - strip.top)


def most_panes(width: int) -> int:
    """Return how many panes an area of this width has at most."""
    return max(1, width // _SLICE)


def most_strips(height: int) -> int:
    """Return how many strips a pane of this height has at most: a line takes seven rows or more, a gap one."""
    return height // 4 + 4


class Cutter:
    """Cuts areas one after the other; remembers the pitch, which a small area does not show."""

    def __init__(self) -> None:
        self._pitch = _DEFAULT_PITCH

    def cut(self, changes: Changes, width: int) -> list[Pane]:
        """Return panes that cover an area of this width, each with strips that cover its height."""
        height = len(changes)
        if height <= MAX_HEIGHT and (height < 2 * _PITCHES[0] or width < _SLICE):
            return [Pane(0, width, (height,))]
        merged = _merged(_ink_by_slice(changes, width), width)
        panes = []
        for (left, right, ink), pitch in zip(merged, _pitches_of(np.stack([ink for _, _, ink in merged])), strict=True):
            self._pitch = pitch or self._pitch
            panes.append(Pane(left, right, tuple(_bounded(_heights(ink, self._pitch)))))
        return panes


def _merged(slices: _Ink, width: int) -> list[tuple[int, int, _Ink]]:
    """Join neighbouring slices whose lines are equally far apart, or that show no lines."""
    merged: list[tuple[int, int, _Ink]] = []
    known = 0
    for number, (ink, pitch) in enumerate(zip(slices, _pitches_of(slices), strict=True)):
        left, right = number * _SLICE, width if number == len(slices) - 1 else (number + 1) * _SLICE
        alike = not pitch or not known or pitch % known == 0 or known % pitch == 0
        if merged and alike:
            merged[-1] = (merged[-1][0], right, merged[-1][2] + ink)
            known = min(pitch, known) if pitch and known else pitch or known
        else:
            merged.append((left, right, ink))
            known = pitch
    return merged


def _ink_by_slice(changes: Changes, width: int) -> _Ink:
    """Return, for each slice of columns, how many pixels of each row differ from their left neighbour."""
    # A flag is a byte, 0 or 1: eight are counted at once, then eight such counts added by one product.
    counts = np.bitwise_count(changes.view(np.uint64)).view(np.uint64)
    sums = (counts * _ADDING) >> _TOP_BYTE
    edges = [number * (_SLICE // GRAIN) for number in range(most_panes(width))]
    return np.ascontiguousarray(np.add.reduceat(sums, edges, axis=1).T).astype(np.int64)


def _pitches_of(inks: _Ink) -> list[int]:
    """Return for each slice or pane the distance at which feet of letters repeat; 0 where they do not."""
    low, high = _PITCHES
    count = inks.shape[1] - high - 2
    if count < low:
        return [0] * len(inks)
    # Where the letters' feet stand the ink ends abruptly.
    ends = np.maximum(inks[:, :-1] - inks[:, 1:], 0).astype(np.float64)
    np.minimum(ends, ends.mean(axis=1, keepdims=True) * 8, out=ends)
    ends -= ends.mean(axis=1, keepdims=True)
    strengths = np.vecdot(ends, ends)
    strengths[strengths <= 0] = np.inf
    found = np.array([np.correlate(of_one, of_one[:count]) for of_one in ends])
    found /= strengths[:, None]
    # Twice the pitch repeats as well: the smallest of the strong distances is the pitch.
    own = found[:, low : high + 1]
    strong = (own >= own.max(axis=1, keepdims=True) * 0.75) & (own >= _SURE)
    strong &= (own >= found[:, low - 1 : high]) & (own >= found[:, low + 1 : high + 2])
    pitches: list[int] = np.where(strong.any(axis=1), strong.argmax(axis=1) + low, 0).tolist()
    return pitches


def _heights(ink: _Ink, pitch: int) -> list[int]:
    """Cut rows with this ink into lines of one pitch, placed by the feet of their letters, and gaps."""
    height = len(ink)
    inked = np.flatnonzero(ink > max(1.0, float(ink.mean()) * _FAINT)).tolist()
    # How many fewer changes the next row has.
    drops = (ink[:-1] - ink[1:]).tolist()
    below = max(3, round(pitch * _BELOW))
    cuts = [0]
    top = 0
    while (following := bisect_left(inked, top)) < len(inked):
        first = inked[following]
        candidates = range(first + 3, min(first + pitch, height - 1))
        if not candidates:
            break
        feet = max(candidates, key=drops.__getitem__)
        start, end = feet + 1 + below - pitch, min(feet + 1 + below, height)
        if start > top:
            cuts.append(start)
        cuts.append(end)
        top = end
    if cuts[-1] < height:
        cuts.append(height)
    return [end - start for start, end in pairwise(cuts)]


def _bounded(heights: list[int]) -> list[int]:
    """Cut strips that are too high."""
    return [min(MAX_HEIGHT, height - top) for height in heights for top in range(0, height, MAX_HEIGHT)]
