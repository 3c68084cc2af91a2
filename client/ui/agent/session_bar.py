"""The row at the top of a session's window: what is going on, and what the agent can do about it."""

from typing import Final

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QSizePolicy, QWidget

from client.session.states import AgentState as S
from client.session.status import AgentStatus
from client.ui.agent.state_text import state_explanation, state_text
from client.ui.agent.view import Zoom
from client.ui.agent.zoom_text import zoom_text
from client.ui.theme import GRID, Tone
from client.ui.widgets.buttons import ActionButton, ButtonRole
from client.ui.widgets.icons import Glyph, GlyphLabel

VIEWING_STATES: Final = frozenset({S.VIEWING, S.ASKING, S.CONTROLLING, S.SUSPENDED})
"""The states in which there is a picture."""

_LOOKS: Final = {
    S.ALLOTTING: (Glyph.CLOCK, Tone.MUTED),
    S.WAITING: (Glyph.CLOCK, Tone.ACCENT),
    S.CALLING: (Glyph.PHONE, Tone.ACCENT),
    S.CHAT: (Glyph.CHAT, Tone.ACCENT),
    S.VIEWING: (Glyph.EYE, Tone.ACCENT),
    S.ASKING: (Glyph.QUESTION, Tone.CAUTION),
    S.CONTROLLING: (Glyph.POINTER, Tone.GOOD),
    S.SUSPENDED: (Glyph.PAUSE, Tone.CAUTION),
    S.AWAY: (Glyph.CLOCK, Tone.CAUTION),
    S.ENDED: (Glyph.STOP, Tone.MUTED),
}


class SessionBar(QWidget):
    """The session's state and its actions; narrow enough for a small screen in every language."""

    ask_clicked = Signal()
    return_clicked = Signal()
    zoom_chosen = Signal(object)
    """A Zoom."""
    figures_switched = Signal(bool)
    """Whether the line of figures over the picture should be shown."""
    full_screen_clicked = Signal()
    end_clicked = Signal()
    new_session_clicked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._status = AgentStatus()
        self._glyph = GlyphLabel(Glyph.CLOCK, Tone.MUTED, 24, self)
        self._state = QLabel(self)
        self._state.setProperty("role", "strong")
        self._control = ActionButton(Glyph.POINTER, parent=self)
        self._zoom = QComboBox(self)
        for zoom in Zoom:
            # The texts are set with the language; the order is that of the enumeration.
            self._zoom.addItem(zoom.value)
        # As high as the buttons beside it.
        self._zoom.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self._figures = ActionButton(Glyph.INFORMATION, parent=self)
        self._figures.setCheckable(True)
        self._full_screen = ActionButton(Glyph.FULL_SCREEN, parent=self)
        self._end = ActionButton(Glyph.LEAVE, ButtonRole.DANGER, self)
        self._new = ActionButton(Glyph.PLUS, ButtonRole.PRIMARY, self)
        row = QHBoxLayout(self)
        row.setContentsMargins(2 * GRID, GRID, 2 * GRID, GRID)
        row.setSpacing(GRID)
        row.addWidget(self._glyph)
        row.addWidget(self._state)
        row.addStretch(1)
        for widget in (self._control, self._zoom, self._figures, self._full_screen, self._end, self._new):
            row.addWidget(widget)
        self._control.clicked.connect(self._control_clicked)
        self._zoom.activated.connect(lambda index: self.zoom_chosen.emit(tuple(Zoom)[index]))
        self._figures.toggled.connect(self.figures_switched)
        self._full_screen.clicked.connect(self.full_screen_clicked)
        self._end.clicked.connect(self.end_clicked)
        self._new.clicked.connect(self.new_session_clicked)
        self._retranslate()

    def set_status(self, status: AgentStatus) -> None:
        """Show this status."""
        self._status = status
        self._retranslate()

    def step_zoom(self, step: int) -> None:
        """Choose a size so many steps further down the list, or up."""
        zoom = tuple(Zoom)[self._zoom.currentIndex()].neighbour(step)
        self._zoom.setCurrentIndex(tuple(Zoom).index(zoom))
        self.zoom_chosen.emit(zoom)

    def switch_figures(self) -> None:
        """Show the figures over the picture, or hide them."""
        self._figures.toggle()

    def take_focus(self) -> None:
        """Give the keyboard to the first action."""
        self._control.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        if event.type() is QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    def _control_clicked(self) -> None:
        if self._status.state in (S.CONTROLLING, S.SUSPENDED):
            self.return_clicked.emit()
        else:
            self.ask_clicked.emit()

    def _retranslate(self) -> None:
        state = self._status.state
        viewing = state in VIEWING_STATES
        self._glyph.set_glyph(*_LOOKS[state])
        self._state.setText(state_text(state))
        self._state.setToolTip(state_explanation(state))
        self._state.setAccessibleDescription(state_explanation(state))
        granted = state in (S.CONTROLLING, S.SUSPENDED)
        self._control.setText(self.tr("&Return control") if granted else self.tr("&Ask for control"))
        self._control.setEnabled(state is not S.ASKING)
        self._control.setVisible(viewing)
        for index, zoom in enumerate(Zoom):
            self._zoom.setItemText(index, zoom_text(zoom))
        self._zoom.setAccessibleName(self.tr("Size of the picture"))
        self._zoom.setToolTip(self.tr("Size of the picture (Ctrl+Alt+Page Up and Page Down)"))
        self._zoom.setVisible(viewing)
        self._figures.setAccessibleName(self.tr("Connection figures"))
        self._figures.setToolTip(self.tr("Connection figures over the picture (Ctrl+Alt+Insert)"))
        self._figures.setVisible(viewing)
        self._full_screen.setAccessibleName(self.tr("Full screen"))
        self._full_screen.setToolTip(self.tr("Full screen (Ctrl+Alt+Return, there and back)"))
        self._full_screen.setVisible(viewing)
        self._end.setText(self.tr("&End session"))
        self._end.setVisible(state is not S.ENDED)
        self._new.setText(self.tr("&New session"))
        self._new.setVisible(state is S.ENDED)
