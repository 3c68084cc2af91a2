"""The customer is played by xdotool, which injects as a program: nobody claims its events."""

import subprocess
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from client.input import keysyms
from client.input.ledger import InjectionLedger, InputEvent, Kind
from client.input.watcher import WatcherError, open_watcher
from client.input.x11_injector import X11Injector
from client.input.x11_watcher import X11Watcher
from wire.messages import Button

from .conftest import Terminal


class ObservedLedger(InjectionLedger):
    """A ledger that lets the test wait for what the watcher asked it."""

    def __init__(self) -> None:
        super().__init__()
        self.answers: list[tuple[InputEvent, bool]] = []
        self.changed = threading.Condition()

    def claims(self, event: InputEvent, now: float) -> bool:
        answer = super().claims(event, now)
        with self.changed:
            self.answers.append((event, answer))
            self.changed.notify_all()
        return answer

    def wait_for(self, wanted: Callable[[InputEvent], bool]) -> None:
        with self.changed:
            assert self.changed.wait_for(lambda: any(wanted(event) for event, _ in self.answers), 10), self.answers


class Notices:
    """Counts the calls of on_local_input."""

    def __init__(self) -> None:
        self.count = 0
        self.arrived = threading.Event()

    def __call__(self) -> None:
        self.count += 1
        self.arrived.set()


@pytest.fixture
def ledger() -> ObservedLedger:
    return ObservedLedger()


@pytest.fixture
def notices() -> Notices:
    return Notices()


@pytest.fixture
def injector(x_display: str, ledger: ObservedLedger) -> Iterator[X11Injector]:
    injector = X11Injector(ledger, x_display)
    injector.move(300, 300)
    injector.release_all()
    yield injector
    injector.close()


@pytest.fixture
def watcher(x_display: str, ledger: ObservedLedger, injector: X11Injector, notices: Notices) -> Iterator[X11Watcher]:
    watcher = X11Watcher(ledger, x_display)
    watcher.start(notices, lambda: None)
    yield watcher
    watcher.stop()


def xdotool(display: str, *arguments: str) -> None:
    subprocess.run(["xdotool", *arguments], check=True, env={"DISPLAY": display, "PATH": "/usr/bin:/bin"})


@pytest.mark.parametrize(
    "arguments",
    [
        ("mousemove", "400", "400"),
        ("mousemove_relative", "3", "0"),
        ("key", "a"),
        ("keydown", "Shift_L", "keyup", "Shift_L"),
        ("click", "1"),
        ("click", "5"),
    ],
)
def test_the_customers_input_is_noticed(
    x_display: str, watcher: X11Watcher, notices: Notices, arguments: tuple[str, ...]
) -> None:
    xdotool(x_display, *arguments)
    assert notices.arrived.wait(10)


def test_a_bump_of_one_pixel_is_not_noticed(
    x_display: str, watcher: X11Watcher, notices: Notices, ledger: ObservedLedger
) -> None:
    xdotool(x_display, "mousemove_relative", "1", "0")
    ledger.wait_for(lambda event: event.kind is Kind.MOTION and event.x == 301)
    watcher.stop()
    assert notices.count == 0


def test_a_long_movement_is_reported_again_but_not_every_time(
    x_display: str, ledger: ObservedLedger, notices: Notices
) -> None:
    moments = iter(range(1000))
    watcher = X11Watcher(ledger, x_display, clock=lambda: next(moments) * 0.03)
    watcher.start(notices, lambda: None)
    for x in range(500, 700, 10):
        xdotool(x_display, "mousemove", str(x), "400")
    ledger.wait_for(lambda event: event.x == 690)
    watcher.stop()
    assert notices.count == 5


def test_injected_input_is_not_noticed(
    injector: X11Injector, watcher: X11Watcher, notices: Notices, ledger: ObservedLedger
) -> None:
    for step in range(200):
        injector.move(300 + step, 300 + step % 7)
    # Off the screen, clamped; borrowed keys; modifiers that the injector adds by itself.
    injector.move(20000, -5)
    for character in "aA@č😀":
        keysym = keysyms.keysym_of_character(character)
        injector.key(keysym, True)
        injector.key(keysym, False)
    injector.button(900, 700, Button.RIGHT, True)
    injector.button(905, 700, Button.RIGHT, False)
    injector.wheel(900, 700, 1, -3)
    injector.move(7, 7)
    injector.release_all()
    ledger.wait_for(lambda event: (event.x, event.y) == (7, 7))
    assert all(answer for _, answer in ledger.answers)
    assert len(ledger.answers) > 220
    assert notices.count == 0


def test_repetitions_of_an_injected_key_are_not_noticed(
    injector: X11Injector, watcher: X11Watcher, notices: Notices, ledger: ObservedLedger, terminal: Terminal
) -> None:
    injector.key(ord("a"), True)
    assert terminal.read(4) == b"aaaa"
    injector.key(ord("a"), False)
    ledger.wait_for(lambda event: event.kind is Kind.KEY_UP)
    assert [event.kind for event, _ in ledger.answers].count(Kind.KEY_DOWN) >= 4
    assert notices.count == 0


def test_injected_input_is_reported_although_nothing_else_happens(
    injector: X11Injector, watcher: X11Watcher, notices: Notices, ledger: ObservedLedger
) -> None:
    # Without this the report came with whatever the display said next, when the ledger had long forgotten the key.
    injector.key(ord("a"), True)
    ledger.wait_for(lambda event: event.kind is Kind.KEY_DOWN)
    injector.key(ord("a"), False)
    ledger.wait_for(lambda event: event.kind is Kind.KEY_UP)
    injector.move(310, 310)
    ledger.wait_for(lambda event: (event.x, event.y) == (310, 310))
    injector.button(310, 310, Button.LEFT, True)
    ledger.wait_for(lambda event: event.kind is Kind.BUTTON_DOWN)
    injector.button(310, 310, Button.LEFT, False)
    ledger.wait_for(lambda event: event.kind is Kind.BUTTON_UP)
    assert all(answer for _, answer in ledger.answers)
    assert notices.count == 0


def test_the_customer_is_noticed_between_injections(
    x_display: str, injector: X11Injector, watcher: X11Watcher, notices: Notices
) -> None:
    injector.move(350, 350)
    xdotool(x_display, "mousemove_relative", "--", "-4", "0")
    injector.move(360, 360)
    assert notices.arrived.wait(10)


def test_stop_ends_the_thread_and_may_be_repeated(x_display: str, watcher: X11Watcher) -> None:
    assert any(thread.name == "local input" for thread in threading.enumerate())
    watcher.stop()
    watcher.stop()
    assert not any(thread.name == "local input" for thread in threading.enumerate())
    with pytest.raises(WatcherError, match="once"):
        watcher.start(lambda: None, lambda: None)


def test_stop_without_start(x_display: str) -> None:
    X11Watcher(InjectionLedger(), x_display).stop()


def test_no_display() -> None:
    with pytest.raises(WatcherError, match="cannot be reached"):
        open_watcher(InjectionLedger(), ":9999")


def test_a_lost_display_ends_the_thread(ledger: ObservedLedger, notices: Notices) -> None:
    from benchmarks.harness.desktop import virtual_display

    lost = threading.Event()
    with virtual_display() as display:
        watcher: Any = X11Watcher(ledger, display)
        watcher.start(notices, lost.set)
    assert lost.wait(10), "from now on the customer could not interrupt"
    watcher.stop()
    assert notices.count == 0
