"""Which windows of Windows are this process's own: the system tells the process of every window."""

import ctypes
import os
import sys
from collections.abc import Collection
from ctypes import wintypes

from client.input.own_windows import OwnWindows

assert sys.platform == "win32"  # noqa: S101 - tells the type checker which platform this file is for

_GA_ROOT = 2

_user32 = ctypes.WinDLL("user32", use_last_error=True)
_user32.WindowFromPoint.argtypes = [wintypes.POINT]
_user32.WindowFromPoint.restype = wintypes.HWND
_user32.GetAncestor.argtypes = [wintypes.HWND, wintypes.UINT]
_user32.GetAncestor.restype = wintypes.HWND
_user32.GetForegroundWindow.argtypes = []
_user32.GetForegroundWindow.restype = wintypes.HWND
_user32.GetWindowThreadProcessId.argtypes = [wintypes.HWND, ctypes.POINTER(wintypes.DWORD)]
_user32.GetWindowThreadProcessId.restype = wintypes.DWORD


def _is_ours(window: int) -> bool:
    process = wintypes.DWORD()
    if not _user32.GetWindowThreadProcessId(window, ctypes.byref(process)):
        # The window went away between two questions; what is there now is not known.
        return True
    return process.value == os.getpid()


class Win32OwnWindows(OwnWindows):
    """Asks user32. Coordinates are physical pixels: the process must be aware of each monitor's DPI."""

    def covers(self, x: int, y: int) -> bool:
        """Ask for the window at this place and its outermost owner."""
        window = _user32.WindowFromPoint(wintypes.POINT(x, y))
        if not window:
            # Even the desktop is a window: without one the question was not answered (a locked screen).
            return True
        return _is_ours(window) or _is_ours(_user32.GetAncestor(window, _GA_ROOT) or window)

    def has_focus(self, focus: int | None = None) -> bool:
        """Ask for the foreground window; while the system changes it there is none, which counts as ours."""
        window = _user32.GetForegroundWindow()
        return True if not window else _is_ours(window)

    def update(self, window_ids: Collection[int]) -> None:
        """Ignore the ids: the process tells more."""

    def close(self) -> None:
        """Nothing was opened."""
