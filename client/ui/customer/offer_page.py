"""The other way in: the number and the password that the customer reads to the advisor."""

from typing import Final

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from client.ui.theme import GRID, Tone
from client.ui.widgets.buttons import ActionButton
from client.ui.widgets.digits_field import in_groups
from client.ui.widgets.icons import Glyph
from client.ui.widgets.labels import IconRow, large_digits, plain_label
from client.ui.widgets.lifetime import LifetimeLabel
from wire import limits
from wire.code import Code

_POINTS: Final = 40
_PASSWORD_GROUP: Final = 3
_MINUTES: Final = round(limits.CODE_LIFETIME / 60)


class OfferPage(QWidget):
    """Shows what was asked for as soon as the server has answered, and how often it was typed wrongly."""

    cancelled = Signal()

    def __init__(self, brand_name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._brand_name = brand_name
        self._code: Code | None = None
        self._failed = 0
        self._organisation = plain_label("title", wraps=True)
        self._hint = plain_label(wraps=True)
        self._progress = QProgressBar()
        self._card = QFrame()
        self._number_caption, self._password_caption = plain_label(tone=Tone.MUTED), plain_label(tone=Tone.MUTED)
        self._number, self._password = large_digits(_POINTS), large_digits(_POINTS)
        self._life = LifetimeLabel()
        self._attempts = IconRow(Glyph.ALERT, Tone.CAUTION, "strong")
        self._called = IconRow(Glyph.PHONE, Tone.DANGER, "strong")
        self._cancel = ActionButton(Glyph.CLOSE)
        self._cancel.clicked.connect(self.cancelled)
        self._lay_out()
        self.retranslate()

    def show_offer(self, code: Code) -> None:
        """Show the number and its password; their life begins now."""
        self._code = code
        self._life.start()
        self.retranslate()

    def show_failed_attempts(self, failed: int) -> None:
        """Say how often someone typed another password."""
        self._failed = failed
        self.retranslate()

    def forget(self) -> None:
        """The number works no longer, or was used: it is not kept in a window."""
        self._code = None
        self._life.stop()
        self.retranslate()

    def retranslate(self) -> None:
        """Set all texts in the present language."""
        self._organisation.setText(self._brand_name)
        nameplate, password = self._code if self._code is not None else ("", "")
        self._number.setText(nameplate)
        self._password.setText(in_groups(password, _PASSWORD_GROUP))
        self._number_caption.setText(self.tr("Number"))
        self._password_caption.setText(self.tr("Password"))
        # Screen readers say single digits where a number would be a quantity.
        self._number.setAccessibleName(f"{self._number_caption.text()}: {' '.join(nameplate)}")
        self._password.setAccessibleName(f"{self._password_caption.text()}: {' '.join(password)}")
        waiting = self.tr("Asking the server for a number …")
        self._hint.setText(
            waiting
            if self._code is None
            else self.tr("Read both to your advisor. The password works for %n minutes and once.", "", _MINUTES)
        )
        self._progress.setAccessibleName(waiting)
        self._progress.setVisible(self._code is None)
        self._card.setVisible(self._code is not None)
        self._life.setVisible(self._code is not None)
        self._attempts.setVisible(self._failed > 0)
        self._attempts.label.setText(
            self.tr("%n wrong attempt(s). After {most} the password stops working.", "", self._failed).replace(
                "{most}", str(limits.CODE_ATTEMPTS)
            )
        )
        self._called.label.setText(self.tr("Did you call them yourself? If a stranger called you, do not continue."))
        self._cancel.setText(self.tr("Cancel"))

    def changeEvent(self, event: QEvent) -> None:
        """Follow a change of the language."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()

    def _lay_out(self) -> None:
        self._progress.setRange(0, 0)
        self._progress.setTextVisible(False)
        self._progress.setFixedHeight(6)
        self._card.setProperty("role", "card")
        digits = QGridLayout(self._card)
        digits.setContentsMargins(3 * GRID, 2 * GRID, 3 * GRID, 2 * GRID)
        digits.setHorizontalSpacing(4 * GRID)
        for column, (caption, label) in enumerate(
            ((self._number_caption, self._number), (self._password_caption, self._password))
        ):
            caption.setAlignment(Qt.AlignmentFlag.AlignCenter)
            digits.addWidget(caption, 0, column)
            digits.addWidget(label, 1, column)
        called = QFrame()
        called.setProperty("role", "strip")
        called.setProperty("tone", Tone.DANGER.value)
        around = QHBoxLayout(called)
        around.setContentsMargins(GRID + 4, GRID, GRID + 4, GRID)
        around.addWidget(self._called)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(4 * GRID, 4 * GRID, 4 * GRID, 3 * GRID)
        layout.setSpacing(2 * GRID)
        layout.addWidget(self._organisation)
        layout.addStretch(1)
        for part in (self._hint, self._progress, self._card, self._life, self._attempts):
            layout.addWidget(part)
        layout.addWidget(self._cancel, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addStretch(1)
        layout.addWidget(called)
