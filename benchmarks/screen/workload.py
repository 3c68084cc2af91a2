"""The program on the customer's display that changes something at known moments. It is told what by its input.

begin WORK    paint the scene of a work; answers "begun COUNT"
run SECONDS   make its updates for so long; answers "ran COUNT" with the counter of the last one
stop          ends a run whose updates are made by keys
"""

import math
import os
import random
import select
import sys
import time
from collections.abc import Callable
from typing import Final

from PySide6.QtGui import QGuiApplication

from benchmarks.screen import barcode
from benchmarks.screen.acts import Act, Drag, Flash, Page, Scroll, Still, Type, Video, upload_video
from benchmarks.screen.works import BAR, STAGE, VIDEO_BAR, WORKS
from benchmarks.screen.x_window import StageWindow
from client.screen.geometry import Rect

_PLAIN: Final[dict[str, Callable[[StageWindow], Act]]] = {
    "flash": Flash,
    "type": Type,
    "echo": Type,
    "scroll": Scroll,
    "drag": Drag,
    "page": Page,
    "idle": Still,
}


class _Counted:
    """An act whose updates carry a counter, each in the same batch."""

    def __init__(self, window: StageWindow, act: Act, bar: Rect) -> None:
        self._window = window
        self._act = act
        self._bar = bar
        self._steps = 0
        self.count = 0

    def begin(self) -> None:
        """Paint the scene; it counts as an update of its own."""
        self._act.begin()
        self._paint_count()

    def step(self) -> None:
        """Make one update."""
        self._act.step(self._steps)
        self._steps += 1
        self._paint_count()

    def _paint_count(self) -> None:
        self.count = (self.count + 1) % barcode.COUNTS
        self._window.put(self._bar.x, self._bar.y, barcode.paint(self.count))
        self._window.show()


class Workload:
    """All works in one window, each prepared when it is wanted first."""

    def __init__(self, display: str) -> None:
        self._window = StageWindow(display, STAGE)
        self._video: _Counted | None = None
        self._others: dict[str, _Counted] = {}
        self._work = WORKS["idle"]
        self._draw = random.Random(5)

    def begin(self, name: str) -> int:
        """Paint the scene of a work and return its counter."""
        self._work = WORKS[name]
        if self._work.keys is not None:
            self._window.takes_keyboard()
        if name in ("video", "beside"):
            self._moving().begin()
        if name != "video":
            self._timed().begin()
        self._window.settle()
        self._window.keys()
        return self._timed().count

    def run(self, seconds: float) -> int:
        """Make updates for so long, or with those by keys until `stop`; return the counter of the last one timed."""
        interval, keys = self._work.interval, self._work.keys
        # Over a slow line, keys that the subject needed for itself may have come since the scene was painted.
        self._window.keys()
        end = math.inf if keys is not None else time.monotonic() + seconds
        act = self._moving() if self._work.name in ("video", "beside") else self._timed()
        due = math.inf if interval is None else time.monotonic() + self._draw.uniform(*interval)
        while due < end or keys is not None:
            wait = max(0.0, due - time.monotonic())
            readable, _, _ = select.select([self._window, sys.stdin], [], [], None if wait == math.inf else wait)
            if sys.stdin in readable:
                break
            pressed = self._window.keys()
            for _ in range(pressed if keys is not None else 0):
                self._timed().step()
            now = time.monotonic()
            if interval is not None and now >= due:
                act.step()
                # From when it was due, not from now: a rate is kept.
                due = max(due + self._draw.uniform(*interval), now)
        return self._timed().count

    def _timed(self) -> _Counted:
        """Return the act whose counter is timed."""
        if self._work.name == "video":
            return self._moving()
        return self._other("type" if self._work.name == "beside" else self._work.name)

    def _other(self, name: str) -> _Counted:
        if name not in self._others:
            self._others[name] = _Counted(self._window, _PLAIN[name](self._window), BAR)
        return self._others[name]

    def _moving(self) -> _Counted:
        if self._video is None:
            self._video = _Counted(self._window, Video(self._window, upload_video(self._window)), VIDEO_BAR)
        return self._video


def main() -> int:
    """Serve one display until the input ends."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    application = QGuiApplication([])
    workload = Workload(os.environ["DISPLAY"])
    # Unbuffered, or select() would not see what was read ahead.
    with os.fdopen(sys.stdin.fileno(), "rb", buffering=0, closefd=False) as orders:
        for line in orders:
            words = line.decode().split()
            if words[0] == "begin":
                print("begun", workload.begin(words[1]), flush=True)
            elif words[0] == "run":
                print("ran", workload.run(float(words[1])), flush=True)
    del application
    return 0


if __name__ == "__main__":
    sys.exit(main())
