"""The picture on its way in: frames -> decode -> canvas, on a thread of its own."""

import queue
import threading
from collections.abc import Callable

from client.pipeline.picture import Picture
from client.screen.errors import PictureError
from client.screen.geometry import Rect
from wire.messages import Frame, MotionFrame

_WAITING = 256
"""Frame messages; a correct sender has a few frames under way, each of a few messages."""

_REPAINTED_APART = 256

Changed = Callable[[list[Rect], int, int], None]


class PictureReceiver:
    """Decodes one share into its picture, from `start` to `stop`.

    `changed(rectangles, share, frame)` is called on the receiver's thread when a frame is complete, `broken()`
    when the other side sent what is no picture.
    """

    def __init__(self, picture: Picture, changed: Changed, broken: Callable[[], None]) -> None:
        self.picture = picture
        self._changed = changed
        self._broken = broken
        self._frames: queue.SimpleQueue[Frame | MotionFrame | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="picture")
        self._stopped = False

    def start(self) -> None:
        """Start the thread."""
        self._thread.start()

    def stop(self) -> None:
        """End the thread; frames that still wait are passed over."""
        self._stopped = True
        self._frames.put(None)

    def feed(self, frame: Frame | MotionFrame) -> None:
        """Take one frame message; raise PictureError when the sender floods."""
        if frame.share != self.picture.share:
            # Still on its way when its share ended.
            return
        if self._frames.qsize() >= _WAITING:
            raise PictureError("more frames than the window allows")
        self._frames.put(frame)

    def _run(self) -> None:
        rectangles: list[Rect] = []
        drawn = 0
        try:
            while (frame := self._frames.get()) is not None and not self._stopped:
                if isinstance(frame, MotionFrame):
                    self._changed(self.picture.draw_motion(frame), frame.share, frame.number)
                    continue
                # A correct sender draws no pixel twice in one frame, but for what it copies first.
                drawn += sum(each.width * each.height for each in frame.rectangles)
                if drawn > 2 * self.picture.width * self.picture.height:
                    raise PictureError("more than a picture in one frame")
                rectangles += self.picture.draw(frame.rectangles)
                if frame.final:
                    self._changed(_few(rectangles, self.picture), frame.share, frame.number)
                    rectangles, drawn = [], 0
        except PictureError:
            self._broken()


def _few(rectangles: list[Rect], picture: Picture) -> list[Rect]:
    """Return the rectangles, or the whole picture where they are so many that to repaint each costs more."""
    if len(rectangles) <= _REPAINTED_APART:
        return rectangles
    return [Rect(0, 0, picture.width, picture.height)]
