"""A password manager on a real desktop: nothing of it gets into a frame, whatever happens to its window.

All of it is painted in colours that nothing else has, so one pixel in a frame gives it away.
"""

import os
import subprocess
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import partial
from typing import Any

import numpy as np
import pytest
from Xlib import X

from benchmarks.harness.desktop import virtual_desktop
from client.screen.capture import ScreenCapture, open_capture
from client.screen.geometry import FrameBuffer, Rect
from client.screen.mask_painter import MASK_COLOUR, blank
from client.screen.masking import DEFAULT_MASK_LIST, VisibleWindow
from client.screen.screen_mask import AFTERIMAGE, ScreenMask
from client.screen.window_lister import WindowLister, open_window_lister

_SECRET = 0xC81E5A
_INNOCENT = 0x1EC85A
_ALL = [Rect(0, 0, 1280, 800)]

Eventually = Callable[[Callable[[], bool]], None]


def has(frame: FrameBuffer, colour: int) -> bool:
    return bool(((frame.view("<u4")[..., 0] & 0xFFFFFF) == colour).any())


class Customer:
    """The customer's side: a capture and a mask that goes with it, and a clock that only the test moves."""

    def __init__(self, capture: ScreenCapture, masked: WindowLister, watched: WindowLister) -> None:
        self.capture = capture
        self.lister = watched
        """For the test's own questions: those to the mask's lister would take the news away from it."""
        self.now = 0.0
        self.mask = ScreenMask(masked, DEFAULT_MASK_LIST, clock=lambda: self.now)

    def frame(self, meanwhile: Callable[[], None] = lambda: None) -> tuple[FrameBuffer, FrameBuffer]:
        """Return a frame as it was grabbed, and as it would be sent; something happens between grab and look."""
        grabbed = self.capture.grab(_ALL).copy()
        meanwhile()
        return grabbed, blank(grabbed.copy(), self.mask.look(), self.capture.origin)

    def settle(self) -> None:
        """Look at the desktop so late that nothing of its past counts any longer."""
        self.mask.look()
        self.now += 2 * AFTERIMAGE
        self.mask.look()


@pytest.fixture(scope="module")
def x_display() -> Iterator[str]:
    """The display of this module has a window manager."""
    with virtual_desktop() as name:
        yield name


@pytest.fixture
def customer(display: str) -> Iterator[Customer]:
    capture, masked, watched = open_capture(), open_window_lister(display), open_window_lister(display)
    assert masked is not None
    assert watched is not None
    opened = Customer(capture, masked, watched)
    yield opened
    capture.close()
    opened.mask.close()
    watched.close()


@pytest.fixture
def run(display: str, customer: Customer, eventually: Eventually) -> Iterator[Callable[..., VisibleWindow]]:
    """Return a function that starts a terminal in one colour and waits until it is painted."""
    with ExitStack() as stack:

        def start(class_name: str, title: str, colour: int, place: str) -> VisibleWindow:
            words = ["xterm", "-class", class_name, "-T", title, "-geometry", place]
            for option in ("-bg", "-fg", "-cr", "-bd"):
                words += [option, f"#{colour:06x}"]
            words += ["-e", "cat"]
            terminal = subprocess.Popen(words, env={**os.environ, "DISPLAY": display}, stderr=subprocess.DEVNULL)
            stack.callback(terminal.wait)
            stack.callback(terminal.terminate)
            eventually(lambda: has(customer.capture.grab(_ALL), colour))
            customer.settle()
            return next(window for window in customer.lister.windows() if title in window.titles)

        yield start


@pytest.fixture
def vault(run: Callable[..., VisibleWindow], connection: Any) -> tuple[VisibleWindow, Any]:
    """Run the password manager; return what is known of it and its window."""
    known = run("KeePassXC", "Vault", _SECRET, "30x10+100+100")
    found = subprocess.run(["xdotool", "search", "--class", "KeePassXC"], capture_output=True, text=True, check=True)
    return known, connection.create_resource_object("window", int(found.stdout.split()[0]))


Vault = tuple[VisibleWindow, Any]


def test_the_window_and_its_frame_are_flat(customer: Customer, vault: Vault, connection: Any) -> None:
    grabbed, sent = customer.frame()
    x, y, width, height = vault[0].area
    inside = (slice(y, y + height), slice(x, x + width))
    assert has(grabbed, _SECRET)
    # The window manager's title bar has many colours.
    assert len(np.unique(grabbed[inside].view("<u4"))) > 20
    assert (sent[inside] == MASK_COLOUR).all()
    differing = (grabbed != sent).any(axis=2)
    differing[inside] = False
    assert not differing.any()
    assert height > vault[1].get_geometry().height
    assert customer.mask.has_focus()
    assert customer.mask.covers(x, y)
    assert not customer.mask.covers(x - 1, y)


def test_no_way_to_move_it_shows_it(customer: Customer, vault: Vault, connection: Any, eventually: Eventually) -> None:
    window = vault[1]

    def place(x: int, y: int) -> None:
        """Move the window from the outside, and wait for its window manager."""
        window.configure(x=x, y=y)
        connection.sync()
        eventually(lambda: any(at.area[:2] == (x, y) for at in customer.lister.windows()))

    for step in range(12):
        # The frame shows a place that the window had neither at the look before nor has at the look after.
        place(50 + 60 * step, 40 + 30 * step)
        grabbed, sent = customer.frame(partial(place, 80 + 60 * step, 300 - 20 * step))
        assert has(grabbed, _SECRET)
        assert not has(sent, _SECRET)


def test_hidden_and_shown_between_grab_and_look(
    customer: Customer, vault: Vault, connection: Any, eventually: Eventually
) -> None:
    window = vault[1]

    def is_shown() -> bool:
        return has(customer.capture.grab(_ALL), _SECRET)

    def hide() -> None:
        window.unmap()
        connection.sync()
        eventually(lambda: not is_shown())

    def show() -> None:
        window.map()
        connection.sync()
        eventually(is_shown)

    for _ in range(3):
        grabbed, sent = customer.frame(hide)
        assert has(grabbed, _SECRET)
        assert not has(sent, _SECRET)
        customer.settle()
        assert customer.mask.look() == []
        show()
        # It was mapped since the last look, and is gone again before this one.
        grabbed, sent = customer.frame(hide)
        assert has(grabbed, _SECRET)
        assert not has(sent, _SECRET)
        show()
        customer.settle()


def test_a_window_above_stays_visible(
    customer: Customer,
    vault: Vault,
    run: Callable[..., VisibleWindow],
    connection: Any,
    eventually: Eventually,
) -> None:
    top = run("Browser", "News", _INNOCENT, "20x4+150+150").area
    assert top.x > vault[0].area.x
    grabbed, sent = customer.frame()
    inside = (slice(top.y, top.y + top.height), slice(top.x, top.x + top.width))
    assert has(sent, _INNOCENT)
    assert np.array_equal(grabbed[inside], sent[inside])
    assert not has(sent, _SECRET)
    vault[1].configure(stack_mode=X.Above)
    connection.sync()
    eventually(lambda: not has(customer.capture.grab(_ALL)[inside].copy(), _INNOCENT))
    grabbed, sent = customer.frame()
    assert has(grabbed[inside].copy(), _SECRET)
    assert (sent[inside] == MASK_COLOUR).all()


def test_its_menu_is_masked(customer: Customer, vault: Vault, connection: Any, eventually: Eventually) -> None:
    x, y, width, height = vault[0].area
    before = {window.area for window in customer.lister.windows()}
    middle = [str(x + width // 2), str(y + height - 20)]
    subprocess.run(["xdotool", "mousemove", *middle, "keydown", "ctrl", "mousedown", "1"], check=True)
    try:
        eventually(lambda: bool({window.area for window in customer.lister.windows()} - before))
        menu = next(window for window in customer.lister.windows() if window.area not in before)
        # A part of the menu hangs out of its window, or this test shows nothing.
        assert menu.area.y + menu.area.height > y + height
        _, sent = customer.frame()
        area = menu.area
        assert (sent[area.y : area.y + area.height, area.x : area.x + area.width] == MASK_COLOUR).all()
    finally:
        subprocess.run(["xdotool", "mouseup", "1", "keyup", "ctrl"], check=True)


def test_the_afterimage_under_a_window_that_does_not_paint(customer: Customer, vault: Vault, connection: Any) -> None:
    """A new window without a background keeps the pixels of what it covers until its program paints."""
    x, y, width, height = vault[0].area
    lazy = connection.screen().root.create_window(
        x, y, width, height, 0, X.CopyFromParent, override_redirect=True, background_pixmap=X.NONE
    )
    lazy.map()
    connection.sync()
    # Not only the first frame shows what was there.
    customer.mask.look()
    customer.now += 0.3
    grabbed, sent = customer.frame()
    assert has(grabbed, _SECRET)
    assert not has(sent, _SECRET)
    lazy.destroy()
    connection.sync()
