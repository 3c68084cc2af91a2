"""The desktop's pixels through mss: X11, Windows (GDI) and macOS (CoreGraphics)."""

from contextlib import suppress

import mss
import numpy as np

from client.screen.errors import CaptureError
from client.screen.geometry import FrameBuffer
from client.screen.polling_capture import Desktop, PixelSource, PollingCapture
from wire import limits


class MssSource(PixelSource):
    """The whole virtual desktop, as large as it is when this is opened."""

    def __init__(self) -> None:
        """Open the desktop. Raises CaptureError."""
        self._source = _open()
        try:
            self.desktop = _desktop(self._source)
        except CaptureError:
            self.close()
            raise

    def read(self) -> FrameBuffer:
        """Return the desktop's pixels as they are now; raise CaptureError."""
        left, top, width, height = self.desktop
        try:
            shot = self._source.grab({"left": left, "top": top, "width": width, "height": height})
        # On a lost display mss fails with its own error, an assertion or ctypes' errors.
        except Exception as error:
            raise CaptureError("the desktop cannot be read") from error
        if len(shot.raw) != width * height * 4:
            raise CaptureError("the desktop's pixels do not fit its size")
        return np.frombuffer(shot.raw, np.uint8).reshape(height, width, 4)

    def close(self) -> None:
        """Let go of the desktop; may be called twice."""
        # A display that is gone cannot be closed in order, and need not be.
        with suppress(Exception):
            self._source.close()


def look_at_desktop() -> Desktop:
    """Return the virtual desktop of now; raise CaptureError.

    A fresh connection is the way to learn it: mss reads the monitors once.
    """
    source = MssSource()
    source.close()
    return source.desktop


def monitor_count() -> int:
    """Return how many monitors make up the virtual desktop; raise CaptureError."""
    source = _open()
    try:
        # The first entry is the whole desktop.
        return len(source.monitors) - 1
    except Exception as error:
        raise CaptureError("the monitors cannot be counted") from error
    finally:
        with suppress(Exception):
            source.close()


def open_mss_capture() -> PollingCapture:
    """Open the desktop for capture by polling; raise CaptureError."""
    return PollingCapture(MssSource, look_at_desktop)


def _open() -> mss.MSS:
    try:
        return mss.MSS()
    except Exception as error:
        raise CaptureError("the desktop cannot be opened") from error


def _desktop(source: mss.MSS) -> Desktop:
    try:
        whole = source.monitors[0]
        desktop = Desktop(whole["left"], whole["top"], whole["width"], whole["height"])
    except Exception as error:
        raise CaptureError("the desktop's size cannot be read") from error
    within = 0 < desktop.width <= limits.SCREEN_SIDE and 0 < desktop.height <= limits.SCREEN_SIDE
    if not within or desktop.width * desktop.height > limits.SCREEN_PIXELS:
        raise CaptureError("the desktop's size is out of bounds")
    return desktop
