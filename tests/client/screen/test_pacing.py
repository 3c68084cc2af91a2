"""The window of frames in flight, and the pace of a burst."""

from itertools import pairwise

import pytest

from client.screen.errors import PictureError
from client.screen.pacing import INTERVAL, Burst, FrameWindow
from wire import limits


def test_closes_when_full_and_opens_when_shown() -> None:
    window = FrameWindow()
    for number in (1, 2):
        assert window.may_send()
        window.sent(number, 0.0)
    assert not window.may_send()
    assert window.holds(1)
    assert window.shown(1, 0.25) == 0.25
    assert window.may_send()
    assert not window.holds(1)
    assert len(window) == 1


@pytest.mark.parametrize(
    ("round_trip", "most"),
    [(None, 2), (0.0, 2), (0.005, 2), (0.02, 3), (0.08, 5), (0.12, 6), (9.0, limits.FRAMES_IN_FLIGHT)],
)
def test_a_long_line_holds_more(round_trip: float | None, most: int) -> None:
    window = FrameWindow()
    window.adapt(round_trip)
    for number in range(most):
        window.sent(number, 0.0)
    assert not window.may_send()


@pytest.mark.parametrize("number", [0, 2, -1, 2**60])
def test_word_of_an_unknown_frame(number: int) -> None:
    window = FrameWindow()
    window.sent(1, 0.0)
    with pytest.raises(PictureError):
        window.shown(number, 0.0)
    assert window.may_send()


def test_word_of_a_frame_comes_once() -> None:
    window = FrameWindow()
    window.sent(1, 0.0)
    window.shown(1, 0.0)
    with pytest.raises(PictureError):
        window.shown(1, 0.0)


def test_own_mistakes() -> None:
    window = FrameWindow()
    window.sent(5, 0.0)
    with pytest.raises(ValueError, match="5"):
        window.sent(5, 0.0)
    window.sent(6, 0.0)
    with pytest.raises(ValueError, match="7"):
        window.sent(7, 0.0)


def sent_times(burst: Burst, begin: float, end: float) -> list[float]:
    """Return when pictures go, of a screen that changes all the time."""
    times = []
    now = begin
    while now < end:
        due = burst.due(now)
        if due <= now:
            burst.sent(now)
            times.append(now)
        now = max(burst.due(now), now + 1e-6)
    return times


def test_a_burst_begins_at_once_and_is_paced_then() -> None:
    burst = Burst()
    times = sent_times(burst, 10.0, 11.0)
    assert times[0] == 10.0
    assert times[1] - times[0] < INTERVAL / 3
    gaps = [after - before for before, after in pairwise(times[1:])]
    assert gaps[0] < INTERVAL / 3
    assert min(gaps[2:]) == pytest.approx(INTERVAL, rel=0.01)
    assert len(times) == pytest.approx(1 / INTERVAL, abs=3)


def test_after_a_rest_the_next_change_goes_at_once() -> None:
    burst = Burst()
    sent_times(burst, 0.0, 1.0)
    assert burst.due(1.5) <= 1.5
    assert sent_times(burst, 1.5, 1.501) == [1.5]
