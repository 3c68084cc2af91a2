"""The windows on the screen, from top to bottom. Nothing is asked before open_window_lister is called."""

import sys
from abc import ABC, abstractmethod

from client.screen.geometry import Rect
from client.screen.masking import VisibleWindow
from client.screen.wayland import on_wayland


class WindowLister(ABC):
    """An open view of the windows of the virtual desktop. All calls come from one thread."""

    @abstractmethod
    def since_last(self) -> list[list[VisibleWindow]]:
        """Return every arrangement that the desktop had since the last call, or since the opening.

        The oldest comes first: it is the one with which the last call ended. The newest comes last:
        it is the one of now. There is always one at least. Raises CaptureError.
        """

    @property
    def focus(self) -> int | None:
        """The native id of what had the keys at the last call; None where they are not asked for by an id."""
        return None

    @abstractmethod
    def close(self) -> None:
        """Let go of the desktop; may be called twice."""

    def windows(self) -> list[VisibleWindow]:
        """Return the windows as they are now, from top to bottom; raise CaptureError."""
        return self.since_last()[-1]


class PollingWindowLister(WindowLister):
    """A list on a platform that reports no changes: between two questions either answer may have held."""

    def __init__(self) -> None:
        """Ask for the first time. Raises CaptureError."""
        self._last = self._ask()

    def since_last(self) -> list[list[VisibleWindow]]:
        """Return the answer of the last call and that of now."""
        before, self._last = self._last, self._ask()
        return [before, self._last]

    @abstractmethod
    def _ask(self) -> list[VisibleWindow]:
        """Return the windows as they are now, from top to bottom; raise CaptureError."""


class NoWindows(WindowLister):
    """The list of a desktop that tells of no windows: always empty, so that nothing is masked."""

    def since_last(self) -> list[list[VisibleWindow]]:
        """Return one empty arrangement."""
        return [[]]

    def close(self) -> None:
        """Nothing was opened."""


def open_window_lister(display: str | None = None) -> WindowLister | None:
    """Open the list of windows; None where this platform or display gives no way to read it.

    `display` names an X display such as ":7"; None is the one of the environment.
    """
    # Imported here, so that nothing that looks at the desktop is even loaded before it is asked for.
    if sys.platform == "win32":
        from client.screen.win32_windows import Win32WindowLister

        return Win32WindowLister()
    if sys.platform == "darwin":
        from client.screen.darwin_windows import open_darwin_windows

        return open_darwin_windows()
    if display is None and on_wayland():
        return None
    from client.screen.x11_windows import open_x11_windows

    return open_x11_windows(display)


def without_corners(area: Rect, radius: int) -> tuple[Rect, ...]:
    """Return what a window with rounded corners certainly covers: its area without four squares of this side."""
    x, y, width, height = area
    bars = (Rect(x + radius, y, width - 2 * radius, height), Rect(x, y + radius, width, height - 2 * radius))
    return tuple(bar for bar in bars if bar.width > 0 and bar.height > 0)
