"""The agent's HTTP requests, to servers that are none."""

import socket
import ssl
import threading
from collections.abc import Iterator

import pytest

from client.transport.http import fetch_brand, log_in
from client.transport.link import LinkError
from wire import limits
from wire.endings import Refusal
from wire.rendezvous import LoginRequest

REQUEST = LoginRequest(limits.PROTOCOL_VERSION, "ana", "a long password", "request")


@pytest.fixture
def listener() -> Iterator[socket.socket]:
    with socket.create_server(("127.0.0.1", 0)) as opened:
        yield opened


@pytest.fixture
def tls() -> ssl.SSLContext:
    return ssl.create_default_context()


def url_of(listener: socket.socket) -> str:
    return f"ws://127.0.0.1:{listener.getsockname()[1]}"


def test_a_server_that_says_nothing_is_not_waited_for(
    listener: socket.socket, tls: ssl.SSLContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "CONNECT_TIMEOUT", 0.2)
    for ask in (lambda: log_in(url_of(listener), tls, REQUEST), lambda: fetch_brand(url_of(listener), tls)):
        with pytest.raises(LinkError) as failed:
            ask()
        assert failed.value.refusal is Refusal.SERVER_UNREACHABLE


def test_a_password_follows_no_redirect(
    listener: socket.socket, tls: ssl.SSLContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    # So long the request would wait that must not come.
    monkeypatch.setattr(limits, "CONNECT_TIMEOUT", 2.0)
    heard: list[bytes] = []

    def redirects() -> None:
        place = f"http://127.0.0.1:{listener.getsockname()[1]}/elsewhere"
        connection, _ = listener.accept()
        with connection:
            heard.append(connection.recv(65536).split(b"\r\n")[0])
            answer = f"HTTP/1.1 302 Found\r\nLocation: {place}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
            connection.sendall(answer.encode())

    answering = threading.Thread(target=redirects)
    answering.start()
    with pytest.raises(LinkError) as failed:
        log_in(url_of(listener), tls, REQUEST)
    answering.join(10)
    assert failed.value.refusal is Refusal.SERVER_UNREACHABLE
    assert heard == [b"POST /api/login HTTP/1.1"]
    listener.setblocking(False)
    with pytest.raises(BlockingIOError):
        listener.accept()
