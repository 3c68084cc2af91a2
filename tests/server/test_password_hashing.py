"""However many logins come at once, few passwords are hashed at the same time: each hash takes 64 MiB."""

import asyncio
import threading
from pathlib import Path

import pytest
from starlette.requests import Request
from starlette.types import Message

from server.authority import Authority, Tokens
from server.certificates import make_root
from server.limits import LOGIN_HASHES
from server.passwords import Passwords
from server.store import Store
from server.web.login import Login
from tests.server.relay_client import login_body

LOGINS = 3 * LOGIN_HASHES
HASHING = 0.1
"""Seconds that each hash takes here: long enough for all the others to begin theirs, if they may."""


class Counted(Passwords):
    """Counts hashes instead of making them."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._now = 0
        self.most = 0
        self.all = 0

    def verify(self, password_hash: str | None, password: str) -> bool:
        with self._lock:
            self._now += 1
            self.all += 1
            self.most = max(self.most, self._now)
        threading.Event().wait(HASHING)
        with self._lock:
            self._now -= 1
        return False


def request(number: int) -> Request:
    async def receive() -> Message:
        return {"type": "http.request", "body": login_body(f"nobody{number}", "no password of anybody")}

    return Request({"type": "http", "client": (f"192.0.2.{number}", 1), "headers": []}, receive)


def test_no_more_than_so_many_passwords_are_hashed_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    passwords = Counted()
    monkeypatch.setattr("server.web.login.Passwords", lambda: passwords)

    async def scenario() -> None:
        store = Store(tmp_path / "accounts.sqlite3")
        login = Login(store, Authority(make_root("Banka"), "Banka"), Tokens())
        answers = await asyncio.gather(*(login.endpoint(request(number)) for number in range(LOGINS)))
        assert [answer.status_code for answer in answers] == [401] * LOGINS
        store.close()

    asyncio.run(scenario())
    assert (passwords.all, passwords.most) == (LOGINS, LOGIN_HASHES)
