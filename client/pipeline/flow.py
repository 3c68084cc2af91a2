"""How many bytes of pictures may be under way: a window that is steered by delay, not by loss.

The line ends at a relay and whatever buffers lie before and behind it. What waits in them can neither be
overtaken nor taken back, so the window is kept as small as the line allows: it holds what the line carries
during its shortest round trip, and a little more that keeps it busy. The rule is that of FAST TCP (Jin, Wei
and Low, INFOCOM 2004): every round trip the window moves towards window * shortest / present + spare.
"""

import math
from collections import deque
from dataclasses import dataclass
from typing import Final

from wire import limits

LEAST: Final = 4 * 1024
"""Bytes; more than the receiver ever leaves unreported."""
MOST: Final = 8 * 2**20
FIRST: Final = 16 * 1024

_CHUNK_SECONDS: Final = 0.008
"""What is more urgent waits behind one chunk: no longer than this."""
_FIRST_CHUNK: Final = 2 * 1024

_SPARE_SECONDS: Final = 0.015
"""So much of the line's time may wait in its buffers."""
_SPARE: Final = (1024, 128 * 1024)
"""The least and the most bytes of that."""
_CALM: Final = 0.010
"""Seconds above the shortest round trip that are noise of the two machines, not a queue."""
_SHORTEST_KEPT: Final = 30.0
"""Seconds for which the shortest round trip is believed: the line may have become another."""
_RATE_KEPT: Final = 3.0
_LEAST_SECONDS: Final = 1e-4
"""Anything quicker is the clock's doing."""


class FlowError(Exception):
    """The other side reports bytes that were never sent, or fewer than before."""


@dataclass(frozen=True)
class _Burst:
    """What was sent at one moment."""

    total: int
    """Bytes sent since the line began, these included."""
    at: float
    arrived: int
    """What was known to have arrived then, and since when."""
    arrived_at: float


class ByteWindow:
    """One direction of one line; times are seconds of a clock that never goes back."""

    def __init__(self) -> None:
        self._window = float(FIRST)
        self._sent = 0
        self._arrived = 0
        self._arrived_at = -math.inf
        self._under_way: deque[_Burst] = deque()
        self._shortest: deque[tuple[float, float]] = deque()
        """(when, round trip), rising: the first is the shortest of the time that counts."""
        self._rates: deque[tuple[float, float]] = deque()
        """(when, bytes a second), falling: the first is the highest of the time that counts."""
        self._full = -1
        """Bytes sent when the window was last full: what arrives then measures the line, not the screen."""
        self._moved_at = -math.inf
        self._starting = True

    @property
    def room(self) -> int:
        """Bytes that may be sent now."""
        return max(0, int(self._window) - (self._sent - self._arrived))

    def chunk(self, now: float) -> int:
        """Return the most bytes that should go in one piece now."""
        rate = self.rate(now)
        if rate is None:
            # A window that has grown proves as much as a rate.
            rate = self._window / self._shortest[0][1] if self._shortest and not self._starting else None
        size = _FIRST_CHUNK if rate is None else int(rate * _CHUNK_SECONDS)
        return min(max(size, limits.PICTURE_CHUNK), limits.CHUNK, self.room)

    def timed(self, round_trip: float, now: float) -> None:
        """Note the round trip of a message too small to be slowed by its own size."""
        # A coarse clock may say that it took no time.
        round_trip = max(round_trip, _LEAST_SECONDS)
        while self._shortest and self._shortest[0][0] < now - _SHORTEST_KEPT:
            self._shortest.popleft()
        while self._shortest and self._shortest[-1][1] >= round_trip:
            self._shortest.pop()
        self._shortest.append((now, round_trip))

    @property
    def shortest(self) -> float | None:
        """The shortest round trip of late, in seconds; None before the first report."""
        return self._shortest[0][1] if self._shortest else None

    def rate(self, now: float) -> float | None:
        """Return what the line carries, in bytes a second; None where it was never filled of late."""
        while self._rates and self._rates[0][0] < now - _RATE_KEPT:
            self._rates.popleft()
        return self._rates[0][1] if self._rates else None

    def sent(self, size: int, now: float) -> None:
        """Note that so many bytes went out."""
        self._sent += size
        if self._sent - self._arrived >= self._window - LEAST:
            self._full = self._sent
        began = self._arrived_at if self._under_way else now
        self._under_way.append(_Burst(self._sent, now, self._arrived, began))

    def arrived(self, total: int, now: float) -> None:
        """Note that `total` bytes arrived since the line began; raise FlowError."""
        if not self._arrived <= total <= self._sent:
            raise FlowError("a report of bytes that were not sent")
        last: _Burst | None = None
        while self._under_way and self._under_way[0].total <= total:
            last = self._under_way.popleft()
        if last is not None:
            self._measure(last, total, now)
        self._arrived, self._arrived_at = total, now

    def _measure(self, last: _Burst, total: int, now: float) -> None:
        round_trip = max(now - last.at, _LEAST_SECONDS)
        self.timed(round_trip, now)
        filled = self._full > last.arrived
        if filled:
            rate = (total - last.arrived) / max(now - last.arrived_at, _LEAST_SECONDS)
            while self._rates and self._rates[-1][1] <= rate:
                self._rates.pop()
            self._rates.append((now, rate))
        if now - self._moved_at < round_trip:
            # Once a round trip: before that its effect cannot be seen.
            return
        self._moved_at = now
        self._steer(round_trip, filled=filled)

    def _steer(self, round_trip: float, *, filled: bool) -> None:
        shortest = self._shortest[0][1]
        if round_trip - shortest > max(_CALM, shortest / 4):
            self._starting = False
        if self._starting:
            if filled:
                self._window = min(self._window * 2, MOST)
            return
        rate = self._window / round_trip
        spare = min(max(rate * _SPARE_SECONDS, _SPARE[0]), _SPARE[1])
        # Noise of a few milliseconds on a quick line is no queue.
        calm = max(shortest, min(round_trip, shortest + _CALM / 2))
        target = self._window * calm / round_trip + spare
        if target > self._window and not filled:
            # Nothing was learnt of how much more would go.
            return
        self._window = min(max((self._window + target) / 2, LEAST), MOST)
