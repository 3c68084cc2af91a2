"""Parts of large areas: all of the area, each row once, and lines of text in one piece."""

from itertools import accumulate

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from client.screen.geometry import FrameBuffer, Rect
from client.screen.lossless import LosslessDecoder, LosslessEncoder
from client.screen.parts import AT_ONCE, parts_of
from client.screen.strips import MAX_HEIGHT, Pane, most_strips
from wire import limits

PITCH, LETTER = 19, 8


def text(height: int, width: int, seed: int) -> FrameBuffer:
    """Dark letters on white, in lines PITCH apart."""
    draw = np.random.default_rng(seed)
    glyphs = np.zeros((40, PITCH, LETTER), np.bool_)
    glyphs[:, 3:15, 1:7] = draw.random((40, 12, 6)) < 0.5
    glyphs[:, 14, 1:7] = True
    letters = draw.integers(0, 40, (height // PITCH + 1, width // LETTER + 1))
    ink = glyphs[letters].transpose(0, 2, 1, 3).reshape(-1, letters.shape[1] * LETTER)[:height, :width]
    picture = np.full((height, width, 4), 255, np.uint8)
    picture[ink] = (20, 20, 20, 255)
    return picture


@st.composite
def strips(draw: st.DrawFn) -> list[tuple[int, ...]]:
    """The heights of strips of one or two panes, as the cutter makes them: lines of seven rows or more, and gaps."""
    panes = []
    for _ in range(draw(st.integers(1, 2))):
        lines = draw(st.lists(st.integers(7, MAX_HEIGHT), min_size=1, max_size=120))
        gaps = draw(st.lists(st.integers(0, 12), min_size=len(lines), max_size=len(lines)))
        panes.append([each for pair in zip(gaps, lines, strict=True) for each in pair if each])
    height = max(map(sum, panes))
    for pane in panes:
        lack = height - sum(pane)
        pane += [min(MAX_HEIGHT, lack - below) for below in range(0, lack, MAX_HEIGHT)]
    return [tuple(pane) for pane in panes]


@settings(max_examples=200, deadline=None)
@given(strips(), st.integers(2, limits.SCREEN_SIDE))
def test_parts_have_all_rows_of_all_panes_in_order(heights: list[tuple[int, ...]], width: int) -> None:
    edges = [0, width] if len(heights) == 1 else [0, 1 + width // 3, width]
    panes = [Pane(left, right, each) for left, right, each in zip(edges, edges[1:], heights, strict=False)]
    height = sum(heights[0])
    parts = parts_of(panes, height)
    assert [part.top for part in parts] == [0, *(part.end for part in parts[:-1])]
    assert parts[-1].end == height
    for part in parts:
        rows = part.end - part.top
        assert rows * width <= max(1.25 * AT_ONCE, width) <= limits.RECTANGLE_PIXELS
        assert [(pane.left, pane.right) for pane in part.panes] == [(pane.left, pane.right) for pane in panes]
        for pane in part.panes:
            assert sum(pane.heights) == rows
            assert all(0 < each <= MAX_HEIGHT for each in pane.heights)
            assert len(pane.heights) <= most_strips(rows)
    for number, each in enumerate(heights):
        # No strip begins elsewhere, but where a part does.
        begins = {part.top + top for part in parts for top in accumulate(part.panes[number].heights, initial=0)}
        assert begins <= {0, *accumulate(each), *(part.top for part in parts)}


def test_a_part_of_a_few_rows_is_not_left_over() -> None:
    rows = AT_ONCE // 1024
    for height in (rows + 1, rows + rows // 4, 3 * rows + 2):
        panes = [Pane(0, 1024, (8,) * (height // 8) + (height % 8 or 8,) * (height % 8 > 0))]
        parts = parts_of(panes, height)
        assert min(part.end - part.top for part in parts) > rows // 4


def test_no_line_of_text_is_cut() -> None:
    for top in (0, 5, 11):
        frame = text(960, 1360, 2)
        area = Rect(0, top, 1360, 900)
        parts = [part for part, _, _ in LosslessEncoder().encode_in_parts(frame, area)]
        assert len(parts) > 2
        inked = (frame[..., 0] != 255).any(axis=1)
        for part in parts[1:]:
            assert not (inked[part.y - 1] and inked[part.y])


@settings(max_examples=30, deadline=None)
@given(st.integers(1, 2000), st.integers(1, 900), st.booleans())
def test_parts_come_back_exactly(width: int, height: int, written: bool) -> None:
    frame = text(910, 2010, 1) if written else np.zeros((910, 2010, 4), np.uint8)
    area = Rect(10, 10, width, height)
    decoder, drawn, following = LosslessDecoder(), 10, True
    for (x, y, part_width, part_height), data, unfinished in LosslessEncoder().encode_in_parts(frame, area):
        assert following
        assert (x, y, part_width) == (10, drawn, width)
        pixels = decoder.decode(part_width, part_height, data)
        assert np.array_equal(pixels[..., :3], frame[y : y + part_height, x : x + part_width, :3])
        drawn, following = y + part_height, unfinished
    assert (drawn, following) == (10 + height, False)


def test_it_saves_bytes() -> None:
    """Lines that are whole have columns that were met before."""
    encoder, plain = LosslessEncoder(), LosslessEncoder()
    whole = Rect(0, 0, 1360, 960)
    size = cut = 0
    for number in range(4):
        frame = np.roll(text(960, 1360, 0), 3 * PITCH * number, axis=0)
        size += sum(len(data) for _, data, _ in encoder.encode_in_parts(frame, whole))
        rows = AT_ONCE // whole.width
        for y in range(0, whole.height, rows):
            cut += len(plain.encode(frame, Rect(0, y, whole.width, min(rows, whole.height - y))))
    assert size < 0.9 * cut
