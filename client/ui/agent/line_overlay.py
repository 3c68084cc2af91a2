"""A line of figures over the picture, for an agent who wants to know how good the connection is."""

import math
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QElapsedTimer, QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QColor, QMouseEvent, QPalette
from PySide6.QtWidgets import QLabel, QScrollArea

from client.screen.sharpness import Sharpness
from client.ui.agent.picture_painting import SURROUNDINGS
from client.ui.agent.viewer import ViewerWidget

if TYPE_CHECKING:
    from client.pipeline.picture import Picture

RATE_MS: Final = 1000
"""The rate is that of the time since the last look, at least this long; looked at only while pictures come."""
_TEXT: Final = QColor("#e9eff2")
_DISTANCE: Final = 8
"""From the edges of the picture's area, in logical pixels."""
_PADDING: Final = 5
_SHY: Final = 32
"""The pointer this near sends it to the other corner."""


class LineOverlay(QLabel):
    """Round trip, rate and state of the picture, in a lower corner in which the pointer is not; hidden at first.

    It is opaque, so that a change of it repaints nothing of the picture. While nothing comes no timer runs.
    """

    def __init__(self, area: QScrollArea, viewer: ViewerWidget) -> None:
        super().__init__(area)
        self._area = area
        self._viewer = viewer
        self._picture: Picture | None = None
        self._round_trip: int | None = None
        self._rate = 0
        self._received = 0
        self._at_left = False
        self._timer = QTimer(self, singleShot=True, interval=RATE_MS)
        self._timer.timeout.connect(self._measure)
        self._clock = QElapsedTimer()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        # Not contents margins: the style sheet takes them away when the label is shown.
        self.setMargin(_PADDING)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.Window, SURROUNDINGS)
        palette.setColor(QPalette.ColorRole.WindowText, _TEXT)
        self.setPalette(palette)
        self.setAutoFillBackground(True)
        self.hide()
        area.viewport().installEventFilter(self)

    def set_shown(self, shown: bool) -> None:
        """Show or hide it."""
        if shown == self.isVisibleTo(self._area):
            return
        if shown:
            self._viewer.frame_shown.connect(self._follow)
            self._viewer.installEventFilter(self)
            self._rate, self._received = 0, self._picture.received if self._picture else 0
        else:
            self._viewer.frame_shown.disconnect(self._follow)
            self._viewer.removeEventFilter(self)
            self._timer.stop()
        self.setVisible(shown)
        self._tell()

    def set_picture(self, picture: "Picture | None") -> None:
        """Tell of this share's picture from now on, or of none."""
        self._picture, self._received = picture, 0

    def set_round_trip(self, milliseconds: int) -> None:
        """The customer's side has measured the line."""
        self._round_trip = milliseconds
        self._tell()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        if event.type() is QEvent.Type.LanguageChange:
            self._tell()
        super().changeEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay in the corner, and out of the pointer's way."""
        if event.type() is QEvent.Type.Resize and watched is not self._viewer:
            self._place()
        elif isinstance(event, QMouseEvent) and watched is self._viewer:
            pointer = self._viewer.mapTo(self._area, event.position().toPoint())
            if self.geometry().adjusted(-_SHY, -_SHY, _SHY, _SHY).contains(pointer):
                self._at_left = not self._at_left
                self._place()
        return super().eventFilter(watched, event)

    def _follow(self) -> None:
        """The picture has changed."""
        if not self._timer.isActive():
            self._clock.start()
            self._timer.start()
        self._tell()

    def _measure(self) -> None:
        received = self._picture.received if self._picture is not None else 0
        bits = (received - self._received) * 8
        self._received = received
        self._rate = _rounded(bits / max(1, self._clock.restart()))
        self._tell()
        if bits > 0:
            # Once more, so that the rate comes down to nothing when the picture rests.
            self._timer.start()

    def _tell(self) -> None:
        if not self.isVisibleTo(self._area):
            return
        text = (
            self.tr("Round trip {time} ms   {rate} kbit/s   {state}")
            .replace("{time}", "–" if self._round_trip is None else str(self._round_trip))
            .replace("{rate}", str(self._rate))
            .replace("{state}", self._state())
        )
        if text != self.text():
            self.setText(text)
            self._place()

    def _state(self) -> str:
        texts = {
            Sharpness.SHARP: self.tr("sharp"),
            Sharpness.SHARPENING: self.tr("sharpening"),
            Sharpness.VIDEO: self.tr("video"),
        }
        return texts[self._picture.sharpness() if self._picture is not None else Sharpness.SHARP]

    def _place(self) -> None:
        inside = self._area.viewport().geometry().adjusted(_DISTANCE, _DISTANCE, -_DISTANCE, -_DISTANCE)
        # The text's width may be a fraction more than the whole number that Qt tells.
        needed = self.fontMetrics().horizontalAdvance(self.text()) + 2 * _PADDING + 1
        # In a narrow window it takes several lines.
        width = min(needed, inside.width())
        height = self.heightForWidth(width)
        left = inside.left() if self._at_left else inside.right() + 1 - width
        self.setGeometry(left, max(0, inside.bottom() + 1 - height), width, height)
        self.raise_()


def _rounded(rate: float) -> int:
    """Return the rate with two digits that count: more would only flicker."""
    if rate < 1:
        return 0
    digits = max(0, math.floor(math.log10(rate)) - 1)
    return int(round(rate, -digits))
