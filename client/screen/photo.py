"""Both halves of the photographic coding: a baseline JPEG (ITU-T T.81) with full colour, lossy.

Photographs cost a tenth of what they cost lossless. What was sent so is sent again, exactly, when it rests
(`client.screen.settle`). `photographic_tiles` tells photographs from text, whose edges JPEG would blur.
"""

from typing import Final

import numpy as np
import numpy.typing as npt
import simplejpeg

from client.screen.errors import PictureError
from client.screen.geometry import FrameBuffer
from wire import limits

TILE: Final = 64
"""The side of the tiles that are judged, in pixels."""
GOOD: Final = 75
"""The quality for a line that is fast enough: 39 dB on film."""
COARSE: Final = 25
"""The quality for a slow line: half the bytes of GOOD, and still recognizable."""

# Every eighth row tells as much about a tile as all of them.
_ROW_STEP = 8
# Neighbours in a photograph differ, but by little. In text most are equal, and the others differ by a lot.
_SMALL_STEP = np.uint8(16)
# Text, subpixel rendered too, has at most 0.10 of such pixels in a tile; photographs have around 0.6.
_PHOTOGRAPHIC_SHARE = 0.25

_START = b"\xff\xd8"
_END = b"\xff\xd9"
_QUANTIZATION, _HUFFMAN, _JFIF = 0xDB, 0xC4, 0xE0
_BASELINE, _SCAN = 0xC0, 0xDA
_MOST_SEGMENTS = 16
_MOST_BYTES, _HEADER = 2, 4096
"""For each pixel, and besides: noise in the best quality that is used takes 1.6 and 620."""
_COMPONENTS = 3
_NOT_SUBSAMPLED = 0x11


def photographic_tiles(pixels: FrameBuffer) -> npt.NDArray[np.bool_]:
    """Tell for each tile of TILE x TILE pixels whether it shows a photograph; the last ones are cut off.

    The shape is (rows, columns) of tiles. Smooth gradients without noise count as drawn: lossless coding
    has them for next to nothing. Takes BGRX of at least one pixel; it need not be contiguous.
    """
    green = pixels[..., 1]
    height, width = green.shape
    tiles = (-(-height // TILE), -(-width // TILE))
    # The subtraction wraps around: a difference from -SMALL to SMALL becomes one from 0 to 2 * SMALL.
    above, row = green[0 : height - 1 : _ROW_STEP, 1:], green[1::_ROW_STEP]
    if above.size == 0:
        return np.zeros(tiles, np.bool_)
    across, down = row[:, 1:] - row[:, :-1], row[:, 1:] - above
    photographic = (across + _SMALL_STEP <= 2 * _SMALL_STEP) & (down + _SMALL_STEP <= 2 * _SMALL_STEP)
    # Where one of the two is zero, the pixel may belong to a gradient or to an area of one colour.
    photographic &= (across != 0) & (down != 0)
    by_row = np.add.reduceat(photographic, np.arange(0, len(photographic), TILE // _ROW_STEP), axis=0, dtype=np.uint32)
    # The last column may hold one pixel alone, which has no pair of its own.
    counts = np.add.reduceat(by_row, np.arange(0, photographic.shape[1], TILE), axis=1)
    judged = np.zeros(tiles, np.float64)
    judged[: counts.shape[0], : counts.shape[1]] = counts
    rows, columns = _sides(height, tiles[0]) / _ROW_STEP, _sides(width, tiles[1])
    result: npt.NDArray[np.bool_] = judged > _PHOTOGRAPHIC_SHARE * np.outer(rows, columns)
    return result


def looks_photographic(pixels: FrameBuffer) -> bool:
    """Tell whether most of the tiles of these pixels show a photograph."""
    return bool(photographic_tiles(pixels).mean() > 0.5)


def encode_photo(pixels: FrameBuffer, quality: int = GOOD) -> bytes:
    """Return BGRX pixels as JPEG, 4:4:4; `quality` is from 1 to 100.

    Raises ValueError where there are no pixels, or more than limits.RECTANGLE_PIXELS.
    """
    height, width = pixels.shape[:2]
    if not 0 < width * height <= limits.RECTANGLE_PIXELS:
        raise ValueError(f"a photograph of {width}x{height} pixels")
    data = simplejpeg.encode_jpeg(np.ascontiguousarray(pixels), quality, "BGRX", "444")
    return bytes(data)


def decode_photo(width: int, height: int, data: bytes) -> FrameBuffer:
    """Return the pixels of a JPEG of exactly this size, with X = 255; raise PictureError.

    Takes what `encode_photo` makes and nothing else that JPEG allows: no progressive scans, which can
    cost minutes, and no other size than the rectangle's.
    """
    if width <= 0 or height <= 0 or width * height > limits.RECTANGLE_PIXELS:
        raise PictureError("the photograph's size is out of bounds")
    if len(data) > _MOST_BYTES * width * height + _HEADER:
        raise PictureError("the photograph has too many bytes")
    _check_header(width, height, data)
    pixels = np.empty((height, width, 4), np.uint8)
    try:
        simplejpeg.decode_jpeg(data, "BGRX", buffer=pixels)
    except (ValueError, MemoryError) as error:
        raise PictureError("the photograph's data is damaged") from error
    return pixels


def _sides(length: int, tiles: int) -> npt.NDArray[np.intp]:
    return np.minimum(TILE, length - TILE * np.arange(tiles))


def _check_header(width: int, height: int, data: bytes) -> None:
    """Walk the segments up to the picture's only scan (T.81, annex B); raise PictureError."""
    if not (data.startswith(_START) and data.endswith(_END)):
        raise PictureError("the photograph's data is damaged")
    position, seen_frame = len(_START), False
    for _ in range(_MOST_SEGMENTS):
        segment = data[position : position + 4]
        if len(segment) < 4 or segment[0] != 0xFF:
            break
        length = int.from_bytes(segment[2:], "big")
        body = data[position + 4 : position + 2 + length]
        if segment[1] == _BASELINE and not seen_frame:
            if not _is_our_frame(width, height, body):
                break
            seen_frame = True
        elif segment[1] == _SCAN and seen_frame and body[:1] == bytes([_COMPONENTS]):
            return
        elif segment[1] not in (_QUANTIZATION, _HUFFMAN, _JFIF):
            break
        position += 2 + length
    raise PictureError("not the photograph that its rectangle says")


def _is_our_frame(width: int, height: int, body: bytes) -> bool:
    precision, size, components, samplings = body[:1], body[1:5], body[5:6], body[7::3]
    return (
        precision == b"\x08"
        and (int.from_bytes(size[2:]), int.from_bytes(size[:2])) == (width, height)
        and components == bytes([_COMPONENTS])
        and samplings == bytes([_NOT_SUBSAMPLED] * _COMPONENTS)
    )
