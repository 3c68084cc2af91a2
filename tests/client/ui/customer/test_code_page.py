"""The page for the number: forgiving entry, one clear sentence, waiting."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QComboBox
from pytestqt.qtbot import QtBot

from client.session.states import CustomerState
from client.session.status import CustomerStatus
from client.ui.customer.code_field import CodeField
from client.ui.customer.window import CustomerWindow
from client.ui.translation import install_language
from tests.client.ui.customer.recording_bridge import RecordingBridge
from tests.support.widgets import button, buttons, click, only, press, type_text, words
from wire.code import Code
from wire.endings import Refusal


@pytest.mark.parametrize(
    "typed",
    [
        "12345678",
        "1234 5678",
        " 1234-5678 ",
        "12.34.56.78",
        "1234\u00a05678",
        "1234\u20135678",
        "1234\n5678\n",
        "\u202b1234 5678\u202c",
        "\u200e1234\u200b5678",
        "١٢٣٤٥٦٧٨",
        "１２３４５６７８",
    ],
)
def test_every_way_of_writing_the_number_is_understood(
    window: CustomerWindow, bridge: RecordingBridge, qtbot: QtBot, typed: str
) -> None:
    QApplication.clipboard().setText(typed)
    field = only(window, CodeField)
    field.setFocus()
    field.paste()
    assert field.text() == "1234 5678"
    press(field, Qt.Key.Key_Return)
    assert bridge.codes == [Code("1234", "5678")]


def test_all_zeros_are_a_number_like_any_other(window: CustomerWindow, bridge: RecordingBridge, qtbot: QtBot) -> None:
    window.prefill("00000000")
    click(button(window, "Connect"))
    assert bridge.codes == [Code("0000", "0000")]


def test_digits_are_grouped_while_they_are_typed_and_taken_away(window: CustomerWindow, qtbot: QtBot) -> None:
    field = only(window, CodeField)
    shown = []
    for digit in "12345678":
        type_text(field, digit)
        shown.append(field.text())
    assert shown == ["1", "12", "123", "1234", "1234 5", "1234 56", "1234 567", "1234 5678"]
    for _ in range(4):
        press(field, Qt.Key.Key_Backspace)
    assert field.text().strip() == "1234"
    press(field, Qt.Key.Key_Home)
    type_text(field, "9")
    assert field.text() == "9123 4"
    assert field.cursorPosition() == 1


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "Type the 8 digits"),
        ("hello", "Type the 8 digits"),
        ("1234567", "you typed 7."),
        ("123456789", "you typed 9."),
        ("1234 567a 8", "without letters"),
        ("²²²²²²²²", "Type the 8 digits"),
        ("1" * 500, "you typed 64."),
    ],
)
def test_what_is_not_a_number_gets_one_sentence_below_the_field(
    window: CustomerWindow, bridge: RecordingBridge, qtbot: QtBot, typed: str, sentence: str
) -> None:
    window.prefill(typed)
    click(button(window, "Connect"))
    assert bridge.calls == []
    assert sentence in words(window)
    assert sentence in only(window, CodeField).accessibleDescription()
    assert QApplication.activeModalWidget() is None


def test_the_sentence_goes_when_the_number_is_corrected(window: CustomerWindow, qtbot: QtBot) -> None:
    window.prefill("1234567")
    press(only(window, CodeField), Qt.Key.Key_Return)
    assert "you typed 7" in words(window)
    type_text(only(window, CodeField), "8")
    assert "you typed" not in words(window)


@pytest.mark.parametrize("refusal", Refusal)
def test_a_refusal_is_said_below_the_field_and_the_number_stays(
    window: CustomerWindow, bridge: RecordingBridge, refusal: Refusal
) -> None:
    window.prefill("1234 5678")
    bridge.status_changed.emit(CustomerStatus(CustomerState.JOINING))
    bridge.status_changed.emit(CustomerStatus(CustomerState.CODE, refusal=refusal))
    assert only(window, CodeField).text() == "1234 5678"
    assert only(window, CodeField).accessibleDescription() in words(window)
    assert "Connect" in buttons(window)


def test_while_waiting_the_number_cannot_be_sent_twice_and_can_be_called_off(
    window: CustomerWindow, bridge: RecordingBridge, qtbot: QtBot
) -> None:
    window.prefill("12345678")
    press(only(window, CodeField), Qt.Key.Key_Return)
    press(only(window, CodeField), Qt.Key.Key_Return)
    assert bridge.calls == ["submit_code"]
    assert "Connect" not in buttons(window)
    assert only(window, CodeField).isReadOnly()
    click(button(window, "Cancel"))
    assert bridge.calls == ["submit_code", "cancel"]
    bridge.status_changed.emit(CustomerStatus())
    assert not only(window, CodeField).isReadOnly()
    assert "Cancel" not in buttons(window)


def test_a_prefilled_number_is_not_sent_by_itself(window: CustomerWindow, bridge: RecordingBridge) -> None:
    window.prefill("12345678")
    assert only(window, CodeField).text() == "1234 5678"
    assert bridge.calls == []


def test_the_language_is_changed_in_the_open_window(
    window: CustomerWindow, themed: QApplication, languages_chosen: list[str], qtbot: QtBot
) -> None:
    choice = only(window, QComboBox)
    assert [choice.itemText(index) for index in range(choice.count())] == ["Slovenščina", "English", "Polski"]
    choice.setCurrentIndex(0)
    assert languages_chosen == ["sl"]
    install_language(themed, "sl")
    qtbot.waitUntil(lambda: "Poveži" in buttons(window))
    assert "Vpiši številko seje" in words(window).replace("&", "")
    assert window.windowTitle() == "Dolenjska banka d. d.: pomoč na daljavo"


def test_an_organisations_name_is_not_read_as_markup(qtbot: QtBot, bridge: RecordingBridge) -> None:
    window = CustomerWindow(bridge, "<b>A</b> & B", "en", lambda language: None)  # type: ignore[arg-type] # the edge
    qtbot.addWidget(window)
    window.show()
    assert "<b>A</b> & B" in words(window)
    window.close()
    bridge.status_changed.emit(CustomerStatus(CustomerState.ENDED))


def test_the_field_is_where_the_keyboard_is_and_return_connects(window: CustomerWindow, qtbot: QtBot) -> None:
    qtbot.waitUntil(window.isActiveWindow)
    assert window.focusWidget() is only(window, CodeField)
    assert only(window, CodeField).accessibleName() == "Session number"
