"""Video: real H.264 both ways; one packet a picture, within the rate, and hostile packets raise one error."""

import gc
import math
import threading
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from client.screen.errors import PictureError
from client.screen.geometry import FrameBuffer
from client.screen.video import VideoDecoder, VideoEncoder
from wire import limits

WIDTH, HEIGHT = 320, 192


def picture(step: int, width: int = WIDTH, height: int = HEIGHT, grain: float = 3.0) -> FrameBuffer:
    """One picture of a film that pans over soft shapes."""
    y, x = np.mgrid[:height, :width]
    x = x + 5 * step
    colours = [60 * np.sin(x / (17 + 3 * c) + c) + 50 * np.cos((y + 2 * step) / (23 + 5 * c)) for c in range(3)]
    noise = np.random.default_rng(step).normal(0, grain, (height, width, 1))
    pixels = np.zeros((height, width, 4), np.uint8)
    pixels[..., :3] = np.clip(np.stack(colours, -1) + 128 + noise, 0, 255)
    return pixels


def quality(seen: FrameBuffer, shown: FrameBuffer) -> float:
    """The peak signal-to-noise ratio in dB."""
    error = np.mean((seen[..., :3].astype(np.float64) - shown[..., :3]) ** 2)
    return math.inf if error == 0 else 10 * math.log10(255**2 / float(error))


def packets(count: int, rate: float | None = None) -> list[bytes]:
    encoder = VideoEncoder(WIDTH, HEIGHT, rate)
    return [encoder.encode(picture(step), step / 30, rate) for step in range(count)]


def test_each_picture_comes_back_at_once() -> None:
    encoder, decoder = VideoEncoder(WIDTH, HEIGHT, None), VideoDecoder(WIDTH, HEIGHT)
    # A part of a larger frame, as it is called.
    frame = np.zeros((400, 600, 4), np.uint8)
    for step in range(30):
        part = frame[50 : 50 + HEIGHT, 33 : 33 + WIDTH]
        part[...] = picture(step)
        back = decoder.decode(encoder.encode(part, step / 30, None))
        assert back.shape == (HEIGHT, WIDTH, 4)
        assert (back[..., 3] == 255).all()
        # Each is like its own picture, not like the one before: nothing is late.
        assert quality(back, part) > quality(back, picture(step - 1) if step else np.zeros_like(part)) + 3
        assert quality(back, part) > (30 if step >= 5 else 25)


@pytest.mark.parametrize("width", [96, 97, 98, 100, 101, 103, 130, 132])
@pytest.mark.parametrize("height", [96, 97])
def test_odd_sizes_and_flat_colours(width: int, height: int) -> None:
    for colour in ((0, 0, 0), (255, 255, 255), (200, 100, 50), (0, 0, 255)):
        flat = np.zeros((height, width, 4), np.uint8)
        flat[..., :3] = colour
        encoder, decoder = VideoEncoder(width, height, None), VideoDecoder(width, height)
        for step in range(2):
            back = decoder.decode(encoder.encode(flat, step / 30, None))
        assert back.shape == flat.shape
        assert np.abs(back[..., :3].astype(np.int16) - flat[..., :3]).max() <= 4
        assert (back[..., 3] == 255).all()


def test_the_rate_is_kept_and_changed_at_once() -> None:
    encoder = VideoEncoder(640, 360, None)
    film = [picture(step, 640, 360, grain=12) for step in range(30)]
    measured = []
    now = 0.0
    for rate in (None, 60_000.0, 20_000.0, 120_000.0):
        sizes = []
        for step in range(60):
            now += 1 / 30
            sizes.append(len(encoder.encode(film[step % 30], now, rate)))
        measured.append(sum(sizes[30:]))
    full, middle, low, again = measured
    assert 0.7 * 60_000 < middle < 1.3 * 60_000
    assert 0.7 * 20_000 < low < 1.4 * 20_000
    assert full > again > middle


def test_fewer_pictures_get_more_each() -> None:
    film = [picture(step, 640, 360, grain=12) for step in range(40)]
    per_second = {}
    for rate in (30, 10):
        encoder = VideoEncoder(640, 360, 40_000.0)
        sizes = [len(encoder.encode(film[step], step / rate, 40_000.0)) for step in range(40)]
        per_second[rate] = sum(sizes[20:]) * rate / 20
    assert 0.6 * 40_000 < per_second[10] < 1.4 * 40_000
    assert 0.6 * 40_000 < per_second[30] < 1.4 * 40_000


def test_standstill_costs_next_to_nothing() -> None:
    encoder = VideoEncoder(WIDTH, HEIGHT, None)
    still = picture(1)
    sizes = [len(encoder.encode(still, step / 30, None)) for step in range(60)]
    assert sum(sizes[-10:]) < 10 * 100


def test_a_key_frame_when_asked_for() -> None:
    encoder = VideoEncoder(WIDTH, HEIGHT, None)
    sent = [encoder.encode(picture(step), step / 30, None, key=step == 7) for step in range(10)]
    decoder = VideoDecoder(WIDTH, HEIGHT)
    for step in range(7, 10):
        assert quality(decoder.decode(sent[step]), picture(step)) > 25
    with pytest.raises(PictureError):
        VideoDecoder(WIDTH, HEIGHT).decode(sent[8])


def test_another_line_needs_another_encoder() -> None:
    full = float(WIDTH * HEIGHT)
    fast, slow = VideoEncoder(WIDTH, HEIGHT, None), VideoEncoder(WIDTH, HEIGHT, 0.1 * full)
    assert fast.suits(None)
    assert fast.suits(0.3 * full)
    assert not fast.suits(0.1 * full)
    assert slow.suits(0.1 * full)
    assert slow.suits(0.4 * full)
    assert not slow.suits(None)
    # That is what for: no single picture blocks a slow line.
    wild = np.random.default_rng(1).integers(0, 256, (HEIGHT, WIDTH, 4), np.uint8)
    first = len(slow.encode(wild, 0.0, 0.1 * full))
    assert first < 0.7 * len(fast.encode(wild, 0.0, 0.1 * full))


def test_wrong_sizes() -> None:
    for width, height in ((0, 100), (100, 0), (limits.VIDEO_PIXELS, 2)):
        with pytest.raises(ValueError, match="pixels"):
            VideoEncoder(width, height, None)
        with pytest.raises(PictureError):
            VideoDecoder(width, height)
    with pytest.raises(PictureError):
        VideoDecoder(-100, -100)
    with pytest.raises(ValueError, match="320x192"):
        VideoEncoder(WIDTH, HEIGHT, None).encode(picture(0, 96, 96), 0.0, None)


def test_another_size_than_the_region_is_refused() -> None:
    large = VideoEncoder(1920, 1080, None).encode(picture(0, 1920, 1080), 0.0, None)
    for size in ((WIDTH, HEIGHT), (1912, 1080), (1080, 1920)):
        with pytest.raises(PictureError):
            VideoDecoder(*size).decode(large)


def foreign(pixel_format: str) -> bytes:
    context = av.CodecContext.create("libx264", "w")
    context.width, context.height, context.pix_fmt, context.framerate = WIDTH, HEIGHT, pixel_format, Fraction(30)
    context.options = {"tune": "zerolatency"}
    frame = av.VideoFrame.from_ndarray(picture(0), "bgra").reformat(format=pixel_format)
    frame.pts = 0
    return b"".join(bytes(packet) for packet in context.encode(frame))


@pytest.mark.parametrize("pixel_format", ["yuv444p", "yuv422p", "yuv420p10le"])
def test_another_pixel_format_is_refused(pixel_format: str) -> None:
    data = foreign(pixel_format)
    assert data
    with pytest.raises(PictureError):
        VideoDecoder(WIDTH, HEIGHT).decode(data)


def test_more_than_one_picture_is_refused() -> None:
    first, second, *_ = packets(3)
    with pytest.raises(PictureError):
        VideoDecoder(WIDTH, HEIGHT).decode(first + second)
    # A packet of pictures that say "as before" would take minutes.
    sent = packets(3)
    decoder = VideoDecoder(WIDTH, HEIGHT)
    decoder.decode(sent[0])
    with pytest.raises(PictureError):
        decoder.decode(sent[1] * 10_000)


def test_dead_after_an_error() -> None:
    first, second = packets(2)
    decoder = VideoDecoder(WIDTH, HEIGHT)
    decoder.decode(first)
    with pytest.raises(PictureError):
        decoder.decode(b"")
    with pytest.raises(PictureError):
        decoder.decode(second)


SENT = packets(4)


@given(
    st.binary(max_size=300)
    | st.tuples(
        st.integers(0, 3),
        st.lists(st.tuples(st.integers(0, 60_000), st.integers(0, 255)), max_size=8),
        st.integers(0, 2),
    )
)
@settings(max_examples=300, deadline=None)
def test_hostile_packets_raise_nothing_else(hostile: bytes | tuple[int, list[tuple[int, int]], int]) -> None:
    decoder = VideoDecoder(WIDTH, HEIGHT)
    sent = list(SENT)
    if isinstance(hostile, bytes):
        sent[1] = hostile
    else:
        index, changes, cut = hostile
        damaged = bytearray(sent[index])
        for position, value in changes:
            damaged[position % len(damaged)] = value
        sent[index] = bytes(damaged[: len(damaged) // (1 + cut)])
    try:
        for data in sent:
            assert decoder.decode(data).shape == (HEIGHT, WIDTH, 4)
    except PictureError:
        with pytest.raises(PictureError):
            decoder.decode(SENT[0])


def test_broken_packets_say_nothing_on_the_terminal(capfd: pytest.CaptureFixture[str]) -> None:
    for data in (SENT[0][:400], SENT[1], b"\x00\x00\x01\x67" + bytes(60), SENT[0].replace(b"\x65", b"\x41")):
        with pytest.raises(PictureError):
            VideoDecoder(WIDTH, HEIGHT).decode(data)
    captured = capfd.readouterr()
    assert captured.out == captured.err == ""


def test_no_thread_is_left() -> None:
    """Neither Python's threads nor those of the libraries: these end with the object that has them."""

    def once() -> None:
        encoder, decoder = VideoEncoder(WIDTH, HEIGHT, None), VideoDecoder(WIDTH, HEIGHT)
        decoder.decode(encoder.encode(picture(0), 0.0, None))
        with pytest.raises(PictureError):
            decoder.decode(b"nonsense")

    once()
    gc.collect()
    before = (threading.active_count(), _threads())
    for _ in range(10):
        once()
    gc.collect()
    assert (threading.active_count(), _threads()) == before


def _threads() -> int:
    tasks = Path("/proc/self/task")
    return len(list(tasks.iterdir())) if tasks.is_dir() else 0
