"""Capture by polling: the clock that wait is, what damage finds, and how old a grab may be."""

import threading
from itertools import pairwise
from time import monotonic

import numpy as np
import pytest

from client.screen import polling_capture
from client.screen.errors import CaptureError, ScreenChanged
from client.screen.geometry import FrameBuffer, Rect
from client.screen.polling_capture import (
    BUSY_INTERVAL,
    IDLE_AFTER,
    IDLE_INTERVAL,
    SIZE_CHECK,
    Desktop,
    PixelSource,
    PollingCapture,
)


class Computer:
    """A desktop and a clock that only the test changes."""

    def __init__(self) -> None:
        self.now = 100.0
        self.desktop = Desktop(-10, 20, 300, 200)
        self.pixels = np.zeros((200, 300, 4), np.uint8)
        self.broken = False
        self.open = 0
        self.reads = 0

    def resize(self, width: int, height: int) -> None:
        self.desktop = Desktop(0, 0, width, height)
        self.pixels = np.zeros((height, width, 4), np.uint8)


class Source(PixelSource):
    """Reads the computer above, and only says None where nothing changed when it is `frugal`."""

    frugal = False

    def __init__(self, computer: Computer) -> None:
        computer.open += 1
        self.computer = computer
        self.desktop = computer.desktop
        self.last: FrameBuffer | None = None

    def read(self) -> FrameBuffer | None:
        if self.computer.broken or self.computer.desktop != self.desktop:
            raise CaptureError("broken")
        self.computer.reads += 1
        if self.frugal and self.last is not None and np.array_equal(self.last, self.computer.pixels):
            return None
        self.last = self.computer.pixels.copy()
        return self.last

    def close(self) -> None:
        self.computer.open -= 1


class FrugalSource(Source):
    frugal = True


@pytest.fixture
def computer() -> Computer:
    return Computer()


@pytest.fixture(params=[Source, FrugalSource])
def capture(computer: Computer, request: pytest.FixtureRequest) -> PollingCapture:
    return PollingCapture(lambda: request.param(computer), lambda: computer.desktop, lambda: computer.now)


def test_damage_is_what_differs(capture: PollingCapture, computer: Computer) -> None:
    assert (capture.size, capture.origin) == ((300, 200), (-10, 20))
    assert capture.damage() == [Rect(0, 0, 300, 200)]
    assert capture.damage() == []
    computer.pixels[50:60, 70:90, 1] = 9
    assert capture.damage() == [Rect(70, 50, 20, 10)]
    frame = capture.grab([Rect(70, 50, 20, 10)])
    assert (frame[50:60, 70:90, 1] == 9).all()
    assert capture.damage() == []


def test_what_changes_after_the_damage_is_in_a_later_one(capture: PollingCapture, computer: Computer) -> None:
    capture.damage()
    computer.pixels[0, 0, 0] = 1
    frame = capture.grab([Rect(0, 0, 300, 200)])
    assert frame[0, 0, 0] == 0
    assert capture.grab([Rect(0, 0, 300, 200)])[0, 0, 0] == 1
    assert capture.damage() == [Rect(0, 0, 1, 1)]


def test_it_ticks_faster_while_something_changes(
    capture: PollingCapture, computer: Computer, monkeypatch: pytest.MonkeyPatch
) -> None:
    intervals: list[float] = []

    def wait(self: threading.Event, timeout: float | None = None) -> bool:
        assert timeout is not None
        intervals.append(timeout)
        computer.now += timeout
        return False

    monkeypatch.setattr(threading.Event, "wait", wait)
    capture.damage()
    ticks = []
    while computer.now < 100 + 2 * IDLE_AFTER:
        capture.wait(None)
        ticks.append(computer.now)
        capture.damage()
    gaps = [after - before for before, after in pairwise(ticks)]
    assert gaps[0] == pytest.approx(BUSY_INTERVAL)
    assert gaps[-1] == pytest.approx(IDLE_INTERVAL)
    assert sum(gap < IDLE_INTERVAL * 0.9 for gap in gaps) == pytest.approx(IDLE_AFTER / BUSY_INTERVAL, abs=3)
    computer.pixels[0, 0, 0] = 1
    capture.damage()
    capture.wait(None)
    assert intervals[-1] == pytest.approx(BUSY_INTERVAL)
    # What the caller did meanwhile counts; and it may want less.
    computer.now += BUSY_INTERVAL * 0.75
    capture.wait(None)
    assert intervals[-1] == pytest.approx(BUSY_INTERVAL * 0.25)
    capture.wait(0.001)
    assert intervals[-1] == pytest.approx(0.001)


def test_wake_ends_the_wait_once(computer: Computer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(polling_capture, "BUSY_INTERVAL", 60.0)
    capture = PollingCapture(lambda: Source(computer), lambda: computer.desktop)
    threading.Timer(0.005, capture.wake).start()
    begin = monotonic()
    capture.wait(None)
    assert monotonic() - begin < 30
    begin = monotonic()
    capture.wait(0.05)
    assert monotonic() - begin >= 0.05


def test_the_size_is_looked_at_now_and_then_and_when_reading_fails(capture: PollingCapture, computer: Computer) -> None:
    capture.damage()
    computer.resize(120, 90)
    with pytest.raises(ScreenChanged) as caught:
        capture.damage()
    assert caught.value.size == capture.size == (120, 90)
    assert capture.damage() == [Rect(0, 0, 120, 90)]
    assert capture.grab([]).shape == (90, 120, 4)
    # A desktop that only moves is still read without an error.
    computer.desktop = computer.desktop._replace(left=7)
    computer.now += SIZE_CHECK
    with pytest.raises(ScreenChanged):
        capture.damage()
    assert capture.origin == (7, 0)
    assert computer.open == 1


def test_a_desktop_that_cannot_be_read(capture: PollingCapture, computer: Computer) -> None:
    capture.damage()
    computer.broken = True
    for _ in range(2):
        with pytest.raises(CaptureError) as caught:
            capture.damage()
        assert not isinstance(caught.value, ScreenChanged)
    capture.close()
    capture.close()
    assert computer.open == 0
    computer.broken = False
    for action in (capture.damage, lambda: capture.grab([])):
        with pytest.raises(CaptureError):
            action()
    capture.wait(None)
