"""The customer's picture in a widget: painting, and the pointer and keys over it."""

import math
from collections.abc import Hashable, Iterable, Sequence
from typing import TYPE_CHECKING, Final, cast

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QGuiApplication,
    QImage,
    QInputMethodEvent,
    QKeyEvent,
    QMouseEvent,
    QMoveEvent,
    QPainter,
    QPaintEvent,
    QRegion,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from client.screen.geometry import Rect
from client.ui.agent.painted import PaintedFrames
from client.ui.agent.remote_cursor import cursor_image, local_cursor
from client.ui.agent.remote_input import RemoteInput
from client.ui.agent.view import View, Zoom, lay_out
from client.ui.keyboard import keysym_of, keysyms_of_text
from wire.messages import Button

if TYPE_CHECKING:
    from client.pipeline.picture import Picture, RemoteCursor
    from client.ui.bridge import AgentSessionBridge

_SURROUNDINGS: Final = QColor("#23282d")
"""Around the picture, in either colour scheme: dark, so that the picture's edge is clear."""

_BUTTONS: Final = {
    Qt.MouseButton.LeftButton: Button.LEFT,
    Qt.MouseButton.MiddleButton: Button.MIDDLE,
    Qt.MouseButton.RightButton: Button.RIGHT,
    Qt.MouseButton.BackButton: Button.BACK,
    Qt.MouseButton.ForwardButton: Button.FORWARD,
}

_CONTROL_ALT: Final = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier


class ViewerWidget(QWidget):
    """Shows a Picture and, while `set_control` allows it, sends what the agent does over it."""

    full_screen_asked = Signal()
    """Ctrl+Alt+Return."""
    way_out_asked = Signal()
    """Ctrl+Alt+Home: the keyboard should go back to the window's own controls."""
    refused = Signal()
    """The agent clicked without having control."""
    capture_changed = Signal(bool)
    """Whether keys now go to the customer."""

    def __init__(self, bridge: "AgentSessionBridge", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._picture: Picture | None = None
        self._image: QImage | None = None
        self._zoom = Zoom.AUTOMATIC
        self._cursor: RemoteCursor | None = None
        self._cursor_image: QImage | None = None
        self._capturing = False
        self._input = RemoteInput(bridge.send_input, self)
        self._frames = PaintedFrames(self)
        self._frames.painted.connect(bridge.frame_painted)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        # Raw keys are sent: the customer's computer composes accents, not this one.
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)

    # ----- the picture

    def set_picture(self, picture: "Picture | None") -> None:
        """Show this share's picture from now on, or none."""
        self._frames.clear()
        self._picture, self._image = picture, None
        self._cursor = self._cursor_image = None
        if picture is not None:
            # The image shares the canvas's memory: `_picture` keeps that alive.
            self._image = QImage(
                picture.pixels.data, picture.width, picture.height, picture.width * 4, QImage.Format.Format_RGB32
            )
        self._lay_out()
        self._choose_cursor()

    def picture_changed(self, rects: Sequence[Rect], share: int, frame: int) -> None:
        """Repaint these parts of the picture; the frame is acknowledged after their painting."""
        view = self.view()
        if self._picture is None or view is None or share != self._picture.share:
            return
        damage = QRegion()
        for rect in rects:
            damage += self._logical(view.damage(rect))
        self.update(damage)
        if not self.isVisible() or self.window().isMinimized():
            # Nothing will be painted for now: the timer of the waiting frames answers.
            self._frames.expect(share, frame, QRegion(self.rect()))
            return
        self._frames.expect(share, frame, damage.intersected(self.visibleRegion()))
        # What changed may be scrolled out of sight altogether.
        self._frames.note(QRegion())

    def cursor_changed(self, cursor: "RemoteCursor") -> None:
        """The customer's cursor is elsewhere or looks different."""
        self._update_overlay()
        if cursor.shape is None:
            self._cursor_image = None
        elif self._cursor is None or cursor.shape is not self._cursor.shape:
            self._cursor_image = cursor_image(cursor.shape)
        changed = self._cursor is None or cursor.shape is not self._cursor.shape
        self._cursor = cursor
        self._update_overlay()
        if changed:
            self._choose_cursor()

    # ----- what the window chooses

    @property
    def zoom(self) -> Zoom:
        """How large the picture is shown."""
        return self._zoom

    def set_zoom(self, zoom: Zoom) -> None:
        """Show the picture larger or smaller."""
        self._zoom = zoom
        self._lay_out()

    def set_control(self, control: bool) -> None:
        """Begin or stop sending input; stopping releases whatever is pressed."""
        if control != self._input.active:
            self._input.set_active(control)
            self._update_overlay()
            self._choose_cursor()
            self._tell_capture()

    def view(self) -> View | None:
        """Return where the picture lies now, in physical pixels of the widget; None without a picture."""
        if self._picture is None:
            return None
        ratio = self.devicePixelRatioF()
        area = math.floor(self.width() * ratio), math.floor(self.height() * ratio)
        return lay_out(self._zoom, (self._picture.width, self._picture.height), area)

    def picture_size(self) -> QSize:
        """Return the size that 1:1 needs, in logical pixels; empty without a picture."""
        if self._picture is None:
            return QSize()
        ratio = self.devicePixelRatioF()
        return QSize(math.ceil(self._picture.width / ratio), math.ceil(self._picture.height / ratio))

    # ----- painting

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint what the event asks for, and report the frames that this completes."""
        painter = QPainter(self)
        region = event.region()
        view = self.view()
        if view is None or self._picture is None or self._image is None:
            painter.fillRect(region.boundingRect(), _SURROUNDINGS)
            return
        ratio = self.devicePixelRatioF()
        covered = QRectF(view.left / ratio, view.top / ratio, view.width / ratio, view.height / ratio)
        if not covered.toRect().adjusted(1, 1, -1, -1).contains(region.boundingRect()):
            for part in _parts(region):
                painter.fillRect(part, _SURROUNDINGS)
        _use_physical_pixels(painter, ratio)
        with self._picture.lock:
            if view.scaled:
                painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
                painter.drawImage(QRect(view.left, view.top, view.width, view.height), self._image)
            else:
                for part in _parts(region):
                    self._copy(painter, view, part, ratio)
        if self._cursor is not None and self._cursor_image is not None and not self._input.active:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, view.scaled)
            painter.drawImage(self._overlay(view), self._cursor_image)
        painter.end()
        self._frames.note(region)

    def _copy(self, painter: QPainter, view: View, part: QRect, ratio: float) -> None:
        """Copy the pixels under one logical rectangle as they are."""
        # Where a logical rectangle ends inside a physical pixel, the one around it is wanted too.
        spare = 0 if ratio == 1 else 1
        left, top = math.floor(part.x() * ratio) - spare, math.floor(part.y() * ratio) - spare
        right = math.ceil((part.x() + part.width()) * ratio) + spare
        bottom = math.ceil((part.y() + part.height()) * ratio) + spare
        source = QRect(left - view.left, top - view.top, right - left, bottom - top)
        source &= QRect(0, 0, view.picture_width, view.picture_height)
        if not source.isEmpty() and self._image is not None:
            painter.drawImage(QPoint(view.left + source.x(), view.top + source.y()), self._image, source)

    def _logical(self, physical: Rect) -> QRect:
        """Return the logical rectangle around a physical one."""
        ratio = self.devicePixelRatioF()
        spare = 0 if ratio == 1 else 1
        left, top = math.floor((physical.x - spare) / ratio), math.floor((physical.y - spare) / ratio)
        right = math.ceil((physical.x + physical.width + spare) / ratio)
        bottom = math.ceil((physical.y + physical.height + spare) / ratio)
        return QRect(left, top, right - left, bottom - top)

    def _overlay(self, view: View) -> QRect:
        """Return where the customer's cursor is drawn, in physical pixels."""
        if self._cursor is None or self._cursor.shape is None:
            return QRect()
        shape = self._cursor.shape
        left, top = view.viewer_point(self._cursor.x - shape.hot_x, self._cursor.y - shape.hot_y)
        return QRect(left, top, max(1, round(shape.width * view.scale)), max(1, round(shape.height * view.scale)))

    def _update_overlay(self) -> None:
        view = self.view()
        if view is not None and not self._overlay(view).isEmpty():
            place = self._overlay(view)
            self.update(self._logical(Rect(place.x(), place.y(), place.width(), place.height())))

    def _choose_cursor(self) -> None:
        view = self.view()
        if view is None or not self._input.active or self._cursor is None:
            # Before the customer's side has told of a cursor the plain arrow is the honest one.
            self.setCursor(Qt.CursorShape.ArrowCursor)
        else:
            self.setCursor(local_cursor(self._cursor.shape, view.scale, self.devicePixelRatioF()))

    def _lay_out(self) -> None:
        actual = self._zoom is Zoom.ACTUAL
        self.setMinimumSize(self.picture_size() if actual and self._picture is not None else QSize(0, 0))
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the picture and the cursor to the new size."""
        super().resizeEvent(event)
        self.update()
        self._choose_cursor()

    def moveEvent(self, event: QMoveEvent) -> None:
        """Scrolling copies pixels, which at a fractional scale factor are not always whole ones."""
        super().moveEvent(event)
        if self.devicePixelRatioF() != int(self.devicePixelRatioF()):
            self.update()

    # ----- pointer

    def _physical(self, position: QPointF) -> tuple[float, float]:
        """Return the physical pixel under a logical position, as painted."""
        ratio = self.devicePixelRatioF()
        corner = self.mapTo(self.window(), QPoint(0, 0))
        across, down = corner.x() * ratio, corner.y() * ratio
        return (
            position.x() * ratio + across - math.floor(across + 0.5),
            position.y() * ratio + down - math.floor(down + 0.5),
        )

    def _point(self, position: QPointF) -> tuple[int, int]:
        view = self.view()
        return (0, 0) if view is None else view.picture_point(*self._physical(position))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Send where the pointer is; beside the picture, its nearest pixel."""
        self._input.move(*self._point(event.position()))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Send the press, unless it is beside the picture."""
        view, button = self.view(), _BUTTONS.get(event.button())
        if view is None or button is None or not view.covers(*self._physical(event.position())):
            return
        if self._input.active:
            self._input.press(*self._point(event.position()), button)
        else:
            self.refused.emit()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Send the second press of a double click as the press that it is."""
        self.mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Send the release of a press that was sent."""
        if (button := _BUTTONS.get(event.button())) is not None:
            self._input.release(*self._point(event.position()), button)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Send the wheel; without control it scrolls the viewer."""
        if not self._input.active:
            event.ignore()
            return
        angle = event.angleDelta()
        if event.modifiers() & Qt.KeyboardModifier.AltModifier and QGuiApplication.platformName() in ("xcb", "windows"):
            # Qt has turned the axes because Alt is held; the customer's program shall decide that.
            angle = angle.transposed()
        # Qt counts turning to the left as positive, the wire turning to the right.
        self._input.turn(*self._point(event.position()), -angle.x(), angle.y())
        event.accept()

    # ----- keys

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Keep Tab for the customer while keys go there."""
        return False if self._capturing else super().focusNextPrevChild(forward)

    def event(self, event: QEvent) -> bool:
        """Take every key before a shortcut or a mnemonic does, while keys go to the customer."""
        if event.type() is QEvent.Type.ShortcutOverride and self._capturing:
            event.accept()
            return True
        if event.type() is QEvent.Type.DevicePixelRatioChange:
            self._lay_out()
            self._choose_cursor()
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Send the key, unless it is one of the two that leave the viewer."""
        if event.modifiers() & _CONTROL_ALT == _CONTROL_ALT and event.key() in _WAYS_OUT:
            self._input.release_all()
            signal = self.way_out_asked if event.key() == Qt.Key.Key_Home else self.full_screen_asked
            signal.emit()
        elif not self._capturing:
            event.ignore()
        elif event.isAutoRepeat():
            self._input.key_repeated(_key_identity(event))
        elif (keysym := keysym_of(event)) is not None:
            self._input.key_down(_key_identity(event), keysym, event.timestamp())

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """Send the release of a press that was sent."""
        if not event.isAutoRepeat():
            self._input.key_up(_key_identity(event), event.timestamp())

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """Type what an input method composed where a system insists on one."""
        for keysym in keysyms_of_text(event.commitString()):
            self._input.type_keysym(keysym)
        event.accept()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Keys may go to the customer from now on."""
        super().focusInEvent(event)
        self._tell_capture()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """The releases will go elsewhere: release all now."""
        super().focusOutEvent(event)
        self._input.release_all()
        self._tell_capture()

    def _tell_capture(self) -> None:
        capturing = self._input.active and self.hasFocus()
        if capturing != self._capturing:
            self._capturing = capturing
            self.capture_changed.emit(capturing)


_WAYS_OUT: Final = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Home})


def _parts(region: QRegion) -> Iterable[QRect]:
    """Return the rectangles of a region, which PySide's type stubs do not know to be iterable."""
    return cast(Iterable[QRect], region)


def _key_identity(event: QKeyEvent) -> Hashable:
    """Return what a key's press and release have in common, whatever modifiers changed in between."""
    return event.nativeScanCode() or ("key", event.key())


def _use_physical_pixels(painter: QPainter, ratio: float) -> None:
    """Let the painter's units be physical pixels, its origin on a whole one."""
    painter.scale(1 / ratio, 1 / ratio)
    device = painter.deviceTransform()
    painter.translate(math.floor(device.dx() + 0.5) - device.dx(), math.floor(device.dy() + 0.5) - device.dy())
