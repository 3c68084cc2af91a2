"""Reading the customer's desktop. Nothing is opened before open_capture is called."""

from abc import ABC, abstractmethod

from client.screen.geometry import FrameBuffer


class ScreenCapture(ABC):
    """An open view of the whole virtual desktop. All calls come from one thread."""

    @property
    @abstractmethod
    def size(self) -> tuple[int, int]:
        """(width, height) of the virtual desktop, in pixels."""

    @property
    @abstractmethod
    def origin(self) -> tuple[int, int]:
        """Where the picture's upper left corner lies on the virtual desktop, in pixels.

        It can be negative: a monitor may stand left of, or above, the main one.
        """

    @abstractmethod
    def grab(self) -> FrameBuffer:
        """Return the desktop as it looks now, without the cursor; valid until the next grab.

        Raises ScreenChanged, once, where the size or origin is no longer what it was, and
        CaptureError where the desktop cannot be read.
        """

    @abstractmethod
    def close(self) -> None:
        """Let go of the desktop; may be called twice."""


def open_capture() -> ScreenCapture:
    """Open the desktop of the person who runs the program; raise CaptureError."""
    # Imported here, so that nothing that reads screens is even loaded before it is asked for.
    from client.screen.mss_capture import MssCapture

    return MssCapture()
