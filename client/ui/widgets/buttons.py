"""Buttons with a drawn icon that follows the colour scheme."""

from enum import StrEnum
from typing import Final

from PySide6.QtCore import QEvent, QSize, QTimer
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from client.ui.theme import Tone, colour
from client.ui.widgets.icons import Glyph, glyph_icon

_ICON_SIDE: Final = 20
_GAP: Final = 0.3
"""Between icon and text, in parts of the icon's side; the style leaves none."""
CONSENT_GUARD_MS: Final = 1000
"""For so long after it appeared, a click on a ConsentButton was meant for what was there before."""


class ButtonRole(StrEnum):
    """How much a button weighs among its neighbours."""

    PLAIN = "plain"
    PRIMARY = "primary"
    """What the person most likely wants next; at most one at a time."""
    DANGER = "danger"
    """Ends something."""
    LINK = "link"
    """A way that few need, and that must not look like the next step."""


_TONES = {
    ButtonRole.PLAIN: Tone.PLAIN,
    ButtonRole.PRIMARY: Tone.ON_ACCENT,
    ButtonRole.DANGER: Tone.DANGER,
    ButtonRole.LINK: Tone.ACCENT,
}


class ActionButton(QPushButton):
    """A push button with an icon; texts are set by the owner's retranslate()."""

    def __init__(
        self, glyph: Glyph | None = None, role: ButtonRole = ButtonRole.PLAIN, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._glyph = glyph
        self._role = role
        self._drawn: tuple[Glyph, str, float] | None = None
        self.setProperty("role", role.value)
        # A button is never narrower than its text.
        self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        self._draw_icon()

    def setText(self, text: str) -> None:
        """Set the text; the icon keeps its distance from it."""
        super().setText(text)
        self._draw_icon()

    def set_glyph(self, glyph: Glyph) -> None:
        """Show another icon."""
        self._glyph = glyph
        self._draw_icon()

    def changeEvent(self, event: QEvent) -> None:
        """Draw the icon again in the colours of a new scheme."""
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.EnabledChange):
            self._draw_icon()
        super().changeEvent(event)

    def _draw_icon(self) -> None:
        if self._glyph is None:
            return
        ink = colour(_TONES[self._role] if self.isEnabled() else Tone.MUTED)
        gap = _GAP if self.text() else 0.0
        # Every change of the style sheet comes here as a change of the palette.
        if self._drawn != (self._glyph, ink.name(), gap):
            self._drawn = (self._glyph, ink.name(), gap)
            self.setIconSize(QSize(round(_ICON_SIDE * (1 + gap)), _ICON_SIDE))
            self.setIcon(glyph_icon(self._glyph, ink, gap))


class ConsentButton(ActionButton):
    """A button that gives something away, and so cannot be hit at the moment at which it appears.

    The second click of a double click on »Take control« must not land on the »Allow control« that
    takes its place.
    """

    def __init__(self, glyph: Glyph) -> None:
        super().__init__(glyph)
        self._guard = QTimer(self)
        self._guard.setSingleShot(True)
        self._guard.timeout.connect(lambda: self.setEnabled(True))

    def guard(self) -> None:
        """Begin the guard: the button, or what is around it, has just moved."""
        self.setEnabled(False)
        self._guard.start(CONSENT_GUARD_MS)

    def event(self, event: QEvent) -> bool:
        """Begin the guard each time that the button comes into sight."""
        if event.type() is QEvent.Type.Show:
            self.guard()
        return super().event(event)
