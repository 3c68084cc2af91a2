"""Whether the desktop is Wayland's. X11's view of such a desktop is no view of it: it knows guests only."""

import os
import sys


def on_wayland() -> bool:
    """Tell whether the person's desktop is Wayland's, by what its session says of itself.

    Also where Xwayland answers to DISPLAY: what can be captured, listed and moved there are X11's windows alone.
    """
    if sys.platform != "linux":
        return False
    return bool(os.environ.get("WAYLAND_DISPLAY")) or os.environ.get("XDG_SESSION_TYPE") == "wayland"
