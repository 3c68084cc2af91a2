"""What an attacker sends to the server: bytes that no correct program sends, at each layer.

A shot is sent over one connection. Whatever is in it, it ends the connection: the last frame that
the server looks at is one that it must refuse. Frames that no correct program sends in such numbers,
but that the protocol allows, come before that one.
"""

import contextlib
import json
import random
import ssl
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum
from functools import cache
from typing import Final

from tests.attack.fuzzing.messages import to_server
from tests.attack.fuzzing.mutation import Mutator
from tests.attack.fuzzing.target import Target
from wire import limits
from wire.rendezvous import (
    CONTROL,
    PEER,
    Allot,
    Call,
    Join,
    NextAttempt,
    Resume,
    Retire,
    Role,
    Settle,
    ToServer,
    Wait,
    control_frame,
)

_CONTINUED, _TEXT, _BINARY, _CLOSE, _PING, _PONG = 0x0, 0x1, 0x2, 0x8, 0x9, 0xA
_FLOOD: Final = 40
"""The most frames of one flood."""
_VERSION: Final = limits.PROTOCOL_VERSION


class Layer(Enum):
    """What comes before the bytes of a shot."""

    TCP = "before TLS"
    HTTP = "after TLS"
    WEBSOCKET = "after the WebSocket's opening"


@dataclass(frozen=True)
class Overheard:
    """What the attacker knows of sessions that run: their names, and records that went by."""

    sessions: list[bytes]
    records: list[bytes]


@dataclass(frozen=True)
class Shot:
    """One connection's worth of an attack."""

    layer: Layer
    data: bytes
    allowed: int = 0
    """Frames before the fatal one that are allowed each by itself."""


Draw = Callable[[random.Random, Overheard], Shot]


def frame(
    opcode: int, payload: bytes = b"", *, final: bool = True, reserved: int = 0, masked: bool = True, size: int = -1
) -> bytes:
    """Return one WebSocket frame (RFC 6455, section 5.2); `size` is a lie about the payload's length."""
    size = len(payload) if size < 0 else size
    first = bytes((final << 7 | reserved << 4 | opcode,))
    mask = 0x80 if masked else 0
    if size < 126:
        length = bytes((mask | size,))
    elif size < 2**16:
        length = bytes((mask | 126,)) + size.to_bytes(2)
    else:
        length = bytes((mask | 127,)) + size.to_bytes(8)
    # A mask of zeros leaves the payload as it is.
    return first + length + (bytes(4) if masked else b"") + payload


_REFUSED: Final = frame(_BINARY, b"\xff")
"""A frame of a channel that there is not: the server closes for it."""


def _websocket(data: bytes, allowed: int = 0) -> Shot:
    return Shot(Layer.WEBSOCKET, data, allowed)


def _said(*messages: ToServer) -> Shot:
    """Return control messages, all but the last of them allowed, and a frame that ends it."""
    frames = b"".join(frame(_BINARY, control_frame(message)) for message in messages)
    return _websocket(frames + _REFUSED, len(messages) - 1)


# ----- before TLS, and in HTTP ------------------------------------------------------------------


def _garbage(chance: random.Random, _: Overheard) -> Shot:
    return Shot(Layer.TCP, chance.randbytes(chance.choice((1, 5, 100, 20_000))))


@cache
def _client_hello() -> bytes:
    incoming, outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
    client = ssl.create_default_context().wrap_bio(incoming, outgoing, server_hostname="127.0.0.1")
    with contextlib.suppress(ssl.SSLWantReadError):
        client.do_handshake()
    return outgoing.read()


def _half_tls(chance: random.Random, _: Overheard) -> Shot:
    hello = _client_hello()
    return Shot(Layer.TCP, hello[: chance.randrange(1, len(hello))])


def _damaged_tls(chance: random.Random, _: Overheard) -> Shot:
    hello = bytearray(_client_hello())
    for _number in range(chance.choice((1, 3, 20))):
        hello[chance.randrange(len(hello))] = chance.randrange(256)
    return Shot(Layer.TCP, bytes(hello) + chance.randbytes(chance.choice((0, 50))))


def _plain_http(_chance: random.Random, _: Overheard) -> Shot:
    return Shot(Layer.TCP, b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")


_UPGRADE: Final = (
    b"GET /relay HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n"
)


def _bad_http(chance: random.Random, _: Overheard) -> Shot:
    login = b"POST /api/login HTTP/1.1\r\nHost: x\r\n"
    body = json.dumps({"version": 1, "name": "ana", "password": "x", "signing_request": "-"}).encode()
    return Shot(
        Layer.HTTP,
        chance.choice(
            (
                chance.randbytes(200) + b"\r\n\r\n",
                b"GET\r\n\r\n",
                b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
                b"GET /relay HTTP/9.9\r\nHost: x\r\n\r\n",
                b"GET /relay HTTP/1.1\r\nHost: x\r\nX: " + b"y" * 70_000 + b"\r\n\r\n",
                b"GET /%00%ff/../ HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
                login + b"Content-Length: -5\r\n\r\n",
                login + b"Content-Length: 5\r\nConnection: close\r\n\r\n" + chance.randbytes(5),
                login + b"Transfer-Encoding: chunked\r\n\r\nffffffffffffffffff\r\n",
                login + b"Content-Length: 99999999\r\n\r\n" + b"{" * limits.HTTP_BODY * 2,
                login + b"Connection: close\r\nContent-Length: %d\r\n\r\n" % (len(body) - 1) + body[:-1],
                _UPGRADE.replace(b"13", b"12"),
                _UPGRADE.replace(b"AAAA==", b""),
                _UPGRADE.replace(b"Upgrade\r\nSec", b"close\r\nSec"),
                _UPGRADE.replace(b"Host: 127.0.0.1\r\n", b""),
            )
        ),
    )


# ----- frames -----------------------------------------------------------------------------------


def _reserved_bits(chance: random.Random, _: Overheard) -> Shot:
    return _websocket(frame(_BINARY, b"\0", reserved=chance.randrange(1, 8)))


def _unknown_opcode(chance: random.Random, _: Overheard) -> Shot:
    return _websocket(frame(chance.choice((3, 4, 5, 6, 7, 11, 12, 13, 14, 15)), b"\0" * chance.randrange(9)))


def _unmasked(_chance: random.Random, _: Overheard) -> Shot:
    return _websocket(frame(_BINARY, b"\0" * 20, masked=False))


def _huge_length(chance: random.Random, _: Overheard) -> Shot:
    return _websocket(
        frame(_BINARY, b"\1" * 100, size=chance.choice((limits.RELAY_FRAME + 1, 2**31, 2**63, 2**64 - 1)))
    )


def _fragments_without_end(chance: random.Random, _: Overheard) -> Shot:
    size = chance.choice((2000, 16_000, 40_000))
    count = limits.RELAY_FRAME // size
    more = frame(_CONTINUED, b"\1" * size, final=False) * (count + 1)
    return _websocket(frame(_BINARY, b"\1" * size, final=False) + more, count)


def _empty_fragments(chance: random.Random, _: Overheard) -> Shot:
    count = chance.randrange(1, _FLOOD)
    return _websocket(
        frame(_BINARY, final=False) + frame(_CONTINUED, final=False) * count + frame(_CONTINUED), count + 1
    )


def _wrong_control_frame(chance: random.Random, _: Overheard) -> Shot:
    kind = chance.choice((_PING, _PONG, _CLOSE))
    return _websocket(chance.choice((frame(kind, b"xy", final=False), frame(kind, b"x" * 126))))


def _wrong_continuation(chance: random.Random, _: Overheard) -> Shot:
    twice = frame(_BINARY, b"\0", final=False) * 2
    return _websocket(chance.choice((frame(_CONTINUED, b"\0"), twice)))


def _text_frame(chance: random.Random, _: Overheard) -> Shot:
    return _websocket(frame(_TEXT, chance.choice((b"{}", b"\xff\xfe\xfd", b""))))


def _empty_message(_chance: random.Random, _: Overheard) -> Shot:
    return _websocket(frame(_BINARY))


def _wrong_close(chance: random.Random, _: Overheard) -> Shot:
    codes = (b"\x00", (999).to_bytes(2), (1005).to_bytes(2), (65_535).to_bytes(2), (1000).to_bytes(2) + b"\xff\xfe")
    return _websocket(frame(_CLOSE, chance.choice(codes)))


def _ping_flood(chance: random.Random, _: Overheard) -> Shot:
    count = chance.randrange(1, _FLOOD)
    return _websocket(frame(_PING, b"p" * chance.choice((0, 4, 125))) * count + _REFUSED, count)


def _pong_flood(chance: random.Random, _: Overheard) -> Shot:
    count = chance.randrange(1, _FLOOD)
    return _websocket(frame(_PONG, b"p" * chance.choice((0, 4, 125))) * count + _REFUSED, count)


# ----- messages ---------------------------------------------------------------------------------


def _unknown_channel(chance: random.Random, _: Overheard) -> Shot:
    return _websocket(frame(_BINARY, bytes((chance.randrange(2, 256),)) + chance.randbytes(30)))


@cache
def _control_messages() -> Target:
    return to_server()


def _malformed_control(chance: random.Random, _: Overheard) -> Shot:
    body = Mutator(_control_messages(), chance).next()[: limits.RELAY_FRAME - 1]
    return _websocket(frame(_BINARY, bytes((CONTROL,)) + body) + _REFUSED)


def _out_of_place(chance: random.Random, _: Overheard) -> Shot:
    early = (NextAttempt(1), Settle(1, bytes(32), bytes(32)), Retire())
    token, nameplate = "x" * 43, f"{chance.randrange(10**4):04}"
    wait = Wait(_VERSION)
    return chance.choice(
        (
            _said(chance.choice(early)),
            _said(Allot(_VERSION, token)),
            _said(Call(_VERSION, nameplate, token)),
            _said(Join(_VERSION, nameplate)),
            _said(Wait(_VERSION + 1)),
            _said(wait, wait),
            _said(wait, Join(_VERSION, nameplate)),
            _said(wait, chance.choice(early[:2])),
            _said(*[wait] * 17),
        )
    )


def _record_of_another_session(chance: random.Random, overheard: Overheard) -> Shot:
    return _websocket(frame(_BINARY, bytes((PEER,)) + chance.choice(overheard.records)))


def _stolen_session(chance: random.Random, overheard: Overheard) -> Shot:
    role = chance.choice(list(Role))
    resume = Resume(_VERSION, chance.choice(overheard.sessions), role, chance.randbytes(32))
    record = frame(_BINARY, bytes((PEER,)) + chance.choice(overheard.records))
    return _websocket(frame(_BINARY, control_frame(resume)) + record)


SHOTS: Final[Mapping[str, tuple[Draw, int]]] = {
    # Each with its weight.
    "garbage before TLS": (_garbage, 3),
    "half TLS": (_half_tls, 3),
    "damaged TLS": (_damaged_tls, 3),
    "plain HTTP": (_plain_http, 1),
    "bad HTTP": (_bad_http, 4),
    "reserved bits": (_reserved_bits, 2),
    "unknown opcode": (_unknown_opcode, 2),
    "not masked": (_unmasked, 2),
    "huge length": (_huge_length, 2),
    "fragments without end": (_fragments_without_end, 2),
    "empty fragments": (_empty_fragments, 2),
    "wrong control frame": (_wrong_control_frame, 2),
    "wrong continuation": (_wrong_continuation, 2),
    "text": (_text_frame, 2),
    "empty message": (_empty_message, 1),
    "wrong close": (_wrong_close, 2),
    "flood of pings": (_ping_flood, 2),
    "flood of pongs": (_pong_flood, 2),
    "unknown channel": (_unknown_channel, 2),
    "malformed control message": (_malformed_control, 6),
    "message out of place": (_out_of_place, 4),
    "record of another session": (_record_of_another_session, 3),
    "stolen session": (_stolen_session, 2),
}
OPENING: Final = _UPGRADE
