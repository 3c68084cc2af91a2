"""The customer's cursor: where it is and how it looks, apart from the picture."""

import hashlib
import sys
from abc import ABC, abstractmethod
from typing import NamedTuple

import numpy as np

from client.screen.geometry import FrameBuffer
from client.screen.wayland import on_wayland
from wire import limits
from wire.messages import CursorShape


class CursorState(NamedTuple):
    """The cursor now. `hash` and `shape` are None together, when it is hidden.

    (x, y) is the hot spot in pixels of the virtual desktop: subtract ScreenCapture.origin to place
    it in the picture.
    """

    x: int
    y: int
    hash: bytes | None
    shape: CursorShape | None


class CursorSource(ABC):
    """An open view of the cursor. All calls come from one thread."""

    @abstractmethod
    def read(self) -> CursorState:
        """Return the cursor as it is now; raise CaptureError. The same shape object while it looks the same."""

    @abstractmethod
    def close(self) -> None:
        """Let go of the cursor; may be called twice."""


def open_cursor() -> CursorSource | None:
    """Open the cursor; None where this platform or display gives no way to read it."""
    if sys.platform == "linux" and not on_wayland():
        # Imported here, so that nothing that reads screens is even loaded before it is asked for.
        from client.screen.x11_cursor import open_x11_cursor

        return open_x11_cursor()
    if sys.platform == "win32":
        from client.screen.win32_cursor import open_win32_cursor

        return open_win32_cursor()
    if sys.platform == "darwin":
        from client.screen.darwin_cursor import open_darwin_cursor

        return open_darwin_cursor()
    return None


def cursor_shape(pixels: FrameBuffer, hot_x: int, hot_y: int) -> CursorShape | None:
    """Return the message for a cursor's picture, BGRA with premultiplied alpha; None when nothing of it shows.

    A picture larger than limits.CURSOR_SIDE is cut to that size around its hot spot.
    """
    hot_x, left, width = _cut(pixels.shape[1], hot_x)
    hot_y, top, height = _cut(pixels.shape[0], hot_y)
    pixels = pixels[top : top + height, left : left + width]
    if not pixels[..., 3].any():
        return None
    data = pixels.tobytes()
    header = np.array((width, height, hot_x, hot_y), ">u2").tobytes()
    return CursorShape(hashlib.sha256(header + data).digest()[:16], width, height, hot_x, hot_y, data)


def _cut(length: int, hot: int) -> tuple[int, int, int]:
    """Return the hot spot, the offset and the length of what is kept along one axis."""
    hot = max(0, min(hot, length - 1))
    kept = min(length, limits.CURSOR_SIDE)
    offset = max(0, min(hot - kept // 2, length - kept))
    return hot - offset, offset, kept
