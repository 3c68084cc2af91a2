"""The lossless coding: round trips, and data that no correct program sends."""

import subprocess
import sys

import msgspec
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from client.screen.codec import WINDOW_LOG, PictureDecoder, PictureEncoder
from client.screen.errors import PictureError
from client.screen.geometry import FrameBuffer, Rect
from client.screen.zstd import CompressionParameter, ZstdCompressor
from wire import codec, limits
from wire.messages import Coding, Frame, Rectangle


def noise(width: int, height: int, seed: int = 1) -> FrameBuffer:
    return np.random.default_rng(seed).integers(0, 256, (height, width, 4), np.uint8)


def one(frame: FrameBuffer, encoder: PictureEncoder | None = None) -> Rectangle:
    height, width = frame.shape[:2]
    (rectangle,) = (encoder or PictureEncoder()).encode(frame, [Rect(0, 0, width, height)])
    return rectangle


def rectangle(width: int, height: int, data: bytes) -> Rectangle:
    return Rectangle(0, 0, width, height, Coding.ZSTD_BGRX, data)


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_a_stream_of_rectangles_comes_back(data: st.DataObject) -> None:
    encoder, decoder = PictureEncoder(), PictureDecoder()
    for seed in range(data.draw(st.integers(1, 4))):
        width, height = data.draw(st.integers(1, 90)), data.draw(st.integers(1, 90))
        frame = noise(width, height, seed) & np.uint8(data.draw(st.sampled_from([0, 1, 255])))
        rectangles = []
        for _ in range(data.draw(st.integers(0, 3))):
            x, y = data.draw(st.integers(0, width - 1)), data.draw(st.integers(0, height - 1))
            w, h = data.draw(st.integers(1, width - x)), data.draw(st.integers(1, height - y))
            rectangles.append(Rect(x, y, w, h))
        for cut, sent in zip(rectangles, encoder.encode(frame, rectangles), strict=True):
            x, y, w, h = cut
            assert (sent.x, sent.y, sent.width, sent.height) == cut
            pixels = decoder.decode(sent)
            assert np.array_equal(pixels[..., :3], frame[y : y + h, x : x + w, :3])
            assert (pixels[..., 3] == 255).all()


def test_the_x_byte_does_not_reach_the_line() -> None:
    frame = noise(40, 30)
    other = frame.copy()
    other[..., 3] ^= 0x55
    assert one(frame) == one(other)


def test_what_was_shown_before_is_cheap() -> None:
    encoder, frame = PictureEncoder(), noise(200, 100)
    first, again = one(frame, encoder), one(frame, encoder)
    assert len(first.data) > 200 * 100 * 3 * 0.9
    assert len(again.data) < len(first.data) / 100


def test_the_largest_part_of_pure_noise_fits_a_message() -> None:
    frame = noise(1024, limits.RECTANGLE_PIXELS // 1024)
    message = Frame(1, 1, [one(frame)], True)
    assert codec.decode_from_customer(codec.encode(message)) == message


@pytest.mark.parametrize("cut", [Rect(0, 0, 11, 5), Rect(-1, 0, 5, 5), Rect(0, 6, 5, 5), Rect(0, 0, 0, 5)])
def test_a_rectangle_outside_the_frame_is_not_encoded(cut: Rect) -> None:
    encoder = PictureEncoder()
    with pytest.raises(ValueError, match="cannot be cut"):
        encoder.encode(noise(10, 10), [Rect(0, 0, 10, 10), cut])
    assert PictureDecoder().decode(one(noise(10, 10), encoder)).shape == (10, 10, 4)


def test_too_large_a_rectangle_is_neither_encoded_nor_decoded() -> None:
    frame = np.zeros((limits.RECTANGLE_PIXELS // 1024 + 1, 1024, 4), np.uint8)
    with pytest.raises(ValueError, match="cannot be cut"):
        one(frame)
    data = ZstdCompressor().compress(frame.tobytes(), mode=ZstdCompressor.FLUSH_BLOCK)
    with pytest.raises(PictureError):
        PictureDecoder().decode(rectangle(1024, len(frame), data))


GOOD = one(noise(20, 10))
ENDED = ZstdCompressor().compress(bytes(20 * 10 * 4), mode=ZstdCompressor.FLUSH_FRAME)


@pytest.mark.parametrize(
    "bad",
    [
        pytest.param(rectangle(20, 10, b""), id="nothing"),
        pytest.param(rectangle(20, 10, b"no Zstandard at all"), id="garbage"),
        pytest.param(msgspec.structs.replace(GOOD, data=GOOD.data[:-1]), id="truncated"),
        pytest.param(msgspec.structs.replace(GOOD, height=11), id="too little"),
        pytest.param(msgspec.structs.replace(GOOD, height=9), id="too much"),
        pytest.param(msgspec.structs.replace(GOOD, width=1, height=1), id="far too much"),
        pytest.param(rectangle(20, 10, ENDED), id="ended stream"),
        pytest.param(rectangle(20, 10, ENDED + GOOD.data), id="two streams"),
        pytest.param(rectangle(20, 10, b"\x50\x2a\x4d\x18\x04\x00\x00\x00abcd" + GOOD.data), id="skippable frame"),
    ],
)
def test_bad_data_is_one_error_and_the_last(bad: Rectangle) -> None:
    decoder = PictureDecoder()
    with pytest.raises(PictureError):
        decoder.decode(bad)
    with pytest.raises(PictureError, match="broken"):
        decoder.decode(GOOD)


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=60), st.integers(0, 200), st.integers(0, 255))
def test_no_data_raises_anything_else(tail: bytes, place: int, flip: int) -> None:
    damaged = bytearray(GOOD.data)
    damaged[place] ^= flip
    for data in (tail, GOOD.data[:place] + tail, bytes(damaged)):
        try:
            pixels = PictureDecoder().decode(rectangle(20, 10, data))
        except PictureError:
            continue
        assert pixels.shape == (10, 20, 4)


def test_a_larger_window_than_agreed_is_refused() -> None:
    options: dict[int, int] = {CompressionParameter.window_log: WINDOW_LOG + 1}
    data = ZstdCompressor(options=options).compress(bytes(4), mode=ZstdCompressor.FLUSH_BLOCK)
    with pytest.raises(PictureError):
        PictureDecoder().decode(rectangle(1, 1, data))


BOMB = """
import resource
from client.screen.codec import WINDOW_LOG, PictureDecoder
from client.screen.errors import PictureError
from client.screen.zstd import CompressionParameter, ZstdCompressor
from wire.messages import Coding, Rectangle

stream = ZstdCompressor(options={CompressionParameter.window_log: WINDOW_LOG})
zeros = bytes(2**20)
data = b"".join(stream.compress(zeros) for _ in range(512)) + stream.compress(b"", mode=ZstdCompressor.FLUSH_BLOCK)
assert len(data) < 2**17
decoder = PictureDecoder()
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
try:
    decoder.decode(Rectangle(0, 0, 256, 256, Coding.ZSTD_BGRX, data))
except PictureError:
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)
"""


def test_half_a_gibibyte_in_a_few_bytes_takes_no_memory() -> None:
    done = subprocess.run([sys.executable, "-c", BOMB], capture_output=True, text=True, check=True)
    grown = int(done.stdout)
    # The window of 16 MiB and some room; kibibytes.
    assert grown < 24 * 1024
