"""Agents' accounts in SQLite. `agent add` writes while `serve` reads, so the journal is WAL."""

import sqlite3
from pathlib import Path
from typing import Final

from server.accounts import Account

SCHEMA_VERSION: Final = 1
_SCHEMA: Final = """
CREATE TABLE account (
    name TEXT PRIMARY KEY,
    full_name TEXT NOT NULL,
    email TEXT NOT NULL,
    password_hash TEXT NOT NULL
) STRICT
"""


class StoreError(Exception):
    """The database is damaged, of another version, or refuses; the message is one sentence."""


class Store:
    """The accounts of one server. Used from the thread that opened it."""

    def __init__(self, path: Path) -> None:
        """Open the database, making it where it is missing; raise StoreError."""
        try:
            self._database = sqlite3.connect(path)
        except sqlite3.Error as error:
            raise StoreError("the accounts' database cannot be opened") from error
        try:
            self._prepare()
        except sqlite3.Error as error:
            self._database.close()
            raise StoreError("the accounts' database is damaged") from error
        except StoreError:
            self._database.close()
            raise

    def close(self) -> None:
        """Close the database."""
        self._database.close()

    def add_account(self, account: Account) -> None:
        """Add an account; raise StoreError, also where the name is taken."""
        values = (account.name, account.full_name, account.email, account.password_hash)
        try:
            with self._database:
                self._database.execute("INSERT INTO account VALUES (?, ?, ?, ?)", values)
        except sqlite3.IntegrityError as error:
            raise StoreError(f"there is an agent named {account.name} already") from error
        except sqlite3.Error as error:
            raise StoreError("the accounts' database cannot be written") from error

    def find_account(self, name: str) -> Account | None:
        """Return the account of this name, None where there is none; raise StoreError."""
        query = "SELECT name, full_name, email, password_hash FROM account WHERE name = ?"
        try:
            row = self._database.execute(query, (name,)).fetchone()
        except (sqlite3.Error, UnicodeError) as error:
            raise StoreError("the accounts' database cannot be read") from error
        return None if row is None else Account(*row)

    def _prepare(self) -> None:
        self._database.execute("PRAGMA journal_mode = WAL")
        with self._database:
            self._database.execute("BEGIN IMMEDIATE")
            (version,) = self._database.execute("PRAGMA user_version").fetchone()
            if version == 0:
                self._database.execute(_SCHEMA)
                self._database.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
            elif version != SCHEMA_VERSION:
                raise StoreError("the accounts' database was made by another version of the program")
