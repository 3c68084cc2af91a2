"""What of the screen is masked now, from the history of its windows."""

import time
from collections import deque
from collections.abc import Callable
from typing import Final

from client.screen.errors import CaptureError
from client.screen.geometry import Rect
from client.screen.masking import MaskList, VisibleWindow, bounding, contains, focus_is_sensitive, sensitive_regions
from client.screen.window_lister import NoWindows, WindowLister, open_window_lister

AFTERIMAGE: Final = 0.5
"""Seconds for which a window counts where it was, and is not yet believed to cover what is below it.

Pixels come later than the list of windows: a window that has just been mapped or uncovered
keeps what was on the screen there until its program has painted, and a compositor fades and slides.
"""
_RECTANGLES: Final = 128
"""More rectangles than this become one around all of them."""


def open_screen_mask(mask_list: MaskList, chosen: bool = False) -> "ScreenMask":
    """Open the mask of the desktop of the person who runs the program; raise CaptureError.

    A desktop whose windows cannot be told apart is not shown at all: nothing on it could be masked. What the person
    `chosen` in a dialog of the desktop (ScreenCapture.chosen) is shown as it is.
    """
    if chosen:
        return ScreenMask(NoWindows(), mask_list)
    lister = open_window_lister()
    if lister is None:
        raise CaptureError("the windows of this desktop cannot be told apart")
    return ScreenMask(lister, mask_list)


class ScreenMask:
    """The masked regions of one desktop. All calls come from one thread; the lister is closed with it.

    The order matters: a ScreenMask exists before a frame is grabbed, and is asked after that. What it
    answers then holds for every moment since the question before, so for the moment of the grab as well.
    `clock` returns seconds and never goes back.
    """

    def __init__(self, lister: WindowLister, mask_list: MaskList, clock: Callable[[], float] = time.monotonic) -> None:
        self._lister = lister
        self._mask_list = mask_list
        self._clock = clock
        self._recent: deque[tuple[float, tuple[Rect, ...]]] = deque()
        """When regions were last in force, and they themselves; the newest is last."""
        self._known: tuple[list[VisibleWindow], tuple[Rect, ...]] = [], ()
        self._regions: list[Rect] = []
        self._focused = False

    def look(self) -> list[Rect]:
        """Return what is to be masked in a frame that was grabbed since the last call; raise CaptureError.

        In pixels of the virtual desktop; the rectangles may overlap.
        """
        arrangements = self._lister.since_last()
        now = self._clock()
        if len(self._recent) == 1 and arrangements == [self._known[0]]:
            # Nothing has moved for long, and nothing does: it holds until now.
            self._recent[0] = now, self._known[1]
            return self._regions
        for windows in arrangements:
            regions = self._regions_of(windows)
            if self._recent and self._recent[-1][1] == regions:
                self._recent.pop()
            self._recent.append((now, regions))
        while self._recent[0][0] < now - AFTERIMAGE:
            self._recent.popleft()
        self._focused = focus_is_sensitive(arrangements[-1], self._mask_list)
        distinct = list(dict.fromkeys(region for _, regions in self._recent for region in regions))
        self._regions = [bounding(distinct)] if len(distinct) > _RECTANGLES else distinct
        return self._regions

    def _regions_of(self, windows: list[VisibleWindow]) -> tuple[Rect, ...]:
        # Most of the time nothing moves.
        if windows != self._known[0]:
            self._known = windows, tuple(sensitive_regions(windows, self._mask_list))
        return self._known[1]

    def covers(self, x: int, y: int) -> bool:
        """Tell whether this pixel of the virtual desktop was masked at the last look."""
        return contains(self._regions, x, y)

    @property
    def focus(self) -> int | None:
        """The native id of what had the keys at the last look; None where the list of windows does not tell."""
        return self._lister.focus

    def has_focus(self) -> bool:
        """Tell whether keys went to a sensitive window at the last look."""
        return self._focused

    def close(self) -> None:
        """Let go of the desktop; may be called twice."""
        self._lister.close()
