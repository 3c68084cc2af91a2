"""What is made of what was seen: latencies, and when a subject is hopelessly behind with a work."""

import pytest

from benchmarks.screen.measurement import Result, _fill
from benchmarks.screen.watcher import Sight

MADE = 10


@pytest.mark.parametrize(
    ("shown", "late", "hopeless"),
    [
        (range(MADE), 0.1, False),
        (range(MADE), 1.9, False),
        (range(MADE), 2.1, True),
        # The last one is there, and few of the others.
        ((3, MADE - 1), 0.9, False),
        ((3, MADE - 1), 1.1, True),
        # The last one never came.
        (range(MADE - 1), 0.1, True),
        ((), 0.0, True),
    ],
)
def test_a_late_one_is_hopeless(shown: tuple[int, ...], late: float, hopeless: bool) -> None:
    sight = Sight({count: float(count) for count in range(MADE)}, {count: count + late for count in shown})
    result = Result("x", "scroll", "2M80", "1x1", 0)
    _fill(result, sight, [])
    assert (result.made, result.shown, result.hopeless) == (MADE, len(shown), hopeless)


@pytest.mark.parametrize("pressed", [[0.0, 0.05, 0.1], [0.0, 0.25]], ids=["lost", "another's"])
def test_keys_and_letters_that_do_not_fit_have_no_latency(pressed: list[float]) -> None:
    result = Result("x", "echo", "free", "1x1", 0)
    _fill(result, Sight({1: 0.1, 2: 0.2}, {1: 0.2, 2: 0.3}), pressed)
    assert result.failure
    assert not result.latencies
    assert not result.hopeless


def test_where_nothing_changes_nothing_is_late() -> None:
    result = Result("x", "idle", "free", "1x1", 0)
    _fill(result, Sight(), [])
    assert not result.hopeless
