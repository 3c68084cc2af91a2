"""Whoever takes nothing cannot make the server keep it."""

import select
import socket
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import urlsplit

from tests.server.conftest import PASSWORD
from tests.server.relay_client import PATIENCE, allot, join, payload, relay_socket, say, token_of
from tests.support.live_server import live_server
from tests.support.memory import resident_of

PAIRS = 6
QUIET = 0.5
"""Seconds without room in any buffer, after which all senders count as stopped."""
MOST = 32 * 2**20
"""Bytes that no sender gets rid of where the server stops reading: the kernel holds a few of them."""
GROWTH = 24 * 2**20
"""What the server may need for all of them: frames on their way, 64 KiB to send, 256 KiB just read, and some air."""
RESERVE = bytes(60_000)


def masked_peer_frame(payload_: bytes) -> bytes:
    """Return a frame as a client sends it (RFC 6455, section 5.2: final, binary, masked with zeros)."""
    body = b"\x01" + payload_
    return b"\x82\xfe" + len(body).to_bytes(2) + bytes(4) + body


def flood(senders: list[socket.socket], unit: bytes) -> int:
    """Send the same again and again until no buffer has room, or MOST is reached; return the most of one."""
    left = dict.fromkeys(senders, b"")
    total = dict.fromkeys(senders, 0)
    while max(total.values()) < MOST:
        _, writable, _ = select.select([], senders, [], QUIET)
        if not writable:
            break
        for sender in writable:
            rest = left[sender] or unit
            sent = sender.send(rest, socket.MSG_DONTWAIT)
            left[sender] = rest[sent:]
            total[sender] += sent
    return max(total.values())


def test_floods_for_receivers_that_take_nothing(tmp_path: Path) -> None:
    with live_server(tmp_path) as server, ExitStack() as stack:
        server.add_agent("ana", "Ana", "ana@x.example", PASSWORD)
        token = token_of(server.url, "ana", PASSWORD)
        pairs = []
        for _ in range(PAIRS):
            maker, typer = (stack.enter_context(relay_socket(server.url, patience=0.1)) for _ in range(2))
            join(typer, allot(maker, token).nameplate)
            pairs.append((maker, typer))
        maker, typer = pairs.pop()
        assert maker.recv(timeout=PATIENCE)
        before = resident_of(server.process.pid)
        assert flood([sender.socket for _, sender in pairs], masked_peer_frame(RESERVE)) < MOST
        assert resident_of(server.process.pid) - before < GROWTH
        # Those who do take what they get are not held up by them.
        say(typer, b"undisturbed")
        assert payload(maker) == b"undisturbed"


def test_questions_whose_answers_nobody_takes(tmp_path: Path) -> None:
    question = b"GET /brand HTTP/1.1\r\nHost: localhost\r\n\r\n" * 500
    with live_server(tmp_path) as server, ExitStack() as stack:
        address = urlsplit(server.url)
        target = (address.hostname or "", address.port or 0)
        askers = [stack.enter_context(socket.create_connection(target, timeout=PATIENCE)) for _ in range(PAIRS)]
        for asker in askers:
            asker.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        before = resident_of(server.process.pid)
        assert flood(askers, question) < MOST
        assert resident_of(server.process.pid) - before < GROWTH
