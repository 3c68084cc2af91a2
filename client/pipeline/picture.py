"""The customer's picture as the agent's side holds it, shared by the decoding thread and the window."""

import threading
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from client.screen.canvas import Canvas
from client.screen.decoder import PictureDecoder, draw, draw_motion
from client.screen.geometry import Rect
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
                drawn.append(draw(self._canvas, rectangle, content))
        return drawn

    def draw_motion(self, frame: messages.MotionFrame) -> list[Rect]:
        """Decode the video's next picture and draw what it says; return what to repaint. As `draw`."""
        pixels = self._decoder.decode_motion(frame)
        with self.lock:
            return draw_motion(self._canvas, frame, pixels)
