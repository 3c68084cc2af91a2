"""Both halves of the lossless coding: areas of pixels to bytes and back, exactly.

Screens show few different columns of pixels. An area is cut into strips as high as its lines of
text (client.screen.strips), a strip is taken column by column, and a column that was met before
is its number (client.screen.columns). What is left goes through one Zstandard stream (RFC 8878)
of the whole share, which is flushed after each area and never ends: a letter or an icon that was
on the screen some megabytes ago costs a few bytes. So every area that was encoded must be
decoded, in the same order.

An area's data is one byte of flags, then a flushed part of the stream. Unpacked this is:

* where the flag CUT is set, the panes: for each its width as two bytes and its strips' heights, a
  byte each, then 0. Without it the whole area is one strip;
* where NUMBERED is set, for each pane, strip and column the difference of its number and that of
  the column before, as two bytes modulo 2**16. The first number that is not known yet is the one
  after the last known, and names a new column;
* the pixels of the new columns, or without NUMBERED of all columns, from the top: green, then
  blue - green and red - green, a byte each modulo 256.

Numbers of two bytes are little-endian. FORGET says that no column is known any more.
"""

from itertools import accumulate

import numpy as np
import numpy.typing as npt

from client.screen.column_keys import ColumnKeys, Runs, runs
from client.screen.columns import ColumnIndex, ColumnStore, Numbers, Places
from client.screen.errors import PictureError
from client.screen.geometry import FrameBuffer, Rect
from client.screen.strips import (
    GRAIN,
    MAX_HEIGHT,
    Changes,
    Cutter,
    Pane,
    Strip,
    Words,
    most_panes,
    most_strips,
    strips_of,
)
from client.screen.zstd import (
    CompressionParameter,
    DecompressionParameter,
    ZstdCompressor,
    ZstdDecompressor,
    ZstdError,
)
from wire import limits

WINDOW_LOG = 23
"""How far back the stream remembers: 2**23 bytes of numbers and new columns, a hundred pages of text."""

_LEVEL = 5
_CUT, _NUMBERED, _FORGET = 1, 2, 4

_FEW = 512
"""So many new columns of one area are numbered even where nearly all are new."""
_MOSTLY = 0.6
"""Where more than this share of an area's columns is new, it is a photograph: its columns are not numbered."""


class LosslessEncoder:
    """The customer's half: one for each share."""

    def __init__(self) -> None:
        self._cutter = Cutter()
        self._keys = ColumnKeys()
        self._columns = ColumnIndex()
        self._scratch = np.zeros(0, np.bool_)
        self._stream = ZstdCompressor(
            options={CompressionParameter.compression_level: _LEVEL, CompressionParameter.window_log: WINDOW_LOG}
        )

    def encode(self, frame: FrameBuffer, area: Rect) -> bytes:
        """Return this area of the frame; it must be sent, in the order of the calls.

        `frame` has shape (height, width, 4); only its last axis must be contiguous. Raises
        ValueError where the area lies outside the frame or has more than limits.RECTANGLE_PIXELS
        pixels; then nothing was encoded. Pure noise takes three bytes a pixel.
        """
        height, width = frame.shape[:2]
        if not area.within(width, height) or area.width * area.height > limits.RECTANGLE_PIXELS:
            raise ValueError(f"{area} cannot be cut from a frame of {width}x{height}")
        x, y, w, h = area
        words = np.ascontiguousarray(frame.view("<u4")[y : y + h, x : x + w, 0])
        changes = self._changes_of(words)
        panes = self._cutter.cut(changes, area.width)
        strips = strips_of(panes)
        cut = _packed_panes(panes) if len(strips) > 1 else b""
        found = runs(words, changes, strips)
        known = self._columns.find(self._keys.of(found.pixels), max(_FEW, int(found.columns * _MOSTLY)))
        if known.numbers is None:
            numbers = b""
            pixels = [words[top:end, left:right] for left, right, top, end in strips]
        else:
            numbers = _differences(known.numbers, found)
            pixels = _columns_at(known.new, found.pixels)
        flags = _CUT * bool(cut) | _NUMBERED * bool(numbers) | _FORGET * known.forgot
        return bytes((flags,)) + self._stream.compress(
            cut + numbers + _packed_pixels(pixels), mode=ZstdCompressor.FLUSH_BLOCK
        )

    def _changes_of(self, words: Words) -> Changes:
        """Return where the area changes from left to right; the next call's are in the same memory."""
        height, width = words.shape
        padded = -(-width // GRAIN) * GRAIN
        if height * padded > len(self._scratch):
            self._scratch = np.zeros(height * padded, np.bool_)
        changes = self._scratch[: height * padded].reshape(height, padded)
        changes[:, 0] = False
        changes[:, width:] = False
        np.not_equal(words[:, 1:], words[:, :-1], out=changes[:, 1:width])
        return changes


class LosslessDecoder:
    """The agent's half: one for each share. After its first error it decodes nothing more."""

    def __init__(self) -> None:
        self._columns = ColumnStore()
        self._stream: ZstdDecompressor | None = ZstdDecompressor(
            options={DecompressionParameter.window_log_max: WINDOW_LOG}
        )

    def decode(self, width: int, height: int, data: bytes) -> FrameBuffer:
        """Return the area's pixels, shape (height, width, 4), BGRX with X = 255; raise PictureError.

        Whatever the data says, never more is unpacked than six bytes for each pixel and three for
        each column.
        """
        stream, self._stream = self._stream, None
        if stream is None:
            raise PictureError("the picture's stream is broken")
        if not (0 < width <= limits.SCREEN_SIDE and 0 < height <= limits.SCREEN_SIDE):
            raise PictureError("the picture's area has an impossible size")
        if width * height > limits.RECTANGLE_PIXELS:
            raise PictureError("the picture's area is too large")
        if not data or data[0] > _CUT | _NUMBERED | _FORGET:
            raise PictureError("the picture's data is of an unknown kind")
        reader = _Reader(_unpacked(stream, data[1:], 6 * width * height + 3 * width))
        if data[0] & _FORGET:
            self._columns.forget()
        strips = strips_of(_read_panes(reader, width, height) if data[0] & _CUT else _whole(width, height))
        words = np.empty((height, width), "<u4")
        if data[0] & _NUMBERED:
            self._paint_numbered(reader, strips, words)
        else:
            pixels = _pixels(reader.rest(3 * width * height))
            start = 0
            for left, right, top, end in strips:
                size = (right - left) * (end - top)
                words[top:end, left:right] = pixels[start : start + size].reshape(right - left, end - top).T
                start += size
        self._stream = stream
        return words.view(np.uint8).reshape(height, width, 4)

    def _paint_numbered(self, reader: "_Reader", strips: list[Strip], words: npt.NDArray[np.uint32]) -> None:
        starts = np.cumsum([0] + [right - left for left, right, _, _ in strips])
        numbers = np.cumsum(np.frombuffer(reader.take(2 * int(starts[-1])), "<u2"), dtype=np.uint16)
        known = self._columns.known
        highest = np.maximum.accumulate(np.concatenate(([known - 1], numbers)))
        new = np.flatnonzero(highest[1:] > highest[:-1])
        # So every number is one that is known when the strips are painted.
        if len(new) and (numbers[new] != np.arange(known, known + len(new))).any():
            raise PictureError("the picture has a column that was never sent")
        counts = np.diff(np.searchsorted(new, starts)).tolist()
        sizes = [count * (end - top) for count, (_, _, top, end) in zip(counts, strips, strict=True)]
        pixels = _pixels(reader.rest(3 * sum(sizes)))
        start = 0
        for count, size in zip(counts, sizes, strict=True):
            if count:
                self._columns.add(pixels[start : start + size].reshape(count, size // count))
                start += size
        for number, (left, right, top, end) in enumerate(strips):
            self._columns.paint(numbers[starts[number] : starts[number + 1]], words[top:end, left:right])


class _Reader:
    """Takes unpacked data apart, from the front."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._place = 0

    def take(self, size: int) -> bytes:
        """Return the next bytes; raise PictureError where there are fewer."""
        taken = self._data[self._place : self._place + size]
        self._place += size
        if len(taken) != size:
            raise PictureError("the picture's data is too short")
        return taken

    def rest(self, size: int) -> bytes:
        """Return the last bytes; raise PictureError where there are fewer or more."""
        if len(self._data) - self._place != size:
            raise PictureError("the picture's data does not fit its area")
        return self.take(size)


def _unpacked(stream: ZstdDecompressor, data: bytes, most: int) -> bytes:
    try:
        unpacked = stream.decompress(data, max_length=most)
        # Nothing may be left: neither a further byte of output nor the end of the stream.
        surplus = b"" if stream.needs_input or stream.eof else stream.decompress(b"", max_length=1)
    except (ZstdError, MemoryError) as error:
        raise PictureError("the picture's data is damaged") from error
    if surplus or stream.eof:
        raise PictureError("the picture's data does not fit its area")
    return unpacked


def _whole(width: int, height: int) -> list[Pane]:
    if height > MAX_HEIGHT:
        raise PictureError("the picture has too high a strip")
    return [Pane(0, width, (height,))]


def _packed_panes(panes: list[Pane]) -> bytes:
    return b"".join((right - left).to_bytes(2, "little") + bytes(heights) + b"\0" for left, right, heights in panes)


def _read_panes(reader: _Reader, width: int, height: int) -> list[Pane]:
    panes: list[Pane] = []
    left = 0
    while left < width:
        right = left + int.from_bytes(reader.take(2), "little")
        heights: list[int] = []
        total = 0
        while (strip := reader.take(1)[0]) != 0:
            heights.append(strip)
            total += strip
            if total > height or strip > MAX_HEIGHT or len(heights) > most_strips(height):
                raise PictureError("the picture's strips are too high")
        if total != height or right > width or len(panes) >= most_panes(width):
            raise PictureError("the picture's panes do not fit its area")
        panes.append(Pane(left, right, tuple(heights)))
        left = right
    return panes


def _differences(numbers: Numbers, found: Runs) -> bytes:
    """Return what the number of each column differs from that before: within runs nothing."""
    differences = np.zeros(found.columns, "<u2")
    differences[found.places] = np.diff(numbers, prepend=np.uint16(0))
    return differences.tobytes()


def _columns_at(places: Places, strips: list[Words]) -> list[Words]:
    """Return the columns at these places, counted through all strips: for each strip those that it has."""
    starts = [0, *accumulate(strip.shape[1] for strip in strips)]
    bounds = np.searchsorted(places, starts).tolist()
    return [
        strip.take(places[first:last] - start, axis=1)
        for strip, start, first, last in zip(strips, starts, bounds, bounds[1:], strict=False)
        if first < last
    ]


def _packed_pixels(columns: list[Words]) -> bytes:
    if not columns:
        return b""
    words = np.concatenate([strip.T.ravel() for strip in columns])
    blue, green, red = words.view(np.uint8).reshape(-1, 4).T[:3]
    packed = np.empty((len(words), 3), np.uint8)
    packed[:, 0] = green
    np.subtract(blue, green, out=packed[:, 1])
    np.subtract(red, green, out=packed[:, 2])
    return packed.tobytes()


def _pixels(packed: bytes) -> npt.NDArray[np.uint32]:
    green, blue, red = np.frombuffer(packed, np.uint8).reshape(-1, 3).T
    pixels = np.full((len(green), 4), 255, np.uint8)
    pixels[:, 1] = green
    np.add(blue, green, out=pixels[:, 0])
    np.add(red, green, out=pixels[:, 2])
    return pixels.reshape(-1).view("<u4")
