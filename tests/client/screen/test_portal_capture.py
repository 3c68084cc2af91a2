"""Capture of what a Wayland desktop sends, by the rules of ScreenCapture; its two edges are in the test's hand."""

import socket
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from time import monotonic
from typing import cast

import numpy as np
import pytest

from client.screen import portal_capture
from client.screen.capture import open_capture
from client.screen.errors import CaptureError, ScreenChanged
from client.screen.geometry import FrameBuffer, Rect
from client.screen.pipewire import PipeWireStream
from client.screen.portal import ScreenCast
from client.screen.portal_capture import PortalCapture


def picture(width: int, height: int, value: int) -> FrameBuffer:
    return np.full((height, width, 4), value, np.uint8)


def open_descriptors() -> int:
    return len(list(Path("/proc/self/fd").iterdir()))


class Desktop:
    """Stands for a ScreenCast and its PipeWireStream."""

    def __init__(self) -> None:
        self._ours, self._theirs = socket.socketpair()
        self.coming: FrameBuffer | None = picture(320, 200, 1)
        self.lost = self.over = False
        self.opened = self.closed = 0
        self.on_news: Callable[[], None] = lambda: None

    def send(self, pixels: FrameBuffer) -> None:
        self.coming = pixels
        self.on_news()

    def end(self) -> None:
        self.over = True
        self._ours.send(b"\0")

    def forget(self) -> None:
        self._ours.close()
        self._theirs.close()

    # ----- as the cast

    def fileno(self) -> int:
        return self._theirs.fileno()

    def ended(self) -> bool:
        return self.over

    def open_stream(self) -> tuple[int, int]:
        return 7, 42

    # ----- as the stream

    def open(self, descriptor: int, node: int, on_news: Callable[[], None]) -> PipeWireStream:
        assert (descriptor, node) == (7, 42)
        self.opened += 1
        self.on_news = on_news
        return cast(PipeWireStream, self)

    def take(self) -> FrameBuffer | None:
        if self.lost:
            raise CaptureError("lost")
        coming, self.coming = self.coming, None
        return coming

    def close(self) -> None:
        self.closed += 1


@pytest.fixture
def desktop() -> Iterator[Desktop]:
    made = Desktop()
    yield made
    made.forget()


def opened(desktop: Desktop) -> PortalCapture:
    return PortalCapture(cast(ScreenCast, desktop), desktop.open)


@pytest.fixture
def capture(desktop: Desktop) -> Iterator[PortalCapture]:
    made = opened(desktop)
    yield made
    made.close()
    assert desktop.opened == desktop.closed


def test_damage_is_what_differs(capture: PortalCapture, desktop: Desktop) -> None:
    assert (capture.size, capture.origin, capture.chosen) == ((320, 200), (0, 0), True)
    assert capture.damage() == [Rect(0, 0, 320, 200)]
    assert (capture.grab([Rect(0, 0, 320, 200)]) == 1).all()
    assert capture.damage() == []
    changed = picture(320, 200, 1)
    changed[50:60, 70:90, 1] = 9
    desktop.send(changed)
    assert capture.damage() == [Rect(70, 50, 20, 10)]
    assert (capture.grab([Rect(70, 50, 20, 10)])[50:60, 70:90, 1] == 9).all()
    desktop.send(changed.copy())
    assert capture.damage() == []


def test_what_comes_between_damage_and_grab_is_in_a_later_damage(capture: PortalCapture, desktop: Desktop) -> None:
    capture.damage()
    desktop.send(picture(320, 200, 5))
    assert (capture.grab([Rect(0, 0, 320, 200)]) == 1).all()
    assert capture.damage() == [Rect(0, 0, 320, 200)]
    assert (capture.grab([Rect(0, 0, 320, 200)]) == 5).all()


def test_the_frame_is_the_callers_to_paint_on(capture: PortalCapture) -> None:
    capture.damage()
    capture.grab([Rect(0, 0, 320, 200)])[:] = 0
    assert capture.damage() == []
    assert (capture.grab([Rect(0, 0, 10, 10)])[:10, :10] == 1).all()


def test_a_picture_ends_the_wait_and_a_resting_desktop_does_not(capture: PortalCapture, desktop: Desktop) -> None:
    capture.wait(0)
    begin = monotonic()
    capture.wait(0.05)
    assert monotonic() - begin >= 0.05
    desktop.send(picture(320, 200, 2))
    capture.wait(None)
    threading.Timer(0.005, capture.wake).start()
    capture.wait(None)


def test_the_window_gets_another_size(capture: PortalCapture, desktop: Desktop) -> None:
    capture.damage()
    desktop.send(picture(90, 60, 3))
    with pytest.raises(ScreenChanged) as caught:
        capture.damage()
    assert caught.value.size == capture.size == (90, 60)
    assert capture.damage() == [Rect(0, 0, 90, 60)]
    assert capture.grab([Rect(0, 0, 90, 60)]).shape == (60, 90, 4)
    with pytest.raises(ValueError, match="outside"):
        capture.grab([Rect(0, 0, 320, 200)])


def test_the_person_ends_it(capture: PortalCapture, desktop: Desktop) -> None:
    capture.damage()
    desktop.end()
    capture.wait(None)
    with pytest.raises(CaptureError):
        capture.damage()


def test_the_desktops_picture_is_lost(capture: PortalCapture, desktop: Desktop) -> None:
    desktop.lost = True
    with pytest.raises(CaptureError):
        capture.damage()


def test_nothing_works_after_the_end(capture: PortalCapture) -> None:
    capture.close()
    capture.close()
    capture.wake()
    capture.wait(None)
    for action in (capture.damage, lambda: capture.grab([])):
        with pytest.raises(CaptureError):
            action()


@pytest.mark.parametrize("first", [None, picture(20_000, 1, 0)])
def test_a_desktop_that_sends_no_picture_of_use(
    desktop: Desktop, first: FrameBuffer | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(portal_capture, "_FIRST_PICTURE", 0.05)
    desktop.coming = first
    before = open_descriptors()
    with pytest.raises(CaptureError):
        opened(desktop)
    assert desktop.opened == desktop.closed == 1
    assert open_descriptors() == before


def test_a_cast_that_was_cut_meanwhile(desktop: Desktop) -> None:
    desktop.forget()
    with pytest.raises(CaptureError):
        opened(desktop)
    assert desktop.opened == 0


def test_a_wayland_desktop_is_never_read_without_asking(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-0")
    with pytest.raises(CaptureError, match="asking"):
        open_capture()
