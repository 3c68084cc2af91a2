"""The bar at the top of the screen."""

import time
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFrame
from pytestqt.qtbot import QtBot

from client.session.states import CustomerState
from client.session.status import PANIC_KEYS, AgentPerson, CustomerStatus
from client.ui.customer.status_bar import StatusBar
from client.ui.widgets.icons import Glyph, GlyphLabel
from tests.support.widgets import button, buttons, click, words

S = CustomerState


def status(state: S, name: str = "Ana", since: float = 75) -> CustomerStatus:
    return CustomerStatus(state, AgentPerson(name, "a@b.example", "Bank"), sharing_since=time.time() - since)


@pytest.fixture
def bar(qtbot: QtBot, themed: QApplication) -> StatusBar:
    bar = StatusBar()
    qtbot.addWidget(bar)
    bar.show_status(status(S.VIEWED))
    bar.show()
    return bar


@pytest.mark.parametrize(
    ("state", "text", "glyph", "tone", "offered"),
    [
        (S.VIEWED, "You are in control; Ana only sees", Glyph.EYE, "danger", ["Allow control"]),
        (S.ASKED, "May Ana use your mouse", Glyph.QUESTION, "caution", ["Allow control", "Do not allow"]),
        (S.CONTROLLED, "Ana controls your mouse", Glyph.POINTER, "good", ["Take control"]),
        (S.SUSPENDED, "Ana waits", Glyph.PAUSE, "caution", ["Take control"]),
    ],
)
def test_text_icon_and_colour_say_who_is_in_control(
    bar: StatusBar, state: S, text: str, glyph: Glyph, tone: str, offered: list[str]
) -> None:
    bar.show_status(status(state))
    assert text in words(bar)
    assert glyph in {label.glyph for label in bar.findChildren(GlyphLabel)}
    assert tone in {child.property("tone") for child in bar.findChildren(QFrame)}
    assert buttons(bar) == [*offered, "Stop sharing", "Chat", "Disconnect"]


@pytest.mark.usefixtures("no_guard")
def test_every_button_says_that_it_was_clicked(bar: StatusBar, qtbot: QtBot) -> None:
    for state, text, signal in (
        (S.VIEWED, "Allow control", bar.allow_control),
        (S.ASKED, "Allow control", bar.allow_control),
        (S.ASKED, "Do not allow", bar.deny_control),
        (S.CONTROLLED, "Take control", bar.take_control),
        (S.SUSPENDED, "Take control", bar.take_control),
        (S.CONTROLLED, "Stop sharing", bar.stop_sharing),
        (S.CONTROLLED, "Disconnect", bar.leave),
        (S.CONTROLLED, "Chat", bar.chat_wanted),
    ):
        bar.show_status(status(state))
        qtbot.waitUntil(button(bar, text).isEnabled)
        with qtbot.waitSignal(signal):
            click(button(bar, text))


@pytest.mark.parametrize(
    ("seconds", "shown"), [(0.5, "0 min"), (75.5, "1 min"), (3600 + 61.5, "1 h 1 min"), (-100, "0 min")]
)
def test_the_time_since_sharing_began(bar: StatusBar, seconds: float, shown: str) -> None:
    bar.show_status(status(S.VIEWED, since=seconds))
    assert shown in words(bar)


def test_the_bar_is_at_the_top_in_the_middle_and_above_all(bar: StatusBar) -> None:
    area = bar.screen().availableGeometry()
    assert bar.y() == area.top()
    assert abs(bar.geometry().center().x() - area.center().x()) <= 1
    flags = bar.windowFlags()
    assert flags & Qt.WindowType.WindowStaysOnTopHint
    assert flags & Qt.WindowType.FramelessWindowHint
    assert bar.testAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)


def test_the_bar_is_dragged_along_the_edge_only_and_not_off_the_screen(bar: StatusBar, qtbot: QtBot) -> None:
    area = bar.screen().availableGeometry()
    bar.show_status(status(S.CONTROLLED))
    width = bar.width()
    QTest.mousePress(bar, Qt.MouseButton.LeftButton, pos=QPoint(5, 5))
    QTest.mouseMove(bar, QPoint(5 - 5000, 400))
    QTest.mouseRelease(bar, Qt.MouseButton.LeftButton)
    assert bar.pos() == area.topLeft()
    bar.show_status(status(S.CONTROLLED))
    assert bar.pos() == area.topLeft(), "it stays where it was put"
    assert bar.width() == width


def test_a_long_name_is_shortened_and_whole_in_the_tool_tip(bar: StatusBar) -> None:
    name = "Ana <b> " + "Novak " * 40
    bar.show_status(status(S.CONTROLLED, name=name))
    assert bar.width() <= bar.screen().availableGeometry().width()
    text = next(label for label in bar.findChildren(type(bar._text)) if label.text())
    assert text.text().endswith("…")
    assert "Ana &lt;b>" in text.toolTip()
    assert text.accessibleName().startswith("Ana <b>")


def test_without_a_line_no_time_is_counted_and_sharing_can_still_be_stopped(bar: StatusBar) -> None:
    away = CustomerStatus(S.VIEWED_AWAY, AgentPerson("Ana", "a@b.example", "Bank"))
    bar.show_status(away)
    assert words(bar) == "The connection is lost. Pomoc is looking for it …"
    assert "caution" in {child.property("tone") for child in bar.findChildren(QFrame)}
    assert buttons(bar) == ["Stop sharing", "Chat", "Disconnect"]


@pytest.mark.parametrize("ready", [True, False])
def test_the_emergency_keys_are_in_the_tool_tips_while_they_work(bar: StatusBar, ready: bool) -> None:
    bar.show_status(replace(status(S.VIEWED), panic_ready=not ready))
    bar.show_status(replace(status(S.VIEWED), panic_ready=ready))
    (strip,) = (frame for frame in bar.findChildren(QFrame) if frame.property("role") == "strip")
    leave = button(bar, "Disconnect")
    for said in (strip.toolTip(), leave.toolTip(), leave.accessibleDescription()):
        assert (PANIC_KEYS in said) is ready
        assert "ends the session" in said.lower()


def test_unread_messages_are_counted_on_the_chats_button(bar: StatusBar) -> None:
    bar.set_unread(3)
    assert button(bar, "Chat (3)").accessibleDescription() == "3 unread messages"
    bar.set_unread(0)
    assert button(bar, "Chat").accessibleDescription() == ""
