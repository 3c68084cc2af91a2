"""How much longer a number that is shown can be typed."""

import math

from PySide6.QtCore import QDeadlineTimer, QEvent, Qt, QTimer
from PySide6.QtWidgets import QLabel, QWidget

from wire import limits


class LifetimeLabel(QLabel):
    """Counts down limits.CODE_LIFETIME; ending the number's life is the data flow's business."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._deadline = QDeadlineTimer(QDeadlineTimer.ForeverConstant.Forever)
        self._second = QTimer(self, interval=1000)
        self._second.timeout.connect(self.retranslate)

    def start(self) -> None:
        """The number's life begins now."""
        self._deadline = QDeadlineTimer(int(limits.CODE_LIFETIME * 1000))
        self._second.start()
        self.retranslate()

    def stop(self) -> None:
        """There is no number any more."""
        self._second.stop()

    def retranslate(self) -> None:
        """Show what is left, in the present language."""
        seconds = max(0, math.ceil(self._deadline.remainingTime() / 1000))
        remaining = f"{seconds // 60}:{seconds % 60:02}"
        self.setText(self.tr("Valid for {time}").replace("{time}", remaining))

    def changeEvent(self, event: QEvent) -> None:
        """Follow a change of the language."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()
