"""Real windows of two programs: one connection plays Pomoc, another the rest of the desktop."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from Xlib import X

from client.input.own_windows import OwnWindowsError, open_own_windows
from client.input.x11_own_windows import X11OwnWindows


class Program:
    """One X client with windows; all of them go when it ends."""

    def __init__(self, connection: Any) -> None:
        self.connection = connection
        self.root = connection.screen().root

    def window(self, x: int, y: int, width: int, height: int, parent: Any = None) -> Any:
        window = (parent or self.root).create_window(x, y, width, height, 0, 24, override_redirect=True)
        window.map()
        self.connection.sync()
        return window

    def adopt(self, window: Any, frame: Any, x: int, y: int) -> None:
        """Put another program's window into a frame, as a window manager does."""
        self.connection.create_resource_object("window", window.id).reparent(frame, x, y)
        self.connection.sync()

    def focus(self, window: Any) -> None:
        self.connection.set_input_focus(window, X.RevertToPointerRoot, X.CurrentTime)
        self.connection.sync()


@pytest.fixture
def pomoc(connect_x: Callable[[], Any]) -> Program:
    return Program(connect_x())


@pytest.fixture
def others(connect_x: Callable[[], Any]) -> Program:
    return Program(connect_x())


@pytest.fixture
def own(x_display: str) -> Iterator[X11OwnWindows]:
    own = X11OwnWindows(x_display)
    yield own
    own.close()


def test_a_window_and_its_surroundings(own: X11OwnWindows, pomoc: Program) -> None:
    window = pomoc.window(100, 100, 200, 100)
    assert not own.covers(150, 150)
    own.update([window.id])
    assert own.covers(100, 100)
    assert own.covers(299, 199)
    assert not own.covers(99, 150)
    assert not own.covers(300, 150)
    assert not own.covers(-5, 20000)
    assert own.covers(-5, 100000)
    own.update([])
    assert not own.covers(150, 150)


def test_the_topmost_window_counts(own: X11OwnWindows, pomoc: Program, others: Program) -> None:
    window = pomoc.window(100, 100, 200, 100)
    own.update([window.id])
    other = others.window(150, 100, 20, 100)
    assert not own.covers(160, 150)
    assert own.covers(140, 150)
    window.raise_window()
    pomoc.connection.sync()
    assert own.covers(160, 150)
    other.destroy()


def test_a_menu_that_nobody_registered(own: X11OwnWindows, pomoc: Program) -> None:
    own.update([pomoc.window(100, 100, 200, 100).id])
    pomoc.window(600, 500, 50, 50)
    assert own.covers(610, 510)


def test_the_frame_of_a_window_manager(own: X11OwnWindows, pomoc: Program, others: Program) -> None:
    window = pomoc.window(100, 100, 200, 100)
    own.update([window.id])
    assert not own.covers(105, 85)
    frame = others.window(95, 75, 210, 130)
    inner = others.window(0, 0, 210, 130, parent=frame)
    assert not own.covers(105, 85)
    others.adopt(window, inner, 5, 25)
    assert own.covers(105, 85)
    assert own.covers(150, 150)
    foreign = others.window(600, 500, 50, 50)
    assert not own.covers(610, 510)
    # The window moves to another frame: the first is no longer ours, after the change was reported.
    others.adopt(window, foreign, 5, 5)
    assert own.covers(601, 501)
    assert not own.covers(105, 85)


def test_an_unregistered_dialog_in_a_frame(own: X11OwnWindows, pomoc: Program, others: Program) -> None:
    own.update([pomoc.window(100, 100, 20, 20).id])
    frame = others.window(600, 500, 100, 100)
    others.adopt(pomoc.window(0, 0, 80, 80), frame, 10, 10)
    assert own.covers(650, 550)


def test_windows_that_are_gone_are_skipped(own: X11OwnWindows, pomoc: Program) -> None:
    gone, window = pomoc.window(100, 100, 20, 20), pomoc.window(200, 200, 20, 20)
    own.update([gone.id, window.id, 1, 2**29 - 1, 2**40, -1, pomoc.root.id])
    assert own.covers(110, 110)
    gone.destroy()
    pomoc.connection.sync()
    assert not own.covers(110, 110)
    assert own.covers(210, 210)
    assert not own.covers(700, 700)
    assert not own.has_focus()


def test_focus(own: X11OwnWindows, pomoc: Program, others: Program) -> None:
    window, other = pomoc.window(100, 100, 100, 100), others.window(300, 300, 100, 100)
    own.update([window.id])
    pomoc.focus(pomoc.window(0, 0, 10, 10, parent=window))
    assert own.has_focus()
    others.focus(other)
    assert not own.has_focus()
    frame = others.window(500, 500, 100, 100)
    others.adopt(window, frame, 5, 5)
    others.focus(frame)
    assert own.has_focus()


def test_focus_that_follows_the_pointer(own: X11OwnWindows, pomoc: Program) -> None:
    own.update([pomoc.window(100, 100, 100, 100).id])
    pomoc.focus(X.PointerRoot)
    pomoc.root.warp_pointer(150, 150)
    pomoc.connection.sync()
    assert own.has_focus()
    pomoc.root.warp_pointer(700, 700)
    pomoc.connection.sync()
    assert not own.has_focus()
    pomoc.focus(X.NONE)
    assert not own.has_focus()


def test_a_lost_display_counts_as_ours(x_display: str) -> None:
    own = X11OwnWindows(x_display)
    own.close()
    assert own.covers(1, 1)
    assert own.has_focus()
    own.close()


def test_no_display() -> None:
    with pytest.raises(OwnWindowsError, match="cannot be reached"):
        open_own_windows(":9999")
