"""Reading the customer's desktop. Nothing is opened before open_capture is called."""

import sys
from abc import ABC, abstractmethod
from collections.abc import Sequence

from client.screen.errors import CaptureError
from client.screen.geometry import FrameBuffer, Rect
from client.screen.grant import ScreenGrant
from client.screen.wayland import on_wayland

MOST_AREAS: int = 32
"""ScreenCapture.damage never returns more rectangles than this."""


class ScreenCapture(ABC):
    """An open view of the whole virtual desktop. All calls come from one thread, except `wake`."""

    chosen: bool = False
    """Whether it shows only what the person chose in a dialog of the desktop: one window, or one monitor."""

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
    def wait(self, timeout: float | None) -> None:
        """Wait until the screen, its cursor or its size may have changed since the last call.

        Returns too when wake was called since the last call, and after `timeout` seconds, if any. A
        platform that reports changes costs no CPU meanwhile; on another one, wait is a clock that ticks.
        Returns at once where the desktop is lost, which damage and grab then report.
        """

    @abstractmethod
    def wake(self) -> None:
        """End the present wait, or the next one; from any thread, also after close."""

    @abstractmethod
    def damage(self) -> list[Rect]:
        """Return what may have changed since the last call, in the picture's coordinates.

        At most MOST_AREAS rectangles, without overlap and within the picture; the whole picture at the
        first call and after ScreenChanged. Raises ScreenChanged, once, where the size or origin is no
        longer what it was, and CaptureError where the desktop cannot be read.
        """

    def pointer_news(self) -> bool:
        """Tell whether the cursor may have moved or changed since the last call; True where nothing tells of it.

        Where something does, it may pass over a move that another program made (X11: XWarpPointer).
        """
        return True

    @abstractmethod
    def grab(self, areas: Sequence[Rect]) -> FrameBuffer:
        """Read these areas, without the cursor, and return the one frame that lasts until ScreenChanged.

        Outside the areas the frame is as it was, whatever the caller wrote there. Within them it is not older
        than the last call of damage; what changes after the grab is in a later damage. Raises
        ScreenChanged and CaptureError as damage does, and ValueError for an area outside the picture.
        """

    @abstractmethod
    def close(self) -> None:
        """Let go of the desktop; may be called twice."""


def open_capture(watch: Sequence[int] = (), grant: ScreenGrant | None = None) -> ScreenCapture:
    """Open the desktop of the person who runs the program; raise CaptureError.

    On X11, wait returns also while any of the descriptors `watch` is readable; where wait is a clock they
    need no watching. A Wayland desktop asks the person, once for each `grant`, and this waits for the answer.
    """
    # Imported here, so that nothing that reads screens is even loaded before it is asked for.
    if on_wayland():
        if grant is None:
            raise CaptureError("this desktop shows nothing without asking")
        from client.screen.portal_capture import open_portal_capture

        return open_portal_capture(grant)
    if sys.platform == "linux":
        from client.screen.x11_capture import open_x11_capture

        if (on_x11 := open_x11_capture(watch)) is not None:
            return on_x11
    if sys.platform == "win32":
        from client.screen.dxgi_source import open_windows_capture
        from client.screen.win32_desktop import open_user32

        return open_windows_capture(open_user32())
    if sys.platform == "darwin":
        from client.screen.darwin_permission import ask_to_record

        if not ask_to_record():
            raise CaptureError("the system does not let this program see the screen")
    from client.screen.mss_source import open_mss_capture

    return open_mss_capture()
