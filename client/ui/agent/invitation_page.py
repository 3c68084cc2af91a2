"""The number that the agent reads to the customer, and how much longer it can be typed."""

import math
from typing import Final

from PySide6.QtCore import QDeadlineTimer, QEvent, Qt, QTimer
from PySide6.QtGui import QFont, QFontDatabase, QGuiApplication
from PySide6.QtWidgets import QLabel, QProgressBar, QVBoxLayout, QWidget

from client.session.states import AgentState
from client.session.status import AgentStatus
from client.ui.sentences import Side, ending_sentence, refusal_sentence
from client.ui.theme import GRID
from client.ui.widgets.buttons import ActionButton, ButtonRole
from client.ui.widgets.icons import Glyph
from wire import limits
from wire.code import Code
from wire.endings import Ending

_CODE_POINTS: Final = 52
_COPIED_MS: Final = 2500


class InvitationPage(QWidget):
    """Before the customer comes: preparing, then the number, or why there is none any more."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._status = AgentStatus()
        self._code: Code | None = None
        self._deadline = QDeadlineTimer(QDeadlineTimer.ForeverConstant.Forever)
        self._title = QLabel(self, wordWrap=True, alignment=Qt.AlignmentFlag.AlignCenter)
        self._title.setProperty("role", "heading")
        self._busy = QProgressBar(self, minimum=0, maximum=0, textVisible=False)
        self._busy.setFixedHeight(6)
        self._digits = QLabel(self, alignment=Qt.AlignmentFlag.AlignCenter)
        self._digits.setFont(_tabular_font())
        self._digits.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self._copy = ActionButton(Glyph.COPY, ButtonRole.PRIMARY, self)
        self._life = QLabel(self, alignment=Qt.AlignmentFlag.AlignCenter)
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
        self._second = QTimer(self, interval=1000)
        self._second.timeout.connect(self._show_life)
        self._copied = QTimer(self, singleShot=True, interval=_COPIED_MS)
        self._copied.timeout.connect(self._retranslate)
        self._copy.clicked.connect(self._copy_code)
        self._retranslate()

    def show_code(self, code: Code) -> None:
        """Show the number; its life begins now."""
        self._code = code
        self._deadline = QDeadlineTimer(int(limits.CODE_LIFETIME * 1000))
        self._second.start()
        self._retranslate()
        self._copy.setFocus()

    def set_status(self, status: AgentStatus) -> None:
        """Follow the session: count failed attempts, take the number away when it is dead."""
        self._status = status
        if status.state not in (AgentState.ALLOTTING, AgentState.WAITING):
            self._code = None
            self._second.stop()
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
            return self.tr("The number was withdrawn. Nobody can use it any more.")
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
        self._show_life()

    def _show_life(self) -> None:
        seconds = max(0, math.ceil(self._deadline.remainingTime() / 1000))
        remaining = f"{seconds // 60}:{seconds % 60:02}"
        self._life.setText(self.tr("Valid for {time}").replace("{time}", remaining))


def _tabular_font() -> QFont:
    """Return a large font in which all digits are equally wide."""
    font = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont)
    font.setPointSize(_CODE_POINTS)
    font.setWeight(QFont.Weight.DemiBold)
    font.setFeature(QFont.Tag("tnum"), 1)
    return font
