"""Knows which parts of the screen are Pomoc's own, so that the agent cannot click the customer's consent."""

import sys
from abc import ABC, abstractmethod
from collections.abc import Collection


class OwnWindowsError(Exception):
    """Windows cannot be told apart on this computer; the message says why. Only opening raises it."""


class OwnWindows(ABC):
    """Answers for the windows of this process. What cannot be answered counts as ours: input is dropped then.

    `covers`, `has_focus` and `close` are for one thread; `update` may be called from another.
    """

    @abstractmethod
    def covers(self, x: int, y: int) -> bool:
        """Say whether the topmost window here, in pixels of the native desktop, is ours."""

    @abstractmethod
    def has_focus(self, focus: int | None = None) -> bool:
        """Say whether keys go to a window of ours.

        `focus` is the native id of what has the keys, where the caller has just asked the system; None: it is asked.
        """

    @abstractmethod
    def update(self, window_ids: Collection[int]) -> None:
        """Take the native ids of all windows that this process has now."""

    @abstractmethod
    def close(self) -> None:
        """Give back what was opened. May be called twice."""


def open_own_windows(display: str | None = None) -> OwnWindows:
    """Return the one of this platform. Raises OwnWindowsError when there is none.

    `display` names an X display such as ":7"; None is the one of the environment.
    """
    if sys.platform == "win32":
        from client.input.win32_own_windows import Win32OwnWindows

        return Win32OwnWindows()
    if sys.platform == "darwin":
        from client.input.darwin_own_windows import open_darwin_own_windows

        return open_darwin_own_windows()
    from client.input.x11_own_windows import X11OwnWindows

    return X11OwnWindows(display)
