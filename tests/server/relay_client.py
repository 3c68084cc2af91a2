"""What the server's tests use to talk to it, as a client would."""

import hashlib
import http.client
import json
import ssl
from contextlib import AbstractContextManager
from typing import Any
from urllib.parse import urlsplit

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

from wire import limits
from wire.rendezvous import (
    CONTROL,
    PEER,
    Allot,
    Allotted,
    Call,
    Join,
    Resume,
    Role,
    Settle,
    ToClient,
    ToServer,
    Wait,
    control_frame,
    decode_to_client,
    peer_frame,
)

PATIENCE = 10.0


def chain(role: Role, steps: int) -> bytes:
    """Return what is left of a role's chain of tickets after so many are used; 0 gives its anchor."""
    ticket = role.encode()
    for _ in range(300 - steps):
        ticket = hashlib.sha256(ticket).digest()
    return ticket


def settle_of(attempt: int = 1) -> Settle:
    return Settle(attempt, chain(Role.MAKER, 0), chain(Role.TYPER, 0))


def resume_of(session: bytes, role: Role, steps: int = 1) -> Resume:
    return Resume(limits.PROTOCOL_VERSION, session, role, chain(role, steps))


def relay_socket(
    url: str, tls: ssl.SSLContext | None = None, patience: float = PATIENCE
) -> AbstractContextManager[ClientConnection]:
    """Open a WebSocket to the relay; `patience` is how long its closing may take, in seconds."""
    return connect(
        url + "/relay", compression=None, proxy=None, ssl=tls, max_size=limits.RELAY_FRAME, close_timeout=patience
    )


def tell(socket: ClientConnection, message: ToServer) -> None:
    socket.send(control_frame(message))


def say(socket: ClientConnection, payload: bytes) -> None:
    socket.send(peer_frame(payload))


def hear(socket: ClientConnection) -> ToClient:
    """Return the next frame, which must be a control message."""
    frame = socket.recv(timeout=PATIENCE)
    assert isinstance(frame, bytes)
    assert frame[0] == CONTROL
    return decode_to_client(frame[1:])


def payload(socket: ClientConnection) -> bytes:
    """Return the next frame, which must be the other end's."""
    frame = socket.recv(timeout=PATIENCE)
    assert isinstance(frame, bytes)
    assert frame[0] == PEER
    return frame[1:]


def close_code(socket: ClientConnection) -> int:
    """Wait for the server to close, which must be the next thing that it does."""
    with pytest.raises(ConnectionClosed) as closed:
        socket.recv(timeout=PATIENCE)
    assert closed.value.rcvd is not None, "the connection was cut"
    return closed.value.rcvd.code


def allot(socket: ClientConnection, token: str) -> Allotted:
    tell(socket, Allot(limits.PROTOCOL_VERSION, token))
    answer = hear(socket)
    assert isinstance(answer, Allotted)
    return answer


def join(socket: ClientConnection, nameplate: str) -> ToClient:
    tell(socket, Join(limits.PROTOCOL_VERSION, nameplate))
    return hear(socket)


def wait(socket: ClientConnection) -> Allotted:
    tell(socket, Wait(limits.PROTOCOL_VERSION))
    answer = hear(socket)
    assert isinstance(answer, Allotted)
    return answer


def call(socket: ClientConnection, nameplate: str, token: str) -> ToClient:
    tell(socket, Call(limits.PROTOCOL_VERSION, nameplate, token))
    return hear(socket)


def other_nameplate(nameplate: str) -> str:
    """Return a nameplate that is not this one."""
    return f"{(int(nameplate) + 1) % 10**limits.NAMEPLATE_DIGITS:0{limits.NAMEPLATE_DIGITS}}"


def signing_request(key: ec.EllipticCurvePrivateKey | None = None) -> str:
    key = key or ec.generate_private_key(ec.SECP256R1())
    builder = x509.CertificateSigningRequestBuilder().subject_name(
        x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "Somebody Else")])
    )
    return builder.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM).decode()


def http_connection(url: str, tls: ssl.SSLContext | None = None) -> http.client.HTTPConnection:
    """Return what speaks HTTP with the server."""
    address = urlsplit(url)
    host, port = address.hostname or "", address.port
    if tls is not None:
        return http.client.HTTPSConnection(host, port, timeout=PATIENCE, context=tls)
    return http.client.HTTPConnection(host, port, timeout=PATIENCE)


def post_login(url: str, body: bytes, tls: ssl.SSLContext | None = None) -> tuple[int, dict[str, Any]]:
    """Post a login; return the status and the JSON of the answer."""
    connection = http_connection(url, tls)
    try:
        connection.request("POST", "/api/login", body, {"Content-Type": "application/json"})
        response = connection.getresponse()
        return response.status, json.loads(response.read())
    finally:
        connection.close()


def login_body(
    name: str,
    password: str,
    request: str | None = None,
    version: int = limits.PROTOCOL_VERSION,
    second_factor: str | None = None,
) -> bytes:
    request = signing_request() if request is None else request
    fields = {"version": version, "name": name, "password": password, "signing_request": request}
    if second_factor is not None:
        fields["second_factor"] = second_factor
    return json.dumps(fields).encode()


def token_of(url: str, name: str, password: str) -> str:
    """Log in; return the token."""
    status, answer = post_login(url, login_body(name, password))
    assert status == 200, answer
    token: str = answer["token"]
    return token
