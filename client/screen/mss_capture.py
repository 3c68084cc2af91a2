"""Capture with mss: X11 (shared memory), Windows (GDI) and macOS (CoreGraphics)."""

import time
from collections.abc import Callable
from contextlib import suppress

import mss
import numpy as np

from client.screen.capture import ScreenCapture
from client.screen.errors import CaptureError, ScreenChanged
from client.screen.geometry import FrameBuffer
from wire import limits

SIZE_CHECK: float = 1.0
"""Seconds between two looks at the desktop's size. A look takes about 1 ms on X11."""


class MssCapture(ScreenCapture):
    """The whole virtual desktop through mss; `clock` returns seconds and never goes back."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._source: mss.MSS | None = None
        self._left = self._top = self._width = self._height = 0
        self._look()

    @property
    def size(self) -> tuple[int, int]:
        """(width, height) of the virtual desktop, in pixels."""
        return self._width, self._height

    @property
    def origin(self) -> tuple[int, int]:
        """Where the picture's upper left corner lies on the virtual desktop, in pixels."""
        return self._left, self._top

    def grab(self) -> FrameBuffer:
        """Return the desktop as it looks now; raise ScreenChanged or CaptureError."""
        if self._source is None:
            raise CaptureError("the capture is closed")
        if self._clock() - self._looked >= SIZE_CHECK and self._look():
            raise ScreenChanged(self.size)
        area = {"left": self._left, "top": self._top, "width": self._width, "height": self._height}
        try:
            shot = self._source.grab(area)
        # On a lost display mss fails with its own error, an assertion or ctypes' errors.
        except Exception as error:
            if self._look():
                raise ScreenChanged(self.size) from error
            raise CaptureError("the desktop cannot be read") from error
        if len(shot.raw) != self._width * self._height * 4:
            raise CaptureError("the desktop's pixels do not fit its size")
        return np.frombuffer(shot.raw, np.uint8).reshape(self._height, self._width, 4)

    def close(self) -> None:
        """Let go of the desktop; may be called twice."""
        source, self._source = self._source, None
        if source is not None:
            _close(source)

    def _look(self) -> bool:
        """Read the desktop's geometry; tell whether it changed.

        A fresh connection is the way to learn it: mss reads the monitors once, and its shared
        memory is as large as the desktop was then.
        """
        self._looked = self._clock()
        fresh = _open()
        try:
            desktop = fresh.monitors[0]
            geometry = desktop["left"], desktop["top"], desktop["width"], desktop["height"]
            width, height = geometry[2:]
            if not (0 < width <= limits.SCREEN_SIDE and 0 < height <= limits.SCREEN_SIDE):
                raise CaptureError("the desktop's size is out of bounds")
            if width * height > limits.SCREEN_PIXELS:
                raise CaptureError("the desktop's size is out of bounds")
        except CaptureError:
            _close(fresh)
            raise
        except Exception as error:
            _close(fresh)
            raise CaptureError("the desktop's size cannot be read") from error
        if geometry == (self._left, self._top, self._width, self._height):
            _close(fresh)
            return False
        self.close()
        self._source = fresh
        self._left, self._top, self._width, self._height = geometry
        return True


def _open() -> mss.MSS:
    try:
        return mss.MSS()
    except Exception as error:
        raise CaptureError("the desktop cannot be opened") from error


def _close(source: mss.MSS) -> None:
    # A display that is gone cannot be closed in order, and need not be.
    with suppress(Exception):
        source.close()
