"""The customer's picture as the agent's side holds it, shared by the decoding thread and the window."""

import threading
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from client.screen.canvas import Canvas
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

    def apply(self, rectangle: messages.Rectangle, pixels: npt.NDArray[np.uint8]) -> Rect:
        """Write one decoded rectangle in place and return where it went."""
        with self.lock:
            return self._canvas.apply(rectangle, pixels)
