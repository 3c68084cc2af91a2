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
_REMEMBERED = 3
"""So many pitches are tried where none is seen."""
_BELOW = 0.28
"""The share of the pitch that lies below the letters' feet."""
_FAINT = 0.2
"""Rows with less than this share of the mean ink lie between lines."""

_ADDING, _TOP_BYTE = np.uint64(0x0101010101010101), np.uint64(56)

Words = npt.NDArray[np.uint32]
"""Shape (height, width): pixels as little-endian words, with X as the highest byte."""
Changes = npt.NDArray[np.bool_]
"""Shape (height, the width or more, a multiple of GRAIN), contiguous: where a pixel differs from its left neighbour.

A difference of the X byte may count: it costs a look and nothing else.
The first column and those beyond the width are False.
"""
_Ink = npt.NDArray[np.int64]
"""Shape (rows,), or (slices, rows)."""
_Repetition = list[float]
"""How strongly the feet of letters repeat at each distance, to one beyond the largest pitch; at 0 what is possible."""


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
    """Cuts areas one after the other; remembers pitches, which a small area does not show."""

    def __init__(self) -> None:
        self._pitches = [_DEFAULT_PITCH]
        """Those found of late, the last one first."""

    def cut(self, changes: Changes, width: int) -> list[Pane]:
        """Return panes that cover an area of this width, each with strips that cover its height."""
        height = len(changes)
        if height <= MAX_HEIGHT and (height < 2 * _PITCHES[0] or width < _SLICE):
            return [Pane(0, width, (height,))]
        merged = _merged(_ink_by_slice(changes, width), width)
        return [Pane(pane.left, pane.right, tuple(_bounded(self._heights(pane)))) for pane in merged]

    def _heights(self, pane: "_Slices") -> list[int]:
        """Return the heights of strips of the first pitch that cuts between lines of this ink, and not through them."""
        lines = _Lines(pane.ink)
        known = self._pitches
        strong = _strong(pane.repetition)
        candidates = strong[:1] + known
        if strong and strong[0] // 2 >= _PITCHES[0]:
            # Where every other line is blank, twice the pitch repeats, and the pitch hardly does.
            candidates = [strong[0] // 2, *candidates]
        for pitch in candidates:
            cuts = lines.cuts(pitch)
            if lines.are_apart(cuts):
                break
        else:
            pitch = strong[0] if strong else known[0]
            cuts = lines.cuts(pitch)
        if strong:
            self._pitches = [pitch, *(other for other in known if other != pitch)][:_REMEMBERED]
        return [end - start for start, end in pairwise(cuts)]


class _Slices(NamedTuple):
    """Neighbouring slices whose lines are equally far apart."""

    left: int
    right: int
    ink: _Ink
    repetition: _Repetition


def _merged(inks: _Ink, width: int) -> list[_Slices]:
    """Join neighbouring slices whose lines are equally far apart, or that show no lines."""
    merged: list[_Slices] = []
    known = 0
    for number, (ink, repetition) in enumerate(zip(inks, _repetitions(inks), strict=True)):
        pitch = next(iter(_strong(repetition)), 0)
        left, right = number * _SLICE, width if number == len(inks) - 1 else (number + 1) * _SLICE
        alike = not pitch or not known or pitch % known == 0 or known % pitch == 0
        if merged and alike:
            left, _, before, repeated = merged.pop()
            ink = before + ink
            repetition = [one + other for one, other in zip(repeated, repetition, strict=True)]
            known = min(pitch, known) if pitch and known else pitch or known
        else:
            known = pitch
        merged.append(_Slices(left, right, ink, repetition))
    return merged


def _ink_by_slice(changes: Changes, width: int) -> _Ink:
    """Return, for each slice of columns, how many pixels of each row differ from their left neighbour."""
    # A flag is a byte, 0 or 1: eight are counted at once, then eight such counts added by one product.
    counts = np.bitwise_count(changes.view(np.uint64)).view(np.uint64)
    sums = (counts * _ADDING) >> _TOP_BYTE
    edges = [number * (_SLICE // GRAIN) for number in range(most_panes(width))]
    return np.ascontiguousarray(np.add.reduceat(sums, edges, axis=1).T).astype(np.int64)


def _repetitions(inks: _Ink) -> list[_Repetition]:
    """Return how strongly the feet of letters repeat in each slice."""
    reach = _PITCHES[1] + 2
    count = inks.shape[1] - reach
    if count < _PITCHES[0]:
        return [[0.0] * reach] * len(inks)
    # Where the letters' feet stand the ink ends abruptly.
    ends = np.maximum(inks[:, :-1] - inks[:, 1:], 0).astype(np.float64)
    share = 1 / ends.shape[1]
    np.minimum(ends, np.add.reduce(ends, axis=1, keepdims=True) * (8 * share), out=ends)
    ends -= np.add.reduce(ends, axis=1, keepdims=True) * share
    found = []
    for of_slice, strength in zip(ends, np.vecdot(ends, ends).tolist(), strict=True):
        repetition: _Repetition = np.correlate(of_slice, of_slice[:count]).tolist() if strength else [0.0] * reach
        repetition[0] = strength
        found.append(repetition)
    return found


def _strong(repetition: _Repetition) -> list[int]:
    """Return the distances at which feet repeat strongly, ascending."""
    low, high = _PITCHES
    # Twice the pitch repeats as well: the smallest of the strong distances is the pitch.
    least = max(max(repetition[low : high + 1]) * 0.75, repetition[0] * _SURE)
    if not least:
        return []
    return [
        distance
        for distance in range(low, high + 1)
        if least <= repetition[distance]
        and repetition[distance - 1] <= repetition[distance] >= repetition[distance + 1]
    ]


class _Lines:
    """Rows with some ink, among which are lines of text and gaps."""

    def __init__(self, ink: _Ink) -> None:
        inked = ink > max(1.0, int(np.add.reduce(ink)) / len(ink) * _FAINT)
        self._height = len(ink)
        self._inked: list[int] = inked.nonzero()[0].tolist()
        self._through: list[bool] = (inked[:-1] & inked[1:]).tolist()
        # How many fewer changes the next row has.
        self._drops: list[int] = (ink[:-1] - ink[1:]).tolist()

    def cuts(self, pitch: int) -> list[int]:
        """Cut into lines of one pitch, placed by the feet of their letters, and gaps: from 0 to the height."""
        height = self._height
        below = max(3, round(pitch * _BELOW))
        cuts = [0]
        top = 0
        while (following := bisect_left(self._inked, top)) < len(self._inked):
            first = self._inked[following]
            candidates = self._drops[first + 3 : min(first + pitch, height - 1)]
            if not candidates:
                break
            feet = first + 3 + candidates.index(max(candidates))
            start, end = feet + 1 + below - pitch, min(feet + 1 + below, height)
            if start > top:
                cuts.append(start)
            cuts.append(end)
            top = end
        if cuts[-1] < height:
            cuts.append(height)
        return cuts

    def are_apart(self, cuts: list[int]) -> bool:
        """Say whether hardly any of these cuts goes through letters."""
        through = sum(self._through[cut - 1] for cut in cuts[1:-1])
        return through * 8 <= len(cuts)


def _bounded(heights: list[int]) -> list[int]:
    """Cut strips that are too high."""
    return [min(MAX_HEIGHT, height - top) for height in heights for top in range(0, height, MAX_HEIGHT)]
