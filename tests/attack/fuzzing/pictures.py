"""The decoders of the picture: lossless areas, photographs, video, and whole messages on a canvas."""

from typing import Final

import numpy as np

from client.pipeline.picture import Picture
from client.screen.composer import Composer
from client.screen.errors import PictureError
from client.screen.geometry import FrameBuffer, Rect
from client.screen.lossless import LosslessDecoder, LosslessEncoder
from client.screen.photo import decode_photo, encode_photo
from client.screen.video import VideoDecoder, VideoEncoder
from client.screen.zstd import ZstdCompressor, ZstdDecompressor
from tests.attack.fuzzing.target import Target, framed, parts_of
from wire import codec, limits
from wire.messages import Area, Coding, CustomerMessage, Frame, MotionFrame, Rectangle

_SIZE: Final = (160, 96)
_CANVAS: Final = (320, 192)
_HEADER: Final = 4
"""Width and height of an area, two bytes each, before its data."""


def lossless() -> Target:
    """Decode areas as they come over the line, on one stream."""

    def decode(data: bytes) -> None:
        decoder = LosslessDecoder()
        for part in parts_of(data):
            width, height = _size(part)
            pixels = decoder.decode(width, height, part[_HEADER:])
            assert pixels.shape == (height, width, 4)

    return Target(decode, (PictureError,), [framed(areas) for areas in _areas()])


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
    return Target(decode, (PictureError,), seeds)


def videos() -> Target:
    """Decode one video's pictures."""
    width, height = _SIZE
    seeds = []
    for rate in (None, 5_000.0):
        encoder = VideoEncoder(width, height, rate)
        packets = [encoder.encode(_film(number), number / 30, rate) for number in range(4)]
        seeds += [framed(packets), framed(packets[:1])]

    def decode(data: bytes) -> None:
        decoder = VideoDecoder(width, height)
        for part in parts_of(data):
            assert decoder.decode(part).shape == (height, width, 4)

    return Target(decode, (PictureError,), seeds)


def canvases() -> Target:
    """Take a customer's messages, and draw what they say."""
    width, height = _CANVAS
    composer = Composer(width, height)
    parts = []
    desktop = np.full((height, width, 4), 255, np.uint8)
    for number in range(4):
        desktop[: _SIZE[1], : _SIZE[0]] = _film(number)
        desktop[_SIZE[1] :, : _SIZE[0]] = np.roll(_text(0), 8 * number, axis=0)
        rectangles = list(composer.update(desktop, [Rect(0, 0, width, height)], number / 10, None))
        parts.append(codec.encode(Frame(1, number, rectangles, True)))
    encoder = VideoEncoder(*_SIZE, None)
    for number in range(2):
        packet = encoder.encode(_film(number), number / 30, None)
        areas = [Area(8, 8, _SIZE[0], 40), Area(10, 60, 30, 40)]
        parts.append(codec.encode(MotionFrame(1, number, 8, 8, *_SIZE, number == 0, areas, packet)))

    def draw(message: CustomerMessage, picture: Picture) -> None:
        if isinstance(message, Frame):
            picture.draw(message.rectangles)
        elif isinstance(message, MotionFrame):
            picture.draw_motion(message)

    def decode(data: bytes) -> None:
        picture = Picture(1, width, height)
        for part in parts_of(data):
            draw(codec.decode_from_customer(part), picture)

    whole = Rectangle(0, 0, width, height, Coding.COPY, bytes(4))
    bomb = codec.encode(Frame(1, 1, [whole] * limits.RECTANGLES, True))
    errors = (codec.CodecError, PictureError)
    return Target(decode, errors, [framed(parts[:4]), framed(parts[:1]), framed(parts)], bombs=[framed([bomb])])


def _largest_areas() -> list[bytes]:
    """Return areas of the most pixels, in as many strips as there may be, unpacked: numbered columns, and pixels."""
    largest = []
    for width in (64, 320, 1024, 16384):
        height = limits.RECTANGLE_PIXELS // width
        for strip in (4, 8, 48):
            heights = bytes(min(strip, height - top) for top in range(0, height, strip))
            head = width.to_bytes(2) + height.to_bytes(2)
            pane = width.to_bytes(2, "little") + heights + b"\0"
            numbered = pane + bytes(2 * width * len(heights)) + bytes(3 * heights[0])
            largest += [head + b"\3" + numbered, head + b"\1" + pane + bytes(3 * width * height)]
            # Every column a new one, as long as there are numbers for them.
            count = min(2**16, width * len(heights))
            new = b"\1\0" * count + bytes(2 * (width * len(heights) - count))
            rows = sum(heights[number // width] for number in range(count))
            largest.append(head + b"\3" + pane + b"\0\0" + new[2:] + bytes(3 * rows))
    return largest


def _areas() -> list[list[bytes]]:
    """Return areas on one stream, some of them, and one alone."""
    encoder = LosslessEncoder()
    several = []
    for pixels in (_text(0), _text(3)[:40], _text(0)[:, :20], _film(0)[:30, :50], _text(1)):
        height, width = pixels.shape[:2]
        several.append(_sized(pixels) + encoder.encode(np.ascontiguousarray(pixels), Rect(0, 0, width, height)))
    alone = LosslessEncoder().encode(_text(5), Rect(0, 0, *_SIZE))
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


def _film(number: int) -> FrameBuffer:
    """Return a picture of a film: soft, and other in each picture."""
    width, height = _SIZE
    y, x = np.mgrid[0:height, 0:width]
    noise = np.random.default_rng(number).integers(0, 12, (height, width, 4), np.uint8)
    waves = (100 + 60 * np.sin(x / 20 + number / 3) + 60 * np.cos(y / 15)).astype(np.uint8)
    pixels: FrameBuffer = noise + waves[..., None]
    return pixels


def _sized(pixels: FrameBuffer) -> bytes:
    height, width = pixels.shape[:2]
    return int(width).to_bytes(2) + int(height).to_bytes(2)


def _size(data: bytes) -> tuple[int, int]:
    return int.from_bytes(data[:2]), int.from_bytes(data[2:_HEADER])
