"""The events of an X display's keyboards and mice, whoever has the focus, through the RECORD extension.

Layout of the events: X11 protocol, appendix B, "Events".
"""

from collections.abc import Callable, Iterator
from contextlib import suppress
from threading import Event, Thread
from typing import Any, Final

from Xlib.ext import record

from client.input.x11_connection import X_ERRORS, connect, disconnect

_EVENT_LENGTH: Final = 32


class X11Recording:
    """Records from `start` to `stop`, on a thread of its own.

    Two connections, as RECORD wants it: the recording one is busy until the other switches it off. The other one,
    `control`, is free for what the owner asks besides; for one thread at a time.
    """

    def __init__(self, display: str | None, events: tuple[int, int], failure: type[Exception]) -> None:
        """Connect. `events` are the first and the last code of the device events that are recorded.

        Raises `failure` when the display cannot be reached or lacks RECORD; so does `start`.
        """
        self._failure = failure
        self._begun = Event()
        self._recording = False
        self._stopped = False
        self._thread: Thread | None = None
        self._take: Callable[[bytes], object] = lambda _event: None
        self._on_lost: Callable[[], None] = lambda: None
        self.control = connect(display, failure, "RECORD")
        try:
            self._recorder = connect(display, failure, "RECORD")
        except failure:
            disconnect(self.control)
            raise
        try:
            self._context = self.control.record_create_context(0, [record.AllClients], [_range(*events)])
            # The other connection may use the context only after the server has made it.
            self.control.sync()
        except X_ERRORS as error:
            self._disconnect()
            raise failure("the X display closed the connection") from error

    def start(self, name: str, take: Callable[[bytes], object], on_lost: Callable[[], None]) -> None:
        """Record, once; return after the server has said that it does. `name` is the thread's.

        `take` is called from the thread with each event, 32 bytes; `on_lost` when recording ended without `stop`.
        """
        if self._stopped or self._thread is not None:
            raise self._failure("recording is started once")
        self._take = take
        self._on_lost = on_lost
        self._thread = Thread(target=self._record, name=name, daemon=True)
        self._thread.start()
        self._begun.wait()
        if not self._recording:
            self.stop()
            raise self._failure("the X display does not record")

    def stop(self) -> None:
        """Switch recording off, wait for the thread, disconnect; no call comes after this returns. May be repeated."""
        if self._stopped:
            return
        self._stopped = True
        with suppress(*X_ERRORS):
            self.control.record_disable_context(self._context)
            self.control.sync()
        if self._thread is not None:
            self._thread.join()
        with suppress(*X_ERRORS):
            self.control.record_free_context(self._context)
            # The server has let go of everything that this connection held when it answers.
            self.control.sync()
        self._disconnect()

    def _disconnect(self) -> None:
        disconnect(self._recorder)
        disconnect(self.control)

    def _record(self) -> None:
        try:
            with suppress(*X_ERRORS):
                self._recorder.record_enable_context(self._context, self._answer)
        finally:
            self._begun.set()
            if self._recording and not self._stopped:
                self._on_lost()

    def _answer(self, reply: Any) -> None:
        if reply.category == record.StartOfData:
            self._recording = True
            self._begun.set()
        elif reply.category == record.FromServer:
            for event in _events(reply.data):
                if not self._stopped:
                    self._take(event)


def _events(data: bytes) -> Iterator[bytes]:
    """Yield the whole events of a reply."""
    for offset in range(0, len(data) - _EVENT_LENGTH + 1, _EVENT_LENGTH):
        yield data[offset : offset + _EVENT_LENGTH]


def _range(first: int, last: int) -> dict[str, Any]:
    """Return the RECORDRANGE of these device events and nothing else (RECORD protocol, section 2.1)."""
    return {
        "core_requests": (0, 0),
        "core_replies": (0, 0),
        "ext_requests": (0, 0, 0, 0),
        "ext_replies": (0, 0, 0, 0),
        "delivered_events": (0, 0),
        "device_events": (first, last),
        "errors": (0, 0),
        "client_started": False,
        "client_died": False,
    }
