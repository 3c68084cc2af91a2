"""Few rectangles instead of many."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from client.screen.geometry import Rect

SLACK: int = 16 * 1024
"""So many pixels that did not change are read and compared sooner than one more rectangle."""
_SHARE = 16
"""One in so many pixels that did not change is cheaper, too, where the rectangles are large."""


def few_rectangles(rectangles: Sequence[Rect], most: int, slack: int = SLACK) -> list[Rect]:
    """Return at most `most` rectangles without overlap that cover the given ones, and little else.

    Two become one where that has at most `slack` pixels more, or a sixteenth.
    """
    if len(rectangles) < 2:
        return list(rectangles)
    kept: list[Rect] = []
    for rectangle in rectangles if len(rectangles) <= most else _bands(rectangles, most):
        grown = rectangle
        index = 0
        while index < len(kept):
            other = kept[index]
            joint, both = _joint(other, grown), _area(other) + _area(grown)
            if _overlap(other, grown) or _area(joint) <= both + max(slack, both // _SHARE):
                # The larger one may reach rectangles that were passed over.
                grown = joint
                del kept[index]
                index = 0
            else:
                index += 1
        kept.append(grown)
    return kept


def _bands(rectangles: Sequence[Rect], count: int) -> list[Rect]:
    """Cut the height into `count` bands; return the smallest box around what lies in each."""
    left, top, width, height = np.array(rectangles, np.int64).T
    right, bottom = left + width, top + height
    edges = np.linspace(int(top.min()), int(bottom.max()), count + 1).astype(np.int64).tolist()
    boxes = []
    for begin, end in pairwise(edges):
        inside = (top < end) & (bottom > begin)
        if inside.any():
            x, y = int(left[inside].min()), max(begin, int(top[inside].min()))
            boxes.append(Rect(x, y, int(right[inside].max()) - x, min(end, int(bottom[inside].max())) - y))
    return boxes


def _joint(one: Rect, other: Rect) -> Rect:
    """Return the smallest box around both."""
    x, y = min(one.x, other.x), min(one.y, other.y)
    right = max(one.x + one.width, other.x + other.width)
    bottom = max(one.y + one.height, other.y + other.height)
    return Rect(x, y, right - x, bottom - y)


def _overlap(one: Rect, other: Rect) -> bool:
    return (
        one.x < other.x + other.width
        and other.x < one.x + one.width
        and one.y < other.y + other.height
        and other.y < one.y + one.height
    )


def _area(rectangle: Rect) -> int:
    return rectangle.width * rectangle.height
