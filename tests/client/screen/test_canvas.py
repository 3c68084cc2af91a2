"""The canvas: draws what fits, refuses the rest."""

import numpy as np
import pytest

from client.screen.canvas import Canvas
from client.screen.errors import PictureError
from client.screen.geometry import Rect
from wire import limits


def test_draws_in_place_and_tells_where() -> None:
    canvas = Canvas(10, 6)
    pixels = canvas.pixels
    patch = np.full((3, 4, 4), 200, np.uint8)
    assert canvas.draw(Rect(6, 3, 4, 3), patch) == Rect(6, 3, 4, 3)
    assert canvas.pixels is pixels
    assert pixels.shape == (6, 10, 4)
    assert (pixels[3:, 6:] == 200).all()
    assert (pixels[:3, :, :3] == 0).all()
    assert (pixels[:, :6, :3] == 0).all()


@pytest.mark.parametrize(
    "bad", [(7, 0, 4, 3), (0, 4, 4, 3), (65535, 0, 4, 3), (0, 65535, 4, 3), (-1, 0, 4, 3), (10, 6, 4, 3)]
)
def test_off_the_canvas(bad: tuple[int, int, int, int]) -> None:
    canvas = Canvas(10, 6)
    with pytest.raises(PictureError):
        canvas.draw(Rect(*bad), np.ones((3, 4, 4), np.uint8))
    assert not canvas.pixels[..., :3].any()


def test_larger_than_the_canvas() -> None:
    with pytest.raises(PictureError):
        Canvas(10, 6).draw(Rect(0, 0, 65535, 65535), np.ones((6, 10, 4), np.uint8))


@pytest.mark.parametrize("shape", [(3, 4, 3), (4, 3, 4), (1, 1, 4), (3, 4)])
def test_pixels_of_another_shape(shape: tuple[int, ...]) -> None:
    canvas = Canvas(10, 6)
    with pytest.raises(PictureError):
        canvas.draw(Rect(0, 0, 4, 3), np.ones(shape, np.uint8))
    assert not canvas.pixels[..., :3].any()


def test_resize_begins_black() -> None:
    canvas = Canvas(4, 4)
    canvas.draw(Rect(0, 0, 1, 1), np.ones((1, 1, 4), np.uint8))
    canvas.resize(8, 2)
    assert canvas.pixels.shape == (2, 8, 4)
    assert (canvas.width, canvas.height) == (8, 2)
    assert not canvas.pixels[..., :3].any()


@pytest.mark.parametrize(
    "size", [(0, 5), (5, 0), (-1, 5), (limits.SCREEN_SIDE + 1, 1), (1, limits.SCREEN_SIDE + 1), (16384, 16384)]
)
def test_sizes_out_of_bounds(size: tuple[int, int]) -> None:
    with pytest.raises(PictureError):
        Canvas(*size)
    canvas = Canvas(3, 3)
    with pytest.raises(PictureError):
        canvas.resize(*size)
    assert canvas.pixels.shape == (3, 3, 4)


@pytest.mark.parametrize("band", [1, 10, 2**16])
@pytest.mark.parametrize(("x", "y"), [(1, 1), (0, 0), (2, 1), (1, 2), (0, 2), (2, 2), (5, 3)])
def test_a_copy_takes_what_was_there_before_even_where_it_overlaps(
    x: int, y: int, band: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("client.screen.canvas._BAND", band)
    canvas = Canvas(10, 6)
    before = np.random.default_rng(1).integers(0, 256, (6, 10, 4), np.uint8)
    canvas.pixels[:] = before
    assert canvas.copy(Rect(1, 1, 5, 3), x, y) == Rect(x, y, 5, 3)
    assert np.array_equal(canvas.pixels[y : y + 3, x : x + 5], before[1:4, 1:6])


@pytest.mark.parametrize(("source", "x", "y"), [((6, 0, 5, 3), 0, 0), ((0, 0, 5, 3), 6, 0), ((0, 0, 5, 3), 0, 4)])
def test_a_copy_from_or_to_a_place_off_the_canvas(source: tuple[int, int, int, int], x: int, y: int) -> None:
    with pytest.raises(PictureError):
        Canvas(10, 6).copy(Rect(*source), x, y)
