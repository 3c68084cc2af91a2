"""The caret of Pomoc's own fields, which is in the picture while the screen is shared."""

from PySide6.QtGui import QGuiApplication


class StillCaret:
    """Keeps the caret from blinking while the screen is shared.

    The customer's window is on that screen: blinking in the chat's field, it would be grabbed, sent and painted twice a
    second for as long as nobody does anything.
    """

    def __init__(self) -> None:
        self._usual: int | None = None
        """The desktop's flash time in milliseconds, while it is not in force."""

    def set_still(self, still: bool) -> None:
        """Stop the blinking, or let it go on as the desktop has it; told again, it changes nothing."""
        hints = QGuiApplication.styleHints()
        if still and self._usual is None:
            self._usual = hints.cursorFlashTime()
            hints.setCursorFlashTime(0)
        elif not still and self._usual is not None:
            hints.setCursorFlashTime(self._usual)
            self._usual = None
