"""The customer's picture as the agent's side holds it, shared by the decoding thread and the window."""

import threading
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from client.screen.canvas import Canvas
from client.screen.decoder import PictureDecoder, draw, draw_motion
from client.screen.geometry import Rect
from client.screen.sharpness import Sharpness, SharpnessMap
from wire import messages


@dataclass(frozen=True)
class RemoteCursor:
    """Where the customer's cursor is, in pixels of the picture, and how it looks."""

    x: int
    y: int
    shape: messages.CursorShape | None
    """None: hidden."""


class Picture:
    """One share's canvas. Hold `lock` while reading or writing `pixels`."""

    def __init__(self, share: int, width: int, height: int) -> None:
        self.share = share
        self.lock = threading.Lock()
        self._canvas = Canvas(width, height)
        self._decoder = PictureDecoder()
        self._sharpness = SharpnessMap(width, height)
        self.received = 0
        """Bytes of coded pixels that were drawn."""

    @property
    def width(self) -> int:
        """Pixels."""
        return self._canvas.width

    @property
    def height(self) -> int:
        """Pixels."""
        return self._canvas.height

    @property
    def pixels(self) -> npt.NDArray[np.uint8]:
        """The canvas, shape (height, width, 4), BGRX; the same array for the whole share."""
        return self._canvas.pixels

    def draw(self, rectangles: Sequence[messages.Rectangle]) -> list[Rect]:
        """Decode and draw; return what to repaint. On one thread only; raises PictureError."""
        drawn = []
        for rectangle in rectangles:
            content = self._decoder.decode(rectangle)
            with self.lock:
                area = draw(self._canvas, rectangle, content)
                if isinstance(content, Rect):
                    self._sharpness.copied(content, area.x, area.y)
                else:
                    exact = rectangle.coding is not messages.Coding.PHOTO
                    self._sharpness.drew(area, Sharpness.SHARP if exact else Sharpness.SHARPENING)
            drawn.append(area)
            self.received += len(rectangle.data)
        return drawn

    def draw_motion(self, frame: messages.MotionFrame) -> list[Rect]:
        """Decode the video's next picture and draw what it says; return what to repaint. As `draw`."""
        pixels = self._decoder.decode_motion(frame)
        with self.lock:
            drawn = draw_motion(self._canvas, frame, pixels)
            for area in drawn:
                self._sharpness.drew(area, Sharpness.VIDEO)
        self.received += len(frame.data)
        return drawn

    def sharpness(self) -> Sharpness:
        """Return how exactly the picture shows the customer's screen; from any thread."""
        with self.lock:
            return self._sharpness.worst()
