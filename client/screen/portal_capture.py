"""Capture of what the person chose in the dialog of a Wayland desktop: a window, or a monitor.

The desktop sends whole pictures when something changed; they are compared here. The cursor is painted into them
where the desktop can do that, since nothing tells where it is.
"""

import selectors
import socket
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Final

import numpy as np

from client.screen.capture import MOST_AREAS, ScreenCapture
from client.screen.coalesce import few_rectangles
from client.screen.damage import changed_rectangles
from client.screen.errors import CaptureError, ScreenChanged
from client.screen.geometry import FrameBuffer, Rect
from client.screen.grant import ScreenGrant
from client.screen.pipewire import PipeWireStream
from client.screen.portal import ScreenCast
from wire import limits

_FIRST_PICTURE: Final = 5.0
"""Seconds within which the desktop has to send the first picture.

What wlroots' portal sends before both ends run is lost; the next comes when something changes, such as Pomoc's clock.
"""

OpenStream = Callable[[int, int, Callable[[], None]], PipeWireStream]


class PortalCapture(ScreenCapture):
    """Reads what a ScreenCast was granted. The cast goes on when this is closed."""

    chosen = True

    def __init__(self, cast: ScreenCast, open_stream: OpenStream = PipeWireStream) -> None:
        """Begin to read and wait for the first picture. Raises CaptureError."""
        self._cast = cast
        self._reported: FrameBuffer | None = None
        """What damage compared last."""
        self._woken, self._waker = socket.socketpair()
        self._woken.setblocking(False)
        self._waker.setblocking(False)
        self._selector = selectors.DefaultSelector()
        self._stream: PipeWireStream | None = None
        try:
            self._selector.register(self._woken, selectors.EVENT_READ)
            self._selector.register(cast.fileno(), selectors.EVENT_READ)
            self._stream = open_stream(*cast.open_stream(), self.wake)
            self._begin(self._first_picture(self._stream))
        except (CaptureError, OSError, ValueError) as error:
            self.close()
            # Selectors do not take the descriptor of a cast that was cut meanwhile.
            raise error if isinstance(error, CaptureError) else CaptureError("sharing is over") from error

    @property
    def size(self) -> tuple[int, int]:
        """(width, height) of the window or monitor, in its own pixels."""
        height, width = self._frame.shape[:2]
        return width, height

    @property
    def origin(self) -> tuple[int, int]:
        """Where it lies is not told, and nothing can be moved there: always (0, 0)."""
        return 0, 0

    def wait(self, timeout: float | None) -> None:
        """Sleep until the desktop sends a picture, or as ScreenCapture says."""
        with suppress(OSError, ValueError):
            self._selector.select(timeout)
        with suppress(OSError):
            while self._woken.recv(4096):
                pass

    def wake(self) -> None:
        """End the present wait, or the next one; from any thread."""
        with suppress(OSError):
            self._waker.send(b"\0")

    def damage(self) -> list[Rect]:
        """Compare the newest picture; raise ScreenChanged or CaptureError."""
        newest = self._newest(self._open_one())
        if newest is not None and newest.shape != self._frame.shape:
            self._begin(newest)
            raise ScreenChanged(self.size)
        if newest is not None:
            self._latest = newest
        whole = [Rect(0, 0, *self.size)]
        reported, self._reported = self._reported, self._latest
        if reported is None:
            return whole
        if reported is self._latest:
            return []
        return few_rectangles(changed_rectangles(reported, self._latest, whole), MOST_AREAS)

    def grab(self, areas: Sequence[Rect]) -> FrameBuffer:
        """Copy these areas of what the last damage compared."""
        if not all(area.within(*self.size) for area in areas):
            raise ValueError("an area outside the picture")
        self._open_one()
        for x, y, width, height in areas:
            self._frame[y : y + height, x : x + width] = self._latest[y : y + height, x : x + width]
        return self._frame

    def close(self) -> None:
        """Stop reading; may be called twice."""
        stream, self._stream = self._stream, None
        if stream is not None:
            stream.close()
        self._selector.close()
        self._woken.close()
        self._waker.close()

    def _begin(self, picture: FrameBuffer) -> None:
        height, width = picture.shape[:2]
        if max(width, height) > limits.SCREEN_SIDE or width * height > limits.SCREEN_PIXELS:
            raise CaptureError("the picture's size is out of bounds")
        self._latest = picture
        self._reported = None
        self._frame: FrameBuffer = np.zeros_like(picture)

    def _first_picture(self, stream: PipeWireStream) -> FrameBuffer:
        deadline = time.monotonic() + _FIRST_PICTURE
        while (picture := self._newest(stream)) is None:
            if (left := deadline - time.monotonic()) <= 0:
                raise CaptureError("the desktop sends no picture")
            self.wait(left)
        return picture

    def _newest(self, stream: PipeWireStream) -> FrameBuffer | None:
        if self._cast.ended():
            raise CaptureError("the person, or the desktop, ended the showing")
        return stream.take()

    def _open_one(self) -> PipeWireStream:
        if self._stream is None:
            raise CaptureError("the capture is closed")
        return self._stream


def open_portal_capture(grant: ScreenGrant) -> PortalCapture:
    """Open what the person chose, and ask them where that was not done yet; raise CaptureError."""
    return PortalCapture(grant.cast())
