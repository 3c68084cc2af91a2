"""The window of bytes, driven over a simulated line: full, hardly any queue, and the rate is known."""

import heapq
import math
from dataclasses import dataclass

import pytest

from client.pipeline.flow import FIRST, LEAST, ByteWindow, FlowError
from wire import limits

_STEP = 0.0005
_REPORTS_APART = 0.004


@dataclass
class Line:
    """A line with one queue before it and as much delay each way as half its round trip."""

    rate: float
    """Bytes a second."""
    round_trip: float
    window: ByteWindow
    now: float = 0.0
    sent: int = 0
    arrived: int = 0

    def __post_init__(self) -> None:
        self._free_at = 0.0
        self._under_way: list[tuple[float, int]] = []
        self._reports: list[tuple[float, int]] = []
        self._report_at: float | None = None

    def run(self, seconds: float, offered: float = math.inf, most: float = math.inf) -> list[float]:
        """Offer `offered` bytes a second, `most` in all; return how long each step's newest byte waits in the queue."""
        queues, begun, offered_from = [], self.now, self.sent
        while self.now < begun + seconds:
            self.now += _STEP
            waiting = offered_from + min(offered * (self.now - begun), most) - self.sent
            while (size := int(min(self.window.chunk(self.now), waiting))) >= limits.PICTURE_CHUNK:
                waiting -= size
                self.sent += size
                self.window.sent(size, self.now)
                self._free_at = max(self._free_at, self.now) + size / self.rate
                heapq.heappush(self._under_way, (self._free_at + self.round_trip / 2, self.sent))
            while self._under_way and self._under_way[0][0] <= self.now:
                self.arrived = heapq.heappop(self._under_way)[1]
                self._report_at = self._report_at or self.now + _REPORTS_APART
            if self._report_at is not None and self._report_at <= self.now:
                self._report_at = None
                heapq.heappush(self._reports, (self.now + self.round_trip / 2, self.arrived))
            while self._reports and self._reports[0][0] <= self.now:
                self.window.arrived(heapq.heappop(self._reports)[1], self.now)
            queues.append(max(0.0, self._free_at - self.now))
        return queues


LINES = [(32_000.0, 0.120), (250_000.0, 0.080), (1_250_000.0, 0.040), (12_500_000.0, 0.020)]


@pytest.mark.parametrize(("rate", "round_trip"), LINES)
def test_a_line_is_kept_full_with_hardly_any_queue(rate: float, round_trip: float) -> None:
    line = Line(rate, round_trip, ByteWindow())
    line.run(3)
    begun = line.arrived
    queues = sorted(line.run(3))
    assert (line.arrived - begun) / 3 > 0.95 * rate
    # What the window may keep waiting, or what its least size makes wait.
    assert queues[int(len(queues) * 0.95)] < max(0.025, 1.5 * LEAST / rate)
    known = line.window.rate(line.now)
    assert known is not None
    assert known == pytest.approx(rate, rel=0.15)


@pytest.mark.parametrize(("rate", "round_trip"), LINES)
def test_a_line_that_becomes_slower_does_not_stay_flooded(rate: float, round_trip: float) -> None:
    line = Line(rate, round_trip, ByteWindow())
    line.run(2)
    line.rate = rate / 5
    line.run(4)
    queues = sorted(line.run(1))
    assert queues[len(queues) // 2] < max(0.040, 1.5 * LEAST / line.rate)


def test_a_line_that_becomes_quicker_is_used_soon() -> None:
    line = Line(250_000.0, 0.080, ByteWindow())
    line.run(3)
    line.rate = 2_500_000.0
    line.run(8)
    begun = line.arrived
    line.run(1)
    assert line.arrived - begun > 0.8 * line.rate


@pytest.mark.parametrize(("rate", "round_trip"), LINES[1:3])
def test_what_is_typed_beside_a_video_waits_behind_a_chunk_or_two(rate: float, round_trip: float) -> None:
    line = Line(rate, round_trip, ByteWindow())
    line.run(2)
    queues: list[float] = []
    for _ in range(300):
        # A picture of a video: each comes as a whole, and takes most of its time on the line.
        queues += line.run(1 / 30, most=0.8 * rate / 30)
    assert max(queues[len(queues) // 10 :]) < 0.018
    assert line.window.rate(line.now) == pytest.approx(rate, rel=0.15)


@pytest.mark.parametrize(("rate", "round_trip"), LINES)
def test_what_comes_after_a_rest_is_no_slow_line(rate: float, round_trip: float) -> None:
    line = Line(rate, round_trip, ByteWindow())
    line.run(1)
    # Of a letter or two nobody says that they came.
    line.sent += 1
    line.window.sent(1, line.now)
    line.run(32, offered=0)
    assert line.window.rate(line.now) is None
    line.run(3 * round_trip + 0.1)
    assert line.window.rate(line.now) == pytest.approx(rate, rel=0.2)


def test_a_computer_that_was_busy_for_a_moment_is_no_slow_line() -> None:
    line = Line(250_000.0, 0.080, ByteWindow())
    line.run(2)
    for _ in range(10):
        line.run(1, offered=50_000)
        line.rate = 50_000
        line.run(0.2)
        line.rate = 250_000
    assert line.window.rate(line.now) == pytest.approx(250_000, rel=0.15)


def test_a_screen_that_offers_little_proves_no_rate() -> None:
    line = Line(12_500_000.0, 0.020, ByteWindow())
    line.run(2, offered=50_000)
    assert line.window.rate(line.now) is None
    assert line.window.room >= FIRST - LEAST


def test_nothing_goes_while_nothing_is_reported() -> None:
    window = ByteWindow()
    while size := window.chunk(1.0):
        window.sent(size, 1.0)
    assert window.room == 0
    window.arrived(2 * 1024, 1.1)
    assert window.room > 0


@pytest.mark.parametrize("report", [-1, 999, 5001])
def test_a_report_of_what_was_not_sent_or_less_than_before(report: int) -> None:
    window = ByteWindow()
    window.sent(5000, 0.0)
    window.arrived(1000, 0.1)
    with pytest.raises(FlowError):
        window.arrived(report, 0.2)


def test_a_clock_too_coarse_for_the_line() -> None:
    line = Line(250_000.0, 0.080, ByteWindow())
    line.run(2.0)
    line.run(0.5, offered=0)
    # So long after that the rate is forgotten.
    later = line.now + 31
    line.window.timed(0.0, later)
    assert line.window.shortest is not None
    assert line.window.shortest > 0
    assert line.window.rate(later) is None
    assert line.window.chunk(later) >= limits.PICTURE_CHUNK


def test_the_shortest_round_trip_is_forgotten_where_only_small_frames_are_sent() -> None:
    window = ByteWindow()
    for second in range(100):
        window.timed(0.010 + second / 1000, float(second))
    assert window.shortest == pytest.approx(0.079)
