"""The advisor's question for mouse and keyboard, asked in place and never in a window of its own."""

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from client.session.status import CustomerStatus
from client.ui.customer.presence import control_question
from client.ui.theme import GRID, Tone
from client.ui.widgets.buttons import ActionButton, ConsentButton
from client.ui.widgets.icons import Glyph
from client.ui.widgets.labels import IconRow


class ControlQuestion(QFrame):
    """The question and its two answers. It takes no focus: who is typing must not answer by accident."""

    allowed = Signal()
    denied = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._status = CustomerStatus()
        self.setProperty("role", "strip")
        self.setProperty("tone", Tone.CAUTION.value)
        self._row = IconRow(Glyph.QUESTION, Tone.CAUTION, "strong")
        self._allow = ConsentButton(Glyph.POINTER)
        self._deny = ActionButton(Glyph.CLOSE)
        self._allow.clicked.connect(self.allowed)
        self._deny.clicked.connect(self.denied)
        buttons = QHBoxLayout()
        buttons.setSpacing(GRID)
        buttons.addWidget(self._allow)
        buttons.addWidget(self._deny)
        buttons.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(GRID + 4, GRID, GRID + 4, GRID + 4)
        layout.setSpacing(GRID)
        layout.addWidget(self._row)
        layout.addLayout(buttons)
        self.retranslate()

    def show_status(self, status: CustomerStatus) -> None:
        """Ask in this advisor's name."""
        self._status = status
        self.retranslate()

    def retranslate(self) -> None:
        """Set all texts in the present language."""
        question = control_question(self._status)
        self._row.label.setText(question)
        self._allow.setText(self.tr("&Allow control"))
        self._deny.setText(self.tr("&Do not allow"))
        self._allow.setAccessibleDescription(question)
        self._deny.setAccessibleDescription(question)

    def changeEvent(self, event: QEvent) -> None:
        """Follow a change of the language."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()
