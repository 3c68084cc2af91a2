"""The customer's cursor as Qt draws it."""

from collections import deque
from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QCursor, QImage, QPainter, QPixmap

from wire.messages import CursorShape

_DOT: Final = 7
"""Width of the dot that stands for a cursor which the customer's program has hidden, in logical pixels."""
_CURSORS_KEPT: Final = 64
"""More than the pictures of any animation."""
_SENT_KEPT: Final = 256
"""Positions; at the pace of RemoteInput about two seconds, which no usable line exceeds."""
_TOLERANCE: Final = 2
"""Pixels by which a computer that scales its coordinates may miss the place that it was told."""


class LocalCursors:
    """Makes the customer's cursors the agent's own; each shape once, or an animated one would cost all the time."""

    def __init__(self) -> None:
        self._made: dict[tuple[bytes | None, float, float], QCursor] = {}

    def cursor(self, shape: CursorShape | None, scale: float, ratio: float) -> QCursor:
        """Return a cursor for the viewer.

        `scale` is physical pixels for one pixel of the picture, `ratio` physical for one logical pixel. A hidden
        cursor (None) becomes a dot: an agent who cannot see the pointer cannot work.
        """
        key = (None if shape is None else shape.hash, scale, ratio)
        if key not in self._made:
            if len(self._made) == _CURSORS_KEPT:
                del self._made[next(iter(self._made))]
            self._made[key] = _dot(ratio) if shape is None else _scaled(shape, scale, ratio)
        return self._made[key]


class PointerEcho:
    """Tells the agent's own pointer, when it comes back from the customer's screen, from another's."""

    def __init__(self) -> None:
        self._sent: deque[tuple[int, int]] = deque(maxlen=_SENT_KEPT)

    def sent(self, x: int, y: int) -> None:
        """Note a position that goes to the customer."""
        if not self._sent or self._sent[-1] != (x, y):
            self._sent.append((x, y))

    def holds(self, x: int, y: int) -> bool:
        """Tell whether the agent's pointer was here of late."""
        return any(abs(x - each[0]) <= _TOLERANCE and abs(y - each[1]) <= _TOLERANCE for each in reversed(self._sent))

    def clear(self) -> None:
        """Forget all: somebody else has the pointer."""
        self._sent.clear()


def cursor_image(shape: CursorShape) -> QImage:
    """Return the shape's picture; it does not share memory with the message."""
    image = QImage(shape.pixels, shape.width, shape.height, shape.width * 4, QImage.Format.Format_ARGB32_Premultiplied)
    return image.copy()


def _scaled(shape: CursorShape, scale: float, ratio: float) -> QCursor:
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
    middle = QPointF(_DOT / 2, _DOT / 2)
    with QPainter(pixmap) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QColor(Qt.GlobalColor.white))
        painter.setBrush(QColor(Qt.GlobalColor.black))
        painter.drawEllipse(QRectF(middle.x() - 2.5, middle.y() - 2.5, 5, 5))
    return QCursor(pixmap, _DOT // 2, _DOT // 2)
