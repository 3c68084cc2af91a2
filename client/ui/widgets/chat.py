"""The chat, as both sides have it: the lines so far, a field for the next one, and what was not seen yet."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from client.record.entries import Side
from client.session.status import ChatLine, LineKind
from client.ui.sentences import note_sentence
from client.ui.theme import GRID, Tone, set_tone
from client.ui.widgets.buttons import ActionButton
from client.ui.widgets.chat_input import ChatInput
from client.ui.widgets.icons import Glyph
from client.ui.widgets.transcript import Transcript
from wire import limits

_COUNTER_FROM = limits.CHAT_CHARACTERS - 200
"""From this length on the counter says how much room is left."""


class ChatPanel(QWidget):
    """Shows lines, and says which text the person wants to send; sending is not its business."""

    submitted = Signal(str)
    """A text to send, not empty, of at most limits.CHAT_CHARACTERS characters."""
    unread_changed = Signal(int)
    """How many lines came while nobody could see them."""

    def __init__(self, side: Side, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._side = side
        self._peer_name = ""
        self._unread = 0
        self._transcript = Transcript()
        self._newer = ActionButton(Glyph.DOWN)
        self._newer.clicked.connect(self._transcript.scroll_to_end)
        self._newer.hide()
        self._transcript.scrolled_to_end.connect(self._newer.hide)
        self._input = ChatInput()
        self._input.submitted.connect(self._submit)
        self._input.textChanged.connect(self._count)
        self._send = ActionButton(Glyph.SEND)
        self._send.clicked.connect(self._submit)
        self._counter = QLabel()
        self._counter.setTextFormat(Qt.TextFormat.PlainText)
        self._counter.hide()
        self._enabled = False
        self._lay_out()
        self.set_enabled_for_session(False)
        self.retranslate()

    @property
    def unread(self) -> int:
        """How many lines came while the panel was not in sight, or its window not active."""
        return self._unread

    def set_peer_name(self, name: str) -> None:
        """Say whose name stands over the other side's lines, and in the notes."""
        self._peer_name = name

    def set_enabled_for_session(self, enabled: bool) -> None:
        """Allow or forbid writing; what was said stays readable."""
        self._enabled = enabled
        self._input.setEnabled(enabled)
        self._count()

    def add_line(self, line: ChatLine) -> None:
        """Show a line."""
        text, author = line.text, ""
        if line.kind is LineKind.SYSTEM and line.note is not None:
            text = note_sentence(line.note, self._side, self._peer_name)
        elif line.kind is LineKind.PEER:
            author = self._peer_name
        elif line.kind is LineKind.OWN:
            author = self.tr("You")
        self._transcript.append_row(line.kind, line.at, author, text)
        if line.kind is not LineKind.OWN:
            self._announce(f"{author}: {text}" if author else text)
            if not self._in_sight():
                self._set_unread(self._unread + 1)
                QApplication.alert(self.window())
        self._newer.setVisible(not self._transcript.is_at_end())

    def focus_input(self) -> None:
        """Put the keyboard into the field."""
        self._input.setFocus()

    def retranslate(self) -> None:
        """Set all texts in the present language; lines that were shown stay as they were."""
        self._transcript.setAccessibleName(self.tr("Conversation"))
        self._input.setAccessibleName(self.tr("Message"))
        self._input.setAccessibleDescription(self.tr("Return sends the message, Shift+Return starts a new line."))
        self._input.setPlaceholderText(self.tr("Write a message"))
        self._input.setToolTip(self.tr("Return sends the message, Shift+Return starts a new line."))
        self._send.setText(self.tr("Send"))
        self._newer.setText(self.tr("New messages"))
        self._count()

    def event(self, event: QEvent) -> bool:
        """Watch for a new language, and for the moments at which lines come into sight."""
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()
        handled = super().event(event)
        if event.type() in (QEvent.Type.Show, QEvent.Type.WindowActivate) and self._in_sight():
            self._set_unread(0)
        return handled

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(GRID)
        row.addWidget(self._input, 1)
        row.addWidget(self._send, 0, Qt.AlignmentFlag.AlignBottom)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GRID)
        layout.addWidget(self._transcript, 1)
        layout.addWidget(self._newer, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addLayout(row)
        layout.addWidget(self._counter)
        self._transcript.setMinimumHeight(6 * GRID)

    def _submit(self) -> None:
        text = self._input.toPlainText().strip("\n ")
        if self._enabled and text and len(text) <= limits.CHAT_CHARACTERS:
            self._input.clear()
            self._transcript.scroll_to_end()
            self.submitted.emit(text)

    def _count(self) -> None:
        length = len(self._input.toPlainText().strip("\n "))
        room = limits.CHAT_CHARACTERS - length
        self._send.setEnabled(self._enabled and 0 < length <= limits.CHAT_CHARACTERS)
        self._counter.setVisible(self._enabled and length >= _COUNTER_FROM)
        if room >= 0:
            self._counter.setText(self.tr("%n characters left", "", room))
        else:
            self._counter.setText(self.tr("%n characters too many", "", -room))
        set_tone(self._counter, Tone.MUTED if room >= 0 else Tone.DANGER)

    def _in_sight(self) -> bool:
        window = self.window()
        return self.isVisible() and window.isActiveWindow() and not window.isMinimized()

    def _set_unread(self, unread: int) -> None:
        if unread != self._unread:
            self._unread = unread
            self.unread_changed.emit(unread)

    def _announce(self, text: str) -> None:
        """Let a screen reader say the line, wherever its focus is."""
        if QAccessible.isActive():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self._transcript, text))
