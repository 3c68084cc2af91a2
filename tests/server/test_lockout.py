"""Second factors and locks, without a server; and both with one."""

import base64
import time
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.__main__ import main
from server.accounts import Account
from server.limits import LOGIN_FAILURES_FREE, LOGIN_FAILURES_KEPT, LOGIN_LOCK, LOGIN_NAMES_KEPT
from server.lockout import Failures
from server.second_factor import STEP, enrolment_uri, new_secret, step_of
from server.store import Store
from tests.server.conftest import PASSWORD
from tests.server.relay_client import login_body, post_login
from tests.server.second_factor import code_now, enrolled
from tests.support.live_server import LiveServer, live_server

ANA = Account("ana", "Ana Žagar", "ana@banka.example", "$hash", b"secret of the second")
# RFC 6238, appendix B, SHA-1, the last six of the eight digits.
RFC_SECRET = b"12345678901234567890"
RFC_CODES = [(59, "287082"), (1111111109, "081804"), (1234567890, "005924"), (20000000000, "353130")]


@pytest.mark.parametrize(("now", "code"), RFC_CODES)
def test_the_codes_of_the_rfc(now: int, code: str) -> None:
    step = now // STEP
    assert step_of(RFC_SECRET, code, now) == step
    assert step_of(RFC_SECRET, f"{code[:3]} {code[3:]}", now) == step
    assert step_of(RFC_SECRET, code, (step - 1) * STEP) == step
    assert step_of(RFC_SECRET, code, (step + 2) * STEP - 1) == step
    assert step_of(RFC_SECRET, code, (step + 2) * STEP) is None
    assert step_of(RFC_SECRET, code, (step - 1) * STEP - 1) is None


@given(st.text(max_size=16))
def test_what_is_no_code_is_refused_and_nothing_else(text: str) -> None:
    if not text.replace(" ", "").isdecimal():
        assert step_of(RFC_SECRET, text, 59.0) is None
    else:
        assert step_of(RFC_SECRET, text, 59.0) in (None, 0, 1, 2)


def test_the_enrolment_is_what_apps_read() -> None:
    secret = new_secret()
    assert new_secret() != secret
    parts = urlsplit(enrolment_uri(secret, "ana", "Banka Č"))
    query = parse_qs(parts.query)
    assert (parts.scheme, parts.netloc) == ("otpauth", "totp")
    assert base64.b32decode(query["secret"][0]) == secret
    assert query["issuer"] == ["Banka Č"]


def test_each_failure_doubles_the_wait_up_to_a_limit() -> None:
    failures = Failures(0, 0.0)
    waits = []
    for _ in range(LOGIN_FAILURES_FREE + 12):
        failures = failures.after_another(1000.0)
        waits.append(next(wait for wait in (0, 1, 2, 4, 8, 900, 10**6) if not failures.is_locked(1000.0 + wait)))
    assert waits[: LOGIN_FAILURES_FREE + 3] == [0, 0, 0, 0, 1, 2, 4, 8]
    assert waits[-1] == LOGIN_LOCK
    assert Failures(10**9, 1000.0).is_locked(1000.0 + LOGIN_LOCK - 1)


def test_a_day_later_or_with_the_clock_set_back_nobody_is_locked_out_for_good() -> None:
    many = Failures(100, 10**9)
    assert not many.is_locked(10**9 - LOGIN_LOCK)
    assert many.after_another(10**9 + LOGIN_FAILURES_KEPT) == Failures(1, 10**9 + LOGIN_FAILURES_KEPT)


def test_failures_outlive_a_restart_and_hold_no_name(tmp_path: Path) -> None:
    path = tmp_path / "accounts"
    store = Store(path)
    store.note_failures("geslo namesto imena", Failures(7, 1000.0), known=False)
    store.close()
    store = Store(path)
    assert store.failures("geslo namesto imena") == Failures(7, 1000.0)
    store.withdraw_failure("geslo namesto imena")
    assert store.failures("geslo namesto imena").times == 6
    store.forget_failures("geslo namesto imena")
    assert store.failures("geslo namesto imena") == Failures(0, 0.0)
    store.note_failures("x", Failures(1, 1000.0), known=False)
    store.note_failures("y", Failures(1, 1001.0 + LOGIN_FAILURES_KEPT), known=False)
    assert store.failures("x") == Failures(0, 0.0)
    store.close()
    assert b"namesto" not in b"".join(file.read_bytes() for file in tmp_path.iterdir())


def test_names_without_an_account_push_out_their_own_kind_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("server.store.LOGIN_NAMES_KEPT", 3)
    assert LOGIN_NAMES_KEPT > 3
    store = Store(tmp_path / "accounts")
    store.note_failures("ana", Failures(9, 1.0), known=True)
    for number in range(5):
        store.note_failures(f"nobody{number}", Failures(1, 2.0 + number), known=False)
    kept = [store.failures(name).times for name in ("ana", "nobody0", "nobody1", "nobody2", "nobody4")]
    assert kept == [9, 0, 0, 1, 1]
    store.close()


def test_a_step_is_taken_once_and_never_one_before_it(tmp_path: Path) -> None:
    store = Store(tmp_path / "accounts")
    store.add_account(ANA)
    assert [store.take_step("ana", step) for step in (5, 5, 4, 6)] == [True, False, False, True]
    store.close()


def test_a_new_password_alone_makes_no_used_code_good_again(tmp_path: Path) -> None:
    store = Store(tmp_path / "accounts")
    store.add_account(ANA)
    assert store.take_step("ana", 5)
    store.reset("ana", "another hash", None)
    assert not store.take_step("ana", 5)
    # A code of another secret was never used.
    store.reset("ana", "another hash", new_secret())
    assert store.take_step("ana", 5)
    store.close()


def log_in(server: LiveServer, password: str = PASSWORD, second_factor: str | None = None) -> tuple[int, object]:
    status, answer = post_login(server.url, login_body("ana", password, second_factor=second_factor))
    return status, answer.get("reason")


def test_a_second_factor_is_asked_for_after_the_password_and_each_code_is_good_once(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with live_server(tmp_path) as server:
        add = ["add", "ana", "--full-name", "Ana", "--email", "ana@x.example"]
        secret = enrolled(server, capsys, add)
        assert log_in(server, "wrong password") == (401, "login_refused")
        assert log_in(server) == (401, "second_factor_needed")
        assert log_in(server, second_factor="000 00") == (401, "login_refused")
        code = code_now(secret)
        assert log_in(server, "wrong password", code) == (401, "login_refused")
        assert log_in(server, second_factor=code) == (200, None)
        assert log_in(server, second_factor=code) == (401, "login_refused")
        new = enrolled(server, capsys, ["reset", "ana"])
        assert log_in(server, second_factor=code_now(new)) == (200, None)
        assert base64.b32encode(new).decode() not in server.log()


def test_wrong_passwords_lock_a_name_whether_it_exists_or_not_and_a_restart_does_not_help(tmp_path: Path) -> None:
    with live_server(tmp_path) as server:
        server.add_agent("ana", "Ana", "ana@x.example", PASSWORD)
        store = Store(server.data / "accounts.sqlite3")
        for name in ("ana", "nobody"):
            # As many as take hours by hand, written down as a server before this one would have.
            store.note_failures(name, Failures(LOGIN_FAILURES_FREE + 20, time.time()), known=name == "ana")
        store.close()
        for name in ("ana", "nobody"):
            assert post_login(server.url, login_body(name, PASSWORD)) == (429, {"reason": "login_locked"})
        assert main(["agent", "reset", "ana", "--data", str(server.data), *password_option(tmp_path)]) == 0
        assert log_in(server) == (200, None)


def test_the_fifth_wrong_password_locks(tmp_path: Path) -> None:
    with live_server(tmp_path) as server:
        server.add_agent("ana", "Ana", "ana@x.example", PASSWORD)
        for _ in range(LOGIN_FAILURES_FREE - 1):
            log_in(server, "wrong password")
        assert log_in(server) == (200, None)
        store = Store(server.data / "accounts.sqlite3")
        assert store.failures("ana").times == 0
        for _ in range(LOGIN_FAILURES_FREE):
            assert log_in(server, "wrong password") == (401, "login_refused")
        assert store.failures("ana").times == LOGIN_FAILURES_FREE
        store.close()


def password_option(folder: Path) -> list[str]:
    path = folder / "new-password"
    path.write_text(PASSWORD)
    return ["--password-file", str(path)]
