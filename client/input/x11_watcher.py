"""Watches the input devices of an X display through the RECORD extension."""

import struct
import time
from collections.abc import Callable
from typing import Final

from Xlib import X

from client.input.ledger import InjectionLedger, InputEvent, Kind
from client.input.watcher import DeadZone, LocalInputWatcher, Throttle, WatcherError
from client.input.x11_connection import X_ERRORS
from client.input.x11_recording import X11Recording

_EVENT: Final = struct.Struct("=BB18xhh8x")
"""Event code, detail, and the pointer's place on the root window, of a 32-byte device event."""

_KINDS: Final = {
    X.KeyPress: Kind.KEY_DOWN,
    X.KeyRelease: Kind.KEY_UP,
    X.ButtonPress: Kind.BUTTON_DOWN,
    X.ButtonRelease: Kind.BUTTON_UP,
    X.MotionNotify: Kind.MOTION,
}


class X11Watcher(LocalInputWatcher):
    """Watches one X display from a thread of its own."""

    def __init__(
        self, ledger: InjectionLedger, display: str | None = None, clock: Callable[[], float] = time.monotonic
    ) -> None:
        """Connect. Raises WatcherError when the display cannot be reached or lacks RECORD."""
        self._ledger = ledger
        self._clock = clock
        self._dead_zone = DeadZone()
        self._throttle = Throttle()
        self._on_local_input: Callable[[], None] = lambda: None
        self._recording = X11Recording(display, (X.KeyPress, X.MotionNotify), WatcherError)
        try:
            pointer = self._recording.control.screen().root.query_pointer()
        except X_ERRORS as error:
            self._recording.stop()
            raise WatcherError("the X display closed the connection") from error
        self._place = (int(pointer.root_x), int(pointer.root_y))

    def start(self, on_local_input: Callable[[], None], on_lost: Callable[[], None]) -> None:
        """Begin to watch; returns after the server has said that it records."""
        self._on_local_input = on_local_input
        self._recording.start("local input", self._take, on_lost)

    def stop(self) -> None:
        """Switch recording off, wait for the thread, disconnect."""
        self._recording.stop()

    def _take(self, data: bytes) -> None:
        code, detail, x, y = _EVENT.unpack(data)
        # The highest bit marks events that a program sent.
        kind = _KINDS.get(code & 0x7F)
        if kind is not None:
            self._judge(kind, detail, x, y)

    def _judge(self, kind: Kind, detail: int, x: int, y: int) -> None:
        now = self._clock()
        dx, dy = x - self._place[0], y - self._place[1]
        self._place = (x, y)
        event = InputEvent(kind, x=x, y=y) if kind is Kind.MOTION else InputEvent(kind, detail)
        if self._ledger.claims(event, now):
            return
        if kind is Kind.MOTION and not self._dead_zone.moved(dx, dy, now):
            return
        if self._throttle.passes(now):
            self._on_local_input()
