"""On X11 the customer is played by xdotool. Windows and macOS are not here: their libraries are played at the edge."""

import ctypes
import queue
import subprocess
import threading
from collections.abc import Callable, Iterator
from ctypes import wintypes
from pathlib import Path
from typing import Any

import pytest
from Xlib import X
from Xlib import error as xerror

from benchmarks.harness.desktop import virtual_display
from client.input import keysyms, x11_panic_key
from client.input.panic_key import PanicKey, PanicKeyError, open_panic_key
from client.input.pynput_panic_key import PynputPanicKey
from client.input.win32_panic_key import Win32PanicKey, open_win32_panic_key
from client.input.x11_panic_key import X11PanicKey

from .conftest import Terminal

COMBINATION = "ctrl+shift+F11"


class Presses:
    """Counts the calls of on_panic."""

    def __init__(self) -> None:
        self._arrived = threading.Semaphore(0)
        self.count = 0

    def __call__(self) -> None:
        self.count += 1
        self._arrived.release()

    def wait(self) -> bool:
        """Wait for one more call."""
        return self._arrived.acquire(timeout=10)


def nobody() -> None:
    """Nobody listens to this call."""


def panic_threads() -> int:
    return sum(thread.name == "panic key" for thread in threading.enumerate())


def xdotool(display: str, *arguments: str) -> None:
    subprocess.run(["xdotool", *arguments], check=True, env={"DISPLAY": display, "PATH": "/usr/bin:/bin"})


@pytest.fixture
def presses() -> Presses:
    return Presses()


@pytest.fixture
def key(x_display: str, presses: Presses) -> Iterator[PanicKey]:
    key = open_panic_key(x_display)
    key.start(presses, nobody)
    yield key
    key.stop()


@pytest.fixture
def lock(x_display: str) -> Iterator[Callable[..., None]]:
    """Return a function that switches locks on; they are off afterwards."""
    on: list[str] = []

    def switch(*names: str) -> None:
        for name in names:
            xdotool(x_display, "key", name)
            on.append(name)

    yield switch
    for name in on:
        xdotool(x_display, "key", name)


@pytest.mark.parametrize("locks", [(), ("Caps_Lock",), ("Num_Lock",), ("Caps_Lock", "Num_Lock")])
def test_the_key_works_in_another_window_and_is_kept_from_it(
    x_display: str,
    terminal: Terminal,
    key: PanicKey,
    presses: Presses,
    lock: Callable[..., None],
    locks: tuple[str, ...],
) -> None:
    xdotool(x_display, "mousemove", "100", "100", "search", "--class", "xterm", "windowfocus")
    lock(*locks)
    xdotool(x_display, "key", COMBINATION)
    assert presses.wait()
    xdotool(x_display, "key", "a")
    assert terminal.read(1) == (b"A" if "Caps_Lock" in locks else b"a")
    assert presses.count == 1


@pytest.mark.parametrize("mask", [X.LockMask, X.Mod2Mask, X.LockMask | X.Mod2Mask])
def test_no_other_program_can_take_the_key_with_a_lock_on(
    key: PanicKey, connect_x: Callable[[], Any], mask: int
) -> None:
    # The server refuses only what is grabbed already.
    connection = connect_x()
    refused = xerror.CatchError(xerror.BadAccess)
    for keycode, _ in connection.keysym_to_keycodes(keysyms.function_key(11)):
        modifiers = X.ControlMask | X.ShiftMask | mask
        connection.screen().root.grab_key(keycode, modifiers, False, X.GrabModeAsync, X.GrabModeAsync, onerror=refused)
    connection.sync()
    assert refused.get_error() is not None


def test_the_key_works_while_another_program_has_the_keyboard(
    x_display: str, key: PanicKey, presses: Presses, connect_x: Callable[[], Any]
) -> None:
    connection = connect_x()
    root = connection.screen().root
    assert root.grab_keyboard(False, X.GrabModeAsync, X.GrabModeAsync, X.CurrentTime) == X.GrabSuccess
    xdotool(x_display, "key", COMBINATION)
    assert presses.wait()


def test_other_combinations_are_not_the_key(x_display: str, key: PanicKey, presses: Presses) -> None:
    for other in ("F11", "ctrl+F11", "shift+F11", "ctrl+alt+shift+F11", "super+ctrl+shift+F11", "ctrl+shift+F12"):
        xdotool(x_display, "key", other)
    xdotool(x_display, "key", COMBINATION)
    assert presses.wait()
    assert presses.count == 1


def test_every_press_is_told(x_display: str, key: PanicKey, presses: Presses) -> None:
    for _ in range(3):
        xdotool(x_display, "key", COMBINATION)
        assert presses.wait()
    assert presses.count == 3


def test_the_second_to_ask_is_refused_until_the_first_stops(x_display: str, key: PanicKey, presses: Presses) -> None:
    with pytest.raises(PanicKeyError, match="another program uses"):
        open_panic_key(x_display)
    key.stop()
    other = open_panic_key(x_display)
    other.start(presses, nobody)
    xdotool(x_display, "key", COMBINATION)
    assert presses.wait()
    other.stop()


def test_a_key_that_is_open_but_not_started_is_given_back(x_display: str) -> None:
    for _ in range(2):
        open_panic_key(x_display).stop()


def test_stop_ends_the_thread_and_the_calls(x_display: str, key: PanicKey, presses: Presses) -> None:
    assert panic_threads() == 1
    key.stop()
    key.stop()
    assert panic_threads() == 0
    xdotool(x_display, "key", COMBINATION)
    assert presses.count == 0
    with pytest.raises(PanicKeyError, match="once"):
        key.start(presses, nobody)


def test_stop_waits_for_a_call_that_is_under_way(x_display: str, monkeypatch: pytest.MonkeyPatch) -> None:
    called, released = threading.Event(), threading.Event()
    ended = False

    def on_panic() -> None:
        nonlocal ended
        called.set()
        # Only the one who waits for this thread lets it go on.
        released.wait(10)
        ended = True

    original = threading.Thread.join

    def join(thread: threading.Thread, timeout: float | None = None) -> None:
        released.set()
        original(thread, timeout)

    key = open_panic_key(x_display)
    key.start(on_panic, nobody)
    try:
        xdotool(x_display, "key", COMBINATION)
        assert called.wait(10)
        with monkeypatch.context() as patch:
            patch.setattr(threading.Thread, "join", join)
            key.stop()
        assert ended
    finally:
        released.set()


def test_it_is_started_once(key: PanicKey, presses: Presses) -> None:
    with pytest.raises(PanicKeyError, match="once"):
        key.start(presses, nobody)


def test_nothing_is_left_open(x_display: str) -> None:
    descriptors = Path("/proc/self/fd")
    before = len(list(descriptors.iterdir()))
    for _ in range(3):
        key = open_panic_key(x_display)
        key.start(nobody, nobody)
        with pytest.raises(PanicKeyError):
            open_panic_key(x_display)
        key.stop()
    assert len(list(descriptors.iterdir())) == before


def test_a_lost_display_is_told() -> None:
    lost = threading.Event()
    with virtual_display() as name:
        key = X11PanicKey(name)
        key.start(nobody, lost.set)
        assert not lost.is_set()
    assert lost.wait(10)
    key.stop()
    assert panic_threads() == 0


def test_a_stop_is_no_loss(x_display: str) -> None:
    lost = threading.Event()
    key = X11PanicKey(x_display)
    key.start(nobody, lost.set)
    key.stop()
    assert not lost.is_set()


def test_nobody_is_promised_the_key_on_wayland(x_display: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(x11_panic_key, "is_xwayland", lambda _connection: True)
    with pytest.raises(PanicKeyError, match="Wayland"):
        open_panic_key(x_display)


def test_a_display_that_is_not_there() -> None:
    with pytest.raises(PanicKeyError, match="cannot be reached"):
        open_panic_key(":9999")


def test_a_keyboard_without_f11(
    x_display: str, connect_x: Callable[[], Any], set_layout: Callable[[str], None]
) -> None:
    connection = connect_x()
    for keycode, _ in list(connection.keysym_to_keycodes(keysyms.function_key(11))):
        connection.change_keyboard_mapping(keycode, [[X.NoSymbol]])
    connection.sync()
    with pytest.raises(PanicKeyError, match="no F11"):
        open_panic_key(x_display)


class User32:
    """Plays the message queue of one thread, and the list of hot keys."""

    WM_HOTKEY = 0x0312
    BROKEN = 0xFFFF
    """Stands for a queue that fails."""

    def __init__(self, is_free: bool = True) -> None:
        self._is_free = is_free
        self._messages: queue.Queue[int] = queue.Queue()
        self._thread: int | None = None
        self.hot_keys: list[tuple[int, int]] = []

    def PeekMessageW(self, *_: object) -> int:  # noqa: N802 - the name is the system's
        self._thread = threading.get_native_id()
        return 0

    def RegisterHotKey(self, window: None, identifier: int, modifiers: int, key: int) -> int:  # noqa: N802
        if self._is_free:
            self.hot_keys.append((modifiers, key))
        return int(self._is_free)

    def UnregisterHotKey(self, window: None, identifier: int) -> int:  # noqa: N802
        self.hot_keys.clear()
        return 1

    def GetMessageW(self, pointer: Any, *_: object) -> int:  # noqa: N802
        assert threading.get_native_id() == self._thread
        message: wintypes.MSG = pointer._obj
        message.message = self._messages.get(timeout=10)
        if message.message == self.BROKEN:
            return -1
        return int(message.message != 0x0012)

    def PostThreadMessageW(self, thread: int, message: int, *_: object) -> int:  # noqa: N802
        if thread != self._thread:
            return 0
        self._messages.put(message)
        return 1

    def post(self, message: int) -> None:
        self._messages.put(message)


def test_windows(presses: Presses) -> None:
    user32 = User32()
    key = Win32PanicKey(user32)
    key.start(presses, nobody)
    assert user32.hot_keys == [(0x4006, 0x7A)]
    with pytest.raises(PanicKeyError, match="once"):
        key.start(presses, nobody)
    for message in (0x0400, User32.WM_HOTKEY):
        user32.post(message)
    assert presses.wait()
    key.stop()
    key.stop()
    assert presses.count == 1
    assert not user32.hot_keys
    assert panic_threads() == 0


def test_windows_tells_of_a_queue_that_fails(presses: Presses) -> None:
    user32, lost = User32(), threading.Event()
    key = Win32PanicKey(user32)
    key.start(presses, lost.set)
    user32.post(User32.BROKEN)
    assert lost.wait(10)
    assert not user32.hot_keys
    key.stop()


def test_windows_refuses_a_hot_key_that_is_taken(presses: Presses) -> None:
    key = Win32PanicKey(User32(is_free=False))
    with pytest.raises(PanicKeyError, match="another program uses"):
        key.start(presses, nobody)
    assert panic_threads() == 0


def test_windows_without_start(presses: Presses) -> None:
    key = Win32PanicKey(User32())
    key.stop()
    with pytest.raises(PanicKeyError, match="once"):
        key.start(presses, nobody)


@pytest.mark.skipif(hasattr(ctypes, "WinDLL"), reason="this is Windows")
def test_windows_is_not_here() -> None:
    with pytest.raises(PanicKeyError, match="not Windows"):
        open_win32_panic_key()


class Keyboard:
    """Plays pynput.keyboard and the listener that it makes."""

    def __init__(self, is_trusted: bool = True) -> None:
        self.IS_TRUSTED = is_trusted
        self.hot_keys: dict[str, Callable[[], None]] = {}
        self.state: list[str] = []
        self.ended = threading.Event()

    def GlobalHotKeys(self, hot_keys: dict[str, Callable[[], None]]) -> "Keyboard":  # noqa: N802 - the name is pynput's
        self.hot_keys = hot_keys
        return self

    def start(self) -> None:
        self.state.append("start")

    def wait(self) -> None:
        self.state.append("wait")

    def stop(self) -> None:
        self.state.append("stop")
        self.ended.set()

    def join(self) -> None:
        assert self.ended.wait(10)


def test_macos(presses: Presses) -> None:
    keyboard = Keyboard()
    key = PynputPanicKey(keyboard)
    key.start(presses, nobody)
    assert keyboard.state == ["start", "wait"]
    with pytest.raises(PanicKeyError, match="once"):
        key.start(presses, nobody)
    press = keyboard.hot_keys["<ctrl>+<shift>+<f11>"]
    press()
    assert presses.count == 1
    key.stop()
    key.stop()
    press()
    assert presses.count == 1
    assert keyboard.state == ["start", "wait", "stop"]


def test_macos_tells_of_a_listener_that_ends(presses: Presses) -> None:
    keyboard, lost = Keyboard(), threading.Event()
    key = PynputPanicKey(keyboard)
    key.start(presses, lost.set)
    assert not lost.is_set()
    keyboard.ended.set()
    assert lost.wait(10)
    key.stop()


def test_macos_does_not_take_a_stop_for_a_loss(presses: Presses) -> None:
    lost = threading.Event()
    key = PynputPanicKey(Keyboard())
    key.start(presses, lost.set)
    key.stop()
    for thread in threading.enumerate():
        if thread.name == "panic key guard":
            thread.join(10)
    assert not lost.is_set()


def test_macos_without_the_permission(presses: Presses) -> None:
    keyboard = Keyboard(is_trusted=False)
    with pytest.raises(PanicKeyError, match="does not let"):
        PynputPanicKey(keyboard).start(presses, nobody)
    assert keyboard.state == ["start", "wait", "stop"]


def test_macos_without_start() -> None:
    keyboard = Keyboard()
    PynputPanicKey(keyboard).stop()
    assert keyboard.state == []
