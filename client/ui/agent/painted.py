"""Which frames still wait for their painting, so that each is acknowledged once it was on the screen."""

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QRegion

UNPAINTED_MS: Final = 500
"""A frame that no painting covers, since the window is hidden or minimised, counts as painted after this long.

It keeps the customer's side from waiting for ever, and from sending to a window that nobody sees faster than
a few frames in this time.
"""


@dataclass
class _Frame:
    share: int
    number: int
    missing: QRegion


class PaintedFrames(QObject):
    """The frames between their arrival and their painting, oldest first."""

    painted = Signal(int, int)
    """Share and frame number of a frame of which everything visible was painted; in order, each once."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._waiting: list[_Frame] = []
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(UNPAINTED_MS)
        self._timer.timeout.connect(self.flush)

    def expect(self, share: int, number: int, region: QRegion) -> None:
        """Wait until the region, in the viewer's coordinates, was painted."""
        self._waiting.append(_Frame(share, number, QRegion(region)))
        if not self._timer.isActive():
            self._timer.start()

    def note(self, region: QRegion) -> None:
        """The region was painted."""
        for frame in self._waiting:
            frame.missing = frame.missing.subtracted(region)

    def report(self) -> None:
        """Tell of the frames of which nothing is missing any more."""
        while self._waiting and self._waiting[0].missing.isEmpty():
            frame = self._waiting.pop(0)
            if self._waiting:
                self._timer.start()
            else:
                self._timer.stop()
            self.painted.emit(frame.share, frame.number)

    def flush(self) -> None:
        """Report all that wait, painted or not."""
        self._timer.stop()
        waiting, self._waiting = self._waiting, []
        for frame in waiting:
            self.painted.emit(frame.share, frame.number)

    def clear(self) -> None:
        """Forget all that wait: their share has ended."""
        self._timer.stop()
        self._waiting.clear()
