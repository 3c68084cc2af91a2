"""Icons, drawn as lines on a grid of 24 x 24, so that they are crisp at every size and scale."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPaintEvent, QPen, QPixmap, QPixmapCache
from PySide6.QtWidgets import QWidget

from client.ui.theme import Tone, colour
from client.ui.widgets.glyphs import GRID_SIDE, PAINTERS, Glyph

# Physical sizes that windows use: 16, 20, 24 and 32 at scales 1, 1.25, 1.5, 2 and 3.
_SIZES = (16, 20, 24, 25, 30, 32, 36, 40, 48, 60, 64, 72, 96)


def paint_glyph(painter: QPainter, glyph: Glyph, where: QRectF, ink: QColor) -> None:
    """Draw the glyph into a square, in one colour."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(where.topLeft())
    painter.scale(where.width() / GRID_SIDE, where.height() / GRID_SIDE)
    painter.setPen(QPen(ink, 2.0, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    PAINTERS[glyph](painter)
    painter.restore()


def glyph_icon(glyph: Glyph, ink: QColor, gap: float = 0.0) -> QIcon:
    """Return the glyph as an icon for buttons and windows, with room at its right (in parts of its side)."""
    icon = QIcon()
    for size in _SIZES:
        # A window has many buttons, and few glyphs and colours: drawing each anew was a third of its making.
        name = f"glyph {glyph.name} {ink.rgba():08x} {gap} {size}"
        pixmap = QPixmap()
        if not QPixmapCache.find(name, pixmap):
            pixmap = _drawn(glyph, ink, gap, size)
            QPixmapCache.insert(name, pixmap)
        icon.addPixmap(pixmap)
    return icon


def _drawn(glyph: Glyph, ink: QColor, gap: float, size: int) -> QPixmap:
    pixmap = QPixmap(round(size * (1 + gap)), size)
    pixmap.fill(Qt.GlobalColor.transparent)
    with QPainter(pixmap) as painter:
        paint_glyph(painter, glyph, QRectF(0, 0, size, size), ink)
    return pixmap


class GlyphLabel(QWidget):
    """A glyph that says what the text beside it says too; screen readers pass it over."""

    def __init__(self, glyph: Glyph, tone: Tone = Tone.ACCENT, side: int = 24, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._glyph = glyph
        self._tone = tone
        self.setFixedSize(side, side)

    @property
    def glyph(self) -> Glyph:
        """What is drawn."""
        return self._glyph

    def set_glyph(self, glyph: Glyph, tone: Tone) -> None:
        """Draw another glyph in the colour of this tone."""
        self._glyph, self._tone = glyph, tone
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the glyph over the whole widget."""
        with QPainter(self) as painter:
            paint_glyph(painter, self._glyph, QRectF(self.rect()), colour(self._tone))


__all__ = ["Glyph", "GlyphLabel", "glyph_icon", "paint_glyph"]
