"""Finding widgets as a person does, by what is written on them, and using them with mouse and keyboard."""

from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget

AnyWidget = TypeVar("AnyWidget", bound=QWidget)


def button(within: QWidget, text: str) -> QAbstractButton:
    """Return the visible button with this text, mnemonic apart; fail if there is none."""
    found = [
        child for child in within.findChildren(QAbstractButton) if _plain(child.text()) == text and child.isVisible()
    ]
    assert found, f"no visible button {text!r}, only {buttons(within)}"
    return found[0]


def buttons(within: QWidget) -> list[str]:
    """Return the texts of all visible buttons."""
    children = within.findChildren(QAbstractButton)
    return [_plain(child.text()) for child in children if child.isVisible() and child.text()]


def words(within: QWidget) -> str:
    """Return all that the visible labels say."""
    return "\n".join(label.text() for label in within.findChildren(QLabel) if label.isVisible())


def only(within: QWidget, kind: type[AnyWidget]) -> AnyWidget:
    """Return the only child of this kind."""
    (found,) = within.findChildren(kind)
    return found


def click(widget: QWidget) -> None:
    """Click with the left button into the middle."""
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton)


def press(widget: QWidget, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """Press a key and let it go."""
    QTest.keyClick(widget, key, modifiers)


def type_text(widget: QWidget, text: str) -> None:
    """Type characters of Latin-1, one by one; Qt's tests have no keys for others."""
    QTest.keyClicks(widget, text)


def _plain(text: str) -> str:
    return text.replace("&", "")
