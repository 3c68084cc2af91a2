"""The bar at the top of the screen while the advisor sees it: who is in control, for how long, and the ways out."""

import time
from typing import Final

from PySide6.QtCore import QEvent, QPoint, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QFont, QGuiApplication, QMouseEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from client.session.states import CustomerState
from client.session.status import PANIC_KEYS, CustomerStatus
from client.ui.customer.presence import GRANTED, Presence, control_question, presence_of
from client.ui.customer.question import duration_question
from client.ui.theme import GRID, Tone, set_tone
from client.ui.widgets.buttons import ActionButton, ButtonRole, ConsentButton
from client.ui.widgets.icons import Glyph, GlyphLabel
from client.ui.widgets.labels import ElidingLabel, plain_label

_SECOND_MS: Final = 1000
_WIDEST: Final = 0.96
"""The bar's greatest part of the screen's width."""
_MOST_ROWS: Final = 3


class StatusBar(QWidget):
    """A frameless window above all others; every button only says that it was clicked."""

    take_control = Signal()
    allow_control = Signal()
    deny_control = Signal()
    stop_sharing = Signal()
    go_on = Signal()
    """The session shall last longer."""
    leave = Signal()
    chat_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(
            parent,
            Qt.WindowType.Tool | Qt.WindowType.FramelessWindowHint | Qt.WindowType.WindowStaysOnTopHint,
        )
        # It must not take the keyboard from what the customer is doing, and stay when the program is inactive.
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setAttribute(Qt.WidgetAttribute.WA_MacAlwaysShowToolWindow)
        self._status = CustomerStatus()
        self._unread = 0
        self._duration: int | None = None
        self._centre: float | None = None
        self._grabbed_at: QPoint | None = None
        self._area = QRect()
        self._frame = QFrame()
        self._frame.setProperty("role", "bar")
        self._state = QFrame()
        self._state.setProperty("role", "strip")
        self._glyph = GlyphLabel(Glyph.EYE)
        self._text = ElidingLabel("strong", least=22 * GRID)
        self._elapsed = plain_label("strong")
        self._allow = ConsentButton(Glyph.POINTER)
        self._deny = ActionButton(Glyph.CLOSE)
        self._go_on = ConsentButton(Glyph.CHECK)
        self._take = ActionButton(Glyph.POINTER, ButtonRole.PRIMARY)
        self._stop = ActionButton(Glyph.STOP)
        self._chat = ActionButton(Glyph.CHAT)
        self._leave = ActionButton(Glyph.LEAVE, ButtonRole.DANGER)
        for button, signal in (
            (self._allow, self.allow_control),
            (self._deny, self.deny_control),
            (self._go_on, self.go_on),
            (self._take, self.take_control),
            (self._stop, self.stop_sharing),
            (self._chat, self.chat_wanted),
            (self._leave, self.leave),
        ):
            button.clicked.connect(signal)
        self._in_order = (self._go_on, self._take, self._allow, self._deny, self._stop, self._chat, self._leave)
        self._buttons = QWidget()
        self._rows = [QHBoxLayout() for _ in range(_MOST_ROWS)]
        self._grid = QGridLayout(self._frame)
        self._lay_out()
        # The style sheet's paddings belong to the sizes by which the bar is placed before it is first shown.
        for widget in self.findChildren(QWidget):
            widget.ensurePolished()
        # Another program's window may have been put above the bar; the clock has to go on anyway.
        self._seconds = QTimer(self)
        self._seconds.setInterval(_SECOND_MS)
        self._seconds.timeout.connect(self._each_second)
        self.retranslate()

    def show_status(self, status: CustomerStatus) -> None:
        """Show how things stand now."""
        if status.state is CustomerState.ASKED and self._status.state is not CustomerState.ASKED:
            # The question moves the buttons: a click that was meant for »Stop sharing« must not consent.
            self._allow.guard()
        self._status = status
        shown = self._shown()
        self._glyph.set_glyph(shown.glyph, shown.tone)
        self._text.set_whole_text(shown.text)
        set_tone(self._text, shown.tone)
        set_tone(self._state, shown.tone)
        # One question at a time: whether to go on at all comes before what is granted.
        lasting = self._duration is not None
        asked = status.state is CustomerState.ASKED
        self._go_on.setVisible(lasting)
        self._allow.setVisible(not lasting and (asked or status.state is CustomerState.VIEWED))
        self._deny.setVisible(not lasting and asked)
        self._take.setVisible(status.state in GRANTED)
        self._show_elapsed()
        self._show_ways_to_stop()
        self._place()

    def ask_duration(self, asked: int | None) -> None:
        """Ask for the `asked`-th time whether the session shall go on; None takes the question away."""
        self._duration = asked
        self.show_status(self._status)

    def set_unread(self, unread: int) -> None:
        """Say on the chat's button how many lines were not seen."""
        self._unread = unread
        self._show_unread()
        self._place()

    def retranslate(self) -> None:
        """Set all texts in the present language."""
        self.setWindowTitle(self.tr("Screen sharing"))
        self._elapsed.setAccessibleName(self.tr("Time since sharing began"))
        self._elapsed.setToolTip(self.tr("Time since sharing began"))
        self._allow.setText(self.tr("Allow control"))
        self._deny.setText(self.tr("Do not allow"))
        self._take.setText(self.tr("Take control"))
        self._stop.setText(self.tr("Stop sharing"))
        self._leave.setText(self.tr("Disconnect"))
        self._go_on.setText(self.tr("Continue"))
        self._show_unread()
        self.show_status(self._status)

    def event(self, event: QEvent) -> bool:
        """Run the clock while the bar is visible; follow the language."""
        if event.type() is QEvent.Type.Show:
            self._seconds.start()
            self._place()
        elif event.type() is QEvent.Type.Hide:
            self._seconds.stop()
        elif event.type() is QEvent.Type.LanguageChange:
            self.retranslate()
        return super().event(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of the bar."""
        if event.button() is Qt.MouseButton.LeftButton:
            self._grabbed_at = event.globalPosition().toPoint() - self.pos()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Move it along the top edge."""
        if self._grabbed_at is not None:
            area = self._area
            left = event.globalPosition().toPoint().x() - self._grabbed_at.x()
            self._centre = (left + self.width() / 2 - area.left()) / max(1, area.width())
            self._place()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let it go."""
        self._grabbed_at = None

    def _shown(self) -> Presence:
        """Return what the bar says now: a question, or how things stand."""
        if self._duration is not None:
            return Presence(Glyph.QUESTION, Tone.CAUTION, duration_question(self._duration))
        if self._status.state is CustomerState.ASKED:
            return Presence(Glyph.QUESTION, Tone.CAUTION, control_question(self._status))
        return presence_of(self._status)

    def _lay_out(self) -> None:
        font = QFont(self._elapsed.font())
        font.setFeature(QFont.Tag("tnum"), 1)
        self._elapsed.setFont(font)
        inside = QHBoxLayout(self._state)
        inside.setContentsMargins(GRID, 4, GRID, 4)
        inside.setSpacing(GRID)
        inside.addWidget(self._glyph)
        inside.addWidget(self._text, 1)
        inside.addWidget(self._elapsed)
        self._state.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        rows = QVBoxLayout(self._buttons)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(GRID)
        for row in self._rows:
            rows.addLayout(row)
            row.setSpacing(GRID)
        self._grid.setContentsMargins(GRID, 6, GRID, 6)
        self._grid.setSpacing(GRID)
        self._grid.addWidget(GlyphLabel(Glyph.GRIP, Tone.MUTED, 20), 0, 0)
        self._grid.addWidget(self._state, 0, 1)
        self._grid.addWidget(self._buttons, 0, 2)
        self._grid.setColumnStretch(1, 1)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._frame)

    def _place(self) -> None:
        """Take the room that the texts need, in one row or two, at the top edge."""
        area = self._area = QGuiApplication.primaryScreen().availableGeometry()
        widest = int(area.width() * _WIDEST)
        self._arrange(None)
        if self.sizeHint().width() > widest:
            self._arrange(widest - 3 * GRID)
        width = max(self.minimumSizeHint().width(), min(self.sizeHint().width(), widest))
        self.resize(width, self.sizeHint().height())
        centre = area.left() + (self._centre if self._centre is not None else 0.5) * area.width()
        left = min(max(round(centre - width / 2), area.left()), area.left() + max(0, area.width() - width))
        self.move(left, area.top())

    def _arrange(self, room: int | None) -> None:
        """Put the buttons beside the text or, where only so many pixels are free, in rows below it."""
        position = (0, 2, 1, 1) if room is None else (1, 0, 1, 3)
        if self._grid.getItemPosition(self._grid.indexOf(self._buttons)) != position:
            self._grid.removeWidget(self._buttons)
            self._grid.addWidget(self._buttons, *position)
        row = used = 0
        for button in self._in_order:
            width = 0 if button.isHidden() else button.sizeHint().width() + GRID
            if room is not None and used and used + width > room and row + 1 < _MOST_ROWS:
                row, used = row + 1, 0
            used += width
            self._rows[row].addWidget(button)
        for layout in (self._buttons.layout(), self._grid, self.layout()):
            if layout is not None:
                layout.activate()

    def _each_second(self) -> None:
        self._show_elapsed()
        # Asked for rather than listened to: screens come and go, and with them what could be listened to.
        if QGuiApplication.primaryScreen().availableGeometry() != self._area:
            self._place()
        self.raise_()

    def _show_elapsed(self) -> None:
        since = self._status.sharing_since
        # Nothing is visible while the line is broken.
        self._elapsed.setVisible(since is not None)
        # The computer's clock may be set back while sharing.
        seconds = max(0, int(time.time() - since)) if since is not None else 0
        hours, minutes = divmod(seconds // 60, 60)
        # The bar is in the picture: with seconds, a screen at rest would be sent again and again.
        text = self.tr("{hours} h {minutes} min") if hours else self.tr("{minutes} min")
        self._elapsed.setText(text.format(hours=hours, minutes=minutes))

    def _show_ways_to_stop(self) -> None:
        if self._status.panic_ready:
            hint = self.tr("{keys} ends the session at once, from any window.")
            ending = self.tr("Ends the session for good. {keys} does the same from any window.")
        else:
            hint = self.tr("Disconnect ends the session at once.")
            ending = self.tr("Ends the session for good.")
        self._state.setToolTip(hint.replace("{keys}", PANIC_KEYS))
        self._leave.setToolTip(ending.replace("{keys}", PANIC_KEYS))
        self._leave.setAccessibleDescription(self._leave.toolTip())

    def _show_unread(self) -> None:
        if self._unread:
            self._chat.setText(self.tr("Chat ({number})").format(number=self._unread))
            self._chat.setAccessibleDescription(self.tr("%n unread messages", "", self._unread))
        else:
            self._chat.setText(self.tr("Chat"))
            self._chat.setAccessibleDescription("")
