"""The other way in: the agent types the number and the password that the customer reads aloud."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from client.ui.theme import GRID
from client.ui.widgets.buttons import ActionButton, ButtonRole
from client.ui.widgets.digits_field import DigitsField
from client.ui.widgets.icons import Glyph
from wire import limits
from wire.code import Code

_POINTS = 20
_NUMBER_GROUP = 4
_PASSWORD_GROUP = 3


class CallDialog(QDialog):
    """Takes both, and says in one sentence what is missing."""

    submitted = Signal(object)
    """A wire.code.Code: the customer's id and password; the dialog has closed itself."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setModal(True)
        self._tried = False
        self._hint = QLabel(wordWrap=True)
        self._number_label, self._password_label = QLabel(), QLabel()
        self._number = DigitsField(_NUMBER_GROUP, _POINTS)
        self._password = DigitsField(_PASSWORD_GROUP, _POINTS)
        self._number_label.setBuddy(self._number)
        self._password_label.setBuddy(self._password)
        self._error = QLabel(wordWrap=True)
        self._error.setProperty("tone", "danger")
        self._call = ActionButton(Glyph.PHONE, ButtonRole.PRIMARY)
        self._call.setDefault(True)
        self._cancel = ActionButton(Glyph.CLOSE)
        self._lay_out()
        self._number.textChanged.connect(self._retranslate)
        self._password.textChanged.connect(self._retranslate)
        self._call.clicked.connect(self._submit)
        self._cancel.clicked.connect(self.reject)
        self._retranslate()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        if event.type() is QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    def _lay_out(self) -> None:
        form = QGridLayout()
        form.setHorizontalSpacing(2 * GRID)
        form.setVerticalSpacing(GRID)
        for row, (label, field) in enumerate(
            ((self._number_label, self._number), (self._password_label, self._password))
        ):
            form.addWidget(label, row, 0)
            form.addWidget(field, row, 1)
        form.setColumnStretch(1, 1)
        buttons = QHBoxLayout()
        buttons.setSpacing(GRID)
        buttons.addStretch(1)
        buttons.addWidget(self._call)
        buttons.addWidget(self._cancel)
        column = QVBoxLayout(self)
        column.setContentsMargins(3 * GRID, 3 * GRID, 3 * GRID, 2 * GRID)
        column.setSpacing(2 * GRID)
        column.addWidget(self._hint)
        column.addLayout(form)
        column.addWidget(self._error)
        column.addLayout(buttons)
        self.setMinimumWidth(56 * GRID)

    def _code(self) -> Code | None:
        nameplate = self._number.digits(limits.NAMEPLATE_DIGITS)
        password = self._password.digits(limits.PASSWORD_DIGITS)
        return None if nameplate is None or password is None else Code(nameplate, password)

    def _submit(self) -> None:
        code = self._code()
        if code is not None:
            self.accept()
            self.submitted.emit(code)
            return
        self._tried = True
        self._retranslate()
        number_is_wrong = self._number.digits(limits.NAMEPLATE_DIGITS) is None
        (self._number if number_is_wrong else self._password).setFocus(Qt.FocusReason.OtherFocusReason)

    def _retranslate(self) -> None:
        self.setWindowTitle(self.tr("Customer's number"))
        self._hint.setText(self.tr("The customer reads you a number and a password from their window."))
        self._number_label.setText(self.tr("&Number"))
        self._password_label.setText(self.tr("&Password"))
        self._number.setPlaceholderText("0000")
        self._password.setPlaceholderText("000 000")
        self._call.setText(self.tr("&Connect"))
        self._cancel.setText(self.tr("Cancel"))
        number_is_wrong = self._tried and self._number.digits(limits.NAMEPLATE_DIGITS) is None
        password_is_wrong = self._tried and self._password.digits(limits.PASSWORD_DIGITS) is None
        self._number.set_wrong(wrong=number_is_wrong)
        self._password.set_wrong(wrong=password_is_wrong)
        sentence = ""
        if number_is_wrong:
            sentence = self.tr("The number has exactly %n digits.", "", limits.NAMEPLATE_DIGITS)
        elif password_is_wrong:
            sentence = self.tr("The password has exactly %n digits.", "", limits.PASSWORD_DIGITS)
        self._error.setText(sentence)
        self._error.setVisible(bool(sentence))
        self._number.setAccessibleDescription(sentence if number_is_wrong else "")
        self._password.setAccessibleDescription(sentence if password_is_wrong and not number_is_wrong else "")
