"""The field for the session number: forgiving while typing, strict when it is handed over."""

import unicodedata

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QLineEdit, QWidget

from client.ui.theme import restyle
from wire.code import Code, parse_code

_GROUP = 4
_MOST_CHARACTERS = 64
"""More than any way of writing eight digits; a pasted letter is cut here."""


class CodeField(QLineEdit):
    """Shows digits in groups of four as they are typed; other characters stay, to be seen and corrected."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setMaxLength(_MOST_CHARACTERS)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setInputMethodHints(Qt.InputMethodHint.ImhPreferNumbers | Qt.InputMethodHint.ImhNoPredictiveText)
        font = QFont(self.font())
        font.setPointSize(26)
        font.setStyleHint(QFont.StyleHint.SansSerif)
        font.setFeature(QFont.Tag("tnum"), 1)
        font.setLetterSpacing(QFont.SpacingType.PercentageSpacing, 108)
        self.setFont(font)
        self.setStyleSheet("font-size: 26pt;")
        self.textEdited.connect(self._group)

    def code(self) -> Code:
        """Return what was typed; raise wire.code.CodeError."""
        return parse_code(self.text())

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
        if not _is_number(text):
            return
        before = len(_digits(text[: self.cursorPosition()]))
        digits = _digits(text)
        grouped = " ".join(digits[start : start + _GROUP] for start in range(0, len(digits), _GROUP))
        if grouped != text and len(grouped) <= _MOST_CHARACTERS:
            self.setText(grouped)
            self.setCursorPosition(before + max(0, before - 1) // _GROUP)


def _digits(text: str) -> str:
    """Return the decimal digits of any script as ASCII."""
    return "".join(str(unicodedata.digit(character)) for character in text if unicodedata.category(character) == "Nd")


def _is_number(text: str) -> bool:
    """Tell whether the text has nothing but digits and what wire.code passes over."""
    passed_over = ("Nd", "Zs", "Zl", "Zp", "Pd", "Cf")
    return all(unicodedata.category(character) in passed_over or character in ".\t\r\n" for character in text)
