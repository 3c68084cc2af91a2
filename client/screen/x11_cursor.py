"""The cursor on X11, through the XFixes extension (fixesproto, section 7: GetCursorImage)."""

from contextlib import suppress
from typing import Any

import numpy as np
from Xlib import error as xerror
from Xlib.display import Display

from client.screen.cursor import CursorSource, CursorState, cursor_shape
from client.screen.errors import CaptureError
from wire.messages import CursorShape

_FAILURES = (xerror.DisplayError, xerror.XError, xerror.ConnectionClosedError, OSError)


class X11Cursor(CursorSource):
    """The cursor of one X display, over a connection of its own, which it closes."""

    def __init__(self, display: Any) -> None:
        self._display = display
        self._root = display.screen().root
        self._serial: int | None = None
        self._shape: CursorShape | None = None

    def read(self) -> CursorState:
        """Return the cursor as it is now; raise CaptureError."""
        try:
            image = self._display.xfixes_get_cursor_image(self._root)
        except _FAILURES as error:
            raise CaptureError("the cursor cannot be read") from error
        if image.cursor_serial != self._serial:
            # X11 pixels are words ARGB with premultiplied alpha: little-endian, the bytes are BGRA.
            words = np.array(image.cursor_image, "<u4").reshape(image.height, image.width)
            pixels = words.view(np.uint8).reshape(image.height, image.width, 4)
            self._shape = cursor_shape(pixels, image.xhot, image.yhot)
            self._serial = image.cursor_serial
        shape = self._shape
        return CursorState(image.x, image.y, shape.hash if shape else None, shape)

    def close(self) -> None:
        """Close the connection; may be called twice."""
        with suppress(*_FAILURES):
            self._display.close()


def open_x11_cursor() -> X11Cursor | None:
    """Open the cursor of the display that DISPLAY names; None where it has none or lacks XFixes."""
    try:
        display = Display()
    except _FAILURES:
        return None
    try:
        if display.has_extension("XFIXES"):
            # The server answers no other request of the extension before this one.
            display.xfixes_query_version()
            return X11Cursor(display)
    except _FAILURES:
        pass
    with suppress(*_FAILURES):
        display.close()
    return None
