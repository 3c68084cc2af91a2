"""Windows' other desktops: the locked screen, and the question of UAC. No program of the person can read them.

Source: Windows API, OpenInputDesktop ("receives input from the user"; refused for Winlogon's desktop) and
CloseDesktop.
"""

import ctypes
import sys
from collections.abc import Callable
from ctypes import wintypes
from typing import Any, Final

from client.screen.errors import CaptureError
from client.screen.geometry import FrameBuffer
from client.screen.polling_capture import PixelSource

_READ_OBJECTS: Final = 0x0001
"""DESKTOP_READOBJECTS."""


class OwnDesktopSource(PixelSource):
    """Another source, which is not asked while one of those desktops is in front: the picture rests meanwhile.

    GDI would fail there and end the share, and dxcam would wait inside its grab until the desktop is back.
    """

    def __init__(self, source: PixelSource, in_front: Callable[[], bool]) -> None:
        """Take the source, which is closed with this, and what tells whether the person's own desktop is in front."""
        self._source = source
        self._in_front = in_front
        self._has_read = False
        self.desktop = source.desktop

    def read(self) -> FrameBuffer | None:
        """Return the desktop's pixels; None where they are as they were, or are covered. Raises CaptureError."""
        if not self._in_front():
            if self._has_read:
                return None
            raise CaptureError("the desktop is locked, or asks something")
        pixels = self._source.read()
        self._has_read = True
        return pixels

    def close(self) -> None:
        """Let go of the desktop; may be called twice."""
        self._source.close()


def own_desktop_in_front(user32: Any) -> bool:
    """Tell whether the desktop that has the input is one that this program may read."""
    desktop = user32.OpenInputDesktop(0, False, _READ_OBJECTS)
    if not desktop:
        return False
    user32.CloseDesktop(desktop)
    return True


def open_user32() -> Any:
    """Return the library with the two functions declared. Raises CaptureError on any other system."""
    if sys.platform != "win32":
        raise CaptureError("this is not Windows")
    user32 = ctypes.WinDLL("user32")
    user32.OpenInputDesktop.argtypes = [wintypes.DWORD, wintypes.BOOL, wintypes.DWORD]
    user32.OpenInputDesktop.restype = wintypes.HANDLE
    user32.CloseDesktop.argtypes = [wintypes.HANDLE]
    user32.CloseDesktop.restype = wintypes.BOOL
    return user32
