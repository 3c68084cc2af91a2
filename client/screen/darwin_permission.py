"""Leave to record the screen on macOS. Without it the system gives the wallpaper and Pomoc's own windows, no error.

Source: CoreGraphics, CGPreflightScreenCaptureAccess and CGRequestScreenCaptureAccess (macOS 10.15 and later). Quartz
comes with pynput on macOS.
"""

import importlib
from typing import Any


def may_record() -> bool:
    """Tell whether this program may record the screen now; asks nobody."""
    return _asked("CGPreflightScreenCaptureAccess")


def ask_to_record() -> bool:
    """Tell the same, and where it may not, let the system show its question, which it does once only.

    The answer to that question counts from the program's next start on.
    """
    return may_record() or _asked("CGRequestScreenCaptureAccess")


def _asked(question: str) -> bool:
    try:
        quartz: Any = importlib.import_module("Quartz")
        return bool(getattr(quartz, question)())
    except (ImportError, AttributeError):
        # Then the list of windows is missing too, and nothing is shown for that reason.
        return False
