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
from client.screen.strips import MAX_HEIGHT, Changes, Strip, Words

_SUMS = 4
_WEIGHT_BITS = 23
"""48 rows of 24-bit colours times weights of 23 bits are below 2**53: the sums are exact, on every processor."""
_MIXERS = np.array([[0x9E3779B97F4A7C15], [0xC2B2AE3D27D4EB4F], [0x165667B19E3779F9], [0x27D4EB2F165667C5]], np.uint64)
_AT_ONCE = 1024
"""Columns in one product of matrices: few enough that the library does not wake threads for it."""
_COLOURS = np.uint32(0x00FFFFFF)
_HEIGHTS = np.arange(MAX_HEIGHT + 1, dtype=np.uint64) * np.uint64(0xFF51AFD7ED558CCD)


class Runs(NamedTuple):
    """The first columns of all runs of equal columns, strip after strip."""

    places: Places
    """Where they stand, counted through the columns of all strips."""
    pixels: list[Words]
    """Their colours, the X byte 0, an array of shape (height, runs) for each strip."""
    columns: int
    """How many columns all strips have."""


def runs(words: Words, changes: Changes, strips: list[Strip]) -> Runs:
    """Find the runs in these strips of an area; `words` is contiguous."""
    places, pixels = [], []
    start = 0
    for left, right, top, end in strips:
        differs = np.logical_or.reduce(changes[top:end, left:right], axis=0)
        differs[0] = True
        firsts = np.flatnonzero(differs)
        places.append(firsts + start)
        # Whole rows lie together in memory; part of them would be copied first.
        pixels.append(words[top:end].take(firsts + left, axis=1) & _COLOURS)
        start += right - left
    return Runs(np.concatenate(places), pixels, start)


class ColumnKeys:
    """Makes the keys: sums over the pixels with secret weights.

    Two columns that differ have equal sums with a chance of 2**-92. The weights are drawn for each
    share and never leave the program, so nobody can make columns that look alike.
    """

    def __init__(self) -> None:
        drawn = [secrets.randbelow(2**_WEIGHT_BITS) for _ in range(_SUMS * MAX_HEIGHT)]
        self._weights = np.array(drawn, np.float64).reshape(_SUMS, MAX_HEIGHT)

    def of(self, pixels: list[Words]) -> Keys:
        """Return the keys of the columns of strips, each of shape (height, n)."""
        counts = [strip.shape[1] for strip in pixels]
        sums = np.empty((_SUMS, sum(counts)))
        for strip, end in zip(pixels, accumulate(counts), strict=True):
            height, count = strip.shape
            values = strip.view(np.int32).astype(np.float64)
            for first in range(0, count, _AT_ONCE):
                part = values[:, first : first + _AT_ONCE]
                start = end - count + first
                np.matmul(self._weights[:, :height], part, out=sums[:, start : start + part.shape[1]])
        mixed = sums.view(np.uint64) * _MIXERS
        keys: npt.NDArray[np.uint64] = mixed[:2] + mixed[2:]
        keys += np.repeat(_HEIGHTS[[len(strip) for strip in pixels]], counts)
        return keys
