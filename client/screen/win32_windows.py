"""The windows of Windows, top to bottom: EnumWindows goes through them in that order.

Coordinates are physical pixels: the process must be aware of each monitor's DPI.
"""

import ctypes
import sys
from ctypes import wintypes
from pathlib import PureWindowsPath
from typing import Final

from client.screen.errors import CaptureError
from client.screen.geometry import Rect
from client.screen.masking import VisibleWindow
from client.screen.window_lister import PollingWindowLister, without_corners

assert sys.platform == "win32"  # noqa: S101 - tells the type checker which platform this file is for

_CORNERS: Final = 16
"""Windows 11 rounds corners by 8 pixels at 100 percent; a scale of 200 percent is usual."""
_TEXT: Final = 1024
_OWNERS: Final = 8
_GW_OWNER: Final = 4
_GWL_EXSTYLE: Final = -20
_WS_EX_TRANSPARENT: Final = 0x20
_WS_EX_LAYERED: Final = 0x80000
_DWMWA_EXTENDED_FRAME_BOUNDS: Final = 9
_DWMWA_CLOAKED: Final = 14
_PROCESS_QUERY_LIMITED_INFORMATION: Final = 0x1000

_user32 = ctypes.WinDLL("user32", use_last_error=True)
_kernel32 = ctypes.WinDLL("kernel32", use_last_error=True)
_dwmapi = ctypes.WinDLL("dwmapi")

_Visitor = ctypes.WINFUNCTYPE(wintypes.BOOL, wintypes.HWND, wintypes.LPARAM)
_user32.EnumWindows.argtypes = [_Visitor, wintypes.LPARAM]
_user32.EnumWindows.restype = wintypes.BOOL
_user32.IsWindowVisible.argtypes = [wintypes.HWND]
_user32.IsWindowVisible.restype = wintypes.BOOL
_user32.IsIconic.argtypes = [wintypes.HWND]
_user32.IsIconic.restype = wintypes.BOOL
_user32.GetWindow.argtypes = [wintypes.HWND, wintypes.UINT]
_user32.GetWindow.restype = wintypes.HWND
_user32.GetForegroundWindow.argtypes = []
_user32.GetForegroundWindow.restype = wintypes.HWND
_user32.GetWindowTextW.argtypes = [wintypes.HWND, wintypes.LPWSTR, ctypes.c_int]
_user32.GetWindowTextW.restype = ctypes.c_int
_user32.GetClassNameW.argtypes = [wintypes.HWND, wintypes.LPWSTR, ctypes.c_int]
_user32.GetClassNameW.restype = ctypes.c_int
_user32.GetWindowRect.argtypes = [wintypes.HWND, ctypes.POINTER(wintypes.RECT)]
_user32.GetWindowRect.restype = wintypes.BOOL
_user32.GetWindowRgnBox.argtypes = [wintypes.HWND, ctypes.POINTER(wintypes.RECT)]
_user32.GetWindowRgnBox.restype = ctypes.c_int
_user32.GetWindowLongW.argtypes = [wintypes.HWND, ctypes.c_int]
_user32.GetWindowLongW.restype = wintypes.LONG
_user32.GetWindowThreadProcessId.argtypes = [wintypes.HWND, ctypes.POINTER(wintypes.DWORD)]
_user32.GetWindowThreadProcessId.restype = wintypes.DWORD
_kernel32.OpenProcess.argtypes = [wintypes.DWORD, wintypes.BOOL, wintypes.DWORD]
_kernel32.OpenProcess.restype = wintypes.HANDLE
_kernel32.CloseHandle.argtypes = [wintypes.HANDLE]
_kernel32.CloseHandle.restype = wintypes.BOOL
_kernel32.QueryFullProcessImageNameW.argtypes = [
    wintypes.HANDLE,
    wintypes.DWORD,
    wintypes.LPWSTR,
    ctypes.POINTER(wintypes.DWORD),
]
_kernel32.QueryFullProcessImageNameW.restype = wintypes.BOOL
_dwmapi.DwmGetWindowAttribute.argtypes = [wintypes.HWND, wintypes.DWORD, ctypes.c_void_p, wintypes.DWORD]
_dwmapi.DwmGetWindowAttribute.restype = ctypes.c_long


class Win32WindowLister(PollingWindowLister):
    """Asks user32 and the desktop window manager."""

    def __init__(self) -> None:
        self._programs: dict[tuple[int, int], str] = {}
        """The names of programs by window and process; a process id alone may be given out again."""
        super().__init__()

    def close(self) -> None:
        """Nothing was opened."""

    def _ask(self) -> list[VisibleWindow]:
        handles: list[int] = []

        def visit(handle: int, _: int) -> bool:
            handles.append(handle)
            return True

        if not _user32.EnumWindows(_Visitor(visit), 0):
            raise CaptureError("the windows cannot be read")
        shown = [handle for handle in handles if _is_shown(handle)]
        foreground = _user32.GetForegroundWindow()
        processes = {handle: _process_of(handle) for handle in shown}
        self._programs = {
            (handle, process): self._programs.get((handle, process)) or _program_of(process)
            for handle, process in processes.items()
        }
        return [self._described(handle, processes[handle], handle == foreground) for handle in shown]

    def _described(self, handle: int, process: int, focused: bool) -> VisibleWindow:
        program = self._programs[handle, process]
        class_name = _class_of(handle)
        area = _area_of(handle)
        return VisibleWindow(
            area,
            _titles_of(handle),
            tuple(name for name in (class_name, program) if name),
            process or None,
            without_corners(area, _CORNERS) if _is_opaque(handle) else (),
            identified=bool(class_name and process),
            focused=focused,
        )


def _is_shown(handle: int) -> bool:
    if not _user32.IsWindowVisible(handle) or _user32.IsIconic(handle):
        return False
    cloaked = wintypes.DWORD()
    failed = _dwmapi.DwmGetWindowAttribute(handle, _DWMWA_CLOAKED, ctypes.byref(cloaked), ctypes.sizeof(cloaked))
    return bool(failed) or not cloaked.value


def _process_of(handle: int) -> int:
    process = wintypes.DWORD()
    _user32.GetWindowThreadProcessId(handle, ctypes.byref(process))
    return process.value


def _program_of(process: int) -> str:
    """Return the name of the program's file without ".exe"; nothing where it may not be asked."""
    opened = _kernel32.OpenProcess(_PROCESS_QUERY_LIMITED_INFORMATION, False, process)
    if not opened:
        return ""
    try:
        path = ctypes.create_unicode_buffer(_TEXT)
        length = wintypes.DWORD(_TEXT)
        if not _kernel32.QueryFullProcessImageNameW(opened, 0, path, ctypes.byref(length)):
            return ""
        return PureWindowsPath(path.value).stem
    finally:
        _kernel32.CloseHandle(opened)


def _class_of(handle: int) -> str:
    text = ctypes.create_unicode_buffer(_TEXT)
    _user32.GetClassNameW(handle, text, _TEXT)
    return text.value


def _titles_of(handle: int) -> tuple[str, ...]:
    """Return the titles of a window and of the windows that own it."""
    titles = []
    for _ in range(_OWNERS):
        if not handle:
            break
        text = ctypes.create_unicode_buffer(_TEXT)
        if _user32.GetWindowTextW(handle, text, _TEXT):
            titles.append(text.value)
        handle = _user32.GetWindow(handle, _GW_OWNER)
    return tuple(titles)


def _area_of(handle: int) -> Rect:
    """Return what is seen of the window: GetWindowRect would count an invisible border as well."""
    box = wintypes.RECT()
    if _dwmapi.DwmGetWindowAttribute(handle, _DWMWA_EXTENDED_FRAME_BOUNDS, ctypes.byref(box), ctypes.sizeof(box)):
        _user32.GetWindowRect(handle, ctypes.byref(box))
    return Rect(box.left, box.top, box.right - box.left, box.bottom - box.top)


def _is_opaque(handle: int) -> bool:
    if _user32.GetWindowLongW(handle, _GWL_EXSTYLE) & (_WS_EX_TRANSPARENT | _WS_EX_LAYERED):
        return False
    # 0 means that the window has no region of its own, and so is a full rectangle.
    return not _user32.GetWindowRgnBox(handle, ctypes.byref(wintypes.RECT()))
