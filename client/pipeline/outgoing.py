"""Which pictures of one share are on their way, between the screen's thread and the network's."""

import math
import threading
import time
from enum import Enum, auto

from client.screen.errors import PictureError
from client.screen.pacing import FrameWindow

_SMALL = 1024
"""Bytes; so small a frame tells the line's round trip, and not its own size's."""


class Kind(Enum):
    """The two rows in which pictures wait for the line."""

    UPDATE = auto()
    MOTION = auto()


class Outgoing:
    """One share's frames from their making to their painting; from any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._windows = {kind: FrameWindow() for kind in Kind}
        self._sizes: dict[int, int] = {}
        self._last_number = 0
        # A frame is made (screen's thread), handed to the line, and leaves it (network's thread).
        self._made = dict.fromkeys(Kind, 0)
        self._handed = dict.fromkeys(Kind, 0)
        self._left = dict.fromkeys(Kind, 0)
        self._refused = False
        self._rate: float | None = None
        self._round_trip: float | None = None

    @property
    def rate(self) -> float | None:
        """Bytes a second that the line carries; None where it was never full of late."""
        return self._rate

    @property
    def round_trip(self) -> float | None:
        """The shortest of late, in seconds; None before the first report."""
        return self._round_trip

    def may_send(self, kind: Kind) -> bool:
        """Tell whether a picture that is made now can leave at once."""
        with self._lock:
            may = self._left[kind] == self._made[kind] and self._windows[kind].may_send()
            self._refused |= not may
            return may

    def under_way(self, kind: Kind) -> int:
        """Return how many frames were sent and not yet shown."""
        with self._lock:
            count = len(self._windows[kind])
            self._refused |= count > 0
            return count

    def take_refused(self) -> bool:
        """Tell whether, since the last call, the screen's thread was told that something is still on its way.

        If so it waits for word of that; if not, it need not be woken for each acknowledgement.
        """
        with self._lock:
            refused, self._refused = self._refused, False
            return refused

    def oldest(self, kind: Kind) -> float:
        """Return when the oldest frame that is still under way was sent; infinity where there is none."""
        with self._lock:
            return self._windows[kind].oldest

    def send(self, kind: Kind, now: float) -> int:
        """Note a frame that begins to go now, and return its number."""
        with self._lock:
            self._last_number += 1
            self._windows[kind].sent(self._last_number, now)
            self._made[kind] += 1
            return self._last_number

    def made(self, number: int, size: int) -> None:
        """Note that the whole frame has so many bytes; before its last message goes."""
        with self._lock:
            self._sizes[number] = size

    def handed(self, kind: Kind) -> None:
        """The frame lies in the line's row."""
        with self._lock:
            self._handed[kind] += 1

    def left(self, kind: Kind) -> None:
        """Nothing of this kind lies in the line's row any more."""
        with self._lock:
            self._left[kind] = self._handed[kind]

    def shown(self, number: int) -> float | None:
        """Note that the agent painted this frame; raise PictureError.

        Returns the line's round trip in seconds where the frame was small enough to tell.
        """
        with self._lock:
            window = next((each for each in self._windows.values() if each.holds(number)), None)
            if window is None:
                raise PictureError("word of a frame that is not under way")
            seconds = window.shown(number, time.perf_counter())
            return seconds if self._sizes.pop(number, math.inf) <= _SMALL else None

    def measured(self, rate: float | None, shortest: float | None) -> None:
        """Note what the line carries: bytes a second, and its shortest round trip in seconds."""
        with self._lock:
            self._rate, self._round_trip = rate, shortest
            for window in self._windows.values():
                window.adapt(shortest)
