"""The customer's cursor as Qt draws it."""

from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QCursor, QImage, QPainter, QPixmap

from wire.messages import CursorShape

_DOT: Final = 7
"""Width of the dot that stands for a cursor which the customer's program has hidden, in logical pixels."""


def cursor_image(shape: CursorShape) -> QImage:
    """Return the shape's picture; it does not share memory with the message."""
    image = QImage(shape.pixels, shape.width, shape.height, shape.width * 4, QImage.Format.Format_ARGB32_Premultiplied)
    return image.copy()


def local_cursor(shape: CursorShape | None, scale: float, ratio: float) -> QCursor:
    """Return a cursor for the viewer.

    `scale` is physical pixels for one pixel of the picture, `ratio` physical for one logical pixel. A hidden
    cursor (None) becomes a dot: an agent who cannot see the pointer cannot work.
    """
    if shape is None:
        return _dot(ratio)
    width, height = max(1, round(shape.width * scale)), max(1, round(shape.height * scale))
    image = cursor_image(shape)
    if (width, height) != (shape.width, shape.height):
        image = image.scaled(
            width, height, Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation
        )
    image.setDevicePixelRatio(ratio)
    return QCursor(QPixmap.fromImage(image), int(shape.hot_x * scale / ratio), int(shape.hot_y * scale / ratio))


def _dot(ratio: float) -> QCursor:
    pixmap = QPixmap(round(_DOT * ratio), round(_DOT * ratio))
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QColor(Qt.GlobalColor.white))
    painter.setBrush(QColor(Qt.GlobalColor.black))
    middle = QPointF(_DOT / 2, _DOT / 2)
    painter.drawEllipse(QRectF(middle.x() - 2.5, middle.y() - 2.5, 5, 5))
    painter.end()
    return QCursor(pixmap, _DOT // 2, _DOT // 2)
