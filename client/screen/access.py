"""How much of this computer's screen the program gets to see, before anything is opened."""

import sys
from enum import StrEnum

from client.screen.wayland import on_wayland


class ScreenAccess(StrEnum):
    """What the person has to be told of it before they show anything."""

    WHOLE = "whole"
    """The whole desktop, and a list of its windows: what is sensitive is masked."""
    CHOSEN = "chosen"
    """What the person chooses in a dialog of the desktop; no list of windows, so nothing in it is masked."""
    FORBIDDEN = "forbidden"
    """Nothing: the system's settings do not allow it yet."""


def screen_access() -> ScreenAccess:
    """Return what holds here and now; asks nobody."""
    if on_wayland():
        return ScreenAccess.CHOSEN
    if sys.platform == "darwin":
        from client.screen.darwin_permission import may_record

        if not may_record():
            return ScreenAccess.FORBIDDEN
    return ScreenAccess.WHOLE
