"""The thread between the agent's messages and the injector, with a desktop that the test plays."""

import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from client.pipeline import input_path
from client.pipeline.input_path import InputPath
from wire import limits
from wire.messages import Key, PointerMove, StillHeld

ENTER = 0xFF0D


class Desktop:
    """Injector, own windows, mask and watcher in one."""

    focus = None

    def __init__(self) -> None:
        self.changed = threading.Condition()
        self.ours = False
        self.looks = 0
        self.down: set[int] = set()
        self.done = 0

    def look(self) -> None:
        self.looks += 1

    def has_focus(self, *_: object) -> bool:
        return self.ours

    def key(self, keysym: int, down: bool) -> None:
        with self.changed:
            (self.down.add if down else self.down.discard)(keysym)
            self.done += 1
            self.changed.notify_all()

    def release_all(self) -> None:
        with self.changed:
            self.down.clear()
            self.changed.notify_all()

    def covers(self, *_: object) -> bool:
        return False

    def nothing(self, *_: object) -> None: ...

    update = close = start = stop = move = prepare_key = nothing

    def waits_until(self, condition: Callable[[], bool]) -> None:
        with self.changed:
            assert self.changed.wait_for(condition, 10)


@pytest.fixture
def desktop(monkeypatch: pytest.MonkeyPatch) -> Desktop:
    desktop = Desktop()
    for edge in ("open_injector", "open_own_windows", "open_screen_mask", "open_watcher"):
        monkeypatch.setattr(input_path, edge, lambda *_: desktop)
    return desktop


@pytest.fixture
def path(desktop: Desktop) -> Iterator[InputPath]:
    path = InputPath((0, 0), (800, 600), pytest.fail, pytest.fail)
    path.start()
    yield path
    path.stop()
    path._thread.join()


@pytest.mark.parametrize("other", [None, PointerMove(1, 1), StillHeld()], ids=["in silence", "moving", "still held"])
def test_a_held_key_goes_up_when_an_own_window_comes_up(path: InputPath, desktop: Desktop, other: Any) -> None:
    assert path.take(Key(ENTER, True))
    desktop.waits_until(lambda: ENTER in desktop.down)
    desktop.ours = True
    stopped = threading.Event()

    def goes_on() -> None:
        while other is not None and not stopped.wait(0.005):
            path.take(other)

    talking = threading.Thread(target=goes_on)
    talking.start()
    try:
        desktop.waits_until(lambda: not desktop.down)
    finally:
        stopped.set()
        talking.join()


def test_a_held_key_goes_up_when_the_agent_falls_silent(
    path: InputPath, desktop: Desktop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "HELD_INPUT_SILENCE", 0.2)
    assert path.take(Key(ENTER, True))
    desktop.waits_until(lambda: ENTER in desktop.down)
    desktop.waits_until(lambda: not desktop.down)
    # One with the press, one before the silence was too long; none once nothing is held.
    assert desktop.looks <= 2


def test_each_key_takes_one_look_and_none_after_it(
    path: InputPath, desktop: Desktop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(input_path, "_LOOK_EACH", 1000.0)
    for keysym in range(5):
        assert path.take(Key(keysym, True))
        assert path.take(StillHeld())
        assert path.take(Key(keysym, False))
    desktop.waits_until(lambda: desktop.done == 10)
    assert desktop.looks == 5
