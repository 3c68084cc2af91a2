"""The edge to dxcam, with a module in its place: what is asked of it, and what becomes of its failures."""

import sys
from collections.abc import Iterator
from types import ModuleType
from typing import Any

import numpy as np
import pytest

from client.screen import dxgi_source
from client.screen.dxgi_source import DxgiSource, WindowsSource, open_windows_capture
from client.screen.errors import CaptureError
from client.screen.geometry import FrameBuffer, Rect
from client.screen.mss_source import MssSource
from client.screen.polling_capture import Desktop


class Camera:
    """Stands for dxcam.DXCamera: each entry of `coming` is a frame, nothing new, or a failure."""

    def __init__(self) -> None:
        self.coming: list[FrameBuffer | Exception | None] = []
        self.released = 0

    def grab(self, *, copy: bool, new_frame_only: bool) -> FrameBuffer | None:
        assert copy
        assert new_frame_only
        following = self.coming.pop(0) if self.coming else None
        if isinstance(following, Exception):
            raise following
        return following

    def release(self) -> None:
        self.released += 1


@pytest.fixture
def camera(monkeypatch: pytest.MonkeyPatch) -> Iterator[Camera]:
    made = Camera()
    module: Any = ModuleType("dxcam")

    def create(**wishes: str) -> Camera:
        assert wishes == {"output_color": "BGRA", "backend": "dxgi", "processor_backend": "numpy"}
        return made

    module.create = create
    monkeypatch.setitem(sys.modules, "dxcam", module)
    monkeypatch.setattr(dxgi_source, "_FIRST_FRAME", 0.05)
    yield made
    assert made.released <= 1


class User32:
    """A desktop that is always in front."""

    def OpenInputDesktop(self, *_wishes: int) -> int:  # noqa: N802 (Windows' name)
        return 1

    def CloseDesktop(self, _desktop: int) -> int:  # noqa: N802
        return 1


def picture(value: int) -> FrameBuffer:
    return np.full((800, 1280, 4), value, np.uint8)


_DESKTOP = Desktop(0, 0, 1280, 800)


def test_frames_come_as_long_as_something_changes(camera: Camera) -> None:
    camera.coming = [None, picture(1)]
    source = DxgiSource(_DESKTOP)
    first = source.read()
    assert first is not None
    assert first[0, 0, 0] == 1
    assert source.read() is None
    camera.coming = [picture(2)]
    second = source.read()
    assert second is not None
    assert second[0, 0, 0] == 2
    source.close()
    source.close()
    assert camera.released == 1
    with pytest.raises(CaptureError):
        source.read()


@pytest.mark.parametrize("failure", [OSError("card"), RuntimeError("driver"), None, np.zeros((8, 8, 4), np.uint8)])
def test_a_duplication_that_does_not_begin(camera: Camera, failure: FrameBuffer | Exception | None) -> None:
    camera.coming = [failure]
    with pytest.raises(CaptureError):
        DxgiSource(_DESKTOP)
    assert camera.released == 1


def test_no_dxcam(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "dxcam", None)
    with pytest.raises(CaptureError):
        DxgiSource(_DESKTOP)


@pytest.mark.usefixtures("display")
class TestWithGdiBeside:
    """On a display of X11, which stands for the desktop that GDI reads."""

    def test_one_monitor_is_duplicated(self, camera: Camera) -> None:
        camera.coming = [picture(5)]
        capture = open_windows_capture(User32())
        assert capture.damage() == [Rect(0, 0, 1280, 800)]
        assert capture.grab([Rect(0, 0, 1280, 800)]).min() == 5
        capture.close()
        assert camera.released == 1

    @pytest.mark.parametrize("failure", [OSError("no such card"), None])
    def test_gdi_stands_in_where_no_duplication_begins(self, camera: Camera, failure: Exception | None) -> None:
        camera.coming = [failure]
        source = WindowsSource()
        assert source.desktop == _DESKTOP
        read = source.read()
        assert read is not None
        assert read.shape == (800, 1280, 4)
        assert camera.released == 1
        source.close()

    def test_several_monitors_are_left_to_gdi(self, camera: Camera, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(dxgi_source, "monitor_count", lambda: 2)
        camera.coming = [picture(5)]
        source = WindowsSource()
        read = source.read()
        assert read is not None
        assert read.min() != 5
        assert len(camera.coming) == 1
        source.close()

    @pytest.mark.parametrize("failure", [OSError("lost"), picture(0)[:90]])
    def test_gdi_takes_over_when_the_duplication_fails(self, camera: Camera, failure: FrameBuffer | Exception) -> None:
        camera.coming = [picture(5)]
        source = WindowsSource()
        source.read()
        camera.coming = [failure]
        read = source.read()
        assert read is not None
        assert read.shape == (800, 1280, 4)
        assert camera.released == 1
        source.close()
        with pytest.raises(CaptureError):
            source.read()

    def test_gdi_does_not_take_over_a_desktop_of_another_size(
        self, camera: Camera, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        camera.coming = [picture(5)[:90, :90]]
        monkeypatch.setattr(dxgi_source, "look_at_desktop", lambda: Desktop(0, 0, 90, 90))
        source = WindowsSource()
        camera.coming = [OSError("lost")]
        with pytest.raises(CaptureError):
            source.read()
        source.close()

    def test_mss_reads_the_same_desktop(self) -> None:
        source = MssSource()
        assert source.desktop == _DESKTOP
        source.close()
        with pytest.raises(CaptureError):
            source.read()
