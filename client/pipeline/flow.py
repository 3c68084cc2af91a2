"""How many bytes of pictures may be under way: a window that is steered by delay, not by loss.

The line ends at a relay and whatever buffers lie before and behind it. What waits in them can neither be
overtaken nor taken back, so the window is kept as small as the line allows: it holds what the line carries
during its shortest round trip, and a little more that keeps it busy. The rule is that of FAST TCP (Jin, Wei
and Low, INFOCOM 2004): every round trip the window moves towards window * shortest / present + spare.

A window alone would let a whole picture of a video go at once, and a letter wait behind it in the line's buffer. So
what goes is paced, too, a little quicker than the line is known to carry it.
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
"""Seconds of measuring for which the highest rate counts: a computer that was busy for a moment makes no slow line."""
_RATE_BELIEVED: Final = 30.0
"""Seconds for which a rate counts where none was measured since: what offers little proves nothing."""
_PACE: Final = 1.125
"""Pictures go by so much quicker than the line, so that it is found out where it carries more."""
_SOON: Final = 0.015
"""Seconds of the line's time; of what takes no longer to go it is time to make the next."""
_AHEAD: Final = 0.006
"""Seconds of the line's time that may wait in front of it when the next chunk goes."""
_IDLE_TRIPS: Final = 2
"""A line to which nothing was given for so many round trips is empty, though the last bytes were not reported."""
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
    before: int
    """Of them, those that were known to be over then: the line has carried the others since `since`."""
    since: float
    fills: bool
    """Whether the window was full after it: when it arrives it measures the line, not the screen."""


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
        """(seconds of measuring, bytes a second), falling: the first is the highest of the time that counts."""
        self._measured = 0.0
        self._measured_at = -math.inf
        """For how many seconds the line was measured, and when it was last."""
        self._idle = 0
        self._idle_until = -math.inf
        """Bytes sent when the line was last empty, and until when it was."""
        self._carried_at = -math.inf
        """When the line will have carried all that was sent, if it carries what is believed."""
        self._moved_at = -math.inf
        self._starting = True

    @property
    def room(self) -> int:
        """Bytes that may be sent now."""
        return max(0, int(self._window) - (self._sent - self._arrived))

    def chunk(self, now: float) -> int:
        """Return the most bytes that should go in one piece now; 0 where something has to be waited for."""
        if self.pause(now):
            return 0
        rate = self.rate(now)
        if rate is None:
            # A window that has grown proves as much as a rate.
            rate = self._window / self._shortest[0][1] if self._shortest and not self._starting else None
        size = _FIRST_CHUNK if rate is None else int(rate * _CHUNK_SECONDS)
        return min(max(size, limits.PICTURE_CHUNK), limits.CHUNK, self.room)

    def pause(self, now: float) -> float | None:
        """Return in how many seconds the pace lets more go; None where a report has to come first."""
        if self.room < limits.PICTURE_CHUNK:
            return None
        pause = self._carried_at - now - _AHEAD
        return pause if pause > _LEAST_SECONDS else 0.0

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
        """Return what the line carries, in bytes a second; None where it was not filled for long."""
        if now - self._measured_at > _RATE_BELIEVED:
            self._rates.clear()
        while self._rates and self._rates[0][0] < self._measured - _RATE_KEPT:
            self._rates.popleft()
        return self._rates[0][1] if self._rates else None

    def soon(self, now: float) -> int:
        """Return how many bytes may wait when the next picture is made: they are gone until then."""
        return int((self.rate(now) or 0) * _SOON)

    def sent(self, size: int, now: float) -> None:
        """Note that so many bytes went out."""
        if self._is_idle(now):
            self._idle, self._idle_until = self._sent, now
        before, since = max(self._arrived, self._idle), max(self._arrived_at, self._idle_until)
        self._sent += size
        self._under_way.append(_Burst(self._sent, now, before, since, self.room < limits.PICTURE_CHUNK))
        if not self._starting and (rate := self.rate(now)) is not None:
            self._carried_at = max(self._carried_at, now) + size / (_PACE * rate)

    def _is_idle(self, now: float) -> bool:
        if not self._under_way:
            return True
        # The receiver leaves little unreported, and for ever.
        calm = now - self._under_way[-1].at
        return self._sent - self._arrived < LEAST and bool(self._shortest) and calm > _IDLE_TRIPS * self._shortest[0][1]

    def arrived(self, total: int, now: float) -> None:
        """Note that `total` bytes arrived since the line began; raise FlowError."""
        if not self._arrived <= total <= self._sent:
            raise FlowError("a report of bytes that were not sent")
        last: _Burst | None = None
        filled = False
        while self._under_way and self._under_way[0].total <= total:
            last = self._under_way.popleft()
            filled |= last.fills
        if last is not None:
            self._measure(last, total, now, filled=filled)
        self._arrived, self._arrived_at = total, now

    def _measure(self, last: _Burst, total: int, now: float, *, filled: bool) -> None:
        round_trip = max(now - last.at, _LEAST_SECONDS)
        self.timed(round_trip, now)
        rate, known = (total - last.before) / max(now - last.since, _LEAST_SECONDS), self.rate(now)
        # Where the window was not full, the line carries this at least.
        if filled or (known is not None and rate > known):
            while self._rates and self._rates[-1][1] <= rate:
                self._rates.pop()
            if filled:
                self._measured += min(now - self._arrived_at, round_trip)
            self._measured_at = now
            self._rates.append((self._measured, rate))
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
