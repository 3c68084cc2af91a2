"""Watches the input devices of an X display through the RECORD extension.

Two connections, as the extension wants it: the recording one is busy until the control
connection switches the context off. Layout of the events: X11 protocol, appendix B, "Events".
"""

import struct
import time
from collections.abc import Callable
from contextlib import suppress
from threading import Event, Thread
from typing import Any, Final

from Xlib import X
from Xlib.ext import record

from client.input.ledger import InjectionLedger, InputEvent, Kind
from client.input.watcher import DeadZone, LocalInputWatcher, Throttle, WatcherError
from client.input.x11_connection import X_ERRORS, connect, disconnect

_EVENT: Final = struct.Struct("=BB18xhh8x")
"""Event code, detail, and the pointer's place on the root window, of a 32-byte device event."""

_KINDS: Final = {
    X.KeyPress: Kind.KEY_DOWN,
    X.KeyRelease: Kind.KEY_UP,
    X.ButtonPress: Kind.BUTTON_DOWN,
    X.ButtonRelease: Kind.BUTTON_UP,
    X.MotionNotify: Kind.MOTION,
}

_DEVICE_EVENTS: Final = {
    "core_requests": (0, 0),
    "core_replies": (0, 0),
    "ext_requests": (0, 0, 0, 0),
    "ext_replies": (0, 0, 0, 0),
    "delivered_events": (0, 0),
    "device_events": (X.KeyPress, X.MotionNotify),
    "errors": (0, 0),
    "client_started": False,
    "client_died": False,
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
        self._begun = Event()
        self._recording = False
        self._stopped = False
        self._thread: Thread | None = None
        self._on_local_input: Callable[[], None] = lambda: None
        self._on_lost: Callable[[], None] = lambda: None
        self._control = connect(display, WatcherError, "RECORD")
        try:
            self._recorder = connect(display, WatcherError, "RECORD")
        except WatcherError:
            disconnect(self._control)
            raise
        try:
            pointer = self._control.screen().root.query_pointer()
            self._place = (int(pointer.root_x), int(pointer.root_y))
            self._context = self._control.record_create_context(0, [record.AllClients], [_DEVICE_EVENTS])
            # The other connection may use the context only after the server has made it.
            self._control.sync()
        except X_ERRORS as error:
            self._disconnect()
            raise WatcherError("the X display closed the connection") from error

    def start(self, on_local_input: Callable[[], None], on_lost: Callable[[], None]) -> None:
        """Begin to watch; returns after the server has said that it records."""
        if self._stopped or self._thread is not None:
            raise WatcherError("a watcher is started once")
        self._on_local_input = on_local_input
        self._on_lost = on_lost
        self._thread = Thread(target=self._record, name="local input", daemon=True)
        self._thread.start()
        self._begun.wait()
        if not self._recording:
            self.stop()
            raise WatcherError("the X display does not record")

    def stop(self) -> None:
        """Switch recording off, wait for the thread, disconnect."""
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
            self._control.sync()
        self._disconnect()

    def _disconnect(self) -> None:
        disconnect(self._recorder)
        disconnect(self._control)

    def _record(self) -> None:
        try:
            with suppress(*X_ERRORS):
                self._recorder.record_enable_context(self._context, self._take)
        finally:
            self._begun.set()
            if self._recording and not self._stopped:
                self._on_lost()

    def _take(self, reply: Any) -> None:
        if reply.category == record.StartOfData:
            self._recording = True
            self._begun.set()
        if reply.category != record.FromServer or self._stopped:
            return
        for offset in range(0, len(reply.data) - _EVENT.size + 1, _EVENT.size):
            code, detail, x, y = _EVENT.unpack_from(reply.data, offset)
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
