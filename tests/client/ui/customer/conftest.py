"""What the tests of the customer's windows share."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from client.session.states import CustomerState
from client.session.status import CustomerStatus
from client.ui.customer.session_clock import PATIENCE_MS, QUESTION_MS
from client.ui.customer.window import CustomerWindow
from client.ui.widgets import buttons
from tests.client.ui.customer.recording_bridge import ANA, RecordingBridge


@pytest.fixture
def no_guard(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let what gives something away be clicked as soon as it is there."""
    monkeypatch.setattr(buttons, "CONSENT_GUARD_MS", 0)


@pytest.fixture
def bridge(themed: QApplication) -> RecordingBridge:
    return RecordingBridge()


@pytest.fixture
def languages_chosen() -> list[str]:
    return []


@pytest.fixture
def questions() -> tuple[int, int]:
    """After how many milliseconds the window asks whether to go on, and how long it waits for an answer."""
    return QUESTION_MS, PATIENCE_MS


@pytest.fixture
def window(
    qtbot: QtBot, bridge: RecordingBridge, languages_chosen: list[str], questions: tuple[int, int]
) -> Iterator[CustomerWindow]:
    """The customer's window, shown; its warning lets »Show« be clicked after 50 ms."""
    window = CustomerWindow(
        bridge,  # type: ignore[arg-type] # the edge
        "Dolenjska banka d. d.",
        "en",
        languages_chosen.append,
        show_delay_ms=50,
        question_ms=questions[0],
        patience_ms=questions[1],
    )
    qtbot.addWidget(window)
    window.show()
    qtbot.waitExposed(window)
    yield window
    window.close()
    bridge.status_changed.emit(CustomerStatus(CustomerState.ENDED, ANA))
