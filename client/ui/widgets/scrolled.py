"""A page that may be higher than a small screen."""

from typing import Final

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QWidget

from client.ui.theme import GRID

_LEAST_HEIGHT: Final = 24 * GRID


class ScrolledPage(QScrollArea):
    """Shows a page as if it were not there; where the window is lower than the page, with a scroll bar."""

    def __init__(self, page: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._page = page
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidgetResizable(True)
        self.setWidget(page)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def event(self, event: QEvent) -> bool:
        """Ask for more room, or less, when the page does."""
        if event.type() is QEvent.Type.LayoutRequest:
            self.updateGeometry()
        return super().event(event)

    def sizeHint(self) -> QSize:
        """Return what the page wants."""
        return self._page.sizeHint()

    def heightForWidth(self, width: int) -> int:
        """Return how high the page is at this width."""
        return self._page.heightForWidth(width)

    def minimumSizeHint(self) -> QSize:
        """Return room for the page's width, and for a part of its height."""
        return QSize(self._page.minimumSizeHint().width() + self.verticalScrollBar().sizeHint().width(), _LEAST_HEIGHT)
