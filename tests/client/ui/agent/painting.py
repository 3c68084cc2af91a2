"""What a widget shows, and what it was asked to paint."""

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QCoreApplication, QEvent, QObject
from PySide6.QtGui import QImage, QPaintEvent, QRegion
from PySide6.QtWidgets import QWidget


def pixels_of(image: QImage) -> npt.NDArray[np.uint8]:
    """Return an image's pixels, shape (height, width, 4), BGRX."""
    image = image.convertToFormat(QImage.Format.Format_RGB32)
    flat = np.frombuffer(image.constBits(), np.uint8)
    return flat.reshape(image.height(), image.bytesPerLine() // 4, 4)[:, : image.width()].copy()


def shown(widget: QWidget) -> npt.NDArray[np.uint8]:
    """Return the pixels that the widget shows now."""
    return pixels_of(widget.grab().toImage())


def paint_what_waits(widget: QWidget) -> None:
    """Let what was asked for happen, and have all of it painted now that is still to be painted in its window."""
    QCoreApplication.processEvents()
    QCoreApplication.sendEvent(widget.window(), QEvent(QEvent.Type.UpdateRequest))


class PaintedRegions(QObject):
    """Watches what a widget is asked to paint."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        widget.repaint()
        self.seen: list[QRegion] = []
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        if isinstance(event, QPaintEvent):
            self.seen.append(QRegion(event.region()))
        return False
