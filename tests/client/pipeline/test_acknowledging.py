"""When a painted frame is acknowledged: what somebody may wait for at once, single letters two at a time."""

from collections.abc import Callable

import pytest

from client.pipeline.acknowledging import Acknowledging
from wire.codec import decode_from_agent, encode
from wire.messages import MOST_WAITED, Area, Coding, Frame, FrameShown, MotionFrame, Rectangle

SHARE = 3


def frame(number: int, size: int = 60, *, final: bool = True, share: int = SHARE) -> Frame:
    return Frame(share, number, [Rectangle(0, 0, 9, 9, Coding.LOSSLESS, bytes(size))], final)


class Bench:
    """A clock, one timer, and what was said."""

    def __init__(self) -> None:
        self.now = 100.0
        self.due: float | None = None
        self.act: Callable[[], object] = lambda: None
        self.said: list[FrameShown] = []
        self.acknowledging = Acknowledging(SHARE, self.said.append, self.later, lambda: self.now)

    def later(self, delay: float, act: Callable[[], object]) -> "Bench":
        assert self.due is None, "the timer before was called off"
        self.due, self.act = self.now + delay, act
        return self

    def cancel(self) -> None:
        self.due = None

    def painted(self, message: Frame | MotionFrame, after: float) -> None:
        """Let a frame come, and be painted so many seconds after the one before."""
        self.now += after
        self.acknowledging.came(message)
        self.acknowledging.painted(message.number)


@pytest.fixture
def bench() -> Bench:
    return Bench()


def test_two_letters_are_told_of_together(bench: Bench) -> None:
    for number in range(1, 7):
        bench.painted(frame(number), 0.07)
    assert bench.said == [FrameShown(SHARE, [1, 2], 0), FrameShown(SHARE, [3, 4], 0), FrameShown(SHARE, [5, 6], 0)]
    assert bench.due is None


def test_a_lone_letter_is_told_of_a_little_later_and_says_so(bench: Bench) -> None:
    bench.painted(frame(1), 1.0)
    assert bench.said == []
    assert bench.due == pytest.approx(bench.now + 0.25)
    bench.now += 0.262
    bench.act()
    assert bench.said == [FrameShown(SHARE, [1], 262)]


def test_a_computer_that_was_asleep_says_what_the_other_side_takes(bench: Bench) -> None:
    bench.painted(frame(1), 1.0)
    bench.now += 3600.0
    bench.act()
    assert decode_from_agent(encode(bench.said[0])) == FrameShown(SHARE, [1], MOST_WAITED)


def test_motion_is_told_of_at_once(bench: Bench) -> None:
    bench.painted(frame(1), 1.0)
    bench.said.clear()
    for number in range(2, 6):
        bench.painted(frame(number), 0.033)
    assert [each.frames for each in bench.said] == [[1, 2], [3], [4], [5]]
    assert bench.due is None


@pytest.mark.parametrize(
    "message",
    [
        frame(1, 1025),
        MotionFrame(SHARE, 1, 0, 0, 96, 96, begins=True, areas=[Area(0, 0, 96, 96)], data=b"film"),
    ],
)
def test_what_the_other_side_may_wait_for_is_told_of_at_once(bench: Bench, message: Frame | MotionFrame) -> None:
    bench.painted(message, 1.0)
    assert bench.said == [FrameShown(SHARE, [1], 0)]
    bench.painted(frame(2), 1.0)
    assert len(bench.said) == 1


def test_a_frame_of_several_messages_is_a_large_one(bench: Bench) -> None:
    bench.acknowledging.came(frame(1, final=False))
    bench.painted(frame(1), 1.0)
    assert bench.said == [FrameShown(SHARE, [1], 0)]


def test_frames_of_another_share_count_for_nothing(bench: Bench) -> None:
    bench.acknowledging.came(frame(1, 5000, share=SHARE - 1))
    bench.painted(frame(1), 1.0)
    assert bench.said == []


def test_nothing_is_told_after_the_end(bench: Bench) -> None:
    bench.painted(frame(1), 1.0)
    bench.acknowledging.close()
    assert bench.due is None
    assert bench.said == []
