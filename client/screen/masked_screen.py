"""The customer's desktop as it may be shown: what is sensitive is painted over before anybody else looks."""

import math
from collections.abc import Sequence
from typing import Final

from client.screen.capture import MOST_AREAS, ScreenCapture
from client.screen.coalesce import few_rectangles
from client.screen.geometry import FrameBuffer, Rect
from client.screen.mask_painter import blank
from client.screen.screen_mask import ScreenMask

MASK_CHECK: Final = 0.25
"""Seconds between two looks at the mask while something is masked: it outlasts its window a little."""


class MaskedScreen:
    """A capture and its mask. All calls come from one thread; neither is closed with it."""

    def __init__(self, capture: ScreenCapture, mask: ScreenMask) -> None:
        self._capture = capture
        self._mask = mask
        self._size = capture.size
        self._masked: list[Rect] = []
        """In the picture's coordinates, as in the last frame."""
        self._uncovered: list[Rect] = []
        """What a change of the mask touched: to be read and compared although no program painted there."""

    @property
    def masks(self) -> bool:
        """Whether something of the picture is masked."""
        return bool(self._masked)

    @property
    def due(self) -> float:
        """In how many seconds damage must be asked for, although the desktop tells of nothing; infinity for never."""
        if self._uncovered:
            return 0.0
        return MASK_CHECK if self._masked else math.inf

    def damage(self) -> list[Rect]:
        """Return what may have changed since the last call, without overlap; raise as ScreenCapture does."""
        damaged = self._capture.damage()
        if self._masked:
            self._look()
        if not self._uncovered:
            return damaged
        damaged, self._uncovered = few_rectangles([*damaged, *self._uncovered], MOST_AREAS), []
        return damaged

    def grab(self, areas: Sequence[Rect]) -> FrameBuffer:
        """Read these areas and return the whole frame, with the mask painted over it; raise as ScreenCapture does."""
        frame = self._capture.grab(areas)
        # Asked after the grab: what it answers holds for every moment since it was asked before.
        self._look()
        return blank(frame, self._masked)

    def _look(self) -> None:
        left, top = self._capture.origin
        masked = [
            part
            for x, y, width, height in self._mask.look()
            if (part := _clipped(x - left, y - top, width, height, self._size)) is not None
        ]
        if masked != self._masked:
            self._uncovered += [*self._masked, *masked]
            self._masked = masked


def _clipped(x: int, y: int, width: int, height: int, size: tuple[int, int]) -> Rect | None:
    right, bottom = min(x + width, size[0]), min(y + height, size[1])
    x, y = max(x, 0), max(y, 0)
    return Rect(x, y, right - x, bottom - y) if x < right and y < bottom else None
