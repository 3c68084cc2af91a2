"""The first page: whose program this is, the field for the number, and what happens next."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QVBoxLayout, QWidget

from client.record.entries import Side
from client.ui.customer.code_field import CodeField
from client.ui.sentences import malformed_code_sentence, refusal_sentence
from client.ui.theme import GRID, Tone
from client.ui.widgets.buttons import ActionButton, ButtonRole
from client.ui.widgets.icons import Glyph, GlyphLabel
from client.ui.widgets.labels import IconRow, plain_label
from client.ui.widgets.language import LanguageChoice
from wire.code import CodeError
from wire.endings import Refusal

_OF_AN_OFFER = frozenset({Refusal.CODE_EXPIRED, Refusal.CODE_BURNT})


class CodePage(QWidget):
    """Takes a number, and says in one sentence what was wrong with the last one."""

    submitted = Signal(object)
    """A wire.code.Code."""
    cancelled = Signal()
    offer_wanted = Signal()
    """The advisor wants to type a number that this side shows."""

    def __init__(self, brand_name: str, language: str, on_language: Callable[[str], None]) -> None:
        super().__init__()
        self._brand_name = brand_name
        self._wrong_digits: int | None = None
        self._refusal: Refusal | None = None
        self._waiting = False
        self._organisation = plain_label("title", wraps=True)
        self._subtitle = plain_label(tone=Tone.MUTED, wraps=True)
        self._caption = QLabel()
        self.field = CodeField()
        self._caption.setBuddy(self.field)
        self._error = IconRow(Glyph.ALERT, Tone.DANGER)
        self._error.label.setProperty("tone", Tone.DANGER.value)
        self._connect = ActionButton(role=ButtonRole.PRIMARY)
        self._connect.setDefault(True)
        self._cancel = ActionButton(Glyph.CLOSE)
        self._offer = ActionButton(role=ButtonRole.LINK)
        self._waiting_text = plain_label(tone=Tone.MUTED, wraps=True)
        self._progress = QProgressBar()
        self._next = IconRow(Glyph.SHIELD, Tone.ACCENT)
        self._language = LanguageChoice(language, on_language)
        self._lay_out()
        self.field.textEdited.connect(self._forget_error)
        self.field.returnPressed.connect(self._submit)
        self._connect.clicked.connect(self._submit)
        self._cancel.clicked.connect(self.cancelled)
        self._offer.clicked.connect(self.offer_wanted)
        self.retranslate()
        self._show_waiting()

    def set_waiting(self, *, waiting: bool) -> None:
        """Show that the number is on its way, or take it back."""
        if waiting == self._waiting:
            return
        self._waiting = waiting
        self._show_waiting()
        if self.isVisible():
            (self._cancel if waiting else self.field).setFocus()

    def show_refusal(self, refusal: Refusal | None) -> None:
        """Say below the field why there is no session; the number stays, to be corrected."""
        self._refusal, self._wrong_digits = refusal, None
        self._show_error()
        if refusal is not None:
            self.field.setFocus()
            self.field.selectAll()

    def retranslate(self) -> None:
        """Set all texts in the present language."""
        self._organisation.setText(self._brand_name)
        self._subtitle.setText(self.tr("Help from a distance, as far as you allow it"))
        self._caption.setText(self.tr("&Enter the session number"))
        self.field.setAccessibleName(self.tr("Session number"))
        self.field.setAccessibleDescription(self.tr("The 8 digits that your advisor gave you"))
        self.field.setPlaceholderText("0000 0000")
        self._connect.setText(self.tr("&Connect"))
        self._cancel.setText(self.tr("Cancel"))
        self._offer.setText(self.tr("My advisor wants &my number"))
        self._waiting_text.setText(self.tr("Connecting to your advisor …"))
        self._progress.setAccessibleName(self.tr("Connecting to your advisor …"))
        self._next.label.setText(
            self.tr("After connecting there is only chat. Nothing of your screen is visible until you allow it twice.")
        )
        self._show_error()

    def changeEvent(self, event: QEvent) -> None:
        """Follow a change of the language."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()

    def _lay_out(self) -> None:
        header = QHBoxLayout()
        header.setSpacing(2 * GRID)
        names = QVBoxLayout()
        names.setSpacing(GRID // 2)
        names.addWidget(self._organisation)
        names.addWidget(self._subtitle)
        header.addWidget(GlyphLabel(Glyph.LOGO, Tone.ACCENT, 6 * GRID), 0, Qt.AlignmentFlag.AlignTop)
        header.addLayout(names, 1)
        self._progress.setRange(0, 0)
        self._progress.setTextVisible(False)
        self._progress.setFixedHeight(6)
        self._caption.setProperty("role", "heading")
        self._connect.setMinimumHeight(6 * GRID)
        foot = QHBoxLayout()
        foot.addWidget(GlyphLabel(Glyph.GLOBE, Tone.MUTED, 20))
        foot.addWidget(self._language)
        foot.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(4 * GRID, 4 * GRID, 4 * GRID, 3 * GRID)
        layout.setSpacing(GRID + GRID // 2)
        layout.addLayout(header)
        layout.addStretch(1)
        layout.addWidget(self._caption)
        layout.addWidget(self.field)
        layout.addWidget(self._error)
        layout.addWidget(self._connect)
        layout.addWidget(self._offer, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addWidget(self._waiting_text)
        layout.addWidget(self._progress)
        layout.addWidget(self._cancel, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addStretch(1)
        layout.addWidget(self._next)
        layout.addSpacing(GRID)
        layout.addLayout(foot)

    def _submit(self) -> None:
        if self._waiting:
            return
        try:
            code = self.field.code()
        except CodeError as error:
            self._refusal, self._wrong_digits = None, error.digits
            self._show_error()
            self.field.setFocus()
            return
        self._forget_error()
        self.submitted.emit(code)

    def _forget_error(self) -> None:
        self._refusal = self._wrong_digits = None
        self._show_error()

    def _show_error(self) -> None:
        if self._wrong_digits is not None:
            sentence = malformed_code_sentence(self._wrong_digits)
        elif self._refusal is not None:
            sentence = refusal_sentence(self._refusal, Side.CUSTOMER)
        else:
            sentence = ""
        self._error.label.setText(sentence)
        self._error.setVisible(bool(sentence))
        # What became of a password that was shown is no error of what was typed here.
        self.field.set_wrong(wrong=bool(sentence) and self._refusal not in _OF_AN_OFFER)
        # A screen reader that stands in the field says the error as part of it.
        self.field.setAccessibleDescription(sentence or self.tr("The 8 digits that your advisor gave you"))

    def _show_waiting(self) -> None:
        self.field.setReadOnly(self._waiting)
        self._connect.setVisible(not self._waiting)
        self._offer.setVisible(not self._waiting)
        for widget in (self._waiting_text, self._progress, self._cancel):
            widget.setVisible(self._waiting)
