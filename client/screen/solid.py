"""Parts of one colour: three bytes, however large they are."""

from typing import Final

import numpy as np

from client.screen.errors import PictureError
from client.screen.geometry import FrameBuffer, Rect

_COLOURS: Final = np.uint32(0x00FFFFFF)
_SAMPLE: Final = 16
"""Rows and columns between the pixels that are looked at before all are."""


def colour_of(frame: FrameBuffer, area: Rect) -> bytes | None:
    """Return blue, green and red of an area in which all pixels are alike; None where they are not."""
    x, y, width, height = area
    words = frame.view("<u4")[y : y + height, x : x + width, 0]
    colour = words[0, 0]
    # Almost everything that has another colour anywhere has it here.
    for some in (words[-1, -1], words[height // 2, :: max(1, width // _SAMPLE)], words[::_SAMPLE, ::_SAMPLE], words):
        if ((some ^ colour) & _COLOURS).any():
            return None
    return int(colour).to_bytes(4, "little")[:3]


def solid(width: int, height: int, data: bytes) -> FrameBuffer:
    """Return that many pixels of one colour, shape (height, width, 4); raise PictureError."""
    if len(data) != 3:
        raise PictureError("a part of one colour without a colour")
    words = np.full((height, width), int.from_bytes(data, "little"), np.dtype("<u4"))
    return words.view(np.uint8).reshape(height, width, 4)
