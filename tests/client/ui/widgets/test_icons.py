"""Every glyph draws something, inside its square, at every size."""

import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QApplication

from client.ui.widgets.icons import Glyph, glyph_icon, paint_glyph


@pytest.mark.parametrize("glyph", Glyph)
@pytest.mark.parametrize("side", [16, 24, 48])
def test_a_glyph_draws_inside_its_square(qapp: QApplication, glyph: Glyph, side: int) -> None:
    image = QImage(3 * side, 3 * side, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    paint_glyph(painter, glyph, QRectF(side, side, side, side), QColor("black"))
    painter.end()
    drawn = [(x, y) for x in range(3 * side) for y in range(3 * side) if image.pixelColor(x, y).alpha() > 40]
    assert len(drawn) > side / 2
    assert all(side - 1 <= x <= 2 * side and side - 1 <= y <= 2 * side for x, y in drawn)


def test_an_icon_is_crisp_at_fractional_scales(qapp: QApplication) -> None:
    icon = glyph_icon(Glyph.SHIELD, QColor("black"))
    assert {size.width() for size in icon.availableSizes()} >= {20, 25, 30, 40}
