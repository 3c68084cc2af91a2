"""Damage: covers every changed pixel, and little else."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from client.screen.damage import BAND, TILE
from client.screen.damage import changed_rectangles as changed_within
from client.screen.geometry import FrameBuffer, Rect
from wire import limits

SIDES = st.integers(1, 220)


def changed_rectangles(before: FrameBuffer, after: FrameBuffer) -> list[Rect]:
    """Compare all of two frames."""
    return changed_within(before, after, [Rect(0, 0, before.shape[1], before.shape[0])])


@st.composite
def frames(draw: st.DrawFn) -> tuple[FrameBuffer, FrameBuffer]:
    width, height = draw(SIDES), draw(SIDES)
    before = np.random.default_rng(draw(st.integers(0, 9))).integers(0, 256, (height, width, 4), np.uint8)
    after = before.copy()
    for _ in range(draw(st.integers(0, 6))):
        x, y = draw(st.integers(0, width - 1)), draw(st.integers(0, height - 1))
        right, bottom = x + draw(st.integers(1, 80)), y + draw(st.integers(1, 80))
        # The last channel is X, whose changes do not count.
        after[y:bottom, x:right, draw(st.integers(0, 3))] ^= np.uint8(draw(st.integers(1, 255)))
    return before, after


@settings(max_examples=150, deadline=None)
@given(frames())
def test_covers_what_a_naive_comparison_finds(pair: tuple[FrameBuffer, FrameBuffer]) -> None:
    before, after = pair
    height, width = before.shape[:2]
    changed = (before[..., :3] != after[..., :3]).any(axis=2)
    covered = np.zeros((height, width), np.uint8)
    for rectangle in changed_rectangles(before, after):
        assert rectangle.within(width, height)
        x, y, w, h = rectangle
        covered[y : y + h, x : x + w] += 1
        part = changed[y : y + h, x : x + w]
        # Trimmed: each of the four edges has a changed pixel.
        assert part[0].any()
        assert part[-1].any()
        assert part[:, 0].any()
        assert part[:, -1].any()
    assert covered.max() <= 1
    assert not (changed & (covered == 0)).any()


@settings(max_examples=150, deadline=None)
@given(frames(), st.data())
def test_looks_only_inside_the_areas(pair: tuple[FrameBuffer, FrameBuffer], data: st.DataObject) -> None:
    before, after = pair
    height, width = before.shape[:2]
    # Neighbours that share an edge, and a gap between two of them.
    cuts = sorted(data.draw(st.lists(st.integers(0, width), min_size=4, max_size=4, unique=width >= 4)))
    top = data.draw(st.integers(0, height - 1))
    rows = data.draw(st.integers(1, height - top))
    edges = ((0, cuts[0]), (cuts[0], cuts[1]), (cuts[2], cuts[3]))
    areas = [Rect(left, top, right - left, rows) for left, right in edges if left < right]
    inside = np.zeros((height, width), bool)
    for x, y, w, h in areas:
        inside[y : y + h, x : x + w] = True
    merged = np.where(inside[..., None], after, before)
    found = changed_within(before, after, areas)
    covered = np.zeros((height, width), np.uint8)
    for x, y, w, h in found:
        covered[y : y + h, x : x + w] += 1
    changed = (before[..., :3] != merged[..., :3]).any(axis=2)
    assert covered.max() <= 1
    assert not (covered.astype(bool) & ~inside).any()
    assert not (changed & (covered == 0)).any()


@pytest.mark.parametrize("area", [Rect(0, 0, 9, 8), Rect(-1, 0, 4, 4), Rect(2, 2, 0, 3)])
def test_areas_outside_the_frames_are_refused(area: Rect) -> None:
    frame = np.zeros((8, 8, 4), np.uint8)
    with pytest.raises(ValueError, match="outside"):
        changed_within(frame, frame, [area])


def test_one_letter_is_one_exact_rectangle() -> None:
    before = np.zeros((1080, 1920, 4), np.uint8)
    after = before.copy()
    after[500:512, 602:610, 1] = 9
    assert changed_rectangles(before, after) == [Rect(602, 500, 8, 12)]


def test_neighbouring_tiles_and_bands_become_one_rectangle() -> None:
    before = np.zeros((BAND * 5, TILE * 9, 4), np.uint8)
    after = before.copy()
    after[BAND - 3 : BAND * 3 + 5, TILE - 1 : TILE * 4 + 7, 0] = 1
    assert changed_rectangles(before, after) == [Rect(TILE - 1, BAND - 3, TILE * 3 + 8, BAND * 2 + 8)]


def test_a_gap_of_a_band_keeps_rectangles_apart() -> None:
    before = np.zeros((BAND * 3, TILE, 4), np.uint8)
    after = before.copy()
    after[0, 5, 0] = after[BAND * 2, 5, 0] = 1
    assert sorted(changed_rectangles(before, after)) == [Rect(5, 0, 1, 1), Rect(5, BAND * 2, 1, 1)]


def test_a_change_of_everything_is_split() -> None:
    before = np.zeros((1080, 1920, 4), np.uint8)
    rectangles = changed_rectangles(before, ~before)
    assert sum(r.width * r.height for r in rectangles) == 1920 * 1080
    assert max(r.width * r.height for r in rectangles) <= limits.RECTANGLE_PIXELS
    assert len(rectangles) == -(-1080 // (limits.RECTANGLE_PIXELS // 1920))


def test_read_only_frames_will_do() -> None:
    frame = np.frombuffer(bytes(8 * 8 * 4), np.uint8).reshape(8, 8, 4)
    assert changed_rectangles(frame, frame) == []


def test_frames_of_different_sizes_are_refused() -> None:
    with pytest.raises(ValueError, match="sizes"):
        changed_within(np.zeros((8, 8, 4), np.uint8), np.zeros((8, 9, 4), np.uint8), [])
