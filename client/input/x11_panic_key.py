"""The panic key on an X display: reserved by a passive grab, noticed through the RECORD extension.

The grab keeps the key from the window with the focus, and from other programs. It would not
notice a press while another program has grabbed the whole keyboard, as every open menu does;
the recording does. Layout of the events: X11 protocol, appendix B, "Events".
"""

import struct
from collections.abc import Callable, Iterator
from contextlib import suppress
from itertools import combinations
from threading import Event, Thread
from typing import Any, Final

from Xlib import X
from Xlib import error as xerror
from Xlib.ext import record

from client.input import keysyms
from client.input.panic_key import PanicKey, PanicKeyError
from client.input.x11_connection import X_ERRORS, connect, disconnect

_F12: Final = keysyms.function_key(12)
_COMBINATION: Final = X.ControlMask | X.ShiftMask
_MODIFIERS: Final = 0xFF
"""The bits of the eight modifiers in an event's state; above them are buttons and the layout."""

_LOCKS: Final = (keysyms.NUM_LOCK, keysyms.SCROLL_LOCK)
"""Their modifiers differ from keyboard to keyboard; Caps Lock has one of its own."""

_EVENT: Final = struct.Struct("=BB26xHxx")
"""Event code, detail (the key code), and the state before the event, of a 32-byte device event."""

_KEY_PRESSES: Final = {
    "core_requests": (0, 0),
    "core_replies": (0, 0),
    "ext_requests": (0, 0, 0, 0),
    "ext_replies": (0, 0, 0, 0),
    "delivered_events": (0, 0),
    "device_events": (X.KeyPress, X.KeyPress),
    "errors": (0, 0),
    "client_started": False,
    "client_died": False,
}


class X11PanicKey(PanicKey):
    """Two connections, as RECORD wants it: the recording one is busy until the other switches it off.

    The other one holds the grab, too. Nobody reads the few events that it gets from that.
    """

    def __init__(self, display: str | None = None) -> None:
        """Connect and reserve the key.

        Raises PanicKeyError when the display cannot be reached, lacks RECORD or F12, or another
        program has the key.
        """
        self._begun = Event()
        self._recording = False
        self._stopped = False
        self._thread: Thread | None = None
        self._on_panic: Callable[[], None] = lambda: None
        self._control = connect(display, PanicKeyError, "RECORD")
        try:
            self._recorder = connect(display, PanicKeyError, "RECORD")
        except PanicKeyError:
            disconnect(self._control)
            raise
        try:
            self._keycodes = {code for code, column in self._control.keysym_to_keycodes(_F12) if column == 0}
            self._lock_masks = _lock_masks(self._control)
            self._grab()
            self._context = self._control.record_create_context(0, [record.AllClients], [_KEY_PRESSES])
            # The other connection may use the context only after the server has made it.
            self._control.sync()
        except PanicKeyError:
            self._disconnect()
            raise
        except X_ERRORS as error:
            self._disconnect()
            raise PanicKeyError("the X display closed the connection") from error

    def start(self, on_panic: Callable[[], None]) -> None:
        """Begin to listen; returns after the server has said that it records."""
        if self._stopped or self._thread is not None:
            raise PanicKeyError("a panic key is started once")
        self._on_panic = on_panic
        self._thread = Thread(target=self._record, name="panic key", daemon=True)
        self._thread.start()
        self._begun.wait()
        if not self._recording:
            self.stop()
            raise PanicKeyError("the X display does not record")

    def stop(self) -> None:
        """Switch recording off, wait for the thread, disconnect; the server drops the grab with the connection."""
        if self._stopped:
            return
        self._stopped = True
        with suppress(*X_ERRORS):
            self._control.record_disable_context(self._context)
            self._control.sync()
        if self._thread is not None:
            self._thread.join()
        with suppress(*X_ERRORS):
            self._control.record_free_context(self._context)
            # Also makes sure that the grab is gone when this returns: the server answers after it has let go.
            for keycode in self._keycodes:
                self._control.screen().root.ungrab_key(keycode, X.AnyModifier)
            self._control.sync()
        self._disconnect()

    def _disconnect(self) -> None:
        disconnect(self._recorder)
        disconnect(self._control)

    def _grab(self) -> None:
        """Grab the key with every set of locks that may be on: a grab asks for exactly these modifiers."""
        if not self._keycodes:
            raise PanicKeyError("the keyboard has no F12")
        refused = xerror.CatchError()
        root = self._control.screen().root
        for keycode in self._keycodes:
            for locks in _unions(self._lock_masks):
                root.grab_key(keycode, _COMBINATION | locks, False, X.GrabModeAsync, X.GrabModeAsync, onerror=refused)
        self._control.sync()
        if refused.get_error() is not None:
            raise PanicKeyError("another program uses Ctrl+Shift+F12")

    def _record(self) -> None:
        try:
            # A lost display ends the listening; the capture notices it, too, and ends the share.
            with suppress(*X_ERRORS):
                self._recorder.record_enable_context(self._context, self._take)
        finally:
            self._begun.set()

    def _take(self, reply: Any) -> None:
        if reply.category == record.StartOfData:
            self._recording = True
            self._begun.set()
        if reply.category != record.FromServer:
            return
        for offset in range(0, len(reply.data) - _EVENT.size + 1, _EVENT.size):
            _, keycode, state = _EVENT.unpack_from(reply.data, offset)
            modifiers = state & _MODIFIERS & ~sum(self._lock_masks)
            if keycode in self._keycodes and modifiers == _COMBINATION and not self._stopped:
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
