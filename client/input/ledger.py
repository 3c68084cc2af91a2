"""What the agent's injected input must look like when it comes back from the system.

The system reports every key and every movement, ours and the customer's alike. An injector
writes each event down just before it makes it; the watcher asks here whether a reported event
is one of those. Whatever nobody claims was done by the customer.
"""

from collections import deque
from dataclasses import dataclass
from enum import Enum
from threading import Lock
from typing import Final

EXPECTATION_LIFETIME: Final = 0.5
"""Seconds after which an injected event that was never reported is forgotten."""


class Kind(Enum):
    """What happened."""

    KEY_DOWN = "key down"
    KEY_UP = "key up"
    BUTTON_DOWN = "button down"
    BUTTON_UP = "button up"
    MOTION = "motion"


_OPPOSITE: Final = {Kind.KEY_UP: Kind.KEY_DOWN, Kind.BUTTON_UP: Kind.BUTTON_DOWN}


@dataclass(frozen=True, slots=True)
class InputEvent:
    """One event in the system's own numbers: a key or button code, or a place in pixels of the desktop."""

    kind: Kind
    code: int = 0
    """Key code or button number; 0 for a motion."""
    x: int = 0
    y: int = 0
    """Where the pointer went; 0 for anything but a motion."""


class InjectionLedger:
    """The events that are still to be reported, and the keys that we hold. Safe to use from several threads."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._expected: deque[tuple[float, InputEvent]] = deque()
        self._held: set[tuple[Kind, int]] = set()

    def expect(self, event: InputEvent, now: float) -> None:
        """Write down an event that is about to be injected. `now` is monotonic, in seconds."""
        with self._lock:
            self._forget_old(now)
            self._expected.append((now, event))
            if event.kind in _OPPOSITE.values():
                self._held.add((event.kind, event.code))

    def claims(self, event: InputEvent, now: float) -> bool:
        """Say whether this reported event is one that was injected; each expectation answers once."""
        with self._lock:
            self._forget_old(now)
            for position, (_, expected) in enumerate(self._expected):
                if expected == event:
                    del self._expected[position]
                    # The release was reported: no repetition of the key can come after it.
                    self._let_go(event)
                    return True
            # While a key is held the system repeats its press.
            return (event.kind, event.code) in self._held

    def _let_go(self, event: InputEvent) -> None:
        if event.kind in _OPPOSITE and not any(
            expected.code == event.code and expected.kind is _OPPOSITE[event.kind] for _, expected in self._expected
        ):
            self._held.discard((_OPPOSITE[event.kind], event.code))

    def _forget_old(self, now: float) -> None:
        while self._expected and now - self._expected[0][0] > EXPECTATION_LIFETIME:
            _, event = self._expected.popleft()
            self._let_go(event)
