"""The shapes of the icons: one small function each, drawing on a grid of 24 x 24."""

from collections.abc import Callable
from enum import StrEnum
from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPolygonF

GRID_SIDE: Final = 24


class Glyph(StrEnum):
    """What an icon shows."""

    LOGO = "logo"
    SHIELD = "shield"
    CHECK = "check"
    EYE = "eye"
    POINTER = "pointer"
    PERSON = "person"
    STOP = "stop"
    PAUSE = "pause"
    LEAVE = "leave"
    CLOSE = "close"
    CHAT = "chat"
    SEND = "send"
    SCREEN = "screen"
    LOCK = "lock"
    PHONE = "phone"
    QUESTION = "question"
    INFORMATION = "information"
    ALERT = "alert"
    GLOBE = "globe"
    CLOCK = "clock"
    GRIP = "grip"
    COPY = "copy"
    PLUS = "plus"
    DOWN = "down"
    FIT = "fit"
    FULL_SCREEN = "full_screen"
    ACTUAL_SIZE = "actual_size"


def _lines(painter: QPainter, *strokes: tuple[float, ...]) -> None:
    """Draw open polylines, each given as x, y, x, y, ..."""
    for stroke in strokes:
        painter.drawPolyline(QPolygonF([QPointF(x, y) for x, y in zip(stroke[::2], stroke[1::2], strict=True)]))


def _outline(painter: QPainter, *corners: float) -> None:
    painter.drawPolygon(QPolygonF([QPointF(x, y) for x, y in zip(corners[::2], corners[1::2], strict=True)]))


def _dot(painter: QPainter, x: float, y: float, radius: float) -> None:
    painter.save()
    painter.setBrush(painter.pen().color())
    painter.setPen(Qt.PenStyle.NoPen)
    painter.drawEllipse(QPointF(x, y), radius, radius)
    painter.restore()


def _logo(painter: QPainter) -> None:
    """A lifebuoy."""
    painter.drawEllipse(QPointF(12, 12), 10, 10)
    painter.drawEllipse(QPointF(12, 12), 4, 4)
    _lines(painter, (4.9, 4.9, 9.2, 9.2), (19.1, 4.9, 14.8, 9.2), (4.9, 19.1, 9.2, 14.8), (19.1, 19.1, 14.8, 14.8))


def _shield(painter: QPainter) -> None:
    path = QPainterPath(QPointF(12, 2.5))
    path.cubicTo(14.5, 4.6, 17, 5.3, 20, 5.5)
    path.cubicTo(20.4, 12.5, 18, 18.5, 12, 21.5)
    path.cubicTo(6, 18.5, 3.6, 12.5, 4, 5.5)
    path.cubicTo(7, 5.3, 9.5, 4.6, 12, 2.5)
    painter.drawPath(path)
    _lines(painter, (8.5, 12, 11, 14.5, 15.5, 9.5))


def _check(painter: QPainter) -> None:
    _lines(painter, (4.5, 12.5, 9.5, 17.5, 19.5, 6.5))


def _eye(painter: QPainter) -> None:
    path = QPainterPath(QPointF(2, 12))
    path.cubicTo(6.5, 3.8, 17.5, 3.8, 22, 12)
    path.cubicTo(17.5, 20.2, 6.5, 20.2, 2, 12)
    painter.drawPath(path)
    painter.drawEllipse(QPointF(12, 12), 3.2, 3.2)


def _pointer(painter: QPainter) -> None:
    _outline(painter, 5, 3, 5, 18.5, 9.4, 14.8, 12, 21, 14.9, 19.8, 12.3, 13.8, 18, 13.4)


def _person(painter: QPainter) -> None:
    painter.drawEllipse(QPointF(12, 7.5), 4.5, 4.5)
    path = QPainterPath(QPointF(3.5, 21))
    path.cubicTo(4.5, 12.8, 19.5, 12.8, 20.5, 21)
    painter.drawPath(path)


def _stop(painter: QPainter) -> None:
    painter.drawRoundedRect(QRectF(5, 5, 14, 14), 2, 2)


def _pause(painter: QPainter) -> None:
    painter.drawEllipse(QPointF(12, 12), 10, 10)
    _lines(painter, (9.5, 8.5, 9.5, 15.5), (14.5, 8.5, 14.5, 15.5))


def _leave(painter: QPainter) -> None:
    """A door, and an arrow out of it."""
    _lines(painter, (10, 3.5, 4, 3.5, 4, 20.5, 10, 20.5), (9, 12, 21, 12), (16.5, 7.5, 21, 12, 16.5, 16.5))


def _close(painter: QPainter) -> None:
    _lines(painter, (5.5, 5.5, 18.5, 18.5), (18.5, 5.5, 5.5, 18.5))


def _chat(painter: QPainter) -> None:
    path = QPainterPath(QPointF(8, 17.5))
    path.lineTo(4, 21.5)
    path.lineTo(4, 6)
    path.quadTo(4, 4, 6, 4)
    path.lineTo(19, 4)
    path.quadTo(21, 4, 21, 6)
    path.lineTo(21, 15.5)
    path.quadTo(21, 17.5, 19, 17.5)
    path.closeSubpath()
    painter.drawPath(path)
    _lines(painter, (8.5, 9, 16.5, 9), (8.5, 12.8, 13.5, 12.8))


def _send(painter: QPainter) -> None:
    _outline(painter, 3, 4, 21.5, 12, 3, 20, 6.5, 12)
    _lines(painter, (6.5, 12, 13, 12))


def _screen(painter: QPainter) -> None:
    painter.drawRoundedRect(QRectF(2.5, 4, 19, 12.5), 2, 2)
    _lines(painter, (12, 16.5, 12, 20.5), (7.5, 20.5, 16.5, 20.5))


def _lock(painter: QPainter) -> None:
    painter.drawRoundedRect(QRectF(4.5, 10.5, 15, 11), 2, 2)
    path = QPainterPath(QPointF(8, 10.5))
    path.lineTo(8, 7)
    path.cubicTo(8, 1.8, 16, 1.8, 16, 7)
    path.lineTo(16, 10.5)
    painter.drawPath(path)
    _dot(painter, 12, 16, 1.6)


def _phone(painter: QPainter) -> None:
    """A handset."""
    path = QPainterPath(QPointF(4, 3.5))
    path.lineTo(8.5, 3.5)
    path.lineTo(10.5, 8.5)
    path.lineTo(8, 10.5)
    path.quadTo(10, 14, 13.5, 16)
    path.lineTo(15.5, 13.5)
    path.lineTo(20.5, 15.5)
    path.lineTo(20.5, 20)
    path.cubicTo(11, 21.5, 2.5, 13, 4, 3.5)
    painter.drawPath(path)


def _question(painter: QPainter) -> None:
    painter.drawEllipse(QPointF(12, 12), 10, 10)
    path = QPainterPath(QPointF(9.2, 9.4))
    path.cubicTo(9.2, 5.4, 15.2, 5.8, 14.8, 9.6)
    path.cubicTo(14.6, 11.6, 12, 11.4, 12, 13.6)
    painter.drawPath(path)
    _dot(painter, 12, 17, 1.4)


def _information(painter: QPainter) -> None:
    painter.drawEllipse(QPointF(12, 12), 10, 10)
    _lines(painter, (12, 11, 12, 17))
    _dot(painter, 12, 7.3, 1.4)


def _alert(painter: QPainter) -> None:
    _outline(painter, 12, 3, 22, 20.5, 2, 20.5)
    _lines(painter, (12, 9.5, 12, 14))
    _dot(painter, 12, 17.3, 1.3)


def _globe(painter: QPainter) -> None:
    painter.drawEllipse(QPointF(12, 12), 10, 10)
    painter.drawEllipse(QPointF(12, 12), 4.3, 10)
    _lines(painter, (2.5, 12, 21.5, 12))


def _clock(painter: QPainter) -> None:
    painter.drawEllipse(QPointF(12, 12), 10, 10)
    _lines(painter, (12, 6.5, 12, 12, 15.5, 14.5))


def _grip(painter: QPainter) -> None:
    for x in (9, 15):
        for y in (6, 12, 18):
            _dot(painter, x, y, 1.4)


def _copy(painter: QPainter) -> None:
    painter.drawRoundedRect(QRectF(8.5, 8.5, 12.5, 12.5), 2, 2)
    _lines(painter, (5, 15.5, 3, 15.5, 3, 3, 15.5, 3, 15.5, 5))


def _plus(painter: QPainter) -> None:
    _lines(painter, (12, 4, 12, 20), (4, 12, 20, 12))


def _down(painter: QPainter) -> None:
    _lines(painter, (12, 4, 12, 19.5), (5.5, 13, 12, 19.5, 18.5, 13))


def _fit(painter: QPainter) -> None:
    """A picture with room around it."""
    painter.drawRect(QRectF(2.5, 4.5, 19, 15))
    painter.drawRect(QRectF(7, 8.5, 10, 7))


def _full_screen(painter: QPainter) -> None:
    """Four corners."""
    _lines(painter, (3, 8.5, 3, 3, 8.5, 3), (15.5, 3, 21, 3, 21, 8.5))
    _lines(painter, (21, 15.5, 21, 21, 15.5, 21), (8.5, 21, 3, 21, 3, 15.5))


def _actual_size(painter: QPainter) -> None:
    """1 : 1."""
    _lines(painter, (4, 7.5, 6.5, 5.5, 6.5, 18.5), (16, 7.5, 18.5, 5.5, 18.5, 18.5))
    _dot(painter, 12, 9.5, 1.4)
    _dot(painter, 12, 14.5, 1.4)


PAINTERS: Final[dict[Glyph, Callable[[QPainter], None]]] = {
    Glyph.LOGO: _logo,
    Glyph.SHIELD: _shield,
    Glyph.CHECK: _check,
    Glyph.EYE: _eye,
    Glyph.POINTER: _pointer,
    Glyph.PERSON: _person,
    Glyph.STOP: _stop,
    Glyph.PAUSE: _pause,
    Glyph.LEAVE: _leave,
    Glyph.CLOSE: _close,
    Glyph.CHAT: _chat,
    Glyph.SEND: _send,
    Glyph.SCREEN: _screen,
    Glyph.LOCK: _lock,
    Glyph.PHONE: _phone,
    Glyph.QUESTION: _question,
    Glyph.INFORMATION: _information,
    Glyph.ALERT: _alert,
    Glyph.GLOBE: _globe,
    Glyph.CLOCK: _clock,
    Glyph.GRIP: _grip,
    Glyph.COPY: _copy,
    Glyph.PLUS: _plus,
    Glyph.DOWN: _down,
    Glyph.FIT: _fit,
    Glyph.FULL_SCREEN: _full_screen,
    Glyph.ACTUAL_SIZE: _actual_size,
}
"""How each glyph is drawn, with the painter's pen."""
