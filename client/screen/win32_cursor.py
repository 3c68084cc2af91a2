"""The cursor on Windows, through user32 and gdi32.

Source: Windows API, GetCursorInfo, GetIconInfo and GetDIBits. A cursor that Windows animates has one handle and
shows its first picture here: no function tells which one is on the screen.
"""

import ctypes
import sys
from ctypes import wintypes
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from client.screen.cursor import CursorSource, CursorState, cursor_shape
from client.screen.default_cursor import default_arrow
from client.screen.errors import CaptureError
from client.screen.geometry import FrameBuffer
from wire.messages import CursorShape

_SHOWING: Final = 0x1
"""CURSOR_SHOWING; without it a program has hidden the cursor, or a finger or pen has."""
_LARGEST: Final = 1024
"""Pixels along a side; Windows' own settings end at 256."""


class _CursorInfo(ctypes.Structure):
    _fields_ = (
        ("size", wintypes.DWORD),
        ("flags", wintypes.DWORD),
        ("cursor", wintypes.HANDLE),
        ("place", wintypes.POINT),
    )


class _IconInfo(ctypes.Structure):
    _fields_ = (
        ("is_icon", wintypes.BOOL),
        ("hot_x", wintypes.DWORD),
        ("hot_y", wintypes.DWORD),
        ("mask", wintypes.HANDLE),
        ("colour", wintypes.HANDLE),
    )


class _Bitmap(ctypes.Structure):
    _fields_ = (
        ("type", wintypes.LONG),
        ("width", wintypes.LONG),
        ("height", wintypes.LONG),
        ("row_bytes", wintypes.LONG),
        ("planes", wintypes.WORD),
        ("bits", wintypes.WORD),
        ("pixels", ctypes.c_void_p),
    )


class _Header(ctypes.Structure):
    """BITMAPINFOHEADER; a negative height stands for rows from top to bottom."""

    _fields_ = (
        ("size", wintypes.DWORD),
        ("width", wintypes.LONG),
        ("height", wintypes.LONG),
        ("planes", wintypes.WORD),
        ("bits", wintypes.WORD),
        ("compression", wintypes.DWORD),
        ("image_bytes", wintypes.DWORD),
        ("across", wintypes.LONG),
        ("down", wintypes.LONG),
        ("colours", wintypes.DWORD),
        ("important", wintypes.DWORD),
    )


class Win32Cursor(CursorSource):
    """The cursor of the person's desktop. `user32` and `gdi32` are the libraries, declared."""

    def __init__(self, user32: Any, gdi32: Any) -> None:
        self._user32 = user32
        self._gdi32 = gdi32
        self._unknown = default_arrow()
        self._handle: int | None = None
        self._shape: CursorShape | None = None
        self._place = (0, 0)
        self._closed = False

    def read(self) -> CursorState:
        """Return the cursor as it is now; raise CaptureError."""
        if self._closed:
            raise CaptureError("the cursor is closed")
        info = _CursorInfo(size=ctypes.sizeof(_CursorInfo))
        if not self._user32.GetCursorInfo(ctypes.byref(info)):
            # Refused while the locked desktop or UAC's is in front, whose cursor is none of ours.
            return CursorState(*self._place, None, None)
        self._place = info.place.x, info.place.y
        if not (info.flags & _SHOWING and info.cursor):
            return CursorState(*self._place, None, None)
        if info.cursor != self._handle:
            # Not kept for long: a handle may be given out again, for another cursor.
            self._handle, self._shape = info.cursor, self._look(info.cursor)
        return CursorState(*self._place, self._shape.hash if self._shape else None, self._shape)

    def close(self) -> None:
        """Read nothing any more; may be called twice."""
        self._closed = True

    def _look(self, cursor: int) -> CursorShape | None:
        """Return how a cursor looks; the arrow where that cannot be told, as when its program has just ended."""
        icon = _IconInfo()
        if not self._user32.GetIconInfo(cursor, ctypes.byref(icon)):
            return self._unknown
        try:
            mask = self._read(icon.mask) if icon.mask else None
            colour = self._read(icon.colour) if icon.colour else None
        finally:
            for bitmap in filter(None, (icon.mask, icon.colour)):
                self._gdi32.DeleteObject(bitmap)
        if mask is None or (icon.colour and (colour is None or colour.shape != mask.shape)):
            return self._unknown
        return cursor_shape(drawn(mask, colour), icon.hot_x, icon.hot_y)

    def _read(self, bitmap: int) -> FrameBuffer | None:
        """Return a bitmap's pixels, of whatever depth it is, shape (height, width, 4); None where it cannot be read."""
        told = _Bitmap()
        if not self._gdi32.GetObjectW(bitmap, ctypes.sizeof(told), ctypes.byref(told)):
            return None
        width, height = told.width, told.height
        if not (0 < width <= _LARGEST and 0 < height <= 2 * _LARGEST):
            return None
        pixels = np.zeros((height, width, 4), np.uint8)
        header = _Header(ctypes.sizeof(_Header), width, -height, 1, 32)
        context = self._user32.GetDC(None)
        rows = self._gdi32.GetDIBits(context, bitmap, 0, height, pixels.ctypes.data, ctypes.byref(header), 0)
        self._user32.ReleaseDC(None, context)
        return pixels if rows == height else None


def drawn(mask: FrameBuffer, colour: FrameBuffer | None) -> FrameBuffer:
    """Return a cursor's picture, BGRA with premultiplied alpha.

    Where `mask` is black the cursor covers what is below it. Without `colour` the mask has two halves, and the lower
    one says what is white. Both may also say that the cursor inverts what is below, as that over texts does: that
    becomes black with a white edge, which is seen on any ground.
    """
    if colour is not None and colour[..., 3].any():
        alpha = colour[..., 3:].astype(np.uint16)
        premultiplied = (colour[..., :3] * alpha + 127) // 255
        return np.concatenate((premultiplied, alpha), axis=2).astype(np.uint8)
    if colour is None:
        half = len(mask) // 2
        mask, colour = mask[:half], mask[half : 2 * half]
    covers = mask[..., 0] == 0
    inverts = ~covers & (colour[..., :3] != 0).any(axis=2)
    pixels = np.zeros(colour.shape, np.uint8)
    pixels[_around(inverts)] = 255
    pixels[inverts] = (0, 0, 0, 255)
    pixels[covers, :3] = colour[covers, :3]
    pixels[covers, 3] = 255
    return pixels


def open_win32_cursor() -> Win32Cursor:
    """Open the cursor. Raises CaptureError on any other system."""
    if sys.platform != "win32":
        raise CaptureError("this is not Windows")
    user32, gdi32 = ctypes.WinDLL("user32"), ctypes.WinDLL("gdi32")
    handle, pointer, number = wintypes.HANDLE, ctypes.c_void_p, ctypes.c_int
    functions: tuple[tuple[Any, Any, list[Any]], ...] = (
        (user32.GetCursorInfo, wintypes.BOOL, [pointer]),
        (user32.GetIconInfo, wintypes.BOOL, [handle, pointer]),
        (user32.GetDC, handle, [handle]),
        (user32.ReleaseDC, number, [handle, handle]),
        (gdi32.GetObjectW, number, [handle, number, pointer]),
        (gdi32.GetDIBits, number, [handle, handle, wintypes.UINT, wintypes.UINT, pointer, pointer, wintypes.UINT]),
        (gdi32.DeleteObject, wintypes.BOOL, [handle]),
    )
    for function, result, arguments in functions:
        function.restype, function.argtypes = result, arguments
    return Win32Cursor(user32, gdi32)


def _around(marked: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
    """Return the marked pixels and their eight neighbours."""
    height, width = marked.shape
    padded = np.pad(marked, 1)
    grown = np.zeros_like(marked)
    for down in range(3):
        for across in range(3):
            grown |= padded[down : down + height, across : across + width]
    return grown
