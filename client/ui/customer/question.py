"""Questions to the customer, asked in place and never in a window of their own."""

from abc import abstractmethod

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from client.session.status import CustomerStatus
from client.ui.customer.presence import control_question
from client.ui.theme import GRID, Tone
from client.ui.widgets.buttons import ActionButton, ButtonRole, ConsentButton
from client.ui.widgets.icons import Glyph
from client.ui.widgets.labels import IconRow
from wire import limits

_HOUR = 3600


class _Question(QFrame):
    """A sentence and two answers. It takes no focus: who is typing must not answer by accident."""

    def __init__(self, yes: ConsentButton, no: ActionButton, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "strip")
        self.setProperty("tone", Tone.CAUTION.value)
        self._row = IconRow(Glyph.QUESTION, Tone.CAUTION, "strong")
        self._yes, self._no = yes, no
        buttons = QHBoxLayout()
        buttons.setSpacing(GRID)
        buttons.addWidget(yes)
        buttons.addWidget(no)
        buttons.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(GRID + 4, GRID, GRID + 4, GRID + 4)
        layout.setSpacing(GRID)
        layout.addWidget(self._row)
        layout.addLayout(buttons)

    @abstractmethod
    def retranslate(self) -> None:
        """Set all texts in the present language."""

    def changeEvent(self, event: QEvent) -> None:
        """Follow a change of the language."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()

    def _say(self, question: str, yes: str, no: str) -> None:
        self._row.label.setText(question)
        self._yes.setText(yes)
        self._no.setText(no)
        for button in (self._yes, self._no):
            button.setAccessibleDescription(question)


class ControlQuestion(_Question):
    """The advisor asks for mouse and keyboard."""

    allowed = Signal()
    denied = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        allow, deny = ConsentButton(Glyph.POINTER), ActionButton(Glyph.CLOSE)
        super().__init__(allow, deny, parent)
        self._status = CustomerStatus()
        allow.clicked.connect(self.allowed)
        deny.clicked.connect(self.denied)
        self.retranslate()

    def show_status(self, status: CustomerStatus) -> None:
        """Ask in this advisor's name."""
        self._status = status
        self.retranslate()

    def retranslate(self) -> None:
        """Set all texts in the present language."""
        self._say(control_question(self._status), self.tr("&Allow control"), self.tr("&Do not allow"))


class DurationQuestion(_Question):
    """The program asks whether a long session shall go on; no answer ends it."""

    go_on = Signal()
    leave = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        # Going on keeps what the advisor has: an advisor's timing must not turn another click into it.
        go_on, leave = ConsentButton(Glyph.CHECK), ActionButton(Glyph.LEAVE, ButtonRole.DANGER)
        super().__init__(go_on, leave, parent)
        self._asked = 1
        go_on.clicked.connect(self.go_on)
        leave.clicked.connect(self.leave)
        self.retranslate()

    def ask(self, asked: int) -> None:
        """Ask for the `asked`-th time."""
        self._asked = asked
        self.retranslate()

    def retranslate(self) -> None:
        """Set all texts in the present language."""
        self._say(duration_question(self._asked), self.tr("&Continue"), self.tr("Disconnect"))


class _Lasting(QObject):
    """A sentence with a number in it: lupdate finds plural forms in tr() only, not in translate()."""

    def lasted(self, hours: int) -> str:
        """Return the question after so many hours."""
        return self.tr("This session has lasted %n hour(s). Is everything all right, shall it go on?", "", hours)


def duration_question(asked: int) -> str:
    """Return what is asked for the `asked`-th time, each after limits.SESSION_QUESTION."""
    return _Lasting().lasted(round(asked * limits.SESSION_QUESTION / _HOUR))
