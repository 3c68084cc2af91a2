"""The leave to see a screen, where a desktop asks the person for it: one question for each share."""

import threading
from typing import TYPE_CHECKING

from client.screen.errors import CaptureError

if TYPE_CHECKING:
    from client.screen.portal import ScreenCast


class ScreenGrant:
    """Held from »Pokaži« until sharing is over, through refreshes and broken lines, so that one answer is enough.

    On a desktop that asks nothing it stays empty. It shows nothing by itself: each capture reads for itself. All
    calls may come from any thread.
    """

    def __init__(self) -> None:
        self._asking = threading.Lock()
        self._lock = threading.Lock()
        self._cast: ScreenCast | None = None
        self._answered = False
        self._closed = False

    def cast(self) -> "ScreenCast":
        """Return what the person chose; ask and wait for them at the first call. Raises CaptureError."""
        # Who comes while another capture asks waits for the same answer.
        with self._asking:
            cast = self._cast if self._answered and self._cast is not None else self._asked()
        if self._closed:
            cast.close()
            raise CaptureError("sharing is over")
        return cast

    def close(self) -> None:
        """Give the leave back, and take the question away where it still stands; a cast then ends at once."""
        with self._lock:
            self._closed = True
            cast = self._cast
            if cast is not None:
                cast.cut()
        # Where somebody is asking still, they notice, and let go of it themselves.
        if cast is not None and self._asking.acquire(blocking=False):
            cast.close()
            self._asking.release()

    def _asked(self) -> "ScreenCast":
        from client.screen.portal import ScreenCast

        cast = ScreenCast()
        try:
            with self._lock:
                self._cast = cast
                if self._closed:
                    cast.cut()
            cast.ask()
        except CaptureError:
            cast.close()
            raise
        self._answered = True
        return cast
