from pathlib import Path

import numpy as np
import pytest

from benchmarks.harness.desktop import virtual_display
from benchmarks.screen import barcode
from benchmarks.screen.frame_buffer import FrameBuffer, equal, likeness
from benchmarks.screen.works import BAR, STAGE
from benchmarks.screen.x_window import StageWindow


@pytest.fixture
def screen() -> barcode.Pixels:
    """A screen full of noise."""
    return np.random.default_rng(3).integers(0, 1 << 32, (300, 500), np.uint32)


def test_every_count_is_read_back() -> None:
    for count in range(barcode.COUNTS):
        assert barcode.read(barcode.paint(count)[barcode.HEIGHT // 2]) == count


def test_a_wrong_block_is_not_read() -> None:
    row = barcode.paint(1234)[0]
    for block in range(barcode.BLOCKS):
        spoiled = row.copy()
        spoiled[block * barcode.BLOCK : (block + 1) * barcode.BLOCK] ^= 0xFFFFFF
        assert barcode.read(spoiled) != 1234


def test_lossy_coding_does_not_hide_it() -> None:
    picture = barcode.paint(77).view(np.uint8).astype(np.int16)
    noise = np.random.default_rng(1).integers(-70, 71, picture.shape)
    lossy = np.clip(picture + noise, 0, 255).astype(np.uint8).view(np.uint32)
    assert barcode.read(lossy[barcode.HEIGHT // 2]) == 77


def test_it_is_found_where_it_lies(screen: barcode.Pixels) -> None:
    screen[201 : 201 + barcode.HEIGHT, 123 : 123 + barcode.WIDTH] = barcode.paint(9)
    assert barcode.find(screen, 9) == (123, 201)
    assert barcode.find(screen, 10) is None


def test_two_of_them_are_no_place(screen: barcode.Pixels) -> None:
    for top in (20, 220):
        screen[top : top + barcode.HEIGHT, 40 : 40 + barcode.WIDTH] = barcode.paint(9)
    assert barcode.find(screen, 9) is None


def test_it_goes_through_the_pixels_of_a_display(tmp_path: Path) -> None:
    with virtual_display("1920x1080x24", tmp_path) as display:
        window = StageWindow(display, STAGE)
        window.put(BAR.x, BAR.y, barcode.paint(2345))
        window.settle()
        buffer = FrameBuffer(tmp_path)
        assert (buffer.width, buffer.height) == (1920, 1080)
        assert barcode.find(buffer.pixels, 2345) == (STAGE.x + BAR.x, STAGE.y + BAR.y)
        window.close()


def test_pictures_are_compared_by_their_colours(screen: barcode.Pixels) -> None:
    other = screen ^ np.uint32(0xFF000000)
    assert equal(screen, other)
    assert likeness(screen, other) == float("inf")
    other[299, 499] ^= 1
    assert not equal(screen, other)
    assert 90 < likeness(screen, other) < 200
