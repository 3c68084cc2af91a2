"""The pixels of new columns and of photographs, as the lossless coder hands them to Zstandard.

A colour is green, blue - green and red - green, a byte each modulo 256. A column is of the kind
that leaves least to do: GRAY ones are their greens alone, MIXED ones of two colours are the share
of one of them in each pixel (client.screen.colour_pairs); of GRAINED ones each pixel is sent less
the one before. Icons repeat whole colours, so nothing is subtracted from COLOURED ones.
"""

import numpy as np
import numpy.typing as npt

from client.screen.colour_pairs import Flat, Heights, PairFinder, PairStore
from client.screen.errors import PictureError
from client.screen.reader import Reader
from client.screen.strips import Words

GRAY, COLOURED, GRAINED, MIXED = 0, 1, 2, 3

_SMOOTH = 8
"""Where fewer than one in so many pixels equals the one above, a column has grain."""
_MANY = 4096
"""Fewer pixels than that are not looked at for grain: they are hardly a photograph's."""
_FEW = 512
"""Fewer coloured pixels are not looked at for mixes."""
_OPAQUE = np.uint32(0xFF000000)
_GRAYS = np.uint32(0x00010101)
_BYTE, _NOT_RED = np.uint32(8), np.uint32(0xFFFF)

_Bytes = npt.NDArray[np.uint8]


class ColumnPacker:
    """The encoder's half: knows which pairs of colours the decoder knows."""

    def __init__(self) -> None:
        self._pairs = PairFinder()

    def pack(self, pixels: Flat, heights: Heights) -> tuple[bytes, list[bytes]]:
        """Return new pairs of colours, packed, and columns: the kind of each, then the pixels kind by kind.

        The pixels are those of one column after the other, each as high as `heights` says; X = 0.
        """
        kinds = _kinds(pixels, heights)
        of_pixel = kinds.repeat(heights)
        learnt, mixed = b"", []
        coloured = of_pixel == COLOURED
        if np.count_nonzero(coloured) >= _FEW:
            places = (kinds == COLOURED).nonzero()[0]
            found = self._pairs.explain(pixels[coloured], heights.take(places))
            learnt, mixed = found.new, [found.pairs.tobytes(), found.shares.tobytes()]
            kinds[places.take(found.places)] = MIXED
            of_pixel = kinds.repeat(heights)
        parts = [kinds.tobytes()]
        kept = set(parts[0])
        for kind in sorted(kept - {MIXED}):
            alike = pixels if len(kept) == 1 else pixels[of_pixel == kind]
            if kind == GRAY:
                parts.append(alike.astype(np.uint8).tobytes())
            elif kind == COLOURED:
                parts.append(_triples(alike).tobytes())
            else:
                parts.append(pack_grained(alike[None]))
        return learnt, parts + mixed


def _kinds(pixels: Flat, heights: Heights) -> _Bytes:
    starts = heights.cumsum() - heights
    # Not zero where green is not blue or red is not green.
    unlike = pixels >> _BYTE
    unlike ^= pixels
    coloured = (np.bitwise_or.reduceat(unlike, starts) & _NOT_RED) != 0
    kinds: _Bytes = coloured.astype(np.uint8)
    if len(pixels) >= _MANY:
        same = np.zeros(len(pixels), np.bool_)
        np.equal(pixels[1:], pixels[:-1], out=same[:-1])
        kinds += coloured & (np.add.reduceat(same.view(np.uint8), starts) < heights // _SMOOTH)
    return kinds


def unpack_columns(reader: Reader, heights: Heights, pairs: PairStore) -> Flat:
    """Return the pixels of columns of these heights, one column after the other."""
    kinds = np.frombuffer(reader.take(len(heights)), np.uint8)
    found = set(kinds.tobytes())
    if not found <= {GRAY, COLOURED, GRAINED, MIXED}:
        raise PictureError("the picture has a column of an unknown kind")
    of_pixel = kinds.repeat(heights)
    pixels = np.empty(len(of_pixel), np.uint32)
    for kind in sorted(found):
        places = (of_pixel == kind).nonzero()[0]
        if kind == GRAY:
            greens = np.frombuffer(reader.take(len(places)), np.uint8)
            pixels[places] = greens * _GRAYS | _OPAQUE
        elif kind == COLOURED:
            triples = np.frombuffer(reader.take(3 * len(places)), np.uint8).reshape(-1, 3)
            pixels[places] = _pixels(*triples.T)
        elif kind == GRAINED:
            pixels[places] = unpack_grained(reader, 1, len(places))[0]
        else:
            mixed = (kinds == MIXED).nonzero()[0]
            numbers = np.frombuffer(reader.take(len(mixed)), np.uint8)
            shares = np.frombuffer(reader.take(len(places)), np.uint8)
            pixels[places] = pairs.mix(numbers, heights.take(mixed), shares)
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


def _triples(pixels: Flat) -> _Bytes:
    blue, green, red = pixels.view(np.uint8).reshape(-1, 4).T[:3]
    triples = np.empty((len(pixels), 3), np.uint8)
    triples[:, 0] = green
    np.subtract(blue, green, out=triples[:, 1])
    np.subtract(red, green, out=triples[:, 2])
    return triples


def _pixels(green: _Bytes, blue: _Bytes, red: _Bytes) -> Flat:
    pixels = np.full((len(green), 4), 255, np.uint8)
    pixels[:, 1] = green
    np.add(blue, green, out=pixels[:, 0])
    np.add(red, green, out=pixels[:, 2])
    return pixels.reshape(-1).view("<u4")
