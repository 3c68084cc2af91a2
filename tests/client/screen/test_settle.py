"""Settling: what is lossy becomes due when its own tile rests, and nothing else does."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from client.screen.geometry import Rect
from client.screen.settle import QUIET, TILE, Settling

PLENTY = 10**9


def pixels(areas: list[Rect], width: int, height: int) -> np.ndarray[tuple[int, int], np.dtype[np.uint8]]:
    grid = np.zeros((height, width), np.uint8)
    for x, y, w, h in areas:
        assert Rect(x, y, w, h).within(width, height)
        grid[y : y + h, x : x + w] += 1
    return grid


def test_exact_at_first() -> None:
    settling = Settling(300, 200)
    assert settling.next_due() is None
    assert settling.due(1e9, PLENTY) == []


def test_due_after_its_quiet_and_until_it_was_sent() -> None:
    settling = Settling(300, 200)
    area = Rect(10, 20, 100, 30)
    settling.lossy(5.0, area)
    assert settling.next_due() == 5.0 + QUIET
    assert settling.due(5.0 + QUIET / 2, PLENTY) == []
    assert settling.due(5.0 + QUIET, PLENTY) == [area]
    assert settling.due(6.0, PLENTY) == [area]
    settling.exact(area)
    assert settling.due(6.0, PLENTY) == []
    assert settling.next_due() is None


def test_what_changes_again_does_not_rest() -> None:
    settling = Settling(300, 200)
    area = Rect(10, 20, 100, 30)
    settling.touched(4.0, area)
    assert settling.next_due() is None
    settling.lossy(5.0, area)
    settling.touched(5.08, Rect(0, 0, 300, 200))
    assert settling.due(5.0 + QUIET, PLENTY) == []
    assert settling.due(5.08 + QUIET, PLENTY) == [area]


def test_what_changes_elsewhere_postpones_nothing() -> None:
    settling = Settling(TILE * 4, TILE * 3)
    calm, busy = Rect(0, 0, TILE, TILE), Rect(TILE * 2, TILE, TILE, TILE)
    settling.lossy(1.0, calm)
    settling.lossy(1.0, busy)
    settling.touched(1.0 + QUIET / 2, busy)
    assert settling.due(1.0 + QUIET, PLENTY) == [calm]


def test_each_tile_rests_by_itself() -> None:
    settling = Settling(TILE * 4, TILE * 3)
    settling.lossy(1.0, Rect(0, 0, TILE * 4, TILE * 3))
    busy = Rect(TILE, TILE, TILE, TILE)
    for step in range(10):
        now = 1.0 + step * QUIET / 2
        settling.lossy(now, busy)
        for area in settling.due(now, PLENTY):
            assert area.common(busy) is None
            settling.exact(area)
    assert settling.due(now, PLENTY) == []
    assert settling.due(now + QUIET, PLENTY) == [busy]


def test_exact_changes_do_not_postpone() -> None:
    """Who types into a photograph need not stop for it to become sharp."""
    settling = Settling(TILE, TILE)
    settling.lossy(1.0, Rect(0, 0, TILE, TILE))
    settling.exact(Rect(0, 0, TILE, 8))
    assert settling.due(1.0 + QUIET, PLENTY) == [Rect(0, 8, TILE, TILE - 8)]


def test_copies_take_lossiness_along() -> None:
    settling = Settling(500, 400)
    settling.lossy(1.0, Rect(100, 100, 50, 40))
    settling.copied(2.0, Rect(50, 90, 200, 100), 60, 97)
    # What was behind it is lossy still, where nothing was copied over it.
    grid = pixels(settling.due(3.0, PLENTY), 500, 400)
    assert grid[107:147, 110:160].all()
    assert settling.due(2.0 + QUIET / 2, PLENTY) == []
    # The copy's source left the old place; an exact one came from its left.
    settling.exact(Rect(110, 107, 50, 40))
    assert settling.due(3.0, PLENTY) == []


def test_an_exact_copy_makes_exact() -> None:
    settling = Settling(500, 400)
    settling.lossy(1.0, Rect(300, 300, 20, 20))
    settling.copied(1.0, Rect(0, 0, 30, 30), 295, 295)
    assert settling.due(9.0, PLENTY) == []


def test_scrolling_spreads_nothing() -> None:
    settling = Settling(640, 640)
    photo = Rect(200, 560, 100, 60)
    settling.lossy(0.0, photo)
    for step in range(60):
        settling.copied(0.1 * step, Rect(0, 7, 640, 633), 0, 0)
        settling.exact(Rect(0, 633, 640, 7))
    due = settling.due(100.0, PLENTY)
    assert pixels(due, 640, 640).sum() == 100 * 60
    assert pixels(due, 640, 640)[560 - 420 : 620 - 420, 200:300].all()


def test_bounded_oldest_first() -> None:
    settling = Settling(TILE * 10, TILE * 2)
    for index in (3, 8, 1):
        settling.lossy(float(-index), Rect(index * TILE, 0, TILE, TILE))
    one = TILE * TILE
    assert settling.due(1.0, one) == [Rect(8 * TILE, 0, TILE, TILE)]
    assert set(settling.due(1.0, 2 * one)) == {Rect(8 * TILE, 0, TILE, TILE), Rect(3 * TILE, 0, TILE, TILE)}
    assert settling.due(1.0, 1) == [Rect(8 * TILE, 0, TILE, TILE)], "at least one, or nothing would ever settle"


def test_neighbours_are_one_rectangle() -> None:
    settling = Settling(1920, 1080)
    region = Rect(300, 170, 1280, 720)
    settling.lossy(0.0, region)
    assert settling.due(1.0, PLENTY) == [region]


AREAS = st.builds(
    lambda x, y, w, h: Rect(x, y, min(w, 200 - x), min(h, 150 - y)),
    st.integers(0, 199),
    st.integers(0, 149),
    st.integers(1, 200),
    st.integers(1, 150),
)


@given(
    st.lists(st.tuples(st.sampled_from(["lossy", "exact", "copied"]), AREAS, AREAS), max_size=25), st.integers(1, 9000)
)
@settings(max_examples=150, deadline=None)
def test_all_that_is_lossy_settles_and_nothing_more(steps: list[tuple[str, Rect, Rect]], most: int) -> None:
    settling = Settling(200, 150)
    model = np.zeros((150, 200), np.bool_)
    for step, (kind, area, target) in enumerate(steps):
        x, y, w, h = area
        if kind == "lossy":
            settling.lossy(float(step), area)
            model[y : y + h, x : x + w] = True
        elif kind == "exact":
            settling.exact(area)
            model[y : y + h, x : x + w] = False
        else:
            w, h = min(w, 200 - target.x), min(h, 150 - target.y)
            settling.copied(float(step), Rect(x, y, w, h), target.x, target.y)
            model[target.y : target.y + h, target.x : target.x + w] = model[y : y + h, x : x + w].copy()
    sent = np.zeros((150, 200), np.bool_)
    rounds = 0
    while areas := settling.due(1000.0, most):
        grid = pixels(areas, 200, 150)
        assert grid.max() == 1
        assert grid.sum() <= max(most, TILE * TILE)
        sent |= grid.astype(np.bool_)
        for area in areas:
            settling.exact(area)
        rounds += 1
        assert rounds < 100
    assert not (model & ~sent).any(), "lossy for ever"
    assert settling.next_due() is None
