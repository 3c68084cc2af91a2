import contextlib
import socket
import threading
import time
from collections.abc import Iterator

import pytest

from benchmarks.harness.proxy import CountingProxy, Link, counting_proxy

SLOW = Link(rate=800_000, delay=0.05, buffer=0.1)
"""100 bytes a millisecond."""
MUCH = bytes(range(256)) * 120


class Echo:
    """A server that sends back what it gets, or only counts it."""

    def __init__(self, *, answers: bool) -> None:
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._answers = answers
        self.port = int(self._listener.getsockname()[1])
        self.received = 0
        self._thread = threading.Thread(target=self._serve)
        self._thread.start()

    def _serve(self) -> None:
        connection, _ = self._listener.accept()
        with connection:
            while data := connection.recv(65536):
                self.received += len(data)
                if self._answers:
                    connection.sendall(data)

    def close(self) -> None:
        self._thread.join(10)
        self._listener.close()


@pytest.fixture
def echo() -> Iterator[Echo]:
    server = Echo(answers=True)
    yield server
    server.close()


def exchange(proxy: CountingProxy, data: bytes) -> tuple[bytes, float]:
    """Send all of it, read as much; return what came and how long it took."""
    with socket.create_connection(("127.0.0.1", proxy.port)) as end:
        begun = time.monotonic()
        sender = threading.Thread(target=end.sendall, args=(data,))
        sender.start()
        found = bytearray()
        while len(found) < len(data) and (part := end.recv(65536)):
            found += part
        sender.join()
        return bytes(found), time.monotonic() - begun


def push(end: socket.socket, most: int) -> int:
    """Send until nothing more is taken; return how much was."""
    sent = 0
    with contextlib.suppress(TimeoutError):
        while sent < most:
            sent += end.send(bytes(4096))
    return sent


def test_both_ways_are_counted_apart_and_nothing_changes(echo: Echo) -> None:
    with counting_proxy(echo.port, keep=True) as proxy:
        assert exchange(proxy, MUCH)[0] == MUCH
        assert (proxy.to_server, proxy.to_client, proxy.total) == (len(MUCH), len(MUCH), 2 * len(MUCH))
        assert len(proxy.kept) == 2 * len(MUCH)


def test_a_slow_line_keeps_bytes_and_their_order(echo: Echo) -> None:
    with counting_proxy(echo.port, link=SLOW) as proxy:
        found, _ = exchange(proxy, MUCH)
        assert found == MUCH
        assert (proxy.to_server, proxy.to_client) == (len(MUCH), len(MUCH))


def test_a_slow_line_is_never_faster_than_its_rate_and_its_delays(echo: Echo) -> None:
    with counting_proxy(echo.port, link=SLOW) as proxy:
        _, little = exchange(proxy, b"x")
        assert little >= 2 * SLOW.delay


def test_a_large_message_needs_the_time_of_its_bytes(echo: Echo) -> None:
    with counting_proxy(echo.port, link=SLOW) as proxy:
        _, much = exchange(proxy, MUCH)
        # Both ways at once, the way back a delay later.
        assert much >= len(MUCH) * 8 / SLOW.rate + 2 * SLOW.delay


def test_a_sender_is_held_back_when_the_buffer_is_full() -> None:
    server = Echo(answers=False)
    with (
        counting_proxy(server.port, link=Link(rate=8000, delay=0.0, buffer=0.1)) as proxy,
        socket.create_connection(("127.0.0.1", proxy.port)) as end,
    ):
        # A second of this line is 1000 bytes; the kernel takes some more on either side of the proxy.
        end.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 4096)
        end.settimeout(0.3)
        assert push(end, 10_000_000) < 100_000
        assert proxy.to_server <= 2000
    server.close()


def test_a_cut_breaks_a_slow_connection(echo: Echo) -> None:
    with (
        counting_proxy(echo.port, link=SLOW) as proxy,
        socket.create_connection(("127.0.0.1", proxy.port)) as end,
    ):
        end.sendall(b"x")
        assert end.recv(1) == b"x"
        proxy.cut()
        end.settimeout(10)
        assert end.recv(1) == b""
