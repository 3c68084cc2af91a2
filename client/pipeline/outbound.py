"""The picture on its way out: capture -> damage -> encode -> messages, on a thread of its own."""

import itertools
import math
import threading
import time
from collections.abc import Callable, Iterator

import numpy as np

from client.screen.capture import ScreenCapture, open_capture
from client.screen.codec import PictureEncoder
from client.screen.cursor import CursorSource, CursorState, open_cursor
from client.screen.damage import changed_rectangles
from client.screen.errors import CaptureError, PictureError, ScreenChanged
from client.screen.geometry import FrameBuffer, Rect, split
from client.screen.mask_painter import blank
from client.screen.masking import DEFAULT_MASK_LIST
from client.screen.pacing import FrameWindow
from client.screen.screen_mask import ScreenMask, open_screen_mask
from wire import limits
from wire.messages import CursorMoved, CursorShape, CustomerMessage, Frame, Rectangle, SharingStarted

_BUSY_INTERVAL = 1 / 60
_IDLE_INTERVAL = 1 / 25
_IDLE_AFTER = 2.0
_FRAME_MESSAGE = 256 * 1024
"""About how many bytes of rectangles go into one message."""

Deliver = Callable[["ScreenSender", list[CustomerMessage]], None]
Failed = Callable[["ScreenSender"], None]


class ScreenSender:
    """Watches the screen from `start` to `stop`; all it sees goes to `deliver`.

    `deliver` and `failed` are called on the sender's own thread. `share_numbers` gives each share of
    this session its number.
    """

    def __init__(self, deliver: Deliver, failed: Failed, share_numbers: Iterator[int]) -> None:
        self._deliver = deliver
        self._failed = failed
        self._share_numbers = share_numbers
        self._thread = threading.Thread(target=self._run, name="screen")
        self._wake = threading.Condition()
        self._stopped = False
        self._refresh = False
        self._window = FrameWindow()
        self._share = 0
        self._share_began = -math.inf
        self._frame_numbers = itertools.count(1)
        self.origin = (0, 0)
        self.size = (0, 0)

    def start(self) -> None:
        """Open the screen and begin; the first delivery is SharingStarted."""
        self._thread.start()

    def stop(self) -> None:
        """Let go of the screen. What is delivered after this call must be thrown away."""
        with self._wake:
            self._stopped = True
            self._wake.notify()

    def shown(self, share: int, frame: int) -> None:
        """Note an acknowledgement; raise PictureError for a frame that is not under way."""
        with self._wake:
            if share > self._share and self._share:
                raise PictureError("word of a share that has not begun")
            if share == self._share:
                self._window.shown(frame)
                self._wake.notify()

    def refresh(self) -> None:
        """Send the whole picture again, as a new share."""
        with self._wake:
            self._refresh = True
            self._wake.notify()

    def _run(self) -> None:
        try:
            capture = open_capture()
        except CaptureError:
            self._failed(self)
            return
        cursor: CursorSource | None = None
        mask: ScreenMask | None = None
        try:
            cursor = open_cursor()
            # Before the first grab: what it answers holds for all grabs after that.
            mask = open_screen_mask(DEFAULT_MASK_LIST)
            while not self._stopped:
                self._share_screen(capture, mask, cursor)
        except CaptureError:
            self._failed(self)
        except Exception:
            # A dead thread must not look like a screen that rests.
            self._failed(self)
            raise
        finally:
            capture.close()
            if cursor is not None:
                cursor.close()
            if mask is not None:
                mask.close()

    def _share_screen(self, capture: ScreenCapture, mask: ScreenMask, cursor: CursorSource | None) -> None:
        """Run one share: until it is stopped, or its size changes, or a refresh is asked for."""
        self._begin_share(capture)
        encoder = PictureEncoder()
        pointer = _CursorTeller()
        previous: FrameBuffer | None = None
        active_at = time.monotonic()
        while self._may_go_on():
            try:
                # What is masked never gets as far as the comparison, let alone the encoder.
                frame = blank(capture.grab(), mask.look(), self.origin)
            except ScreenChanged:
                return
            rectangles = _whole(frame) if previous is None else changed_rectangles(previous, frame)
            if rectangles:
                self._send_frame(encoder.encode(frame, rectangles))
                previous = _remember(previous, frame, rectangles)
            moved = pointer.news(cursor.read(), self.origin) if cursor is not None else []
            if moved:
                self._deliver(self, moved)
            now = time.monotonic()
            if rectangles or moved:
                active_at = now
            self._rest(_BUSY_INTERVAL if now - active_at < _IDLE_AFTER else _IDLE_INTERVAL)

    def _begin_share(self, capture: ScreenCapture) -> None:
        with self._wake:
            # However often a refresh is asked for.
            wait = self._share_began + limits.SHARE_INTERVAL - time.monotonic()
            if self._wake.wait_for(lambda: self._stopped, timeout=max(0.0, wait)):
                return
            self._share_began = time.monotonic()
            self._refresh = False
            self._window = FrameWindow()
            self._share = next(self._share_numbers)
            self._frame_numbers = itertools.count(1)
            self.origin, self.size = capture.origin, capture.size
        self._deliver(self, [SharingStarted(self._share, *self.size)])

    def _may_go_on(self) -> bool:
        """Wait for room for a frame; tell whether this share goes on."""
        with self._wake:
            self._wake.wait_for(lambda: self._stopped or self._refresh or self._window.may_send())
            return not (self._stopped or self._refresh)

    def _rest(self, interval: float) -> None:
        with self._wake:
            self._wake.wait_for(lambda: self._stopped or self._refresh, timeout=interval)

    def _send_frame(self, rectangles: list[Rectangle]) -> None:
        number = next(self._frame_numbers)
        with self._wake:
            self._window.sent(number)
        batches = list(_batches(rectangles))
        self._deliver(
            self,
            [Frame(self._share, number, batch, batch is batches[-1]) for batch in batches],
        )


class _CursorTeller:
    """Remembers what the other side knows of the cursor."""

    def __init__(self) -> None:
        self._last: CursorState | None = None
        self._known: set[bytes] = set()

    def news(self, state: CursorState, origin: tuple[int, int]) -> list[CustomerMessage]:
        """Return what must be said so that the other side knows this state."""
        if self._last is not None and state[:3] == self._last[:3]:
            return []
        self._last = state
        messages: list[CustomerMessage] = []
        shape: CursorShape | None = state.shape
        if shape is not None and shape.hash not in self._known:
            if len(self._known) == limits.CURSORS_KEPT:
                # The other side is about to forget the oldest: begin anew rather than track which.
                self._known.clear()
            self._known.add(shape.hash)
            messages.append(shape)
        x, y = (_clamped(state.x - origin[0]), _clamped(state.y - origin[1]))
        messages.append(CursorMoved(x, y, state.hash))
        return messages


def _clamped(coordinate: int) -> int:
    return max(-limits.SCREEN_SIDE, min(limits.SCREEN_SIDE, coordinate))


def _whole(frame: FrameBuffer) -> list[Rect]:
    height, width = frame.shape[:2]
    return split(Rect(0, 0, width, height))


def _remember(previous: FrameBuffer | None, frame: FrameBuffer, rectangles: list[Rect]) -> FrameBuffer:
    if previous is None:
        return np.array(frame)
    for x, y, width, height in rectangles:
        previous[y : y + height, x : x + width] = frame[y : y + height, x : x + width]
    return previous


def _batches(rectangles: list[Rectangle]) -> Iterator[list[Rectangle]]:
    batch: list[Rectangle] = []
    size = 0
    for rectangle in rectangles:
        if batch and (size + len(rectangle.data) > _FRAME_MESSAGE or len(batch) == limits.RECTANGLES):
            yield batch
            batch, size = [], 0
        batch.append(rectangle)
        size += len(rectangle.data)
    yield batch
