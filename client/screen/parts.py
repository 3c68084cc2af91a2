"""Where large areas are cut, so that a part is on its way and drawn while the next one is encoded."""

from bisect import bisect_left
from collections.abc import Sequence
from itertools import accumulate, pairwise
from typing import Final, NamedTuple

from client.screen.strips import Pane

AT_ONCE: Final = 5 * 2**16
"""About the most pixels of a part; a quarter more at most."""

_MOVED: Final = 4
"""A cut is moved by one in so many of a part's rows, at most; so many rows alone are no last part."""


class Part(NamedTuple):
    """Rows [top, end) of an area, and the panes that these rows have."""

    top: int
    end: int
    panes: list[Pane]


def parts_of(panes: list[Pane], height: int) -> list[Part]:
    """Return the parts, from the top, of an area of this height with these panes.

    It is cut between lines of text where it can be: a line that is cut takes a line's bytes more.
    """
    rows = max(1, AT_ONCE // panes[-1].right)
    reach = rows // _MOVED
    if height <= rows + reach:
        return [Part(0, height, panes)]
    widest = max(panes, key=lambda pane: pane.right - pane.left)
    between = list(accumulate(widest.heights))
    cuts = [0]
    while cuts[-1] + rows + reach < height:
        cuts.append(_nearest(between, cuts[-1] + rows, reach))
    cuts.append(height)
    return [Part(top, end, [_rows_of(pane, top, end) for pane in panes]) for top, end in pairwise(cuts)]


def _nearest(between: Sequence[int], row: int, reach: int) -> int:
    """Return the row between lines that is nearest to this one, or this one where none is within reach."""
    index = bisect_left(between, row)
    nearest = min(between[max(0, index - 1) : index + 1], key=lambda each: abs(each - row), default=row)
    return nearest if abs(nearest - row) <= reach else row


def _rows_of(pane: Pane, top: int, end: int) -> Pane:
    """Return what lies in rows [top, end) of a pane's strips."""
    ends = list(accumulate(pane.heights))
    first, last = bisect_left(ends, top + 1), bisect_left(ends, end)
    cuts = [top, *ends[first:last], end]
    return Pane(pane.left, pane.right, tuple(below - above for above, below in pairwise(cuts)))
