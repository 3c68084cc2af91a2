"""A counter painted as black and white blocks, that survives lossy coding and is read from one row of pixels."""

from typing import Final

import numpy as np
import numpy.typing as npt

Pixels = npt.NDArray[np.uint32]
"""(height, width), 0x00RRGGBB; the upper byte is anything."""

BLOCK: Final = 8
"""Width of a block in pixels: one JPEG or video block at least, so that coding does not mix two."""
_START: Final = (1, 0, 1, 1, 0, 0, 1, 0)
_COUNTER_BITS: Final = 12
_CHECK_BITS: Final = 4
BLOCKS: Final = len(_START) + _COUNTER_BITS + _CHECK_BITS
WIDTH: Final = BLOCKS * BLOCK
HEIGHT: Final = 16
COUNTS: Final = 1 << _COUNTER_BITS
"""Counters go round after so many."""
_WHITE: Final = 0xFFFFFFFF
_BLACK: Final = 0xFF000000
_GREEN_HALF: Final = 0x8000
_FACTOR: Final = 2_654_435_761


def bits_of(count: int) -> list[int]:
    """Return the blocks of a counter, from left to right; 1 is white."""
    check = (count * _FACTOR >> 20) % (1 << _CHECK_BITS)
    word = count << _CHECK_BITS | check
    length = _COUNTER_BITS + _CHECK_BITS
    return [*_START, *(word >> length - 1 - place & 1 for place in range(length))]


def paint(count: int) -> Pixels:
    """Return the picture of a counter, HEIGHT x WIDTH."""
    row = np.repeat(np.where(np.array(bits_of(count % COUNTS), bool), _WHITE, _BLACK).astype(np.uint32), BLOCK)
    return np.tile(row, (HEIGHT, 1))


def read(row: Pixels) -> int | None:
    """Return the counter on a row of WIDTH pixels; None where there is none, or it is half painted."""
    bits = [bool(pixel & _GREEN_HALF) for pixel in row[BLOCK // 2 :: BLOCK].tolist()]
    count = 0
    for bit in bits[len(_START) : len(_START) + _COUNTER_BITS]:
        count = count << 1 | bit
    return count if bits == [bool(bit) for bit in bits_of(count)] else None


def find(screen: Pixels, count: int) -> tuple[int, int] | None:
    """Return where (x, y) the upper left corner of this counter's picture lies; None unless it is in one place."""
    white = (screen & _GREEN_HALF).astype(bool)
    height, width = white.shape
    reach = width - WIDTH + BLOCK
    if reach <= 0:
        return None
    # A place counts when it lies in the first block and every block after it has its colour at the same offset.
    matching = np.ones((height, reach), bool)
    for place, bit in enumerate(bits_of(count % COUNTS)):
        matching &= white[:, place * BLOCK : place * BLOCK + reach] == bool(bit)
    rows, columns = np.nonzero(matching)
    if not len(rows) or np.ptp(rows) > HEIGHT or np.ptp(columns) > BLOCK:
        return None
    return round(float(columns.mean()) - (BLOCK - 1) / 2), round(float(rows.mean()) - (HEIGHT - 1) / 2)
