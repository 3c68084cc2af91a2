"""Capture where the platform reports no changes: a clock that ticks, and a comparison of whole desktops."""

import threading
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np

from client.screen.capture import MOST_AREAS, ScreenCapture
from client.screen.coalesce import few_rectangles
from client.screen.damage import changed_rectangles
from client.screen.errors import CaptureError, ScreenChanged
from client.screen.geometry import FrameBuffer, Rect

BUSY_INTERVAL: float = 1 / 60
"""Seconds between two ticks while the desktop changes."""
IDLE_INTERVAL: float = 1 / 25
"""Seconds between two ticks after IDLE_AFTER."""
IDLE_AFTER: float = 2.0
"""Seconds without a change, after which a desktop is taken to rest."""
SIZE_CHECK: float = 1.0
"""Seconds between two looks at the desktop's size. A look can take a millisecond."""


class Desktop(NamedTuple):
    """The virtual desktop's upper left corner and its size, in pixels."""

    left: int
    top: int
    width: int
    height: int


class PixelSource(ABC):
    """Something that reads the whole of a desktop whose size stays the same."""

    desktop: Desktop

    @abstractmethod
    def read(self) -> FrameBuffer | None:
        """Return the desktop's pixels as they are now, in memory of their own; None where nothing changed.

        The first call returns pixels. Raises CaptureError, also when the desktop has another size now.
        """

    @abstractmethod
    def close(self) -> None:
        """Let go of the desktop; may be called twice."""


class PollingCapture(ScreenCapture):
    """The virtual desktop through a PixelSource.

    `open_source` opens one for the desktop of now, and `look` tells the desktop of now; both raise
    CaptureError. `clock` returns seconds and never goes back.
    """

    def __init__(
        self,
        open_source: Callable[[], PixelSource],
        look: Callable[[], Desktop],
        clock: Callable[[], float] = time.perf_counter,
    ) -> None:
        self._open_source = open_source
        self._look = look
        self._clock = clock
        self._woken = threading.Event()
        self._source: PixelSource | None = None
        self._latest: FrameBuffer | None = None
        """What was read last."""
        self._reported: FrameBuffer | None = None
        """What damage compared last."""
        self._unread = False
        """Whether nobody grabbed since damage read the desktop."""
        self._looked = self._ticked = self._changed = 0.0
        self._begin()

    @property
    def size(self) -> tuple[int, int]:
        """(width, height) of the virtual desktop, in pixels."""
        return self._desktop.width, self._desktop.height

    @property
    def origin(self) -> tuple[int, int]:
        """Where the picture's upper left corner lies on the virtual desktop, in pixels."""
        return self._desktop.left, self._desktop.top

    def wait(self, timeout: float | None) -> None:
        """Return at the next tick, which is counted from the last one; or as ScreenCapture says."""
        now = self._clock()
        interval = BUSY_INTERVAL if now - self._changed < IDLE_AFTER else IDLE_INTERVAL
        left = max(0.0, self._ticked + interval - now) if self._source is not None else 0.0
        self._woken.wait(left if timeout is None else min(left, max(0.0, timeout)))
        self._woken.clear()
        self._ticked = self._clock()

    def wake(self) -> None:
        """End the present wait, or the next one; from any thread."""
        self._woken.set()

    def damage(self) -> list[Rect]:
        """Read the desktop and return what is not as at the last call; raise ScreenChanged or CaptureError."""
        self._follow_size()
        latest = self._read()
        self._unread = True
        reported, self._reported = self._reported, latest
        whole = [Rect(0, 0, *self.size)]
        if reported is None:
            return whole
        found = [] if reported is latest else changed_rectangles(reported, latest, whole)
        if found:
            self._changed = self._clock()
        return few_rectangles(found, MOST_AREAS)

    def grab(self, areas: Sequence[Rect]) -> FrameBuffer:
        """Copy these areas of what the last damage read, at the first grab after it; read anew at others."""
        if not all(area.within(*self.size) for area in areas):
            raise ValueError("an area outside the picture")
        if self._source is None:
            raise CaptureError("the capture is closed")
        latest = self._latest if self._unread and self._latest is not None else self._read()
        self._unread = False
        for x, y, width, height in areas:
            self._frame[y : y + height, x : x + width] = latest[y : y + height, x : x + width]
        return self._frame

    def close(self) -> None:
        """Let go of the desktop; may be called twice."""
        source, self._source = self._source, None
        if source is not None:
            source.close()

    def _begin(self) -> None:
        self._source = source = self._open_source()
        self._desktop = source.desktop
        self._frame: FrameBuffer = np.zeros((self._desktop.height, self._desktop.width, 4), np.uint8)
        self._latest = self._reported = None
        self._unread = False
        self._looked = self._ticked = self._changed = self._clock()

    def _read(self) -> FrameBuffer:
        if self._source is None:
            raise CaptureError("the capture is closed")
        try:
            read = self._source.read()
        except CaptureError:
            self._follow_size(at_once=True)
            raise
        if read is not None:
            self._latest = read
        if self._latest is None:
            raise CaptureError("the desktop has no pixels")
        return self._latest

    def _follow_size(self, at_once: bool = False) -> None:
        """Raise ScreenChanged where the desktop is not what it was; look once every SIZE_CHECK seconds only."""
        if self._source is None:
            raise CaptureError("the capture is closed")
        if not at_once and self._clock() - self._looked < SIZE_CHECK:
            return
        self._looked = self._clock()
        if self._look() != self._desktop:
            self.close()
            self._begin()
            raise ScreenChanged(self.size)
