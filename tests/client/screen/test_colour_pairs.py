"""Mixes of two colours: whatever is taken for one comes back exactly, and what letters look like is taken for one."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from client.screen.colour_pairs import CAPACITY, MOST_PACKED, Flat, Heights, Mixed, PairFinder, PairStore, mixes
from client.screen.errors import PictureError
from client.screen.reader import Reader

WHITE, BLUE = 0xFFFFFF, 0x00007F


class Link:
    """An encoder's and a decoder's half; `carries` checks every column that was taken for a mix."""

    def __init__(self) -> None:
        self.finder, self.store = PairFinder(), PairStore()

    def carries(self, columns: list[Flat]) -> Mixed:
        heights = np.array([len(each) for each in columns])
        found = self.finder.explain(np.concatenate(columns), heights)
        assert len(found.new) <= MOST_PACKED
        if found.new:
            reader = Reader(found.new)
            self.store.learn(reader)
            reader.ends()
        if len(found.places):
            pixels = self.store.mix(found.pairs, heights.take(found.places), found.shares)
            expected = np.concatenate([columns[place] for place in found.places])
            assert np.array_equal(pixels & 0xFFFFFF, expected)
            assert (pixels >> 24 == 255).all()
        return found


def letters(bright: int, dark: int, count: int = 40, seed: int = 1) -> list[Flat]:
    """Columns of smoothed letters: both colours, and some mixes."""
    draw = np.random.default_rng(seed)
    ramp = mixes(np.array([[bright, dark]], np.uint32))[0]
    found = []
    for _ in range(count):
        shares = draw.integers(0, 256, int(draw.integers(3, 20)))
        shares[:2] = 0, 255
        found.append(ramp[draw.permutation(shares)])
    return found


def test_a_mix_is_the_sum_of_two_products_to_the_nearest() -> None:
    draw = np.random.default_rng(1)
    shares = np.arange(256)
    for dark in (np.zeros(256, np.int64), np.full(256, 255), draw.integers(0, 256, 256)):
        bright = np.arange(256)
        found = mixes(np.stack((bright << 8, dark << 8), axis=1).astype(np.uint32))
        # Odd halves of 255 there are none: nothing lies in the middle.
        products = (2 * bright[:, None] * shares + 255) // 510 + (2 * dark[:, None] * (255 - shares) + 255) // 510
        assert np.array_equal(found, products << 8)


def test_letters_of_many_colours_are_mixes_of_which_the_shares_are_alike() -> None:
    link = Link()
    blue = link.carries(letters(WHITE, BLUE))
    assert len(blue.places) == 40
    assert blue.new[0] == 1
    red = link.carries(letters(WHITE, 0xC00000))
    assert len(red.places) == 40
    # The darker colour's shades repeat less often: a share may stand for its neighbours.
    assert np.abs(red.shares.astype(int) - blue.shares).max() <= 1
    assert set(red.pairs) != set(blue.pairs)


@pytest.mark.parametrize(
    ("bright", "dark"), [(WHITE, 0x20), (0xD0E0F0, 0x1E1E2E), (0xFFFF00, 0x0000FF), (0x00FFFF, 0xFF0000)]
)
def test_the_brighter_colours_share_is_what_is_sent(bright: int, dark: int) -> None:
    columns = [np.array([bright, dark, dark], np.uint32)] * 6
    found = Link().carries(columns)
    assert found.shares.reshape(-1, 3).tolist() == [[255, 0, 0]] * 6


def test_a_pair_is_told_once() -> None:
    link = Link()
    first = link.carries(letters(WHITE, BLUE))
    again = link.carries(letters(WHITE, BLUE))
    assert first.new
    assert not again.new
    assert np.array_equal(first.shares, again.shares)


def test_a_pair_that_explains_few_columns_is_not_told() -> None:
    link = Link()
    assert not link.carries(letters(WHITE, BLUE, 5)).new
    # The extremes of many, but no mixes of theirs.
    for dark in (BLUE, 0x7F00):
        spoilt = [np.concatenate((each, [0x808000])).astype(np.uint32) for each in letters(WHITE, dark)]
        assert not link.carries(spoilt).new
    # Both were tried before, but one is worth it only now.
    assert not link.carries(letters(WHITE, BLUE, 5) + letters(WHITE, 0x7F00, 5)).new
    found = link.carries(letters(WHITE, BLUE, 6))
    assert found.new
    assert len(found.places) == 6


def test_more_pairs_than_are_ever_known() -> None:
    link = Link()
    told = 0
    for number in range(3 * CAPACITY):
        found = link.carries(letters(0xFFFF00 | number, 255 - number, 12, seed=number))
        assert len(found.places) == 12
        told += found.new[0]
    assert told >= 3 * CAPACITY
    at_once = [column for number in range(CAPACITY + 9) for column in letters(WHITE, number << 16, 9)]
    assert len(link.carries(at_once).places) >= 9 * CAPACITY


def test_colours_that_share_their_places_in_the_tables_are_told_apart() -> None:
    link = Link()
    draw = np.random.default_rng(1)
    pairs = [(0x808080 | int(bright), int(dark) & 0x7F7F7F) for bright, dark in draw.integers(0, 2**24, (CAPACITY, 2))]
    link.carries([column for bright, dark in pairs for column in letters(bright, dark, 9)])
    # Each colour by itself: all those that are mixes, and many that are none.
    ramps = mixes(np.array(pairs, np.uint32)).reshape(-1, 1)
    assert len(link.carries(list(ramps)).places) > 0.99 * len(ramps)
    others = draw.integers(0, 2**24, (30_000, 1)).astype(np.uint32)
    assert len(link.carries(list(others)).places) < 0.01 * len(others)


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_what_is_nearly_a_mix_is_none(data: st.DataObject) -> None:
    link = Link()
    draw = np.random.default_rng(data.draw(st.integers(0, 2**32 - 1)))
    # Colours far apart, colours that differ by a step or two, and channels that do not differ at all.
    reach = data.draw(st.sampled_from([256, 40, 4, 2]))
    for _ in range(data.draw(st.integers(1, 3))):
        columns: list[Flat] = []
        for _ in range(data.draw(st.integers(1, 6))):
            ground = draw.integers(0, 257 - reach, 3)
            one, other = (
                int.from_bytes((ground + draw.integers(0, reach, 3)).astype(np.uint8).tobytes()) for _ in "ab"
            )
            columns += letters(one, other, 12, seed=int(draw.integers(99)))
        for place in draw.integers(0, len(columns), data.draw(st.integers(0, 30))):
            # One step beside a mix, in one channel of one pixel.
            spoilt = columns[place].copy()
            spoilt[draw.integers(len(spoilt))] ^= np.uint32(1 << 8 * int(draw.integers(3)))
            columns[place] = spoilt
        columns += [draw.integers(0, 2**24, 7).astype(np.uint32) for _ in range(3)]
        link.carries([columns[place] for place in draw.permutation(len(columns))])


def packed(*numbers: int) -> bytes:
    return bytes([len(numbers)]) + b"".join(bytes([number]) + bytes(6) for number in numbers)


@pytest.mark.parametrize("data", [b"", packed(), packed(64), packed(0)[:-1], packed(*range(64), 0)])
def test_wrong_pairs_are_refused(data: bytes) -> None:
    with pytest.raises(PictureError):
        PairStore().learn(Reader(data))


@pytest.mark.parametrize("number", [0, 2, 64, 255])
def test_pairs_that_were_never_sent_are_refused(number: int) -> None:
    store = PairStore()
    store.learn(Reader(packed(1, 63)))
    heights: Heights = np.array([1, 1])
    with pytest.raises(PictureError):
        store.mix(np.array([1, number], np.uint8), heights, np.zeros(2, np.uint8))
    assert len(store.mix(np.array([1, 63], np.uint8), heights, np.zeros(2, np.uint8))) == 2
