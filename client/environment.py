"""What must be there before a window can open; Qt itself would end the process with a core dump instead."""

import ctypes
import os
import sys
from enum import StrEnum


class Lack(StrEnum):
    """What is missing."""

    NO_DISPLAY = "no_display"
    DISPLAY_UNREACHABLE = "display_unreachable"
    LIBRARY_MISSING = "library_missing"


_XCB_LIBRARIES = ("libxcb-cursor.so.0", "libxkbcommon-x11.so.0", "libEGL.so.1")


def missing_for_windows() -> tuple[Lack, str] | None:
    """Return what keeps Qt from opening a window on this computer, and its name; None when all is there."""
    if sys.platform != "linux" or os.environ.get("QT_QPA_PLATFORM", "xcb").partition(":")[0] != "xcb":
        return None
    display = os.environ.get("DISPLAY", "")
    if not display:
        return None if os.environ.get("WAYLAND_DISPLAY") else (Lack.NO_DISPLAY, "")
    if not _answers(display):
        return Lack.DISPLAY_UNREACHABLE, display
    for name in _XCB_LIBRARIES:
        try:
            ctypes.CDLL(name)
        except OSError:
            return Lack.LIBRARY_MISSING, name
    return None


def _answers(display: str) -> bool:
    from Xlib.display import Display
    from Xlib.error import DisplayError, XauthError

    try:
        Display(display).close()
    except (DisplayError, XauthError, OSError):
        return False
    return True
