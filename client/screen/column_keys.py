"""Which columns of pixels are equal: the encoder's first look at the strips of an area.

Each strip is taken column by column. Most columns are equal to their left neighbour; only the
first of each such run is looked at further, and gets a key that tells it from all others.
"""

import secrets
from itertools import accumulate
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from client.screen.columns import Keys, Places
from client.screen.strips import MAX_HEIGHT, Changes, Pane, Strip, Words

_SUMS = 4
_WEIGHT_BITS = 23
"""48 rows of 24-bit colours times weights of 23 bits are below 2**53: the sums are exact, on every processor."""
_MIXERS = np.array([[0x9E3779B97F4A7C15], [0xC2B2AE3D27D4EB4F], [0x165667B19E3779F9], [0x27D4EB2F165667C5]], np.uint64)
_AT_ONCE = 1024
"""Columns in one product of matrices: few enough that the library does not wake threads for it."""
_FIRST = np.zeros(1, np.intp)
_COLOURS = np.uint32(0x00FFFFFF)
_HEIGHTS = np.arange(MAX_HEIGHT + 1, dtype=np.uint64) * np.uint64(0xFF51AFD7ED558CCD)


class Canvas(NamedTuple):
    """An area and the pixels around it, as one row of words."""

    pixels: npt.NDArray[np.uint32]
    """Little-endian words, with X as the highest byte."""
    origin: int
    """Where the area's first pixel stands."""
    stride: int
    """How far a pixel is from the one below it."""

    def columns(self, tops: Places, height: int) -> Words:
        """Return the colours of the columns whose highest pixels stand at these places, X = 0: shape (height, n)."""
        # Every pixel but the last rows', each with those below it: gathered so, a column costs one look-up.
        below = np.ndarray(
            (height, len(self.pixels) - (height - 1) * self.stride),
            np.uint32,
            self.pixels,
            strides=(4 * self.stride, 4),
        )
        found: Words = below[:, tops]
        found &= _COLOURS
        return found


class Runs(NamedTuple):
    """The runs of equal columns, strip after strip; where only the X bytes change, one begins as well."""

    tops: Places
    """Where the highest pixel of the first column of each stands on the canvas."""
    lengths: Places
    """How many columns each has."""
    begins: Places
    """Which runs are the first of a strip."""
    groups: list[tuple[int, int]]
    """The heights of the strips, ascending, and after how many runs those of each height end."""


def runs(canvas: Canvas, changes: Changes, panes: list[Pane], strips: list[Strip]) -> Runs:
    """Find the runs in an area's strips, which are in the order of their heights."""
    if len(strips) == 1:
        # Most areas are small, and done at once.
        flags = np.bitwise_or.reduce(changes.view(np.uint64), axis=0).view(np.bool_)[: strips[0].right]
        flags[0] = True
        places = flags.nonzero()[0]
        lengths = _lengths(places, len(flags))
        return Runs(places + canvas.origin, lengths, _FIRST, [(len(changes), len(places))])
    # The flags of eight columns are one word.
    words = changes.view(np.uint64)
    of_strip = {}
    for left, right, heights in panes:
        tops = list(accumulate(heights[:-1], initial=0))
        merged = np.bitwise_or.reduceat(words[:, left // 8 : (right + 7) // 8], tops, axis=0).view(np.bool_)
        for top, flags in zip(tops, merged, strict=True):
            of_strip[left, top] = flags
    starts = list(accumulate((right - left for left, right, _, _ in strips), initial=0))
    flags = np.concatenate([of_strip[left, top][: right - left] for left, right, top, _ in strips])
    flags[starts[:-1]] = True
    places = flags.nonzero()[0]
    bounds = places.searchsorted(starts)
    # From the place in the strips to that on the canvas.
    moved = [
        canvas.origin + left + top * canvas.stride - start
        for (left, _, top, _), start in zip(strips, starts, strict=False)
    ]
    groups = {end - top: bound for (_, _, top, end), bound in zip(strips, bounds[1:].tolist(), strict=True)}
    tops = places + np.repeat(moved, np.diff(bounds))
    return Runs(tops, _lengths(places, starts[-1]), bounds[:-1], list(groups.items()))


def _lengths(places: Places, end: int) -> Places:
    lengths = np.empty_like(places)
    np.subtract(places[1:], places[:-1], out=lengths[:-1])
    lengths[-1] = end - places[-1]
    return lengths


class ColumnKeys:
    """Makes the keys: sums over the pixels with secret weights.

    Two columns that differ have equal sums with a chance of 2**-92. The weights are drawn for each
    share and never leave the program, so nobody can make columns that look alike.
    """

    def __init__(self) -> None:
        drawn = [secrets.randbelow(2**_WEIGHT_BITS) for _ in range(_SUMS * MAX_HEIGHT)]
        self._weights = np.array(drawn, np.float64).reshape(_SUMS, MAX_HEIGHT)

    def of(self, canvas: Canvas, found: Runs) -> Keys:
        """Return the keys of the first columns of these runs."""
        sums = np.empty((_SUMS, len(found.tops)))
        keys = np.empty((2, len(found.tops)), np.uint64)
        begin = 0
        for height, end in found.groups:
            weights = self._weights[:, :height]
            for first in range(begin, end, _AT_ONCE):
                last = min(first + _AT_ONCE, end)
                pixels = canvas.columns(found.tops[first:last], height)
                np.matmul(weights, pixels.view(np.int32).astype(np.float64), out=sums[:, first:last])
            keys[:, begin:end] = _HEIGHTS[height]
            begin = end
        mixed = sums.view(np.uint64)
        mixed *= _MIXERS
        keys += mixed[:2]
        keys += mixed[2:]
        return keys
