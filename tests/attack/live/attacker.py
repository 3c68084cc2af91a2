"""An attacker's program: `python -m tests.attack.live.attacker`, with an order as JSON on standard input.

It shoots at a server from many addresses of loopback, some connections at a time, until it has sent
so many frames, and writes as JSON what came of them.
"""

import contextlib
import random
import socket
import ssl
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from typing import Annotated

import msgspec

from tests.attack.live.shots import OPENING, SHOTS, Layer, Overheard, Shot

_PATIENCE = 5.0
"""Seconds for the server's answer; it closes a connection that says nothing after three times as long."""
_UNFINISHED = 1.0
"""Seconds for the answer to a request that may look unfinished to the server."""
_CLOSE = 0x88
_PACK = [name for name, (_, weight) in SHOTS.items() for _ in range(weight)]


class Order(msgspec.Struct):
    """What to do."""

    host: str
    port: int
    server_root: str
    frames: int
    seconds: float
    """Stop after this long, however many frames there were."""
    threads: Annotated[int, msgspec.Meta(ge=1)]
    seed: int
    sessions: list[bytes]
    records: list[bytes]


class Outcome(msgspec.Struct):
    """What came of it."""

    shots: dict[str, int] = {}
    """How many of each kind; every one has one frame, or other piece, that is malformed or out of place."""
    allowed: int = 0
    """Frames beside these that came before them on the same connection."""
    answers: dict[str, int] = {}
    """What the server said to a shot last: an HTTP status, a close code, nothing but the end, or not even that."""
    cut_off: int = 0
    """Shots that a limit kept from the parser that they were for: the connection was refused, or ended before them."""
    connections: int = 0
    seconds: float = 0.0


class Attacker:
    """Several threads that shoot side by side."""

    def __init__(self, order: Order) -> None:
        self._order = order
        self._overheard = Overheard(order.sessions, order.records)
        self._lock = threading.Lock()
        self._left = order.frames
        self._ends = time.monotonic() + order.seconds
        self._shots: Counter[str] = Counter()
        self._answers: Counter[str] = Counter()
        self.outcome = Outcome()

    def run(self) -> Outcome:
        """Shoot until all is sent; return what came of it."""
        begin = time.monotonic()
        threads = [threading.Thread(target=self._shoot, args=(number,)) for number in range(self._order.threads)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.outcome.seconds = time.monotonic() - begin
        self.outcome.shots, self.outcome.answers = dict(self._shots), dict(self._answers)
        return self.outcome

    def _shoot(self, number: int) -> None:
        chance = random.Random(f"{self._order.seed} {number}")  # noqa: S311 - an attack that can be repeated
        tls = ssl.create_default_context(cadata=self._order.server_root)
        kinds: list[str] = []
        ticket: ssl.SSLSession | None = None
        while self._left > 0 and time.monotonic() < self._ends:
            # Dealt from a pack, so that no kind is missing for long.
            kinds = kinds or chance.sample(_PACK, len(_PACK))
            name = kinds.pop()
            shot = SHOTS[name][0](chance, self._overheard)
            answer = ""
            try:
                with self._connection(chance) as raw:
                    if shot.layer is Layer.TCP:
                        answer = _answer_to(raw, shot)
                    else:
                        with tls.wrap_socket(raw, server_hostname=self._order.host, session=ticket) as connection:
                            answer = _answer_to(connection, shot)
                            ticket = connection.session or ticket
            except OSError as error:
                answer = answer or type(error).__name__
            self._note(name, shot, answer)

    def _note(self, name: str, shot: Shot, answer: str) -> None:
        with self._lock:
            self._left -= 1 + shot.allowed
            self._shots[name] += 1
            self._answers[answer] += 1
            self.outcome.connections += 1
            self.outcome.allowed += shot.allowed
            limited = answer.startswith("HTTP/1.1 503") or (shot.layer is not Layer.TCP and answer.endswith("Error"))
            self.outcome.cut_off += limited

    @contextlib.contextmanager
    def _connection(self, chance: random.Random) -> Iterator[socket.socket]:
        source = f"127.{chance.randrange(1, 255)}.{chance.randrange(256)}.{chance.randrange(1, 255)}"
        with socket.create_connection((self._order.host, self._order.port), _PATIENCE, (source, 0)) as connection:
            yield connection


def _answer_to(connection: socket.socket, shot: Shot) -> str:
    """Send a shot; return the status, the close code or the silence that it was answered with."""
    if shot.layer is Layer.WEBSOCKET:
        connection.sendall(OPENING)
        opened = _lines(connection)
        if not opened.startswith("HTTP/1.1 101"):
            return opened.partition("\r")[0] or "end"
    with contextlib.suppress(ConnectionError, ssl.SSLError):
        # The server may have ended it in the middle.
        connection.sendall(shot.data)
    if shot.layer is Layer.WEBSOCKET:
        return _close_code(connection)
    if shot.layer is Layer.TCP:
        connection.shutdown(socket.SHUT_WR)
        return "end" if _rest(connection) == b"" else "alert"
    connection.settimeout(_UNFINISHED)
    try:
        return _lines(connection).partition("\r")[0] or "end"
    except TimeoutError:
        return "silence"


def _lines(connection: socket.socket) -> str:
    """Return an HTTP answer's head."""
    head = b""
    while b"\r\n\r\n" not in head:
        part = _some(connection, 1 if head.startswith(b"HTTP/1.1 101") else 4096)
        if not part:
            break
        head += part
    return head.decode("latin-1")


def _close_code(connection: socket.socket) -> str:
    """Return the code of the server's close frame, passing over what comes before it."""
    waiting = b""
    while True:
        while len(waiting) >= 2 and len(waiting) >= 2 + waiting[1] and waiting[1] < 126:
            if waiting[0] == _CLOSE:
                return f"close {int.from_bytes(waiting[2:4])}"
            waiting = waiting[2 + waiting[1] :]
        part = _some(connection, 65_536)
        if not part:
            return "end"
        waiting += part


def _rest(connection: socket.socket) -> bytes:
    rest = b""
    while part := _some(connection, 4096):
        rest += part
    return rest


def _some(connection: socket.socket, most: int) -> bytes:
    try:
        return connection.recv(most)
    except ConnectionError:
        # Reset: what was on its way to the server was not all read, since it had closed.
        return b""


if __name__ == "__main__":
    sys.stdout.buffer.write(
        msgspec.json.encode(Attacker(msgspec.json.decode(sys.stdin.buffer.read(), type=Order)).run())
    )
