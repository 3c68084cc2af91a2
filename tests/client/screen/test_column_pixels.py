"""Columns of all heights and kinds: each comes back exactly, and of the kind that is shortest."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from client.screen.colour_pairs import Flat, PairStore, mixes
from client.screen.column_pixels import COLOURED, GRAINED, GRAY, MIXED, ColumnPacker, unpack_columns
from client.screen.reader import Reader


class Link:
    def __init__(self) -> None:
        self.packer, self.store = ColumnPacker(), PairStore()

    def carries(self, columns: list[Flat]) -> bytes:
        """Return the kinds that the columns got."""
        heights = np.array([len(each) for each in columns])
        learnt, parts = self.packer.pack(np.concatenate(columns), heights)
        reader = Reader(learnt + b"".join(parts))
        if learnt:
            self.store.learn(reader)
        pixels = unpack_columns(reader, heights, self.store)
        reader.ends()
        assert np.array_equal(pixels, np.concatenate(columns) | np.uint32(0xFF000000))
        return parts[0]


def drawn(draw: np.random.Generator, kind: int, height: int) -> Flat:
    """A column that looks like one of this kind."""
    if kind == GRAY:
        return (draw.integers(0, 256, height) * 0x010101).astype(np.uint32)
    if kind == COLOURED:
        return draw.choice(np.array([0x10F0E0, 0x405060], np.uint32), height)
    if kind == GRAINED:
        return draw.integers(0, 2**24, height).astype(np.uint32)
    shares = draw.integers(0, 256, height).repeat(3)[:height]
    shares[[0, -1]] = 0, 255
    column: Flat = mixes(np.array([[0xFFFFFF, 0x102080]], np.uint32))[0, shares]
    return column


@settings(max_examples=100, deadline=None)
@given(st.integers(0, 2**32 - 1), st.lists(st.tuples(st.integers(0, 3), st.integers(1, 48), st.integers(1, 90))))
def test_columns_come_back(seed: int, alike: list[tuple[int, int, int]]) -> None:
    draw = np.random.default_rng(seed)
    link = Link()
    for some in (alike, alike[:1]):
        columns = [drawn(draw, kind, height) for kind, height, count in some for _ in range(count)]
        if columns:
            link.carries(columns)


def test_the_kinds() -> None:
    draw = np.random.default_rng(1)
    wanted = bytes([GRAY, MIXED, GRAINED, COLOURED]) * 60
    columns = [drawn(draw, kind, 40) for kind in wanted]
    # Colours of which there are more than a pair.
    for column in columns[3::4]:
        column[:6] = 0x0000FF, 0x00FF00, 0xFF0000, 0xFF0000, 0xFF0000, 0xFF0000
    assert Link().carries(columns) == wanted


def test_a_step_beside_gray_is_not_gray() -> None:
    for step in (0x000001, 0x000100, 0x010000):
        column = np.full(9, 0x808080, np.uint32)
        column[4] ^= np.uint32(step)
        assert Link().carries([column]) == bytes([COLOURED])


def test_few_pixels_are_taken_as_they_are() -> None:
    draw = np.random.default_rng(1)
    assert set(Link().carries([drawn(draw, MIXED, 20) for _ in range(20)])) == {COLOURED}
    assert set(Link().carries([drawn(draw, MIXED, 20) for _ in range(30)])) == {MIXED}
