"""A window without a frame, and pictures that the X server keeps, so that showing one is a single request."""

from typing import Any

import numpy as np
from Xlib import X
from Xlib.display import Display

from benchmarks.screen.barcode import Pixels
from client.screen.geometry import Rect

_REQUEST_BYTES = 240_000
"""The core protocol's requests are shorter than 256 kB."""


class StageWindow:
    """The workload's window. Nothing is shown before `show`."""

    def __init__(self, display_name: str, place: Rect) -> None:
        self._display = Display(display_name)
        screen = self._display.screen()
        self._depth = screen.root_depth
        self._window = screen.root.create_window(
            place.x,
            place.y,
            place.width,
            place.height,
            0,
            self._depth,
            background_pixel=0xFFFFFF,
            event_mask=X.KeyPressMask | X.ExposureMask,
            # The window manager leaves it where it is, and without a frame.
            override_redirect=True,
        )
        self._context = self._window.create_gc(graphics_exposures=False)
        self._window.map()
        self._display.sync()

    def fileno(self) -> int:
        """Return what select() can wait for."""
        return int(self._display.fileno())

    def close(self) -> None:
        """Take the window away, with all kept pictures."""
        self._display.close()

    def takes_keyboard(self) -> None:
        """Let keys go to the window."""
        self._window.set_input_focus(X.RevertToParent, X.CurrentTime)
        self._display.sync()

    def keys(self) -> int:
        """Return how many keys were pressed since the last call."""
        pressed = 0
        while self._display.pending_events():
            pressed += self._display.next_event().type == X.KeyPress
        return pressed

    def upload(self, pixels: Pixels) -> Any:
        """Hand a picture to the X server, to be kept; return its name there (a pixmap)."""
        height, width = pixels.shape
        pixmap = self._window.create_pixmap(width, height, self._depth)
        self._put(pixmap, 0, 0, pixels)
        self._display.sync()
        return pixmap

    def put(self, x: int, y: int, pixels: Pixels) -> None:
        """Ask for a small picture to be painted."""
        self._put(self._window, x, y, pixels)

    def copy(self, source: Any, part: Rect, x: int, y: int, target: Any = None) -> None:
        """Ask for a part of a kept picture to be painted at (x, y) of the window, or of another kept picture."""
        drawable = self._window if target is None else target
        drawable.copy_area(self._context, source, part.x, part.y, part.width, part.height, x, y)

    def show(self) -> None:
        """Send what was asked for, in one batch."""
        self._display.flush()

    def settle(self) -> None:
        """Send what was asked for and wait until it is on the screen."""
        self._display.sync()

    def _put(self, drawable: Any, x: int, y: int, pixels: Pixels) -> None:
        height, width = pixels.shape
        rows = max(1, _REQUEST_BYTES // (width * 4))
        for top in range(0, height, rows):
            part = np.ascontiguousarray(pixels[top : top + rows])
            drawable.put_image(
                self._context, x, y + top, width, part.shape[0], X.ZPixmap, self._depth, 0, part.tobytes()
            )
