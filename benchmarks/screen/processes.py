"""How much processor time programs have used, with all that they have started."""

import os
from collections.abc import Iterable
from pathlib import Path

_TICKS = os.sysconf("SC_CLK_TCK")


def used_seconds(processes: Iterable[int]) -> float:
    """Return the processor seconds of these processes and their living descendants so far."""
    total, left = 0.0, list(processes)
    while left:
        folder = Path("/proc", str(left.pop()))
        try:
            for task in (folder / "task").iterdir():
                left += map(int, (task / "children").read_text().split())
            total += max(_precise(folder), _ticks(folder))
        except OSError:
            # It has ended.
            continue
    return total


def _precise(folder: Path) -> float:
    """Return what its living threads used, to the nanosecond."""
    return sum(int((task / "schedstat").read_text().split()[0]) for task in (folder / "task").iterdir()) / 1e9


def _ticks(folder: Path) -> float:
    """Return what all its threads used, the ended ones too, in whole ticks."""
    fields = (folder / "stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICKS
