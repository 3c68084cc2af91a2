"""The cursor on macOS: what is made of what AppKit and Quartz tell. PyObjC's modules are replaced."""

import sys
from contextlib import nullcontext
from types import SimpleNamespace
from typing import Any

import pytest

from client.screen.darwin_cursor import DarwinCursor, open_darwin_cursor
from client.screen.default_cursor import default_arrow
from client.screen.errors import CaptureError

COLOUR = bytes((10, 20, 200, 255))


class Mac:
    """Stands for Quartz, AppKit and objc: the cursor that the system shows, and where."""

    kCGImageAlphaPremultipliedFirst, kCGBitmapByteOrder32Little = 2, 2 << 12  # noqa: N815 - macOS' names, as below

    def __init__(self) -> None:
        self.place = SimpleNamespace(x=40.6, y=-7.2)
        self.visible = True
        self.size = SimpleNamespace(width=4.0, height=2.0)
        self.colour = COLOUR
        self.drawing: object | None = object()
        self.cursor: Any = SimpleNamespace(image=self._image, hotSpot=lambda: SimpleNamespace(x=1.0, y=1.4))
        self.NSCursor = SimpleNamespace(currentSystemCursor=lambda: self.cursor)
        self.pools = 0

    def autorelease_pool(self) -> Any:
        self.pools += 1
        return nullcontext()

    def _image(self) -> Any:
        proposed = (self.drawing, None)
        return SimpleNamespace(
            size=lambda: self.size,
            CGImageForProposedRect_context_hints_=lambda *_: proposed,
        )

    def CGEventCreate(self, source: None) -> str:  # noqa: N802
        assert source is None
        return "event"

    def CGEventGetLocation(self, event: str) -> Any:  # noqa: N802
        assert event == "event"
        return self.place

    def CGCursorIsVisible(self) -> bool:  # noqa: N802
        return self.visible

    def CGColorSpaceCreateDeviceRGB(self) -> str:  # noqa: N802
        return "colours"

    def CGBitmapContextCreate(self, data: bytearray, *told: object) -> bytearray:  # noqa: N802
        width, height = round(self.size.width), round(self.size.height)
        assert told == (width, height, 8, 4 * width, "colours", 2 | 2 << 12)
        return data

    def CGRectMake(self, *sides: float) -> tuple[float, ...]:  # noqa: N802
        return sides

    def CGContextDrawImage(self, context: bytearray, area: tuple[float, ...], image: object) -> None:  # noqa: N802
        assert area == (0, 0, round(self.size.width), round(self.size.height))
        assert image is self.drawing
        context[:] = self.colour * (len(context) // 4)


@pytest.fixture
def mac() -> Mac:
    return Mac()


@pytest.fixture
def cursor(mac: Mac) -> DarwinCursor:
    return DarwinCursor(mac, mac, mac)


def test_how_it_looks_and_where_it_is(mac: Mac, cursor: DarwinCursor) -> None:
    state = cursor.read()
    assert (state.x, state.y) == (41, -7)
    assert state.shape is not None
    assert state.hash == state.shape.hash
    assert (state.shape.width, state.shape.height, state.shape.hot_x, state.shape.hot_y) == (4, 2, 1, 1)
    assert state.shape.pixels == COLOUR * 8
    assert mac.pools == 1


def test_the_shape_is_the_same_as_long_as_it_looks_the_same(mac: Mac, cursor: DarwinCursor) -> None:
    first = cursor.read().shape
    mac.place.x = 90.0
    assert cursor.read().shape is first
    mac.colour = bytes((1, 2, 3, 255))
    other = cursor.read().shape
    assert other is not None
    assert first is not None
    assert other.hash != first.hash


def test_a_hidden_one_has_no_shape(mac: Mac, cursor: DarwinCursor) -> None:
    mac.visible = False
    state = cursor.read()
    assert (state.x, state.y, state.hash, state.shape) == (41, -7, None, None)
    mac.visible, mac.colour = True, bytes(4)
    assert cursor.read().shape is None


@pytest.mark.parametrize("lack", ["cursor", "image", "drawing", "size"])
def test_an_arrow_stands_for_one_that_is_not_told(mac: Mac, cursor: DarwinCursor, lack: str) -> None:
    if lack == "cursor":
        mac.cursor = None
    elif lack == "image":
        mac.cursor.image = lambda: None
    elif lack == "drawing":
        mac.drawing = None
    else:
        mac.size.width = 9000.0
    shape = cursor.read().shape
    assert shape is not None
    assert shape.hash == default_arrow().hash


def test_a_closed_one_is_not_read(cursor: DarwinCursor) -> None:
    cursor.close()
    cursor.close()
    with pytest.raises(CaptureError):
        cursor.read()


@pytest.mark.skipif(sys.platform == "darwin", reason="macOS has it")
def test_elsewhere_there_is_none() -> None:
    assert open_darwin_cursor() is None
