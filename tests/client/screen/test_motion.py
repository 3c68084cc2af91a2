"""Moves: exact whatever the pictures show, found where content really moved, none where nothing did."""

from functools import cache

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from client.screen.damage import changed_rectangles
from client.screen.equal_boxes import equal_boxes, explained
from client.screen.geometry import FrameBuffer, Rect
from client.screen.motion import CHANGED_PIXELS, MOVES, Move, find_moves
from client.screen.shifts import Shift

LINE, LETTER = 16, 8


@cache
def glyphs() -> npt.NDArray[np.bool_]:
    """Sixty random letters with blank rows above and below; number 0 is a space."""
    letters = np.random.default_rng(4).random((60, LINE, LETTER)) < 0.35
    letters[:, :3] = letters[:, 13:] = letters[0] = False
    return letters


@cache
def page(height: int, width: int, seed: int) -> FrameBuffer:
    """Black text on white: words in lines of different lengths, with empty lines between paragraphs."""
    draw = np.random.default_rng(seed)
    lines, columns = height // LINE + 1, width // LETTER + 1
    text = draw.integers(1, 60, (lines, columns))
    text[draw.random((lines, columns)) < 0.16] = 0
    for line in text:
        line[0 if draw.random() < 0.1 else draw.integers(columns // 2, columns + 1) :] = 0
    ink = glyphs()[text].transpose(0, 2, 1, 3).reshape(lines * LINE, columns * LETTER)[:height, :width]
    picture = np.full((height, width, 4), 255, np.uint8)
    picture[ink] = (10, 20, 30, 0)
    picture.flags.writeable = False
    return picture


def applied(previous: FrameBuffer, moves: list[Move]) -> FrameBuffer:
    picture = previous.copy()
    for (x, y, width, height), left, top in moves:
        picture[top : top + height, left : left + width] = picture[y : y + height, x : x + width].copy()
    return picture


def differing(one: FrameBuffer, other: FrameBuffer) -> npt.NDArray[np.bool_]:
    different: npt.NDArray[np.bool_] = (one[..., :3] != other[..., :3]).any(axis=2)
    return different


def moves_between(previous: FrameBuffer, current: FrameBuffer) -> list[Move]:
    """Find moves, and check everything that holds for all of them."""
    height, width = current.shape[:2]
    before = previous.copy()
    changed = changed_rectangles(previous, current, [Rect(0, 0, width, height)])
    moves = find_moves(previous, current, changed)
    assert np.array_equal(previous, before)
    assert len(moves) <= MOVES
    moved = applied(previous, moves)
    wrong = differing(moved, current)
    written = np.zeros(wrong.shape, np.uint8)
    for (x, y, w, h), left, top in moves:
        assert (left, top) != (x, y)
        assert Rect(x, y, w, h).within(width, height)
        assert Rect(left, top, w, h).within(width, height)
        written[top : top + h, left : left + w] += 1
    assert written.max(initial=0) <= 1
    assert not wrong[written == 1].any()
    # Patching the changed rectangles gives the picture, so copies spoilt nothing elsewhere.
    for x, y, w, h in changed:
        moved[y : y + h, x : x + w] = current[y : y + h, x : x + w]
    assert not differing(moved, current).any()
    return moves


def left_over(previous: FrameBuffer, current: FrameBuffer) -> float:
    """Return which part of the changed pixels the moves leave to be sent."""
    moves = moves_between(previous, current)
    changed = np.count_nonzero(differing(previous, current))
    return np.count_nonzero(differing(applied(previous, moves), current)) / changed


def with_window(background: FrameBuffer, content: FrameBuffer, x: int, y: int) -> FrameBuffer:
    picture = background.copy()
    picture[y : y + content.shape[0], x : x + content.shape[1]] = content
    return picture


@settings(max_examples=40, deadline=None)
@given(st.integers(1, 350), st.booleans(), st.integers(0, 9))
def test_a_scrolled_page_is_found_whatever_the_distance(distance: int, down: bool, seed: int) -> None:
    height = 400
    paper = page(1000, 640, seed)
    upper, lower = paper[:height], paper[distance : distance + height]
    # In the midst of another page, which stays.
    surround = page(560, 800, 11)
    before, after = with_window(surround, upper, 96, 80), with_window(surround, lower, 96, 80)
    if down:
        before, after = after, before
    after_moves = applied(before, moves_between(before, after))
    wrong = differing(after_moves, after)
    kept = np.zeros(wrong.shape, np.bool_)
    top = 80 + distance if down else 80
    kept[top : top + height - distance, 96 : 96 + 640] = True
    changed = differing(before, after)
    # A sliver may hold too few letters to be worth it.
    assert np.count_nonzero(wrong & kept) <= max(0.05 * np.count_nonzero(changed & kept), 800)


@pytest.mark.parametrize("distance", [1, 3, 16, 60, 200, 350])
def test_a_horizontal_scroll_is_found(distance: int) -> None:
    paper = page(300, 900, 2)
    left, right = paper[:, :500].copy(), paper[:, distance : distance + 500].copy()
    for before, after, exposed in (
        (left, right, slice(500 - distance, 500)),
        (right, left, slice(0, distance)),
    ):
        new = differing(before, after)
        assert left_over(before, after) <= np.count_nonzero(new[:, exposed]) / np.count_nonzero(new) + 0.05


@settings(max_examples=25, deadline=None)
@given(st.integers(-120, 120), st.integers(-90, 90), st.integers(0, 9))
def test_a_dragged_window_is_one_copy(x: int, y: int, seed: int) -> None:
    background, content = page(600, 900, 20), page(240, 320, seed)
    before, after = with_window(background, content, 260, 160), with_window(background, content, 260 + x, 160 + y)
    moves = moves_between(before, after)
    if (x, y) == (0, 0):
        assert moves == []
        return
    wrong = differing(applied(before, moves), after)[160 + y : 400 + y, 260 + x : 580 + x]
    changed = differing(before, after)[160 + y : 400 + y, 260 + x : 580 + x]
    assert np.count_nonzero(wrong) <= max(0.05 * np.count_nonzero(changed), 600)


def test_what_stays_or_changes_within_a_scroll_does_not_hide_it() -> None:
    paper = page(800, 700, 3)
    before, after = paper[:500].copy(), paper[48:548].copy()
    # A header, a side bar, and a scroll bar whose handle goes the other way.
    for picture in (before, after):
        picture[:60] = page(60, 700, 9)
        picture[:, :90] = page(500, 90, 8)
        picture[:, 680:] = 200
    before[100:160, 682:698] = 90
    after[106:166, 682:698] = 90
    # A cursor that blinks and a bar that grows.
    after[300:316, 400:402] = 0
    after[400:410, 200:350] = (0, 200, 0, 0)
    assert left_over(before, after) <= 0.2


def test_two_panes_that_scroll_apart_are_two_copies() -> None:
    paper = page(900, 400, 5)
    before = np.concatenate([paper[:500], paper[300:800]], axis=1)
    after = np.concatenate([paper[32:532], paper[280:780]], axis=1)
    assert {(move.x - move.source.x, move.y - move.source.y) for move in moves_between(before, after)} == {
        (0, -32),
        (0, 20),
    }


def test_two_windows_that_move_apart_are_both_found() -> None:
    background = page(700, 1400, 20)
    one, other = page(200, 300, 6), page(200, 300, 7)
    before = with_window(with_window(background, one, 100, 100), other, 900, 300)
    after = with_window(with_window(background, one, 117, 110), other, 880, 330)
    moves = moves_between(before, after)
    assert {(17, 10), (-20, 30)} == {(move.x - move.source.x, move.y - move.source.y) for move in moves}


def test_windows_that_change_places_are_never_copied_over_each_other() -> None:
    background = page(500, 900, 20)
    one, other = page(200, 260, 6), page(200, 260, 7)
    before = with_window(with_window(background, one, 200, 100), other, 360, 220)
    after = with_window(with_window(background, other, 200, 100), one, 360, 220)
    # Each would overwrite what the other one reads: one copy is dropped.
    assert {(move.x - move.source.x, move.y - move.source.y) for move in moves_between(before, after)} < {
        (160, 120),
        (-160, -120),
    }


def test_a_scroll_painted_in_two_steps_is_one_copy_and_then_none() -> None:
    paper = page(700, 640, 3)
    before, after = paper[:400].copy(), paper[64:464].copy()
    # The program copies its window's pixels first: the strip at the bottom shows the old ones for a while.
    between = before.copy()
    between[: 400 - 64] = before[64:]
    assert left_over(before, between) == 0
    assert moves_between(between, after) == []


def test_noise_beside_a_scroll_does_not_hide_it() -> None:
    draw = np.random.default_rng(1)
    paper = page(800, 500, 3)
    before, after = (
        np.concatenate([part, draw.integers(0, 256, part.shape, np.uint8)], axis=1)
        for part in (paper[:400], paper[40:440])
    )
    moves = moves_between(before, after)
    assert [move.y - move.source.y for move in moves] == [-40]
    assert moves[0].source.width == pytest.approx(500, abs=32)


def test_the_byte_that_means_nothing_does_not_count() -> None:
    paper = page(700, 500, 3)
    # Too far for patches: this is for the hashes of rows.
    before, after = paper[:400].copy(), paper[200:600].copy()
    plain = moves_between(before, after)
    before[..., 3] = np.random.default_rng(1).integers(0, 256, before.shape[:2])
    after[..., 3] = 7
    assert moves_between(before, after) == plain != []


def nothing_to_copy() -> dict[str, tuple[FrameBuffer, FrameBuffer]]:
    draw = np.random.default_rng(3)
    blank = np.full((400, 600, 4), 255, np.uint8)
    striped, checked, grid = blank.copy(), blank.copy(), blank.copy()
    striped[::2] = 0
    checked[np.indices((400, 600)).sum(axis=0) % 2 == 1] = 0
    grid[::20] = grid[:, ::60] = 180
    same_lines = np.concatenate([page(LINE, 600, 3)] * 25)
    noise = draw.integers(0, 256, (2, 400, 600, 4), np.uint8)
    return {
        "a new colour": (blank, blank // 2),
        "stripes by one": (striped, np.roll(striped, 1, axis=0)),
        "checks by one": (checked, np.roll(checked, 1, axis=1)),
        "an empty grid by five": (grid, np.roll(grid, 5, axis=0)),
        "identical lines by four": (same_lines, np.roll(same_lines, 4, axis=0)),
        "another page": (page(400, 600, 1), page(400, 600, 2)),
        "noise": (noise[0], noise[1]),
        "a page from nothing": (blank, page(400, 600, 1)),
        "nothing from a page": (page(400, 600, 1), blank),
    }


@pytest.mark.parametrize("name", nothing_to_copy())
def test_nothing_is_copied_where_nothing_moved_for_sure(name: str) -> None:
    before, after = nothing_to_copy()[name]
    assert moves_between(np.ascontiguousarray(before), np.ascontiguousarray(after)) == []


@st.composite
def scenes(draw: st.DrawFn) -> tuple[FrameBuffer, FrameBuffer]:
    """Two pictures of any size; between them rectangles were copied, some over each other, and noise was painted."""
    width, height = draw(st.integers(1, 500)), draw(st.integers(1, 400))
    kind = draw(st.sampled_from(["text", "few colours", "noise", "flat"]))
    chance = np.random.default_rng(draw(st.integers(0, 99)))
    match kind:
        case "text":
            before = page(400, 500, 1)[:height, :width].copy()
        case "few colours":
            before = np.repeat(chance.integers(0, 2, (height, width, 1), np.uint8) * 255, 4, axis=2)
        case "noise":
            before = chance.integers(0, 256, (height, width, 4), np.uint8)
        case _:
            before = np.zeros((height, width, 4), np.uint8)
    after = before.copy()
    for _ in range(draw(st.integers(1, 4))):
        w, h = draw(st.integers(1, width)), draw(st.integers(1, height))
        x, y = draw(st.integers(0, width - w)), draw(st.integers(0, height - h))
        left, top = draw(st.integers(0, width - w)), draw(st.integers(0, height - h))
        after[top : top + h, left : left + w] = after[y : y + h, x : x + w].copy()
    for _ in range(draw(st.integers(0, 2))):
        x, y = draw(st.integers(0, width - 1)), draw(st.integers(0, height - 1))
        spot = after[y : y + 40, x : x + 60]
        spot[...] = chance.integers(0, 256, spot.shape)
    return before, after


@settings(max_examples=150, deadline=None)
@given(scenes())
def test_copies_are_exact_whatever_happened(pair: tuple[FrameBuffer, FrameBuffer]) -> None:
    moves_between(*pair)


def test_what_the_other_side_does_not_show_exactly_is_neither_read_nor_written() -> None:
    paper = page(600, 640, 3)
    before, after = paper[:400].copy(), paper[48:448].copy()
    changed = changed_rectangles(before, after, [Rect(0, 0, 640, 400)])
    video = Rect(200, 150, 160, 100)
    moves = find_moves(before, after, changed, [video])
    assert sum(move.source.width * move.source.height for move in moves) > 640 * 400 // 3
    marked = np.zeros((400, 640), np.bool_)
    for (x, y, width, height), left, top in moves:
        marked[y : y + height, x : x + width] = marked[top : top + height, left : left + width] = True
    assert not marked[150:250, 200:360].any()


def test_a_typed_letter_is_not_looked_at() -> None:
    # Not even compared: pictures of different shapes go unnoticed.
    letters = [Rect(0, 0, CHANGED_PIXELS // 10 - 1, 10)]
    assert find_moves(page(400, 600, 1), page(400, 500, 1), letters) == []
    assert find_moves(page(400, 600, 1), page(400, 600, 1), []) == []


def test_pictures_of_different_shapes_are_refused() -> None:
    with pytest.raises(ValueError, match="different sizes"):
        find_moves(page(400, 600, 1), page(400, 500, 1), [Rect(0, 0, 400, 400)])


def test_many_scattered_changes_are_one_region() -> None:
    before = page(1080, 1920, 1)
    after = before.copy()
    spots = [Rect(x, y, 8, 8) for x in range(0, 1900, 140) for y in range(0, 1060, 140)]
    for x, y, width, height in spots:
        after[y : y + height, x : x + width] ^= 255
    assert len(spots) * 64 > CHANGED_PIXELS
    assert moves_between(before, after) == []


def test_boxes_keep_clear_of_what_is_taken() -> None:
    paper = page(500, 400, 4)
    before, now = (part.copy().view("<u4")[..., 0] for part in (paper[:300], paper[20:320]))
    area, shift = Rect(0, 0, 400, 280), Shift(0, -20)
    assert equal_boxes(before, now, area, shift, [], 8) == [area]
    taken = Rect(100, 50, 200, 100)
    boxes = equal_boxes(before, now, area, shift, [taken], 8)
    covered = np.zeros((300, 400), np.uint8)
    for x, y, width, height in [taken, *boxes]:
        covered[y : y + height, x : x + width] += 1
    assert covered.max() == 1
    assert len(boxes) > 1
    assert equal_boxes(before, now, area, shift, [taken], 1) == boxes[:1]


def test_the_share_explained_is_that_of_the_detail() -> None:
    paper = page(700, 400, 4)
    before, now = paper[:400].copy(), paper[20:420].copy()
    now[:, 200:] = np.random.default_rng(1).integers(0, 256, (400, 200, 4), np.uint8)
    words = before.view("<u4")[..., 0], now.view("<u4")[..., 0]
    assert explained(*words, Rect(0, 0, 192, 380), Shift(0, -20)) == 1
    assert explained(*words, Rect(200, 0, 200, 380), Shift(0, -20)) == 0
    assert 0 < explained(*words, Rect(0, 0, 400, 380), Shift(0, -20)) < 0.6
    assert explained(*words, Rect(0, 0, 0, 380), Shift(0, -20)) == 0
