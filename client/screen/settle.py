"""Which parts of the agent's picture are not exact, and which of them rest long enough to be made so."""

from typing import Final

import numpy as np
import numpy.typing as npt

from client.screen.geometry import Rect

TILE: Final = 64
"""The side of the squares that come to rest on their own, in pixels."""
QUIET: Final = 0.1
"""Seconds after its last lossy change at which a tile is due."""


class Settling:
    """The lossy pixels of a picture of `width` x `height`, which is exact at first.

    The caller says what it sends, in the order of sending: `lossy`, `exact` and `copied`. A pixel is
    lossy until an exact one is sent over it; where it is copied to, it is lossy too. Times are seconds
    of any clock that does not go back. Rectangles must lie within the picture.
    """

    def __init__(self, width: int, height: int) -> None:
        # One byte a pixel: tiles alone would let lossiness spread with each copy that is not a multiple of TILE.
        self._lossy = np.zeros((height, width), np.bool_)
        # When each tile rests; infinite where nothing is lossy. It may be finite where nothing is lossy any more.
        self._due = np.full((-(-height // TILE), -(-width // TILE)), np.inf)
        self._all_exact = True
        """Whether no tile is due any time: most of the time, and then nothing has to be looked up."""

    def lossy(self, now: float, area: Rect) -> None:
        """Note that this area was sent inexactly; its tiles' rest begins anew."""
        self._all_exact = False
        self._lossy[_slices(area)] = True
        self._due[_tiles(area)] = now + QUIET

    def exact(self, area: Rect) -> None:
        """Note that this area was sent lossless."""
        if self._all_exact:
            return
        self._lossy[_slices(area)] = False

    def copied(self, now: float, source: Rect, x: int, y: int) -> None:
        """Note that `source` was copied to (x, y); lossy pixels go along, and their rest begins anew."""
        if self._all_exact:
            return
        moved = self._lossy[_slices(source)].copy()
        target = source._replace(x=x, y=y)
        self._lossy[_slices(target)] = moved
        if moved.any():
            self._due[_tiles(target)] = now + QUIET

    def is_exact(self, area: Rect) -> npt.NDArray[np.bool_]:
        """Return for each pixel of an area whether it was sent lossless last."""
        return ~self._lossy[_slices(area)]

    def touched(self, now: float, area: Rect) -> None:
        """Note that the screen changed here, though nothing of it was sent yet; its tiles' rest begins anew."""
        if self._all_exact:
            return
        due = self._due[_tiles(area)]
        due[np.isfinite(due)] = now + QUIET

    def next_due(self) -> float | None:
        """Return the time at which `due` may have something; None when nothing is lossy."""
        if self._all_exact:
            return None
        first = float(self._due.min())
        self._all_exact = first == np.inf
        return None if self._all_exact else first

    def due(self, now: float, most_pixels: int) -> list[Rect]:
        """Return what rests and is to be sent lossless, what rests longest first; the caller then calls `exact`.

        The rectangles do not overlap, and have at most `most_pixels` together, but for a first tile alone.
        What is left over is due still.
        """
        rows, columns = np.nonzero(self._due <= now)
        taken: dict[tuple[int, int], Rect] = {}
        pixels = 0
        for index in np.argsort(self._due[rows, columns], kind="stable").tolist():
            row, column = int(rows[index]), int(columns[index])
            box = self._lossy_box(row, column)
            if box is None:
                self._due[row, column] = np.inf
                continue
            pixels += box.width * box.height
            if taken and pixels > most_pixels:
                break
            taken[row, column] = box
        return _joined(taken)

    def _lossy_box(self, row: int, column: int) -> Rect | None:
        left, top = column * TILE, row * TILE
        tile = self._lossy[top : top + TILE, left : left + TILE]
        rows, columns = np.flatnonzero(tile.any(axis=1)), np.flatnonzero(tile.any(axis=0))
        if not len(rows):
            return None
        x, y = int(columns[0]), int(rows[0])
        return Rect(left + x, top + y, int(columns[-1]) + 1 - x, int(rows[-1]) + 1 - y)


def _slices(area: Rect) -> tuple[slice, slice]:
    return slice(area.y, area.y + area.height), slice(area.x, area.x + area.width)


def _tiles(area: Rect) -> tuple[slice, slice]:
    return (
        slice(area.y // TILE, (area.y + area.height - 1) // TILE + 1),
        slice(area.x // TILE, (area.x + area.width - 1) // TILE + 1),
    )


def _joined(boxes: dict[tuple[int, int], Rect]) -> list[Rect]:
    """Put boxes together that touch along the whole of a side: neighbours compress better as one."""
    rows: list[Rect] = []
    for _, box in sorted(boxes.items()):
        last = rows[-1] if rows else None
        if last is not None and (last.x + last.width, last.y, last.height) == (box.x, box.y, box.height):
            rows[-1] = last._replace(width=last.width + box.width)
        else:
            rows.append(box)
    blocks: dict[tuple[int, int, int], Rect] = {}
    for row in rows:
        above = blocks.pop((row.x, row.width, row.y), None)
        block = row if above is None else above._replace(height=above.height + row.height)
        blocks[block.x, block.width, block.y + block.height] = block
    return list(blocks.values())
