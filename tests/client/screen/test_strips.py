"""Where areas are cut: by lines of text, however these are spaced, and always all of the area."""

from itertools import accumulate

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from client.screen.strips import GRAIN, MAX_HEIGHT, Changes, Cutter, most_panes, most_strips, strips_of

TALL, SMALL, DEEP = 3, 9, 2
"""Rows of letters above the small ones, of the small ones, and below their feet."""


def page(height: int, width: int, feet: list[int]) -> Changes:
    """Lines of letters whose last row above their feet is one of these; most letters are small ones."""
    draw = np.random.default_rng(3)
    changes = np.zeros((height, -(-width // GRAIN) * GRAIN), np.bool_)
    for row in feet:
        for top, end, share in (
            (row - SMALL - TALL, row - SMALL, 0.08),
            (row - SMALL, row, 0.3),
            (row, row + DEEP, 0.05),
        ):
            some = changes[max(0, top) : max(0, end), 1:width]
            some |= draw.random(some.shape) < share
    return changes


def cuts(cutter: Cutter, changes: Changes, width: int) -> set[int]:
    panes = cutter.cut(changes, width)
    assert len(panes) == 1
    return set(accumulate(panes[0].heights[:-1]))


@pytest.mark.parametrize("pitch", [16, 18, 22, 31])
def test_each_line_of_a_page_has_a_strip_of_the_pitch(pitch: int) -> None:
    feet = list(range(40, 380, pitch))
    found = Cutter().cut(page(400, 640, feet), 640)
    assert len(found) == 1
    assert found[0].heights.count(pitch) >= len(feet) - 1


def test_where_every_other_line_is_blank_strips_hold_one_line() -> None:
    lines = [20, 56, 92, 110, 146, 182]
    heights = Cutter().cut(page(200, 640, lines), 640)[0].heights
    assert heights.count(18) >= len(lines)
    assert max(heights) < 2 * 18


def test_letters_are_not_cut_through_where_their_halves_repeat() -> None:
    # Small letters are half as high as the lines are apart, so that their upper edges repeat as the feet do.
    changes = np.zeros((200, 640), np.bool_)
    draw = np.random.default_rng(1)
    for row in range(30, 190, 22):
        changes[row - 11 : row, 1:] = draw.random((11, 639)) < 0.2
        changes[[row - 11, row - 1], 1:] = draw.random((2, 639)) < 0.6
    inked = np.count_nonzero(changes, axis=1) > 0
    found = cuts(Cutter(), changes, 640)
    assert len(found) > 6
    assert not any(inked[cut - 1] and inked[cut] for cut in found)


def test_a_pitch_is_remembered_for_areas_that_do_not_show_it() -> None:
    cutter = Cutter()
    cutter.cut(page(400, 640, list(range(40, 380, 27))), 640)
    assert cutter.cut(page(100, 640, [50]), 640)[0].heights.count(27) == 1
    cutter.cut(page(400, 640, list(range(40, 380, 17))), 640)
    assert cutter.cut(page(100, 640, [50]), 640)[0].heights.count(17) == 1


def test_windows_side_by_side_are_cut_apart() -> None:
    changes = page(300, 1280, list(range(30, 290, 17)))
    changes[:, :640] = page(300, 640, list(range(25, 290, 23)))
    panes = Cutter().cut(changes, 1280)
    assert [(pane.left, pane.right) for pane in panes] == [(0, 640), (640, 1280)]
    assert panes[0].heights.count(23) >= 10
    assert panes[1].heights.count(17) >= 13


@settings(max_examples=150, deadline=None)
@given(st.integers(1, 300), st.integers(1, 1400), st.integers(0, 2**32 - 1), st.floats(0, 1))
def test_strips_cover_any_area(height: int, width: int, seed: int, share: float) -> None:
    draw = np.random.default_rng(seed)
    cutter = Cutter()
    for _ in range(2):
        changes = np.zeros((height, -(-width // GRAIN) * GRAIN), np.bool_)
        rows = draw.random(height) < share
        changes[rows, 1:width] = draw.random((int(rows.sum()), width - 1)) < share
        panes = cutter.cut(changes, width)
        assert [pane.left for pane in panes] == [0, *(pane.right for pane in panes[:-1])]
        assert panes[-1].right == width
        assert len(panes) <= most_panes(width)
        assert all(sum(pane.heights) == height and min(pane.heights) > 0 for pane in panes)
        assert all(max(pane.heights) <= MAX_HEIGHT and len(pane.heights) <= most_strips(height) for pane in panes)
        covered = np.zeros((height, width), np.int64)
        for left, right, top, end in strips_of(panes):
            covered[top:end, left:right] += 1
        assert (covered == 1).all()
