"""The agent's login: what its own program refuses before any customer would."""

import pytest

from client.pipeline import desk
from client.seal.identity import make_signing_request
from tests.support.people import PASSWORD, Office
from wire.endings import Refusal


def test_a_certificate_for_another_key_is_no_login(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    others_key, _ = make_signing_request()
    monkeypatch.setattr(desk, "make_signing_request", lambda: (others_key, make_signing_request()[1]))
    assert office.login("ana", PASSWORD) is Refusal.AGENT_NOT_CERTIFIED
