"""Parts of one colour."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from client.screen.errors import PictureError
from client.screen.geometry import Rect
from client.screen.solid import colour_of, solid


def test_the_colour_comes_back() -> None:
    frame = np.zeros((50, 70, 4), np.uint8)
    area = Rect(3, 4, 60, 40)
    frame[4:44, 3:63, :3] = 10, 200, 30
    colour = colour_of(frame, area)
    assert colour == bytes((10, 200, 30))
    assert (solid(60, 40, colour)[..., :3] == frame[4:44, 3:63, :3]).all()


@given(
    x=st.integers(0, 59),
    y=st.integers(0, 39),
    width=st.integers(1, 60),
    height=st.integers(1, 40),
    channel=st.integers(0, 3),
)
@settings(max_examples=200)
def test_one_other_pixel_is_seen_wherever_it_is(x: int, y: int, width: int, height: int, channel: int) -> None:
    frame = np.full((40, 60, 4), 77, np.uint8)
    frame[y, x, channel] ^= 1
    area = Rect(0, 0, width, height)
    # The byte X means nothing.
    alone = (width, height) == (1, 1)
    inside = x < width and y < height and channel < 3 and not alone
    assert (colour_of(frame, area) is None) == inside


@pytest.mark.parametrize("data", [b"", b"\0\0", bytes(4)])
def test_what_is_no_colour_is_refused(data: bytes) -> None:
    with pytest.raises(PictureError):
        solid(8, 8, data)
