"""The page of a session: who helps, how things stand, the chat, and what the customer can do."""

from typing import Final

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from client.record.entries import Side
from client.session.states import CustomerState
from client.session.status import ChatLine, CustomerStatus
from client.ui.customer.advisor_card import AdvisorCard
from client.ui.customer.presence import GRANTED, STOPPABLE, advisor_name, presence_of
from client.ui.customer.question import ControlQuestion, DurationQuestion
from client.ui.theme import GRID
from client.ui.widgets.buttons import ActionButton, ButtonRole, ConsentButton
from client.ui.widgets.chat import ChatPanel
from client.ui.widgets.icons import Glyph
from client.ui.widgets.labels import Strip

_SMALL: Final = 600
"""Logical pixels: on a lower screen a question takes the place of the card with the advisor's name."""


class SessionPage(QWidget):
    """Shows a CustomerStatus; every button only says that it was clicked."""

    begin = Signal()
    take_control = Signal()
    allow_control = Signal()
    deny_control = Signal()
    stop_sharing = Signal()
    go_on = Signal()
    """The session shall last longer."""
    leave = Signal()
    close_window = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._status = CustomerStatus()
        self._asking_duration = False
        self._card = AdvisorCard()
        self._strip = Strip()
        self._question = ControlQuestion()
        self._duration = DurationQuestion()
        self._duration.hide()
        self.chat = ChatPanel(Side.CUSTOMER)
        self._begin = ActionButton(Glyph.SCREEN, ButtonRole.PRIMARY)
        self._take = ActionButton(Glyph.POINTER, ButtonRole.PRIMARY)
        self._allow = ConsentButton(Glyph.POINTER)
        self._stop = ActionButton(Glyph.STOP)
        self._leave = ActionButton(Glyph.LEAVE, ButtonRole.DANGER)
        self._close = ActionButton(Glyph.CLOSE, ButtonRole.PRIMARY)
        for button, signal in (
            (self._begin, self.begin),
            (self._take, self.take_control),
            (self._allow, self.allow_control),
            (self._stop, self.stop_sharing),
            (self._leave, self.leave),
            (self._close, self.close_window),
        ):
            button.clicked.connect(signal)
        self._question.allowed.connect(self.allow_control)
        self._question.denied.connect(self.deny_control)
        self._duration.go_on.connect(self.go_on)
        self._duration.leave.connect(self.leave)
        self._lay_out()
        self.retranslate()
        self.show_status(self._status)

    def show_status(self, status: CustomerStatus) -> None:
        """Show how things stand now."""
        self._status = status
        state = status.state
        ended = state is CustomerState.ENDED
        if status.agent is not None:
            self._card.show_advisor(status.agent, status.fingerprint)
            self.chat.set_peer_name(advisor_name(status))
        presence = presence_of(status)
        self._strip.show_state(presence.glyph, presence.tone, presence.whole or presence.text)
        self._question.show_status(status)
        self._show_questions()
        self._begin.setVisible(state in (CustomerState.CHAT, CustomerState.WARNED))
        self._begin.setEnabled(state is CustomerState.CHAT)
        self._take.setVisible(state in GRANTED)
        self._allow.setVisible(state is CustomerState.VIEWED)
        self._stop.setVisible(state in STOPPABLE)
        self._leave.setVisible(not ended)
        self._close.setVisible(ended)
        # Where the line is broken, what is written waits until it is back.
        self.chat.set_enabled_for_session(status.agent is not None and not ended)

    def ask_duration(self, asked: int | None) -> None:
        """Ask for the `asked`-th time whether the session shall go on; None takes the question away."""
        if asked is not None:
            self._duration.ask(asked)
        self._asking_duration = asked is not None
        self._show_questions()

    def add_line(self, line: ChatLine) -> None:
        """Show a line of the chat."""
        self.chat.add_line(line)

    def retranslate(self) -> None:
        """Set all texts in the present language."""
        self._begin.setText(self.tr("&Begin"))
        self._begin.setAccessibleDescription(self.tr("Shows a warning first; your screen is not visible yet."))
        self._begin.setToolTip(self.tr("Shows a warning first; your screen is not visible yet."))
        self._take.setText(self.tr("&Take control"))
        self._allow.setText(self.tr("&Allow control"))
        self._stop.setText(self.tr("&Stop sharing"))
        self._leave.setText(self.tr("&Disconnect"))
        self._leave.setAccessibleDescription(self.tr("Ends the session for good."))
        self._leave.setToolTip(self.tr("Ends the session for good."))
        self._close.setText(self.tr("&Close"))
        presence = presence_of(self._status)
        self._strip.show_state(presence.glyph, presence.tone, presence.whole or presence.text)

    def changeEvent(self, event: QEvent) -> None:
        """Follow a change of the language."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()

    def _show_questions(self) -> None:
        """Ask one question at a time: whether to go on at all comes before what is granted."""
        asked = self._status.state is CustomerState.ASKED and not self._asking_duration
        small = self.screen().availableGeometry().height() < _SMALL
        shown = {
            self._card: not (small and (asked or self._asking_duration)),
            # The question says how things stand as well, and small screens need the room.
            self._strip: not asked,
            self._question: asked,
            self._duration: self._asking_duration,
        }
        # First what goes, then what comes: the window would grow for both together, and stay so.
        for part in sorted(shown, key=lambda part: shown[part]):
            part.setVisible(shown[part])

    def _lay_out(self) -> None:
        actions = QHBoxLayout()
        actions.setSpacing(GRID)
        for button in (self._begin, self._take, self._allow, self._stop):
            actions.addWidget(button)
        actions.addStretch(1)
        actions.addWidget(self._leave)
        actions.addWidget(self._close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        layout.setSpacing(GRID + 4)
        layout.addWidget(self._card)
        layout.addWidget(self._strip)
        layout.addWidget(self._question)
        layout.addWidget(self._duration)
        layout.addWidget(self.chat, 1)
        layout.addLayout(actions)
