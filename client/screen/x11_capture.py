"""Capture of an X display that reports what changes: nothing is read, or even asked, before something did."""

import selectors
import socket
from collections.abc import Sequence
from contextlib import suppress

from client.screen.capture import MOST_AREAS, ScreenCapture
from client.screen.coalesce import few_rectangles
from client.screen.errors import CaptureError, ScreenChanged
from client.screen.geometry import FrameBuffer, Rect
from client.screen.x11_news import ScreenNews
from client.screen.x11_pixels import SharedFrame
from client.screen.xcb import XcbConnection, XcbError
from wire import limits


class X11Capture(ScreenCapture):
    """The whole root window, over a connection of its own, which it closes."""

    def __init__(self, connection: XcbConnection, watch: Sequence[int] = ()) -> None:
        """Take a fresh connection. Raises XcbError where the display cannot be captured in this way."""
        screen = connection.screen
        if not screen.is_bgrx:
            raise XcbError("the display has pixels of another form")
        self._connection: XcbConnection | None = connection
        self._news = ScreenNews(connection)
        self._size = _checked((screen.width, screen.height))
        self._told_size = self._size
        self._shared = SharedFrame(connection, self._size)
        self._all_damaged = True
        self._noticed = True
        """Whether something was reported since the last wait."""
        self._pointer_noticed = True
        """Whether something was reported of the cursor since it was asked for."""
        # The sockets make wake safe at any time: what is sent into a closed one goes nowhere else.
        self._woken, self._waker = socket.socketpair()
        self._woken.setblocking(False)
        self._waker.setblocking(False)
        self._selector = selectors.DefaultSelector()
        for descriptor in (connection.fileno(), self._woken.fileno(), *watch):
            self._selector.register(descriptor, selectors.EVENT_READ)

    @property
    def size(self) -> tuple[int, int]:
        """(width, height) of the root window, in pixels."""
        return self._size

    @property
    def origin(self) -> tuple[int, int]:
        """The root window is the whole virtual desktop and begins at (0, 0)."""
        return 0, 0

    def wait(self, timeout: float | None) -> None:
        """Sleep until the server reports something, or as ScreenCapture says."""
        with suppress(CaptureError):
            connection = self._open_connection()
            connection.flush()
            self._take_events(connection)
            if not self._noticed:
                ready = self._selector.select(timeout)
                self._take_events(connection)
                if not any(key.fileobj == self._woken.fileno() for key, _ in ready):
                    self._noticed = False
                    return
        with suppress(OSError):
            while self._woken.recv(4096):
                pass
        self._noticed = False

    def wake(self) -> None:
        """End the present wait, or the next one; from any thread."""
        with suppress(OSError):
            self._waker.send(b"\0")

    def damage(self) -> list[Rect]:
        """Return what was damaged since the last call; raise ScreenChanged or CaptureError."""
        connection = self._open_connection()
        rectangles = self._news.damage(self._news.ask_damage())
        self._take_events(connection)
        self._follow_size(connection)
        width, height = self._size
        if self._all_damaged or not all(rectangle.within(width, height) for rectangle in rectangles):
            self._all_damaged = False
            return [Rect(0, 0, width, height)]
        return few_rectangles(rectangles, MOST_AREAS)

    def pointer_news(self) -> bool:
        """Tell whether the display reported a motion or another shape since the last call."""
        noticed, self._pointer_noticed = self._pointer_noticed, False
        return noticed

    def grab(self, areas: Sequence[Rect]) -> FrameBuffer:
        """Read these areas into the frame; raise ScreenChanged or CaptureError."""
        connection = self._open_connection()
        try:
            self._shared.read(areas)
        except XcbError:
            # The screen may have become smaller: what was reported of it came before the refusal.
            self._take_events(connection)
            self._follow_size(connection)
            raise
        return self._shared.frame

    def close(self) -> None:
        """Close the connection; may be called twice."""
        connection, self._connection = self._connection, None
        if connection is not None:
            self._selector.close()
            connection.close()
            self._woken.close()
            self._waker.close()

    def _open_connection(self) -> XcbConnection:
        if self._connection is None:
            raise CaptureError("the capture is closed")
        return self._connection

    def _take_events(self, connection: XcbConnection) -> None:
        for event in connection.events():
            self._noticed = True
            self._pointer_noticed |= self._news.concerns_pointer(event)
            if (size := self._news.size_in(event)) is not None:
                self._told_size = size
                self._all_damaged = True

    def _follow_size(self, connection: XcbConnection) -> None:
        if self._told_size == self._size:
            return
        shared = SharedFrame(connection, _checked(self._told_size))
        self._shared.close()
        self._shared, self._size = shared, self._told_size
        raise ScreenChanged(self._size)


def open_x11_capture(watch: Sequence[int]) -> X11Capture | None:
    """Open the display that DISPLAY names; None where there is none, or it cannot be captured in this way."""
    try:
        connection = XcbConnection()
    except XcbError:
        return None
    try:
        return X11Capture(connection, watch)
    except CaptureError:
        connection.close()
        return None


def _checked(size: tuple[int, int]) -> tuple[int, int]:
    width, height = size
    within = 0 < width <= limits.SCREEN_SIDE and 0 < height <= limits.SCREEN_SIDE
    if not within or width * height > limits.SCREEN_PIXELS:
        raise CaptureError("the desktop's size is out of bounds")
    return size
