from collections.abc import Collection
from typing import Any

import pytest

from client.input.gate import InputGate
from client.input.injector import Injector
from client.input.own_windows import OwnWindows
from wire import limits
from wire.messages import Button, Key, PointerButton, PointerMove, StillHeld, Wheel


class RecordingInjector(Injector):
    """Keeps what it is told."""

    def __init__(self) -> None:
        self.done: list[tuple[Any, ...]] = []

    def move(self, x: int, y: int) -> None:
        self.done.append(("move", x, y))

    def button(self, x: int, y: int, button: Button, down: bool) -> None:
        self.done.append(("button", x, y, button, down))

    def wheel(self, x: int, y: int, steps_x: int, steps_y: int) -> None:
        self.done.append(("wheel", x, y, steps_x, steps_y))

    def prepare_key(self) -> None:
        """Nothing has to be asked."""

    def key(self, keysym: int, down: bool) -> None:
        self.done.append(("key", keysym, down))

    def release_all(self) -> None:
        self.done.append(("release all",))

    def close(self) -> None:
        self.done.append(("close",))


class OwnLeftPart(OwnWindows):
    """Everything left of native x = 0 is ours."""

    def __init__(self) -> None:
        self.focus = False
        self.closed = False

    def covers(self, x: int, y: int) -> bool:
        return x < 0

    def has_focus(self, focus: int | None = None) -> bool:
        return self.focus

    def update(self, window_ids: Collection[int]) -> None:
        """Nothing to update."""

    def close(self) -> None:
        self.closed = True


class Bench:
    """A gate for a picture of 200x100 whose corner is at native (-50, 10)."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.injector = RecordingInjector()
        self.own = OwnLeftPart()
        self.gate = InputGate(self.injector, self.own, (-50, 10), (200, 100), lambda: self.now)

    @property
    def done(self) -> list[tuple[Any, ...]]:
        return self.injector.done


@pytest.fixture
def bench() -> Bench:
    return Bench()


def test_places_are_moved_to_the_native_desktop(bench: Bench) -> None:
    assert bench.gate.handle(PointerMove(60, 5))
    assert bench.gate.handle(PointerButton(61, 5, Button.LEFT, True))
    assert bench.gate.handle(Wheel(62, 5, 0, -1))
    assert bench.gate.handle(PointerButton(63, 5, Button.LEFT, False))
    assert bench.gate.handle(Key(0x61, True))
    assert bench.gate.handle(Key(0x61, False))
    assert bench.done == [
        ("move", 10, 15),
        ("button", 11, 15, Button.LEFT, True),
        ("wheel", 12, 15, 0, -1),
        ("button", 13, 15, Button.LEFT, False),
        ("key", 0x61, True),
        ("key", 0x61, False),
    ]


@pytest.mark.parametrize("place", [(200, 5), (60, 100), (16383, 16383), (10, 5)])
def test_outside_the_picture_and_over_own_windows_nothing_happens(bench: Bench, place: tuple[int, int]) -> None:
    assert not bench.gate.handle(PointerMove(*place))
    assert not bench.gate.handle(PointerButton(*place, Button.LEFT, True))
    assert not bench.gate.handle(PointerButton(*place, Button.LEFT, False))
    assert not bench.gate.handle(Wheel(*place, 1, 1))
    assert bench.done == []


def test_a_drag_that_ends_over_an_own_window_ends_at_the_last_free_place(bench: Bench) -> None:
    bench.gate.handle(PointerButton(60, 5, Button.LEFT, True))
    bench.gate.handle(PointerMove(70, 6))
    assert bench.gate.handle(PointerButton(10, 5, Button.LEFT, False))
    assert bench.done[-1] == ("button", 20, 16, Button.LEFT, False)


def test_no_keys_while_an_own_window_has_the_focus(bench: Bench) -> None:
    bench.gate.handle(Key(0x61, True))
    bench.own.focus = True
    assert not bench.gate.handle(Key(0x62, True))
    assert not bench.gate.handle(Key(0x62, False))
    assert bench.gate.handle(Key(0x61, False))
    assert bench.done == [("key", 0x61, True), ("key", 0x61, False)]


def test_a_held_key_is_released_when_an_own_window_gets_the_focus(bench: Bench) -> None:
    bench.gate.handle(Key(0xFF0D, True))
    bench.gate.check_silence(bench.now)
    assert bench.done == [("key", 0xFF0D, True)]
    bench.own.focus = True
    bench.gate.check_silence(bench.now)
    assert bench.done[-1] == ("release all",)


def test_unknown_releases_are_dropped(bench: Bench) -> None:
    assert not bench.gate.handle(Key(0x61, False))
    assert not bench.gate.handle(PointerButton(60, 5, Button.LEFT, False))
    assert bench.done == []


def test_a_flood_is_cut_to_the_limit_but_releases_pass(bench: Bench) -> None:
    bench.gate.handle(Key(0x61, True))
    passed = sum(bench.gate.handle(PointerMove(60, 5)) for _ in range(10_000))
    assert passed == limits.INPUT_EVENTS_PER_SECOND - 1
    assert bench.gate.handle(Key(0x61, False))
    bench.now += 0.5
    passed = sum(bench.gate.handle(PointerMove(60, 5)) for _ in range(10_000))
    assert passed == limits.INPUT_EVENTS_PER_SECOND // 2


def test_silence_releases_what_is_held(bench: Bench) -> None:
    bench.gate.check_silence(bench.now + 100)
    assert bench.done == []
    bench.gate.handle(PointerButton(60, 5, Button.LEFT, True))
    bench.now += limits.HELD_INPUT_SILENCE - 0.1
    assert not bench.gate.handle(StillHeld())
    bench.gate.check_silence(bench.now + limits.HELD_INPUT_SILENCE - 0.1)
    assert len(bench.done) == 1
    bench.gate.check_silence(bench.now + limits.HELD_INPUT_SILENCE)
    assert bench.done[1:] == [("release all",)]
    bench.gate.check_silence(bench.now + 2 * limits.HELD_INPUT_SILENCE)
    assert not bench.gate.handle(PointerButton(60, 5, Button.LEFT, False))
    assert len(bench.done) == 2


def test_a_repetition_is_passed_on(bench: Bench) -> None:
    bench.gate.handle(Key(0x61, True))
    assert bench.gate.handle(Key(0x61, True))
    assert len(bench.done) == 2


def test_resize(bench: Bench) -> None:
    bench.gate.handle(Key(0x61, True))
    bench.gate.resize((0, 0), (10, 10))
    assert not bench.gate.handle(PointerMove(60, 5))
    assert bench.gate.handle(PointerMove(6, 5))
    assert bench.done[1:] == [("release all",), ("move", 6, 5)]


def test_close(bench: Bench) -> None:
    bench.gate.close()
    assert bench.done == [("release all",), ("close",)]
    assert bench.own.closed
