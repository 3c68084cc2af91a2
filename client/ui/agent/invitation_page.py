"""The number that the agent reads to the customer, and how much longer it can be typed."""

from typing import Final

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel, QProgressBar, QVBoxLayout, QWidget

from client.record.entries import Side
from client.session.states import AgentState
from client.session.status import AgentStatus
from client.ui.sentences import ending_sentence, refusal_sentence
from client.ui.theme import GRID
from client.ui.widgets.buttons import ActionButton, ButtonRole
from client.ui.widgets.icons import Glyph
from client.ui.widgets.labels import large_digits
from client.ui.widgets.lifetime import LifetimeLabel
from wire import limits
from wire.code import Code
from wire.endings import Ending

_CODE_POINTS: Final = 52
_COPIED_MS: Final = 2500


class InvitationPage(QWidget):
    """Before the customer comes: preparing, then the number, or why there is none any more.

    Where the customer's own number was typed, only how that went.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._status = AgentStatus()
        self._code: Code | None = None
        self._called = False
        self._title = QLabel(self, wordWrap=True, alignment=Qt.AlignmentFlag.AlignCenter)
        self._title.setProperty("role", "heading")
        self._busy = QProgressBar(self, minimum=0, maximum=0, textVisible=False)
        self._busy.setFixedHeight(6)
        self._digits = large_digits(_CODE_POINTS)
        self._copy = ActionButton(Glyph.COPY, ButtonRole.PRIMARY, self)
        self._life = LifetimeLabel(self)
        self._attempts = QLabel(self, wordWrap=True, alignment=Qt.AlignmentFlag.AlignCenter)
        self._attempts.setProperty("tone", "caution")
        self._hint = QLabel(self, wordWrap=True, alignment=Qt.AlignmentFlag.AlignCenter)
        self._hint.setProperty("tone", "muted")
        column = QVBoxLayout(self)
        column.setContentsMargins(4 * GRID, 4 * GRID, 4 * GRID, 4 * GRID)
        column.setSpacing(2 * GRID)
        column.addStretch(1)
        for widget in (self._title, self._busy, self._digits):
            column.addWidget(widget)
        column.addWidget(self._copy, 0, Qt.AlignmentFlag.AlignHCenter)
        for widget in (self._life, self._attempts, self._hint):
            column.addWidget(widget)
        column.addStretch(2)
        self._copied = QTimer(self, singleShot=True, interval=_COPIED_MS)
        self._copied.timeout.connect(self._retranslate)
        self._copy.clicked.connect(self._copy_code)
        self._retranslate()

    def show_code(self, code: Code) -> None:
        """Show the number; its life begins now."""
        self._code = code
        self._life.start()
        self._retranslate()
        self._copy.setFocus()

    def set_status(self, status: AgentStatus) -> None:
        """Follow the session: count failed attempts, take the number away when it is dead."""
        self._status = status
        self._called = self._called or status.state is AgentState.CALLING
        if status.state not in (AgentState.ALLOTTING, AgentState.WAITING):
            self._code = None
            self._life.stop()
        self._retranslate()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        if event.type() is QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    def _copy_code(self) -> None:
        if self._code is not None:
            QGuiApplication.clipboard().setText(self._code.spoken())
            self._copied.start()
            self._retranslate()

    def _title_text(self) -> str:
        if self._status.refusal is not None:
            return refusal_sentence(self._status.refusal, Side.AGENT)
        if self._status.ending not in (None, Ending.AGENT_ENDED):
            return ending_sentence(self._status.ending, Side.AGENT)
        if self._status.state is AgentState.ENDED:
            if self._called:
                return self.tr("The call was given up.")
            return self.tr("The number was withdrawn. Nobody can use it any more.")
        if self._called:
            return self.tr("Calling the customer…")
        if self._code is None:
            return self.tr("Asking the server for a number…")
        return self.tr("Read this number to the customer")

    def _retranslate(self) -> None:
        shown = self._code is not None
        self._title.setText(self._title_text())
        self._busy.setVisible(self._status.state is not AgentState.ENDED and not shown)
        self._busy.setAccessibleName(self._title.text())
        for widget in (self._digits, self._copy, self._life, self._hint):
            widget.setVisible(shown)
        self._attempts.setVisible(shown and self._status.failed_attempts > 0)
        self._copy.setText(self.tr("Copied") if self._copied.isActive() else self.tr("&Copy the number"))
        self._attempts.setText(
            self.tr(
                "%n wrong attempt(s). After {most} the number stops working.", "", self._status.failed_attempts
            ).replace("{most}", str(limits.CODE_ATTEMPTS))
        )
        if self._code is not None:
            nameplate, secret = self._code
            self._digits.setText(self._code.spoken())
            # Screen readers say single digits where a number of eight would be a quantity.
            self._digits.setAccessibleName(" ".join(nameplate) + ", " + " ".join(secret))
            self._hint.setText(
                self.tr("Read four digits, pause, then the other four: {first}, {second}. The number works once only.")
                .replace("{first}", nameplate)
                .replace("{second}", secret)
            )
