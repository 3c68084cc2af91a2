"""The panic key on an X display: reserved by a passive grab, noticed through the RECORD extension.

The grab keeps the key from the window with the focus, and from other programs. It would not
notice a press while another program has grabbed the whole keyboard, as every open menu does;
the recording does.
"""

import struct
from collections.abc import Callable, Iterator
from contextlib import suppress
from itertools import combinations
from typing import Any, Final

from Xlib import X
from Xlib import error as xerror

from client.input import keysyms
from client.input.panic_key import PanicKey, PanicKeyError
from client.input.x11_connection import X_ERRORS, is_xwayland
from client.input.x11_recording import X11Recording

_F11: Final = keysyms.function_key(11)
_COMBINATION: Final = X.ControlMask | X.ShiftMask
_MODIFIERS: Final = 0xFF
"""The bits of the eight modifiers in an event's state; above them are buttons and the layout."""

_LOCKS: Final = (keysyms.NUM_LOCK, keysyms.SCROLL_LOCK)
"""Their modifiers differ from keyboard to keyboard; Caps Lock has one of its own."""

_EVENT: Final = struct.Struct("=xB26xHxx")
"""Detail (the key code), and the state before the event, of a 32-byte device event."""


class X11PanicKey(PanicKey):
    """The grab belongs to the recording's other connection. Nobody reads the few events that it gets from that."""

    def __init__(self, display: str | None = None) -> None:
        """Connect and reserve the key.

        Raises PanicKeyError when the display cannot be reached, is one of Wayland, lacks RECORD or F11, or another
        program has the key.
        """
        self._on_panic: Callable[[], None] = lambda: None
        self._recording = X11Recording(display, (X.KeyPress, X.KeyPress), PanicKeyError)
        self._control = self._recording.control
        try:
            if is_xwayland(self._control):
                raise PanicKeyError("Wayland tells this program only of keys that are pressed in X11's windows")
            self._keycodes = {code for code, column in self._control.keysym_to_keycodes(_F11) if column == 0}
            self._lock_masks = _lock_masks(self._control)
            self._grab()
        except PanicKeyError:
            self._recording.stop()
            raise
        except X_ERRORS as error:
            self._recording.stop()
            raise PanicKeyError("the X display closed the connection") from error

    def start(self, on_panic: Callable[[], None], on_lost: Callable[[], None]) -> None:
        """Begin to listen; returns after the server has said that it records."""
        self._on_panic = on_panic
        self._recording.start("panic key", self._take, on_lost)

    def stop(self) -> None:
        """Give the key back, switch recording off, wait for the thread, disconnect."""
        with suppress(*X_ERRORS):
            # The server would drop the grabs with the connection, too, but some time after this returns.
            for keycode in self._keycodes:
                self._control.screen().root.ungrab_key(keycode, X.AnyModifier)
        self._recording.stop()

    def _grab(self) -> None:
        """Grab the key with every set of locks that may be on: a grab asks for exactly these modifiers."""
        if not self._keycodes:
            raise PanicKeyError("the keyboard has no F11")
        refused = xerror.CatchError()
        root = self._control.screen().root
        for keycode in self._keycodes:
            for locks in _unions(self._lock_masks):
                root.grab_key(keycode, _COMBINATION | locks, False, X.GrabModeAsync, X.GrabModeAsync, onerror=refused)
        self._control.sync()
        if refused.get_error() is not None:
            raise PanicKeyError("another program uses Ctrl+Shift+F11")

    def _take(self, event: bytes) -> None:
        keycode, state = _EVENT.unpack(event)
        modifiers = state & _MODIFIERS & ~sum(self._lock_masks)
        if keycode in self._keycodes and modifiers == _COMBINATION:
            self._on_panic()


def _lock_masks(connection: Any) -> tuple[int, ...]:
    """Return the modifier masks of Caps Lock, Num Lock and Scroll Lock, as far as this keyboard has them."""
    keycodes = {code for lock in _LOCKS for code, _ in connection.keysym_to_keycodes(lock)}
    masks = {X.LockMask}
    for index, members in enumerate(connection.get_modifier_mapping()):
        # Shift, Caps Lock and Control keep their meaning, whatever else is on their keys.
        if index > X.ControlMapIndex and keycodes.intersection(members):
            masks.add(1 << index)
    return tuple(masks)


def _unions(masks: tuple[int, ...]) -> Iterator[int]:
    """Yield the union of every subset, the empty one too."""
    for size in range(len(masks) + 1):
        for subset in combinations(masks, size):
            yield sum(subset)
