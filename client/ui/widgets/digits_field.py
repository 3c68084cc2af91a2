"""A field for digits that were read aloud or copied: forgiving while typing, strict when handed over."""

import unicodedata
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QLineEdit, QWidget

from client.ui.theme import restyle

_MOST_CHARACTERS: Final = 64
"""More than any way of writing ten digits; a pasted letter is cut here."""
_PASSED_OVER: Final = frozenset({"Nd", "Zs", "Zl", "Zp", "Pd", "Cf"})


def digits_in(text: str) -> str:
    """Return the decimal digits of any script as ASCII, without all else."""
    return "".join(str(unicodedata.digit(character)) for character in text if unicodedata.category(character) == "Nd")


def has_only_digits(text: str) -> bool:
    """Tell whether there is nothing but digits and what wire.code.parse_code passes over."""
    return all(unicodedata.category(character) in _PASSED_OVER or character in ".\t\r\n" for character in text)


class DigitsField(QLineEdit):
    """Shows digits in groups as they are typed; other characters stay, to be seen and corrected.

    `group` is the number of digits between two spaces, `points` the size of the digits.
    """

    def __init__(self, group: int, points: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._group_size = group
        self.setMaxLength(_MOST_CHARACTERS)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setInputMethodHints(Qt.InputMethodHint.ImhPreferNumbers | Qt.InputMethodHint.ImhNoPredictiveText)
        font = QFont(self.font())
        font.setPointSize(points)
        font.setStyleHint(QFont.StyleHint.SansSerif)
        font.setFeature(QFont.Tag("tnum"), 1)
        font.setLetterSpacing(QFont.SpacingType.PercentageSpacing, 108)
        self.setFont(font)
        self.setStyleSheet(f"font-size: {points}pt;")
        self.textEdited.connect(self._group)

    def digits(self, count: int) -> str | None:
        """Return what was typed as ASCII digits; None where it is not exactly so many."""
        found = digits_in(self.text())
        return found if len(found) == count and has_only_digits(self.text()) else None

    def set_code_text(self, text: str) -> None:
        """Fill the field as if the text had been pasted."""
        self.setText(text)
        self._group(self.text())

    def set_wrong(self, *, wrong: bool) -> None:
        """Mark the field as the place of an error."""
        if bool(self.property("wrong")) != wrong:
            self.setProperty("wrong", wrong)
            restyle(self)

    def _group(self, text: str) -> None:
        """Write the digits anew in groups, unless there is something else between them."""
        if not has_only_digits(text):
            return
        before = len(digits_in(text[: self.cursorPosition()]))
        digits = digits_in(text)
        grouped = in_groups(digits, self._group_size)
        if grouped != text and len(grouped) <= _MOST_CHARACTERS:
            self.setText(grouped)
            self.setCursorPosition(before + max(0, before - 1) // self._group_size)


def in_groups(digits: str, size: int) -> str:
    """Return the digits with a space after every `size` of them."""
    return " ".join(digits[start : start + size] for start in range(0, len(digits), size))
