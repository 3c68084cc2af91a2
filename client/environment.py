"""What must be there before a window can open; Qt itself would end the process with a core dump instead."""

import contextlib
import ctypes
import locale
import os
import socket
import sys
from enum import StrEnum
from pathlib import Path


class Lack(StrEnum):
    """What is missing."""

    NO_DISPLAY = "no_display"
    DISPLAY_UNREACHABLE = "display_unreachable"
    LIBRARY_MISSING = "library_missing"


_XCB_LIBRARIES = ("libxcb-cursor.so.0", "libxkbcommon-x11.so.0", "libEGL.so.1")


def settle_locale() -> None:
    """Give Qt a character set that is UTF-8 where the user's locale is not installed, or has another.

    Qt would complain on standard error, in English; the language of the windows stays the user's.
    """
    if sys.platform != "linux":
        return
    with contextlib.suppress(locale.Error):
        locale.setlocale(locale.LC_CTYPE, "")
        if locale.nl_langinfo(locale.CODESET).upper() == "UTF-8":
            return
    everything = os.environ.pop("LC_ALL", "")
    if everything:
        # It would outweigh what is set now.
        os.environ["LC_MESSAGES"] = everything
    os.environ["LC_CTYPE"] = "C.UTF-8"


def missing_for_windows() -> tuple[Lack, str] | None:
    """Return what keeps Qt from opening a window on this computer, and its name; None when all is there."""
    if sys.platform != "linux" or os.environ.get("QT_QPA_PLATFORM", "xcb").partition(":")[0] != "xcb":
        return None
    display = os.environ.get("DISPLAY", "")
    if not display:
        return _wayland_lack(os.environ.get("WAYLAND_DISPLAY", ""))
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
    except (DisplayError, XauthError, OSError, OverflowError):
        # Overflow: a display number that makes no port.
        return False
    return True


def _wayland_lack(name: str) -> tuple[Lack, str] | None:
    """Tell what is missing where there is Wayland at most; the name is a socket's, by wl_display_connect(3)."""
    if not name:
        return Lack.NO_DISPLAY, ""
    if sys.platform == "win32":
        return Lack.NO_DISPLAY, ""
    with socket.socket(socket.AF_UNIX) as line:
        try:
            # An absolute name stands for itself.
            line.connect(str(Path(os.environ.get("XDG_RUNTIME_DIR", ""), name)))
        except OSError:
            return Lack.DISPLAY_UNREACHABLE, name
    return None
