"""Counts by the minute: how the log knows how much the agent did, and not what, nor in which rhythm."""

from collections.abc import Iterable
from typing import Final

from wire.messages import InputMessage, Key, PointerButton, PointerMove, StillHeld, Wheel

INPUT_KINDS: Final = ("pointer", "buttons", "wheel", "keys")
"""The fields of AuditEvent.INPUT_SUMMARY."""
PERIOD: Final = 60.0
"""Seconds that are counted together at most."""
_KINDS: Final[dict[type[InputMessage], str | None]] = {
    PointerMove: "pointer",
    PointerButton: "buttons",
    Wheel: "wheel",
    Key: "keys",
    StillHeld: None,
}


def input_kind(message: InputMessage) -> str | None:
    """Return under which of INPUT_KINDS an input message counts; None for one that moves nothing."""
    return _KINDS[type(message)]


class Tally:
    """Counts what happens within PERIOD. Names that are given beforehand are counted as 0, too."""

    def __init__(self, names: Iterable[str] = ()) -> None:
        self._names = tuple(names)
        self._counts: dict[str, int] = {}
        self._since = 0.0

    def add(self, name: str, now: float) -> dict[str, int] | None:
        """Count one at this time (seconds, monotonic); return the counts of a period that is over."""
        over = self.take() if self._counts and now - self._since >= PERIOD else None
        if not self._counts:
            self._since = now
        self._counts[name] = self._counts.get(name, 0) + 1
        return over

    def take(self) -> dict[str, int] | None:
        """Return what was counted since it was last returned, or None where that is nothing."""
        counts, self._counts = self._counts, {}
        return dict.fromkeys(self._names, 0) | counts if counts else None
