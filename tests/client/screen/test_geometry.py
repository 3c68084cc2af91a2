"""Rectangles and their splitting."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from client.screen.geometry import Rect, split
from wire import limits


@given(
    st.builds(Rect, st.integers(0, 99), st.integers(0, 99), st.integers(1, limits.SCREEN_SIDE), st.integers(1, 4096))
)
def test_parts_cover_the_rectangle_in_order(rectangle: Rect) -> None:
    parts = split(rectangle)
    assert parts[0].y == rectangle.y
    assert sum(part.height for part in parts) == rectangle.height
    for above, below in pairwise(parts):
        assert below.y == above.y + above.height
    for part in parts:
        assert (part.x, part.width) == (rectangle.x, rectangle.width)
        assert 0 < part.width * part.height <= limits.RECTANGLE_PIXELS


def test_within() -> None:
    assert Rect(0, 0, 4, 3).within(4, 3)
    for outside in (Rect(1, 0, 4, 3), Rect(0, 1, 4, 3), Rect(-1, 0, 2, 2), Rect(0, -1, 2, 2)):
        assert not outside.within(4, 3)
    assert not Rect(0, 0, 0, 3).within(4, 3)
    assert not Rect(0, 0, 4, -1).within(4, 3)
