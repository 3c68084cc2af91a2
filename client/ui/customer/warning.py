"""The warning between »Begin« and »Show«: what will be seen, and by whom."""

import math
from typing import Final

from PySide6.QtCore import QElapsedTimer, QEvent, QSize, QTimer, Signal
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from client.screen.access import ScreenAccess
from client.session.status import PANIC_KEYS, AgentPerson
from client.ui.customer.question import DurationQuestion
from client.ui.theme import GRID, Tone
from client.ui.widgets.buttons import ActionButton
from client.ui.widgets.icons import Glyph, GlyphLabel
from client.ui.widgets.labels import ElidingLabel, IconRow, plain_label
from client.ui.widgets.scrolled import ScrolledPage
from wire import limits

_TICK_MS: Final = 100
_NARROWEST: Final = 65 * GRID
_WIDER: Final = 5 * GRID
"""By so much at a time, until the texts are low enough for the screen."""
_FRAME: Final = 5 * GRID
"""What a window's frame may take of the screen's height or width, at most."""


class WarningDialog(QDialog):
    """Accepted by »Show«, which can be clicked only after the warning was visible long enough.

    Whenever the warning is hidden, minimised or not on the screen, the wait begins anew. It covers its window, and so
    asks the window's question whether the session shall go on as well: in the place of its own, and before it.
    """

    go_on = Signal()
    """The session shall last longer."""
    leave = Signal()

    def __init__(
        self,
        agent: AgentPerson,
        parent: QWidget | None = None,
        *,
        panic_ready: bool = False,
        access: ScreenAccess = ScreenAccess.WHOLE,
        delay_ms: int = int(limits.SHOW_DELAY * 1000),
    ) -> None:
        super().__init__(parent)
        self.setModal(True)
        self._agent = agent
        self._panic_ready = panic_ready
        self._access = access
        self._delay_ms = delay_ms
        self._visible_for = QElapsedTimer()
        self._ticks = QTimer(self)
        self._ticks.setInterval(_TICK_MS)
        self._ticks.timeout.connect(self._tick)
        self._duration = DurationQuestion()
        self._duration.go_on.connect(self.go_on)
        self._duration.leave.connect(self.leave)
        self._heading = plain_label("title", wraps=True)
        self._name = ElidingLabel("heading")
        self._name.set_whole_text(agent.full_name)
        self._organisation = ElidingLabel()
        self._organisation.set_whole_text(agent.organisation)
        self._seen = IconRow(Glyph.EYE, Tone.ACCENT)
        self._private = IconRow(Glyph.LOCK, Tone.ACCENT)
        self._control = IconRow(Glyph.POINTER, Tone.ACCENT)
        self._panic = IconRow(Glyph.STOP, Tone.ACCENT)
        self._called = IconRow(Glyph.PHONE, Tone.DANGER, "strong")
        self._show = ActionButton(Glyph.SCREEN)
        self._cancel = ActionButton(Glyph.CLOSE)
        self._warns, self._asks = QWidget(), QWidget()
        self._pages = QStackedWidget()
        # Return means »Cancel«, unless the keyboard was moved to »Show« on purpose.
        self._cancel.setDefault(True)
        self._show.clicked.connect(self.accept)
        self._cancel.clicked.connect(self.reject)
        self._lay_out()
        self.retranslate()
        self._restart()

    def set_panic_ready(self, *, ready: bool) -> None:
        """Promise the emergency keys, or say how else to stop."""
        if ready != self._panic_ready:
            self._panic_ready = ready
            self.retranslate()

    def ask_duration(self, asked: int | None) -> None:
        """Ask for the `asked`-th time whether the session shall go on; None takes the question away."""
        if asked is not None:
            self._duration.ask(asked)
        self._pages.setCurrentWidget(self._warns if asked is None else self._asks)
        self._place_focus()
        # The buttons have moved: a click that was meant for the question must not show the screen.
        self._restart()

    def retranslate(self) -> None:
        """Set all texts in the present language."""
        self.setWindowTitle(self.tr("Before you show your screen"))
        self._heading.setText(self.tr("Do you want to show your screen?"))
        self._seen.label.setText(self._what_is_seen())
        self._private.label.setText(self._what_is_private())
        self._control.label.setText(
            self.tr("Mouse and keyboard stay yours. The advisor has to ask for them separately.")
        )
        if self._panic_ready:
            stop = self.tr("{keys} ends everything at once, whichever window is in front.").replace(
                "{keys}", PANIC_KEYS
            )
        else:
            stop = self.tr("To end everything at once, click Disconnect in the bar at the top of the screen.")
        self._panic.label.setText(stop)
        self._called.label.setText(self.tr("Did you call them yourself? If a stranger called you, do not continue."))
        self._cancel.setText(self.tr("Cancel"))
        self._show_remaining(self._remaining_seconds())
        self._fit()

    def _what_is_seen(self) -> str:
        if self._access is ScreenAccess.CHOSEN:
            return self.tr(
                "Your computer asks next what to show: one window, or a whole screen. "
                "The advisor will see everything that appears in it, until you stop."
            )
        if self._access is ScreenAccess.FORBIDDEN:
            return self.tr(
                "This computer does not let Pomoc see the screen yet. In System Settings, under Privacy & Security, "
                "allow Pomoc to record the screen, then start Pomoc again."
            )
        return self.tr("The advisor will see your whole screen and everything that appears on it, until you stop.")

    def _what_is_private(self) -> str:
        if self._access is ScreenAccess.CHOSEN:
            return self.tr(
                "Pomoc cannot cover password managers on this computer. Choose a single window, or first close "
                "everything private: bank pages, e-mail, photos and, above all, passwords."
            )
        return self.tr("First close everything private: bank pages, e-mail, photos and, above all, passwords.")

    def event(self, event: QEvent) -> bool:
        """Begin the wait anew when the warning comes, goes or is minimised; follow the language."""
        kind = event.type()
        if kind in (QEvent.Type.Show, QEvent.Type.Hide, QEvent.Type.WindowStateChange):
            self._restart()
            if kind is QEvent.Type.Show:
                self._ticks.start()
                self._place_focus()
            elif kind is QEvent.Type.Hide:
                self._ticks.stop()
        elif kind is QEvent.Type.LanguageChange:
            self.retranslate()
        return super().event(event)

    def _lay_out(self) -> None:
        card = QFrame()
        card.setProperty("role", "card")
        names = QVBoxLayout()
        names.setSpacing(2)
        names.addWidget(self._name)
        names.addWidget(self._organisation)
        inside = QHBoxLayout(card)
        inside.setContentsMargins(2 * GRID, GRID, 2 * GRID, GRID)
        inside.setSpacing(2 * GRID)
        inside.addWidget(GlyphLabel(Glyph.SHIELD, Tone.GOOD, 4 * GRID))
        inside.addLayout(names, 1)
        called = QFrame()
        called.setProperty("role", "strip")
        called.setProperty("tone", Tone.DANGER.value)
        around = QVBoxLayout(called)
        around.setContentsMargins(GRID + 4, GRID, GRID + 4, GRID)
        around.addWidget(self._called)
        buttons = QHBoxLayout()
        buttons.setSpacing(GRID)
        buttons.addStretch(1)
        buttons.addWidget(self._show)
        buttons.addWidget(self._cancel)
        said = QWidget()
        texts = QVBoxLayout(said)
        texts.setContentsMargins(0, 0, 0, 0)
        texts.setSpacing(GRID + 4)
        for part in (self._heading, card, self._seen, self._private, self._control, self._panic):
            texts.addWidget(part)
        warns = QVBoxLayout(self._warns)
        warns.setContentsMargins(0, 0, 0, 0)
        warns.setSpacing(GRID + 4)
        warns.addWidget(ScrolledPage(said), 1)
        warns.addWidget(called)
        warns.addSpacing(GRID)
        warns.addLayout(buttons)
        asks = QVBoxLayout(self._asks)
        asks.setContentsMargins(0, 0, 0, 0)
        asks.addWidget(self._duration)
        asks.addStretch(1)
        self._pages.addWidget(self._warns)
        self._pages.addWidget(self._asks)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(3 * GRID, 3 * GRID, 3 * GRID, 2 * GRID)
        layout.addWidget(self._pages)
        self._heading.setAccessibleDescription(f"{self._agent.full_name}, {self._agent.organisation}")

    def _fit(self) -> None:
        """Be as wide as it takes to be low enough for the screen, but no wider."""
        layout = self.layout()
        if layout is None:
            return
        # The style sheet's fonts belong to the sizes.
        self.ensurePolished()
        room = self.screen().availableGeometry().size() - QSize(_FRAME, _FRAME)
        width = _NARROWEST
        while layout.totalHeightForWidth(width) > room.height() and width + _WIDER <= room.width():
            width += _WIDER
        wanted = QSize(width, min(layout.totalHeightForWidth(width), room.height()))
        # What is on the screen does not become smaller: nothing may jump under the pointer.
        self.resize(wanted.expandedTo(self.size()) if self.isVisible() else wanted)

    def _place_focus(self) -> None:
        """Return and Space mean »Cancel«; nothing while the question is asked."""
        (self._cancel if self._pages.currentWidget() is self._warns else self).setFocus()

    def _restart(self) -> None:
        self._visible_for.invalidate()
        self._show.setEnabled(False)
        self._show_remaining(self._remaining_seconds())

    def _tick(self) -> None:
        handle = self.windowHandle()
        if self.isMinimized() or handle is None or not handle.isExposed():
            self._restart()
            return
        if not self._visible_for.isValid():
            self._visible_for.start()
        self._show.setEnabled(self._visible_for.elapsed() >= self._delay_ms)
        self._show_remaining(self._remaining_seconds())

    def _remaining_seconds(self) -> int:
        elapsed = self._visible_for.elapsed() if self._visible_for.isValid() else 0
        return max(0, math.ceil((self._delay_ms - elapsed) / 1000))

    def _show_remaining(self, seconds: int) -> None:
        # Always as wide as with the countdown: nothing may jump under the pointer.
        if seconds:
            self._show.setText(self.tr("S&how ({seconds})").format(seconds=seconds))
            self._show.setMinimumWidth(max(self._show.minimumWidth(), self._show.sizeHint().width()))
        else:
            self._show.setText(self.tr("S&how"))
        self._show.setAccessibleDescription(
            self.tr("Can be pressed in %n seconds", "", seconds) if seconds else self.tr("Shows your screen now")
        )
