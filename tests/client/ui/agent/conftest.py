"""What the tests of the agent's windows share."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from client.pipeline.picture import Picture
from client.ui.agent.viewer import ViewerWidget
from tests.client.ui.agent.doubles import RecordingBridge, RecordingSessionBridge, noise


@pytest.fixture
def session_bridge(themed: QApplication) -> RecordingSessionBridge:
    return RecordingSessionBridge()


@pytest.fixture
def agent_bridge(themed: QApplication) -> RecordingBridge:
    return RecordingBridge()


@pytest.fixture
def picture() -> Picture:
    return noise(320, 200)


@pytest.fixture
def viewer(qtbot: QtBot, session_bridge: RecordingSessionBridge, picture: Picture) -> Iterator[ViewerWidget]:
    """A shown viewer of 400 x 300 with a picture of 320 x 200, which lies at (40, 50)."""
    widget = ViewerWidget(session_bridge)  # type: ignore[arg-type]  # the double has the same signals and methods
    widget.resize(400, 300)
    widget.set_picture(picture)
    with qtbot.waitExposed(widget):
        widget.show()
    widget.activateWindow()
    widget.setFocus()
    qtbot.waitUntil(widget.hasFocus)
    yield widget
    delete(widget)
