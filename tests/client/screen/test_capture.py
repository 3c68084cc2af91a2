"""Capture of a real X display: what is on it, whichever way it is read."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest
from Xlib.ext import randr

from client.screen.capture import ScreenCapture, open_capture
from client.screen.damage import changed_rectangles
from client.screen.errors import CaptureError, ScreenChanged
from client.screen.geometry import FrameBuffer, Rect
from client.screen.mss_source import MssSource, look_at_desktop
from client.screen.polling_capture import SIZE_CHECK, PollingCapture
from client.screen.x11_capture import X11Capture

_WHOLE = [Rect(0, 0, 1280, 800)]


class Clock:
    """A clock of which each answer is so late that the desktop's size is looked at again."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        self.now += SIZE_CHECK
        return self.now


@pytest.fixture(params=["reported", "polled"])
def capture(request: pytest.FixtureRequest, display: str) -> Iterator[ScreenCapture]:
    polled = request.param == "polled"
    opened = PollingCapture(MssSource, look_at_desktop, Clock()) if polled else open_capture()
    assert isinstance(opened, PollingCapture if polled else X11Capture)
    yield opened
    opened.close()


@pytest.fixture
def painted(connection: Any) -> Iterator[None]:
    """Paint coloured rectangles on the root window, over whatever is there."""
    root = connection.screen().root
    rng = np.random.default_rng(5)
    for x, y, side, colour in zip(
        rng.integers(0, 1200, 60), rng.integers(0, 700, 60), rng.integers(5, 90, 60), rng.integers(0, 2**24, 60),
        strict=True,
    ):  # fmt: skip
        root.fill_rectangle(root.create_gc(foreground=int(colour)), int(x), int(y), int(side), int(side))
    root.fill_rectangle(root.create_gc(foreground=0x123456), 3, 4, 2, 1)
    connection.sync()
    yield
    root.clear_area(0, 0, 0, 0)
    connection.sync()


def imported() -> FrameBuffer:
    """Return what ImageMagick sees of the display."""
    command = ["import", "-silent", "-window", "root", "-depth", "8", "bgra:-"]
    raw = subprocess.run(command, capture_output=True, check=True).stdout
    return np.frombuffer(raw, np.uint8).reshape(800, 1280, 4)


@pytest.mark.usefixtures("painted")
def test_grabs_what_another_program_sees(capture: ScreenCapture) -> None:
    assert capture.damage() == _WHOLE
    frame = capture.grab(_WHOLE)
    assert capture.size == (1280, 800)
    assert capture.origin == (0, 0)
    assert frame.shape == (800, 1280, 4)
    assert frame.flags.c_contiguous
    assert frame[4, 3, :3].tolist() == [0x56, 0x34, 0x12]
    assert len(np.unique(frame.view("<u4"))) > 30
    assert np.array_equal(frame[..., :3], imported()[..., :3])


@pytest.mark.usefixtures("painted")
def test_grabs_the_areas_and_leaves_the_rest_of_the_frame_alone(capture: ScreenCapture) -> None:
    capture.damage()
    frame = capture.grab(_WHOLE)
    expected = frame.copy()
    frame[:] = 7
    areas = [Rect(0, 0, 7, 5), Rect(100, 90, 1180, 333), Rect(0, 500, 1280, 20), Rect(640, 790, 640, 10)]
    assert capture.grab(areas) is frame
    left = np.ones((800, 1280), bool)
    for x, y, width, height in areas:
        left[y : y + height, x : x + width] = False
    assert (frame[left] == 7).all()
    assert np.array_equal(frame[~left][:, :3], expected[~left][:, :3])
    # Areas that overlap are more than fits beside the frame at once.
    frame[:] = 7
    capture.grab([Rect(1, 0, 1279, 800), Rect(0, 0, 1279, 800), Rect(0, 0, 3, 3)])
    assert np.array_equal(frame[..., :3], expected[..., :3])


@pytest.mark.parametrize("area", [Rect(0, 0, 1281, 1), Rect(0, 800, 1, 1), Rect(-1, 0, 2, 2), Rect(3, 3, 0, 1)])
def test_areas_outside_the_picture_are_refused(capture: ScreenCapture, area: Rect) -> None:
    capture.damage()
    with pytest.raises(ValueError, match="outside"):
        capture.grab([area])
    assert capture.grab(_WHOLE).shape == (800, 1280, 4)


def test_a_copy_of_what_changed_equals_the_screen(
    capture: ScreenCapture, xterm: str, eventually: Callable[[Callable[[], bool]], None]
) -> None:
    mirror = np.array(capture.grab(capture.damage()))
    copied = 0

    def equal() -> bool:
        nonlocal copied
        capture.wait(0.2)
        areas = capture.damage()
        frame = capture.grab(areas)
        for x, y, width, height in changed_rectangles(mirror, frame, areas):
            mirror[y : y + height, x : x + width] = frame[y : y + height, x : x + width]
            copied += width * height
        # cat echoes nothing before it is typed to: a white text area is the whole of the terminal.
        is_there = bool((mirror[150:300, 150:400, :3] == 255).mean() > 0.8)
        return is_there and np.array_equal(mirror[..., :3], imported()[..., :3])

    eventually(equal)
    copied = 0
    subprocess.run(["xdotool", "mousemove", "200", "200", "type", "Dober dan!"], check=True)
    eventually(lambda: equal() and copied > 0)
    assert copied < 300 * 300


@pytest.fixture
def resize(connection: Any) -> Iterator[Callable[[int, int], None]]:
    """Return a function that sets the display's size; it is set back at the end."""
    root = connection.screen().root

    def to(width: int, height: int) -> None:
        root.xrandr_set_screen_size(width, height, 300, 200)
        connection.sync()

    resources = root.xrandr_get_screen_resources()
    crtc = connection.xrandr_get_crtc_info(resources.crtcs[0], resources.config_timestamp)

    def show(mode: int, outputs: list[int]) -> None:
        connection.xrandr_set_crtc_config(
            resources.crtcs[0], resources.config_timestamp, 0, 0, mode, randr.Rotate_0, outputs
        )

    # The screen cannot shrink below what a monitor shows of it.
    show(0, [])
    yield to
    to(1280, 800)
    show(crtc.mode, crtc.outputs)
    connection.sync()


def test_a_change_of_size_is_told_once(capture: ScreenCapture, resize: Callable[[int, int], None]) -> None:
    assert capture.grab(capture.damage()).shape == (800, 1280, 4)
    for width, height in ((1000, 600), (1100, 500), (1280, 800)):
        resize(width, height)
        capture.wait(10)
        with pytest.raises(ScreenChanged) as caught:
            capture.damage()
        assert caught.value.size == capture.size == (width, height)
        for _ in range(2):
            areas = capture.damage()
            assert all(area.within(width, height) for area in areas)
            assert capture.grab(areas).shape == (height, width, 4)


def test_a_screen_that_shrinks_between_damage_and_grab(
    capture: ScreenCapture, resize: Callable[[int, int], None]
) -> None:
    areas = capture.damage()
    capture.grab(areas)
    resize(1000, 600)
    with pytest.raises(ScreenChanged) as caught:
        capture.grab(areas)
    assert caught.value.size == capture.size == (1000, 600)
    assert capture.damage() == [Rect(0, 0, 1000, 600)]
    assert capture.grab([Rect(0, 0, 1000, 600)]).shape == (600, 1000, 4)


def test_a_closed_capture_grabs_nothing(capture: ScreenCapture) -> None:
    areas = capture.damage()
    frame = capture.grab(areas)
    capture.close()
    capture.close()
    capture.wake()
    capture.wait(None)
    for action in (capture.damage, lambda: capture.grab(areas)):
        with pytest.raises(CaptureError):
            action()
    # Whoever still holds the frame may look at it.
    assert frame.sum() >= 0


@pytest.mark.parametrize("name", [":9999", "", "nonsense"])
def test_no_display(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISPLAY", name)
    with pytest.raises(CaptureError):
        open_capture()


def test_importing_loads_nothing_that_reads_screens() -> None:
    readers = ("mss", "Xlib", "client.screen.xcb")
    code = f"import sys, client.screen.capture, client.screen.cursor; print([n for n in {readers} if n in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
