"""The way out of full screen, shown on the screen."""

from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

SHOWN_MS: Final = 5000
_EDGE: Final = 2
"""The pointer this near to the upper edge brings the bar back, in logical pixels."""


class FullScreenBar(QFrame):
    """Lies over the upper edge of its parent when full screen begins, and when the pointer goes there.

    `sensor` is the widget whose pointer counts; it must have mouse tracking.
    """

    left = Signal()
    """The button was clicked."""

    def __init__(self, parent: QWidget, sensor: QWidget) -> None:
        super().__init__(parent)
        self._below = parent
        self._sensor = sensor
        self._active = False
        self._timer = QTimer(self, singleShot=True, interval=SHOWN_MS)
        self._timer.timeout.connect(self._hide_unless_used)
        self._hint = QLabel(self)
        # The viewer under it keeps the keyboard: the bar's button is for the mouse, Ctrl+Alt+Return for keys.
        self._sizes = QLabel(self)
        self._button = QPushButton(self)
        self._button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._button.clicked.connect(self.left)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 8, 8, 8)
        row.setSpacing(16)
        row.addWidget(self._hint)
        row.addWidget(self._sizes)
        row.addWidget(self._button)
        self.setAutoFillBackground(True)
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.hide()
        parent.installEventFilter(self)
        self._retranslate()

    def set_active(self, active: bool) -> None:
        """Full screen begins or ends."""
        self._active = active
        if active:
            self._sensor.installEventFilter(self)
            self._appear()
        else:
            self._sensor.removeEventFilter(self)
            self._timer.stop()
            self.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Come when the pointer reaches the upper edge; stay centred."""
        if isinstance(event, QResizeEvent):
            self._place()
        elif not (self._active and isinstance(event, QMouseEvent)):
            return False
        elif event.type() is QEvent.Type.MouseMove and watched is not self._below:
            top = self._below.mapFromGlobal(self.cursor().pos()).y()
            if top <= _EDGE:
                self._appear()
        return False

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        if event.type() is QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    def _appear(self) -> None:
        self._place()
        self.show()
        self.raise_()
        self._timer.start()

    def _hide_unless_used(self) -> None:
        if self.underMouse():
            self._timer.start()
        else:
            self.hide()

    def _place(self) -> None:
        self.adjustSize()
        self.move((self._below.width() - self.width()) // 2, 0)

    def _retranslate(self) -> None:
        self._hint.setText(self.tr("Ctrl+Alt+Return leaves full screen"))
        self._sizes.setText(self.tr("Ctrl+Alt+Page Up/Page Down: size"))
        self._button.setText(self.tr("Leave full screen"))
