import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QInputMethodEvent, QKeyEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QScrollArea
from pytestqt.qtbot import QtBot

from client.input import keysyms as ks
from client.ui.agent.view import Zoom
from client.ui.agent.viewer import WINDOW_KEYS, ViewerWidget
from tests.client.ui.agent.doubles import RecordingSessionBridge, noise
from wire.messages import Button, Key, PointerButton, PointerMove, Wheel

SHIFT = Qt.KeyboardModifier.ShiftModifier
NONE = Qt.KeyboardModifier.NoModifier
CONTROL_ALT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier


def key(
    viewer: ViewerWidget,
    down: bool,
    code: Qt.Key,
    text: str = "",
    modifiers: Qt.KeyboardModifier = NONE,
    *,
    scan: int = 0,
    repeated: bool = False,
) -> None:
    kind = QEvent.Type.KeyPress if down else QEvent.Type.KeyRelease
    QApplication.sendEvent(viewer, QKeyEvent(kind, code, modifiers, scan, 0, 0, text, repeated))


def turn(viewer: ViewerWidget, angle: QPoint, *, modifiers: Qt.KeyboardModifier = NONE) -> None:
    place = QPointF(50, 60)
    event = QWheelEvent(
        place,
        viewer.mapToGlobal(place),
        QPoint(),
        angle,
        Qt.MouseButton.NoButton,
        modifiers,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(viewer, event)


def test_without_control_nothing_is_sent_and_a_click_is_explained(
    qtbot: QtBot, viewer: ViewerWidget, session_bridge: RecordingSessionBridge
) -> None:
    with qtbot.waitSignal(viewer.refused):
        QTest.mouseClick(viewer, Qt.MouseButton.LeftButton, pos=QPoint(50, 60))
    QTest.mouseMove(viewer, QPoint(90, 90))
    QTest.keyClick(viewer, Qt.Key.Key_A)
    turn(viewer, QPoint(0, 240))
    assert session_bridge.input == []


def test_a_click_is_sent_with_the_pixel_of_the_picture(
    viewer: ViewerWidget, session_bridge: RecordingSessionBridge
) -> None:
    viewer.set_control(True)
    QTest.mouseClick(viewer, Qt.MouseButton.RightButton, pos=QPoint(41, 52))
    assert [m for m in session_bridge.input if not isinstance(m, PointerMove)] == [
        PointerButton(1, 2, Button.RIGHT, True),
        PointerButton(1, 2, Button.RIGHT, False),
    ]


def test_both_presses_of_a_double_click_are_sent(viewer: ViewerWidget, session_bridge: RecordingSessionBridge) -> None:
    viewer.set_control(True)
    QTest.mouseClick(viewer, Qt.MouseButton.LeftButton, pos=QPoint(41, 52))
    # Qt tells of the second press by an event of its own kind.
    QTest.mouseDClick(viewer, Qt.MouseButton.LeftButton, pos=QPoint(41, 52))
    QTest.mouseRelease(viewer, Qt.MouseButton.LeftButton, pos=QPoint(41, 52))
    buttons = [message.down for message in session_bridge.input if isinstance(message, PointerButton)]
    assert buttons == [True, False, True, False]


def test_a_press_beside_the_picture_is_not_sent_but_a_release_there_is(
    viewer: ViewerWidget, session_bridge: RecordingSessionBridge
) -> None:
    viewer.set_control(True)
    QTest.mouseClick(viewer, Qt.MouseButton.LeftButton, pos=QPoint(5, 5))
    assert [m for m in session_bridge.input if isinstance(m, PointerButton)] == []
    QTest.mousePress(viewer, Qt.MouseButton.LeftButton, pos=QPoint(45, 55))
    QTest.mouseRelease(viewer, Qt.MouseButton.LeftButton, pos=QPoint(5, 5))
    assert session_bridge.input[-1] == PointerButton(0, 0, Button.LEFT, False)


def test_positions_are_exact_when_fitted(viewer: ViewerWidget, session_bridge: RecordingSessionBridge) -> None:
    viewer.set_zoom(Zoom.FIT)
    viewer.resize(640, 600)
    viewer.set_control(True)
    QTest.mousePress(viewer, Qt.MouseButton.LeftButton, pos=QPoint(639, 499))
    assert session_bridge.input[-1] == PointerButton(319, 199, Button.LEFT, True)
    QTest.mouseRelease(viewer, Qt.MouseButton.LeftButton, pos=QPoint(2, 100))
    assert session_bridge.input[-1] == PointerButton(1, 0, Button.LEFT, False)


def test_positions_are_exact_when_scrolled(qtbot: QtBot, session_bridge: RecordingSessionBridge) -> None:
    area = QScrollArea(widgetResizable=True)
    qtbot.addWidget(area)
    viewer = ViewerWidget(session_bridge)  # type: ignore[arg-type]  # the double has the same signals and methods
    area.setWidget(viewer)
    area.resize(200, 150)
    viewer.set_zoom(Zoom.ACTUAL)
    viewer.set_picture(noise(600, 500))
    with qtbot.waitExposed(area):
        area.show()
    qtbot.waitUntil(lambda: area.horizontalScrollBar().maximum() > 100)
    area.horizontalScrollBar().setValue(100)
    area.verticalScrollBar().setValue(70)
    viewer.set_control(True)
    QTest.mousePress(viewer, Qt.MouseButton.LeftButton, pos=viewer.mapFrom(area.viewport(), QPoint(11, 12)))
    assert session_bridge.input[-1] == PointerButton(111, 82, Button.LEFT, True)


def test_the_wheels_directions_are_those_of_the_wire(
    viewer: ViewerWidget, session_bridge: RecordingSessionBridge
) -> None:
    viewer.set_control(True)
    turn(viewer, QPoint(0, 120))
    turn(viewer, QPoint(-240, 0))
    assert session_bridge.input == [Wheel(10, 10, 0, 1), Wheel(10, 10, 2, 0)]


def test_keys_go_out_as_keysyms_and_repeats_do_not(
    viewer: ViewerWidget, session_bridge: RecordingSessionBridge
) -> None:
    viewer.set_control(True)
    key(viewer, True, Qt.Key.Key_Shift, scan=50)
    key(viewer, True, Qt.Key.Key_A, "A", SHIFT, scan=38)
    key(viewer, True, Qt.Key.Key_A, "A", SHIFT, scan=38, repeated=True)
    key(viewer, False, Qt.Key.Key_Shift, scan=50)
    key(viewer, False, Qt.Key.Key_A, "a", scan=38)
    assert session_bridge.input == [
        Key(ks.SHIFT_L, True),
        Key(ord("A"), True),
        Key(ks.SHIFT_L, False),
        Key(ord("A"), False),
    ]


@pytest.mark.parametrize(
    ("code", "keysym"),
    [
        (Qt.Key.Key_Tab, ks.TAB),
        (Qt.Key.Key_Backtab, ks.TAB),
        (Qt.Key.Key_F10, ks.function_key(10)),
        (Qt.Key.Key_Alt, ks.ALT_L),
    ],
)
def test_keys_that_a_window_would_take_go_to_the_customer(
    viewer: ViewerWidget, session_bridge: RecordingSessionBridge, code: Qt.Key, keysym: int
) -> None:
    viewer.set_control(True)
    override = QKeyEvent(QEvent.Type.ShortcutOverride, code, NONE)
    override.ignore()
    QApplication.sendEvent(viewer, override)
    assert override.isAccepted()
    QTest.keyClick(viewer, code)
    assert session_bridge.input == [Key(keysym, True), Key(keysym, False)]
    assert viewer.hasFocus()


def test_losing_the_focus_releases_what_is_held(
    qtbot: QtBot, viewer: ViewerWidget, session_bridge: RecordingSessionBridge
) -> None:
    viewer.set_control(True)
    key(viewer, True, Qt.Key.Key_Control, scan=37)
    with qtbot.waitSignal(viewer.capture_changed, check_params_cb=lambda capturing: not capturing):
        viewer.clearFocus()
    assert session_bridge.input == [Key(ks.CONTROL_L, True), Key(ks.CONTROL_L, False)]


def test_losing_control_releases_what_is_held_and_keys_stop(
    viewer: ViewerWidget, session_bridge: RecordingSessionBridge
) -> None:
    viewer.set_control(True)
    QTest.mousePress(viewer, Qt.MouseButton.LeftButton, pos=QPoint(45, 55))
    viewer.set_control(False)
    assert session_bridge.input[-1] == PointerButton(5, 5, Button.LEFT, False)
    count = len(session_bridge.input)
    QTest.keyClick(viewer, Qt.Key.Key_A)
    assert len(session_bridge.input) == count


@pytest.mark.parametrize("code", sorted(WINDOW_KEYS))
def test_the_windows_keys_are_not_sent_and_leave_nothing_pressed(
    qtbot: QtBot, viewer: ViewerWidget, session_bridge: RecordingSessionBridge, code: Qt.Key
) -> None:
    viewer.set_control(True)
    key(viewer, True, Qt.Key.Key_Control, scan=37)
    key(viewer, True, Qt.Key.Key_Alt, modifiers=Qt.KeyboardModifier.ControlModifier, scan=64)
    with qtbot.waitSignal(viewer.window_key, check_params_cb=lambda told: told == code):
        key(viewer, True, code, modifiers=CONTROL_ALT, scan=36)
    # At once: the releases may go to another window.
    sent = [Key(ks.CONTROL_L, True), Key(ks.ALT_L, True), Key(ks.ALT_L, False), Key(ks.CONTROL_L, False)]
    assert session_bridge.input == sent
    for scan in (36, 64, 37):
        key(viewer, False, code, scan=scan)
    assert session_bridge.input == sent


def test_composed_text_is_typed(viewer: ViewerWidget, session_bridge: RecordingSessionBridge) -> None:
    viewer.set_control(True)
    event = QInputMethodEvent()
    event.setCommitString("ł😀")
    QApplication.sendEvent(viewer, event)
    emoji = ks.keysym_of_character("😀")
    assert session_bridge.input == [Key(0x1B3, True), Key(0x1B3, False), Key(emoji, True), Key(emoji, False)]


def test_positions_are_exact_at_a_scale_of_one_and_a_half(
    monkeypatch: pytest.MonkeyPatch, viewer: ViewerWidget
) -> None:
    monkeypatch.setattr(viewer, "devicePixelRatioF", lambda: 1.5)
    # 400 x 300 logical pixels are 600 x 450 physical ones; the picture lies at (140, 125) of them.
    for column in range(320):
        assert viewer.picture_point(QPointF((140 + column) / 1.5, 125 / 1.5)) == (column, 0)
