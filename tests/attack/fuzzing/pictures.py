"""The decoders of the picture: lossless areas, photographs, video, and whole messages on a canvas."""

from typing import Any, Final
from unittest.mock import patch

import numpy as np
import numpy.typing as npt

from client.pipeline import picture as picture_module
from client.pipeline.picture import Picture
from client.screen.canvas import Canvas
from client.screen.columns import ColumnStore
from client.screen.composer import Composer
from client.screen.errors import PictureError
from client.screen.geometry import FrameBuffer, Rect
from client.screen.lossless import LosslessDecoder, LosslessEncoder
from client.screen.photo import decode_photo, encode_photo
from client.screen.sharpness import Sharpness, SharpnessMap
from client.screen.video import VideoDecoder, VideoEncoder
from client.screen.zstd import ZstdCompressor, ZstdDecompressor
from tests.attack.fuzzing.h264 import LARGEST, hostile_pictures
from tests.attack.fuzzing.huge_frames import hostile_messages
from tests.attack.fuzzing.target import Target, framed, parts_of
from tests.attack.fuzzing.tiny_blocks import tiny_blocks
from wire import codec, limits
from wire.messages import Area, CustomerMessage, Frame, MotionFrame

_SIZE: Final = (160, 96)
_CANVAS: Final = (320, 192)
_LARGEST_CANVAS: Final = (8192, 8192)
_SMALL, _LARGE = b"\0", b"\1"
"""The first byte of an input: how large a video or canvas it meets. What is mutated is small, to be quick."""
_HEADER: Final = 4
"""Width and height of an area, two bytes each, before its data."""


_columns: Final = ColumnStore()


def _forgotten_columns() -> ColumnStore:
    """Return the store of a new decoder: to allocate one for each small input would take half the time."""
    _columns.forget()
    return _columns


_one_store = patch("client.screen.lossless.ColumnStore", _forgotten_columns)


def lossless() -> Target:
    """Decode areas as they come over the line, on one stream."""

    @_one_store
    def decode(data: bytes) -> None:
        decoder = LosslessDecoder()
        for part in parts_of(data):
            width, height = _size(part)
            pixels = decoder.decode(width, height, part[_HEADER:])
            assert pixels.shape == (height, width, 4)

    bomb = _sized(np.zeros((512, 1024))) + b"\0" + tiny_blocks(limits.MESSAGE)
    return Target(decode, (PictureError,), [framed(areas) for areas in _areas()], bombs=[framed([bomb])])


def lossless_unpacked() -> Target:
    """Decode areas whose stream is right whatever is in it: what is attacked lies behind the compression."""
    seeds = []
    for areas in _areas():
        stream = ZstdDecompressor()
        seeds.append(framed([each[: _HEADER + 1] + stream.decompress(each[_HEADER + 1 :]) for each in areas]))

    def prepare(data: bytes) -> list[tuple[int, int, bytes]]:
        stream = ZstdCompressor(level=1)
        prepared = []
        for part in parts_of(data):
            packed = stream.compress(part[_HEADER + 1 :], mode=ZstdCompressor.FLUSH_BLOCK)
            prepared.append((*_size(part), part[_HEADER : _HEADER + 1] + packed))
        return prepared

    @_one_store
    def decode(areas: list[tuple[int, int, bytes]]) -> None:
        decoder = LosslessDecoder()
        for width, height, data in areas:
            assert decoder.decode(width, height, data).shape == (height, width, 4)

    bombs = [framed([each]) for each in _largest_areas()]
    return Target(decode, (PictureError,), seeds, bombs=bombs, prepare=prepare)


def photographs() -> Target:
    """Decode one photograph."""

    def decode(data: bytes) -> None:
        width, height = _size(data)
        assert decode_photo(width, height, data[_HEADER:]).shape == (height, width, 4)

    seeds = [
        _sized(pixels) + encode_photo(pixels, quality)
        for pixels in (_film(0)[:48, :64], _text(0)[:32, :40], _film(1)[:1, :1])
        for quality in (25, 75)
    ]
    noise = np.random.default_rng(1).integers(0, 256, (512, 1024, 4), np.uint8)
    bombs = [_sized(noise) + encode_photo(noise, quality) for quality in (90, 99)]
    return Target(decode, (PictureError,), seeds, bombs=bombs)


def videos() -> Target:
    """Decode one video's pictures."""
    width, height = _SIZE
    seeds = []
    for rate in (None, 5_000.0):
        encoder = VideoEncoder(width, height, rate)
        packets = [encoder.encode(_film(number), number / 30, rate) for number in range(4)]
        seeds += [_SMALL + framed(packets), _SMALL + framed(packets[:1])]

    def decode(data: bytes) -> None:
        size = LARGEST if data[:1] == _LARGE else _SIZE
        decoder = VideoDecoder(*size)
        for part in parts_of(data[1:]):
            assert decoder.decode(part).shape == (size[1], size[0], 4)

    bombs = [_LARGE + framed(packets) for packets in hostile_pictures(LARGEST).values()]
    return Target(decode, (PictureError,), seeds, prefix=1, bombs=bombs)


def canvases() -> Target:
    """Take a customer's messages, and draw what they say."""
    # What the picture itself takes is not any message's.
    canvas, sharpness = Canvas(*_LARGEST_CANVAS), SharpnessMap(*_LARGEST_CANVAS)
    canvas.pixels[...] = 255
    sharpness.drew(Rect(0, 0, *_LARGEST_CANVAS), Sharpness.VIDEO)

    def draw(message: CustomerMessage, picture: Picture) -> None:
        if isinstance(message, Frame):
            picture.draw(message.rectangles)
        elif isinstance(message, MotionFrame):
            picture.draw_motion(message)

    @_one_store
    def decode(data: bytes) -> None:
        if data[:1] == _LARGE:
            with patch.multiple(picture_module, Canvas=lambda *_: canvas, SharpnessMap=lambda *_: sharpness):
                picture = Picture(1, *_LARGEST_CANVAS)
        else:
            picture = Picture(1, *_CANVAS)
        for part in parts_of(data[1:]):
            draw(codec.decode_from_customer(part), picture)

    parts = _messages()
    seeds = [_SMALL + framed(each) for each in (parts[:4], parts[:1], parts)]
    bombs = [_LARGE + framed([codec.encode(message)]) for message in hostile_messages(*_LARGEST_CANVAS).values()]
    return Target(decode, (codec.CodecError, PictureError), seeds, prefix=1, bombs=bombs)


def _messages() -> list[bytes]:
    """Return what a customer's app sends: of a screen that moves, and of a video."""
    width, height = _CANVAS
    composer = Composer(width, height)
    parts = []
    desktop = np.full((height, width, 4), 255, np.uint8)
    for number in range(4):
        desktop[: _SIZE[1], : _SIZE[0]] = _film(number)
        desktop[_SIZE[1] :, : _SIZE[0]] = np.roll(_text(0), 8 * number, axis=0)
        update = composer.update(desktop, [Rect(0, 0, width, height)], number / 10, None)
        parts.append(codec.encode(Frame(1, number, [rectangle for rectangle, _ in update], True)))
    encoder = VideoEncoder(*_SIZE, None)
    for number in range(2):
        packet = encoder.encode(_film(number), number / 30, None)
        areas = [Area(8, 8, _SIZE[0], 40), Area(10, 60, 30, 40)]
        parts.append(codec.encode(MotionFrame(1, number, 8, 8, *_SIZE, number == 0, areas, packet)))
    return parts


def _largest_areas() -> list[bytes]:
    """Return areas of the most pixels, in as many strips as there may be, unpacked: numbered columns, and pixels."""
    largest = []
    for width in (limits.ROW_PIXELS, 320, 1024, 16384):
        height = limits.RECTANGLE_PIXELS // width
        head = width.to_bytes(2) + height.to_bytes(2)
        largest.append(head + b"\0" + bytes(3 * width * height))
        for strip in (4, 8, 48):
            heights = sorted(min(strip, height - top) for top in range(0, height, strip))
            columns = width * len(heights)
            begin = head + b"\3" + width.to_bytes(2, "little") + bytes(heights) + b"\0"
            begin += columns.to_bytes(3, "little")
            largest.append(begin + b"\0\0\1" * columns + bytes(1 + heights[0]))
            # Every column a new one, as long as there are numbers for them, and of any kind.
            count = min(2**16, columns)
            runs = b"\0\0\1" + b"\1\0\1" * (count - 1) + b"\0\0\1" * (columns - count)
            pixels = int(np.repeat(heights, width)[:count].sum())
            for kind in (b"\0", b"\1", b"\2"):
                largest.append(begin + runs + kind * count + bytes(pixels * (1 if kind == b"\0" else 3)))
            # And of all kinds in turn, after as many pairs of colours as there may be.
            pairs = b"\x40" + b"".join(bytes((number,)) + bytes(6) for number in range(64))
            learns = begin[:_HEADER] + b"\x0b" + begin[_HEADER + 1 :]
            for kinds in (b"\3" * count, (b"\0\1\2\3" * count)[:count]):
                most = runs + pairs + kinds + bytes(kinds.count(3))
                of_pixel = np.repeat(np.frombuffer(kinds, np.uint8), np.repeat(heights, width)[:count])
                threefold = np.count_nonzero((of_pixel == 1) | (of_pixel == 2))
                largest.append(learns + most + bytes(len(of_pixel) + 2 * int(threefold)))
    return largest


def _areas() -> list[list[bytes]]:
    """Return areas on one stream, some of them, and one alone."""
    encoder = LosslessEncoder()
    several = []
    for pixels in (_text(0), _smooth_text(2), _text(3)[:40], _text(0)[:, :20], _film(0)[:30, :50], _smooth_text(4)):
        height, width = pixels.shape[:2]
        several.append(_sized(pixels) + encoder.encode(np.ascontiguousarray(pixels), Rect(0, 0, width, height)))
    alone = LosslessEncoder().encode(_smooth_text(5), Rect(0, 0, *_SIZE))
    return [several, several[:2], [_sized(_text(5)) + alone]]


def _text(seed: int) -> FrameBuffer:
    """Return pixels like those of a page of letters: few different columns, in lines."""
    chance = np.random.default_rng(seed)
    letters = chance.integers(0, 2, (9, 12, 6), np.uint8) * 200
    width, height = _SIZE
    page = np.full((height, width, 4), 255, np.uint8)
    for top in range(4, height - 12, 18):
        for left in range(2, width - 8, 8):
            page[top : top + 12, left : left + 6, :3] = letters[chance.integers(9)][..., None]
    return page


def _smooth_text(seed: int) -> FrameBuffer:
    """Return a page of letters in one colour, whose edges are mixes of it and the white ground."""
    page = _text(seed)
    ink = page[..., 0] != 255
    ground = np.random.default_rng(seed).choice(np.array([0, 0, 40, 99, 180, 255], np.uint32), np.count_nonzero(ink))
    for channel, colour in enumerate((10 * seed, 90, 160)):
        # To the nearest, each product by itself.
        page[..., channel][ink] = (2 * 255 * ground + 255) // 510 + (2 * colour * (255 - ground) + 255) // 510
    return page


def _film(number: int) -> FrameBuffer:
    """Return a picture of a film: soft, and other in each picture."""
    width, height = _SIZE
    y, x = np.mgrid[0:height, 0:width]
    noise = np.random.default_rng(number).integers(0, 12, (height, width, 4), np.uint8)
    waves = (100 + 60 * np.sin(x / 20 + number / 3) + 60 * np.cos(y / 15)).astype(np.uint8)
    pixels: FrameBuffer = noise + waves[..., None]
    return pixels


def _sized(pixels: "npt.NDArray[Any]") -> bytes:
    height, width = pixels.shape[:2]
    return int(width).to_bytes(2) + int(height).to_bytes(2)


def _size(data: bytes) -> tuple[int, int]:
    return int.from_bytes(data[:2]), int.from_bytes(data[2:_HEADER])
