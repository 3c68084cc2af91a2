"""Photographs: told from text, coded in full colour, and nothing foreign is decoded."""

import os

import numpy as np
import pytest
import simplejpeg
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtGui import QColor, QFont, QImage, QPainter
from PySide6.QtWidgets import QApplication

from client.screen.errors import PictureError
from client.screen.geometry import FrameBuffer
from client.screen.photo import COARSE, GOOD, TILE, decode_photo, encode_photo, looks_photographic, photographic_tiles
from wire import limits

# Text is drawn without a display.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


def photograph(width: int, height: int, seed: int = 1) -> FrameBuffer:
    """Soft shapes with the grain of a sensor."""
    y, x = np.mgrid[:height, :width]
    waves = [60 * np.sin(x / (17 + 9 * c) + c) + 50 * np.cos(y / (23 + 5 * c)) for c in range(3)]
    grain = np.random.default_rng(seed).normal(0, 3, (height, width, 1))
    picture = np.full((height, width, 4), 255, np.uint8)
    picture[..., :3] = np.clip(np.stack(waves, -1) + 128 + grain, 0, 255)
    return picture


def text(width: int, height: int, size: int, ink: str, paper: str) -> FrameBuffer:
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(QColor(paper))
    font = QFont("DejaVu Sans")
    font.setPixelSize(size)
    painter = QPainter(image)
    painter.setFont(font)
    painter.setPen(QColor(ink))
    for y in range(size, height + size, size + 3):
        painter.drawText(2, y, "Wer möchte, kann žarnico (4,50 €) {mit} [Öl] reparieren %& — 0123456789 mmmm WWW " * 3)
    painter.end()
    return np.frombuffer(image.constBits(), np.uint8).reshape(height, -1, 4)[:, :width].copy()


def subpixel(picture: FrameBuffer) -> FrameBuffer:
    """Let each colour see a third of a pixel to its side, as fonts on flat screens are drawn."""
    seen = picture.astype(np.int16)
    drawn = picture.copy()
    drawn[..., 0] = (2 * seen[..., 0] + np.roll(seen[..., 0], 1, axis=1)) // 3
    drawn[..., 2] = (2 * seen[..., 2] + np.roll(seen[..., 2], -1, axis=1)) // 3
    return drawn


@pytest.mark.parametrize("size", [9, 13, 30])
@pytest.mark.parametrize(("ink", "paper"), [("black", "white"), ("#d4d4d4", "#1e1e1e"), ("#c586c0", "#252526")])
def test_text_is_no_photograph(qapp: QApplication, size: int, ink: str, paper: str) -> None:
    page = text(640, 384, size, ink, paper)
    # The page must have something on it, or this would show nothing.
    assert (page[..., 1] != page[0, 0, 1]).mean() > 0.05
    assert not photographic_tiles(page).any()
    assert not photographic_tiles(subpixel(page)).any()


def test_photographs_and_noisy_gradients_are() -> None:
    assert photographic_tiles(photograph(640, 384)).all()
    slope = np.linspace(40, 180, 640)[None, :, None] + np.zeros((384, 1, 4))
    grain = np.random.default_rng(2).normal(0, 2, slope.shape)
    assert photographic_tiles((slope + grain).astype(np.uint8)).all()
    assert not photographic_tiles(slope.astype(np.uint8)).any()


def test_each_tile_is_judged_by_itself(qapp: QApplication) -> None:
    page = text(5 * TILE + 20, 3 * TILE + 40, 13, "black", "white")
    page[TILE : 2 * TILE, 2 * TILE : 4 * TILE] = photograph(2 * TILE, TILE)
    page[3 * TILE :, 5 * TILE :] = photograph(20, 40)
    expected = np.zeros((4, 6), np.bool_)
    expected[1, 2:4] = expected[3, 5] = True
    assert np.array_equal(photographic_tiles(page), expected)
    assert not looks_photographic(page)
    assert looks_photographic(page[TILE : 2 * TILE, TILE : 4 * TILE])


@given(st.integers(1, 200), st.integers(1, 200))
@settings(max_examples=60, deadline=None)
def test_any_size_has_its_tiles(width: int, height: int) -> None:
    assert photographic_tiles(photograph(width, height)).shape == (-(-height // TILE), -(-width // TILE))


@given(st.integers(1, 130), st.integers(1, 130))
@settings(max_examples=60, deadline=None)
def test_comes_back_nearly_the_same(width: int, height: int) -> None:
    # A part of a frame is not contiguous.
    frame = photograph(width + 9, height + 7)
    part = frame[5 : 5 + height, 3 : 3 + width]
    data = encode_photo(part)
    back = decode_photo(width, height, data)
    assert back.shape == part.shape
    assert (back[..., 3] == 255).all()
    assert np.abs(back[..., :3].astype(np.int16) - part[..., :3]).mean() < 4


def test_coloured_detail_is_kept_and_coarse_is_smaller() -> None:
    picture = photograph(256, 256)
    picture[::2, ::2, :3] = (0, 0, 255)
    assert decode_photo(256, 256, encode_photo(picture, 95))[64, 64, 2] > 200
    plain = photograph(512, 512)
    assert len(encode_photo(plain, COARSE)) < 0.6 * len(encode_photo(plain, GOOD))


def test_too_much_is_not_encoded() -> None:
    with pytest.raises(ValueError, match="0x5"):
        encode_photo(np.zeros((5, 0, 4), np.uint8))
    with pytest.raises(ValueError, match="2000x2000"):
        encode_photo(np.zeros((2000, 2000, 4), np.uint8))
    with pytest.raises(PictureError):
        decode_photo(limits.RECTANGLE_PIXELS, 2, encode_photo(photograph(64, 64)))


def test_noise_is_within_the_bytes_of_a_photograph_and_more_is_refused() -> None:
    chance = np.random.default_rng(1)
    for colours in (chance.integers(0, 256, (256, 256, 4)), 255 * chance.integers(0, 2, (256, 256, 4))):
        data = encode_photo(colours.astype(np.uint8), GOOD)
        assert decode_photo(256, 256, data).shape == (256, 256, 4)
        best = encode_photo(colours.astype(np.uint8), 100)
        with pytest.raises(PictureError, match="bytes"):
            decode_photo(256, 256, best)
    for size in (1, 8):
        assert decode_photo(size, size, encode_photo(photograph(size, size), GOOD)).shape == (size, size, 4)


def test_another_size_or_kind_is_refused() -> None:
    picture = photograph(64, 48)
    data = encode_photo(picture)
    for width, height in ((48, 64), (64, 47), (65, 48), (0, 48), (-64, -48)):
        with pytest.raises(PictureError):
            decode_photo(width, height, data)
    for subsampling in ("420", "422", "Gray"):
        with pytest.raises(PictureError):
            decode_photo(64, 48, simplejpeg.encode_jpeg(picture, 80, "BGRX", subsampling))


def test_progressive_is_refused() -> None:
    data = encode_photo(photograph(64, 48))
    assert data.count(b"\xff\xc0") == 1
    with pytest.raises(PictureError):
        decode_photo(64, 48, data.replace(b"\xff\xc0", b"\xff\xc2"))
    # A second frame header, and a scan of one colour alone, which make libjpeg keep the whole picture.
    start = data.index(b"\xff\xc0")
    again = data[start : start + 19]
    with pytest.raises(PictureError):
        decode_photo(64, 48, data[:start] + again + data[start:])
    with pytest.raises(PictureError):
        decode_photo(64, 48, data.replace(b"\xff\xda\x00\x0c\x03\x01\x00", b"\xff\xda\x00\x08\x01\x01\x00"))


def test_truncated_is_refused() -> None:
    data = encode_photo(photograph(64, 48))
    for length in (*range(700), *range(700, len(data), 37)):
        with pytest.raises(PictureError):
            decode_photo(64, 48, data[:length])
    with pytest.raises(PictureError):
        decode_photo(64, 48, data[: len(data) // 2] + b"\xff\xd9")


@given(st.binary(max_size=400) | st.lists(st.tuples(st.integers(0, 4000), st.integers(0, 255)), max_size=6))
@settings(max_examples=300, deadline=None)
def test_hostile_bytes_raise_nothing_else(change: bytes | list[tuple[int, int]]) -> None:
    data = bytearray(encode_photo(photograph(64, 48)))
    if isinstance(change, bytes):
        data = bytearray(b"\xff\xd8" + change + b"\xff\xd9")
    else:
        for position, value in change:
            data[position % len(data)] = value
    try:
        back = decode_photo(64, 48, bytes(data))
    except PictureError:
        return
    assert back.shape == (48, 64, 4)
