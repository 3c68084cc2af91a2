"""The picture on its way in: frames -> decode -> canvas, on a thread of its own but for what is small."""

import queue
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from client.pipeline.picture import Picture
from client.screen.errors import PictureError
from client.screen.geometry import Rect
from wire import limits
from wire.messages import Coding, Frame, MotionFrame

_WAITING = 256
"""Frame messages; a correct sender has a few frames under way, each of a few messages."""
_WAITING_BYTES = 64 * 2**20
"""Bytes of coded pixels in them: two pictures of 3840x2160 that are nothing but noise take less."""
_UNSHOWN = 2 * limits.FRAMES_IN_FLIGHT
"""Frames, of updates and of the video: a correct sender waits for their acknowledgement."""

_SMALL_RECTANGLES, _SMALL_WORK, _SMALL_BYTES = 8, 2**15, 2**11
"""Rectangles, pixels and coded bytes of a message that takes no longer to draw than a thread to wake for it."""

_REPAINTED_APART = 256
_WORTH_A_LOOK = 2**16
"""Pixels of an unfinished frame that are worth a repaint; a frame has no more of them than twice the picture."""
_LONG = 0.03
"""Seconds; of a frame that comes sooner nobody would see a part, and each repaint would delay the rest."""

Changed = Callable[[list[Rect], int, int | None], None]


class PictureReceiver:
    """Decodes one share into its picture, from `start` to `stop`.

    `changed(rectangles, share, frame)` is called when a frame is complete, and with None for the frame when so much of
    a large one was drawn that it is worth showing. `broken(receiver)` is called when the other side sent what is no
    picture. Both are called on the receiver's thread, or by `feed`. Neither has to know the receiver, and so keep it:
    its decoders are large.
    """

    def __init__(self, picture: Picture, changed: Changed, broken: "Callable[[PictureReceiver], None]") -> None:
        self.picture = picture
        self._changed = changed
        self._broken = broken
        self._frames: queue.SimpleQueue[Frame | MotionFrame | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="picture")
        self._stopped = False
        self._unshown = 0
        # Each is written by one thread only; what waits, or is being drawn, is their difference.
        self._fed = self._drawn = 0
        self._bytes_fed = self._bytes_taken = 0
        self._unfinished = _Unfinished()

    def start(self) -> None:
        """Start the thread."""
        self._thread.start()

    def stop(self) -> None:
        """End the thread; frames that still wait are passed over."""
        self._stopped = True
        self._frames.put(None)

    def feed(self, frame: Frame | MotionFrame) -> None:
        """Take one frame message; raise PictureError when the sender floods.

        A letter is drawn before this returns: to wake a thread for it takes as long. All else is drawn by the thread.
        """
        if frame.share != self.picture.share:
            # Still on its way when its share ended.
            return
        self._unshown += isinstance(frame, MotionFrame) or frame.final
        if self._unshown > _UNSHOWN:
            raise PictureError("more frames than the window allows")
        if self._fed == self._drawn and isinstance(frame, Frame) and _is_small(frame):
            # The thread sleeps, and only this call could wake it.
            self._draw_guarded(frame)
            return
        self._bytes_fed += _size(frame)
        if self._frames.qsize() >= _WAITING or self._bytes_fed - self._bytes_taken > _WAITING_BYTES:
            raise PictureError("more frames than the window allows")
        self._fed += 1
        self._frames.put(frame)

    def shown(self) -> None:
        """Note that a frame was painted and is acknowledged now; on the thread that calls `feed`."""
        self._unshown -= 1

    def _run(self) -> None:
        while (frame := self._frames.get()) is not None and not self._stopped:
            self._bytes_taken += _size(frame)
            self._draw_guarded(frame)
            self._drawn += 1

    def _draw_guarded(self, frame: Frame | MotionFrame) -> None:
        """Draw it, unless the receiver was stopped, or something before it was no picture."""
        if self._stopped:
            return
        try:
            if isinstance(frame, MotionFrame):
                self._changed(self.picture.draw_motion(frame), frame.share, frame.number)
            else:
                self._draw(frame)
        except PictureError:
            self._stopped = True
            self._broken(self)
        except Exception:
            # What is not drawn any more must not look like a screen that rests.
            self._stopped = True
            self._broken(self)
            raise

    def _draw(self, frame: Frame) -> None:
        so_far = self._unfinished
        if not so_far.drawn:
            so_far.since = time.perf_counter()
        # A correct sender draws no pixel twice in one frame, but for what it copies first.
        so_far.drawn += sum(each.width * each.height for each in frame.rectangles)
        if so_far.drawn > 2 * self.picture.width * self.picture.height:
            raise PictureError("more than a picture in one frame")
        so_far.rectangles = _few(so_far.rectangles + self.picture.draw(frame.rectangles), self.picture)
        # What moved would be seen twice before all is drawn.
        so_far.moved |= any(each.coding is Coding.COPY for each in frame.rectangles)
        if frame.final:
            self._unfinished = _Unfinished()
            self._changed(so_far.rectangles, frame.share, frame.number)
            return
        long = time.perf_counter() - so_far.since >= _LONG
        if long and so_far.drawn - so_far.shown >= _WORTH_A_LOOK and not so_far.moved and self._frames.empty():
            self._changed(so_far.rectangles, frame.share, None)
            so_far.rectangles, so_far.shown, so_far.since = [], so_far.drawn, time.perf_counter()


@dataclass
class _Unfinished:
    """What was drawn of a frame of which more is to come; counted in pixels."""

    rectangles: list[Rect] = field(default_factory=list)
    """Not shown yet."""
    since: float = 0.0
    """When the first of them came."""
    drawn: int = 0
    shown: int = 0
    moved: bool = False


def _is_small(frame: Frame) -> bool:
    if len(frame.rectangles) > _SMALL_RECTANGLES or _size(frame) > _SMALL_BYTES:
        return False
    return sum(each.work for each in frame.rectangles) <= _SMALL_WORK


def _size(frame: Frame | MotionFrame) -> int:
    if isinstance(frame, MotionFrame):
        return len(frame.data)
    return sum(len(each.data) for each in frame.rectangles)


def _few(rectangles: list[Rect], picture: Picture) -> list[Rect]:
    """Return the rectangles, or the whole picture where they are so many that to repaint each costs more."""
    if len(rectangles) <= _REPAINTED_APART:
        return rectangles
    return [Rect(0, 0, picture.width, picture.height)]
