"""Painting the customer's picture where a View says, in physical pixels."""

import math
from collections.abc import Iterable
from typing import Final, cast

from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QImage, QPainter, QRegion

from client.screen.geometry import Rect
from client.ui.agent.view import View

SURROUNDINGS: Final = QColor("#23282d")
"""Around the picture, in either colour scheme: dark, so that the picture's edge is clear."""


def paint_surroundings(painter: QPainter, view: View | None, region: QRegion, ratio: float) -> None:
    """Fill what of the region (logical pixels) lies beside the picture, at least; all of it without a picture."""
    if view is not None and _inside(view, ratio).contains(region.boundingRect()):
        return
    beside = region if view is None else region.subtracted(QRegion(_inside(view, ratio)))
    for part in _parts(beside):
        painter.fillRect(part, SURROUNDINGS)


def paint_picture(painter: QPainter, image: QImage, view: View, region: QRegion, ratio: float) -> None:
    """Paint the picture under the region (logical pixels); the painter's units are physical pixels.

    At whole factors each pixel of the picture is a square of its own colour; at others neighbours are mixed.
    """
    if view.blended:
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        # One drawing, cut off around the region: parts that were drawn each alone would differ at their edges.
        painter.drawImage(QRect(view.left, view.top, view.width, view.height), image)
        return
    for part in _parts(region):
        source, target = _source_and_target(view, _physical(part, ratio))
        if not source.isEmpty():
            painter.drawImage(target, image, source)


def logical(physical: Rect, ratio: float) -> QRect:
    """Return the logical rectangle around a physical one."""
    spare = _spare(ratio)
    left, top = math.floor((physical.x - spare) / ratio), math.floor((physical.y - spare) / ratio)
    right = math.ceil((physical.x + physical.width + spare) / ratio)
    bottom = math.ceil((physical.y + physical.height + spare) / ratio)
    return QRect(left, top, right - left, bottom - top)


def use_physical_pixels(painter: QPainter, ratio: float) -> None:
    """Let the painter's units be physical pixels, its origin on a whole one."""
    if ratio == 1:
        return
    painter.scale(1 / ratio, 1 / ratio)
    device = painter.deviceTransform()
    painter.translate(math.floor(device.dx() + 0.5) - device.dx(), math.floor(device.dy() + 0.5) - device.dy())


def _source_and_target(view: View, wanted: Rect) -> tuple[QRect, QRect]:
    """Return which whole pixels of the picture lie under a part of the viewer, and the place that they fill there."""
    across, down = view.width // view.picture_width, view.height // view.picture_height
    x, y = wanted.x - view.left, wanted.y - view.top
    left, top = max(0, x // across), max(0, y // down)
    right = min(view.picture_width, -(-(x + wanted.width) // across))
    bottom = min(view.picture_height, -(-(y + wanted.height) // down))
    source = QRect(left, top, right - left, bottom - top)
    place = view.left + left * across, view.top + top * down
    return source, QRect(*place, source.width() * across, source.height() * down)


def _inside(view: View, ratio: float) -> QRect:
    """Return the logical rectangle that the picture covers wholly."""
    left, top = math.ceil(view.left / ratio), math.ceil(view.top / ratio)
    right, bottom = math.floor((view.left + view.width) / ratio), math.floor((view.top + view.height) / ratio)
    return QRect(left, top, right - left, bottom - top)


def _physical(part: QRect, ratio: float) -> Rect:
    spare = _spare(ratio)
    left, top = math.floor(part.x() * ratio) - spare, math.floor(part.y() * ratio) - spare
    right = math.ceil((part.x() + part.width()) * ratio) + spare
    bottom = math.ceil((part.y() + part.height()) * ratio) + spare
    return Rect(left, top, right - left, bottom - top)


def _spare(ratio: float) -> int:
    """Where a logical rectangle ends inside a physical pixel, the one around it is wanted too."""
    return 0 if ratio == int(ratio) else 1


def _parts(region: QRegion) -> Iterable[QRect]:
    """Return the rectangles of a region, which PySide's type stubs do not know to be iterable."""
    return cast(Iterable[QRect], region)
