"""The other way in: number and password to be read to the advisor."""

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from client.session.states import CustomerState
from client.session.status import CustomerStatus
from client.ui.customer.code_field import CodeField
from client.ui.customer.offer_page import OfferPage
from client.ui.customer.window import CustomerWindow
from tests.client.ui.customer.recording_bridge import RecordingBridge
from tests.support.widgets import button, buttons, click, only, press, words
from wire.code import Code
from wire.endings import Refusal

S = CustomerState


def offer(window: CustomerWindow, bridge: RecordingBridge) -> None:
    click(button(window, "My advisor wants my number"))
    bridge.status_changed.emit(CustomerStatus(S.OFFERING))
    bridge.offer_ready.emit(Code("0412", "059318"))


def test_number_and_password_are_asked_for_once_and_shown(window: CustomerWindow, bridge: RecordingBridge) -> None:
    click(button(window, "My advisor wants my number"))
    assert bridge.calls == ["offer"]
    assert "My advisor wants my number" not in buttons(window), "it cannot be asked for twice"
    assert "Asking the server" in words(window)
    bridge.status_changed.emit(CustomerStatus(S.OFFERING))
    bridge.offer_ready.emit(Code("0412", "059318"))
    for part in ("0412", "059 318", "Read both to your advisor.", "10 minutes", "10:00", "If a stranger called you"):
        assert part in words(window)
    assert "wrong attempt" not in words(window)


def test_wrong_attempts_are_counted(window: CustomerWindow, bridge: RecordingBridge) -> None:
    offer(window, bridge)
    bridge.status_changed.emit(CustomerStatus(S.OFFERING, failed_attempts=2))
    assert "2 wrong attempts. After 3 the password stops working." in words(window)
    assert "059 318" in words(window)


def test_called_off_it_is_forgotten_and_the_field_is_back(
    window: CustomerWindow, bridge: RecordingBridge, qtbot: QtBot
) -> None:
    offer(window, bridge)
    click(button(window, "Cancel"))
    assert bridge.calls == ["offer", "cancel"]
    bridge.status_changed.emit(CustomerStatus())
    assert only(window, CodeField).isVisible()
    qtbot.waitUntil(window.isActiveWindow)
    assert window.focusWidget() is only(window, CodeField)
    click(button(window, "My advisor wants my number"))
    assert "059" not in words(window)


def test_a_number_that_comes_after_it_was_called_off_is_not_shown(
    window: CustomerWindow, bridge: RecordingBridge
) -> None:
    bridge.status_changed.emit(CustomerStatus())
    bridge.offer_ready.emit(Code("0412", "059318"))
    click(button(window, "My advisor wants my number"))
    assert "0412" not in words(window)


def test_a_dead_password_is_said_without_blaming_the_field(window: CustomerWindow, bridge: RecordingBridge) -> None:
    for refusal in (Refusal.CODE_EXPIRED, Refusal.CODE_BURNT):
        offer(window, bridge)
        bridge.status_changed.emit(CustomerStatus(S.CODE, refusal=refusal))
        assert "Your password" in words(window)
        assert not only(window, CodeField).property("wrong")


def test_the_session_begins_and_the_password_is_gone(window: CustomerWindow, bridge: RecordingBridge) -> None:
    offer(window, bridge)
    bridge.meet()
    assert "Ana Novak Kovačič" in words(window)
    page = only(window, OfferPage)
    assert not page.isVisible()
    page.show()
    assert "059" not in words(page)


def test_the_way_there_is_quiet_and_reached_with_the_keyboard(window: CustomerWindow, bridge: RecordingBridge) -> None:
    link = button(window, "My advisor wants my number")
    assert link.property("role") == "link"
    assert link.focusPolicy() & Qt.FocusPolicy.TabFocus
    link.setFocus()
    press(link, Qt.Key.Key_Space)
    assert bridge.calls == ["offer"]
