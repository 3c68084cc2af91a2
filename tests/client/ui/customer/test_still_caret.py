"""The caret of the customer's own window, which the advisor would see blinking."""

from PySide6.QtGui import QGuiApplication

from client.session.states import CustomerState
from client.ui.customer.window import CustomerWindow
from tests.client.ui.customer.recording_bridge import RecordingBridge


def test_the_caret_rests_while_the_screen_is_shared(window: CustomerWindow, bridge: RecordingBridge) -> None:
    hints = QGuiApplication.styleHints()
    usual = hints.cursorFlashTime()
    assert usual > 0
    bridge.meet()
    assert hints.cursorFlashTime() == usual
    for state in (CustomerState.VIEWED, CustomerState.CONTROLLED, CustomerState.VIEWED_AWAY, CustomerState.VIEWED):
        bridge.tell(state)
        assert hints.cursorFlashTime() == 0
    bridge.tell(CustomerState.CHAT)
    assert hints.cursorFlashTime() == usual


def test_it_blinks_again_when_the_window_was_closed(window: CustomerWindow, bridge: RecordingBridge) -> None:
    hints = QGuiApplication.styleHints()
    usual = hints.cursorFlashTime()
    bridge.meet()
    bridge.tell(CustomerState.VIEWED)
    window.close()
    bridge.tell(CustomerState.ENDED)
    assert hints.cursorFlashTime() == usual
