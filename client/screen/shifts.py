"""By how much the content of a part of the screen may have moved between two pictures.

These are guesses, from samples only; client.screen.equal_boxes proves them pixel by pixel.
"""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from client.screen.geometry import Rect

Words = npt.NDArray[np.uint32]
"""A picture with one 32-bit word a pixel, shape (height, width); the highest byte means nothing."""

COLOUR = np.uint32(0x00FFFFFF)
"""The bits of a pixel that count."""

_ROW_STRIPS, _COLUMN_STRIPS = 6, 4
"""How many strips across the box are looked at for vertical and, rarer, horizontal scrolls."""
_STRIP = 32
"""Pixels across a strip."""
_WINDOW = 8
"""Consecutive lines of a strip that are hashed together; a single line of text is seldom unique."""
_VOTES = 8
_SHARE = 10
"""A shift needs this many windows, and one in so many of those that moved; fewer agree by chance."""
_AXIS_SHIFTS = 3
"""Shifts tried along one axis: two panes may scroll at once."""

_ANCHORS = 3
"""Patches that are looked for in both axes at once."""
_ANCHOR_ROWS = 12
"""Rows of the box among which the patches are chosen."""
_PATCH_WIDTH, _PATCH_HEIGHT = 32, 8
_REACH_X, _REACH_Y = 192, 144
"""How far from its new place a patch is looked for: at 30 pictures a second some 5000 pixels a second."""
_HITS = 4
"""A patch that is found at more places tells nothing."""
_FEW = 1024
"""So few places are followed one by one; more of them are cheaper as a whole."""

# A multiple of 256 times a word, modulo 2**32, does not depend on the word's highest byte.
_WEIGHTS = np.random.default_rng(1).integers(0, 1 << 23, _STRIP).astype(np.uint32) * np.uint32(512) + np.uint32(256)
_GOLDEN_RATIO = 0.6180339887498949
_FACTOR = 0x9E3779B1
_POWERS = [np.uint32(_FACTOR**power % 2**32) for power in (1, 2, 4)]


class Shift(NamedTuple):
    """Content moved by x columns to the right and by y rows downwards."""

    x: int
    y: int


def likely_shifts(previous: Words, current: Words, box: Rect) -> Iterator[list[Shift]]:
    """Guess how content within `box` moved: vertical scrolls first, then horizontal ones, then both axes at once.

    Each list has the guesses of one kind, the best first. Stop asking when they explain enough: later ones cost more.
    """
    rows, columns = slice(box.y, box.y + box.height), slice(box.x, box.x + box.width)
    before, now = previous[rows, columns], current[rows, columns]
    yield [Shift(0, y) for y in _along_rows(before, now, _ROW_STRIPS)]
    yield [Shift(x, 0) for x in _along_rows(before.T, now.T, _COLUMN_STRIPS)]
    for anchor in _anchors(before, now):
        yield _found(previous, current, anchor.x + box.x, anchor.y + box.y, anchor.rarity)


def sampled_rows(height: int, most: int) -> npt.NDArray[np.intp]:
    """Return up to `most` rows, spread over the height unevenly: even ones might all fall between lines of text."""
    count = min(height, most)
    numbers = np.arange(count)
    return ((numbers + numbers * _GOLDEN_RATIO % 1) * height / count).astype(np.intp)


def _along_rows(before: Words, now: Words, strips: int) -> list[int]:
    """Return the downward shifts on which most windows of rows agree, the best first.

    Only a window that occurs exactly once in either picture has a vote: blank rows and repeated lines have none.
    """
    height = len(now)
    if height <= _WINDOW:
        return []
    keys = np.sort(np.concatenate([_keys(before, strips, 0), _keys(now, strips, 1)], axis=None))
    windows = keys >> np.uint64(17)
    same = windows[1:] == windows[:-1]
    # A pair of equal windows with other ones on both sides.
    alone = same & ~np.append(same[1:], False) & ~np.append(False, same[:-1])
    pairs = np.flatnonzero(alone)
    first, second = keys[pairs], keys[pairs + 1]
    crossing = ((first ^ second) & np.uint64(1 << 16)) != 0
    places = np.uint64((1 << 16) - 1)
    shifts = (second & places).astype(np.intp) - (first & places).astype(np.intp)
    votes = np.bincount(shifts[crossing] + height, minlength=height + 1)
    votes[height] = 0
    enough = max(_VOTES, int(votes.sum()) // _SHARE)
    best = np.argsort(votes, kind="stable")[: -_AXIS_SHIFTS - 1 : -1]
    return [int(shift) - height for shift in best if votes[shift] >= enough]


def _keys(picture: Words, strips: int, side: int) -> npt.NDArray[np.uint64]:
    """Return a key for each window of rows in each strip: 24 bits of hash, strip, side (1 bit), row (16 bits)."""
    width = picture.shape[1]
    across = min(width, _STRIP)
    strips = min(strips, width // across)
    starts = np.linspace(0, width - across, strips).astype(int).tolist()
    weights = _WEIGHTS[:across]
    # Lines lie far apart in memory: each is visited once, for all strips.
    lines = np.concatenate([picture[:, start : start + across] for start in starts], axis=1)
    hashes = np.einsum("isj,j->si", lines.reshape(len(lines), strips, across), weights)
    for step, power in zip((1, 2, 4), _POWERS, strict=True):
        hashes = hashes[:, :-step] + hashes[:, step:] * power
    numbers = np.arange(strips, dtype=np.uint64)[:, None] << np.uint64(17)
    rows = np.arange(hashes.shape[1], dtype=np.uint64) | np.uint64(side << 16)
    keys: npt.NDArray[np.uint64] = ((hashes >> np.uint32(8)).astype(np.uint64) << np.uint64(20)) | numbers | rows
    return keys


class _Anchor(NamedTuple):
    """A patch of the new picture full of detail: its place, and its pixels' offsets, the rarest colour first."""

    x: int
    y: int
    rarity: list[int]


def _anchors(before: Words, now: Words) -> Iterator[_Anchor]:
    """Choose patches where the picture changed, each the one with the most detail of its row.

    The middle of the box counts for more: there a window that was dragged is, and at the edges what it uncovered.
    """
    height, width = now.shape
    if height < _PATCH_HEIGHT or width < _PATCH_WIDTH:
        return
    rows = sampled_rows(height - _PATCH_HEIGHT + 1, _ANCHOR_ROWS)
    sample = now[rows] & COLOUR
    detail = (sample[:, 1:] != sample[:, :-1]) & (sample != before[rows] & COLOUR)[:, 1:]
    # The detail within each patch of a row, as a difference of running sums.
    sums = np.pad(np.cumsum(detail, axis=1, dtype=np.int32), ((0, 0), (1, 0)))
    detailed = sums[:, _PATCH_WIDTH - 1 :] - sums[:, : -_PATCH_WIDTH + 1]
    middle = _centrality(detailed.shape[1])
    starts = (detailed * middle).argmax(axis=1)
    most = detailed[np.arange(len(rows)), starts]
    value = most * middle[starts] * _centrality(height)[rows]
    colours = np.sort(sample, axis=None)
    for row in np.argsort(-value, kind="stable")[:_ANCHORS].tolist():
        if most[row] < _PATCH_WIDTH // 8:
            continue
        x = int(starts[row])
        pixels = sample[row, x : x + _PATCH_WIDTH]
        frequency = np.searchsorted(colours, pixels, "right") - np.searchsorted(colours, pixels, "left")
        yield _Anchor(x, int(rows[row]), np.argsort(frequency, kind="stable").tolist())


def _centrality(length: int) -> npt.NDArray[np.float64]:
    """Return weights from 1 in the middle down to a quarter at the ends."""
    return 1 - 0.75 * np.abs(np.linspace(-1, 1, length))


def _found(previous: Words, current: Words, x: int, y: int, rarity: list[int]) -> list[Shift]:
    """Look for the patch of `current` at (x, y) around the same place in `previous`."""
    height, width = previous.shape
    patch = current[y : y + _PATCH_HEIGHT, x : x + _PATCH_WIDTH] & COLOUR
    left, right = max(0, x - _REACH_X), min(width - _PATCH_WIDTH, x + _REACH_X) + 1
    top, bottom = max(0, y - _REACH_Y), min(height - _PATCH_HEIGHT, y + _REACH_Y) + 1
    near = previous[top:bottom, left : right + _PATCH_WIDTH] & COLOUR
    across = right - left
    places = near[:, rarity[0] : rarity[0] + across] == patch[0, rarity[0]]
    used = 1
    while used < _PATCH_WIDTH and np.count_nonzero(places) > _FEW:
        places &= near[:, rarity[used] : rarity[used] + across] == patch[0, rarity[used]]
        used += 1
    rows, columns = np.divmod(np.flatnonzero(places), across)
    for offset in rarity[used:]:
        kept = near[rows, columns + offset] == patch[0, offset]
        rows, columns = rows[kept], columns[kept]
        if len(rows) <= _HITS:
            break
    if len(rows) > _HITS:
        return []
    return [
        Shift(x - column, y - row)
        for row, column in zip((rows + top).tolist(), (columns + left).tolist(), strict=True)
        if (column, row) != (x, y)
        and np.array_equal(previous[row : row + _PATCH_HEIGHT, column : column + _PATCH_WIDTH] & COLOUR, patch)
    ]
