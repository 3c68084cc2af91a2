"""The columns of pixels that both sides of the lossless coder know by number.

A column is one pixel wide and as high as its strip. The encoder numbers each column when it
first meets it, the decoder when it first unpacks it; so both give it the same number.
"""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from client.screen.errors import PictureError
from client.screen.strips import MAX_HEIGHT

CAPACITY = 2**16
"""How many columns are known at once. Before there would be more, all are forgotten."""

Numbers = npt.NDArray[np.uint16]
Places = npt.NDArray[np.intp]
Keys = npt.NDArray[np.uint64]
"""Shape (2, n): two words for each column, different for columns that differ (client.screen.column_keys)."""

_AT_FIRST = 4096
"""How many of an area's columns are looked up before the others."""
_SLOT_BITS = 18
_SECOND_SLOT = np.uint64(0xD6E8FEB86659FD93)
_SHIFT = np.uint64(64 - _SLOT_BITS)


class Found(NamedTuple):
    """What the encoder has to say about an area's columns."""

    numbers: Numbers | None
    """Each column's number; None where too many of them are new, and none was numbered."""
    new: Places
    """Where the columns stand that got their number just now, in the order of their numbers."""
    forgot: bool
    """Whether all columns were forgotten before."""


class ColumnIndex:
    """The encoder's half: finds the number of a column."""

    def __init__(self) -> None:
        # Filled, so that the first picture does not wait for pages of memory.
        self._keys = np.full((2, CAPACITY), 0, np.uint64)
        # Two tables: a column whose place in the first is taken is kept in the second.
        self._tables = np.full((2, 1 << _SLOT_BITS), 0, np.uint16)
        self._newest = np.full(1 << _SLOT_BITS, 0, np.intp)
        self._known = 0

    def find(self, keys: Keys, most: int) -> Found:
        """Number the columns with these keys, where not more than `most` of them are new."""
        before = self._known
        numbers = np.empty(keys.shape[1], np.uint16)
        new = []
        end, size = 0, _AT_FIRST
        while end < len(numbers):
            # An area repeats itself: what its first columns teach spares most of the work with the rest.
            begin, end, size = end, min(end + size, len(numbers)), size * 4
            numbers[begin:end], added = self._number(keys[:, begin:end], min(before + most, CAPACITY))
            if added is None:
                self._forget(before)
                if before + most <= CAPACITY:
                    return Found(None, np.zeros(0, np.intp), False)
                self._forget(0)
                return self.find(keys, min(most, CAPACITY))._replace(forgot=True)
            new.append(added + begin)
        return Found(numbers, np.concatenate(new), False)

    def _number(self, keys: Keys, most_known: int) -> tuple[Numbers, Places | None]:
        """Return the numbers of these columns, and where the new ones stand; None where too many would be known."""
        slots = _slots(keys[0])
        numbers = self._tables[0].take(slots)
        missing = self._differs(numbers, keys).nonzero()[0]
        if not len(missing):
            return numbers, missing
        unknown = keys.take(missing, axis=1)
        others = self._tables[1].take(_second_slots(unknown[1]))
        numbers[missing] = others
        still = self._differs(others, unknown).nonzero()[0]
        if not len(still):
            return numbers, still
        missing, unknown = missing.take(still), unknown.take(still, axis=1)
        slots = slots.take(missing)
        same = self._first_of_same(unknown, slots)
        new = (same == np.arange(len(same))).nonzero()[0]
        if self._known + len(new) > most_known:
            return numbers, None
        given = np.empty(len(same), np.uint16)
        given[new] = np.arange(self._known, self._known + len(new))
        numbers[missing] = given.take(same)
        self._add(unknown.take(new, axis=1), slots.take(new))
        return numbers, missing.take(new)

    def _forget(self, kept: int) -> None:
        """Know only so many columns, the oldest."""
        self._known = kept
        # No key is 0: a number that still stands in a table is that of no column.
        self._keys[:, kept:] = 0
        if not kept:
            self._tables[:] = 0

    def _differs(self, numbers: Numbers, keys: Keys) -> npt.NDArray[np.bool_]:
        differs: npt.NDArray[np.bool_] = self._keys[0].take(numbers) != keys[0]
        differs |= self._keys[1].take(numbers) != keys[1]
        return differs

    def _first_of_same(self, keys: Keys, slots: Places) -> Places:
        """Return for each key the place of the first that is equal to it."""
        first = waiting = np.arange(len(slots))
        while len(waiting):
            here = slots.take(waiting)
            # Written from the end, so that the first at each slot stays.
            self._newest[here[::-1]] = waiting[::-1]
            chosen = self._newest.take(here)
            equal = keys[0].take(waiting) == keys[0].take(chosen)
            equal &= keys[1].take(waiting) == keys[1].take(chosen)
            if first is waiting:
                first = np.where(equal, chosen, waiting)
            else:
                first[waiting[equal]] = chosen[equal]
            waiting = waiting[~equal]
        return first

    def _add(self, keys: Keys, slots: Places) -> None:
        numbers = np.arange(self._known, self._known + keys.shape[1]).astype(np.uint16)
        self._keys[:, self._known : self._known + len(numbers)] = keys
        self._known += len(numbers)
        displaced = self._tables[0].take(slots)
        self._tables[0][slots] = numbers
        displaced = np.concatenate((displaced, numbers[self._tables[0].take(slots) != numbers]))
        self._tables[1][_second_slots(self._keys[1].take(displaced))] = displaced


def _slots(keys: npt.NDArray[np.uint64]) -> Places:
    return (keys >> _SHIFT).view(np.intp)


def _second_slots(keys: npt.NDArray[np.uint64]) -> Places:
    return _slots(keys * _SECOND_SLOT)


class ColumnStore:
    """The decoder's half: has the pixels of every numbered column."""

    def __init__(self) -> None:
        # Pages of memory that no column has used yet are not taken from the system.
        self._pixels = np.zeros((MAX_HEIGHT, CAPACITY), np.uint32)
        self._heights = np.zeros(CAPACITY, np.uint8)
        self._known = 0

    @property
    def known(self) -> int:
        """How many columns have a number."""
        return self._known

    def forget(self) -> None:
        """Know no column any more."""
        self._known = 0

    def add(self, pixels: npt.NDArray[np.uint32], heights: Places) -> None:
        """Give columns of these heights, ascending, the next numbers; there must be as many left.

        The pixels are those of one column after the other.
        """
        begin = place = 0
        ends = (heights[1:] != heights[:-1]).nonzero()[0] + 1
        for end in (*ends.tolist(), len(heights)):
            height = int(heights[begin])
            following = place + (end - begin) * height
            alike = self._pixels[:height, self._known : self._known + end - begin]
            alike[...] = pixels[place:following].reshape(-1, height).T
            self._heights[self._known : self._known + end - begin] = height
            self._known += end - begin
            begin, place = end, following

    def paint(self, numbers: Places, strip: npt.NDArray[np.uint32]) -> None:
        """Write the columns with these numbers, all of them known, into a strip of shape (height, width).

        Raises PictureError where one is of another height.
        """
        height = len(strip)
        if (self._heights.take(numbers) != height).any():
            raise PictureError("the picture has a column that does not fit its strip")
        # Nothing is clipped: all are known. But where it need not raise, numpy writes in place.
        np.take(self._pixels[:height], numbers, axis=1, out=strip, mode="clip")
