"""The picture on its way in: frames -> decode -> canvas, on a thread of its own."""

import queue
import threading
from collections.abc import Callable

from client.pipeline.picture import Picture
from client.screen.codec import PictureDecoder
from client.screen.errors import PictureError
from client.screen.geometry import Rect
from wire.messages import Frame

_WAITING = 256
"""Frame messages; a correct sender has two frames under way, each of a few messages."""

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
        self._frames: queue.Queue[Frame | None] = queue.Queue()
        self._thread = threading.Thread(target=self._run, name="picture")
        self._stopped = False

    def start(self) -> None:
        """Start the thread."""
        self._thread.start()

    def stop(self) -> None:
        """End the thread; frames that still wait are passed over."""
        self._stopped = True
        self._frames.put(None)

    def feed(self, frame: Frame) -> None:
        """Take one frame message; raise PictureError when the sender floods."""
        if frame.share != self.picture.share:
            # Still on its way when its share ended.
            return
        if self._frames.qsize() >= _WAITING:
            raise PictureError("more frames than the window allows")
        self._frames.put(frame)

    def _run(self) -> None:
        decoder = PictureDecoder()
        rectangles: list[Rect] = []
        drawn = 0
        while (frame := self._frames.get()) is not None and not self._stopped:
            # A correct sender draws no pixel twice in one frame.
            drawn += sum(each.width * each.height for each in frame.rectangles)
            if drawn > self.picture.width * self.picture.height:
                self._broken()
                return
            try:
                rectangles += [self.picture.apply(each, decoder.decode(each)) for each in frame.rectangles]
            except PictureError:
                self._broken()
                return
            if frame.final:
                self._changed(_few(rectangles, self.picture), frame.share, frame.number)
                rectangles, drawn = [], 0


def _few(rectangles: list[Rect], picture: Picture) -> list[Rect]:
    """Return the rectangles, or the whole picture where they are so many that to repaint each costs more."""
    if len(rectangles) <= _REPAINTED_APART:
        return rectangles
    return [Rect(0, 0, picture.width, picture.height)]
