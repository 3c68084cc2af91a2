"""The customer's window: the page for the number, then the page of the one session that it has."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QTimer, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QApplication, QMainWindow, QStackedWidget

from client.screen.access import screen_access
from client.session.states import CustomerState
from client.session.status import CustomerStatus
from client.ui.customer.code_page import CodePage
from client.ui.customer.offer_page import OfferPage
from client.ui.customer.presence import STOPPABLE
from client.ui.customer.session_clock import PATIENCE_MS, QUESTION_MS, SessionClock
from client.ui.customer.session_page import SessionPage
from client.ui.customer.status_bar import StatusBar
from client.ui.customer.still_caret import StillCaret
from client.ui.customer.warning import WarningDialog
from client.ui.own_windows import OwnWindowTracker
from client.ui.theme import Tone, colour
from client.ui.widgets.icons import Glyph, glyph_icon
from client.ui.widgets.on_screen import OnScreen
from client.ui.widgets.scrolled import ScrolledPage
from wire import limits
from wire.code import Code

if TYPE_CHECKING:
    from client.ui.bridge import CustomerBridge

_SIZE: Final = (600, 640)
_GOODBYE_MS: Final = 5000
"""How long a closed window waits for its goodbye to be sent, where the network does not answer."""
_BEFORE_SESSION = (CustomerState.CODE, CustomerState.JOINING, CustomerState.OFFERING)


class CustomerWindow(QMainWindow):
    """Shows statuses and chat lines, and passes clicks to the bridge. Closing it ends the session for good."""

    closed = Signal()
    """The window was closed and the session has ended: the program can quit."""

    def __init__(
        self,
        bridge: "CustomerBridge",
        brand_name: str,
        language: str,
        on_language: Callable[[str], None],
        *,
        show_delay_ms: int = int(limits.SHOW_DELAY * 1000),
        question_ms: int = QUESTION_MS,
        patience_ms: int = PATIENCE_MS,
    ) -> None:
        super().__init__()
        self._bridge = bridge
        self._brand_name = brand_name
        self._show_delay_ms = show_delay_ms
        self._status = CustomerStatus()
        self._closing = False
        self._warning: WarningDialog | None = None
        self._asked: int | None = None
        """The question whether to go on that waits for an answer, counted from 1."""
        self._code_page = CodePage(brand_name, language, on_language)
        self._offer_page = OfferPage(brand_name)
        self._session_page = SessionPage()
        self._bar = StatusBar()
        self._caret = StillCaret()
        self._pages = QStackedWidget()
        self._clock = SessionClock(self, question_ms=question_ms, patience_ms=patience_ms)
        self._code_view, self._offer_view = ScrolledPage(self._code_page), ScrolledPage(self._offer_page)
        for part in (self._code_view, self._offer_view, self._session_page):
            self._pages.addWidget(part)
        self.setCentralWidget(self._pages)
        self.setWindowIcon(glyph_icon(Glyph.LOGO, colour(Tone.ACCENT)))
        self._connect_pages()
        self._connect_bar()
        bridge.status_changed.connect(self._on_status)
        bridge.offer_ready.connect(self._on_offer)
        bridge.line_added.connect(self._session_page.add_line)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            self._tracker = OwnWindowTracker(application, bridge.set_own_windows, self)
        self._goodbye = QTimer(self)
        self._goodbye.setSingleShot(True)
        self._goodbye.setInterval(_GOODBYE_MS)
        self._goodbye.timeout.connect(self._finish)
        self.retranslate()
        self._fit_to_screen()
        self._on_screen = OnScreen(self)

    def prefill(self, code_text: str) -> None:
        """Put a number into the field, as if it had been pasted; it is not submitted."""
        self._code_page.field.set_code_text(code_text)

    def retranslate(self) -> None:
        """Set the window's title in the present language."""
        unread = self._session_page.chat.unread
        if unread:
            title = self.tr("({number}) {organisation}: remote help").replace("{number}", str(unread))
        else:
            title = self.tr("{organisation}: remote help")
        self.setWindowTitle(title.replace("{organisation}", self._brand_name))

    def changeEvent(self, event: QEvent) -> None:
        """Follow a change of the language."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()

    def closeEvent(self, event: QCloseEvent) -> None:
        """End the session at once, without a question: leaving must always be easy."""
        event.ignore()
        if self._closing:
            return
        self._closing = True
        self._dismiss_warning()
        self._bar.hide()
        self.hide()
        if self._status.state is CustomerState.ENDED:
            self._finish()
        else:
            self._goodbye.start()
            self._bridge.leave()

    def _connect_pages(self) -> None:
        self._code_page.submitted.connect(self._submit)
        self._code_page.cancelled.connect(self._bridge.cancel)
        self._code_page.offer_wanted.connect(self._offer)
        self._offer_page.cancelled.connect(self._bridge.cancel)
        self._clock.asking_changed.connect(self._ask_duration)
        self._clock.gave_up.connect(self._bridge.time_limit)
        page = self._session_page
        page.begin.connect(self._bridge.begin)
        page.take_control.connect(self._bridge.take_control)
        page.allow_control.connect(self._bridge.allow_control)
        page.deny_control.connect(self._bridge.deny_control)
        page.stop_sharing.connect(self._bridge.stop_sharing)
        page.go_on.connect(self._clock.go_on)
        page.leave.connect(self._bridge.leave)
        page.close_window.connect(self.close)
        page.chat.submitted.connect(self._bridge.send_chat)
        page.chat.unread_changed.connect(self._bar.set_unread)
        page.chat.unread_changed.connect(self.retranslate)

    def _connect_bar(self) -> None:
        self._bar.take_control.connect(self._bridge.take_control)
        self._bar.allow_control.connect(self._bridge.allow_control)
        self._bar.deny_control.connect(self._bridge.deny_control)
        self._bar.stop_sharing.connect(self._bridge.stop_sharing)
        self._bar.go_on.connect(self._clock.go_on)
        self._bar.leave.connect(self._leave_from_bar)
        self._bar.chat_wanted.connect(self._come_up)

    def _submit(self, code: Code) -> None:
        self._code_page.set_waiting(waiting=True)
        self._bridge.submit_code(code)

    def _offer(self) -> None:
        # The page changes at once: the event is allowed once only.
        self._offer_page.show_failed_attempts(0)
        self._pages.setCurrentWidget(self._offer_view)
        self._bridge.offer()

    def _on_offer(self, code: Code) -> None:
        if self._status.state is CustomerState.OFFERING:
            self._offer_page.show_offer(code)

    def _ask_duration(self, asking: bool) -> None:
        self._asked = self._clock.asked if asking else None
        self._session_page.ask_duration(self._asked)
        self._bar.ask_duration(self._asked)
        if self._warning is not None:
            self._warning.ask_duration(self._asked)
        if asking:
            QApplication.alert(self)

    def _on_status(self, status: CustomerStatus) -> None:
        before, self._status = self._status, status
        if self._closing:
            if status.state is CustomerState.ENDED:
                self._finish()
            return
        if status.state in _BEFORE_SESSION:
            self._show_before_session(status)
            return
        self._offer_page.forget()
        self._session_page.show_status(status)
        if self._pages.currentWidget() is not self._session_page:
            self._pages.setCurrentWidget(self._session_page)
            self._session_page.chat.focus_input()
        self._show_warning(status)
        self._show_bar(status)
        if status.state is CustomerState.ENDED:
            self._clock.stop()
        else:
            self._clock.start()
        if status.state is CustomerState.ENDED and before.state is not CustomerState.ENDED:
            QApplication.alert(self)

    def _show_before_session(self, status: CustomerStatus) -> None:
        if status.state is CustomerState.OFFERING:
            self._offer_page.show_failed_attempts(status.failed_attempts)
            self._pages.setCurrentWidget(self._offer_view)
            return
        if self._pages.currentWidget() is self._offer_view:
            self._offer_page.forget()
            self._pages.setCurrentWidget(self._code_view)
            self._code_page.field.setFocus()
        self._code_page.set_waiting(waiting=status.state is CustomerState.JOINING)
        self._code_page.show_refusal(status.refusal if status.state is CustomerState.CODE else None)

    def _show_warning(self, status: CustomerStatus) -> None:
        if status.state is not CustomerState.WARNED:
            self._dismiss_warning()
        elif self._warning is not None:
            self._warning.set_panic_ready(ready=status.panic_ready)
        elif status.agent is not None:
            self._warning = WarningDialog(
                status.agent,
                self,
                panic_ready=status.panic_ready,
                access=screen_access(),
                delay_ms=self._show_delay_ms,
            )
            self._warning.accepted.connect(self._bridge.show)
            self._warning.rejected.connect(self._bridge.cancel)
            self._warning.go_on.connect(self._clock.go_on)
            self._warning.leave.connect(self._bridge.leave)
            self._warning.ask_duration(self._asked)
            self._warning.open()

    def _dismiss_warning(self) -> None:
        """Take the warning away without an answer, or after it was answered."""
        if self._warning is not None:
            warning, self._warning = self._warning, None
            warning.blockSignals(True)
            warning.close()
            warning.deleteLater()

    def _show_bar(self, status: CustomerStatus) -> None:
        self._caret.set_still(status.state in STOPPABLE)
        if status.state in STOPPABLE:
            height = self._bar.height() if self._bar.isVisible() else 0
            self._bar.show_status(status)
            self._bar.show()
            if self._bar.height() > height:
                self._make_room_for_bar()
        else:
            self._bar.hide()

    def _make_room_for_bar(self) -> None:
        """Move down, so that the bar covers neither the title nor the close button."""
        frame = self.frameGeometry()
        bottom = self._bar.geometry().bottom()
        if self.isMaximized() or frame.top() > bottom:
            return
        below = self.screen().availableGeometry().bottom() - bottom - (frame.height() - self.height())
        self.resize(self.width(), min(self.height(), below))
        self.move(frame.left(), bottom + 1)

    def _leave_from_bar(self) -> None:
        self._bridge.leave()
        self._come_up()

    def _come_up(self) -> None:
        """Bring the window with the chat to the front."""
        if self.isMinimized():
            self.showNormal()
        self.raise_()
        self.activateWindow()
        self._session_page.chat.focus_input()

    def _fit_to_screen(self) -> None:
        available = self.screen().availableGeometry().size()
        self.resize(min(_SIZE[0], available.width()), min(_SIZE[1], available.height() - 40))

    def _finish(self) -> None:
        self._goodbye.stop()
        self._clock.stop()
        self._caret.set_still(False)
        self._bridge.status_changed.disconnect(self._on_status)
        self._bar.deleteLater()
        self.closed.emit()
