"""The pixels of new columns and of photographs, as the lossless coder hands them to Zstandard.

A colour is green, blue - green and red - green, a byte each modulo 256. A column is of the kind
that leaves least to do: GRAY ones are their greens alone; of GRAINED ones each pixel is sent less
the one above. Text and icons repeat whole colours, so nothing is subtracted from COLOURED ones.
"""

import numpy as np
import numpy.typing as npt

from client.screen.errors import PictureError
from client.screen.reader import Reader
from client.screen.strips import Words

GRAY, COLOURED, GRAINED = 0, 1, 2

_SMOOTH = 8
"""Where fewer than one in so many pixels equals the one above, a column has grain."""
_MANY = 4096
"""Fewer pixels than that are not looked at for grain: they are hardly a photograph's."""
_OPAQUE = np.uint32(0xFF000000)
_GRAYS = np.uint32(0x00010101)
_BYTE, _NOT_RED = np.uint32(8), np.uint32(0xFFFF)

_Bytes = npt.NDArray[np.uint8]


def pack_columns(pixels: Words) -> bytes:
    """Return these columns, shape (height, n) with X = 0: the kind of each, then the pixels kind by kind."""
    height = len(pixels)
    columns = np.ascontiguousarray(pixels.T)
    # Not zero where green is not blue or red is not green.
    unlike = pixels >> _BYTE
    unlike ^= pixels
    coloured = (np.bitwise_or.reduce(unlike, axis=0) & _NOT_RED) != 0
    kinds = coloured.astype(np.uint8)
    if pixels.size >= _MANY:
        same = np.add.reduce(pixels[1:] == pixels[:-1], axis=0, dtype=np.uint8)
        kinds += coloured & (same < height // _SMOOTH)
    parts = [kinds.tobytes()]
    found = set(parts[0])
    for kind in sorted(found):
        alike = columns if len(found) == 1 else columns.take((kinds == kind).nonzero()[0], axis=0)
        if kind == GRAY:
            parts.append(alike.astype(np.uint8).tobytes())
        elif kind == COLOURED:
            parts.append(_triples(alike.ravel()).tobytes())
        else:
            parts.append(pack_grained(alike))
    return b"".join(parts)


def unpack_columns(reader: Reader, height: int, count: int) -> Words:
    """Return so many columns of this height, shape (n, height)."""
    kinds = np.frombuffer(reader.take(count), np.uint8)
    if (kinds > GRAINED).any():
        raise PictureError("the picture has a column of an unknown kind")
    pixels = np.empty((count, height), np.uint32)
    grays, flat, grained = ((kinds == kind).nonzero()[0] for kind in (GRAY, COLOURED, GRAINED))
    if len(grays):
        greens = np.frombuffer(reader.take(len(grays) * height), np.uint8)
        pixels[grays] = (greens * _GRAYS | _OPAQUE).reshape(-1, height)
    if len(flat):
        triples = np.frombuffer(reader.take(3 * len(flat) * height), np.uint8).reshape(-1, 3)
        pixels[flat] = _pixels(*triples.T).reshape(-1, height)
    if len(grained):
        pixels[grained] = unpack_grained(reader, len(grained), height)
    return pixels


def pack_grained(lines: Words) -> bytes:
    """Return pixels of shape (lines, length): three planes, each pixel less the one before it in its line."""
    planes = np.empty((3, *lines.shape), np.uint8)
    green = (lines >> _BYTE).astype(np.uint8)
    planes[0] = green
    np.subtract(lines.astype(np.uint8), green, out=planes[1])
    np.subtract((lines >> _BYTE * np.uint32(2)).astype(np.uint8), green, out=planes[2])
    grain = planes.copy()
    grain[:, :, 1:] -= planes[:, :, :-1]
    return grain.tobytes()


def unpack_grained(reader: Reader, lines: int, length: int) -> Words:
    """Return pixels of this shape."""
    planes = np.frombuffer(reader.take(3 * lines * length), np.uint8).reshape(3, lines, length)
    return _pixels(*np.add.accumulate(planes, axis=2, dtype=np.uint8).reshape(3, -1)).reshape(lines, length)


def _triples(pixels: npt.NDArray[np.uint32]) -> _Bytes:
    blue, green, red = pixels.view(np.uint8).reshape(-1, 4).T[:3]
    triples = np.empty((len(pixels), 3), np.uint8)
    triples[:, 0] = green
    np.subtract(blue, green, out=triples[:, 1])
    np.subtract(red, green, out=triples[:, 2])
    return triples


def _pixels(green: _Bytes, blue: _Bytes, red: _Bytes) -> npt.NDArray[np.uint32]:
    pixels = np.full((len(green), 4), 255, np.uint8)
    pixels[:, 1] = green
    np.add(blue, green, out=pixels[:, 0])
    np.add(red, green, out=pixels[:, 2])
    return pixels.reshape(-1).view("<u4")
