"""The agent's login."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from client.record.entries import Side
from client.ui.sentences import refusal_sentence
from client.ui.theme import GRID
from client.ui.widgets.buttons import ActionButton, ButtonRole
from client.ui.widgets.icons import Glyph
from wire import limits
from wire.endings import Refusal

_FIELD_WIDTH = 300
_PASSWORD_CHARACTERS = 1024
_SECOND_FACTOR_CHARACTERS = 16
"""As many as wire.rendezvous.LoginRequest takes."""


class LoginPage(QWidget):
    """Name and password for one server, and the code of an authenticator app once the server wants one."""

    submitted = Signal(str, str, str)
    """Name and password, neither empty, and the code, empty where none was asked for."""

    def __init__(self, server: str, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._refusal: Refusal | None = None
        self._busy = False
        self._needs_code = False
        self._title = QLabel(self)
        self._title.setProperty("role", "title")
        self._server_label, self._name_label, self._password_label = QLabel(self), QLabel(self), QLabel(self)
        self._server = QLabel(server, self)
        self._server.setTextFormat(Qt.TextFormat.PlainText)
        self._server.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._name = QLineEdit(name, self, maxLength=limits.NAME_CHARACTERS)
        self._password = QLineEdit(self, maxLength=_PASSWORD_CHARACTERS, echoMode=QLineEdit.EchoMode.Password)
        self._code_label = QLabel(self, wordWrap=True)
        self._code = QLineEdit(self, maxLength=_SECOND_FACTOR_CHARACTERS)
        self._code.setInputMethodHints(Qt.InputMethodHint.ImhPreferNumbers | Qt.InputMethodHint.ImhNoPredictiveText)
        self._error = QLabel(self, wordWrap=True)
        self._error.setProperty("tone", "danger")
        self._button = ActionButton(Glyph.PERSON, ButtonRole.PRIMARY, self)
        self._lay_out()
        # Another name is another account, which may have no second lock.
        self._name.textEdited.connect(self._forget_second_factor)
        self._name.textChanged.connect(self._refresh)
        self._password.textChanged.connect(self._refresh)
        self._name.returnPressed.connect(self._password.setFocus)
        self._code.textChanged.connect(self._refresh)
        self._password.returnPressed.connect(self._submit)
        self._code.returnPressed.connect(self._submit)
        self._button.clicked.connect(self._submit)
        self._retranslate()

    def take_focus(self) -> None:
        """Let typing begin in the first empty field; called when the page is in its window."""
        (self._password if self._name.text() else self._name).setFocus()

    def set_busy(self, busy: bool) -> None:
        """The server is being asked: nothing can be changed meanwhile."""
        self._busy = busy
        if busy:
            self._refusal = None
        self._retranslate()

    def show_refusal(self, refusal: Refusal) -> None:
        """Say why there is no login, and let it be tried again."""
        self._busy = False
        self._refusal = refusal
        self._needs_code = self._needs_code or refusal is Refusal.SECOND_FACTOR_NEEDED
        # A code works once only.
        self._code.clear()
        self._retranslate()
        wanted = self._code if refusal is Refusal.SECOND_FACTOR_NEEDED else self._password
        wanted.setFocus()
        wanted.selectAll()

    def forget_password(self) -> None:
        """The login worked: the password is not kept in a window."""
        self._password.clear()
        self._code.clear()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        if event.type() is QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    def _lay_out(self) -> None:
        card = QFrame(self)
        card.setProperty("role", "card")
        form = QGridLayout()
        form.setHorizontalSpacing(2 * GRID)
        form.setVerticalSpacing(2 * GRID)
        fields = (
            (self._server_label, self._server),
            (self._name_label, self._name),
            (self._password_label, self._password),
            (self._code_label, self._code),
        )
        for line, (label, field) in enumerate(fields):
            form.addWidget(label, line, 0)
            form.addWidget(field, line, 1)
        form.setColumnMinimumWidth(1, _FIELD_WIDTH)
        self._name_label.setBuddy(self._name)
        self._password_label.setBuddy(self._password)
        self._code_label.setBuddy(self._code)
        inside = QVBoxLayout(card)
        inside.setContentsMargins(4 * GRID, 3 * GRID, 4 * GRID, 3 * GRID)
        inside.setSpacing(2 * GRID)
        inside.addWidget(self._title)
        inside.addLayout(form)
        inside.addWidget(self._error)
        inside.addWidget(self._button, 0, Qt.AlignmentFlag.AlignRight)
        # Centred by stretches: an aligned item would not get the height that its wrapped text needs.
        middle = QHBoxLayout()
        middle.addStretch(1)
        middle.addWidget(card)
        middle.addStretch(1)
        outside = QVBoxLayout(self)
        outside.addStretch(1)
        outside.addLayout(middle)
        outside.addStretch(2)

    def _submit(self) -> None:
        if self._button.isEnabled():
            self.submitted.emit(self._name.text().strip(), self._password.text(), self._code.text().strip())

    def _forget_second_factor(self) -> None:
        if self._needs_code:
            self._needs_code = False
            self._code.clear()
            self._retranslate()

    def _error_text(self) -> str:
        if self._refusal is None:
            return ""
        if self._needs_code and self._refusal is Refusal.LOGIN_REFUSED:
            return self.tr(
                "The password or the code is wrong, or the code was already used. "
                "Wait until your app shows a new code, then try again."
            )
        return refusal_sentence(self._refusal, Side.AGENT)

    def _refresh(self) -> None:
        complete = bool(self._name.text().strip()) and bool(self._password.text())
        complete = complete and (bool(self._code.text().strip()) or not self._needs_code)
        self._button.setEnabled(complete and not self._busy)

    def _retranslate(self) -> None:
        self._title.setText(self.tr("Advisor's login"))
        self._server_label.setText(self.tr("Server"))
        self._server.setAccessibleName(self.tr("Server"))
        self._name_label.setText(self.tr("&User name"))
        self._password_label.setText(self.tr("&Password"))
        self._button.setText(self.tr("Logging in…") if self._busy else self.tr("&Log in"))
        self._code_label.setText(self.tr("&Code from your authenticator app"))
        for widget in (self._code_label, self._code):
            widget.setVisible(self._needs_code)
        self._error.setText(self._error_text())
        self._error.setVisible(self._refusal is not None)
        for field in (self._name, self._password, self._code):
            field.setEnabled(not self._busy)
        self._refresh()
