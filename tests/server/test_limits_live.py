"""Limits of a real server process, each exceeded."""

import http.client
import socket
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from websockets.exceptions import InvalidStatus

from server.limits import DESCRIPTORS_KEPT
from tests.server.relay_client import PATIENCE, hear, relay_socket, resume_of, tell, wait
from tests.support.live_server import live_server
from wire import limits
from wire.endings import Refusal
from wire.rendezvous import Refused, Role, Wait

TOO_MANY = Refused(Refusal.TOO_MANY_ATTEMPTS)
WRONG = Refused(Refusal.CODE_REFUSED)


def test_what_one_address_may_ask_for_is_set_by_the_settings(tmp_path: Path) -> None:
    own: dict[str, Any] = {"waits_per_minute": 3, "waiting_ids_per_address": 2, "resumes_per_minute": 1}
    with live_server(tmp_path, **own) as server, ExitStack() as stack:
        waiting = [stack.enter_context(relay_socket(server.url)) for _ in range(2)]
        for customer in waiting:
            wait(customer)
        assert asked(server.url) == TOO_MANY
        waiting[0].close()
        with relay_socket(server.url) as customer:
            wait(customer)
        waiting[1].close()
        assert asked(server.url) == TOO_MANY
        for answer in (Refused(Refusal.RESUME_REFUSED), TOO_MANY):
            with relay_socket(server.url) as lost:
                tell(lost, resume_of(bytes(16), Role.MAKER))
                assert hear(lost) == answer


def asked(url: str) -> object:
    with relay_socket(url) as customer:
        tell(customer, Wait(limits.PROTOCOL_VERSION))
        return hear(customer)


def refused_with(url: str) -> tuple[int, str | None]:
    """Try to open a WebSocket; return the HTTP status and the Retry-After header of the refusal."""
    with pytest.raises(InvalidStatus) as refused, relay_socket(url):
        pass
    response = refused.value.response
    return response.status_code, response.headers.get("Retry-After")


def health(url: str) -> tuple[int, str | None]:
    address = urlsplit(url)
    connection = http.client.HTTPConnection(address.hostname or "", address.port, timeout=PATIENCE)
    try:
        connection.request("GET", "/health")
        response = connection.getresponse()
        response.read()
        return response.status, response.headers.get("Retry-After")
    finally:
        connection.close()


def test_one_socket_more_than_the_setting_is_told_when_to_come_again(tmp_path: Path) -> None:
    with live_server(tmp_path, max_sockets=2) as server:
        with relay_socket(server.url) as customer, relay_socket(server.url) as other:
            wait(customer)
            assert refused_with(server.url) == (503, "5")
            assert health(server.url) == (503, "5")
            # Whoever is in goes on.
            wait(other)
        with relay_socket(server.url) as customer:
            wait(customer)


@contextmanager
def idle_connections(url: str, count: int) -> Iterator[None]:
    address = urlsplit(url)
    with ExitStack() as stack:
        for _ in range(count):
            stack.enter_context(socket.create_connection((address.hostname, address.port or 0), timeout=PATIENCE))
        yield


def test_the_last_descriptors_are_not_given_away(tmp_path: Path) -> None:
    most = DESCRIPTORS_KEPT + 40
    with live_server(tmp_path, descriptors=most) as server, relay_socket(server.url) as customer:
        with idle_connections(server.url, 40):
            assert refused_with(server.url) == (503, "5")
            assert health(server.url) == (503, "5")
            wait(customer)
        # The server learns of the closed connections one by one.
        assert any(health(server.url) == (200, None) for _ in range(200))
