"""The idle time on macOS. Source: Quartz Event Services, CGEventSourceSecondsSinceLastEventType.

Quartz comes with pynput on macOS. No permission is needed.
"""

import importlib
from collections.abc import Callable
from typing import Any

from client.input.idle_time import IdleTime, IdleTimeError


class DarwinIdleTime(IdleTime):
    """Asks for the devices themselves: input that a program made does not count here."""

    def __init__(self, since_last_event: Callable[[], float]) -> None:
        """Take the function that returns the seconds since any event of mouse or keyboard."""
        self._since_last_event = since_last_event

    def seconds(self) -> float:
        """Ask the system."""
        return float(self._since_last_event())

    def close(self) -> None:
        """Nothing was opened."""


def open_darwin_idle_time() -> DarwinIdleTime:
    """Return the idle time. Raises IdleTimeError when Quartz is missing."""
    try:
        quartz: Any = importlib.import_module("Quartz")
    except ImportError as error:
        raise IdleTimeError("the idle time of macOS cannot be read") from error
    devices, any_event = quartz.kCGEventSourceStateHIDSystemState, quartz.kCGAnyInputEventType
    return DarwinIdleTime(lambda: quartz.CGEventSourceSecondsSinceLastEventType(devices, any_event))
