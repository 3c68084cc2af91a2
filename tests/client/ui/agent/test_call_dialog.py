"""The agent types the number and the password that a customer shows."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from client.session.status import AgentPerson
from client.ui.agent.call_dialog import CallDialog
from client.ui.agent.window import AgentWindow
from client.ui.widgets.digits_field import DigitsField
from tests.client.ui.agent.doubles import RecordingBridge
from tests.support.layout import assert_nothing_cut
from tests.support.widgets import button, click, press, type_text, words
from wire.code import Code

ANA = AgentPerson("Ana Žnidaršič", "ana@banka.example", "Banka Primer")


@pytest.fixture
def dialog(qtbot: QtBot, themed: QApplication) -> Iterator[CallDialog]:
    dialog = CallDialog()
    with qtbot.waitExposed(dialog):
        dialog.open()
    yield dialog
    delete(dialog)


def fields(dialog: CallDialog) -> tuple[DigitsField, DigitsField]:
    number, password = dialog.findChildren(DigitsField)
    return number, password


@pytest.mark.parametrize(
    ("number", "password"),
    [("0412", "059318"), (" 04-12 ", "059 318"), ("٠٤١٢", "０５９３１８"), ("\u202b0412\u202c", "05.93.18\n")],
)
def test_digits_are_understood_however_they_are_written(
    dialog: CallDialog, qtbot: QtBot, number: str, password: str
) -> None:
    for field, text in zip(fields(dialog), (number, password), strict=True):
        field.set_code_text(text)
    with qtbot.waitSignal(dialog.submitted) as sent:
        click(button(dialog, "Connect"))
    assert sent.args == [Code("0412", "059318")]
    assert not dialog.isVisible()


def test_digits_are_grouped_while_they_are_typed(dialog: CallDialog) -> None:
    number, password = fields(dialog)
    type_text(number, "0412")
    type_text(password, "059318")
    assert (number.text(), password.text()) == ("0412", "059 318")


@pytest.mark.parametrize(
    ("number", "password", "sentence", "wrong"),
    [
        ("", "", "The number has exactly 4 digits.", 0),
        ("041", "059318", "The number has exactly 4 digits.", 0),
        ("0412a", "059318", "The number has exactly 4 digits.", 0),
        ("0412", "05931", "The password has exactly 6 digits.", 1),
        ("0412", "05931x8", "The password has exactly 6 digits.", 1),
        ("0412", "0593188", "The password has exactly 6 digits.", 1),
    ],
)
def test_what_is_missing_is_said_in_one_sentence_until_it_is_there(
    dialog: CallDialog, qtbot: QtBot, number: str, password: str, sentence: str, wrong: int
) -> None:
    pair = fields(dialog)
    for field, text in zip(pair, (number, password), strict=True):
        field.set_code_text(text)
    assert sentence not in words(dialog)
    with qtbot.assertNotEmitted(dialog.submitted):
        press(pair[1], Qt.Key.Key_Return)
    assert sentence in words(dialog)
    assert dialog.focusWidget() is pair[wrong]
    assert pair[wrong].property("wrong")
    for field, text in zip(pair, ("0412", "059318"), strict=True):
        field.set_code_text(text)
    assert "exactly" not in words(dialog)


def test_the_call_opens_a_window_that_says_so(
    qtbot: QtBot, agent_bridge: RecordingBridge, themed: QApplication
) -> None:
    window = AgentWindow(agent_bridge, "wss://pomoc.example", "ana", "en", lambda _language: None)  # type: ignore[arg-type]  # the double
    window.show()
    agent_bridge.logged_in.emit(ANA)
    click(button(window, "Customer's number…"))
    (dialog,) = window.findChildren(CallDialog)
    opened: list[list[str]] = []
    window.session_opened.connect(lambda bridge: opened.append(list(bridge.calls)))
    for field, text in zip(fields(dialog), ("0412", "059318"), strict=True):
        type_text(field, text)
    press(fields(dialog)[1], Qt.Key.Key_Return)
    assert agent_bridge.called == [Code("0412", "059318")]
    assert opened == [[]]
    assert agent_bridge.sessions[0].calls == ["open"]
    (session,) = window._windows.values()
    assert session.windowTitle() == "Session 1: Calling the customer – Pomoc"
    assert "Calling the customer…" in [label.text() for label in session.findChildren(QLabel) if label.isVisible()]
    qtbot.waitUntil(lambda: window.findChildren(CallDialog) == [])
    click(button(window, "Customer's number…"))
    assert all(field.text() == "" for field in fields(window.findChildren(CallDialog)[0])), "nothing is kept"
    delete(session)
    delete(window)


def test_nothing_is_cut(each_language: str, dialog: CallDialog, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: assert_nothing_cut(dialog))
    press(fields(dialog)[0], Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: assert_nothing_cut(dialog))
