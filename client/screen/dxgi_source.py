"""A Windows desktop of one monitor through DXGI desktop duplication, by dxcam; GDI for any other.

dxcam duplicates one output at a time and does not say where on the desktop it lies, so desktops of
several monitors are left to GDI.
"""

import time
from contextlib import suppress
from typing import Any, Final

import numpy as np

from client.screen.errors import CaptureError
from client.screen.geometry import FrameBuffer
from client.screen.mss_source import MssSource, look_at_desktop, monitor_count
from client.screen.polling_capture import Desktop, PixelSource, PollingCapture
from client.screen.win32_desktop import OwnDesktopSource, own_desktop_in_front

_FIRST_FRAME: Final = 0.5
"""Seconds within which Windows has to hand over the first frame of a duplication."""


class DxgiSource(PixelSource):
    """The one monitor of a desktop; a question whether it changed costs next to nothing when it did not."""

    def __init__(self, desktop: Desktop) -> None:
        """Duplicate the primary output, which must be all of `desktop`. Raises CaptureError."""
        self.desktop = desktop
        self._camera: Any = None
        try:
            # Loading dxcam already opens the graphics card.
            import dxcam

            self._camera = dxcam.create(output_color="BGRA", backend="dxgi", processor_backend="numpy")
            self._first = self._await_first_frame()
        # dxcam passes on whatever comtypes, ctypes and the graphics driver raise.
        except Exception as error:
            self.close()
            raise CaptureError("the desktop cannot be duplicated") from error

    def read(self) -> FrameBuffer | None:
        """Return the desktop's pixels; None where they are as they were. Raises CaptureError."""
        first, self._first = self._first, None
        if self._camera is None:
            raise CaptureError("the capture is closed")
        try:
            newer = self._grab()
        except CaptureError:
            raise
        except Exception as error:
            raise CaptureError("the desktop cannot be duplicated") from error
        return newer if newer is not None else first

    def close(self) -> None:
        """Let go of the output; may be called twice."""
        camera, self._camera = self._camera, None
        if camera is not None:
            with suppress(Exception):
                camera.release()

    def _await_first_frame(self) -> FrameBuffer | None:
        deadline = time.monotonic() + _FIRST_FRAME
        while (frame := self._grab()) is None:
            if time.monotonic() > deadline:
                raise CaptureError("the duplicated desktop has no pixels")
            time.sleep(0.01)
        return frame

    def _grab(self) -> FrameBuffer | None:
        frame = self._camera.grab(copy=True, new_frame_only=True)
        if frame is None:
            return None
        if frame.shape != (self.desktop.height, self.desktop.width, 4):
            raise CaptureError("the duplicated output is not the desktop")
        return np.ascontiguousarray(frame, np.uint8)


class WindowsSource(PixelSource):
    """DXGI where it can, GDI where not, and from the moment on when DXGI fails."""

    def __init__(self) -> None:
        """Open the desktop. Raises CaptureError."""
        self._source: PixelSource | None = None
        if monitor_count() == 1:
            with suppress(CaptureError):
                self._source = DxgiSource(look_at_desktop())
        if self._source is None:
            self._source = MssSource()
        self.desktop = self._source.desktop

    def read(self) -> FrameBuffer | None:
        """Return the desktop's pixels; None where they are as they were. Raises CaptureError."""
        if self._source is None:
            raise CaptureError("the capture is closed")
        try:
            return self._source.read()
        except CaptureError:
            if not isinstance(self._source, DxgiSource):
                raise
        self._source.close()
        self._source = MssSource()
        if self._source.desktop != self.desktop:
            raise CaptureError("the desktop has another size")
        return self._source.read()

    def close(self) -> None:
        """Let go of the desktop; may be called twice."""
        source, self._source = self._source, None
        if source is not None:
            source.close()


def open_windows_capture(user32: Any) -> PollingCapture:
    """Open the desktop for capture by polling; raise CaptureError. `user32` is win32_desktop.open_user32's."""
    return PollingCapture(
        lambda: OwnDesktopSource(WindowsSource(), lambda: own_desktop_in_front(user32)), look_at_desktop
    )
