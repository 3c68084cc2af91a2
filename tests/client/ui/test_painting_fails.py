"""An error while painting leaves no painter open: Qt would crash when the painter went after what it painted on."""

from collections.abc import Callable
from types import ModuleType
from typing import Any

import pytest
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from client.ui.agent import viewer
from client.ui.agent.viewer import ViewerWidget
from client.ui.widgets import icons, transcript
from client.ui.widgets.icons import Glyph, GlyphLabel
from client.ui.widgets.transcript import Transcript
from tests.client.ui.agent.doubles import RecordingSessionBridge


def a_viewer() -> QWidget:
    return ViewerWidget(RecordingSessionBridge())  # type: ignore[arg-type]  # the double has the same signals


@pytest.mark.parametrize(
    ("module", "widget_of"),
    [(viewer, a_viewer), (icons, lambda: GlyphLabel(next(iter(Glyph)))), (transcript, Transcript)],
    ids=["viewer", "glyph", "transcript"],
)
def test_a_painter_is_ended(
    qtbot: QtBot,
    themed: QApplication,
    monkeypatch: pytest.MonkeyPatch,
    module: ModuleType,
    widget_of: Callable[[], QWidget],
) -> None:
    painters: list[QPainter] = []

    class Failing(QPainter):
        def __init__(self, *where: Any) -> None:
            super().__init__(*where)
            painters.append(self)

    def fails(*_: object) -> None:
        raise OverflowError("on purpose")

    for name in ("fillRect", "setRenderHint", "setPen"):
        setattr(Failing, name, fails)
    widget = widget_of()
    qtbot.addWidget(widget)
    monkeypatch.setattr(module, "QPainter", Failing)
    with pytest.raises(OverflowError):
        widget.grab()
    assert [painter.isActive() for painter in painters] == [False]
