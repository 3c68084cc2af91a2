"""Capture of an X display that reports its changes: none is lost, and without one nothing happens."""

import gc
import os
import subprocess
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from time import monotonic
from typing import Any

import mss
import numpy as np
import pytest
from Xlib import X
from Xlib.ext import xtest

from client.screen.capture import MOST_AREAS, ScreenCapture, open_capture
from client.screen.geometry import FrameBuffer, Rect
from client.screen.polling_capture import PollingCapture
from client.screen.x11_capture import X11Capture

_LONG = 10.0
_SHORT = 0.2
_WHOLE = [Rect(0, 0, 1280, 800)]


@pytest.fixture
def capture(display: str) -> Iterator[ScreenCapture]:
    opened = open_capture()
    assert isinstance(opened, X11Capture)
    yield opened
    opened.close()


@pytest.fixture
def painter(connection: Any) -> Iterator[Any]:
    """Yield a connection of which what was painted is cleared at the end."""
    yield connection
    connection.screen().root.clear_area(0, 0, 0, 0)
    connection.sync()


def fill(painter: Any, area: Rect, colour: int) -> None:
    root = painter.screen().root
    root.fill_rectangle(root.create_gc(foreground=colour), *area)
    painter.flush()


def settle(capture: ScreenCapture) -> None:
    """Take all news, until there is none for a while."""
    while True:
        begin = monotonic()
        capture.wait(_SHORT)
        if monotonic() - begin >= _SHORT:
            return
        capture.grab(capture.damage())


def waited(capture: ScreenCapture, timeout: float) -> bool:
    """Tell whether a wait ended before its time."""
    begin = monotonic()
    capture.wait(timeout)
    return monotonic() - begin < timeout


def covers(areas: list[Rect], part: Rect) -> bool:
    painted = np.zeros((800, 1280), bool)
    for x, y, width, height in areas:
        painted[y : y + height, x : x + width] = True
    return bool(painted[part.y : part.y + part.height, part.x : part.x + part.width].all())


def reference() -> FrameBuffer:
    """Return the screen as mss reads it, over a connection of its own."""
    with mss.MSS() as source:
        shot = source.grab({"left": 0, "top": 0, "width": 1280, "height": 800})
        return np.frombuffer(shot.raw, np.uint8).reshape(800, 1280, 4)


def test_a_change_ends_the_wait_and_is_grabbed(capture: ScreenCapture, painter: Any) -> None:
    assert capture.damage() == _WHOLE
    settle(capture)
    for number in range(20):
        part, colour = Rect(50 * number, 30 * number, 40, 25), 0x102030 + number
        fill(painter, part, colour)
        assert waited(capture, _LONG)
        areas = capture.damage()
        assert areas == [part]
        frame = capture.grab(areas)
        assert (frame.view("<u4")[part.y : part.y + 25, part.x : part.x + 40, 0] & 0xFFFFFF == colour).all()


def test_nothing_happens_while_nothing_changes(capture: ScreenCapture) -> None:
    settle(capture)
    before = os.times()
    assert not waited(capture, 1.0)
    after = os.times()
    assert after.user + after.system - before.user - before.system <= 0.02
    assert capture.damage() == []


def test_a_change_before_the_wait_ends_it_at_once(capture: ScreenCapture, painter: Any) -> None:
    settle(capture)
    fill(painter, Rect(1, 2, 3, 4), 0xABCDEF)
    painter.sync()
    # Already here while something else is asked: the report must not get lost on the way.
    areas = capture.damage()
    fill(painter, Rect(500, 400, 3, 4), 0xABCDEF)
    painter.sync()
    capture.grab(areas)
    assert waited(capture, _LONG)
    assert covers([*areas, *capture.damage()], Rect(500, 400, 3, 4))


@pytest.mark.parametrize("seed", range(4))
def test_no_change_is_ever_lost(capture: ScreenCapture, painter: Any, seed: int) -> None:
    rng = np.random.default_rng(seed)
    root = painter.screen().root
    contexts = [root.create_gc(foreground=int(colour)) for colour in rng.integers(0, 2**24, 12)]
    mirror = capture.grab(capture.damage()).copy()
    done = threading.Event()

    def paint() -> None:
        for number in range(600):
            x, y, width, height, to_x, to_y = (int(n) for n in rng.integers(0, (1270, 790, 400, 300, 1200, 700)))
            if number % 3 == 0:
                root.copy_area(contexts[0], root, x, y, width + 1, height + 1, to_x, to_y)
            else:
                root.fill_rectangle(contexts[number % 12], x, y, width % 90 + 1, height % 60 + 1)
            if number % 7 == 0:
                painter.flush()
        painter.sync()
        done.set()

    def follow(timeout: float) -> bool:
        ended_early = waited(capture, timeout)
        areas = capture.damage()
        assert len(areas) <= MOST_AREAS
        frame = capture.grab(areas)
        for x, y, width, height in areas:
            mirror[y : y + height, x : x + width] = frame[y : y + height, x : x + width]
        return ended_early

    thread = threading.Thread(target=paint)
    thread.start()
    try:
        while not done.is_set():
            follow(_SHORT)
        while follow(_SHORT):
            pass
    finally:
        thread.join()
    assert np.array_equal(mirror[..., :3], reference()[..., :3])


def test_many_small_changes_are_few_areas(capture: ScreenCapture, painter: Any) -> None:
    settle(capture)
    root = painter.screen().root
    context = root.create_gc(foreground=0x55AA55)
    places = np.random.default_rng(1).integers(0, 140, (400, 2))
    places[::2] += 640
    specks = [Rect(int(x), int(y), 3, 3) for x, y in places]
    for speck in specks:
        root.fill_rectangle(context, *speck)
    painter.sync()
    areas = capture.damage()
    assert 1 < len(areas) <= MOST_AREAS
    assert all(covers(areas, speck) for speck in specks)
    covered = np.zeros((800, 1280), np.uint8)
    for x, y, width, height in areas:
        covered[y : y + height, x : x + width] += 1
    assert covered.max() == 1
    frame = capture.grab(areas)
    assert np.array_equal(frame[..., :3], reference()[..., :3])


def test_a_window_that_comes_moves_and_goes(capture: ScreenCapture, painter: Any) -> None:
    settle(capture)
    window = painter.screen().root.create_window(
        100, 100, 200, 100, 0, painter.screen().root_depth, X.InputOutput, background_pixel=0xDD2211,
        override_redirect=True,
    )  # fmt: skip
    acts: list[Callable[[], None]] = [window.map, lambda: window.configure(x=700, y=500), window.destroy]
    for act, changed in zip(acts, (100, 100, 700), strict=True):
        act()
        painter.flush()
        assert waited(capture, _LONG)
        painter.sync()
        areas = capture.damage()
        assert covers(areas, Rect(changed, changed if changed == 100 else 500, 200, 100))
        assert np.array_equal(capture.grab(areas)[..., :3], reference()[..., :3])


def test_the_cursor_ends_the_wait_without_damage(capture: ScreenCapture, painter: Any) -> None:
    root = painter.screen().root
    acts: list[Callable[[], None]] = [
        lambda: xtest.fake_input(painter, X.MotionNotify, x=200, y=300),
        lambda: xtest.fake_input(painter, X.MotionNotify, detail=1, x=5, y=7),
        lambda: root.warp_pointer(77, 88),
    ]
    for act in acts:
        settle(capture)
        act()
        painter.flush()
        assert waited(capture, _LONG)
        assert capture.damage() == []


def test_what_happens_to_the_cursor_is_told_from_what_is_painted(capture: ScreenCapture, painter: Any) -> None:
    assert capture.pointer_news()
    root = painter.screen().root
    acts: list[tuple[Callable[[], None], bool]] = [
        (lambda: fill(painter, Rect(10, 10, 20, 20), 0xFFFFFF), False),
        (lambda: xtest.fake_input(painter, X.MotionNotify, x=210, y=310), True),
        (lambda: root.warp_pointer(87, 98), True),
        (lambda: fill(painter, Rect(10, 10, 20, 20), 0x0000FF), False),
    ]
    for act, concerns in acts:
        settle(capture)
        capture.pointer_news()
        act()
        painter.flush()
        assert waited(capture, _LONG)
        # The display tells of further damage only after this was taken.
        capture.damage()
        assert capture.pointer_news() == concerns
        assert not capture.pointer_news()


def test_motion_is_told_while_another_program_has_grabbed_the_pointer(capture: ScreenCapture, painter: Any) -> None:
    root = painter.screen().root
    assert root.grab_pointer(True, 0, X.GrabModeAsync, X.GrabModeAsync, 0, 0, X.CurrentTime) == X.GrabSuccess
    try:
        settle(capture)
        xtest.fake_input(painter, X.MotionNotify, x=400, y=301)
        painter.flush()
        assert waited(capture, _LONG)
    finally:
        painter.ungrab_pointer(X.CurrentTime)
        painter.sync()


def test_wake_ends_this_wait_or_the_next_once(capture: ScreenCapture) -> None:
    settle(capture)
    threading.Timer(0.1, capture.wake).start()
    assert waited(capture, _LONG)
    for _ in range(100_000):
        # However often: the waker is never blocked by a waiter that does not wait.
        capture.wake()
    assert waited(capture, _LONG)
    assert not waited(capture, _SHORT)


def test_a_watched_descriptor_ends_the_wait_while_it_is_readable(display: str) -> None:
    read_end, write_end = os.pipe()
    capture = open_capture(watch=[read_end])
    try:
        settle(capture)
        os.write(write_end, b"news")
        assert waited(capture, _LONG)
        assert waited(capture, _LONG)
        os.read(read_end, 4)
        assert not waited(capture, _SHORT)
    finally:
        capture.close()
        os.close(read_end)
        os.close(write_end)


def test_nothing_is_left_behind(display: str) -> None:
    def held() -> tuple[int, int]:
        maps = Path("/proc/self/maps").read_text()
        return sum(1 for _ in Path("/proc/self/fd").iterdir()), maps.count("pomoc-screen")

    def once() -> None:
        capture = open_capture()
        capture.grab(capture.damage())
        capture.close()

    once()
    gc.collect()
    before = held()
    for _ in range(50):
        once()
    assert all(now <= then for now, then in zip(held(), before, strict=True))


@pytest.mark.parametrize("missing", ["DAMAGE", "XFIXES", "MIT-SHM"])
def test_a_display_that_cannot_report_is_polled(missing: str, monkeypatch: pytest.MonkeyPatch) -> None:
    read_end, write_end = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(write_end), "-screen", "0", "320x200x24", "-nolisten", "tcp", "-noreset",
         "-extension", missing],
        pass_fds=(write_end,), stderr=subprocess.DEVNULL,
    )  # fmt: skip
    os.close(write_end)
    try:
        with os.fdopen(read_end) as pipe:
            monkeypatch.setenv("DISPLAY", f":{pipe.readline().strip()}")
        capture = open_capture()
        assert isinstance(capture, PollingCapture)
        assert capture.grab(capture.damage()).shape == (200, 320, 4)
        capture.close()
    finally:
        server.terminate()
        server.wait()
