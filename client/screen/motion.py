"""What only moved between two pictures: scrolls and dragged windows, as copies instead of pixels."""

from collections.abc import Sequence
from typing import NamedTuple

from client.screen.equal_boxes import equal_boxes, explained
from client.screen.geometry import FrameBuffer, Rect
from client.screen.shifts import Shift, Words, likely_shifts
from client.screen.solid import colour_of

CHANGED_PIXELS = 4000
"""Where less changed, nothing is looked for: a typed letter must cost nothing."""
MOVES = 8
"""The most moves that are returned for one picture."""

_REGIONS = 4
"""Regions of change that are looked at, the largest first."""
_GAP = 64
"""Changed rectangles nearer to each other than this are one region."""
_RECTANGLES = 64
"""More rectangles than this are one region at once: sorting them out would cost more than it saves."""
_ENOUGH = 0.5
"""Once a shift explains this share of the detail that changed, no further kind is guessed."""
_LEAST = 0.05
"""A shift that explains less is not followed."""
_ALL = 0.9
"""Once the shifts that were followed explain this share together, the rest is left."""
_SHIFTS = 3
"""Shifts that are followed in one region, the best first."""


class Move(NamedTuple):
    """The pixels of `source` in the previous picture reappear with their upper left corner at (x, y)."""

    source: Rect
    x: int
    y: int


def find_moves(
    previous: FrameBuffer, current: FrameBuffer, changed: list[Rect], excluded: Sequence[Rect] = ()
) -> list[Move]:
    """Return copies that turn a worthwhile part of `previous` into `current`, exactly; few, often none.

    Copied within `previous` one after the other, as if each source were read whole before it is written, every pixel
    of each destination has the colour that it has in `current`. Destinations do not overlap; each lies within the
    bounding box of neighbouring rectangles of `changed`, which are all the changed pixels, tightly. Nothing is read
    from or written to `excluded`: where the other side does not show `previous` exactly. The X byte does not count.
    Raises ValueError where the shapes differ.
    """
    if sum(width * height for _, _, width, height in changed) < CHANGED_PIXELS:
        return []
    if previous.shape != current.shape:
        raise ValueError("frames of different sizes")
    before, now = previous.view("<u4")[..., 0], current.view("<u4")[..., 0]
    found: list[tuple[Rect, Shift]] = []
    for region in _regions(changed):
        if colour_of(current, region) is not None:
            # Three bytes; whatever it was before, there is nothing to search for.
            continue
        found += _moved_within(before, now, region, excluded, MOVES - len(found))
    return [Move(_source(box, shift), box.x, box.y) for box, shift in _in_safe_order(found)]


def _moved_within(
    before: Words, now: Words, region: Rect, excluded: Sequence[Rect], most: int
) -> list[tuple[Rect, Shift]]:
    if most == 0:
        return []
    whole = Rect(0, 0, now.shape[1], now.shape[0])
    shares: dict[Shift, float] = {}
    for guesses in likely_shifts(before, now, region):
        for shift in guesses:
            if shift not in shares:
                # What moved mostly came from within what changed.
                shares[shift] = explained(before, now, _reachable(region, region, shift), shift)
        if any(share >= _ENOUGH for share in shares.values()):
            break
    found: list[tuple[Rect, Shift]] = []
    total = 0.0
    for shift in sorted(shares, key=lambda shift: -shares[shift])[:_SHIFTS]:
        if shares[shift] < _LEAST or total >= _ALL or len(found) == most:
            break
        total += shares[shift]
        read = [Rect(x + shift.x, y + shift.y, width, height) for x, y, width, height in excluded]
        taken = [*(box for box, _ in found), *excluded, *read]
        boxes = equal_boxes(before, now, _reachable(region, whole, shift), shift, taken, most - len(found))
        found += [(box, shift) for box in boxes]
    return found


def _regions(changed: list[Rect]) -> list[Rect]:
    """Join neighbours to bounding boxes that do not overlap, and return the largest ones."""
    if len(changed) > _RECTANGLES:
        return [_bounding(changed)]
    regions: list[Rect] = []
    for rectangle in changed:
        grown = rectangle
        # A box that grew may have come near to others: look again until it stands alone.
        while near := [region for region in regions if _near(region, grown)]:
            regions = [region for region in regions if region not in near]
            grown = _bounding([grown, *near])
        regions.append(grown)
    return sorted(regions, key=lambda region: -region.width * region.height)[:_REGIONS]


def _near(one: Rect, other: Rect) -> bool:
    return (
        one.x < other.x + other.width + _GAP
        and other.x < one.x + one.width + _GAP
        and one.y < other.y + other.height + _GAP
        and other.y < one.y + one.height + _GAP
    )


def _bounding(boxes: list[Rect]) -> Rect:
    left, top = min(box.x for box in boxes), min(box.y for box in boxes)
    right, bottom = max(box.x + box.width for box in boxes), max(box.y + box.height for box in boxes)
    return Rect(left, top, right - left, bottom - top)


def _reachable(region: Rect, origin: Rect, shift: Shift) -> Rect:
    """Return the part of the region whose pixels come, by this shift, from within `origin`; it may have no area."""
    left, top = max(region.x, origin.x + shift.x), max(region.y, origin.y + shift.y)
    right = min(region.x + region.width, origin.x + origin.width + shift.x)
    bottom = min(region.y + region.height, origin.y + origin.height + shift.y)
    return Rect(left, top, max(0, right - left), max(0, bottom - top))


def _source(box: Rect, shift: Shift) -> Rect:
    return Rect(box.x - shift.x, box.y - shift.y, box.width, box.height)


def _overlap(one: Rect, other: Rect) -> bool:
    return (
        one.x < other.x + other.width
        and other.x < one.x + one.width
        and one.y < other.y + other.height
        and other.y < one.y + one.height
    )


def _in_safe_order(found: list[tuple[Rect, Shift]]) -> list[tuple[Rect, Shift]]:
    """Order copies so that none overwrites what a later one reads; where that cannot be, drop the smallest."""
    waiting, ordered = list(found), []
    while waiting:
        for copy in waiting:
            others = [_source(*other) for other in waiting if other is not copy]
            if not any(_overlap(copy[0], source) for source in others):
                ordered.append(copy)
                waiting.remove(copy)
                break
        else:
            waiting.remove(min(waiting, key=lambda copy: copy[0].width * copy[0].height))
    return ordered
