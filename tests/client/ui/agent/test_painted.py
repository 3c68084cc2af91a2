"""A frame counts as painted when all of it was, and none before the one that came before it."""

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QRegion
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from client.ui.agent import painted
from client.ui.agent.painted import PaintedFrames

LEFT, RIGHT = QRegion(QRect(0, 0, 10, 10)), QRegion(QRect(10, 0, 10, 10))


@pytest.fixture
def told() -> list[tuple[int, int]]:
    return []


@pytest.fixture
def frames(qapp: QApplication, told: list[tuple[int, int]], monkeypatch: pytest.MonkeyPatch) -> PaintedFrames:
    monkeypatch.setattr(painted, "UNPAINTED_MS", 60)
    made = PaintedFrames()
    made.painted.connect(lambda share, number: told.append((share, number)))
    return made


def test_the_last_part_completes_a_frame(frames: PaintedFrames, told: list[tuple[int, int]]) -> None:
    frames.expect(1, 7, LEFT + RIGHT)
    frames.note(LEFT)
    frames.report()
    assert told == []
    frames.note(RIGHT)
    frames.report()
    assert told == [(1, 7)]
    frames.report()
    assert told == [(1, 7)]


def test_none_overtakes_another(frames: PaintedFrames, told: list[tuple[int, int]]) -> None:
    frames.expect(1, 7, LEFT)
    frames.expect(1, 8, RIGHT)
    frames.note(RIGHT)
    frames.report()
    assert told == []
    frames.note(LEFT)
    frames.report()
    assert told == [(1, 7), (1, 8)]


def test_what_nothing_paints_counts_after_a_while(
    frames: PaintedFrames, told: list[tuple[int, int]], qtbot: QtBot
) -> None:
    frames.expect(1, 7, LEFT)
    qtbot.waitUntil(lambda: told == [(1, 7)])


def test_frames_of_a_share_that_ended_are_forgotten(
    frames: PaintedFrames, told: list[tuple[int, int]], qtbot: QtBot
) -> None:
    frames.expect(1, 7, LEFT)
    frames.clear()
    frames.expect(2, 1, RIGHT)
    qtbot.waitUntil(lambda: told == [(2, 1)])
