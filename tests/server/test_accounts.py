"""What an account may look like, its password, and where it is kept."""

import sqlite3
from pathlib import Path

import pytest

from server.accounts import Account, AccountError, check_email, check_name, clean_title
from server.passwords import SHORTEST, PasswordError, Passwords
from server.store import Store, StoreError

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
    database.execute("PRAGMA user_version = 2")
    database.close()
    for path in (damaged, newer, tmp_path, tmp_path / "missing" / "file"):
        with pytest.raises(StoreError):
            Store(path)
