"""Where the agent's input must not go: Pomoc's own windows, and those of the mask list."""

from collections.abc import Collection

from client.input.own_windows import OwnWindows
from client.screen.errors import CaptureError
from client.screen.screen_mask import ScreenMask


class GuardedWindows(OwnWindows):
    """Own windows and masked ones as one. What cannot be answered counts as guarded: input is dropped then."""

    def __init__(self, own: OwnWindows, mask: ScreenMask) -> None:
        """Both are closed with this; all of it belongs to one thread."""
        self._own = own
        self._mask = mask

    def covers(self, x: int, y: int) -> bool:
        """Say whether the topmost window here is Pomoc's, or a masked one."""
        return self._own.covers(x, y) or not self._looked() or self._mask.covers(x, y)

    def has_focus(self, focus: int | None = None) -> bool:
        """Say whether keys go to a window of Pomoc's, or to a masked one: both by one answer of the system."""
        if not self._looked():
            return True
        return self._mask.has_focus() or self._own.has_focus(self._mask.focus if focus is None else focus)

    def update(self, window_ids: Collection[int]) -> None:
        """Take the native ids of Pomoc's windows."""
        self._own.update(window_ids)

    def close(self) -> None:
        """Give back what was opened."""
        self._own.close()
        self._mask.close()

    def _looked(self) -> bool:
        try:
            self._mask.look()
        except CaptureError:
            return False
        return True
