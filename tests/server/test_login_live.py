"""Login and the public pages of a real server process, over real HTTP."""

import http.client
import json
import time
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec

from tests.server.conftest import PASSWORD, ServerWithAgent
from tests.server.relay_client import PATIENCE, allot, login_body, post_login, relay_socket, signing_request
from tests.support.live_server import live_server
from wire import limits
from wire.brand import decode_brand

REFUSED = {"reason": "login_refused"}


def get(url: str, path: str) -> tuple[int, bytes]:
    address = urlsplit(url)
    connection = http.client.HTTPConnection(address.hostname or "", address.port, timeout=PATIENCE)
    try:
        connection.request("GET", path)
        response = connection.getresponse()
        return response.status, response.read()
    finally:
        connection.close()


def test_public_pages(live: ServerWithAgent) -> None:
    assert get(live.url, "/health") == (200, b'{"status":"ok"}')
    status, brand = get(live.url, "/brand")
    assert (status, brand) == (200, live.server.brand_path.read_bytes())
    assert decode_brand(brand).organisation == "Banka Č"
    assert get(live.url, "/api/login")[0] == 405
    assert get(live.url, "/relay")[0] == 404


def test_a_login_gives_a_certificate_of_the_organisation_and_a_token(live: ServerWithAgent) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    status, answer = post_login(live.url, login_body("ana", PASSWORD, signing_request(key)))
    assert status == 200
    certificate = x509.load_pem_x509_certificate(answer["certificate"].encode())
    root = x509.load_pem_x509_certificate(decode_brand(live.server.brand_path.read_bytes()).agent_root.encode())
    certificate.verify_directly_issued_by(root)
    assert certificate.public_key() == key.public_key()
    assert certificate.subject.get_attributes_for_oid(x509.NameOID.COMMON_NAME)[0].value == "Ana Žagar"
    assert answer["expires"] == certificate.not_valid_after_utc.timestamp()
    assert 0 < answer["expires"] - time.time() <= limits.CERTIFICATE_LIFETIME
    with relay_socket(live.url) as maker:
        allot(maker, answer["token"])


@pytest.mark.parametrize(
    ("body", "status", "answer"),
    [
        (login_body("ana", "wrong password"), 401, REFUSED),
        (login_body("nobody", PASSWORD), 401, REFUSED),
        (login_body("n" * (limits.NAME_CHARACTERS + 1), PASSWORD), 400, REFUSED),
        (login_body("ana", PASSWORD, "no signing request"), 400, REFUSED),
        (login_body("ana", PASSWORD, version=limits.PROTOCOL_VERSION + 1), 400, {"reason": "version_mismatch"}),
        (b'{"version": 99, "new": "field"}', 400, {"reason": "version_mismatch"}),
        (b"", 400, REFUSED),
        (b"[" * 5000, 400, REFUSED),
        (b'{"version": 1, "name": "\\ud800", "password": "x", "signing_request": ""}', 400, REFUSED),
        (json.dumps({"version": 1, "name": "ana"}).encode(), 400, REFUSED),
        (b" " * (limits.HTTP_BODY + 1), 413, REFUSED),
    ],
)
def test_what_is_not_a_login_is_refused(
    live: ServerWithAgent, body: bytes, status: int, answer: dict[str, str]
) -> None:
    assert post_login(live.url, body) == (status, answer)


def test_logins_are_limited_and_nothing_secret_is_logged_or_kept(tmp_path: Path) -> None:
    canary = "kanarček v geslu 1234"
    with live_server(tmp_path) as server:
        server.add_agent("bor", "Bor", "bor@banka.example", canary)
        status, answer = post_login(server.url, login_body("bor", canary))
        assert status == 200
        for attempt in range(limits.LOGIN_ATTEMPTS_PER_MINUTE - 1):
            post_login(server.url, login_body(f"nobody{attempt}", canary))
        assert post_login(server.url, login_body("bor", canary)) == (429, {"reason": "too_many_attempts"})
        kept = b"".join(path.read_bytes() for path in server.data.iterdir())
        for secret in (canary, answer["token"]):
            assert secret.encode() not in kept
            assert secret not in server.log()
