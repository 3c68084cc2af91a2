"""The viewer with all that belongs around it: scroll bars, remarks, and where the keys go."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QPointF, Qt, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from client.session.states import AgentState
from client.ui.agent.edge_panning import EdgePanning
from client.ui.agent.full_screen_bar import FullScreenBar
from client.ui.agent.line_overlay import LineOverlay
from client.ui.agent.notice import Notice
from client.ui.agent.view import Zoom
from client.ui.agent.viewer import ViewerWidget
from client.ui.agent.zoom_text import zoom_text
from client.ui.widgets.labels import plain_label

if TYPE_CHECKING:
    from client.pipeline.picture import Picture
    from client.ui.bridge import AgentSessionBridge


class ViewerPane(QWidget):
    """The customer's picture, and one line under it that says where keys go and how to get out."""

    full_screen_left = Signal()
    """The button over the full screen was clicked."""

    def __init__(self, bridge: "AgentSessionBridge", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state = AgentState.CHAT
        self._capturing = False
        self.viewer = ViewerWidget(bridge)
        self._area = QScrollArea(self, widgetResizable=True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setWidget(self.viewer)
        # A long sentence must not keep the window wide: the picture decides that.
        self._keys = plain_label(wraps=True)
        self._keys.setContentsMargins(8, 4, 8, 4)
        self._notice = Notice(self._area)
        self.figures = LineOverlay(self._area, self.viewer)
        self._panning = EdgePanning(self._area, self.viewer)
        self._full_screen = False
        self._bar = FullScreenBar(self, self.viewer)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._area, 1)
        column.addWidget(self._keys)
        self._bar.left.connect(self.full_screen_left)
        self.viewer.refused.connect(self._explain_refusal)
        self.viewer.capture_changed.connect(self._tell_keys)
        self._retranslate()

    def set_state(self, state: AgentState) -> None:
        """Follow the session: input is sent in CONTROLLING only."""
        if state is not self._state:
            self._notice.hide()
        self._state = state
        self.viewer.set_control(state is AgentState.CONTROLLING)
        self._retranslate()

    def set_picture(self, picture: "Picture | None") -> None:
        """Show this share's picture from now on, or none; the size stays as it was chosen."""
        self.viewer.set_picture(picture)
        self.figures.set_picture(picture)

    def set_zoom(self, zoom: Zoom) -> None:
        """Show the picture larger or smaller; what is under the pointer, or in the middle, stays there."""
        viewport = self._area.viewport()
        anchor = viewport.mapFromGlobal(self.cursor().pos())
        if not viewport.rect().contains(anchor):
            anchor = viewport.rect().center()
        point = self.viewer.picture_point(QPointF(self.viewer.mapFrom(viewport, anchor)))
        self.viewer.set_zoom(zoom)
        # The scroll bars follow a new size only after this.
        QCoreApplication.sendPostedEvents(viewport, QEvent.Type.LayoutRequest.value)
        away: QPoint = self.viewer.mapTo(viewport, self.viewer.place_of(*point)) - anchor
        for bar, distance in (
            (self._area.horizontalScrollBar(), away.x()),
            (self._area.verticalScrollBar(), away.y()),
        ):
            bar.setValue(bar.value() + distance)
        if self._full_screen:
            # There is no list of the sizes to look at.
            self._notice.tell(zoom_text(zoom))

    def set_full_screen(self, full_screen: bool) -> None:
        """Leave the whole screen to the picture, or take the line under it back."""
        self._full_screen = full_screen
        self._keys.setVisible(not full_screen)
        self._bar.set_active(full_screen)
        self._panning.set_active(full_screen)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        if event.type() is QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    def _tell_keys(self, capturing: bool) -> None:
        self._capturing = capturing
        self._retranslate()

    def _explain_refusal(self) -> None:
        if self._state is AgentState.VIEWING:
            self._notice.tell(self.tr("You only see the screen. Ask for control to click."))
        elif self._state is AgentState.ASKING:
            self._notice.tell(self.tr("The customer has not answered yet."))
        elif self._state is AgentState.SUSPENDED:
            self._notice.tell(self.tr("The customer is using the mouse. Yours works again in a moment."))

    def _retranslate(self) -> None:
        if self._capturing:
            text = self.tr("Keys go to the customer. Ctrl+Alt+Home: back to this window. Ctrl+Alt+Return: full screen.")
        elif self._state is AgentState.CONTROLLING:
            text = self.tr("Click the picture to type on the customer's computer. Ctrl+Alt+Return: full screen.")
        else:
            text = self.tr("Ctrl+Alt+Return: full screen.")
        self._keys.setText(text)
        self.viewer.setAccessibleName(self.tr("Customer's screen"))
        self.viewer.setAccessibleDescription(text)
