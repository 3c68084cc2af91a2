"""Which windows on the screen are the program's own: remote input over them is refused."""

from collections.abc import Callable, Collection

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QWidget

_TELLING = frozenset({QEvent.Type.Show, QEvent.Type.Hide, QEvent.Type.WinIdChange})


class OwnWindowTracker(QObject):
    """Tells the native ids of all visible top-level windows, dialogs and popups whenever they change."""

    def __init__(self, app: QApplication, report: Callable[[Collection[int]], None], parent: QObject) -> None:
        super().__init__(parent)
        self._report = report
        self._reported: frozenset[int] = frozenset()
        app.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Look at every event and hold none back."""
        if event.type() in _TELLING and isinstance(watched, QWidget) and watched.isWindow():
            self._look()
        return False

    def _look(self) -> None:
        visible = frozenset(
            # effectiveWinId() makes no native window where there is none yet.
            int(widget.effectiveWinId())
            for widget in QApplication.topLevelWidgets()
            if widget.isVisible() and widget.effectiveWinId()
        )
        if visible != self._reported:
            self._reported = visible
            self._report(visible)
