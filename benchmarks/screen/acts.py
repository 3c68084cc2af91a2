"""What each work paints: `begin` sets the scene, `step` is one update, without its counter."""

import math
from abc import ABC, abstractmethod
from typing import Any, Final

import numpy as np

from benchmarks.screen import scenery
from benchmarks.screen.works import FLASHED, LINES, PAGE, RATE, SCROLLED, VIDEO, VIDEO_BAR
from benchmarks.screen.x_window import StageWindow
from client.screen.geometry import Rect

_PAGES: Final = 24
_SCROLLED_LINES: Final = 600
_MOVED: Final = (500, 360)
_COLOURS: Final = (0xFFB3261E, 0xFF1F6F43, 0xFF2B5FA8, 0xFFE0A100)


class Act(ABC):
    """One kind of change in the stage; made once, used for many runs."""

    def __init__(self, window: StageWindow) -> None:
        self._window = window
        self._page = window.upload(scenery.text_page(PAGE.width, PAGE.height, 100))

    def begin(self) -> None:
        """Paint what is there before the first update."""
        self._window.copy(self._page, PAGE, PAGE.x, PAGE.y)

    @abstractmethod
    def step(self, number: int) -> None:
        """Ask for the update with this number, from 0; it goes on where the last run has ended."""


class Still(Act):
    """Nothing changes."""

    def step(self, number: int) -> None:
        """Do nothing."""


class Flash(Act):
    """A field changes its colour."""

    def __init__(self, window: StageWindow) -> None:
        super().__init__(window)
        shape = FLASHED.height, FLASHED.width
        self._fields = [window.upload(np.full(shape, colour, np.uint32)) for colour in _COLOURS]

    def step(self, number: int) -> None:
        """Show the next colour."""
        field = self._fields[number % len(self._fields)]
        self._window.copy(field, Rect(0, 0, FLASHED.width, FLASHED.height), FLASHED.x, FLASHED.y)


class Type(Act):
    """Letters appear below the text."""

    def __init__(self, window: StageWindow) -> None:
        super().__init__(window)
        lines, self._cell = scenery.typed_lines(LINES.width, LINES.height, 200)
        self._lines = window.upload(lines)
        self._blank = window.upload(np.full(lines.shape, 0xFFFFFFFF, np.uint32))
        self._all = Rect(0, 0, LINES.width, LINES.height)

    def begin(self) -> None:
        """Paint the text with empty lines below."""
        super().begin()
        self._window.copy(self._blank, self._all, LINES.x, LINES.y)

    def step(self, number: int) -> None:
        """Show the next letter; full lines become empty again."""
        columns = LINES.width // self._cell
        line, column = divmod(number % (columns * (LINES.height // scenery.LINE)), columns)
        if line == column == 0 and number:
            self._window.copy(self._blank, self._all, LINES.x, LINES.y)
        letter = Rect(column * self._cell, line * scenery.LINE, self._cell, scenery.LINE)
        self._window.copy(self._lines, letter, LINES.x + letter.x, LINES.y + letter.y)


class Scroll(Act):
    """A text moves by one line, upwards until its end and then back."""

    def __init__(self, window: StageWindow) -> None:
        super().__init__(window)
        self._text = window.upload(scenery.text_page(SCROLLED.width, _SCROLLED_LINES * scenery.LINE, 300))
        self._steps = _SCROLLED_LINES - SCROLLED.height // scenery.LINE - 1

    def begin(self) -> None:
        """Paint the text in front of the page."""
        super().begin()
        self.step(0)

    def step(self, number: int) -> None:
        """Move by a line."""
        place = number % (2 * self._steps)
        top = min(place, 2 * self._steps - place) * scenery.LINE
        self._window.copy(self._text, Rect(0, top, SCROLLED.width, SCROLLED.height), SCROLLED.x, SCROLLED.y)


class Drag(Act):
    """A window is moved over the page."""

    def __init__(self, window: StageWindow) -> None:
        super().__init__(window)
        self._moved = window.upload(scenery.dialog(*_MOVED))
        # Old and new place are put together beforehand, so that the screen changes at one moment.
        self._table = window.upload(np.zeros((PAGE.height, PAGE.width), np.uint32))
        self._last = self._place(0)

    @staticmethod
    def _place(number: int) -> Rect:
        seconds = number / RATE
        x = (PAGE.width - _MOVED[0]) / 2 * (1 + 0.9 * math.sin(1.1 * seconds))
        y = (PAGE.height - _MOVED[1]) / 2 * (1 + 0.9 * math.sin(1.7 * seconds))
        return Rect(round(x), round(y), *_MOVED)

    def begin(self) -> None:
        """Paint the window in front of the page."""
        super().begin()
        self._last = PAGE
        self.step(0)

    def step(self, number: int) -> None:
        """Move the window to its next place."""
        place, last = self._place(number), self._last
        left, top = min(place.x, last.x), min(place.y, last.y)
        right = max(place.x + place.width, last.x + last.width)
        bottom = max(place.y + place.height, last.y + last.height)
        both = Rect(left, top, right - left, bottom - top)
        self._window.copy(self._page, both, both.x, both.y, self._table)
        self._window.copy(self._moved, Rect(0, 0, *_MOVED), place.x, place.y, self._table)
        self._window.copy(self._table, both, both.x, both.y)
        self._last = place


class Page(Act):
    """A whole page becomes another."""

    def __init__(self, window: StageWindow) -> None:
        super().__init__(window)
        self._pages = [window.upload(scenery.text_page(PAGE.width, PAGE.height, 400 + page)) for page in range(_PAGES)]

    def step(self, number: int) -> None:
        """Show the next page."""
        self._window.copy(self._pages[number % _PAGES], PAGE, PAGE.x, PAGE.y)


class Video(Act):
    """The next frame of a video; the place of its counter is left as it is."""

    def __init__(self, window: StageWindow, frames: list[Any]) -> None:
        """`frames` are kept pictures."""
        super().__init__(window)
        self._frames = frames

    def begin(self) -> None:
        """Paint the first frame in front of the page."""
        super().begin()
        self.step(0)

    def step(self, number: int) -> None:
        """Show the next frame."""
        frame = self._frames[number % len(self._frames)]
        upper, bar = VIDEO.height - VIDEO_BAR.height, VIDEO_BAR
        self._window.copy(frame, Rect(0, 0, VIDEO.width, upper), VIDEO.x, VIDEO.y)
        beside = Rect(bar.width, upper, VIDEO.width - bar.width, bar.height)
        self._window.copy(frame, beside, bar.x + bar.width, bar.y)


def upload_video(window: StageWindow) -> list[Any]:
    """Draw the video and hand it to the X server."""
    return [window.upload(frame) for frame in scenery.video(VIDEO.width, VIDEO.height)]
