"""The chat: what is shown, what is sent, what was not seen yet."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from client.record.entries import Side
from client.session.states import Note
from client.session.status import ChatLine, LineKind
from client.ui.widgets.chat import ChatPanel
from client.ui.widgets.chat_input import ChatInput
from client.ui.widgets.transcript import Transcript
from tests.support.layout import assert_nothing_cut
from tests.support.widgets import click, press, type_text
from wire import limits


@pytest.fixture
def panel(qtbot: QtBot, themed: QApplication) -> Iterator[ChatPanel]:
    panel = ChatPanel(Side.CUSTOMER)
    qtbot.addWidget(panel)
    panel.set_peer_name("Ana Novak")
    panel.set_enabled_for_session(True)
    panel.resize(480, 500)
    panel.show()
    qtbot.waitUntil(panel.isActiveWindow)
    yield panel
    panel.close()


def field(panel: ChatPanel) -> ChatInput:
    return panel.findChildren(ChatInput)[0]


def transcript(panel: ChatPanel) -> Transcript:
    return panel.findChildren(Transcript)[0]


def shown(panel: ChatPanel) -> str:
    return transcript(panel).toPlainText()


def peer(text: str) -> ChatLine:
    return ChatLine(LineKind.PEER, 1_760_000_000.0, text)


def test_return_sends_and_empties_the_field(panel: ChatPanel, qtbot: QtBot) -> None:
    field(panel).insertPlainText("č ł ß 😀")  # QTest has no keys for these
    with qtbot.waitSignal(panel.submitted) as sent:
        press(field(panel), Qt.Key.Key_Return)
    assert sent.args == ["č ł ß 😀"]
    assert field(panel).toPlainText() == ""


def test_the_number_pads_enter_sends_too(panel: ChatPanel, qtbot: QtBot) -> None:
    type_text(field(panel), "a")
    with qtbot.waitSignal(panel.submitted):
        press(field(panel), Qt.Key.Key_Enter, Qt.KeyboardModifier.KeypadModifier)


def test_shift_return_breaks_the_line(panel: ChatPanel, qtbot: QtBot) -> None:
    height = field(panel).sizeHint().height()
    with qtbot.assertNotEmitted(panel.submitted):
        type_text(field(panel), "one")
        press(field(panel), Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
        type_text(field(panel), "two")
    assert field(panel).toPlainText() == "one\ntwo"
    assert field(panel).sizeHint().height() > height


def test_nothing_but_blanks_is_not_sent(panel: ChatPanel, qtbot: QtBot) -> None:
    field(panel).setPlainText("  \n ")
    with qtbot.assertNotEmitted(panel.submitted):
        press(field(panel), Qt.Key.Key_Return)


def test_the_longest_text_is_sent_and_a_longer_one_stays(panel: ChatPanel, qtbot: QtBot) -> None:
    field(panel).setPlainText("x" * limits.CHAT_CHARACTERS)
    counter = next(label for label in panel.findChildren(QLabel) if label.isVisible())
    assert counter.text() == "0 characters left"
    field(panel).setPlainText("x" * (limits.CHAT_CHARACTERS + 1))
    assert counter.text() == "1 character too many"
    with qtbot.assertNotEmitted(panel.submitted):
        press(field(panel), Qt.Key.Key_Return)
    field(panel).setPlainText("x" * limits.CHAT_CHARACTERS)
    with qtbot.waitSignal(panel.submitted):
        press(field(panel), Qt.Key.Key_Return)
    assert not counter.isVisible()


def test_ten_megabytes_pasted_do_not_stop_the_program(panel: ChatPanel) -> None:
    mime = QMimeData()
    mime.setText("x" * 10_000_000)
    field(panel).insertFromMimeData(mime)
    assert limits.CHAT_CHARACTERS < len(field(panel).toPlainText()) <= 2 * limits.CHAT_CHARACTERS


def test_markup_is_shown_literally_and_links_are_text(panel: ChatPanel) -> None:
    text = "<b>bold</b> <img src=x onerror=y> <a href='http://example.com'>click</a> &amp;"
    panel.add_line(peer(text))
    assert text in shown(panel)
    cursor = QTextCursor(transcript(panel).document())
    while not cursor.atEnd():
        cursor.movePosition(QTextCursor.MoveOperation.NextCharacter)
        assert not cursor.charFormat().isAnchor()
        assert not cursor.charFormat().isImageFormat()


def test_direction_overrides_control_characters_and_surrogates_are_not_shown(panel: ChatPanel) -> None:
    panel.add_line(peer("photo\u202egpj.exe \x00\x1b[31m \ud800 שלום"))
    assert "photogpj.exe" in shown(panel)
    assert not set(shown(panel)) & {"\u202e", "\x00", "\x1b", "\ud800"}
    assert "שלום" in shown(panel)


def test_lines_say_who_wrote_them_and_notes_name_the_advisor(panel: ChatPanel) -> None:
    panel.add_line(ChatLine(LineKind.SYSTEM, 0.0, note=Note.SHARING_STARTED))
    panel.add_line(peer("one\ntwo"))
    panel.add_line(ChatLine(LineKind.OWN, 0.0, "mine"))
    rows = shown(panel).splitlines()
    assert rows[0].endswith("Ana Novak now sees your screen.")
    assert rows[1].startswith("Ana Novak")
    assert rows[2:4] == ["one", "two"]
    assert rows[4].startswith("You")
    assert rows[5] == "mine"


def test_a_word_longer_than_the_window_is_broken_not_cut(panel: ChatPanel) -> None:
    panel.add_line(peer("x" * 1000))
    assert transcript(panel).horizontalScrollBar().maximum() == 0
    assert transcript(panel).document().size().width() <= transcript(panel).viewport().width() + 1


def test_who_reads_older_lines_is_not_pulled_away(panel: ChatPanel, qtbot: QtBot) -> None:
    for number in range(40):
        panel.add_line(peer(f"line {number}"))
    bar = transcript(panel).verticalScrollBar()
    assert bar.value() == bar.maximum() > 0
    bar.setValue(0)
    panel.add_line(peer("news"))
    assert bar.value() == 0
    button = next(
        child for child in panel.findChildren(QWidget) if child.property("text") == "New messages" and child.isVisible()
    )
    assert_nothing_cut(panel)
    click(button)
    assert bar.value() == bar.maximum()
    assert not button.isVisible()


def test_lines_that_nobody_could_see_are_counted(panel: ChatPanel, qtbot: QtBot) -> None:
    panel.add_line(peer("seen"))
    assert panel.unread == 0
    other = QWidget()
    qtbot.addWidget(other)
    other.show()
    qtbot.waitUntil(other.isActiveWindow)
    with qtbot.waitSignal(panel.unread_changed) as counted:
        panel.add_line(peer("not seen"))
    assert counted.args == [1]
    panel.add_line(ChatLine(LineKind.SYSTEM, 0.0, note=Note.AGENT_LEFT))
    panel.add_line(ChatLine(LineKind.OWN, 0.0, "own"))
    assert panel.unread == 2
    panel.activateWindow()
    qtbot.waitUntil(lambda: panel.unread == 0)


def test_after_the_end_the_lines_stay_and_nothing_can_be_written(panel: ChatPanel, qtbot: QtBot) -> None:
    panel.add_line(peer("kept"))
    panel.set_enabled_for_session(False)
    assert "kept" in shown(panel)
    assert not field(panel).isEnabled()
    field(panel).setPlainText("late")
    with qtbot.assertNotEmitted(panel.submitted):
        field(panel).submitted.emit()


def test_the_panel_can_be_used_with_the_keyboard_and_has_names(panel: ChatPanel, qtbot: QtBot) -> None:
    assert transcript(panel).accessibleName() == "Conversation"
    assert field(panel).accessibleName() == "Message"
    field(panel).setFocus()
    field(panel).setPlainText("x")
    press(field(panel), Qt.Key.Key_Tab)
    assert panel.focusWidget().property("text") == "Send"
    with qtbot.waitSignal(panel.submitted):
        press(panel.focusWidget(), Qt.Key.Key_Space)


def test_nothing_is_cut(qtbot: QtBot, each_language: str) -> None:
    panel = ChatPanel(Side.AGENT)
    qtbot.addWidget(panel)
    panel.set_enabled_for_session(True)
    panel.show()
    field(panel).setPlainText("x" * (limits.CHAT_CHARACTERS + 5))
    panel.add_line(peer("hello"))
    assert_nothing_cut(panel)
