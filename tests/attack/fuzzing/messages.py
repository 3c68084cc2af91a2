"""The decoders of messages: between the apps, with the server, in the brand file and in the login."""

import asyncio
import json
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import reduce
from operator import or_
from pathlib import Path
from typing import Any, Final, get_args
from unittest.mock import patch

from starlette.requests import Request

from server.authority import Authority, Tokens
from server.certificates import make_root
from server.store import Store
from server.versions import control_is_of_another_version
from server.web.login import Login
from tests.attack.fuzzing.target import Form, Target, samples
from tests.server.relay_client import signing_request
from tests.wire.drawing import BOMBS, values_of
from wire import brand, codec, handshake, limits, messages, rendezvous
from wire.endings import Refusal
from wire.rendezvous import RendezvousError

_OF_EACH: Final = 12
_STATUSES: Final = {400, 403, 413, 429}
"""Of the login, where every well-formed one comes too often."""


def from_agent() -> Target:
    """Decode what an agent says to a customer."""
    return _messages(codec.decode_from_agent, codec.CodecError, get_args(messages.AgentMessage), codec.encode)


def from_customer() -> Target:
    """Decode what a customer says to an agent, cursors' shapes among it."""
    return _messages(codec.decode_from_customer, codec.CodecError, get_args(messages.CustomerMessage), codec.encode)


def handshake_messages() -> Target:
    """Decode any message of a handshake."""
    decode, error = handshake.decode_handshake, handshake.HandshakeError
    return _messages(decode, error, get_args(handshake.Handshake), handshake.encode_handshake)


def identity() -> Target:
    """Decode the agent's identity as it comes out of its seal."""
    return _messages(
        handshake.decode_identity, handshake.HandshakeError, (handshake.Identity,), handshake.encode_handshake
    )


def to_server() -> Target:
    """Decode what an app tells the server, as the relay does."""

    def decode(data: bytes) -> object:
        return control_is_of_another_version(data) or rendezvous.decode_to_server(data)

    return _messages(decode, RendezvousError, get_args(rendezvous.ToServer), _control_body)


def to_client() -> Target:
    """Decode what the server tells an app."""
    return _messages(rendezvous.decode_to_client, RendezvousError, get_args(rendezvous.ToClient), _control_body)


def brand_file() -> Target:
    """Decode a brand file."""
    made = brand.Brand(
        brand.VERSION, "Banka Č", "wss://pomoc.banka.example", make_root("Banka").certificate_pem().decode()
    )
    return Target(brand.decode_brand, (brand.BrandError,), [brand.encode_brand(made)], Form.JSON)


def login_body() -> Target:
    """Answer a login at the server, up to the point where its password would be looked at."""
    folder = tempfile.TemporaryDirectory()
    store = Store(Path(folder.name) / "store.sqlite")
    # Hashing a password costs what it is meant to cost, whoever asks for it.
    with patch.object(limits, "LOGIN_ATTEMPTS_PER_MINUTE", 0):
        login = Login(store, Authority(make_root("Banka"), "Banka"), Tokens())
    server = _Endpoint(login, folder, asyncio.new_event_loop())
    request = {
        "version": limits.PROTOCOL_VERSION,
        "name": "ana",
        "password": "geslo",
        "signing_request": signing_request(),
    }
    seeds = [json.dumps(request).encode(), json.dumps({**request, "second_factor": "123456"}).encode()]
    return Target(server.post, (), seeds, Form.JSON)


@dataclass(frozen=True)
class _Endpoint:
    login: Login
    folder: "tempfile.TemporaryDirectory[str]"
    loop: asyncio.AbstractEventLoop

    def post(self, body: bytes) -> None:
        pieces = [body[start : start + 4096] for start in range(0, len(body), 4096)] or [b""]
        waiting = iter(pieces)

        async def receive() -> dict[str, Any]:
            piece = next(waiting, None)
            return {"type": "http.request", "body": piece or b"", "more_body": piece is not None}

        scope = {"type": "http", "method": "POST", "headers": [], "client": ("192.0.2.1", 1)}
        answer = self.loop.run_until_complete(self.login.endpoint(Request(scope, receive)))
        assert answer.status_code in _STATUSES, answer.status_code
        said = json.loads(bytes(answer.body))
        assert set(said) == {"reason"}
        Refusal(said["reason"])


def _control_body(message: Any) -> bytes:
    return rendezvous.control_frame(message)[1:]


def _messages(
    decode: Callable[[bytes], object], error: type[Exception], kinds: Iterable[Any], encode: Callable[[Any], bytes]
) -> Target:
    kinds = list(kinds)
    drawn = samples(reduce(or_, [values_of(kind) for kind in kinds]), _OF_EACH * len(kinds))
    seeds = []
    for message in drawn:
        try:
            data = encode(message)
            decode(data)
        except error:
            continue
        seeds.append(data)
    return Target(decode, (error,), seeds, Form.MESSAGE_PACK, bombs=BOMBS)
