"""The look of every window: one palette for light and one for dark, one accent, an 8-pixel grid.

All pairs of text and background that are used together have a contrast of at least 4.5 : 1, and
edges of controls at least 3 : 1 (WCAG 2.2, 1.4.3 and 1.4.11).
"""

from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication, QStyleFactory, QWidget

from client.ui.stylesheet import style_sheet

GRID = 8
"""Distances are multiples of this many device-independent pixels."""
BASE_POINTS = 11
"""Size of ordinary text, in points."""


class Tone(StrEnum):
    """What a coloured thing means; text and an icon always say it too."""

    PLAIN = "plain"
    MUTED = "muted"
    ACCENT = "accent"
    ON_ACCENT = "on_accent"
    GOOD = "good"
    CAUTION = "caution"
    DANGER = "danger"


@dataclass(frozen=True)
class Colours:
    """The colours of one scheme, as "#rrggbb"."""

    window: str
    base: str
    text: str
    muted: str
    line: str
    """Separates parts; nothing depends on seeing it."""
    edge: str
    """Edge of a control that can be used."""
    disabled: str
    accent: str
    accent_hover: str
    accent_soft: str
    on_accent: str
    good: str
    good_soft: str
    caution: str
    caution_soft: str
    danger: str
    danger_soft: str

    def of(self, tone: Tone) -> str:
        """Return the colour of text and icons of this tone."""
        return {
            Tone.PLAIN: self.text,
            Tone.MUTED: self.muted,
            Tone.ACCENT: self.accent,
            Tone.ON_ACCENT: self.on_accent,
            Tone.GOOD: self.good,
            Tone.CAUTION: self.caution,
            Tone.DANGER: self.danger,
        }[tone]


LIGHT = Colours(
    window="#f3f6f7",
    base="#ffffff",
    text="#14222b",
    muted="#4d5d68",
    line="#d3dbe0",
    edge="#7c8a94",
    disabled="#6f7c85",
    accent="#0f5f73",
    accent_hover="#0b4a5a",
    accent_soft="#e0f0f4",
    on_accent="#ffffff",
    good="#17663a",
    good_soft="#e0f2e6",
    caution="#7a4f00",
    caution_soft="#fdf0cf",
    danger="#a8201a",
    danger_soft="#fce8e6",
)
DARK = Colours(
    window="#12191e",
    base="#1c252c",
    text="#e9eff2",
    muted="#a9b7c0",
    line="#34424c",
    edge="#7f909b",
    disabled="#8a98a1",
    accent="#63c3d8",
    accent_hover="#8ad6e6",
    accent_soft="#153741",
    on_accent="#06222a",
    good="#86dba3",
    good_soft="#163424",
    caution="#f0c366",
    caution_soft="#3a2e12",
    danger="#ff9a91",
    danger_soft="#42201d",
)


def apply_theme(app: QApplication) -> None:
    """Give the program its look, and keep following the system's light or dark scheme."""
    app.setStyle(QStyleFactory.create("Fusion"))
    font = app.font()
    font.setPointSize(BASE_POINTS)
    app.setFont(font)
    hints = app.styleHints()
    use_scheme(app, hints.colorScheme())
    hints.colorSchemeChanged.connect(lambda scheme: use_scheme(app, scheme))


def use_scheme(app: QApplication, scheme: Qt.ColorScheme) -> None:
    """Show all windows in this scheme; an unknown one is shown light."""
    colours = DARK if scheme is Qt.ColorScheme.Dark else LIGHT
    app.setPalette(_palette(colours))
    app.setStyleSheet(style_sheet(colours))


def colours() -> Colours:
    """Return the colours that are in use now."""
    return DARK if QGuiApplication.palette().window().color() == QColor(DARK.window) else LIGHT


def colour(tone: Tone) -> QColor:
    """Return the present colour of text and icons of this tone."""
    return QColor(colours().of(tone))


def set_tone(widget: QWidget, tone: Tone) -> None:
    """Colour a label or frame by what it says; the style sheet knows the property `tone`."""
    if widget.property("tone") == tone.value:
        return
    widget.setProperty("tone", tone.value)
    restyle(widget)


def restyle(widget: QWidget) -> None:
    """Apply the style sheet again after a property, on which it depends, was changed."""
    widget.style().unpolish(widget)
    widget.style().polish(widget)


def _palette(colours: Colours) -> QPalette:
    palette = QPalette()
    role = QPalette.ColorRole
    for target, name in (
        (role.Window, colours.window),
        (role.WindowText, colours.text),
        (role.Base, colours.base),
        (role.AlternateBase, colours.window),
        (role.Text, colours.text),
        (role.PlaceholderText, colours.muted),
        (role.Button, colours.base),
        (role.ButtonText, colours.text),
        (role.BrightText, colours.on_accent),
        (role.Highlight, colours.accent),
        (role.HighlightedText, colours.on_accent),
        (role.Accent, colours.accent),
        (role.Link, colours.accent),
        (role.ToolTipBase, colours.text),
        (role.ToolTipText, colours.base),
        (role.Light, colours.base),
        (role.Midlight, colours.line),
        (role.Mid, colours.line),
        (role.Dark, colours.edge),
        (role.Shadow, colours.edge),
    ):
        palette.setColor(target, QColor(name))
    for target in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, target, QColor(colours.disabled))
    return palette
