"""Windows that stay in sight when the screen becomes smaller under them."""

from PySide6.QtCore import QObject, QRect
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget


class OnScreen(QObject):
    """Brings its window back when the primary screen's free area has changed; some window managers do not."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        QGuiApplication.primaryScreen().availableGeometryChanged.connect(self._bring_back)

    def _bring_back(self, area: QRect) -> None:
        window = self._window
        screen = window.screen()
        if screen is not QGuiApplication.primaryScreen() or window.isMaximized() or window.isFullScreen():
            return
        bring_into(window, area)


def bring_into(window: QWidget, area: QRect) -> None:
    """Make the window no larger than the area, frame and all, as far as its content allows, and move it there."""
    frame = window.frameGeometry()
    around = frame.size() - window.size()
    window.resize(window.size().boundedTo(area.size() - around))
    place = window.frameGeometry()
    place.moveRight(min(place.right(), area.right()))
    place.moveBottom(min(place.bottom(), area.bottom()))
    place.moveLeft(max(place.left(), area.left()))
    place.moveTop(max(place.top(), area.top()))
    if place != window.frameGeometry():
        window.move(place.topLeft())
