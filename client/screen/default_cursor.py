"""The plain arrow that stands for a cursor whose look nobody tells."""

from typing import Final

import numpy as np

from client.screen.cursor import cursor_shape
from wire.messages import CursorShape

_ARROW: Final = (
    "#           ",
    "##          ",
    "#.#         ",
    "#..#        ",
    "#...#       ",
    "#....#      ",
    "#.....#     ",
    "#......#    ",
    "#.......#   ",
    "#........#  ",
    "#.........# ",
    "#......#####",
    "#...#..#    ",
    "#..# #..#   ",
    "#.#  #..#   ",
    "##    #..#  ",
    "#     #..#  ",
    "       #..# ",
    "       #..# ",
    "        ##  ",
)
"""The hot spot is its upper left corner."""
_PIXELS: Final = {" ": (0, 0, 0, 0), "#": (0, 0, 0, 255), ".": (255, 255, 255, 255)}


def default_arrow() -> CursorShape:
    """Return a white arrow with a black edge; each time the same shape by its hash."""
    pixels = np.array([[_PIXELS[sign] for sign in row] for row in _ARROW], np.uint8)
    shape = cursor_shape(pixels, 0, 0)
    if shape is None:
        raise AssertionError("an arrow is to be seen")
    return shape
