"""The field for the session number."""

from typing import Final

from PySide6.QtWidgets import QWidget

from client.ui.widgets.digits_field import DigitsField
from wire.code import Code, parse_code

_GROUP: Final = 4
_POINTS: Final = 26


class CodeField(DigitsField):
    """Takes the eight digits, in two groups of four."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_GROUP, _POINTS, parent)

    def code(self) -> Code:
        """Return what was typed; raise wire.code.CodeError."""
        return parse_code(self.text())
