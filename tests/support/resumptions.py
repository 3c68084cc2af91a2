"""How many of the sessions that an attack broke came back, and after how long."""

from collections.abc import Sequence
from statistics import median, quantiles
from typing import Final

_RESUMED: Final = 0.995
_SLOWEST: Final = 8.0
"""Seconds until both sides are back, at the 95th percentile."""


class Resumptions:
    """Counts them over a whole attack; as a string, for its report."""

    def __init__(self) -> None:
        self.expected = 0
        self._times: list[float] = []

    def add(self, times: Sequence[float], expected: int) -> None:
        """Note the seconds that each session took that came back, of so many that should have."""
        self._times += times
        self.expected += expected

    def check(self, long_form: bool) -> None:
        """Fail if too few came back, or, in an attack's long form, too late: a few tell nothing about the slowest."""
        assert self._resumed() >= _RESUMED
        if long_form:
            assert self._slow() <= _SLOWEST

    def __str__(self) -> str:
        return (
            f"{self._resumed():.2%} resumed, within {median(self._times):.1f} s (median), {self._slow():.1f} s (95 %), "
            f"{max(self._times):.1f} s (all)"
        )

    def _resumed(self) -> float:
        return len(self._times) / self.expected

    def _slow(self) -> float:
        return quantiles(self._times, n=20, method="inclusive")[-1]
