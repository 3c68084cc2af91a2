"""Real times, divided, so that the minutes of an outage pass in seconds."""

import pytest

from tests.support.mortal_server import MortalServer
from wire import limits

DIVISOR = 20
_PING_AND_PONG = ("WEBSOCKET_PING", "WEBSOCKET_PONG")
_CLIENTS = (*_PING_AND_PONG, "RESUME_WINDOW")


def hasten_clients(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let clients in this process ask for life signs more often, and pause and keep trying for shorter times."""
    for name in _CLIENTS:
        monkeypatch.setattr(limits, name, getattr(limits, name) / DIVISOR)
    first, longest = limits.RESUME_BACKOFF
    monkeypatch.setattr(limits, "RESUME_BACKOFF", (first / DIVISOR, longest / DIVISOR))


def hasten_connecting(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let clients in this process wait less for an answer of the server; call it when they have logged in and met.

    A login takes the server as long as it takes: a password's hash is work, and no pause.
    """
    monkeypatch.setattr(limits, "CONNECT_TIMEOUT", limits.CONNECT_TIMEOUT / DIVISOR)


def hasten_server(server: MortalServer) -> None:
    """Start the server anew, so that it asks for life signs in shorter times; call it before `hasten_clients`."""
    server.kill()
    server.start(**{name: getattr(limits, name) / DIVISOR for name in _PING_AND_PONG})
