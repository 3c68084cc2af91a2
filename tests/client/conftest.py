"""What the tests of the client share: the virtual display as the default one, and direct connections to it."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from Xlib.display import Display


@pytest.fixture
def display(x_display: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """Make the virtual display the one that programs open by default; return its name."""
    monkeypatch.setenv("DISPLAY", x_display)
    monkeypatch.delenv("XAUTHORITY", raising=False)
    return x_display


@pytest.fixture
def connect_x(x_display: str) -> Iterator[Callable[[], Any]]:
    """Return a function that opens plain connections to the display; they are closed afterwards."""
    connections: list[Any] = []

    def connect() -> Any:
        connections.append(Display(x_display))
        return connections[-1]

    yield connect
    for connection in connections:
        connection.close()


@pytest.fixture
def connection(connect_x: Callable[[], Any]) -> Any:
    """Return a program's own connection to the display."""
    return connect_x()
