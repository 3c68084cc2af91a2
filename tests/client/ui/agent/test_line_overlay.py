"""The figures over the picture: right, out of the way, and at rest when nothing happens."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QRegion
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from client.pipeline.picture import Picture
from client.screen.geometry import Rect
from client.screen.photo import encode_photo
from client.session.states import AgentState
from client.session.status import AgentStatus
from client.ui.agent import line_overlay
from client.ui.agent.line_overlay import LineOverlay
from client.ui.agent.notice import Notice
from client.ui.agent.session_window import SessionWindow
from tests.client.ui.agent.doubles import RecordingSessionBridge, noise
from tests.client.ui.agent.painting import PaintedRegions, paint_what_waits
from tests.support.layout import assert_nothing_cut
from wire.messages import Coding, Rectangle

CONTROL_ALT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier


@pytest.fixture
def picture() -> Picture:
    return noise(1200, 700)


@pytest.fixture
def window(
    qtbot: QtBot, session_bridge: RecordingSessionBridge, picture: Picture, monkeypatch: pytest.MonkeyPatch
) -> Iterator[SessionWindow]:
    monkeypatch.setattr(line_overlay, "RATE_MS", 60)
    widget = SessionWindow(session_bridge, 1)  # type: ignore[arg-type]  # the double has the same signals and methods
    with qtbot.waitExposed(widget):
        widget.show()
    session_bridge.status_changed.emit(AgentStatus(AgentState.VIEWING, "402918", joined_at=1.0))
    session_bridge.picture_opened.emit(picture)
    yield widget
    delete(widget)


def photograph(picture: Picture) -> list[Rect]:
    """Let a photograph arrive."""
    data = encode_photo(picture.pixels[:64, :64].copy())
    return picture.draw([Rectangle(0, 0, 64, 64, Coding.PHOTO, data)])


def ticking(window: SessionWindow) -> list[QTimer]:
    return [timer for timer in window.pane.findChildren(QTimer) if timer.isActive()]


def test_it_is_hidden_at_first_and_switched_by_button_and_keys(window: SessionWindow) -> None:
    figures = window.pane.figures
    assert not figures.isVisible()
    QTest.keyClick(window.pane.viewer, Qt.Key.Key_Insert, CONTROL_ALT)
    assert figures.isVisible()
    (button,) = [each for each in window.findChildren(QAbstractButton) if each.isCheckable()]
    assert button.isChecked()
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert not figures.isVisible()


def test_a_remark_lies_above_it(window: SessionWindow) -> None:
    window.pane.figures.set_shown(True)
    window.pane.viewer.refused.emit()
    remark = window.findChild(Notice)
    assert remark is not None
    assert remark.isVisible()
    assert not remark.geometry().intersects(window.pane.figures.geometry())


def test_it_tells_round_trip_rate_and_state(
    monkeypatch: pytest.MonkeyPatch,
    qtbot: QtBot,
    window: SessionWindow,
    session_bridge: RecordingSessionBridge,
    picture: Picture,
) -> None:
    figures = window.pane.figures
    seen: list[str] = []
    show = figures.setText

    def watched(text: str) -> None:
        seen.append(text)
        show(text)

    monkeypatch.setattr(figures, "setText", watched)
    figures.set_shown(True)
    assert figures.text() == "Round trip – ms   0 kbit/s   sharp"
    session_bridge.round_trip_measured.emit(83)
    assert figures.text() == "Round trip 83 ms   0 kbit/s   sharp"
    session_bridge.picture_changed.emit(photograph(picture), 1, 1)
    assert figures.text() == "Round trip 83 ms   0 kbit/s   sharpening"
    qtbot.waitUntil(lambda: not ticking(window))
    rates = [int(text.split("ms   ")[1].split(" ")[0]) for text in seen]
    # Timers come up to a twentieth early, and rates are rounded.
    assert 0 < max(rates) <= picture.received * 8 / 60 * 1.15
    assert rates[-1] == 0


def test_it_comes_to_rest_with_the_picture(
    qtbot: QtBot, window: SessionWindow, session_bridge: RecordingSessionBridge, picture: Picture
) -> None:
    figures = window.pane.figures
    figures.set_shown(True)
    session_bridge.picture_changed.emit(photograph(picture), 1, 1)
    assert ticking(window)
    qtbot.waitUntil(lambda: not ticking(window))
    assert " 0 kbit/s" in figures.text()


def test_hidden_it_does_nothing(
    window: SessionWindow, session_bridge: RecordingSessionBridge, picture: Picture
) -> None:
    figures = window.pane.figures
    figures.set_shown(True)
    figures.set_shown(False)
    before = figures.text()
    session_bridge.picture_changed.emit(photograph(picture), 1, 1)
    session_bridge.round_trip_measured.emit(83)
    assert not ticking(window)
    assert figures.text() == before
    figures.set_shown(True)
    assert figures.text() == "Round trip 83 ms   0 kbit/s   sharpening"


def test_a_change_of_it_repaints_nothing_of_the_picture(
    qtbot: QtBot, window: SessionWindow, session_bridge: RecordingSessionBridge
) -> None:
    figures = window.pane.figures
    figures.set_shown(True)
    session_bridge.round_trip_measured.emit(83)
    qtbot.waitUntil(lambda: not ticking(window))
    picture, itself = PaintedRegions(window.pane.viewer), PaintedRegions(figures)
    paint_what_waits(window)
    picture.seen.clear()
    itself.seen.clear()
    session_bridge.round_trip_measured.emit(84)
    paint_what_waits(window)
    session_bridge.round_trip_measured.emit(84)
    paint_what_waits(window)
    assert picture.seen == []
    assert len(itself.seen) == 1


def test_a_frame_under_it_is_acknowledged(
    window: SessionWindow, session_bridge: RecordingSessionBridge, picture: Picture
) -> None:
    window.pane.figures.set_shown(True)
    session_bridge.picture_changed.emit([Rect(0, 0, picture.width, picture.height)], 1, 7)
    assert session_bridge.painted == [(1, 7)]


def test_it_is_never_under_the_pointer(window: SessionWindow) -> None:
    figures, viewer = window.pane.figures, window.pane.viewer
    area = figures.parentWidget()
    assert area is not None
    figures.set_shown(True)
    for _ in range(3):
        pointer = figures.geometry().center()
        QTest.mouseMove(viewer, viewer.mapFrom(area, pointer))
        assert not QRegion(figures.geometry()).contains(pointer)
    QTest.mouseMove(viewer, QPoint(5, 5))
    assert area.rect().contains(figures.geometry())


def test_nothing_of_it_is_cut(qtbot: QtBot, each_language: str, window: SessionWindow) -> None:
    window.pane.figures.set_shown(True)
    window.resize(window.minimumSizeHint())
    qtbot.waitUntil(lambda: assert_nothing_cut(window))


@pytest.mark.parametrize(("rate", "told"), [(0.0, 0), (0.4, 0), (7.6, 8), (99.4, 99), (1243.0, 1200), (98765.0, 99000)])
def test_rates_have_two_digits_that_count(rate: float, told: int) -> None:
    assert line_overlay._rounded(rate) == told


def test_the_language_reaches_it(each_language: str, window: SessionWindow) -> None:
    window.pane.figures.set_shown(True)
    assert ("Round trip" in window.pane.figures.text()) == (each_language == "en")
    assert isinstance(window.pane.figures, LineOverlay)
