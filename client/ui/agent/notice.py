"""A short remark that lies over the viewer for a moment and takes nothing away from it."""

from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QWidget

SHOWN_MS: Final = 3000
_DISTANCE: Final = 48
"""From the edge of the widget below, in logical pixels: the line of figures has its place under it."""


class Notice(QLabel):
    """A label at the lower edge of its parent, centred; the mouse goes through it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._below = parent
        self._timer = QTimer(self, singleShot=True, interval=SHOWN_MS)
        self._timer.timeout.connect(self.hide)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setStyleSheet("background: rgba(16, 22, 28, 230); color: white; border-radius: 8px; padding: 8px 16px;")
        parent.installEventFilter(self)
        self.hide()

    def tell(self, text: str) -> None:
        """Show the text, for SHOWN_MS from now."""
        self.setText(text)
        self._place()
        self.show()
        self.raise_()
        self._timer.start()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay in place when the parent's size changes."""
        if isinstance(event, QResizeEvent):
            self._place()
        return False

    def _place(self) -> None:
        self.adjustSize()
        self.move((self._below.width() - self.width()) // 2, max(0, self._below.height() - self.height() - _DISTANCE))
