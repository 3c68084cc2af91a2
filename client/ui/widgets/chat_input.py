"""The field in which a chat line is written."""

from PySide6.QtCore import QMimeData, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPlainTextEdit, QSizePolicy, QWidget

from wire import limits

_MOST_LINES = 5
_MOST_PASTED = 2 * limits.CHAT_CHARACTERS
"""Enough to see that it is too long; a pasted book must not stop the program."""


class ChatInput(QPlainTextEdit):
    """Return submits, Shift+Return breaks the line, Tab goes on; it grows with its text."""

    submitted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTabChangesFocus(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.textChanged.connect(self.updateGeometry)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Submit on Return and on the Enter of the number pad, whatever else is held except Shift."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
                self.insertPlainText("\n")
                self.ensureCursorVisible()
            else:
                self.submitted.emit()
            event.accept()
            return
        super().keyPressEvent(event)

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Paste text only, and not more than can be looked through."""
        room = max(0, _MOST_PASTED - self.document().characterCount())
        self.insertPlainText(source.text()[:room])

    def sizeHint(self) -> QSize:
        """Return room for the lines that are there, between one and five."""
        lines = min(max(int(self.document().size().height()), 1), _MOST_LINES)
        around = 2 * (int(self.document().documentMargin()) + self.frameWidth() + 3)
        return QSize(240, lines * self.fontMetrics().lineSpacing() + around)

    def minimumSizeHint(self) -> QSize:
        """Return the height of sizeHint(): the field never hides what it has room for."""
        return QSize(120, self.sizeHint().height())
