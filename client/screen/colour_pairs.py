"""Which columns of pixels are mixes of two colours, as smoothed letters are of their own and the ground's.

Letters of one shape in eight colours are eight different columns, but the share of the brighter
colour in each of their pixels is the same: a byte a pixel, equal to that of black letters on white.
Programs that draw letters (with pixman, Cairo, Qt) mix each channel by the same rule, so the shares
give the pixels back exactly; a column for which they do not is not taken for a mix.
"""

from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from client.screen.errors import PictureError
from client.screen.reader import Reader
from client.screen.strips import Words

CAPACITY: Final = 64
"""How many pairs of colours are known at once."""
MOST_PACKED: Final = 1 + 7 * CAPACITY
"""So many bytes the pairs of one area take at most."""
SHARES: Final = 256

Pairs = npt.NDArray[np.uint32]
"""Shape (n, 2): the two colours of each pair, the one that a share of 255 gives first."""
Flat = npt.NDArray[np.uint32]
"""Shape (n,): pixels as little-endian words."""
Heights = npt.NDArray[np.intp]
"""Shape (n,): of columns."""

_WORTHWHILE: Final = 6
"""A new pair must explain so many columns: it takes as many bytes."""
_SLOTS, _FEWER_SLOTS = 17, 14
_FIRST = (np.uint32(0x9E3779B1), np.uint32(32 - _SLOTS))
_SECOND = (np.uint32(0x85EBCA6B), np.uint32(32 - _FEWER_SLOTS))
_NO_COLOUR: Final = 0xFFFFFFFF


def _products() -> npt.NDArray[np.uint8]:
    factors = np.arange(256, dtype=np.uint32)
    doubled = factors[:, None] * factors + np.uint32(128)
    return ((doubled + (doubled >> np.uint32(8))) >> np.uint32(8)).astype(np.uint8)


_PRODUCTS: Final = _products()
"""a * b / 255 to the nearest, for any two bytes."""


def mixes(pairs: Pairs) -> Words:
    """Return the pixels that each pair gives, for all shares: shape (n, SHARES)."""
    colours = np.ascontiguousarray(pairs).view(np.uint8).reshape(-1, 2, 4)
    mixed = _PRODUCTS.take(colours[:, 0], axis=0)
    mixed += _PRODUCTS.take(colours[:, 1], axis=0)[:, :, ::-1]
    pixels: Words = np.ascontiguousarray(mixed.transpose(0, 2, 1)).view("<u4")[..., 0]
    return pixels


class Mixed(NamedTuple):
    """What is known of some columns."""

    new: bytes
    """Pairs that the decoder does not know, packed; empty where there is none."""
    places: Heights
    """Which of the columns are mixes."""
    pairs: npt.NDArray[np.uint8]
    """The number of the pair of each of these."""
    shares: npt.NDArray[np.uint8]
    """The share of the pair's first colour in each of their pixels."""


class PairFinder:
    """The encoder's half: finds pairs of colours, and the columns that they explain."""

    def __init__(self) -> None:
        self._tried: dict[int, tuple[int, int]] = {}
        """The extremes of columns, as one number, that gave a pair; and the pair."""
        self._told = np.uint64(0)
        """A bit for each pair that the decoder knows."""
        self._mixtures = _Mixtures()

    def explain(self, pixels: Flat, heights: Heights) -> Mixed:
        """Find which columns are mixes: `pixels` are those of one after the other, X = 0.

        What is returned must be sent: from now on its pairs count as known.
        """
        starts = heights.cumsum() - heights
        self._try(pixels, starts)
        numbers, bits = self._mixtures.find(pixels)
        masks = np.bitwise_and.reduceat(bits, starts)
        new = self._tell(masks)
        masks &= self._told
        places = masks.nonzero()[0]
        masks = masks.take(places)
        # The place of the lowest bit of each.
        pairs = np.bitwise_count((masks & -masks) - np.uint64(1))
        chosen = np.zeros(len(heights), np.bool_)
        chosen[places] = True
        numbers = numbers[chosen.repeat(heights)]
        return Mixed(new, places, pairs, self._mixtures.shares(numbers, pairs.repeat(heights.take(places))))

    def _try(self, pixels: Flat, starts: Heights) -> None:
        """Look whether new pairs are likely: columns often have both colours, as their extremes."""
        # No channel of a mix lies outside those of its pair.
        extremes = np.maximum.reduceat(pixels, starts).astype(np.uint64)
        extremes <<= np.uint64(32)
        extremes |= np.minimum.reduceat(pixels, starts)
        extremes.sort()
        begins = np.concatenate(([0], (extremes[1:] != extremes[:-1]).nonzero()[0] + 1, [len(extremes)]))
        often = (np.diff(begins) >= _WORTHWHILE).nonzero()[0]
        untried = [key for key in extremes.take(begins.take(often)).tolist() if key not in self._tried]
        untried = [key for key in untried if key >> 32 != key & 0xFFFFFFFF][:CAPACITY]
        if not untried:
            return
        if len(self._tried) + len(untried) > CAPACITY:
            self._tried.clear()
            self._told = np.uint64(0)
            self._mixtures = _Mixtures()
        pairs = [_ordered(key >> 32, key & 0xFFFFFFFF) for key in untried]
        self._mixtures.add(pairs)
        self._tried.update(zip(untried, pairs, strict=True))

    def _tell(self, masks: npt.NDArray[np.uint64]) -> bytes:
        """Return those pairs, packed, that are worth it for the columns with these masks."""
        masks = masks[(masks & self._told) == 0]
        masks = masks[masks != 0]
        if len(masks) < _WORTHWHILE:
            return b""
        bits = np.unpackbits(masks.view(np.uint8).reshape(-1, 8), axis=1, bitorder="little")
        new = (bits.sum(axis=0) >= _WORTHWHILE).nonzero()[0].tolist()
        packed = [bytes((len(new),))] if new else []
        pairs = list(self._tried.values())
        for number in new:
            self._told |= np.uint64(1 << number)
            packed.append(bytes((number,)) + b"".join(colour.to_bytes(3, "little") for colour in pairs[number]))
        return b"".join(packed)


def _ordered(one: int, other: int) -> tuple[int, int]:
    return (one, other) if _brightness(one) >= _brightness(other) else (other, one)


def _brightness(colour: int) -> int:
    return (colour & 255) + 2 * (colour >> 8 & 255) + (colour >> 16)


class PairStore:
    """The decoder's half: has the mixes of every pair that is known."""

    def __init__(self) -> None:
        self._mixes = np.zeros((CAPACITY, SHARES), np.uint32)
        self._known = np.zeros(CAPACITY, np.bool_)

    def learn(self, reader: Reader) -> None:
        """Read pairs as PairFinder packs them; raise PictureError where these are none, or too many."""
        count = reader.take(1)[0]
        packed = np.frombuffer(reader.take(7 * count), np.uint8).reshape(-1, 7)
        if not count or packed[:, 0].max() >= CAPACITY or count > CAPACITY:
            raise PictureError("the picture has a wrong number of pairs of colours")
        colours = np.full((count, 2, 4), 255, np.uint8)
        colours[:, :, :3] = packed[:, 1:].reshape(-1, 2, 3)
        self._mixes[packed[:, 0]] = mixes(colours.view("<u4")[..., 0])
        self._known[packed[:, 0]] = True

    def mix(self, pairs: npt.NDArray[np.uint8], heights: Heights, shares: npt.NDArray[np.uint8]) -> Flat:
        """Return the pixels of columns of these pairs and heights; raise PictureError where a pair is not known."""
        if pairs.max() >= CAPACITY or not self._known.take(pairs).all():
            raise PictureError("the picture has a pair of colours that was never sent")
        return self._mixes.take((pairs.astype(np.uint16) << np.uint16(8)).repeat(heights) | shares)


class _Mixtures:
    """Every colour that some pairs give, numbered; at most CAPACITY pairs."""

    def __init__(self) -> None:
        # The numbers of the first row are those of no colour.
        self._colours = np.full((1 + CAPACITY) * SHARES, _NO_COLOUR, np.uint32)
        # Filled, so that the first picture does not wait for pages of memory.
        self._bits = np.full(len(self._colours), 0, np.uint64)
        self._shares = np.full((CAPACITY, len(self._colours)), 0, np.uint8)
        # Two tables: a colour whose place in the first is taken is kept in the second, or not at all.
        self._first = np.full(1 << _SLOTS, 0, np.uint16)
        self._second = np.zeros(1 << _FEWER_SLOTS, np.uint16)
        self._known = 0

    def add(self, pairs: list[tuple[int, int]]) -> None:
        """Add the colours that these pairs give; there must be room for as many."""
        colours = mixes(np.array(pairs, np.uint32)).ravel()
        begin = (1 + self._known) * SHARES
        own = np.arange(begin, begin + len(colours)).astype(np.uint16)
        self._colours[begin : begin + len(colours)] = colours
        numbers = _kept(self._first, _slots(colours, _FIRST), own)
        others = (self._colours.take(numbers) != colours).nonzero()[0]
        numbers[others] = _kept(self._second, _slots(colours.take(others), _SECOND), own.take(others))
        # What found no place becomes a colour of the first row.
        numbers *= self._colours.take(numbers) == colours
        # Backwards: of the shares that give one colour the lowest stays.
        of_pairs = numbers.reshape(-1, SHARES)[:, ::-1]
        places = np.arange(self._known, self._known + len(pairs))
        self._shares[places[:, None], of_pairs] = np.arange(SHARES, dtype=np.uint8)[::-1]
        for number, of_pair in zip(places.tolist(), of_pairs, strict=True):
            self._bits[of_pair] |= np.uint64(1 << number)
        self._known += len(pairs)

    def find(self, pixels: Flat) -> tuple[npt.NDArray[np.uint16], npt.NDArray[np.uint64]]:
        """Return the number of each pixel's colour, and a bit for each pair of which it is a mix."""
        numbers = self._first.take(_slots(pixels, _FIRST))
        bits = self._bits.take(numbers)
        missing = (self._colours.take(numbers) != pixels).nonzero()[0]
        if len(missing):
            unknown = pixels.take(missing)
            others = self._second.take(_slots(unknown, _SECOND))
            numbers[missing] = others
            bits[missing] = self._bits.take(others) * (self._colours.take(others) == unknown)
        return numbers, bits

    def shares(self, numbers: npt.NDArray[np.uint16], pairs: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint8]:
        """Return the share of the first colour of a pair in each of these colours."""
        return self._shares.take(numbers + pairs * np.intp(len(self._colours)))


def _slots(colours: Flat, hashing: tuple[np.uint32, np.uint32]) -> npt.NDArray[np.intp]:
    factor, shift = hashing
    return ((colours * factor) >> shift).astype(np.intp)


def _kept(
    table: npt.NDArray[np.uint16], slots: npt.NDArray[np.intp], numbers: npt.NDArray[np.uint16]
) -> npt.NDArray[np.uint16]:
    """Write numbers at those slots that have none, and return what stands at each then."""
    free = (table.take(slots) == 0).nonzero()[0]
    table[slots.take(free)] = numbers.take(free)
    return table.take(slots)
