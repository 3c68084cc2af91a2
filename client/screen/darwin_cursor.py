"""The cursor on macOS, through AppKit and Quartz, which come with pynput there.

Source: AppKit, NSCursor.currentSystemCursor; Quartz, CGEventGetLocation, CGCursorIsVisible, CGBitmapContextCreate.
A cursor that macOS animates is looked at anew each time, so that it moves here too.
"""

import importlib
from contextlib import AbstractContextManager
from typing import Any, Final

import numpy as np

from client.screen.cursor import CursorSource, CursorState, cursor_shape
from client.screen.default_cursor import default_arrow
from client.screen.errors import CaptureError
from wire.messages import CursorShape

_LARGEST: Final = 512
"""Points along a side; the system's own settings end at four times the arrow's."""
_BITS: Final = 8


class DarwinCursor(CursorSource):
    """The cursor of the person's desktop. `quartz`, `appkit` and `objc` are PyObjC's modules."""

    def __init__(self, quartz: Any, appkit: Any, objc: Any) -> None:
        self._quartz = quartz
        self._appkit = appkit
        self._pool = objc.autorelease_pool
        self._unknown = default_arrow()
        self._shape: CursorShape | None = None
        self._closed = False

    def read(self) -> CursorState:
        """Return the cursor as it is now, its place in points; raise CaptureError."""
        if self._closed:
            raise CaptureError("the cursor is closed")
        # Without a pool this thread, which is none of AppKit's, would keep whatever it is given.
        pool: AbstractContextManager[Any] = self._pool()
        with pool:
            place = self._quartz.CGEventGetLocation(self._quartz.CGEventCreate(None))
            x, y = round(place.x), round(place.y)
            if not self._quartz.CGCursorIsVisible():
                return CursorState(x, y, None, None)
            shape = self._look()
        if shape is None or self._shape is None or shape.hash != self._shape.hash:
            self._shape = shape
        return CursorState(x, y, self._shape.hash if self._shape else None, self._shape)

    def close(self) -> None:
        """Read nothing any more; may be called twice."""
        self._closed = True

    def _look(self) -> CursorShape | None:
        """Return how the cursor looks; the arrow where that is not told."""
        cursor = self._appkit.NSCursor.currentSystemCursor()
        image = None if cursor is None else cursor.image()
        if image is None:
            return self._unknown
        size, hot = image.size(), cursor.hotSpot()
        width, height = round(size.width), round(size.height)
        if not (0 < width <= _LARGEST and 0 < height <= _LARGEST):
            return self._unknown
        drawing, _ = image.CGImageForProposedRect_context_hints_(None, None, None)
        quartz = self._quartz
        pixels = bytearray(4 * width * height)
        # Blue, green, red and alpha in memory; a point is a pixel, as in the picture.
        form = quartz.kCGImageAlphaPremultipliedFirst | quartz.kCGBitmapByteOrder32Little
        colours = quartz.CGColorSpaceCreateDeviceRGB()
        context = quartz.CGBitmapContextCreate(pixels, width, height, _BITS, 4 * width, colours, form)
        if drawing is None or context is None:
            return self._unknown
        quartz.CGContextDrawImage(context, quartz.CGRectMake(0, 0, width, height), drawing)
        drawn = np.frombuffer(pixels, np.uint8).reshape(height, width, 4)
        return cursor_shape(drawn, round(hot.x), round(hot.y))


def open_darwin_cursor() -> DarwinCursor | None:
    """Open the cursor; None where PyObjC is missing."""
    try:
        modules = [importlib.import_module(name) for name in ("Quartz", "AppKit", "objc")]
    except ImportError:
        return None
    return DarwinCursor(*modules)
