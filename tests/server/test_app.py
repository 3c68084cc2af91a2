"""How the server's parts are wired together."""

import time
from pathlib import Path
from typing import Any

import pytest

from server import app
from server.accounts import Account
from server.app import make_app
from server.data_folder import create_data_folder
from server.limits import OLD_SESSIONS_RETURN
from server.sessions import Sessions
from tests.server.relay_client import resume_of
from wire.endings import Refusal
from wire.rendezvous import Refused, Role


def test_sessions_of_the_last_run_return_for_a_while_after_the_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[Sessions] = []

    def make_sessions(**words: Any) -> Sessions:
        made.append(Sessions(**words))
        return made[0]

    monkeypatch.setattr(app, "Sessions", make_sessions)
    folder = create_data_folder(tmp_path / "data", organisation="Test", url="wss://x", host="127.0.0.1", port=0)
    store = folder.open_store()
    try:
        make_app(folder, store)
        store.add_account(Account("ana", "Ana", "ana@x.example", "$hash"))
        for number in (1, 2):
            store.own_session(bytes([number]) * 16, "ana", time.time())
        now = time.monotonic()
        (sessions,) = made
        assert sessions.resume(1, resume_of(bytes([1]) * 16, Role.MAKER), "::1", now + OLD_SESSIONS_RETURN - 5) == []
        late = sessions.resume(2, resume_of(bytes([2]) * 16, Role.MAKER), "::1", now + OLD_SESSIONS_RETURN + 5)
        assert Refused(Refusal.RESUME_REFUSED) in [getattr(effect, "message", None) for effect in late]
    finally:
        store.close()
