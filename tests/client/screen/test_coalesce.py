"""Few rectangles: they cover the given ones, do not overlap, and are not much larger."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from client.screen.coalesce import SLACK, few_rectangles
from client.screen.geometry import Rect

_SIDE = 600
_RECTANGLES = st.builds(
    Rect, st.integers(0, _SIDE - 60), st.integers(0, _SIDE - 60), st.integers(1, 60), st.integers(1, 60)
)


@settings(max_examples=200, deadline=None)
@given(st.lists(_RECTANGLES, max_size=80), st.integers(1, 40))
def test_covers_without_overlap(rectangles: list[Rect], most: int) -> None:
    found = few_rectangles(rectangles, most)
    assert len(found) <= most
    covered = np.zeros((_SIDE, _SIDE), np.uint8)
    for rectangle in found:
        assert rectangle.within(_SIDE, _SIDE)
        x, y, width, height = rectangle
        covered[y : y + height, x : x + width] += 1
    assert covered.max() <= 1
    for x, y, width, height in rectangles:
        assert covered[y : y + height, x : x + width].all()


def test_letters_of_a_line_become_one() -> None:
    letters = [Rect(100 + 12 * number, 50, 8, 14) for number in range(30)]
    assert few_rectangles(letters, 32) == [Rect(100, 50, 12 * 29 + 8, 14)]


def test_paragraphs_become_one_though_each_is_large() -> None:
    paragraphs = [Rect(40, 0, 1300, 200), Rect(40, 206, 1250, 60), Rect(40, 270, 1300, 200)]
    assert few_rectangles(paragraphs, 32, slack=0) == [Rect(40, 0, 1300, 470)]
    beside = [Rect(0, 0, 600, 200), Rect(700, 0, 600, 200)]
    assert few_rectangles(beside, 32, slack=0) == beside


def test_what_lies_far_apart_stays_apart() -> None:
    corners = [Rect(0, 0, 20, 20), Rect(1900, 0, 20, 20), Rect(0, 1060, 20, 20), Rect(1900, 1060, 20, 20)]
    assert SLACK < 1920 * 20 - 2 * 400
    assert sorted(few_rectangles(corners, 32)) == sorted(corners)


def test_a_thousand_specks_do_not_become_the_whole_screen() -> None:
    specks = [Rect(8 * (n % 40), 8 * (n // 40), 2, 2) for n in range(1000)] + [Rect(1900, 1000, 2, 2)]
    found = few_rectangles(specks, 32)
    assert len(found) <= 32
    assert sum(r.width * r.height for r in found) < 1920 * 1080 / 8
