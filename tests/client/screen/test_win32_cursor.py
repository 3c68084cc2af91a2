"""The cursor on Windows: what is made of what user32 and gdi32 tell. The libraries themselves are replaced."""

import ctypes
import sys
from typing import Any

import numpy as np
import pytest

from client.screen.cursor import CursorState
from client.screen.default_cursor import default_arrow
from client.screen.errors import CaptureError
from client.screen.geometry import FrameBuffer
from client.screen.win32_cursor import Win32Cursor, drawn, open_win32_cursor

BLACK, WHITE = (0, 0, 0, 0), (255, 255, 255, 0)


class Windows:
    """Stands for both libraries: what is on the screen, the cursors by their handles, and bitmaps by theirs."""

    def __init__(self) -> None:
        self.place = (0, 0)
        self.flags = 1
        self.cursor: int | None = 7
        self.locked = False
        self.cursors: dict[int, tuple[FrameBuffer, FrameBuffer | None]] = {}
        self.looks = 0
        self.bitmaps: dict[int, FrameBuffer] = {}
        self.contexts = 0

    def GetCursorInfo(self, told: Any) -> int:  # noqa: N802 - Windows' name, as below
        info = told._obj
        assert info.size == ctypes.sizeof(info)
        info.flags, info.cursor = self.flags, self.cursor
        info.place.x, info.place.y = self.place
        return not self.locked

    def GetIconInfo(self, cursor: int, told: Any) -> int:  # noqa: N802
        self.looks += 1
        if cursor not in self.cursors:
            return 0
        icon = told._obj
        mask, colour = self.cursors[cursor]
        self.bitmaps[10 * cursor] = mask
        icon.hot_x, icon.hot_y, icon.mask, icon.colour = 2, 3, 10 * cursor, None
        if colour is not None:
            self.bitmaps[10 * cursor + 1] = colour
            icon.colour = 10 * cursor + 1
        return 1

    def GetDC(self, window: None) -> int:  # noqa: N802
        assert window is None
        self.contexts += 1
        return 99

    def ReleaseDC(self, window: None, context: int) -> int:  # noqa: N802
        assert (window, context) == (None, 99)
        self.contexts -= 1
        return 1

    def GetObjectW(self, bitmap: int, size: int, told: Any) -> int:  # noqa: N802
        height, width = self.bitmaps[bitmap].shape[:2]
        told._obj.width, told._obj.height = width, height
        return size

    def GetDIBits(  # noqa: N802
        self, context: int, bitmap: int, first: int, rows: int, pixels: int, told: Any, usage: int
    ) -> int:
        header, picture = told._obj, self.bitmaps[bitmap]
        assert (context, first, usage) == (99, 0, 0)
        assert (header.width, header.height, header.planes, header.bits) == (picture.shape[1], -len(picture), 1, 32)
        ctypes.memmove(pixels, np.ascontiguousarray(picture).ctypes.data, picture.nbytes)
        return rows

    def DeleteObject(self, bitmap: int) -> int:  # noqa: N802
        del self.bitmaps[bitmap]
        return 1


def plain(colour: tuple[int, int, int, int], height: int = 8, width: int = 8) -> FrameBuffer:
    return np.full((height, width, 4), colour, np.uint8)


@pytest.fixture
def windows() -> Windows:
    return Windows()


@pytest.fixture
def cursor(windows: Windows) -> Win32Cursor:
    return Win32Cursor(windows, windows)


def test_a_coloured_cursor_and_where_it_is(windows: Windows, cursor: Win32Cursor) -> None:
    windows.cursors[7] = plain(BLACK), plain((10, 200, 30, 255))
    windows.place = (-5, 40)
    state = cursor.read()
    assert (state.x, state.y) == (-5, 40)
    assert state.shape is not None
    assert state.hash == state.shape.hash
    assert (state.shape.width, state.shape.height, state.shape.hot_x, state.shape.hot_y) == (8, 8, 2, 3)
    assert state.shape.pixels == bytes((10, 200, 30, 255)) * 64
    # Nothing of what was opened is left.
    assert windows.bitmaps == {}
    assert windows.contexts == 0


def test_it_is_looked_at_once_as_long_as_it_stays(windows: Windows, cursor: Win32Cursor) -> None:
    windows.cursors[7] = plain(BLACK), plain((10, 200, 30, 255))
    windows.cursors[8] = plain(BLACK), plain((90, 20, 30, 255))
    first = cursor.read().shape
    windows.place = (9, 9)
    assert cursor.read() == CursorState(9, 9, first.hash if first else None, first)
    assert cursor.read().shape is first
    assert windows.looks == 1
    windows.cursor = 8
    other = cursor.read().shape
    assert other is not None
    assert first is not None
    assert other.hash != first.hash
    assert windows.looks == 2


def test_hidden(windows: Windows, cursor: Win32Cursor) -> None:
    windows.cursors[7] = plain(BLACK), plain((10, 200, 30, 255))
    windows.place = (3, 4)
    for flags, handle in ((0, 7), (2, 7), (1, None)):
        windows.flags, windows.cursor = flags, handle
        assert cursor.read() == (3, 4, None, None)
    windows.flags, windows.cursor = 1, 7
    assert cursor.read().hash is not None


def test_a_locked_desktop_has_no_cursor_of_ours(windows: Windows, cursor: Win32Cursor) -> None:
    windows.cursors[7] = plain(BLACK), plain((10, 200, 30, 255))
    windows.place = (3, 4)
    cursor.read()
    windows.locked, windows.place = True, (500, 500)
    assert cursor.read() == (3, 4, None, None)


def test_a_cursor_that_cannot_be_read_is_the_arrow(windows: Windows, cursor: Win32Cursor) -> None:
    assert cursor.read().shape == default_arrow()
    windows.cursor = 8
    windows.cursors[8] = plain(BLACK), plain((10, 200, 30, 255), 4, 4)
    assert cursor.read().shape == default_arrow()
    assert windows.bitmaps == {}
    windows.cursor = 9
    windows.cursors[9] = plain(BLACK, 8, 5000), None
    assert cursor.read().shape == default_arrow()
    assert windows.bitmaps == {}


def test_closed(cursor: Win32Cursor) -> None:
    cursor.close()
    cursor.close()
    with pytest.raises(CaptureError):
        cursor.read()


def test_alpha_is_premultiplied() -> None:
    half = drawn(plain(BLACK, 1, 1), plain((200, 100, 0, 128), 1, 1))
    assert half[0, 0].tolist() == [100, 50, 0, 128]


def test_without_alpha_the_mask_tells_what_is_covered() -> None:
    mask, colour = plain(BLACK, 1, 3), plain((9, 8, 7, 0), 1, 3)
    mask[0, 2] = WHITE
    colour[0, 2] = BLACK
    assert drawn(mask, colour)[0].tolist() == [[9, 8, 7, 255], [9, 8, 7, 255], [0, 0, 0, 0]]


def test_a_monochrome_cursor_has_four_kinds_of_pixels() -> None:
    mask = plain(WHITE, 10, 12)
    mask[5:] = BLACK
    # Far enough apart: black, white, and one that inverts what is below.
    mask[2, 1] = mask[2, 4] = BLACK
    mask[7, 4] = mask[7, 8] = WHITE
    picture = drawn(mask, None)
    assert picture.shape == (5, 12, 4)
    assert picture[2, 1].tolist() == [0, 0, 0, 255]
    assert picture[2, 4].tolist() == [255, 255, 255, 255]
    assert picture[2, 8].tolist() == [0, 0, 0, 255]
    assert (picture[1:4, 7:10].reshape(-1, 4).sum(axis=0) == (8 * 255, 8 * 255, 8 * 255, 9 * 255)).all()
    assert int((picture[..., 3] == 255).sum()) == 2 + 9


@pytest.mark.skipif(sys.platform == "win32", reason="this is Windows")
def test_no_other_system_has_it() -> None:
    with pytest.raises(CaptureError):
        open_win32_cursor()
