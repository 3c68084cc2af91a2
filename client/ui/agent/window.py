"""The agent's main window: login, then the dashboard; it owns the windows of the sessions."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QHBoxLayout, QMessageBox, QStackedWidget, QVBoxLayout, QWidget

from client.session.states import AgentState
from client.session.status import AgentPerson, AgentStatus
from client.ui.agent.call_dialog import CallDialog
from client.ui.agent.dashboard import DashboardPage
from client.ui.agent.login import LoginPage
from client.ui.agent.session_window import SessionWindow
from client.ui.theme import GRID
from client.ui.widgets.language import LanguageChoice
from client.ui.widgets.on_screen import OnScreen
from wire.code import Code
from wire.endings import Refusal

if TYPE_CHECKING:
    from client.ui.bridge import AgentBridge, AgentSessionBridge

_LOGIN_AGAIN: Final = frozenset({Refusal.LOGIN_EXPIRED, Refusal.CERTIFICATE_OUT_OF_DATE})
"""Refusals of a session that only a new login can mend."""


class AgentWindow(QWidget):
    """Closing it ends the program, and with it the sessions."""

    session_opened = Signal(object)
    """The client.ui.bridge.AgentSessionBridge of a new session, before its open() is called."""
    closed = Signal()

    def __init__(
        self,
        bridge: "AgentBridge",
        server: str,
        login_name: str | None,
        language: str,
        on_language: Callable[[str], None],
    ) -> None:
        super().__init__()
        self._bridge = bridge
        self._windows: dict[int, SessionWindow] = {}
        self._opened = 0
        self._question: QMessageBox | None = None
        self._call: CallDialog | None = None
        self._login = LoginPage(server, login_name or "", self)
        self._dashboard = DashboardPage(self)
        self._pages = QStackedWidget(self)
        self._pages.addWidget(self._login)
        self._pages.addWidget(self._dashboard)
        bottom = QHBoxLayout()
        bottom.setContentsMargins(3 * GRID, GRID, 3 * GRID, 2 * GRID)
        bottom.addStretch(1)
        bottom.addWidget(LanguageChoice(language, on_language, self))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._pages, 1)
        column.addLayout(bottom)
        # Not before: a widget loses the focus on its way into a stack.
        self._login.take_focus()
        self._login.submitted.connect(self.login)
        self._dashboard.new_session_clicked.connect(self.start_session)
        self._dashboard.call_clicked.connect(self._ask_for_number)
        self._dashboard.session_chosen.connect(self._raise_session)
        bridge.logged_in.connect(self._logged_in)
        bridge.login_failed.connect(self._login_failed)
        # Word-wrapped labels need their height for this width: layouts do not see to that.
        self.setMinimumSize(560, 480)
        self.resize(640, min(520, self.screen().availableGeometry().height() - 5 * GRID))
        self._on_screen = OnScreen(self)
        self._retranslate()

    def login(self, name: str, password: str, second_factor: str = "") -> None:
        """Ask the server; the page shows that it is being asked. An empty second factor is none."""
        self._login.set_busy(True)
        self._bridge.login(name, password, second_factor or None)

    def start_session(self) -> None:
        """Open a window with a new session; only after the login."""
        self._open(self._bridge.new_session(), AgentState.ALLOTTING)

    def call_customer(self, code: Code) -> None:
        """Open a window with a session with the customer who shows this id and password; only after the login."""
        self._open(self._bridge.call_customer(code), AgentState.CALLING)

    def _open(self, bridge: "AgentSessionBridge", first: AgentState) -> None:
        self._opened += 1
        number = self._opened
        window = SessionWindow(bridge, number, first)
        self._windows[number] = window
        window.new_session_clicked.connect(self.start_session)
        window.status_shown.connect(lambda status: self._session_changed(number, status))
        window.closed.connect(lambda: self._session_closed(number))
        self._dashboard.set_session(number, window.status.state)
        self.session_opened.emit(bridge)
        window.show()
        bridge.open()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        if event.type() is QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Quit, after a question where sessions are running."""
        if self._running():
            event.ignore()
            self._ask_to_quit()
        else:
            event.accept()
            self._close_sessions()
            self.closed.emit()

    def _running(self) -> list[SessionWindow]:
        return [window for window in self._windows.values() if window.status.state is not AgentState.ENDED]

    def _logged_in(self, person: AgentPerson) -> None:
        self._login.set_busy(False)
        self._login.forget_password()
        self._pages.setCurrentWidget(self._dashboard)
        self._dashboard.set_person(person)

    def _login_failed(self, refusal: Refusal) -> None:
        self._pages.setCurrentWidget(self._login)
        self._login.show_refusal(refusal)

    def _session_changed(self, number: int, status: AgentStatus) -> None:
        self._dashboard.set_session(number, status.state)
        if status.refusal in _LOGIN_AGAIN:
            self._login_failed(status.refusal)
            self.raise_()
            self.activateWindow()

    def _session_closed(self, number: int) -> None:
        window = self._windows.pop(number)
        self._dashboard.set_session(number, AgentState.ENDED)
        window.deleteLater()

    def _raise_session(self, number: int) -> None:
        window = self._windows.get(number)
        if window is not None:
            if window.isMinimized():
                window.showNormal()
            window.raise_()
            window.activateWindow()

    def _ask_for_number(self) -> None:
        if self._call is None:
            self._call = CallDialog(self)
            self._call.submitted.connect(self.call_customer)
            self._call.finished.connect(self._forget_number)
            self._call.open()

    def _forget_number(self) -> None:
        if self._call is not None:
            call, self._call = self._call, None
            call.deleteLater()

    def _ask_to_quit(self) -> None:
        if self._question is not None:
            self._question.raise_()
            return
        running = len(self._running())
        box = QMessageBox(QMessageBox.Icon.Question, self.tr("Quit Pomoc?"), "", parent=self)
        box.setText(self.tr("%n session(s) will end for good.", "", running))
        yes = box.addButton(self.tr("End and quit"), QMessageBox.ButtonRole.AcceptRole)
        no = box.addButton(QMessageBox.StandardButton.Cancel)
        box.setDefaultButton(no)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._question = box
        box.finished.connect(lambda: self._answer(box.clickedButton() is yes))
        box.open()

    def _answer(self, quits: bool) -> None:
        self._question = None
        if quits:
            for window in self._running():
                window.end()
            self._close_sessions()
            self.hide()
            self.closed.emit()

    def _close_sessions(self) -> None:
        for window in list(self._windows.values()):
            window.hide()
            window.deleteLater()
        self._windows.clear()

    def _retranslate(self) -> None:
        self.setWindowTitle(self.tr("Pomoc – advisor"))
