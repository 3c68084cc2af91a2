"""Both halves of the lossless coding: areas of pixels to bytes and back, exactly.

Screens show few different columns of pixels. An area is cut into strips as high as its lines of
text (client.screen.strips), a strip is taken column by column, and a column that was met before
is its number (client.screen.columns). What is left goes through one Zstandard stream (RFC 8878)
of the whole share, which is flushed after each area and never ends: a letter or an icon that was
on the screen some megabytes ago costs a few bytes. So every area that was encoded must be
decoded, in the same order.

An area's data is one byte of flags, then a flushed part of the stream. docs/protocol.md has all
that this unpacks to; in short, where the flag NUMBERED is set:

* with CUT, the panes and the heights of their strips. Without it the whole area is one strip;
* the runs of equal columns: how much each run's number differs from that of the run before, and
  how many columns it has. The first number that is not known yet names a new column;
* with LEARN, pairs of colours of which letters are mixes (client.screen.colour_pairs);
* the new columns, each in the shortest of four kinds: GRAY, COLOURED, GRAINED or MIXED
  (client.screen.column_pixels).

Without NUMBERED it is the area's pixels by rows, each less the one to its left. FORGET says that no
column is known any more.
"""

from collections.abc import Iterator

import numpy as np

from client.screen.colour_pairs import MOST_PACKED, Flat, PairStore
from client.screen.column_keys import Canvas, ColumnKeys, Runs, runs
from client.screen.column_pixels import ColumnPacker, pack_grained, unpack_columns, unpack_grained
from client.screen.columns import ColumnIndex, ColumnStore, Numbers, Places
from client.screen.errors import PictureError
from client.screen.geometry import FrameBuffer, Rect
from client.screen.parts import parts_of
from client.screen.reader import Reader
from client.screen.strips import (
    GRAIN,
    MAX_HEIGHT,
    Changes,
    Cutter,
    Pane,
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
from client.screen.zstd_blocks import check_blocks
from wire import limits

WINDOW_LOG = 23
"""How far back the stream remembers: 2**23 bytes of numbers and new columns, a hundred pages of text."""

_DOUBLE_FAST = 2
_OPTIONS: dict[int, int] = {
    CompressionParameter.window_log: WINDOW_LOG,
    # What columns leave is little: small tables stay in the processor's cache.
    CompressionParameter.hash_log: 17,
    CompressionParameter.chain_log: 17,
    CompressionParameter.strategy: _DOUBLE_FAST,
    # Two runs, or two pixels: what repeats is seldom shorter.
    CompressionParameter.min_match: 6,
}
_CUT, _NUMBERED, _FORGET, _LEARN = 1, 2, 4, 8

_KINDS = frozenset(flags for flags in range(16) if flags & _NUMBERED or not flags & (_CUT | _LEARN))
"""What the flags of an area may be."""

_LONG = 255
"""A run of so many columns or more: its length follows apart."""
_FEW = 512
"""So many new columns of one area are numbered even where nearly all are new."""
_MOSTLY = 0.6
"""Where more than this share of an area's columns is new, it is a photograph: its columns are not numbered."""
_FEWEST_BLOCKS, _PIXELS_A_BLOCK = 8, 2048
"""The most blocks of the stream that an area may have; the encoder makes one for 2^17 bytes, and splits few."""


class LosslessEncoder:
    """The customer's half: one for each share."""

    def __init__(self) -> None:
        self._cutter = Cutter()
        self._keys = ColumnKeys()
        self._columns = ColumnIndex()
        self._pixels = ColumnPacker()
        self._scratch = np.zeros(0, np.bool_)
        self._stream = ZstdCompressor(options=_OPTIONS)

    def encode(self, frame: FrameBuffer, area: Rect) -> bytes:
        """Return this area of the frame; it must be sent, in the order of the calls.

        `frame` has shape (height, width, 4); only its last axis must be contiguous. Raises
        ValueError where the area lies outside the frame or has more than limits.RECTANGLE_PIXELS
        pixels; then nothing was encoded. Pure noise takes three bytes a pixel.
        """
        if area.width * area.height > limits.RECTANGLE_PIXELS:
            raise ValueError(f"{area} cannot be encoded at once")
        canvas, words = _canvas(frame, area)
        changes = self._changes_of(canvas, words)
        return self._encoded(canvas, words, changes, self._cutter.cut(changes, area.width))

    def encode_in_parts(self, frame: FrameBuffer, area: Rect) -> Iterator[tuple[Rect, bytes, bool]]:
        """Yield the parts of an area of any size from the top: where each is, what it is, and whether another follows.

        As `encode`. A part may leave while the next one is made; until the end nothing else may be encoded.
        """
        canvas, words = _canvas(frame, area)
        changes = self._changes_of(canvas, words)
        for top, end, panes in parts_of(self._cutter.cut(changes, area.width), area.height):
            part = area._replace(y=area.y + top, height=end - top)
            canvas, words = _canvas(frame, part)
            yield part, self._encoded(canvas, words, changes[top:end], panes), end < area.height

    def _encoded(self, canvas: Canvas, words: Words, changes: Changes, panes: list[Pane]) -> bytes:
        strips = strips_of(panes)
        found = runs(canvas, changes, panes, strips)
        most = max(_FEW, int(sum(right - left for left, right, _, _ in strips) * _MOSTLY))
        known = self._columns.find(self._keys.of(canvas, found), most)
        flags = _FORGET * known.forgot
        if known.numbers is None:
            content = pack_grained(words)
        else:
            cut = len(strips) > 1
            flags |= _NUMBERED | _CUT * cut
            parts = [_packed_panes(panes)] if cut else []
            parts.append(_packed_runs(known.numbers, found))
            if len(known.new):
                pairs, columns = self._pixels.pack(*_new_columns(canvas, found, known.new))
                flags |= _LEARN if pairs else 0
                parts += [pairs, *columns]
            content = b"".join(parts)
        return bytes((flags,)) + self._stream.compress(content, mode=ZstdCompressor.FLUSH_BLOCK)

    def _changes_of(self, canvas: Canvas, words: Words) -> Changes:
        """Return where the area changes from left to right; the next call's are in the same memory."""
        height, width = words.shape
        # All rows in one go, with what lies between them, where that is not too much.
        at_once = canvas.stride % GRAIN == 0 and canvas.stride <= 2 * width
        padded = canvas.stride if at_once else -(-width // GRAIN) * GRAIN
        if height * padded > len(self._scratch):
            self._scratch = np.zeros(height * padded, np.bool_)
        flat = self._scratch[: height * padded]
        changes = flat.reshape(height, padded)
        if at_once:
            count = (height - 1) * padded + width
            pixels = canvas.pixels[canvas.origin : canvas.origin + count]
            np.not_equal(pixels[1:], pixels[:-1], out=flat[1:count])
        else:
            np.not_equal(words[:, 1:], words[:, :-1], out=changes[:, 1:width])
        changes[:, 0] = False
        changes[:, width:] = False
        return changes


class LosslessDecoder:
    """The agent's half: one for each share. After its first error it decodes nothing more."""

    def __init__(self) -> None:
        self._columns = ColumnStore()
        self._pairs = PairStore()
        self._stream: ZstdDecompressor | None = ZstdDecompressor(
            options={DecompressionParameter.window_log_max: WINDOW_LOG}
        )
        self._begins = True

    def decode(self, width: int, height: int, data: bytes) -> FrameBuffer:
        """Return the area's pixels, shape (height, width, 4), BGRX with X = 255; raise PictureError.

        Whatever the data says, never more is unpacked than seven bytes for each pixel, one for each
        column, and a few hundred.
        """
        stream, self._stream = self._stream, None
        if stream is None:
            raise PictureError("the picture's stream is broken")
        if not (0 < width <= limits.SCREEN_SIDE and 0 < height <= limits.SCREEN_SIDE):
            raise PictureError("the picture's area has an impossible size")
        if width * height > limits.RECTANGLE_PIXELS:
            raise PictureError("the picture's area is too large")
        if not data or data[0] not in _KINDS:
            raise PictureError("the picture's data is of an unknown kind")
        check_blocks(data[1:], _FEWEST_BLOCKS + width * height // _PIXELS_A_BLOCK, begins=self._begins)
        self._begins = False
        reader = Reader(_unpacked(stream, data[1:], _most_unpacked(width, height)))
        if data[0] & _FORGET:
            self._columns.forget()
        words = np.empty((height, width), "<u4")
        if data[0] & _NUMBERED:
            panes = _read_panes(reader, width, height) if data[0] & _CUT else _whole(width, height)
            self._paint_numbered(reader, panes, words, bool(data[0] & _LEARN))
        else:
            words[...] = unpack_grained(reader, height, width)
            reader.ends()
        self._stream = stream
        return words.view(np.uint8).reshape(height, width, 4)

    def _paint_numbered(self, reader: Reader, panes: list[Pane], words: Words, learns: bool) -> None:
        strips = strips_of(panes)
        starts = np.cumsum([0] + [right - left for left, right, _, _ in strips])
        numbers, lengths = _read_runs(reader, int(starts[-1]))
        known = self._columns.known
        highest = np.maximum.accumulate(np.concatenate(([known - 1], numbers)))
        new = (highest[1:] > highest[:-1]).nonzero()[0]
        # So every number is one that is known when the strips are painted.
        if len(new) and (numbers[new] != np.arange(known, known + len(new))).any():
            raise PictureError("the picture has a column that was never sent")
        counts = np.diff(np.searchsorted(new, np.searchsorted(np.cumsum(lengths) - lengths, starts)))
        heights = np.repeat([end - top for _, _, top, end in strips], counts)
        if learns:
            self._pairs.learn(reader)
        if len(heights):
            self._columns.add(unpack_columns(reader, heights, self._pairs), heights)
        reader.ends()
        of_columns = numbers.astype(np.intp).repeat(lengths)
        for number, (left, right, top, end) in enumerate(strips):
            self._columns.paint(of_columns[starts[number] : starts[number + 1]], words[top:end, left:right])


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


def _read_panes(reader: Reader, width: int, height: int) -> list[Pane]:
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


def _most_unpacked(width: int, height: int) -> int:
    # Three for a pixel, three for a run, one for the kind of a column; both may be a pixel. The panes take less than
    # one for each column of the area, but for the smallest areas. The pairs of colours come besides.
    return 7 * width * height + width + 16 + MOST_PACKED


def _canvas(frame: FrameBuffer, area: Rect) -> tuple[Canvas, Words]:
    """Return the area, and the pixels around it; where the frame has gaps, the pixels of the area alone."""
    x, y, w, h = area
    if not area.within(frame.shape[1], frame.shape[0]):
        raise ValueError(f"{area} lies outside the frame")
    words: Words = frame.view("<u4")[y : y + h, x : x + w, 0]
    if frame.flags.c_contiguous:
        stride = frame.shape[1]
        return Canvas(frame.reshape(-1).view("<u4"), y * stride + x, stride), words
    words = np.ascontiguousarray(words)
    return Canvas(words.reshape(-1), 0, w), words


def _new_columns(canvas: Canvas, found: Runs, new: Places) -> tuple[Flat, Places]:
    """Return the pixels of the columns of these runs, one column after the other, and the columns' heights."""
    pixels, heights, begin = [], np.empty(len(new), np.intp), 0
    for (height, _), end in zip(found.groups, new.searchsorted([end for _, end in found.groups]), strict=True):
        if begin < end:
            pixels.append(canvas.columns(found.tops.take(new[begin:end]), height).T.ravel())
            heights[begin:end] = height
        begin = end
    return np.concatenate(pixels), heights


def _packed_runs(numbers: Numbers, found: Runs) -> bytes:
    differences, lengths = numbers.copy(), found.lengths
    differences[1:] -= numbers[:-1]
    begins = differences != 0
    begins[found.begins] = True
    if not begins.all():
        # X bytes do not reach the line, not even as where a run ends.
        places = begins.nonzero()[0]
        differences, lengths = differences.take(places), np.add.reduceat(lengths, places)
    packed = np.empty((len(lengths), 3), np.uint8)
    packed[:, 0] = differences
    packed[:, 1] = differences >> np.uint16(8)
    packed[:, 2] = np.minimum(lengths, _LONG)
    long: bytes = lengths[packed[:, 2] == _LONG].astype("<u2").tobytes()
    return len(lengths).to_bytes(3, "little") + packed.tobytes() + long


def _read_runs(reader: Reader, columns: int) -> tuple[Numbers, Places]:
    """Return the number of each run and how many columns it has; together they have so many."""
    count = int.from_bytes(reader.take(3), "little")
    packed = np.frombuffer(reader.take(3 * count), np.uint8).reshape(-1, 3)
    lengths = packed[:, 2].astype(np.intp)
    long = (lengths == _LONG).nonzero()[0]
    lengths[long] = np.frombuffer(reader.take(2 * len(long)), "<u2")
    if count == 0 or lengths.min() == 0 or lengths.sum() != columns:
        raise PictureError("the picture's runs do not fit its strips")
    differences = np.ascontiguousarray(packed[:, :2]).view("<u2")[:, 0]
    return np.cumsum(differences, dtype=np.uint16), lengths
