"""Contrast of the colours that are used together."""

import pytest
from PySide6.QtGui import QColor

from client.ui.theme import DARK, LIGHT, Colours


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of WCAG 2.2."""

    def luminance(name: str) -> float:
        colour = QColor(name)
        parts = [
            part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
            for part in (colour.redF(), colour.greenF(), colour.blueF())
        ]
        return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]

    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
def test_text_can_be_read_on_its_background(colours: Colours) -> None:
    pairs = [(text, back) for text in (colours.text, colours.muted) for back in (colours.window, colours.base)]
    pairs += [(colours.accent, colours.window), (colours.accent, colours.accent_soft)]
    pairs += [(colours.on_accent, colours.accent), (colours.on_accent, colours.accent_hover)]
    pairs += [(colours.text, colours.accent_soft), (colours.text, colours.caution_soft)]
    for tone in ("good", "caution", "danger"):
        ink, soft = getattr(colours, tone), getattr(colours, f"{tone}_soft")
        pairs += [(ink, soft), (ink, colours.base), (ink, colours.window)]
    for text, back in pairs:
        assert contrast(text, back) >= 4.5, f"{text} on {back}"


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
def test_edges_of_controls_can_be_seen(colours: Colours) -> None:
    for back in (colours.window, colours.base):
        assert contrast(colours.edge, back) >= 3.0
        assert contrast(colours.accent, back) >= 3.0
