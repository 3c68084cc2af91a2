"""The customer's picture in a widget: painting, and the pointer and keys over it."""

import math
from collections.abc import Hashable, Sequence
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
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
from client.ui.agent.picture_painting import logical, paint_picture, paint_surroundings, use_physical_pixels
from client.ui.agent.remote_cursor import LocalCursors, PointerEcho, cursor_image
from client.ui.agent.remote_input import RemoteInput
from client.ui.agent.view import View, Zoom, lay_out
from client.ui.keyboard import keysym_of, keysyms_of_text
from wire.messages import Button, InputMessage, PointerButton, PointerMove, Wheel

if TYPE_CHECKING:
    from client.pipeline.picture import Picture, RemoteCursor
    from client.ui.bridge import AgentSessionBridge

_BUTTONS: Final = {
    Qt.MouseButton.LeftButton: Button.LEFT,
    Qt.MouseButton.MiddleButton: Button.MIDDLE,
    Qt.MouseButton.RightButton: Button.RIGHT,
    Qt.MouseButton.BackButton: Button.BACK,
    Qt.MouseButton.ForwardButton: Button.FORWARD,
}

WINDOW_KEYS: Final = frozenset(
    {
        Qt.Key.Key_Return,
        Qt.Key.Key_Enter,
        Qt.Key.Key_Home,
        Qt.Key.Key_PageUp,
        Qt.Key.Key_PageDown,
        Qt.Key.Key_Insert,
    }
)
"""With Ctrl+Alt. None of them writes a character: on Windows Ctrl+Alt is AltGr, which many letters need."""

_CONTROL_ALT: Final = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier


class ViewerWidget(QWidget):
    """Shows a Picture and, while `set_control` allows it, sends what the agent does over it."""

    window_key = Signal(Qt.Key)
    """One of WINDOW_KEYS was pressed with Ctrl+Alt: it is the window's, whoever has the keyboard."""
    frame_shown = Signal()
    """The picture has changed, and that was painted where it can be seen."""
    refused = Signal()
    """The agent clicked without having control."""
    capture_changed = Signal(bool)
    """Whether keys now go to the customer."""

    def __init__(self, bridge: "AgentSessionBridge", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._picture: Picture | None = None
        self._image: QImage | None = None
        self._zoom = Zoom.AUTOMATIC
        self._painting_at_once = False
        self._cursor: RemoteCursor | None = None
        self._cursor_image: QImage | None = None
        self._cursor_place = QRect()
        """Where the customer's cursor is drawn, in physical pixels; empty where it is not."""
        self._local_cursors = LocalCursors()
        self._echo = PointerEcho()
        self._capturing = False
        self._bridge = bridge
        self._input = RemoteInput(self._send, self)
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

    def picture_changed(self, rects: Sequence[Rect], share: int, frame: int | None) -> None:
        """Repaint these parts of the picture; the frame is acknowledged after their painting.

        None stands for a frame that is not complete: what there is of it is painted, and nothing acknowledged.
        """
        view = self.view()
        if self._picture is None or view is None or share != self._picture.share:
            return
        ratio = self.devicePixelRatioF()
        damage = QRegion()
        for rect in rects:
            damage += logical(view.damage(rect), ratio)
        hidden = not self.isVisible() or self.window().isMinimized()
        if frame is not None:
            # Where nothing will be painted for now, the timer of the waiting frames answers.
            missing = QRegion(self.rect()) if hidden else damage.intersected(self.visibleRegion())
            self._frames.expect(share, frame, missing)
        if hidden:
            self.update(damage)
        else:
            self._paint_at_once(damage)
        if frame is not None:
            self.frame_shown.emit()

    def cursor_changed(self, cursor: "RemoteCursor") -> None:
        """The customer's cursor is elsewhere or looks different."""
        changed = self._cursor is None or cursor.shape is not self._cursor.shape
        if changed:
            self._cursor_image = None if cursor.shape is None else cursor_image(cursor.shape)
        self._cursor = cursor
        self._place_cursor(redrawn=changed)
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
            self._echo.clear()
            self._input.set_active(control)
            self._place_cursor()
            self._choose_cursor()
            self._tell_capture()

    def view(self) -> View | None:
        """Return where the picture lies now, in physical pixels of the widget; None without a picture."""
        if self._picture is None:
            return None
        ratio = self.devicePixelRatioF()
        area = math.floor(self.width() * ratio), math.floor(self.height() * ratio)
        return lay_out(self._zoom, (self._picture.width, self._picture.height), area)

    def picture_size(self, factor: int = 1) -> QSize:
        """Return the size that so many times 1:1 needs, in logical pixels; empty without a picture."""
        if self._picture is None:
            return QSize(0, 0)
        ratio = self.devicePixelRatioF() / factor
        return QSize(math.ceil(self._picture.width / ratio), math.ceil(self._picture.height / ratio))

    # ----- painting

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint what the event asks for, and report the frames that this completes."""
        region, view, ratio = event.region(), self.view(), self.devicePixelRatioF()
        # A painter that an error leaves open crashes Qt when the widget goes first.
        with QPainter(self) as painter:
            paint_surroundings(painter, view, region, ratio)
            if view is None or self._picture is None or self._image is None:
                return
            use_physical_pixels(painter, ratio)
            with self._picture.lock:
                paint_picture(painter, self._image, view, region, ratio)
            if self._cursor_image is not None and not self._cursor_place.isEmpty():
                painter.drawImage(self._cursor_place, self._cursor_image)
        self._frames.note(region)
        if not self._painting_at_once:
            self._frames.report()

    def _paint_at_once(self, damage: QRegion) -> None:
        """Paint without another turn of the event loop; report once the system has been handed the pixels."""
        self._painting_at_once = True
        try:
            self.repaint(damage)
        finally:
            self._painting_at_once = False
        self._frames.report()

    def _place_cursor(self, redrawn: bool = False) -> None:
        """Draw the customer's cursor where it belongs now, repainting no more than it covers."""
        before, self._cursor_place = self._cursor_place, self._wanted_cursor()
        if before != self._cursor_place or redrawn:
            for place in (before, self._cursor_place):
                if not place.isEmpty():
                    physical = Rect(place.x(), place.y(), place.width(), place.height())
                    self.update(logical(physical, self.devicePixelRatioF()))

    def _wanted_cursor(self) -> QRect:
        view, cursor = self.view(), self._cursor
        if view is None or cursor is None or cursor.shape is None:
            return QRect()
        if self._input.active and self.underMouse() and self._echo.holds(cursor.x, cursor.y):
            # The agent's own pointer stands for it.
            return QRect()
        shape = cursor.shape
        left, top = view.viewer_point(cursor.x - shape.hot_x, cursor.y - shape.hot_y)
        return QRect(left, top, max(1, round(shape.width * view.scale)), max(1, round(shape.height * view.scale)))

    def _choose_cursor(self) -> None:
        view = self.view()
        if view is None or not self._input.active or self._cursor is None:
            # Before the customer's side has told of a cursor the plain arrow is the honest one.
            self.setCursor(Qt.CursorShape.ArrowCursor)
        else:
            self.setCursor(self._local_cursors.cursor(self._cursor.shape, view.scale, self.devicePixelRatioF()))

    def _lay_out(self) -> None:
        factor = self._zoom.factor
        self.setMinimumSize(QSize(0, 0) if factor is None else self.picture_size(factor))
        self._place_cursor()
        self._choose_cursor()
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the picture and the cursor to the new size."""
        super().resizeEvent(event)
        self._place_cursor()
        self._choose_cursor()
        self.update()

    def moveEvent(self, event: QMoveEvent) -> None:
        """Scrolling copies pixels, which at a fractional scale factor are not always whole ones."""
        super().moveEvent(event)
        if self.devicePixelRatioF() != int(self.devicePixelRatioF()):
            self.update()
        if self._input.active and self.underMouse():
            # The pointer rests, but another pixel of the picture is under it now.
            self._input.move(*self.picture_point(QPointF(self.mapFromGlobal(self.cursor().pos()))))

    # ----- pointer

    def _send(self, message: InputMessage) -> None:
        if isinstance(message, PointerMove | PointerButton | Wheel):
            self._echo.sent(message.x, message.y)
        self._bridge.send_input(message)

    def _physical(self, position: QPointF) -> tuple[float, float]:
        """Return the physical pixel under a logical position, as painted."""
        ratio = self.devicePixelRatioF()
        corner = self.mapTo(self.window(), QPoint(0, 0))
        across, down = corner.x() * ratio, corner.y() * ratio
        return (
            position.x() * ratio + across - math.floor(across + 0.5),
            position.y() * ratio + down - math.floor(down + 0.5),
        )

    def picture_point(self, position: QPointF) -> tuple[int, int]:
        """Return the picture's pixel under a logical position, the nearest where none is."""
        view = self.view()
        return (0, 0) if view is None else view.picture_point(*self._physical(position))

    def place_of(self, x: int, y: int) -> QPoint:
        """Return the logical position of a pixel of the picture."""
        view, ratio = self.view(), self.devicePixelRatioF()
        left, top = (0, 0) if view is None else view.viewer_point(x, y)
        return QPoint(math.floor(left / ratio), math.floor(top / ratio))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Send where the pointer is; beside the picture, its nearest pixel."""
        self._input.move(*self.picture_point(event.position()))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Send the press, unless it is beside the picture."""
        view, button = self.view(), _BUTTONS.get(event.button())
        if view is None or button is None or not view.covers(*self._physical(event.position())):
            return
        if self._input.active:
            self._input.press(*self.picture_point(event.position()), button)
        else:
            self.refused.emit()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Send the second press of a double click as the press that it is."""
        self.mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Send the release of a press that was sent."""
        if (button := _BUTTONS.get(event.button())) is not None:
            self._input.release(*self.picture_point(event.position()), button)

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
        self._input.turn(*self.picture_point(event.position()), -angle.x(), angle.y())
        event.accept()

    # ----- keys

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Keep Tab for the customer while keys go there."""
        return False if self._capturing else super().focusNextPrevChild(forward)

    def event(self, event: QEvent) -> bool:
        """Take keys before a shortcut or a mnemonic does, while they go to the customer; follow scale and pointer."""
        if isinstance(event, QPaintEvent):
            # The most of them by far; what kind an event is of costs more to find out.
            return super().event(event)
        kind = event.type()
        if kind is QEvent.Type.ShortcutOverride and self._capturing:
            event.accept()
            return True
        if kind is QEvent.Type.DevicePixelRatioChange:
            self._lay_out()
        elif kind in (QEvent.Type.Enter, QEvent.Type.Leave):
            self._place_cursor()
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Send the key, unless it is one of those that are the window's."""
        if event.modifiers() & _CONTROL_ALT == _CONTROL_ALT and event.key() in WINDOW_KEYS:
            self._input.release_all()
            self.window_key.emit(Qt.Key(event.key()))
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


def _key_identity(event: QKeyEvent) -> Hashable:
    """Return what a key's press and release have in common, whatever modifiers changed in between."""
    return event.nativeScanCode() or ("key", event.key())
