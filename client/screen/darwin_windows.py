"""The windows of macOS, top to bottom: the window server lists the frontmost first.

Source: Quartz Window Services, CGWindowListCopyWindowInfo. Quartz comes with pynput on macOS. Titles of
other programs are told only to a program that may record the screen, which Pomoc must be anyway.
"""

import importlib
from collections.abc import Callable, Mapping, Sequence
from math import ceil, floor
from typing import Any, Final

from client.screen.errors import CaptureError
from client.screen.geometry import Rect
from client.screen.masking import VisibleWindow
from client.screen.window_lister import PollingWindowLister, without_corners

_NORMAL_LAYER: Final = 0
_CORNERS: Final = 28
"""The windows of macOS 26 have the roundest corners so far, in points."""

WindowList = Callable[[], Sequence[Mapping[str, Any]] | None]


class DarwinWindowLister(PollingWindowLister):
    """Asks the window server. Coordinates are points of the global display space."""

    def __init__(self, list_windows: WindowList) -> None:
        """Take the function that lists the windows on screen, frontmost first. Raises CaptureError."""
        self._list_windows = list_windows
        super().__init__()

    def close(self) -> None:
        """Nothing was opened."""

    def _ask(self) -> list[VisibleWindow]:
        listed = self._list_windows()
        if listed is None:
            raise CaptureError("the windows cannot be read")
        normal = [window.get("kCGWindowLayer") == _NORMAL_LAYER for window in listed]
        front = normal.index(True) if True in normal else None
        return [_described(window, focused=place == front) for place, window in enumerate(listed)]


def _described(window: Mapping[str, Any], focused: bool) -> VisibleWindow:
    title, owner, pid = (window.get(key) for key in ("kCGWindowName", "kCGWindowOwnerName", "kCGWindowOwnerPID"))
    bounds = window.get("kCGWindowBounds", {})
    left, top = floor(bounds.get("X", 0)), floor(bounds.get("Y", 0))
    right = ceil(bounds.get("X", 0) + bounds.get("Width", 0))
    bottom = ceil(bounds.get("Y", 0) + bounds.get("Height", 0))
    area = Rect(left, top, right - left, bottom - top)
    # Above the normal layer are the dock, menus and overlays, much of it translucent.
    opaque = window.get("kCGWindowLayer") == _NORMAL_LAYER and window.get("kCGWindowAlpha", 0) >= 1
    return VisibleWindow(
        area,
        (str(title),) if title else (),
        (str(owner),) if owner else (),
        None if pid is None else int(pid),
        without_corners(area, _CORNERS) if opaque else (),
        identified=bool(owner),
        focused=focused,
    )


def open_darwin_windows() -> DarwinWindowLister | None:
    """Return the lister that asks the window server; None where Quartz is missing."""
    try:
        quartz: Any = importlib.import_module("Quartz")
    except ImportError:
        return None
    options = quartz.kCGWindowListOptionOnScreenOnly | quartz.kCGWindowListExcludeDesktopElements
    return DarwinWindowLister(lambda: quartz.CGWindowListCopyWindowInfo(options, quartz.kCGNullWindowID))
