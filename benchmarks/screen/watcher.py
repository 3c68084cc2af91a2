"""One who sees both screens at every moment: when each counter appears, and whether the pictures are equal."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from benchmarks.screen import barcode
from benchmarks.screen.frame_buffer import FrameBuffer, equal, likeness
from benchmarks.screen.works import BAR, STAGE, VIDEO_BAR, Work
from client.screen.geometry import Rect

_TICK: Final = 0.0005
"""Seconds between two looks, roughly: the system adds some of its own."""
_EXACT_TICK: Final = 0.02
_LIKENESS_TICK: Final = 0.25
_PAINTED: Final = 0.004
"""Seconds after a counter's appearance in which the rest of the same update may still be painted."""
_SAMPLED_ROWS: Final = 16


class _Eye:
    """Looks at one counter of one screen."""

    def __init__(self, screen: FrameBuffer, left: int, top: int) -> None:
        middle = top + barcode.HEIGHT // 2
        self._row = screen.pixels[middle, left : left + barcode.WIDTH]
        self._blocks = self._row[barcode.BLOCK // 2 :: barcode.BLOCK]
        self._last = b""
        self.count: int | None = None
        self.seen: dict[int, float] = {}
        """When each counter was seen first."""

    def look(self, now: float) -> bool:
        """Tell whether a counter is seen that was not there at the last look."""
        blocks = self._blocks.tobytes()
        if blocks == self._last:
            return False
        self._last = blocks
        count = barcode.read(self._row)
        if count is None or count == self.count:
            return False
        self.count = count
        self.seen.setdefault(count, now)
        return True


@dataclass
class Sight:
    """What was seen during one run; times in seconds of time.perf_counter()."""

    customer: dict[int, float] = field(default_factory=dict)
    advisor: dict[int, float] = field(default_factory=dict)
    beside: int = 0
    """Frames of a video beside it that the advisor saw."""
    exact: list[float] = field(default_factory=list)
    """Seconds from an update to a picture equal to it."""
    likeness: list[float] = field(default_factory=list)
    """In dB, of pictures in motion when the counters were the same."""


class Watcher:
    """Compares the stage on the customer's display with what the advisor's shows of it."""

    def __init__(self, customer: FrameBuffer, advisor: FrameBuffer) -> None:
        self._customer = customer
        self._advisor = advisor
        self._left, self._top = 0, 0
        self._there = customer.pixels[STAGE.y : STAGE.y + STAGE.height, STAGE.x : STAGE.x + STAGE.width]
        self._here = self._there

    def locate(self, count: int, bar: Rect) -> bool:
        """Find the stage on the advisor's display by the counter that it shows; False when it is not there."""
        place = barcode.find(self._advisor.pixels, count)
        if place is None:
            return False
        left, top = place[0] - bar.x, place[1] - bar.y
        if left < 0 or top < 0 or left + STAGE.width > self._advisor.width or top + STAGE.height > self._advisor.height:
            return False
        self._left, self._top = left, top
        self._here = self._advisor.pixels[top : top + STAGE.height, left : left + STAGE.width]
        return True

    def equal(self) -> bool:
        """Tell whether the advisor's picture of the stage is exact."""
        return equal(self._there, self._here, _SAMPLED_ROWS) and equal(self._there, self._here)

    def likeness(self, step: int = 1) -> float:
        """Return how like the advisor's picture of the stage is, in dB; infinity when it is exact."""
        return likeness(self._there, self._here, step)

    def watch(self, work: Work, goes_on: Callable[[float, Sight], bool]) -> Sight:
        """Look until `goes_on`, which is asked about a thousand times a second, says no."""
        sight = Sight()
        there = _Eye(self._customer, STAGE.x + work.bar.x, STAGE.y + work.bar.y)
        here = _Eye(self._advisor, self._left + work.bar.x, self._top + work.bar.y)
        second = _Eye(self._advisor, self._left + VIDEO_BAR.x, self._top + VIDEO_BAR.y) if work.bar is BAR else None
        there.look(0.0)
        here.look(0.0)
        sight.customer, sight.advisor = there.seen, here.seen
        # What was there before the run is not part of it.
        there.seen.clear()
        here.seen.clear()
        exact_of, next_exact, next_likeness = here.count, 0.0, 0.0
        now = time.perf_counter()
        while goes_on(now, sight):
            time.sleep(_TICK)
            now = time.perf_counter()
            there.look(now)
            here.look(now)
            if second is not None:
                second.look(now)
            if here.count != there.count or here.count is None:
                continue
            if work.each_exact and exact_of != here.count and now >= next_exact:
                next_exact = now + _EXACT_TICK
                if self.equal():
                    exact_of = here.count
                    sight.exact.append(time.perf_counter() - there.seen.get(here.count, now))
            # With a second motion beside it, one counter does not stand for the whole picture.
            if work.keys is None and now >= next_likeness and now - here.seen.get(here.count, now) >= _PAINTED:
                next_likeness = now + _LIKENESS_TICK
                value = self.likeness(8)
                if not there.look(time.perf_counter()):
                    sight.likeness.append(value)
        sight.beside = len(second.seen) if second is not None else 0
        return sight
