"""Which windows of macOS are this process's own: the window server lists all, the frontmost first.

Source: Quartz Window Services, CGWindowListCopyWindowInfo. Quartz comes with pynput on macOS.
"""

import importlib
import os
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any, Final

from client.input.own_windows import OwnWindows, OwnWindowsError

_NORMAL_LAYER: Final = 0

WindowList = Callable[[], Sequence[Mapping[str, Any]] | None]


class DarwinOwnWindows(OwnWindows):
    """Looks through the list of windows. Coordinates are points of the global display space."""

    def __init__(self, list_windows: WindowList, process: int) -> None:
        """Take the function that lists the windows on screen, frontmost first, and the id of this process."""
        self._list_windows = list_windows
        self._process = process

    def covers(self, x: int, y: int) -> bool:
        """Find the first normal window here.

        Windows of others above the normal layer are skipped: many cover the screen and let clicks
        through, and none of them may vouch for what is below. No list counts as ours.
        """
        windows = self._list_windows()
        if windows is None:
            return True
        for window in windows:
            bounds = window.get("kCGWindowBounds", {})
            left, top = bounds.get("X", 0), bounds.get("Y", 0)
            if not (left <= x < left + bounds.get("Width", 0) and top <= y < top + bounds.get("Height", 0)):
                continue
            if window.get("kCGWindowOwnerPID") == self._process:
                return True
            if window.get("kCGWindowLayer") == _NORMAL_LAYER and window.get("kCGWindowAlpha", 1) > 0:
                return False
        return False

    def has_focus(self, focus: int | None = None) -> bool:
        """Take the frontmost normal window for the one that has the keys; no list counts as ours."""
        windows = self._list_windows()
        if windows is None:
            return True
        for window in windows:
            if window.get("kCGWindowLayer") == _NORMAL_LAYER:
                return bool(window.get("kCGWindowOwnerPID") == self._process)
        return False

    def update(self, window_ids: Collection[int]) -> None:
        """Ignore the ids: the process tells more."""

    def close(self) -> None:
        """Nothing was opened."""


def open_darwin_own_windows() -> DarwinOwnWindows:
    """Return the one that asks the window server. Raises OwnWindowsError when Quartz is missing."""
    try:
        quartz: Any = importlib.import_module("Quartz")
    except ImportError as error:
        raise OwnWindowsError("the window list of macOS cannot be read") from error
    options = quartz.kCGWindowListOptionOnScreenOnly | quartz.kCGWindowListExcludeDesktopElements
    return DarwinOwnWindows(lambda: quartz.CGWindowListCopyWindowInfo(options, quartz.kCGNullWindowID), os.getpid())
