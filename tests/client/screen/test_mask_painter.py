import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from client.screen.geometry import Rect
from client.screen.mask_painter import MASK_COLOUR, blank

WIDTH, HEIGHT = 20, 12
places = st.integers(-30, 30)
sizes = st.integers(0, 40)


@given(st.lists(st.builds(Rect, places, places, sizes, sizes), max_size=4), st.tuples(places, places))
def test_exactly_the_regions_are_painted(regions: list[Rect], origin: tuple[int, int]) -> None:
    frame = np.arange(HEIGHT * WIDTH * 4, dtype=np.uint8).reshape(HEIGHT, WIDTH, 4)
    expected = frame.copy()
    for y in range(HEIGHT):
        for x in range(WIDTH):
            if any(0 <= x + origin[0] - r.x < r.width and 0 <= y + origin[1] - r.y < r.height for r in regions):
                expected[y, x] = MASK_COLOUR
    assert blank(frame, regions, origin) is frame
    assert np.array_equal(frame, expected)


def test_a_frame_that_cannot_be_written_is_copied_when_needed() -> None:
    frame = np.frombuffer(bytes(WIDTH * HEIGHT * 4), np.uint8).reshape(HEIGHT, WIDTH, 4)
    assert blank(frame, []) is frame
    painted = blank(frame, [Rect(0, 0, 1, 1)])
    assert painted[0, 0].tolist() == list(MASK_COLOUR)
    assert not frame.any()
