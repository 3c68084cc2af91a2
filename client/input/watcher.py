"""Notices that the customer moves mouse or keyboard."""

import math
import sys
from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import Final

from client.input.ledger import InjectionLedger

JITTER_PIXELS: Final = 3.0
"""A pointer that strays less than this from where it rested was shaken, not moved."""
JITTER_SECONDS: Final = 0.1
"""A pause of this length ends a movement; the next one is measured from there."""
NOTICE_INTERVAL: Final = 0.1
"""Seconds between two calls of on_local_input while the customer goes on."""


class WatcherError(Exception):
    """Local input cannot be watched on this computer; the message says why. Only opening and starting raise it."""


class LocalInputWatcher(ABC):
    """Tells when the customer uses mouse or keyboard. What the ledger claims is not the customer's."""

    @abstractmethod
    def start(self, on_local_input: Callable[[], None], on_lost: Callable[[], None]) -> None:
        """Begin to watch, once; returns when watching has begun. Raises WatcherError when it cannot.

        `on_lost` is called from the watcher's own thread when watching ended without `stop`: from then
        on the customer could not interrupt.

        `on_local_input` is called from the watcher's own thread: at the first event at once, then
        at most every NOTICE_INTERVAL seconds while input goes on.
        """

    @abstractmethod
    def stop(self) -> None:
        """End watching and its thread; no call comes after this returns.

        May be called twice, or before start; never from on_local_input, whose thread it waits for.
        """


class DeadZone:
    """Tells a moved mouse from a shaken table. Pure; times are monotonic seconds, places are pixels."""

    def __init__(self) -> None:
        self._offset = (0, 0)
        self._last = -math.inf

    def moved(self, dx: int, dy: int, now: float) -> bool:
        """Take one local movement relative to the last place of the pointer; say whether it counts."""
        x, y = (0, 0) if now - self._last > JITTER_SECONDS else self._offset
        self._last = now
        self._offset = (x + dx, y + dy)
        if math.hypot(*self._offset) < JITTER_PIXELS:
            return False
        self._offset = (0, 0)
        return True


class Throttle:
    """Lets through at most one event in NOTICE_INTERVAL seconds, the first at once."""

    def __init__(self) -> None:
        self._last = -math.inf

    def passes(self, now: float) -> bool:
        """Say whether an event at this time is to be reported."""
        if now - self._last < NOTICE_INTERVAL:
            return False
        self._last = now
        return True


def open_watcher(ledger: InjectionLedger, display: str | None = None) -> LocalInputWatcher:
    """Return the watcher of this platform. Raises WatcherError when there is none.

    `display` names an X display such as ":7"; None is the one of the environment.
    """
    if sys.platform in ("win32", "darwin"):
        # These systems mark injected events themselves.
        from client.input.pynput_watcher import open_pynput_watcher

        return open_pynput_watcher()
    from client.input.x11_watcher import X11Watcher

    return X11Watcher(ledger, display)
