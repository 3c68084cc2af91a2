"""The list of windows of a real X display. One connection plays the programs, another the window manager."""

import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from time import monotonic
from typing import Any

import pytest
from Xlib import X, Xatom, Xutil
from Xlib.display import Display
from Xlib.ext import shape
from Xlib.protocol import event, request

from client.screen.errors import CaptureError
from client.screen.geometry import Rect
from client.screen.masking import DEFAULT_MASK_LIST, VisibleWindow, contains, sensitive_regions
from client.screen.window_lister import WindowLister, open_window_lister
from client.screen.x11_windows import X11WindowLister, open_x11_windows


class Program:
    """One X client; all its windows go when it ends."""

    def __init__(self, name: str) -> None:
        self.connection = Display(name)
        self.root = self.connection.screen().root

    def window(self, x: int, class_name: str = "", title: str = "", popup: bool = False, **more: Any) -> Any:
        """Make a mapped window of 50x40 at (x, 30) with a border of 2."""
        window = self.root.create_window(x, 30, 50, 40, 2, X.CopyFromParent, override_redirect=popup, **more)
        if class_name:
            window.set_wm_class(class_name.lower(), class_name)
        if title:
            window.set_wm_name(title)
        window.map()
        self.connection.sync()
        return window

    def set_numbers(self, window: Any, name: str, kind: int, *numbers: int) -> None:
        window.change_property(self.connection.intern_atom(name), kind, 32, list(numbers))
        self.connection.sync()


@pytest.fixture
def start(x_display: str) -> Iterator[Callable[[], Program]]:
    """Return a function that starts one more program."""
    programs: list[Program] = []

    def one_more() -> Program:
        programs.append(Program(x_display))
        return programs[-1]

    yield one_more
    for program in programs:
        program.connection.close()


@pytest.fixture
def program(start: Callable[[], Program]) -> Program:
    return start()


@pytest.fixture
def other(start: Callable[[], Program]) -> Program:
    return start()


@pytest.fixture
def lister(x_display: str) -> Iterator[WindowLister]:
    opened = open_window_lister(x_display)
    assert opened is not None
    yield opened
    opened.close()


def at(windows: list[VisibleWindow], x: int) -> VisibleWindow:
    """Return the topmost window whose left edge is here."""
    return next(window for window in windows if window.area.x == x)


def is_masked(lister: WindowLister, x: int) -> bool:
    return DEFAULT_MASK_LIST.matches(at(lister.windows(), x))


def test_what_is_there_and_what_comes(x_display: str, program: Program, lister: WindowLister) -> None:
    program.window(100, "Browser", "News")
    late = open_window_lister(x_display)
    assert late is not None
    try:
        for found in (lister, late):
            window = at(found.windows(), 100)
            assert window.area == Rect(100, 30, 54, 44)
            assert (window.titles, window.class_names) == (("News",), ("Browser", "browser"))
            assert window.cover == (window.area,)
            assert window.identified
    finally:
        late.close()


def test_order_and_life(program: Program, lister: WindowLister) -> None:
    first, second = program.window(100), program.window(140)

    def order() -> list[int]:
        program.connection.sync()
        return [window.area.x for window in lister.windows() if window.area.x in (100, 140)]

    assert order() == [140, 100]
    first.raise_window()
    assert order() == [100, 140]
    program.root.circulate(X.RaiseLowest)
    assert order() == [140, 100]
    first.unmap()
    assert order() == [140]
    first.map()
    second.destroy()
    assert order() == [100]


def test_every_place_between_two_questions_is_told(program: Program, lister: WindowLister) -> None:
    window = program.window(100, "KeePassXC")
    lister.windows()
    for x in (300, 500):
        window.configure(x=x)
    window.unmap()
    program.connection.sync()
    assert [[seen.area.x for seen in windows] for windows in lister.since_last()] == [[100], [300], [500], []]
    window.map()
    for x in range(100):
        window.configure(x=600 + x)
    program.connection.sync()
    between, now = lister.since_last()
    assert [seen.area for seen in between] == [Rect(500, 30, 54 + 199, 44)]
    assert between[0].cover == ()
    assert [seen.area.x for seen in now] == [699]


def test_a_window_that_came_and_went_is_sensitive(program: Program, lister: WindowLister) -> None:
    lister.windows()
    program.window(100, "Browser").destroy()
    program.connection.sync()
    past = lister.since_last()
    assert [sensitive_regions(windows, DEFAULT_MASK_LIST) for windows in past] == [[], [Rect(100, 30, 54, 44)], []]


def test_a_change_of_names_counts_both_ways(program: Program, lister: WindowLister) -> None:
    window = program.window(100, title="Bitwarden")
    assert is_masked(lister, 100)
    window.set_wm_name("News")
    program.connection.sync()
    past = lister.since_last()
    assert at(past[0], 100).titles == ("Bitwarden", "News")
    assert at(past[-1], 100).titles == ("News",)
    window.set_wm_name("Bitwarden")
    program.connection.sync()
    assert is_masked(lister, 100)
    window.delete_property(Xatom.WM_NAME)
    program.connection.sync()
    assert not is_masked(lister, 100)


def test_a_title_in_utf8_and_one_that_is_too_long(program: Program, lister: WindowLister) -> None:
    window = program.window(100)
    utf8 = program.connection.intern_atom("UTF8_STRING")
    name = program.connection.intern_atom("_NET_WM_NAME")
    window.change_property(name, utf8, 8, "Račun €".encode())
    program.connection.sync()
    assert at(lister.windows(), 100).titles == ("Račun €",)
    window.change_property(name, utf8, 8, b"x" * 5000)
    program.connection.sync()
    assert is_masked(lister, 100)


def test_a_program_in_a_frame(program: Program, other: Program, lister: WindowLister) -> None:
    """A window manager puts a frame around a program's window, two windows deep, then takes it away."""
    vault = program.window(100, "KeePassXC")
    lister.windows()
    frame = other.window(300, popup=True)
    inner = frame.create_window(0, 10, 50, 30, 0, X.CopyFromParent)
    inner.map()
    other.connection.sync()
    assert not is_masked(lister, 300)
    managed = other.connection.create_resource_object("window", vault.id)
    managed.reparent(inner, 0, 0)
    other.set_numbers(managed, "WM_STATE", other.connection.intern_atom("WM_STATE"), Xutil.NormalState, 0)
    assert is_masked(lister, 300)
    assert not [window for window in lister.windows() if window.area.x == 100]
    # Another frame of the same manager is nobody's relative.
    other.window(500, popup=True)
    assert not is_masked(lister, 500)
    managed.reparent(other.root, 100, 30)
    other.connection.sync()
    assert is_masked(lister, 100)
    lister.windows()
    vault.destroy()
    program.connection.sync()
    assert not is_masked(lister, 300)


def test_places_are_told_although_a_window_left_its_frame(
    program: Program, other: Program, lister: WindowLister
) -> None:
    """Every dialog that closes leaves its frame: that must not hide what else happened."""
    frame = other.window(300, popup=True)
    dialog = program.window(500)
    other.connection.create_resource_object("window", dialog.id).reparent(frame, 0, 0)
    other.connection.sync()
    vault = program.window(100, "KeePassXC")
    lister.windows()
    vault.configure(x=700)
    dialog.reparent(program.root, 500, 30)
    vault.configure(x=800)
    vault.configure(x=900)
    program.connection.sync()
    past = lister.since_last()
    masked = [sensitive_regions(windows, DEFAULT_MASK_LIST) for windows in past]
    assert {regions[0].x for regions in masked} == {100, 700, 800, 900}
    assert at(past[-1], 500).area == Rect(500, 30, 54, 44)


def test_news_of_an_unknown_window_masks_everything(program: Program, lister: WindowLister) -> None:
    """No server does this; a list that forgot a window stands for it."""
    window = program.window(100, "Browser")
    lister.windows()
    assert isinstance(lister, X11WindowLister)
    lister._stack.remove(window.id)
    window.configure(x=700)
    program.connection.sync()
    past = lister.since_last()
    assert contains(sensitive_regions(past[1], DEFAULT_MASK_LIST), 1279, 799)
    assert at(past[-1], 700).area == Rect(700, 30, 54, 44)
    assert sensitive_regions(past[-1], DEFAULT_MASK_LIST) == []


def test_a_popup_belongs_to_its_connection(program: Program, other: Program, lister: WindowLister) -> None:
    program.window(100, "KeePassXC")
    program.window(300, popup=True)
    other.window(500, popup=True)
    program.window(700, "Updater")
    assert is_masked(lister, 300)
    assert not is_masked(lister, 500)
    assert not is_masked(lister, 700)


def test_a_popup_belongs_to_its_process_and_its_leader(
    program: Program, start: Callable[[], Program], lister: WindowLister
) -> None:
    vault = program.window(100, "KeePassXC")
    program.set_numbers(vault, "_NET_WM_PID", Xatom.CARDINAL, 4321)
    for x, name, kind, number in (
        (300, "_NET_WM_PID", Xatom.CARDINAL, 4321),
        (400, "WM_CLIENT_LEADER", Xatom.WINDOW, vault.id),
        (500, "_NET_WM_PID", Xatom.CARDINAL, 4322),
    ):
        owner = start()
        owner.set_numbers(owner.window(x, popup=True), name, kind, number)
    assert at(lister.windows(), 100).pid == 4321
    assert is_masked(lister, 300)
    assert is_masked(lister, 400)
    assert not is_masked(lister, 500)
    # A vault that hides in the tray still has its menus.
    vault.unmap()
    program.connection.sync()
    assert is_masked(lister, 300)


def test_a_dialog_belongs_to_its_owner(program: Program, other: Program, lister: WindowLister) -> None:
    vault = program.window(100, title="Bitwarden")
    dialog, question = other.window(300, "Chooser"), other.window(500, "Chooser")
    assert not is_masked(lister, 300)
    other.set_numbers(question, "WM_TRANSIENT_FOR", Xatom.WINDOW, dialog.id)
    other.set_numbers(dialog, "WM_TRANSIENT_FOR", Xatom.WINDOW, vault.id)
    assert is_masked(lister, 300)
    assert is_masked(lister, 500)
    # Two that name each other must not keep the search going.
    program.set_numbers(vault, "WM_TRANSIENT_FOR", Xatom.WINDOW, question.id)
    assert is_masked(lister, 500)


def test_input_only_windows_are_not_there(program: Program, lister: WindowLister) -> None:
    window = program.root.create_window(100, 30, 50, 40, 0, 0, window_class=X.InputOnly, override_redirect=True)
    window.map()
    program.connection.sync()
    assert not [found for found in lister.windows() if found.area.x == 100]


def test_a_shape_covers_only_what_it_is(program: Program, lister: WindowLister) -> None:
    window = program.window(100)
    lister.windows()
    window.shape_rectangles(shape.SO.Set, shape.SK.Bounding, 0, 0, 0, [(5, 5, 10, 10), (30, 5, 100, 10)])
    program.connection.sync()
    past = lister.since_last()
    assert at(past[0], 100).cover == ()
    assert sorted(at(past[-1], 100).cover) == [Rect(107, 37, 10, 10), Rect(132, 37, 22, 10)]


def test_under_a_compositor_only_what_is_opaque_covers(program: Program, other: Program, lister: WindowLister) -> None:
    program.window(100)
    visual = next(
        visual.visual_id
        for depth in program.connection.screen().allowed_depths
        if depth.depth == 32
        for visual in depth.visuals
    )
    colours = program.root.create_colormap(visual, X.AllocNone)
    alpha = program.root.create_window(
        200, 30, 50, 40, 0, 32, visual=visual, colormap=colours, border_pixel=0, override_redirect=True
    )
    alpha.map()
    program.connection.sync()
    assert at(lister.windows(), 200).cover == (Rect(200, 30, 50, 40),)
    manager = other.window(900)
    manager.set_selection_owner(other.connection.intern_atom("_NET_WM_CM_S0"), X.CurrentTime)
    other.connection.sync()
    assert at(lister.windows(), 200).cover == ()
    assert at(lister.windows(), 100).cover == (Rect(100, 30, 54, 44),)
    program.set_numbers(alpha, "_NET_WM_OPAQUE_REGION", Xatom.CARDINAL, 10, 10, 20, 20)
    assert at(lister.windows(), 200).cover == (Rect(210, 40, 20, 20),)
    program.set_numbers(alpha, "_NET_WM_WINDOW_OPACITY", Xatom.CARDINAL, 2**31)
    assert at(lister.windows(), 200).cover == ()


@pytest.mark.parametrize("end", ["gives it up", "destroys its window", "ends"])
def test_beginning_and_end_of_a_compositor_are_noticed(
    x_display: str, program: Program, lister: WindowLister, end: str
) -> None:
    program.set_numbers(program.window(200), "_NET_WM_WINDOW_OPACITY", Xatom.CARDINAL, 2**31)
    assert at(lister.windows(), 200).cover
    compositor = Display(x_display)
    name = compositor.intern_atom("_NET_WM_CM_S0")
    manager = compositor.screen().root.create_window(0, 0, 1, 1, 0, X.CopyFromParent)
    manager.set_selection_owner(name, X.CurrentTime)
    compositor.sync()
    later = open_window_lister(x_display)
    assert later is not None
    with closing(later):
        for each in (lister, later):
            assert not at(each.windows(), 200).cover
        _end_compositor(compositor, manager, end)
        for each in (lister, later):
            # The server may hear of a closed connection a little later.
            deadline = monotonic() + 10
            while not at(each.windows(), 200).cover:
                assert monotonic() < deadline


def _end_compositor(compositor: Any, manager: Any, how: str) -> None:
    name = compositor.intern_atom("_NET_WM_CM_S0")
    if how == "gives it up":
        request.SetSelectionOwner(display=compositor.display, window=X.NONE, selection=name, time=X.CurrentTime)
        compositor.sync()
    elif how == "destroys its window":
        manager.destroy()
        compositor.sync()
    compositor.close()


def test_focus(program: Program, lister: WindowLister) -> None:
    window, second = program.window(100), program.window(300)
    child = window.create_window(0, 0, 10, 10, 0, X.CopyFromParent)
    child.map()
    program.connection.set_input_focus(child, X.RevertToParent, X.CurrentTime)
    program.connection.sync()
    assert [found.area.x for found in lister.windows() if found.focused] == [100]
    program.connection.set_input_focus(X.PointerRoot, X.RevertToParent, X.CurrentTime)
    second.warp_pointer(5, 5)
    program.connection.sync()
    assert [found.area.x for found in lister.windows() if found.focused] == [300]
    program.connection.set_input_focus(X.NONE, X.RevertToParent, X.CurrentTime)
    program.connection.sync()
    assert not any(found.focused for found in lister.windows())


def test_messages_between_programs_are_no_news(program: Program, other: Program, lister: WindowLister) -> None:
    window = program.window(100, "KeePassXC")
    lister.windows()
    gone = event.UnmapNotify(event=other.root, window=window, from_configure=0)
    other.root.send_event(gone, event_mask=X.SubstructureNotifyMask)
    other.connection.sync()
    assert is_masked(lister, 100)


def test_a_lost_display(x_display: str) -> None:
    lister = open_window_lister(x_display)
    assert lister is not None
    lister.close()
    lister.close()
    with pytest.raises(CaptureError):
        lister.windows()


@pytest.mark.parametrize("name", [":9999", "nonsense"])
def test_no_display(name: str) -> None:
    assert open_window_lister(name) is None


_WAITS_WITH_THE_INTERPRETER = """
import ctypes, sys, threading
from client.screen.window_lister import open_window_lister
# As Qt does: what is called through PyDLL keeps the interpreter while it waits for the display.
xlib = ctypes.PyDLL("libX11.so.6")
xlib.XOpenDisplay.restype = ctypes.c_void_p
display = ctypes.c_void_p(xlib.XOpenDisplay(None))
def survey():
    for _ in range(40):
        open_window_lister().close()
thread = threading.Thread(target=survey)
thread.start()
while thread.is_alive():
    xlib.XSync(display, 0)
"""


def test_a_window_that_waits_for_the_display_never_waits_for_us(x_display: str) -> None:
    environment = {**os.environ, "DISPLAY": x_display}
    subprocess.run([sys.executable, "-c", _WAITS_WITH_THE_INTERPRETER], env=environment, check=True, timeout=60)


def test_windows_that_come_and_go_all_the_time_are_read_consistently(x_display: str) -> None:
    program, going = Program(x_display), threading.Event()

    def churn() -> None:
        # Far faster than tool tips and menus, and slower than a round trip to the display.
        while not going.wait(0.005):
            program.window(10).destroy()

    thread = threading.Thread(target=churn)
    lasting = Program(x_display)
    kept = lasting.window(100, "Kept")
    thread.start()
    try:
        for _ in range(20):
            lister = open_x11_windows(x_display)
            assert lister is not None
            [*_, windows] = lister.since_last()
            lister.close()
            assert [window.area.x for window in windows if "Kept" in window.class_names] == [100]
    finally:
        going.set()
        thread.join()
        kept.destroy()
        lasting.connection.close()
        program.connection.close()
