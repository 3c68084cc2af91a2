"""One session of the agent: the number, then the chat, and the customer's screen beside it."""

from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QMessageBox, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from client.record.entries import Side
from client.session.states import AgentState
from client.session.status import AgentStatus, ChatLine
from client.ui.agent.invitation_page import InvitationPage
from client.ui.agent.session_bar import VIEWING_STATES, SessionBar
from client.ui.agent.state_text import state_text
from client.ui.agent.viewer import WINDOW_KEYS
from client.ui.agent.viewer_pane import ViewerPane
from client.ui.sentences import ending_sentence
from client.ui.theme import GRID
from client.ui.widgets.chat import ChatPanel
from client.ui.widgets.labels import plain_label
from client.ui.widgets.on_screen import OnScreen, bring_into
from wire.code import Code

if TYPE_CHECKING:
    from client.pipeline.picture import Picture
    from client.ui.bridge import AgentSessionBridge

_FIRST_SIZE: Final = QSize(640, 620)
_CHAT_WIDTH: Final = 340
_BEFORE: Final = (AgentState.ALLOTTING, AgentState.WAITING, AgentState.CALLING)


class SessionWindow(QWidget):
    """The window of one session; closing it ends the session."""

    new_session_clicked = Signal()
    status_shown = Signal(object)
    """The AgentStatus that the window shows now."""
    closed = Signal()

    def __init__(
        self,
        bridge: "AgentSessionBridge",
        number: int,
        first: AgentState = AgentState.ALLOTTING,
        parent: QWidget | None = None,
    ) -> None:
        """`first` is the state in which the session begins: CALLING where the customer's number was typed."""
        super().__init__(parent, Qt.WindowType.Window)
        self._bridge = bridge
        self._number = number
        self._status = AgentStatus(first)
        self._met = False
        self._confirmed = False
        self._was_maximised = False
        self._question: QMessageBox | None = None
        self._bar = SessionBar(self)
        self._invitation = InvitationPage(self)
        self._ending = plain_label("strong", wraps=True)
        self._ending.setContentsMargins(2 * GRID, 0, 2 * GRID, GRID)
        self._ending.hide()
        self.pane = ViewerPane(bridge, self)
        self._safety = plain_label(wraps=True)
        self._safety.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._chat = ChatPanel(Side.AGENT, self)
        self._chat.setMinimumWidth(_CHAT_WIDTH - 10 * GRID)
        self._splitter = QSplitter(Qt.Orientation.Horizontal, self)
        self._splitter.addWidget(self.pane)
        chat = QWidget(self)
        beside = QVBoxLayout(chat)
        beside.setContentsMargins(GRID, 0, GRID, GRID)
        beside.setSpacing(GRID)
        beside.addWidget(self._safety)
        beside.addWidget(self._chat)
        self._splitter.addWidget(chat)
        # What full screen takes away.
        self._around_viewer = (self._bar, chat)
        self._splitter.setStretchFactor(0, 1)
        self._splitter.setStretchFactor(1, 0)
        self._splitter.setCollapsible(0, False)
        self.pane.hide()
        self._pages = QStackedWidget(self)
        self._pages.addWidget(self._invitation)
        self._pages.addWidget(self._splitter)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._bar)
        column.addWidget(self._ending)
        column.addWidget(self._pages, 1)
        self._connect()
        self._on_screen = OnScreen(self)
        self.resize(_FIRST_SIZE.boundedTo(self.screen().availableGeometry().size() - QSize(0, 5 * GRID)))
        self._show_status(self._status)

    @property
    def status(self) -> AgentStatus:
        """What the window shows now."""
        return self._status

    @property
    def number(self) -> int:
        """Which of this run's sessions it is, from 1."""
        return self._number

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        if event.type() is QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        """End the session, after a question where a customer is connected."""
        if self._met and not self._confirmed and self._status.state is not AgentState.ENDED:
            event.ignore()
            self._ask_to_end()
            return
        self.end()
        event.accept()
        self.closed.emit()

    def end(self) -> None:
        """End the session for good; its chat stays readable while the window is open."""
        if self._status.state is not AgentState.ENDED:
            self._bridge.end()

    def _connect(self) -> None:
        bridge, viewer = self._bridge, self.pane.viewer
        bridge.status_changed.connect(self._show_status)
        bridge.line_added.connect(self._add_line)
        bridge.code_ready.connect(self._show_code)
        bridge.picture_opened.connect(self._open_picture)
        bridge.picture_changed.connect(viewer.picture_changed)
        bridge.picture_closed.connect(self._close_picture)
        bridge.cursor_changed.connect(viewer.cursor_changed)
        bridge.round_trip_measured.connect(self.pane.figures.set_round_trip)
        self._bar.new_session_clicked.connect(self.new_session_clicked)
        self._chat.submitted.connect(bridge.send_chat)
        self._bar.ask_clicked.connect(bridge.ask_control)
        self._bar.return_clicked.connect(bridge.return_control)
        self._bar.zoom_chosen.connect(self.pane.set_zoom)
        self._bar.figures_switched.connect(self.pane.figures.set_shown)
        self._bar.full_screen_clicked.connect(self._switch_full_screen)
        self._bar.end_clicked.connect(self.end)
        self.pane.full_screen_left.connect(self._leave_full_screen)
        viewer.window_key.connect(self._use_key)
        for key in WINDOW_KEYS - {Qt.Key.Key_Home}:
            sequence = QKeySequence(Qt.Modifier.CTRL | Qt.Modifier.ALT | key)
            QShortcut(sequence, self, partial(self._use_key, key))

    def _use_key(self, key: Qt.Key) -> None:
        """Do what one of WINDOW_KEYS stands for."""
        if key == Qt.Key.Key_Home:
            self._leave_viewer()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._switch_full_screen()
        elif self._status.state in VIEWING_STATES:
            if key == Qt.Key.Key_Insert:
                self._bar.switch_figures()
            else:
                self._bar.step_zoom(1 if key == Qt.Key.Key_PageUp else -1)

    def _add_line(self, line: ChatLine) -> None:
        self._chat.add_line(line)

    def _show_code(self, code: Code) -> None:
        self._invitation.show_code(code)

    def _show_status(self, status: AgentStatus) -> None:
        before, self._status = self._status.state, status
        self._met = self._met or status.joined_at is not None or status.state not in (*_BEFORE, AgentState.ENDED)
        self._bar.set_status(status)
        self._invitation.set_status(status)
        self._pages.setCurrentWidget(self._splitter if self._met else self._invitation)
        self._chat.set_enabled_for_session(self._met and status.state is not AgentState.ENDED)
        if status.state is AgentState.CHAT and before in _BEFORE:
            self._chat.focus_input()
        if status.state in (AgentState.AWAY, AgentState.ENDED):
            # Without a line the picture would be a still one that looks alive.
            self._close_picture()
        if status.state is AgentState.ENDED and self._question is not None:
            self._question.close()
        self.pane.set_state(status.state)
        granted = status.state is AgentState.CONTROLLING and before in (AgentState.VIEWING, AgentState.ASKING)
        # Not while a chat line is being typed: the rest of it would go to the customer's computer.
        if granted and not self._chat.isAncestorOf(self.focusWidget() or self):
            self.pane.viewer.setFocus()
        self._retranslate()
        self.status_shown.emit(status)

    def _open_picture(self, picture: "Picture") -> None:
        first = self.pane.isHidden()
        self.pane.set_picture(picture)
        if first:
            self.pane.show()
            self._make_room()
            self.pane.viewer.setFocus()
            self._come_forward()

    def _close_picture(self) -> None:
        self._leave_full_screen()
        self.pane.set_picture(None)
        self.pane.hide()

    def _make_room(self) -> None:
        """Grow until the picture fits at 1:1, as far as the screen allows."""
        if self.isMaximized() or self.isFullScreen():
            return
        available = self.screen().availableGeometry()
        frame = self.frameGeometry().size() - self.size()
        around = QSize(_CHAT_WIDTH + self._splitter.handleWidth(), self._bar.sizeHint().height() + 4 * GRID)
        wanted = self.pane.viewer.picture_size() + around
        size = wanted.expandedTo(self.size()).boundedTo(available.size() - frame)
        self.resize(size)
        bring_into(self, available)
        self._splitter.setSizes([size.width() - _CHAT_WIDTH, _CHAT_WIDTH])

    def _come_forward(self) -> None:
        active = QApplication.activeWindow()
        if isinstance(active, SessionWindow) and active is not self:
            # The agent may be typing at another customer's: no window gets in between.
            QApplication.alert(self)
        else:
            self.raise_()
            self.activateWindow()

    def _switch_full_screen(self) -> None:
        if self.isFullScreen():
            self._leave_full_screen()
        elif self._status.state in VIEWING_STATES:
            self._was_maximised = self.isMaximized()
            for widget in self._around_viewer:
                widget.hide()
            self.pane.set_full_screen(True)
            self.pane.viewer.setFocus()
            self.showFullScreen()

    def _leave_full_screen(self) -> None:
        if self.isFullScreen():
            for widget in self._around_viewer:
                widget.show()
            self.pane.set_full_screen(False)
            if self._was_maximised:
                self.showMaximized()
            else:
                self.showNormal()

    def _leave_viewer(self) -> None:
        self._leave_full_screen()
        self._bar.take_focus()

    def _ask_to_end(self) -> None:
        if self._question is not None:
            self._question.raise_()
            return
        box = QMessageBox(QMessageBox.Icon.Question, self.tr("End the session?"), "", parent=self)
        box.setText(self.tr("Closing this window ends the session with the customer for good."))
        yes = box.addButton(self.tr("End session"), QMessageBox.ButtonRole.AcceptRole)
        no = box.addButton(QMessageBox.StandardButton.Cancel)
        box.setDefaultButton(no)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._question = box
        box.finished.connect(lambda: self._answer(box.clickedButton() is yes))
        box.open()

    def _answer(self, ends: bool) -> None:
        self._question = None
        if ends:
            self._confirmed = True
            self.close()

    def _retranslate(self) -> None:
        state = self._status.state
        self.setWindowTitle(
            self.tr("Session {number}: {state} – Pomoc")
            .replace("{number}", str(self._number))
            .replace("{state}", state_text(state))
        )
        self._chat.set_peer_name(self.tr("Customer"))
        digits = self._status.fingerprint
        self._safety.setText(self.tr("Safety number: {digits}").replace("{digits}", f"{digits[:3]} {digits[3:]}"))
        self._safety.setToolTip(self.tr("The customer sees the same number. Read it to each other to be sure."))
        ended = self._met and self._status.ending is not None
        self._ending.setVisible(ended)
        if self._status.ending is not None:
            self._ending.setText(ending_sentence(self._status.ending, Side.AGENT))
