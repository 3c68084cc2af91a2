"""What an account may look like, its password, and where it is kept."""

import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from server.accounts import Account, AccountError, check_email, check_name, clean_title
from server.authority import Tokens
from server.database import SCHEMA_VERSION, StoreError
from server.limits import SESSION_OWNERS_KEPT
from server.passwords import SHORTEST, PasswordError, Passwords
from server.sessions import Owner
from server.store import Store

ANA = Account("ana", "Ana Žagar", "ana@banka.example", "$hash")


@pytest.mark.parametrize("name", ["a", "ana.novak-2_x", "9" * 64])
def test_good_names(name: str) -> None:
    assert check_name(name) == name


@pytest.mark.parametrize("name", ["", "Ana", "č", "a b", "a\n", "a" * 65, "a/b", "٣"])
def test_bad_names(name: str) -> None:
    with pytest.raises(AccountError):
        check_name(name)


@pytest.mark.parametrize(
    "email", ["", "ana", "@x.si", "ana@", "a na@x.si", "č@x.si", "a@b@c", "a@x.si\n.b", "a,b@x.si"]
)
def test_bad_addresses(email: str) -> None:
    with pytest.raises(AccountError):
        check_email(email)


def test_a_good_address() -> None:
    assert check_email(" ana.novak+1@banka.example ") == "ana.novak+1@banka.example"


def test_full_names_are_cleaned_and_bounded() -> None:
    assert clean_title("  Ana\n\u202e Žagar\x00\udc80 ", "full name") == "Ana Žagar"
    for bad in ("", " \n", "\u202e", "č" * 33):
        with pytest.raises(AccountError):
            clean_title(bad, "full name")


def test_passwords() -> None:
    passwords = Passwords()
    composed, decomposed = "gesl\u00f3 gesl\u00f3", "geslo\u0301 geslo\u0301"
    stored = passwords.hash(composed)
    assert stored.startswith("$argon2id$")
    assert passwords.verify(stored, composed)
    assert passwords.verify(stored, decomposed)
    assert not passwords.verify(stored, composed + "x")
    assert not passwords.verify(None, composed)
    assert not passwords.verify("damaged", composed)
    assert not passwords.verify(stored, "\ud800")
    for bad in ("x" * (SHORTEST - 1), "x" * 1025, "\ud800" * SHORTEST):
        with pytest.raises(PasswordError) as error:
            passwords.hash(bad)
        assert bad not in str(error.value)


def test_the_store_keeps_accounts(tmp_path: Path) -> None:
    path = tmp_path / "accounts"
    store = Store(path)
    store.add_account(ANA)
    with pytest.raises(StoreError, match="ana already"):
        store.add_account(ANA)
    store.close()
    store = Store(path)
    assert store.find_account("ana") == ANA
    assert store.find_account("Ana") is None
    with pytest.raises(StoreError):
        store.find_account("\ud800")
    store.close()


def test_a_damaged_or_foreign_database_is_one_error(tmp_path: Path) -> None:
    damaged = tmp_path / "damaged"
    damaged.write_bytes(b"no database at all" * 100)
    newer = tmp_path / "newer"
    database = sqlite3.connect(newer)
    database.execute(f"PRAGMA user_version = {SCHEMA_VERSION + 1}")
    database.close()
    for path in (damaged, newer, tmp_path, tmp_path / "missing" / "file"):
        with pytest.raises(StoreError):
            Store(path)


def test_a_database_of_the_first_version_is_renewed_with_its_accounts(tmp_path: Path) -> None:
    path = tmp_path / "accounts"
    database = sqlite3.connect(path)
    database.execute(
        "CREATE TABLE account (name TEXT PRIMARY KEY, full_name TEXT NOT NULL, email TEXT NOT NULL, "
        "password_hash TEXT NOT NULL) STRICT"
    )
    database.execute("INSERT INTO account VALUES (?, ?, ?, ?)", (ANA.name, ANA.full_name, ANA.email, "$hash"))
    database.execute("PRAGMA user_version = 1")
    database.commit()
    database.close()
    for _ in range(2):
        store = Store(path)
        assert store.accounts() == [ANA]
        store.close()


def test_every_revocation_and_reset_is_a_new_generation(tmp_path: Path) -> None:
    store, other = Store(tmp_path / "accounts"), Store(tmp_path / "accounts")
    store.add_account(ANA)
    version = other.data_version()
    store.revoke("ana")
    assert other.data_version() != version
    assert (other.generations(), other.accounts()[0].revoked) == ({"ana": 1}, True)
    store.reset("ana", "$new", None)
    account = other.find_account("ana")
    assert account is not None
    assert (account.revoked, account.generation, account.password_hash) == (False, 2, "$new")
    with pytest.raises(StoreError, match="no agent named bor"):
        store.revoke("bor")
    with pytest.raises(StoreError, match="no agent named bor"):
        store.reset("bor", "$new", None)
    store.close()
    other.close()


def test_the_store_knows_whose_a_session_is_and_not_its_id(tmp_path: Path) -> None:
    path = tmp_path / "accounts"
    session, other = b"id of a session.", b"another session."
    store = Store(path)
    store.add_account(ANA)
    store.own_session(session, "ana", 1000.0)
    store.own_session(other, "nobody", 1000.0)
    store.close()
    assert session not in b"".join(each.read_bytes() for each in tmp_path.iterdir())
    store = Store(path)
    assert (store.owner_of(session), store.owner_of(other)) == (Owner("ana", False), None)
    store.reset("ana", "$new", None)
    assert store.owner_of(session) == Owner("ana", True)
    store.own_session(other, "ana", 1001.0)
    assert store.owner_of(other) == Owner("ana", False)
    store.revoke("ana")
    assert store.owner_of(other) == Owner("ana", True)
    store.disown_session(other)
    store.disown_session(other)
    assert store.owner_of(other) is None
    store.own_session(other, "ana", 1000.0 + SESSION_OWNERS_KEPT)
    assert store.owner_of(session) is not None
    store.own_session(other, "ana", 1000.1 + SESSION_OWNERS_KEPT)
    assert store.owner_of(session) is None
    store.close()


def test_a_token_dies_with_its_account_and_no_other() -> None:
    tokens = Tokens()
    now = datetime.now(UTC)
    ana, bor = (tokens.issue(name, now, now + timedelta(hours=1)) for name in ("ana", "bor"))
    tokens.revoke("ana")
    assert (tokens.holder_now(ana), tokens.holder_now(bor)) == (None, "bor")
