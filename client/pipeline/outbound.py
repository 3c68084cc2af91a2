"""The picture on its way out: capture -> damage -> encode -> messages, on a thread of its own."""

import math
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence

from client.pipeline.cursor_teller import CursorTeller
from client.pipeline.outgoing import Kind, Outgoing
from client.screen.capture import MOST_AREAS, ScreenCapture, open_capture
from client.screen.coalesce import few_rectangles
from client.screen.composer import Composer
from client.screen.cursor import CursorSource, open_cursor
from client.screen.errors import CaptureError, PictureError, ScreenChanged
from client.screen.geometry import Rect, apart
from client.screen.grant import ScreenGrant
from client.screen.masked_screen import MaskedScreen
from client.screen.masking import DEFAULT_MASK_LIST
from client.screen.pacing import INTERVAL, Burst
from client.screen.screen_mask import ScreenMask, open_screen_mask
from wire import limits
from wire.messages import Area, CustomerMessage, Frame, LineMeasured, MotionFrame, Rectangle, SharingStarted

_FRAME_BYTES = 256 * 1024
_FRAME_PIXELS = 2**17
"""A message is full with so much of either: while the next is made, it is on its way."""
_POINTER_CHECK = 0.25
"""Seconds after which the cursor is read although the desktop told nothing of it, while other things change."""
_MEASURE_EACH = 2.0
"""Seconds between two words of the line's round trip, while there are pictures."""

Deliver = Callable[["ScreenSender", list[CustomerMessage]], None]
Failed = Callable[["ScreenSender"], None]
Masking = Callable[["ScreenSender", bool], None]


class ScreenSender:
    """Watches the screen from `start` to `stop`; all it sees goes to `deliver`.

    `deliver`, `failed` and `masking`, which tells whenever something begins or ceases to be masked, are called
    on the sender's own thread. `share_numbers` gives each share of this session its number.
    `grant` outlives the sender: it belongs to whoever made it.
    """

    def __init__(
        self, deliver: Deliver, failed: Failed, masking: Masking, share_numbers: Iterator[int], grant: ScreenGrant
    ) -> None:
        self._deliver = deliver
        self._failed = failed
        self._masking = masking
        self._share_numbers = share_numbers
        self._grant = grant
        self._thread = threading.Thread(target=self._run, name="screen")
        self._wake = threading.Condition()
        self._capture: ScreenCapture | None = None
        self._stopped = False
        self._refresh = False
        self._outgoing = Outgoing()
        self._share = 0
        self._share_began = -math.inf
        self._masks = False
        self.origin = (0, 0)
        self.size = (0, 0)

    # ----- from any thread --------------------------------------------------------------------

    def start(self) -> None:
        """Open the screen and begin; the first delivery is SharingStarted."""
        self._thread.start()

    def stop(self) -> None:
        """Let go of the screen. What is delivered after this call must be thrown away."""
        with self._wake:
            self._stopped = True
        self._rouse()

    def refresh(self) -> None:
        """Send the whole picture again, as a new share."""
        with self._wake:
            self._refresh = True
        self._rouse()

    def handed(self, message: Frame | MotionFrame) -> None:
        """Note that the frame's last message lies in the line's row."""
        share, outgoing = self._present()
        if message.share == share:
            outgoing.handed(Kind.UPDATE if isinstance(message, Frame) else Kind.MOTION)

    def left(self, kind: Kind, rate: float | None, shortest: float | None) -> None:
        """Note that nothing of this kind waits for the line any more, and what the line carries."""
        _, outgoing = self._present()
        outgoing.measured(rate, shortest)
        outgoing.left(kind)
        if outgoing.take_refused():
            self._rouse()

    def shown(self, share: int, frames: Sequence[int], waited: float) -> float | None:
        """Note that frames were painted, the last one `waited` seconds before this was said.

        Raises PictureError for a frame that is not under way. Returns the line's round trip in seconds where the last
        one was small enough to tell.
        """
        present, outgoing = self._present()
        if share > present and present:
            raise PictureError("word of a share that has not begun")
        if share != present:
            return None
        round_trips = [outgoing.shown(frame) for frame in frames]
        if outgoing.take_refused():
            self._rouse()
        last = round_trips[-1]
        return None if last is None else max(0.0, last - waited)

    def _present(self) -> tuple[int, Outgoing]:
        """Return the share's number and its frames, which the screen's thread may just be changing."""
        with self._wake:
            return self._share, self._outgoing

    def _rouse(self) -> None:
        with self._wake:
            self._wake.notify()
            capture = self._capture
        if capture is not None:
            capture.wake()

    # ----- on the screen's thread -------------------------------------------------------------

    def _run(self) -> None:
        capture: ScreenCapture | None = None
        cursor: CursorSource | None = None
        mask: ScreenMask | None = None
        try:
            capture = open_capture(grant=self._grant)
            with self._wake:
                self._capture = capture
            cursor = open_cursor()
            # Before the first grab: what it answers holds for all grabs after that.
            mask = open_screen_mask(DEFAULT_MASK_LIST, capture.chosen)
            while not self._stopped:
                _Share(self, capture, mask, cursor).run()
        except CaptureError:
            self._failed(self)
        except Exception:
            # A dead thread must not look like a screen that rests.
            self._failed(self)
            raise
        finally:
            with self._wake:
                self._capture = None
            for opened in (capture, cursor, mask):
                if opened is not None:
                    opened.close()

    def begin_share(self, capture: ScreenCapture) -> tuple[int, Outgoing]:
        """Wait until a new share may begin, announce it, and return its number and its frames."""
        with self._wake:
            # However often a refresh is asked for.
            wait = self._share_began + limits.SHARE_INTERVAL - time.perf_counter()
            self._wake.wait_for(lambda: self._stopped, timeout=max(0.0, wait))
            self._share_began = time.perf_counter()
            self._refresh = False
            self._outgoing = Outgoing()
            self._share = next(self._share_numbers)
            self.origin, self.size = capture.origin, capture.size
        self.say([SharingStarted(self._share, *self.size)])
        return self._share, self._outgoing

    @property
    def goes_on(self) -> bool:
        """Whether the present share is neither to be stopped nor to be begun anew."""
        return not (self._stopped or self._refresh)

    def say(self, news: list[CustomerMessage]) -> None:
        """Hand messages to the session."""
        self._deliver(self, news)

    def tell_masking(self, masks: bool) -> None:
        """Say so, where something begins or ceases to be masked."""
        if masks != self._masks:
            self._masks = masks
            self._masking(self, masks)


class _Share:
    """One share: until it is stopped, or its size changes, or a refresh is asked for."""

    def __init__(
        self, sender: ScreenSender, capture: ScreenCapture, mask: ScreenMask, cursor: CursorSource | None
    ) -> None:
        self._sender = sender
        self._capture = capture
        self._screen = MaskedScreen(capture, mask)
        self._cursor = cursor
        self._dirty: list[Rect] = []
        """What may have changed and was not yet looked at."""
        self._updates = Burst()
        self._motion = Burst()
        self._pointer = Burst()
        self._pointer_told = False
        """Whether the desktop told of the cursor since it was read."""
        self._pointer_read_at = -math.inf
        self._measured_at = -math.inf
        self._look_at = -math.inf

    def run(self) -> None:
        """Send what changes; return where this share is over, raise CaptureError where the screen is lost."""
        self._share, self._outgoing = self._sender.begin_share(self._capture)
        self._composer = Composer(*self._sender.size)
        self._teller = CursorTeller(self._sender.origin)
        # A refresh begins on a screen of which the capture has nothing new to tell.
        self._dirty = [Rect(0, 0, *self._sender.size)]
        try:
            while self._sender.goes_on:
                wait = self._look()
                self._sender.tell_masking(self._screen.masks)
                # The cursor's question to the display would delay the picture.
                wait = min(wait, self._update(), self._move(), self._tell_cursor(), self._settle())
                self._capture.wait(self._bounded(wait))
        except ScreenChanged:
            return

    def _bounded(self, wait: float) -> float | None:
        wait = min(wait, self._screen.due)
        return None if wait == math.inf else max(wait, 0.0)

    # Each of these does what is due, and returns in how many seconds it has to be asked again if nothing happens.

    def _look(self) -> float:
        """Note what may have changed."""
        now = time.perf_counter()
        has_room = self._outgoing.may_send(Kind.UPDATE)
        if self._dirty and now < self._look_at and not (has_room and self._updates.due(now) <= now):
            # A program may paint a thousand times a second; the display tells of new damage only after it was asked.
            return self._look_at - now
        self._look_at = now + INTERVAL
        damaged = self._screen.damage()
        self._composer.note_damage(damaged, now)
        if damaged and not has_room:
            self._composer.note_films(damaged, now)
        self._dirty = few_rectangles([*self._dirty, *damaged], MOST_AREAS)
        if self._composer.wants_another_region and not self._outgoing.under_way(Kind.MOTION):
            self._composer.change_region()
        return math.inf

    def _tell_cursor(self) -> float:
        if self._cursor is None:
            return math.inf
        now = time.perf_counter()
        if (wait := self._pointer.due(now) - now) > 0:
            return wait
        self._pointer_told |= self._capture.pointer_news()
        if not self._pointer_told and now - self._pointer_read_at < _POINTER_CHECK:
            return _POINTER_CHECK
        self._pointer_told, self._pointer_read_at = False, now
        if news := self._teller.news(self._cursor.read()):
            self._pointer.sent(now)
            self._sender.say(news)
        return math.inf

    def _update(self) -> float:
        """Send what changed outside the region of video."""
        areas = self._dirty if (region := self._composer.region) is None else apart(self._dirty, region)
        if not areas or not self._outgoing.may_send(Kind.UPDATE):
            return math.inf
        now = time.perf_counter()
        if (wait := self._updates.due(now) - now) > 0:
            return wait
        frame = self._screen.grab(areas)
        self._dirty = [] if region is None else few_rectangles(_inside(self._dirty, region), MOST_AREAS)
        # Where the same was painted again nothing goes, but the look has cost as much.
        self._updates.sent(now)
        self._send(self._composer.update(frame, areas, now, self._outgoing.rate), now)
        if not (postponed := self._composer.postponed):
            return math.inf
        self._dirty = few_rectangles([*self._dirty, *postponed], MOST_AREAS)
        return 0.0

    def _move(self) -> float:
        """Send the next picture of the video."""
        region = self._composer.region
        if region is None or self._composer.wants_another_region or not self._outgoing.may_send(Kind.MOTION):
            return math.inf
        areas = _inside(self._dirty, region)
        if not areas:
            return math.inf
        now = time.perf_counter()
        if (wait := self._motion.due(now) - now) > 0:
            return wait
        frame = self._screen.grab(areas)
        self._dirty = apart(self._dirty, region)
        if (picture := self._composer.move(frame, areas, now, self._outgoing.rate)) is not None:
            self._motion.sent(now)
            number = self._outgoing.send(Kind.MOTION, now)
            self._outgoing.made(number, len(picture.data))
            drawn = [Area(*each) for each in picture.areas]
            self._sender.say([MotionFrame(self._share, number, *picture.region, picture.begins, drawn, picture.data)])
        return math.inf

    def _settle(self) -> float:
        """Send what was sent less exactly before, and is calm now."""
        now = time.perf_counter()
        if (wait := self._composer.due() - now) > 0:
            return wait
        if not self._outgoing.may_send(Kind.UPDATE):
            return math.inf
        oldest = self._outgoing.oldest(Kind.MOTION)
        if rectangles := self._composer.settle(now, self._outgoing.rate, oldest):
            last = len(rectangles) - 1
            self._send(((rectangle, number < last) for number, rectangle in enumerate(rectangles)), now)
            # What is left follows as soon as the line has taken this, but behind what is typed.
            return self._composer.due() - now
        return max(self._composer.due() - now, INTERVAL)

    def _send(self, rectangles: Iterable[tuple[Rectangle, bool]], now: float) -> None:
        """Send a frame, each message as soon as it is full; with each rectangle comes whether others may follow."""
        number, size = 0, 0
        for batch, is_last in _batches(rectangles):
            number = number or self._outgoing.send(Kind.UPDATE, now)
            size += sum(len(each.data) for each in batch)
            if is_last:
                self._outgoing.made(number, size)
            self._sender.say([Frame(self._share, number, batch, is_last)])
        if now - self._measured_at >= _MEASURE_EACH and (trip := self._outgoing.round_trip):
            self._measured_at = now
            self._sender.say([LineMeasured(round(trip * 1000))])


def _inside(areas: list[Rect], region: Rect) -> list[Rect]:
    return [part for area in areas if (part := area.common(region)) is not None]


def _batches(rectangles: Iterable[tuple[Rectangle, bool]]) -> Iterator[tuple[list[Rectangle], bool]]:
    """Yield what goes into one message each, and whether it is the last; the last may have nothing to draw."""
    batch: list[Rectangle] = []
    size = pixels = work = 0
    unfinished = False
    for rectangle, unfinished in rectangles:
        if batch and work + rectangle.work > limits.RECTANGLE_PIXELS:
            yield batch, False
            batch, size, pixels, work = [], 0, 0, 0
        batch.append(rectangle)
        size += len(rectangle.data)
        pixels += rectangle.width * rectangle.height
        work += rectangle.work
        if unfinished and (pixels >= _FRAME_PIXELS or size >= _FRAME_BYTES or len(batch) == limits.RECTANGLES):
            yield batch, False
            batch, size, pixels, work = [], 0, 0, 0
    if batch or unfinished:
        yield batch, True
