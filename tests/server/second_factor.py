"""What the server's tests use to have a second factor, as an advisor does."""

import base64
import time
from urllib.parse import parse_qs, urlsplit

import pytest
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP

from server.__main__ import main
from server.second_factor import STEP
from tests.server.conftest import PASSWORD
from tests.support.live_server import LiveServer


def code_now(secret: bytes) -> str:
    """Return what an authenticator app shows now."""
    # As HMAC, and as RFC 6238 has it.
    return TOTP(secret, 6, SHA1(), STEP).generate(int(time.time())).decode()  # noqa: S303 -- see above


def enrolled(server: LiveServer, capsys: pytest.CaptureFixture[str], command: list[str]) -> bytes:
    """Run a command that enrols a second factor; return the secret that it printed."""
    password_file = server.data.parent / "password"
    password_file.write_text(PASSWORD)
    capsys.readouterr()
    options = ["--data", str(server.data), "--password-file", str(password_file), "--totp"]
    assert main(["agent", *command, *options]) == 0
    picture, uri = capsys.readouterr().out.rstrip("\n").rsplit("\n", 1)
    assert picture.count("\n") > 10
    return base64.b32decode(parse_qs(urlsplit(uri).query)["secret"][0])
