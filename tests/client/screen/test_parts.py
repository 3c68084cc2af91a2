"""Parts of large areas: all of the area, each row once, and lines of text in one piece."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from client.screen.geometry import FrameBuffer, Rect
from client.screen.lossless import LosslessEncoder
from client.screen.parts import AT_ONCE, Parter
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


@settings(max_examples=30, deadline=None)
@given(st.integers(1, 2000), st.integers(1, 900), st.booleans())
def test_parts_cover_the_area_in_order(width: int, height: int, written: bool) -> None:
    frame = text(910, 2010, 1) if written else np.zeros((910, 2010, 4), np.uint8)
    area = Rect(10, 10, width, height)
    parts = Parter().parts(frame, area)
    assert [part.y for part in parts] == [10, *(part.y + part.height for part in parts[:-1])]
    assert parts[-1].y + parts[-1].height == 10 + height
    assert all((part.x, part.width) == (10, width) and part.height > 0 for part in parts)
    assert all(part.width * part.height <= max(2 * AT_ONCE, width) for part in parts)


def test_the_widest_area_has_parts_that_the_wire_allows() -> None:
    frame = np.zeros((70, limits.SCREEN_SIDE, 4), np.uint8)
    parts = Parter().parts(frame, Rect(0, 0, limits.SCREEN_SIDE, 70))
    assert all(part.width * part.height <= limits.RECTANGLE_PIXELS for part in parts)


@pytest.mark.parametrize("top", [0, 5, 11])
def test_no_line_of_text_is_cut(top: int) -> None:
    frame = text(960, 1360, 2)
    parts = Parter().parts(frame, Rect(0, top, 1360, 900))
    assert len(parts) > 3
    inked = (frame[..., 0] != 255).any(axis=1)
    for part in parts[1:]:
        assert not (inked[part.y - 1] and inked[part.y])


def test_it_saves_bytes() -> None:
    """Lines that are whole have columns that were met before."""
    encoder, plain = LosslessEncoder(), LosslessEncoder()
    parter = Parter()
    whole = Rect(0, 0, 1360, 960)
    size = cut = 0
    for number in range(4):
        frame = np.roll(text(960, 1360, 0), 3 * PITCH * number, axis=0)
        size += sum(len(encoder.encode(frame, part)) for part in parter.parts(frame, whole))
        rows = AT_ONCE // whole.width
        for y in range(0, whole.height, rows):
            cut += len(plain.encode(frame, Rect(0, y, whole.width, min(rows, whole.height - y))))
    assert size < 0.9 * cut
