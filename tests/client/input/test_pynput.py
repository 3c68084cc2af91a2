"""pynput cannot reach Windows or macOS from here: its controllers and listeners are replaced at the edge."""

import threading
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest

from client.input import keysyms
from client.input.pynput_injector import PynputInjector
from client.input.pynput_watcher import PynputWatcher
from client.input.watcher import WatcherError
from wire.messages import Button


class Recorder:
    """Plays both controllers; keeps what was done."""

    class InvalidKeyException(Exception):  # noqa: N818 - the name is pynput's
        pass

    def __init__(self) -> None:
        self.done: list[tuple[Any, ...]] = []

    def press(self, what: object) -> None:
        if what == "refused":
            raise self.InvalidKeyException
        self.done.append(("press", what))

    def release(self, what: object) -> None:
        self.done.append(("release", what))

    def scroll(self, dx: int, dy: int) -> None:
        self.done.append(("scroll", dx, dy))

    @property
    def position(self) -> None:
        return None

    @position.setter
    def position(self, place: tuple[int, int]) -> None:
        self.done.append(("move", *place))


@pytest.fixture
def recorder() -> Recorder:
    return Recorder()


@pytest.fixture
def injector(recorder: Recorder) -> PynputInjector:
    class Controller:
        InvalidKeyException = Recorder.InvalidKeyException

        def __new__(cls) -> Any:
            return recorder

    names = ("enter", "tab", "ctrl_l", "shift_l", "home", "f5", "space", "cmd_l")
    keyboard = SimpleNamespace(
        Controller=Controller,
        Key=SimpleNamespace(**{name: f"<{name}>" for name in names}),
        KeyCode=SimpleNamespace(from_char=lambda character: "refused" if character == "§" else character),
    )
    buttons = SimpleNamespace(left="L", middle="M", right="R")
    return PynputInjector(keyboard, SimpleNamespace(Controller=Controller, Button=buttons))


@pytest.mark.parametrize(
    ("keysym", "key"),
    [
        (keysyms.RETURN, "<enter>"),
        (keysyms.ISO_LEFT_TAB, "<tab>"),
        (keysyms.KP_HOME, "<home>"),
        (keysyms.function_key(5), "<f5>"),
        (keysyms.SUPER_L, "<cmd_l>"),
        (ord(" "), "<space>"),
        (0x1B3, "ł"),
        (0x0101F600, "😀"),
        (keysyms.KP_0 + 7, "7"),
    ],
)
def test_translation(injector: PynputInjector, recorder: Recorder, keysym: int, key: str) -> None:
    injector.key(keysym, True)
    injector.key(keysym, False)
    assert recorder.done == [("press", key), ("release", key)]


@pytest.mark.parametrize("keysym", [keysyms.ISO_LEVEL3_SHIFT, keysyms.INSERT, 0x1FFFFFFF, ord("§")])
def test_what_this_platform_cannot_type_is_left_out(injector: PynputInjector, recorder: Recorder, keysym: int) -> None:
    injector.key(keysym, True)
    injector.key(keysym, False)
    assert recorder.done == []


def test_a_command_is_the_key_of_the_small_letter(injector: PynputInjector, recorder: Recorder) -> None:
    injector.key(keysyms.CONTROL_L, True)
    injector.key(ord("C"), True)
    assert recorder.done == [("press", "<ctrl_l>"), ("press", "c")]


def test_repetitions_are_passed_on_and_release_all_releases_once(injector: PynputInjector, recorder: Recorder) -> None:
    injector.key(keysyms.SHIFT_L, True)
    injector.key(ord("a"), True)
    injector.key(ord("a"), True)
    injector.button(3, 4, Button.LEFT, True)
    injector.release_all()
    injector.close()
    injector.key(ord("a"), False)
    assert recorder.done == [
        ("press", "<shift_l>"),
        ("press", "a"),
        ("press", "a"),
        ("move", 3, 4),
        ("press", "L"),
        ("release", "a"),
        ("release", "<shift_l>"),
        ("release", "L"),
    ]


def test_pointer(injector: PynputInjector, recorder: Recorder) -> None:
    injector.button(1, 2, Button.RIGHT, False)
    injector.button(1, 2, Button.BACK, True)
    assert recorder.done == []
    injector.button(1, 2, Button.RIGHT, True)
    injector.button(5, 6, Button.RIGHT, False)
    injector.wheel(7, 8, -1, 2)
    assert recorder.done == [
        ("move", 1, 2),
        ("press", "R"),
        ("move", 5, 6),
        ("release", "R"),
        ("move", 7, 8),
        ("scroll", -1, 2),
    ]


class Listener:
    """Plays one listener."""

    def __init__(self, **callbacks: Callable[..., None]) -> None:
        self.callbacks = callbacks
        self.state: list[str] = []
        self.ended = threading.Event()

    def start(self) -> None:
        self.state.append("start")

    def wait(self) -> None:
        self.state.append("wait")

    def stop(self) -> None:
        self.state.append("stop")
        self.ended.set()

    def join(self) -> None:
        self.ended.wait(10)
        if threading.current_thread() is threading.main_thread():
            self.state.append("join")


class Desk:
    """A watcher whose listeners the test plays."""

    def __init__(self) -> None:
        self.listeners: list[Listener] = []
        self.now = 100.0
        self.notices = 0
        module = SimpleNamespace(Listener=self._listener)
        self.watcher = PynputWatcher(module, module, clock=lambda: self.now)

    def _listener(self, **callbacks: Callable[..., None]) -> Listener:
        self.listeners.append(Listener(**callbacks))
        return self.listeners[-1]

    def happen(self, name: str, *arguments: object) -> None:
        self.now += 1.0
        for listener in self.listeners:
            if name in listener.callbacks:
                listener.callbacks[name](*arguments)

    def noticed(self) -> None:
        self.notices += 1


def test_only_what_was_not_injected_is_noticed() -> None:
    desk = Desk()
    desk.watcher.start(desk.noticed, lambda: None)
    for injected in (True, False):
        desk.happen("on_press", "a", injected)
        desk.happen("on_release", "a", injected)
        desk.happen("on_click", 1, 1, "left", True, injected)
        desk.happen("on_scroll", 1, 1, 0, 1, injected)
        assert desk.notices == (0 if injected else 4)
    desk.happen("on_move", 10, 10, True)
    desk.happen("on_move", 11, 10, False)
    assert desk.notices == 4
    desk.happen("on_move", 14, 10, False)
    assert desk.notices == 5


def test_start_and_stop() -> None:
    desk = Desk()
    desk.watcher.start(desk.noticed, lambda: None)
    with pytest.raises(WatcherError):
        desk.watcher.start(desk.noticed, lambda: None)
    desk.watcher.stop()
    desk.watcher.stop()
    assert all(listener.state == ["start", "wait", "stop", "join"] for listener in desk.listeners)
    desk.happen("on_press", "a", False)
    assert desk.notices == 0


def test_a_listener_that_ends_by_itself_is_told() -> None:
    desk = Desk()
    lost = threading.Event()
    desk.watcher.start(desk.noticed, lost.set)
    assert not lost.is_set()
    desk.listeners[0].ended.set()
    assert lost.wait(10)
    desk.watcher.stop()
