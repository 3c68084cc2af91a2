"""The agent's login."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from client.ui.sentences import Side, refusal_sentence
from client.ui.theme import GRID
from client.ui.widgets.buttons import ActionButton, ButtonRole
from client.ui.widgets.icons import Glyph
from wire import limits
from wire.endings import Refusal

_FIELD_WIDTH = 300
_PASSWORD_CHARACTERS = 1024
"""As many as wire.rendezvous.LoginRequest takes."""


class LoginPage(QWidget):
    """Name and password for one server."""

    submitted = Signal(str, str)
    """Name and password, neither empty."""

    def __init__(self, server: str, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._refusal: Refusal | None = None
        self._busy = False
        self._title = QLabel(self)
        self._title.setProperty("role", "title")
        self._server_label, self._name_label, self._password_label = QLabel(self), QLabel(self), QLabel(self)
        self._server = QLabel(server, self)
        self._server.setTextFormat(Qt.TextFormat.PlainText)
        self._server.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._name = QLineEdit(name, self, maxLength=limits.NAME_CHARACTERS)
        self._password = QLineEdit(self, maxLength=_PASSWORD_CHARACTERS, echoMode=QLineEdit.EchoMode.Password)
        self._error = QLabel(self, wordWrap=True)
        self._error.setProperty("tone", "danger")
        self._button = ActionButton(Glyph.PERSON, ButtonRole.PRIMARY, self)
        self._lay_out()
        self._name.textChanged.connect(self._refresh)
        self._password.textChanged.connect(self._refresh)
        self._name.returnPressed.connect(self._password.setFocus)
        self._password.returnPressed.connect(self._submit)
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
        self._retranslate()
        self._password.setFocus()
        self._password.selectAll()

    def forget_password(self) -> None:
        """The login worked: the password is not kept in a window."""
        self._password.clear()

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
        )
        for line, (label, field) in enumerate(fields):
            form.addWidget(label, line, 0)
            form.addWidget(field, line, 1)
        form.setColumnMinimumWidth(1, _FIELD_WIDTH)
        self._name_label.setBuddy(self._name)
        self._password_label.setBuddy(self._password)
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
            self.submitted.emit(self._name.text().strip(), self._password.text())

    def _refresh(self) -> None:
        complete = bool(self._name.text().strip()) and bool(self._password.text())
        self._button.setEnabled(complete and not self._busy)

    def _retranslate(self) -> None:
        self._title.setText(self.tr("Advisor's login"))
        self._server_label.setText(self.tr("Server"))
        self._server.setAccessibleName(self.tr("Server"))
        self._name_label.setText(self.tr("&User name"))
        self._password_label.setText(self.tr("&Password"))
        self._button.setText(self.tr("Logging in…") if self._busy else self.tr("&Log in"))
        self._error.setVisible(self._refusal is not None)
        if self._refusal is not None:
            self._error.setText(refusal_sentence(self._refusal, Side.AGENT))
        for field in (self._name, self._password):
            field.setEnabled(not self._busy)
        self._refresh()
