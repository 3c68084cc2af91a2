"""Which part of the screen moves like a film, and is worth a video stream."""

from collections import deque
from typing import Final

import numpy as np
import numpy.typing as npt

from client.screen.geometry import Rect
from wire import limits

SMALLEST: Final = 96
"""The least width and height of a region, in pixels."""
UPDATES: Final = 15
"""A tile that changed so many times in a row moves."""
LONGEST_GAP: Final = 0.2
"""Seconds between two changes of a tile that still belong together."""
CALM: Final = 1.0
"""A region in which nothing moved for so long is a video no more."""

_TILE = 64
# A letter, a cursor or a progress bar covers less than that of a tile.
_COVERED = _TILE * _TILE // 4
# So far may a film reach into a tile at its edge that does not count.
_MARGIN = _TILE // 4
# Finding the region takes up to a millisecond, so that not each frame pays for it.
_LOOK_INTERVAL = 0.25
# A new place of the motion is believed when it was found so often in a row; each costs a key frame.
_LOOKS = 3
# A row or column at the edge of a region belongs to it where so much of it moves.
_DENSE = 0.5
# Motion that needs less of the region than this for a while gets a smaller one.
_SHRINK_SHARE = 0.4
_SHRINK_AFTER = 3.0
# The edges are taken from the changes of this time.
_EDGES_FROM = 0.5
_MOST_REMEMBERED = 512

_Grid = npt.NDArray[np.bool_]


class Promotion:
    """Watches the changes of a picture of `width` x `height` for the one region that is to be a video.

    Times are seconds of any clock that does not go back.
    """

    def __init__(self, width: int, height: int) -> None:
        shape = (-(-height // _TILE), -(-width // _TILE))
        self._streak = np.zeros(shape, np.int32)
        self._changed_at = np.full(shape, -np.inf)
        self._recent: deque[tuple[float, Rect]] = deque(maxlen=_MOST_REMEMBERED)
        self._region: Rect | None = None
        self._chosen_at = -np.inf
        self._moved_at = -np.inf
        self._looked_at = -np.inf
        self._candidate: Rect | None = None
        self._looks = 0

    @property
    def calm_at(self) -> float | None:
        """When the region is given up unless something moves in it; None without a region."""
        return None if self._region is None else self._moved_at + CALM

    def observe(self, now: float, changed: list[Rect]) -> Rect | None:
        """Note what changed on the screen at this time; return the region that is a video from now on, or None.

        Give only what no copy within the picture explains: text that is scrolled is no film. Call it with
        nothing at `calm_at`. While the region stays where it is, equal rectangles are returned.
        """
        self._note(now, changed)
        if self._region is not None and now >= self._moved_at + CALM:
            self._choose(now, None)
        if now - self._looked_at >= _LOOK_INTERVAL:
            self._looked_at = now
            self._look(now)
        return self._region

    def _note(self, now: float, changed: list[Rect]) -> None:
        covered = np.zeros(self._streak.shape, np.int32)
        for area in changed:
            self._recent.append((now, area))
            rows, columns = _spans(area)
            covered[rows, columns] += np.outer(
                _overlaps(rows, area.y, area.height), _overlaps(columns, area.x, area.width)
            )
        hit = covered >= _COVERED
        gap = now - self._changed_at[hit]
        # A film that stands still for a moment has not ended.
        before = np.where(gap < LONGEST_GAP, self._streak[hit], np.where(gap < CALM, self._streak[hit] // 2, 0))
        self._streak[hit] = np.minimum(before + 1, 4 * UPDATES)
        self._changed_at[hit] = now
        if self._region is not None:
            inside = hit[_spans(self._region)]
            if int(inside.sum()) >= max(1, inside.size // 16):
                self._moved_at = now

    def _look(self, now: float) -> None:
        """Find where it moves, and decide whether the region has to follow."""
        found = self._found(now)
        if found is None or self._still_fits(now, found):
            self._candidate, self._looks = None, 0
            return
        same = self._candidate is not None and _alike(found, self._candidate)
        self._looks = self._looks + 1 if same else 1
        self._candidate = found
        if self._region is None or self._looks >= _LOOKS:
            self._choose(now, found)

    def _found(self, now: float) -> Rect | None:
        moving = (self._streak >= UPDATES) & (now - self._changed_at < CALM)
        box = _densest(_largest_part(moving))
        if box is None:
            return None
        edges = [area.common(box) for at, area in self._recent if now - at <= _EDGES_FROM]
        found = _around([edge for edge in edges if edge is not None])
        if found is None or found.width < SMALLEST or found.height < SMALLEST:
            return None
        # What a video cannot hold goes as photographs below it.
        return found._replace(height=min(found.height, limits.VIDEO_PIXELS // found.width))

    def _still_fits(self, now: float, found: Rect) -> bool:
        region = self._region
        if region is None:
            return False
        around = Rect(region.x - 8, region.y - 8, region.width + 16, region.height + 16)
        if found.common(around) != found:
            return False
        large_enough = found.width * found.height >= _SHRINK_SHARE * region.width * region.height
        return large_enough or now - self._chosen_at < _SHRINK_AFTER

    def _choose(self, now: float, region: Rect | None) -> None:
        self._region = region
        self._candidate, self._looks = None, 0
        self._chosen_at = self._moved_at = now


def _spans(area: Rect) -> tuple[slice, slice]:
    return (
        slice(area.y // _TILE, (area.y + area.height - 1) // _TILE + 1),
        slice(area.x // _TILE, (area.x + area.width - 1) // _TILE + 1),
    )


def _overlaps(tiles: slice, start: int, length: int) -> npt.NDArray[np.int32]:
    """Return how many pixels of each of these tiles the span covers."""
    edges = np.arange(tiles.start, tiles.stop + 1, dtype=np.int32) * np.int32(_TILE)
    return np.diff(np.clip(edges, start, start + length)).astype(np.int32)


def _largest_part(moving: _Grid) -> _Grid | None:
    """Return the largest set of moving tiles that hang together, or None."""
    left = {(int(row), int(column)) for row, column in np.argwhere(moving)}
    largest: list[tuple[int, int]] = []
    while left:
        part = [left.pop()]
        for row, column in part:
            for neighbour in ((row - 1, column), (row + 1, column), (row, column - 1), (row, column + 1)):
                if neighbour in left:
                    left.remove(neighbour)
                    part.append(neighbour)
        if len(part) > len(largest):
            largest = part
    if not largest:
        return None
    grid = np.zeros(moving.shape, np.bool_)
    grid[tuple(np.array(largest).T)] = True
    return grid


def _densest(part: _Grid | None) -> Rect | None:
    """Return the box around a set of tiles, without rows and columns at its edge of which few belong to it."""
    if part is None:
        return None
    rows, columns = np.flatnonzero(part.any(axis=1)), np.flatnonzero(part.any(axis=0))
    top, bottom, left, right = int(rows[0]), int(rows[-1]) + 1, int(columns[0]), int(columns[-1]) + 1
    while bottom > top and right > left:
        box = part[top:bottom, left:right]
        shares = [box[0].mean(), box[-1].mean(), box[:, 0].mean(), box[:, -1].mean()]
        sparsest = int(np.argmin(shares))
        if shares[sparsest] >= _DENSE:
            x, y = left * _TILE - _MARGIN, top * _TILE - _MARGIN
            return Rect(x, y, right * _TILE + _MARGIN - x, bottom * _TILE + _MARGIN - y)
        top += sparsest == 0
        bottom -= sparsest == 1
        left += sparsest == 2
        right -= sparsest == 3
    return None


def _around(areas: list[Rect]) -> Rect | None:
    if not areas:
        return None
    x, y = min(area.x for area in areas), min(area.y for area in areas)
    right, bottom = max(area.x + area.width for area in areas), max(area.y + area.height for area in areas)
    return Rect(x, y, right - x, bottom - y)


def _alike(one: Rect, other: Rect) -> bool:
    return all(abs(a - b) < _TILE for a, b in zip(one, other, strict=True))
