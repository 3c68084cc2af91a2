"""Capture of a real X display, up to the canvas."""

import subprocess
import sys
from collections.abc import Callable, Iterator

import numpy as np
import pytest
from Xlib.display import Display
from Xlib.ext import randr

from client.screen.canvas import Canvas
from client.screen.capture import ScreenCapture, open_capture
from client.screen.codec import PictureDecoder, PictureEncoder
from client.screen.damage import changed_rectangles
from client.screen.errors import CaptureError, ScreenChanged
from client.screen.geometry import FrameBuffer, Rect, split
from client.screen.mss_capture import SIZE_CHECK, MssCapture


@pytest.fixture
def capture(display: str) -> Iterator[ScreenCapture]:
    opened = open_capture()
    yield opened
    opened.close()


@pytest.fixture
def painted(display: str) -> Iterator[None]:
    """Paint coloured rectangles on the root window, over whatever is there."""
    connection = Display(display)
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
    connection.close()


def imported() -> FrameBuffer:
    """Return what ImageMagick sees of the display."""
    command = ["import", "-silent", "-window", "root", "-depth", "8", "bgra:-"]
    raw = subprocess.run(command, capture_output=True, check=True).stdout
    return np.frombuffer(raw, np.uint8).reshape(800, 1280, 4)


@pytest.mark.usefixtures("painted")
def test_grabs_what_another_program_sees(capture: ScreenCapture) -> None:
    frame = capture.grab()
    assert capture.size == (1280, 800)
    assert capture.origin == (0, 0)
    assert frame.shape == (800, 1280, 4)
    assert frame.flags.c_contiguous
    assert frame[4, 3, :3].tolist() == [0x56, 0x34, 0x12]
    assert len(np.unique(frame.view("<u4"))) > 30
    assert np.array_equal(frame[..., :3], imported()[..., :3])


def test_typed_text_travels_to_the_canvas(
    capture: ScreenCapture, xterm: str, eventually: Callable[[Callable[[], bool]], None]
) -> None:
    encoder, decoder, canvas = PictureEncoder(), PictureDecoder(), Canvas(1280, 800)

    def send(frame: FrameBuffer, rectangles: list[Rect]) -> int:
        size = 0
        for rectangle in encoder.encode(frame, rectangles):
            canvas.apply(rectangle, decoder.decode(rectangle))
            size += len(rectangle.data)
        return size

    # cat echoes nothing before it is typed to: a white text area is the whole of the terminal.
    eventually(lambda: bool((capture.grab()[150:300, 150:400, :3] == 255).mean() > 0.9))
    previous = capture.grab().copy()
    whole = send(previous, split(Rect(0, 0, 1280, 800)))
    assert np.array_equal(canvas.pixels[..., :3], previous[..., :3])
    subprocess.run(["xdotool", "mousemove", "200", "200", "type", "Dober dan!"], check=True)
    eventually(lambda: bool(changed_rectangles(previous, capture.grab())))
    frame = capture.grab()
    rectangles = changed_rectangles(previous, frame)
    assert send(frame, rectangles) < whole
    assert np.array_equal(canvas.pixels[..., :3], frame[..., :3])


@pytest.fixture
def resize(display: str) -> Iterator[Callable[[int, int], None]]:
    """Return a function that sets the display's size; it is set back at the end."""
    connection = Display(display)
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
    connection.close()


def test_a_change_of_size_is_told_once(display: str, resize: Callable[[int, int], None]) -> None:
    now = [0.0]
    capture = MssCapture(clock=lambda: now[0])
    try:
        assert capture.grab().shape == (800, 1280, 4)
        for width, height in ((1000, 600), (1280, 800)):
            resize(width, height)
            now[0] += SIZE_CHECK
            with pytest.raises(ScreenChanged) as caught:
                capture.grab()
            assert caught.value.size == capture.size == (width, height)
            assert capture.grab().shape == (height, width, 4)
            now[0] += SIZE_CHECK
            assert capture.grab().shape == (height, width, 4)
    finally:
        capture.close()


def test_a_closed_capture_grabs_nothing(capture: ScreenCapture) -> None:
    capture.close()
    capture.close()
    with pytest.raises(CaptureError):
        capture.grab()


@pytest.mark.parametrize("name", [":9999", "", "nonsense"])
def test_no_display(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISPLAY", name)
    with pytest.raises(CaptureError):
        open_capture()


def test_importing_loads_nothing_that_reads_screens() -> None:
    code = "import sys, client.screen.capture, client.screen.cursor; print('mss' in sys.modules, 'Xlib' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "False"]
