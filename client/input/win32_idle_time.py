"""The idle time on Windows. Source: Windows API, GetLastInputInfo, LASTINPUTINFO, GetTickCount."""

import ctypes
import math
import sys
from ctypes import wintypes
from typing import Any, Final

from client.input.idle_time import IdleTime, IdleTimeError

_TICKS: Final = 2**32
"""Both counts are milliseconds in 32 bits, and begin anew after 49.7 days."""


class LastInputInfo(ctypes.Structure):
    """LASTINPUTINFO: its own size, and the count at the last input."""

    _fields_ = (("size", ctypes.c_uint32), ("time", ctypes.c_uint32))


class Win32IdleTime(IdleTime):
    """Asks for the last input of the session in which this program runs."""

    def __init__(self, user32: Any, kernel32: Any) -> None:
        """Take the libraries user32 and kernel32."""
        self._user32 = user32
        self._kernel32 = kernel32

    def seconds(self) -> float:
        """Compare two counts of the system."""
        last = LastInputInfo(ctypes.sizeof(LastInputInfo), 0)
        if not self._user32.GetLastInputInfo(ctypes.byref(last)):
            return math.inf
        return ((int(self._kernel32.GetTickCount()) - int(last.time)) % _TICKS) / 1000

    def close(self) -> None:
        """Nothing was opened."""


def open_win32_idle_time() -> Win32IdleTime:
    """Return the idle time. Raises IdleTimeError on any other system."""
    if sys.platform != "win32":
        raise IdleTimeError("this is not Windows")
    user32, kernel32 = ctypes.WinDLL("user32"), ctypes.WinDLL("kernel32")
    user32.GetLastInputInfo.argtypes = [ctypes.POINTER(LastInputInfo)]
    kernel32.GetTickCount.restype = wintypes.DWORD
    return Win32IdleTime(user32, kernel32)
