"""Real times, divided, so that the minutes of an outage pass in seconds."""

import pytest

from tests.support.mortal_server import MortalServer
from wire import limits

DIVISOR = 20
_PING_AND_PONG = ("WEBSOCKET_PING", "WEBSOCKET_PONG")
_CLIENTS = (*_PING_AND_PONG, "CONNECT_TIMEOUT", "RESUME_WINDOW")


def hasten_clients(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let clients in this process ask, wait and pause for shorter times."""
    for name in _CLIENTS:
        monkeypatch.setattr(limits, name, getattr(limits, name) / DIVISOR)
    first, longest = limits.RESUME_BACKOFF
    monkeypatch.setattr(limits, "RESUME_BACKOFF", (first / DIVISOR, longest / DIVISOR))


def hasten_server(server: MortalServer) -> None:
    """Start the server anew, so that it asks for life signs in shorter times; call it before `hasten_clients`."""
    server.kill()
    server.start(**{name: getattr(limits, name) / DIVISOR for name in _PING_AND_PONG})
