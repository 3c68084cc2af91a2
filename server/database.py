"""The server's SQLite file: opening it, its schema, and its one kind of error.

The administrator's commands write while `serve` reads, so the journal is WAL.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

_STEPS: Final = (
    (
        """
        CREATE TABLE account (
            name TEXT PRIMARY KEY,
            full_name TEXT NOT NULL,
            email TEXT NOT NULL,
            password_hash TEXT NOT NULL
        ) STRICT
        """,
    ),
    (
        "ALTER TABLE account ADD COLUMN totp_secret BLOB",
        "ALTER TABLE account ADD COLUMN totp_step INTEGER NOT NULL DEFAULT -1",
        "ALTER TABLE account ADD COLUMN revoked INTEGER NOT NULL DEFAULT 0",
        "ALTER TABLE account ADD COLUMN generation INTEGER NOT NULL DEFAULT 0",
        """
        CREATE TABLE failure (
            digest BLOB PRIMARY KEY,
            known INTEGER NOT NULL,
            count INTEGER NOT NULL,
            last REAL NOT NULL
        ) STRICT
        """,
    ),
    (
        """
        CREATE TABLE session_owner (
            digest BLOB PRIMARY KEY,
            agent TEXT NOT NULL,
            generation INTEGER NOT NULL,
            since REAL NOT NULL
        ) STRICT
        """,
    ),
)
"""What makes each schema version out of the one before it."""
SCHEMA_VERSION: Final = len(_STEPS)


class StoreError(Exception):
    """The database is damaged, of another version, or refuses; the message is one sentence."""


def open_database(path: Path) -> sqlite3.Connection:
    """Open the database, making or renewing it where it is missing or older; raise StoreError."""
    try:
        database = sqlite3.connect(path)
    except sqlite3.Error as error:
        raise StoreError("the accounts' database cannot be opened") from error
    try:
        _prepare(database)
    except sqlite3.Error as error:
        database.close()
        if _is_busy(error):
            raise StoreError("the accounts' database is in use by another program; try again") from error
        raise StoreError("the accounts' database is damaged") from error
    except StoreError:
        database.close()
        raise
    return database


@contextmanager
def reading() -> Iterator[None]:
    """Turn the database's errors while reading into StoreError."""
    try:
        yield
    except (sqlite3.Error, UnicodeError) as error:
        raise StoreError("the accounts' database cannot be read") from error


@contextmanager
def writing(database: sqlite3.Connection) -> Iterator[None]:
    """Make one transaction of what is done; turn the database's errors into StoreError."""
    try:
        with database:
            yield
    except (sqlite3.Error, UnicodeError) as error:
        raise StoreError("the accounts' database cannot be written") from error


def _is_busy(error: sqlite3.Error) -> bool:
    # The last byte is the primary code (sqlite.org/rescode.html); errors of the module itself have none.
    code: int = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_OK)
    return code & 0xFF == sqlite3.SQLITE_BUSY


def _prepare(database: sqlite3.Connection) -> None:
    database.execute("PRAGMA journal_mode = WAL")
    with database:
        database.execute("BEGIN IMMEDIATE")
        (version,) = database.execute("PRAGMA user_version").fetchone()
        if version > SCHEMA_VERSION:
            raise StoreError("the accounts' database was made by another version of the program")
        for step in _STEPS[version:]:
            for statement in step:
                database.execute(statement)
        database.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
