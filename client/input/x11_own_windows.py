"""Which windows of an X display are this process's own.

The windows of one program share the upper bits of their ids (X11 protocol, "Connection Setup",
resource-id-base): a menu that nobody registered is known by them. A window manager's frame is
known by what it holds.
"""

from collections.abc import Collection, Iterable
from threading import Lock
from typing import Any, Final

from Xlib import X
from Xlib import error as xerror

from client.input.own_windows import OwnWindows, OwnWindowsError
from client.input.x11_connection import X_ERRORS, connect, disconnect

_DEPTH: Final = 64
"""No sane window is nested deeper; a search that goes further gives up."""


_FARTHEST: Final = 2**15 - 1
"""Coordinates of the X protocol have 16 bits."""

_HIGHEST_ID: Final = 2**29 - 1
"""Ids of the X protocol have 29 bits."""


class X11OwnWindows(OwnWindows):
    """Asks one X display, on a connection of its own."""

    def __init__(self, display: str | None = None) -> None:
        """Connect. Raises OwnWindowsError when the display cannot be reached."""
        self._display = connect(display, OwnWindowsError)
        self._root = self._display.screen().root
        self._base_mask = ~int(self._display.display.info.resource_id_mask)
        self._lock = Lock()
        self._registered: frozenset[int] = frozenset()
        self._known: frozenset[int] | None = None
        """The registered windows for which the families below were read; None: read them again."""
        self._family: frozenset[int] = frozenset()
        """Our windows and everything that they are in, up to below the root."""
        self._stranger: int | None = None
        """The window that had the focus last, where it is not ours and in nothing of ours."""

    def covers(self, x: int, y: int) -> bool:
        """Go down from the root to the innermost window at this place; ours on the way means ours."""
        if not (-_FARTHEST <= x <= _FARTHEST and -_FARTHEST <= y <= _FARTHEST):
            return True
        try:
            self._read_family()
            window = self._root
            for _ in range(_DEPTH):
                window = window.translate_coords(self._root, x, y).child
                if not window:
                    return False
                if self._is_ours(window.id):
                    return True
        except X_ERRORS:
            # The window went away between two questions, or the display did.
            return True
        return True

    def has_focus(self, focus: int | None = None) -> bool:
        """Look at what has the focus, and everything that it is in. `focus` may be X.NONE and X.PointerRoot, too."""
        try:
            # What was reported until the focus was told must be known when it is looked at.
            window_id = self._ask_focus() if focus is None else focus
            self._read_family()
            if window_id == X.NONE:
                return False
            if window_id == X.PointerRoot:
                # Keys go to whatever is under the pointer.
                pointer = self._root.query_pointer()
                return self.covers(pointer.root_x, pointer.root_y)
            return window_id != self._stranger and self._is_within_ours(window_id)
        except X_ERRORS:
            return True

    def update(self, window_ids: Collection[int]) -> None:
        """Take the windows of this process; ids of windows that are gone do no harm."""
        with self._lock:
            self._registered = frozenset(window_id for window_id in window_ids if 0 < window_id <= _HIGHEST_ID)

    def close(self) -> None:
        """Disconnect."""
        disconnect(self._display)

    def _ask_focus(self) -> int:
        focus = self._display.get_input_focus().focus
        return focus if isinstance(focus, int) else int(focus.id)

    def _is_within_ours(self, window_id: int) -> bool:
        """Look at a window and everything that it is in; where nothing is ours, remember it until something moves."""
        self._watch((window_id, *self._ancestors(window_id)))
        if any(self._is_ours(each) for each in (window_id, *self._ancestors(window_id))):
            return True
        self._stranger = window_id
        return False

    def _is_ours(self, window_id: int) -> bool:
        return window_id in self._family or any(
            (window_id ^ registered) & self._base_mask == 0 for registered in self._known or ()
        )

    def _read_family(self) -> None:
        """Bring the family up to date: after a new list, and after a window was put into another one."""
        while self._display.pending_events():
            self._display.next_event()
            self._known = None
            self._stranger = None
        with self._lock:
            registered = self._registered
        if registered == self._known:
            return
        family: set[int] = set()
        for window_id in registered:
            family.add(window_id)
            family.update(self._ancestors(window_id))
        self._watch(family)
        # Anything that moved before the server began to report it must be seen as well.
        self._display.sync()
        for window_id in registered:
            family.update(self._ancestors(window_id))
        self._family = frozenset(family)
        self._known = registered
        self._stranger = None

    def _watch(self, window_ids: Iterable[int]) -> None:
        for window_id in window_ids:
            self._window(window_id).change_attributes(event_mask=X.StructureNotifyMask)

    def _ancestors(self, window_id: int) -> list[int]:
        """Return what a window is in, the innermost first, without the root; nothing when it is gone."""
        ancestors: list[int] = []
        for _ in range(_DEPTH):
            try:
                parent = self._window(window_id).query_tree().parent
            except (xerror.BadWindow, xerror.BadDrawable):
                break
            if not parent or parent.id == self._root.id:
                break
            window_id = int(parent.id)
            ancestors.append(window_id)
        return ancestors

    def _window(self, window_id: int) -> Any:
        return self._display.create_resource_object("window", window_id)
