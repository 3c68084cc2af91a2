"""The idle time of an X display: the counter that starts its screen saver (MIT-SCREEN-SAVER, "QueryInfo")."""

import math

from client.input.idle_time import IdleTime, IdleTimeError
from client.input.x11_connection import X_ERRORS, connect, disconnect


class X11IdleTime(IdleTime):
    """One connection. A program that resets the screen saver (a film that is played) counts as input, too."""

    def __init__(self, display: str | None = None) -> None:
        """Connect. Raises IdleTimeError when the display cannot be reached or lacks the extension."""
        self._display = connect(display, IdleTimeError, "MIT-SCREEN-SAVER")

    def seconds(self) -> float:
        """Ask the server; one round trip."""
        try:
            return float(self._display.screen().root.screensaver_query_info().idle) / 1000
        except X_ERRORS:
            return math.inf

    def close(self) -> None:
        """Disconnect."""
        disconnect(self._display)
