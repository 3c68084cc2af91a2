"""All that can happen to a server, and then its whole log and all its files: none of it is in there."""

import base64
import re
import signal
import socket
import sqlite3
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from server.__main__ import main
from tests.server.conftest import PASSWORD
from tests.server.relay_client import (
    PATIENCE,
    allot,
    call,
    close_code,
    hear,
    http_connection,
    join,
    login_body,
    other_nameplate,
    payload,
    post_login,
    relay_socket,
    resume_of,
    say,
    settle_of,
    signing_request,
    tell,
    wait,
)
from tests.server.second_factor import code_now, enrolled
from tests.support.live_server import LiveServer, live_server
from wire.endings import Refusal
from wire.rendezvous import Joined, PeerBack, PeerJoined, PeerLeft, Refused, Role

CANARY = "kanarcek-4815162342"
LINE = "kanarček v pogovoru 👍"
CLIENT = "198.51.100.77"
"""The address that the trusted proxy names."""

Secrets = dict[str, str | bytes]


def garbage(server: LiveServer) -> None:
    """Say what no program of ours says, with a canary in every place that there is."""
    address = urlsplit(server.url)
    canary = CANARY.encode()
    raw = [
        canary + b"\r\n\r\n",
        b"GET /" + canary + b" HTTP/9.9\r\n\r\n",
        b"\x16\x03\x01\x02\x00" + canary,
        b"GET / HTTP/1.1\r\n" + canary + b"\r\n\r\n",
        b"GET /relay HTTP/1.1\r\nHost: x\r\nUpgrade: " + canary + b"\r\nConnection: upgrade\r\n\r\n",
        b"GET /relay HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: upgrade\r\nX: " + canary + b"\r\n\r\n",
        b"POST /api/login HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n" + canary + b"\r\n",
    ]
    for words in raw:
        with socket.create_connection((address.hostname, address.port or 0), timeout=PATIENCE) as raw_line:
            raw_line.sendall(words)
            raw_line.shutdown(socket.SHUT_WR)
            while raw_line.recv(4096):
                pass
    for method, path in (("GET", f"/{CANARY}?token={CANARY}"), ("PUT", "/api/login"), ("POST", "/api/login")):
        connection = http_connection(server.url)
        headers = {"Authorization": f"Bearer {CANARY}", "Cookie": CANARY, "User-Agent": CANARY, "Host": CANARY}
        connection.request(method, path, f'{{"password": "{CANARY}"', headers)
        assert connection.getresponse().status in (400, 404, 405)
        connection.close()
    with pytest.raises(InvalidStatus), connect(f"{server.url}/{CANARY}", proxy=None):
        pass
    for frame in (CANARY, canary, b"\x00" + canary, b"\x01" + canary):
        with relay_socket(server.url) as client:
            client.send(frame)
            close_code(client)


def logins(server: LiveServer, factor: bytes, secrets: Secrets) -> str:
    """Log in wrongly in every way, then rightly; return the token."""
    wrong = {"wrong password": f"napacno {CANARY}", "password for a name": f"geslo {CANARY}"}
    secrets.update(wrong, password=PASSWORD)
    request = signing_request()
    secrets["signing request"] = request.splitlines()[2]
    code = secrets["second factor"] = code_now(factor)
    wrong_code = secrets["wrong second factor"] = f"{(int(code) + 7) % 10**6:06}"
    tries = [
        (login_body("ana", wrong["wrong password"], request), 401),
        (login_body(wrong["password for a name"], PASSWORD, request), 401),
        (login_body("ana", PASSWORD, request), 401),
        (login_body("ana", PASSWORD, request, second_factor=wrong_code), 401),
        (login_body("ana", PASSWORD, request, second_factor=code), 200),
    ]
    for body, status in tries:
        answered, answer = post_login(server.url, body)
        assert answered == status, answer
    secrets["token"] = answer["token"]
    secrets["certificate"] = answer["certificate"].splitlines()[3]
    return str(answer["token"])


def conversation(server: LiveServer, token: str, secrets: Secrets) -> None:
    """Guess codes, meet, talk, lose the line, come back, steal, and be revoked; both ways in."""
    with relay_socket(server.url) as maker, relay_socket(server.url) as typer:
        room = allot(maker, token)
        secrets["nameplate"] = room.nameplate
        secrets["session"] = room.session
        wrong = secrets["wrong nameplate"] = other_nameplate(room.nameplate)
        with relay_socket(server.url) as guesser:
            assert join(guesser, wrong) == Refused(Refusal.CODE_REFUSED)
        assert join(typer, room.nameplate) == Joined(room.session)
        assert hear(maker) == PeerJoined(1)
        tell(maker, settle_of())
        say(maker, LINE.encode())
        assert payload(typer) == LINE.encode()
        typer.close()
        assert hear(maker) == PeerLeft()
    with relay_socket(server.url) as maker, relay_socket(server.url) as typer, relay_socket(server.url) as thief:
        stolen = resume_of(room.session, Role.MAKER)
        secrets["ticket"] = stolen.ticket
        tell(maker, stolen)
        tell(typer, resume_of(room.session, Role.TYPER))
        assert [hear(maker), hear(typer)] == [PeerBack(), PeerBack()]
        tell(thief, stolen)
        assert hear(thief) == Refused(Refusal.RESUME_REFUSED)
        with relay_socket(server.url) as customer, relay_socket(server.url) as agent:
            other = wait(customer)
            secrets["customer's nameplate"] = other.nameplate
            secrets["customer's session"] = other.session
            assert call(agent, other.nameplate, token) == Joined(other.session)
            assert main(["agent", "revoke", "ana", "--data", str(server.data)]) == 0
            for socket_ in (maker, typer, agent):
                assert hear(socket_) == Refused(Refusal.AGENT_REVOKED)


def an_internal_error(server: LiveServer) -> None:
    database = sqlite3.connect(server.data / "accounts.sqlite3")
    database.execute("DROP TABLE failure")
    database.close()
    connection = http_connection(server.url)
    connection.request("POST", "/api/login", login_body("ana", PASSWORD))
    assert connection.getresponse().status == 500
    connection.close()


def forms(secret: str | bytes) -> set[bytes]:
    """Return a secret as it would be in a text or in a file."""
    if isinstance(secret, str):
        return {secret.encode(), ascii(secret)[1:-1].encode(), base64.b64encode(secret.encode())}
    return {secret, secret.hex().encode(), base64.b64encode(secret), repr(secret)[2:-1].encode()}


def occurs(form: bytes, place: bytes) -> bool:
    """Tell whether the form is there; one of digits only counts only where it is not part of a longer number."""
    if not form.isdigit():
        return form in place
    return re.search(rb"(?<![0-9])" + form + rb"(?![0-9])", place) is not None


def found(secrets: Secrets, place: bytes) -> list[str]:
    """Return the names of the secrets that occur there."""
    return [name for name, secret in secrets.items() if any(occurs(form, place) for form in forms(secret))]


def test_the_log_of_a_whole_life_holds_no_secret(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    secrets: Secrets = {"canary": CANARY, "line": LINE}
    with live_server(tmp_path, trusted_proxies=["127.0.0.1"]) as server:
        factor = enrolled(server, capsys, ["add", "ana", "--full-name", "Ana", "--email", "ana@x.example"])
        garbage(server)
        conversation(server, logins(server, factor, secrets), secrets)
        with connect(server.url + "/relay", proxy=None, additional_headers={"X-Forwarded-For": CLIENT}) as client:
            join(client, str(secrets["nameplate"]))
        an_internal_error(server)
        server.process.send_signal(signal.SIGTERM)
        assert server.process.wait(timeout=5) == 0
        log = server.log()

    # Everything that was done is in the log.
    for event in (
        "listening",
        "login refused name=unknown",
        "login refused name=ana reason=second_factor_needed",
        "login name=ana",
        "join refused reason=code_refused address=127.0.0.0/24",
        "join refused reason=code_refused address=198.51.100.0/24",
        "session settled",
        "session broken",
        "session resumed",
        "resume refused reason=resume_refused",
        "agent revoked name=ana",
        "internal error kind=StoreError",
        "stopping",
    ):
        assert event in log, event
    # Each line is of its one form, so nothing else was written by anybody.
    lines = log.splitlines()
    assert [line for line in lines if not re.fullmatch(r"\S+Z (INFO|ERROR) [a-z ]+( [a-z]+=\S+)*", line)] == []
    # The search finds what is there. Sizes and times are no secrets, though they may look like one.
    told = re.sub(r"^\S+|(bytes|seconds|url)=\S+", "", log, flags=re.MULTILINE).encode()
    assert found({"name": "ana", "digits": "127"}, told) == ["name", "digits"]
    addresses: Secrets = {"proxy": "127.0.0.1", "client": CLIENT}
    enrolment: Secrets = {"second factor's secret": factor, "in letters": base64.b32encode(factor).decode()}
    assert found({**secrets, **addresses, **enrolment}, told) == []

    # In the files there are the two things that have to be there: the second factor's secret, and settings.
    kept = {path.name: path.read_bytes() for path in server.data.iterdir()}
    assert found(enrolment, kept["accounts.sqlite3"]) == ["second factor's secret"]
    lasting = {name: secret for name, secret in secrets.items() if len(secret) > 6}
    assert {name: hits for name, content in kept.items() if (hits := found(lasting, content))} == {}
