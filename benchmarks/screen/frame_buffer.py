"""The pixels of a virtual display, read from its memory: looking costs the X server nothing.

Xvfb keeps its frame buffer in a file of the X window dump's form (option -fbdir), mapped into its memory.
"""

import mmap
import struct
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

from benchmarks.screen.barcode import Pixels

_FIELDS: Final = struct.Struct(">25I")
"""The head of XWDFile.h: sizes and formats, big-endian."""
_COLOUR: Final = 12
"""Bytes of an entry of the colour map."""
_COLOURS: Final = np.uint32(0x00FFFFFF)
_SLICE: Final = 64
"""Rows compared at a time."""


class FrameBuffer:
    """A display's whole picture as it is at this moment; it changes under the reader's hands."""

    def __init__(self, folder: Path) -> None:
        """`folder` is the one that the display was given."""
        with (folder / "Xvfb_screen0").open("rb") as file:
            self._memory = mmap.mmap(file.fileno(), 0, prot=mmap.PROT_READ)
        head = _FIELDS.unpack_from(self._memory)
        size, width, height, bits, row_bytes, colours = head[0], head[4], head[5], head[11], head[12], head[19]
        if bits != 32 or row_bytes != 4 * width:
            raise ValueError("only displays of 24 or 32 bits are read")
        start = size + colours * _COLOUR
        pixels = np.frombuffer(self._memory, np.dtype("<u4"), width * height, start)
        self.pixels: Pixels = pixels.reshape(height, width)
        self.width, self.height = width, height


def equal(one: Pixels, other: Pixels, step: int = 1) -> bool:
    """Tell whether two pictures of one size show the same on every `step`th row."""
    for top in range(0, one.shape[0], _SLICE * step):
        rows = slice(top, top + _SLICE * step, step)
        if ((one[rows] ^ other[rows]) & _COLOURS).any():
            return False
    return True


def likeness(one: Pixels, other: Pixels, step: int = 1) -> float:
    """Return the peak signal to noise ratio of every `step`th row in dB; infinity for equal ones."""
    error = float(np.mean((_channels(one[::step]) - _channels(other[::step])) ** 2))
    return float("inf") if error == 0 else 10 * float(np.log10(255**2 / error))


def _channels(pixels: Pixels) -> npt.NDArray[np.float32]:
    return np.ascontiguousarray(pixels).view(np.uint8).reshape(*pixels.shape, 4)[..., :3].astype(np.float32)
