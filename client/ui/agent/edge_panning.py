"""Full screen without scroll bars: the pointer at an edge brings the rest of a larger picture into sight."""

from typing import Final

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QScrollArea, QScrollBar, QWidget

EDGE: Final = 24
"""How near to the edge the pointer has to be, in logical pixels."""
_TICK_MS: Final = 16
_FASTEST: Final = 40
"""Logical pixels in one tick, with the pointer at the very edge."""


class EdgePanning(QObject):
    """Scrolls an area while the pointer over `sensor`, which lies in it, is near one of its edges.

    `sensor` must have mouse tracking. No timer runs while the pointer is elsewhere.
    """

    def __init__(self, area: QScrollArea, sensor: QWidget) -> None:
        super().__init__(area)
        self._area = area
        self._sensor = sensor
        self._timer = QTimer(self, interval=_TICK_MS)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._pan)

    def set_active(self, active: bool) -> None:
        """Begin: the scroll bars go; or end."""
        policy = Qt.ScrollBarPolicy.ScrollBarAlwaysOff if active else Qt.ScrollBarPolicy.ScrollBarAsNeeded
        self._area.setHorizontalScrollBarPolicy(policy)
        self._area.setVerticalScrollBarPolicy(policy)
        if active:
            self._sensor.installEventFilter(self)
        else:
            self._sensor.removeEventFilter(self)
            self._timer.stop()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Begin to scroll where the pointer comes near an edge."""
        # Asked first: what kind an event is of costs more to find out, and each painting is one.
        moved = isinstance(event, QMouseEvent) and event.type() is QEvent.Type.MouseMove
        if moved and not self._timer.isActive() and self._move(self._speeds()):
            self._timer.start()
        return False

    def _pan(self) -> None:
        if not self._sensor.underMouse() or not self._move(self._speeds()):
            self._timer.stop()

    def _speeds(self) -> tuple[int, int]:
        viewport = self._area.viewport()
        pointer: QPoint = viewport.mapFromGlobal(self._sensor.cursor().pos())
        return _speed(pointer.x(), viewport.width()), _speed(pointer.y(), viewport.height())

    def _move(self, speeds: tuple[int, int]) -> bool:
        """Scroll, and tell whether that was possible."""
        bars = self._area.horizontalScrollBar(), self._area.verticalScrollBar()
        moved = [_scroll(bar, speed) for bar, speed in zip(bars, speeds, strict=True)]
        return any(moved)


def _speed(position: int, length: int) -> int:
    """Return the logical pixels of one tick for a pointer at this place along one axis."""
    before, after = EDGE - position, position - (length - 1 - EDGE)
    if before > 0:
        return -max(1, _FASTEST * min(before, EDGE) // EDGE)
    if after > 0:
        return max(1, _FASTEST * min(after, EDGE) // EDGE)
    return 0


def _scroll(bar: QScrollBar, speed: int) -> bool:
    value = bar.value()
    bar.setValue(value + speed)
    return bar.value() != value
