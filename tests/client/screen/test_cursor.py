"""The cursor on a real X display, and how its picture becomes a message."""

import subprocess
from collections.abc import Callable, Iterator

import numpy as np
import pytest
from Xlib import X
from Xlib.display import Display

from client.screen.cursor import CursorSource, CursorState, cursor_shape, open_cursor
from client.screen.default_cursor import default_arrow
from client.screen.errors import CaptureError
from client.screen.xcb import XcbConnection
from tests.support.animated_cursor import SIDE, show_animated_cursor
from wire import codec, limits
from wire.messages import CursorMoved, CursorShape

Eventually = Callable[[Callable[[], bool]], None]


@pytest.fixture
def cursor(display: str) -> Iterator[CursorSource]:
    opened = open_cursor()
    assert opened is not None
    yield opened
    opened.close()


def move(x: int, y: int) -> None:
    subprocess.run(["xdotool", "mousemove", str(x), str(y)], check=True)


def test_follows_the_pointer(cursor: CursorSource, eventually: Eventually) -> None:
    for place in ((10, 20), (1279, 799), (0, 0)):
        move(*place)
        eventually(lambda place=place: cursor.read()[:2] == place)  # type: ignore[misc] # a lambda's default has no type


def test_shape_changes_over_a_terminal_and_back(cursor: CursorSource, xterm: str, eventually: Eventually) -> None:
    move(700, 700)
    eventually(lambda: cursor.read()[:2] == (700, 700))
    root = cursor.read()
    assert root.hash is not None
    assert cursor.read().shape is root.shape
    move(200, 200)
    eventually(lambda: cursor.read().hash not in (root.hash, None))
    terminal = cursor.read().shape
    assert terminal is not None
    move(700, 700)
    eventually(lambda: cursor.read().hash == root.hash)
    for message in (root.shape, terminal, CursorMoved(root.x, root.y, root.hash)):
        assert message is not None
        assert codec.decode_from_customer(codec.encode(message)) == message


def test_a_shape_that_the_display_keeps_back_is_no_end(
    cursor: CursorSource, display: str, xterm: str, eventually: Eventually
) -> None:
    move(700, 700)
    eventually(lambda: cursor.read()[:2] == (700, 700))
    try:
        # Its program ends at once, and with it, on some servers, the right to look at the shape.
        subprocess.run(["xsetroot", "-cursor_name", "watch"], check=True)
        assert cursor.read().shape is not None
        later = open_cursor()
        assert later is not None
        later.close()
        move(200, 200)
        eventually(lambda: cursor.read().shape is not None and cursor.read()[:2] == (200, 200))
    finally:
        connection = Display(display)
        connection.screen().root.change_attributes(cursor=X.NONE)
        connection.close()


def test_a_shape_that_is_kept_back_after_a_hidden_one_is_an_arrow(
    cursor: CursorSource, display: str, eventually: Eventually
) -> None:
    connection = Display(display)
    screen = connection.screen()
    pixmap = screen.root.create_pixmap(8, 8, 1)
    pixmap.fill_rectangle(pixmap.create_gc(foreground=0), 0, 0, 8, 8)
    nothing = pixmap.create_cursor(pixmap, (0, 0, 0), (0, 0, 0), 0, 0)
    window = screen.root.create_window(
        0, 0, 400, 400, 0, screen.root_depth, X.InputOutput, override_redirect=True, cursor=nothing
    )
    window.map()
    connection.sync()
    try:
        subprocess.run(["xsetroot", "-cursor_name", "watch"], check=True)
        move(100, 100)
        eventually(lambda: cursor.read() == (100, 100, None, None))
        move(700, 700)
        eventually(lambda: cursor.read()[:2] == (700, 700))
        # Either what the display tells, or the arrow: never nothing, where the customer sees a cursor.
        assert cursor.read().shape is not None
        later = open_cursor()
        assert later is not None
        assert later.read().shape is not None
        later.close()
        move(100, 100)
        eventually(lambda: cursor.read() == (100, 100, None, None))
    finally:
        screen.root.change_attributes(cursor=X.NONE)
        connection.close()


def test_the_default_arrow_points_with_its_corner() -> None:
    arrow = default_arrow()
    assert arrow == default_arrow()
    assert (arrow.hot_x, arrow.hot_y) == (0, 0)
    pixels = np.frombuffer(arrow.pixels, np.uint8).reshape(arrow.height, arrow.width, 4)
    assert pixels[0, 0].tolist() == [0, 0, 0, 255]
    assert {tuple(each) for each in pixels.reshape(-1, 4).tolist()} == {
        (0, 0, 0, 0),
        (0, 0, 0, 255),
        (255, 255, 255, 255),
    }
    assert codec.decode_from_customer(codec.encode(arrow)) == arrow


def test_a_fully_transparent_cursor_is_hidden(cursor: CursorSource, display: str, eventually: Eventually) -> None:
    connection = Display(display)
    screen = connection.screen()
    # Depth 1, all zero: neither foreground nor background, nothing is drawn.
    pixmap = screen.root.create_pixmap(8, 8, 1)
    pixmap.fill_rectangle(pixmap.create_gc(foreground=0), 0, 0, 8, 8)
    nothing = pixmap.create_cursor(pixmap, (0, 0, 0), (0, 0, 0), 0, 0)
    window = screen.root.create_window(
        0, 0, 1280, 800, 0, screen.root_depth, X.InputOutput, override_redirect=True, cursor=nothing
    )
    window.map()
    connection.sync()
    move(300, 300)
    eventually(lambda: cursor.read() == (300, 300, None, None))
    # Not the root window's, which the display may keep back since another test.
    pixmap.fill_rectangle(pixmap.create_gc(foreground=1), 0, 0, 8, 8)
    window.change_attributes(cursor=pixmap.create_cursor(pixmap, (0, 0, 0), (0, 0, 0), 0, 0))
    connection.sync()
    eventually(lambda: cursor.read().hash is not None)
    connection.close()


def test_an_animated_cursor_goes_through_its_shapes(cursor: CursorSource, display: str, eventually: Eventually) -> None:
    connection = Display(display)
    screen = connection.screen()
    pixmap = screen.root.create_pixmap(8, 8, 1)
    pixmap.fill_rectangle(pixmap.create_gc(foreground=1), 0, 0, 8, 8)
    pictures = [pixmap.create_cursor(pixmap, (0, level, 0), (0, 0, 0), 0, 0) for level in (0, 30000, 60000)]
    window = screen.root.create_window(
        0, 0, 1280, 800, 0, screen.root_depth, X.InputOutput, override_redirect=True, cursor=pictures[0]
    )
    window.map()
    connection.sync()
    move(310, 300)
    seen: dict[bytes, CursorShape] = {}
    for number in range(9):
        window.change_attributes(cursor=pictures[number % 3])
        connection.sync()
        eventually(lambda level=(0, 30000, 60000)[number % 3]: green(cursor.read()) == level >> 8)  # type: ignore[misc] # a lambda's default has no type
        state = cursor.read()
        assert state.hash is not None
        assert state.shape is not None
        # The same object each time it comes round.
        assert seen.setdefault(state.hash, state.shape) is state.shape
    assert len(seen) == 3
    connection.close()


def test_a_cursor_that_the_display_animates_is_never_hidden(
    cursor: CursorSource, display: str, eventually: Eventually
) -> None:
    before = cursor.read().shape
    assert before is not None
    connection = XcbConnection(display)
    try:
        show_animated_cursor(connection, (50, 100, 150), 60)
        seen: dict[int, CursorShape] = {}

        def goes_round() -> bool:
            shape = cursor.read().shape
            # While the display shows the first picture for the first time, the cursor before stands for it.
            assert shape is not None
            if shape is not before:
                assert (shape.width, shape.height) == (SIDE, SIDE)
                assert seen.setdefault(shape.pixels[1], shape) is shape
            return len(seen) == 3

        eventually(goes_round)
        assert set(seen) == {50, 100, 150}
    finally:
        connection.close()


def green(state: CursorState) -> int | None:
    return None if state.shape is None else state.shape.pixels[1]


def test_a_closed_cursor_is_not_read(cursor: CursorSource) -> None:
    cursor.close()
    cursor.close()
    with pytest.raises(CaptureError):
        cursor.read()


def test_hash_depends_on_size_hot_spot_and_pixels() -> None:
    pixels = np.full((4, 6, 4), 255, np.uint8)
    other = pixels.copy()
    other[-1, -1, 0] = 0
    shapes = [
        cursor_shape(pixels, 1, 2),
        cursor_shape(pixels, 2, 2),
        cursor_shape(pixels, 1, 1),
        cursor_shape(other, 1, 2),
        cursor_shape(pixels.reshape(6, 4, 4), 1, 2),
    ]
    assert len({shape.hash for shape in shapes if shape}) == len(shapes)
    again = cursor_shape(pixels.copy(), 1, 2)
    assert again == shapes[0]
    assert isinstance(again, CursorShape)
    assert (again.width, again.height, again.hot_x, again.hot_y) == (6, 4, 1, 2)
    assert again.pixels == pixels.tobytes()


@pytest.mark.parametrize("shape", [(0, 0), (0, 5), (5, 0), (5, 5)])
def test_nothing_to_see_is_no_shape(shape: tuple[int, int]) -> None:
    assert cursor_shape(np.zeros((*shape, 4), np.uint8), 0, 0) is None


@pytest.mark.parametrize(("hot", "sent"), [(0, 0), (400, 128), (799, 255), (5000, 255), (-3, 0)])
def test_a_huge_cursor_is_cut_around_its_hot_spot(hot: int, sent: int) -> None:
    pixels = np.full((800, 800, 4), 1, np.uint8)
    pixels[:, :, 0] = np.arange(800) % 251
    shape = cursor_shape(pixels, hot, hot)
    assert shape is not None
    assert (shape.width, shape.height) == (limits.CURSOR_SIDE, limits.CURSOR_SIDE)
    assert (shape.hot_x, shape.hot_y) == (sent, sent)
    assert shape.pixels[sent * 4] == min(max(hot, 0), 799) % 251
    assert codec.decode_from_customer(codec.encode(shape)) == shape
