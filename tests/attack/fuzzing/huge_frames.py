"""Messages of pictures that cost much on a large canvas where they are believed, by what they try."""

from collections.abc import Iterator

import numpy as np

from client.screen.geometry import Rect
from client.screen.lossless import LosslessEncoder
from client.screen.photo import encode_photo
from tests.attack.fuzzing.h264 import LARGEST, noise
from wire import limits
from wire.messages import Area, Coding, Frame, MotionFrame, Rectangle

_SIDE, _COPIED_SIDE = 724, 2896
"""The largest squares of limits.RECTANGLE_PIXELS, and of limits.COPIED_PIXELS."""


def hostile_messages(width: int, height: int) -> dict[str, Frame | MotionFrame]:
    """Return messages for a canvas of this size; half of them at their limits, and half far beyond."""
    most = limits.RECTANGLES
    whole = _copy(0, 0, width, height, 0, 0)
    shifted = _copy(0, 0, width - 1, height - 1, 1, 1)
    high = limits.COPIED_PIXELS // limits.ROW_PIXELS // height
    tall = limits.RECTANGLE_PIXELS // limits.ROW_PIXELS // 2048
    small = int((limits.COPIED_PIXELS / most) ** 0.5)
    frames = {
        "the whole canvas": [whole],
        "the whole canvas again and again": [whole] * most,
        "the whole canvas shifted": [shifted, shifted],
        "the largest copy": [_copy(9, 5, _COPIED_SIDE, _COPIED_SIDE, 10, 6)],
        "a copy back": [_copy(10, 6, _COPIED_SIDE, _COPIED_SIDE, 9, 5)],
        "wide copies": [_copy(0, 0, width, limits.COPIED_PIXELS // most // width, 0, 3)] * most,
        "high copies": [_copy(number, 0, 1, height, 5000 + number, 0) for number in range(high)],
        "many copies": [_copy(3 * number, 0, small, small, 1, 1) for number in range(most)],
        "too many high copies": [_copy(number, 0, 1, height, 5000 + number, 0) for number in range(most)],
        "the largest photograph": list(_photographs(_SIDE, _SIDE, 1)),
        "many photographs": list(_photographs(90, 90, most)),
        "high photographs": list(_photographs(limits.ROW_PIXELS, 2048, tall)),
        "too many high photographs": list(_photographs(limits.ROW_PIXELS, 2048, tall + 1)),
        "the largest part of one colour": [_solid(_SIDE, _SIDE)],
        "many parts of one colour": [_solid(90, 90)] * most,
        "the whole canvas of one colour": [_solid(width, height)],
        "the largest part uncovered": [_uncover(_SIDE, _SIDE)],
        "many parts uncovered": [_uncover(90, 90)] * most,
        "the largest area": list(_areas(_SIDE, _SIDE, 1)),
        "many areas": list(_areas(90, 90, most)),
        "smallest areas": list(_areas(1, 1, most)),
        "high areas": list(_areas(1, 2048, tall)),
        "too many high areas": list(_areas(1, 2048, 1)) * most,
        "one area too many": list(_areas(_SIDE, _SIDE // 8, 1)) * 9,
    }
    video = noise(LARGEST, 1)[0]
    region = (width - LARGEST[0], 7, *LARGEST)
    strips = [Area(region[0] + 64 * number, 7, 64, LARGEST[1]) for number in range(limits.MOTION_AREAS)]
    return {
        **{name: Frame(1, 1, rectangles, True) for name, rectangles in frames.items()},
        "a video's picture": MotionFrame(1, 1, *region, True, strips, video),
        "a video's picture again and again": MotionFrame(1, 1, *region, True, [Area(*region)] * len(strips), video),
        "a video as large as the canvas": MotionFrame(1, 1, 0, 0, width, height, True, [Area(0, 0, 1, 1)], video),
    }


def _copy(x: int, y: int, width: int, height: int, to_x: int, to_y: int) -> Rectangle:
    return Rectangle(to_x, to_y, width, height, Coding.COPY, x.to_bytes(2) + y.to_bytes(2))


def _solid(width: int, height: int) -> Rectangle:
    return Rectangle(0, 0, width, height, Coding.SOLID, b"\x10\x20\x30")


def _uncover(width: int, height: int) -> Rectangle:
    return Rectangle(0, 0, width, height, Coding.UNCOVER, b"")


def _photographs(width: int, height: int, count: int) -> Iterator[Rectangle]:
    """Yield photographs of noise, in the best quality that is taken and of which so many fit into a message."""
    chance = np.random.default_rng(2)
    pixels = chance.integers(0, 256, (height, width, 4), np.uint8)
    room = min(limits.MESSAGE // count - 100, 2 * width * height)
    data = next(data for quality in range(100, 0, -5) if len(data := encode_photo(pixels, quality)) < room)
    for number in range(count):
        yield Rectangle(number, number, width, height, Coding.PHOTO, data)


def _areas(width: int, height: int, count: int) -> Iterator[Rectangle]:
    """Yield lossless areas of noise of a few different columns."""
    chance = np.random.default_rng(3)
    encoder = LosslessEncoder()
    for number in range(count):
        columns = chance.integers(0, 256, (height, -(-width // 4), 4), np.uint8)
        pixels = np.ascontiguousarray(np.repeat(columns, 4, axis=1)[:, :width])
        data = encoder.encode(pixels, Rect(0, 0, width, height))
        yield Rectangle(number, number, width, height, Coding.LOSSLESS, data)
