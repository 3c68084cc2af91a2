"""When the next picture may go: how many are under way, and how soon one follows another."""

import math
from typing import Final

from client.screen.errors import PictureError
from wire import limits

INTERVAL: Final = 1 / 60
"""Seconds between two pictures while the screen keeps changing."""

_LEAST: Final = 2
_AT_WORK: Final = 0.02
"""Seconds in which a picture takes its place on the line, is decoded and painted; two hide no more of it than that."""
_QUICK: Final = 0.003
"""Seconds after a first picture: a program that paints in steps should not show its first for long."""
_SAVED: Final = 3.0
"""The most pictures that may go without waiting for their interval."""


class FrameWindow:
    """The frames of one kind that were sent and not yet shown.

    A frame that waited in a queue would show the past: a new one is made only when there is room. Two are under
    way at least, so that one is painted while the next is made; on a long line as many more as it takes to show
    INTERVAL's rate over its round trip. The line's own window of bytes keeps them from queueing there.
    """

    def __init__(self) -> None:
        self._sent_at: dict[int, float] = {}
        self._most = _LEAST

    def __len__(self) -> int:
        return len(self._sent_at)

    @property
    def oldest(self) -> float:
        """When the oldest frame that is under way was sent; infinity where there is none."""
        return min(self._sent_at.values(), default=math.inf)

    def may_send(self) -> bool:
        """Tell whether there is room for one more frame."""
        return len(self._sent_at) < self._most

    def adapt(self, round_trip: float | None) -> None:
        """Note the line's shortest round trip in seconds; None where it is not known."""
        spanned = 0 if round_trip is None else int((round_trip + _AT_WORK) / (2 * INTERVAL))
        self._most = min(_LEAST + spanned, limits.FRAMES_IN_FLIGHT)

    def sent(self, number: int, now: float) -> None:
        """Note that this frame is under way; raise ValueError when it is already, or there is no room."""
        if number in self._sent_at or not self.may_send():
            raise ValueError(f"frame {number} may not be sent")
        self._sent_at[number] = now

    def holds(self, number: int) -> bool:
        """Tell whether this frame is under way."""
        return number in self._sent_at

    def shown(self, number: int, now: float) -> float:
        """Note that the agent painted this frame and return the seconds since it was sent; raise PictureError."""
        sent_at = self._sent_at.pop(number, None)
        if sent_at is None:
            raise PictureError("word of a frame that is not under way")
        return now - sent_at


class Burst:
    """Lets the first change of a burst go at once, the next two soon after, and paces the rest."""

    def __init__(self) -> None:
        self._saved = 0.0
        """Pictures that may go without waiting for their interval."""
        self._last = -math.inf

    def due(self, now: float) -> float:
        """Return when the next picture may go; in the past, where it may go at once."""
        missing = 1 - self._saved_at(now)
        return max(self._last + _QUICK, now + missing * INTERVAL if missing > 0 else -math.inf)

    def sent(self, now: float) -> None:
        """Note that a picture goes now."""
        self._saved = self._saved_at(now) - 1
        self._last = now

    def _saved_at(self, now: float) -> float:
        return min(_SAVED, self._saved + (now - self._last) / INTERVAL)
