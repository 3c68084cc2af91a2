"""Agents' accounts, their sessions, and the failed logins of any name, in SQLite."""

import hashlib
from pathlib import Path
from typing import Final

from server.accounts import Account
from server.database import StoreError, open_database, reading, writing
from server.limits import LOGIN_FAILURES_KEPT, LOGIN_NAMES_KEPT, SESSION_OWNERS_KEPT
from server.lockout import Failures
from server.sessions import Owner

_COLUMNS: Final = "name, full_name, email, password_hash, totp_secret, revoked, generation"


class Store:
    """The accounts of one server. Used from the thread that opened it."""

    def __init__(self, path: Path) -> None:
        """Open the database, making it where it is missing; raise StoreError."""
        self._database = open_database(path)

    def close(self) -> None:
        """Close the database."""
        self._database.close()

    def add_account(self, account: Account) -> None:
        """Add an account; raise StoreError, also where the name is taken."""
        values = (account.name, account.full_name, account.email, account.password_hash, account.totp_secret)
        statement = (
            "INSERT INTO account (name, full_name, email, password_hash, totp_secret) "
            "VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING"
        )
        with writing(self._database):
            added = self._database.execute(statement, values).rowcount
        if not added:
            raise StoreError(f"there is an agent named {account.name} already")

    def find_account(self, name: str) -> Account | None:
        """Return the account of this name, None where there is none; raise StoreError."""
        with reading():
            row = self._database.execute(
                f"SELECT {_COLUMNS} FROM account WHERE name = ?",  # noqa: S608 -- a constant of this file
                (name,),
            ).fetchone()
        return None if row is None else _account(row)

    def accounts(self) -> list[Account]:
        """Return all accounts by name; raise StoreError."""
        with reading():
            rows = self._database.execute(
                f"SELECT {_COLUMNS} FROM account ORDER BY name"  # noqa: S608 -- a constant of this file
            ).fetchall()
        return [_account(row) for row in rows]

    def revoke(self, name: str) -> None:
        """Take an account away, and with its generation all that was given to it; raise StoreError."""
        statement = "UPDATE account SET revoked = 1, generation = generation + 1 WHERE name = ?"
        with writing(self._database):
            found = self._database.execute(statement, (name,)).rowcount
        _must_exist(found, name)

    def reset(self, name: str, password_hash: str, totp_secret: bytes | None) -> None:
        """Give an account, revoked or locked as it may be, a new beginning; raise StoreError.

        Without a new secret, the second factor stays as it was. What was given to the account before
        ends: whoever knew the old password must not go on with it.
        """
        statement = (
            "UPDATE account SET password_hash = ?, totp_secret = coalesce(?, totp_secret), "
            "totp_step = CASE WHEN ? THEN -1 ELSE totp_step END, "
            "revoked = 0, generation = generation + 1 WHERE name = ?"
        )
        with writing(self._database):
            values = (password_hash, totp_secret, totp_secret is not None, name)
            found = self._database.execute(statement, values).rowcount
            self._database.execute("DELETE FROM failure WHERE digest = ?", (_digest(name),))
        _must_exist(found, name)

    def take_step(self, name: str, step: int) -> bool:
        """Use up a time step of the second factor; tell whether it and no later one was used. Raise StoreError."""
        statement = "UPDATE account SET totp_step = ? WHERE name = ? AND totp_step < ?"
        with writing(self._database):
            return self._database.execute(statement, (step, name, step)).rowcount == 1

    def data_version(self) -> int:
        """Return a number that changes when another process has written; raise StoreError."""
        with reading():
            version: int = self._database.execute("PRAGMA data_version").fetchone()[0]
        return version

    def generations(self) -> dict[str, int]:
        """Return how often each account was revoked or reset; raise StoreError."""
        with reading():
            return dict(self._database.execute("SELECT name, generation FROM account").fetchall())

    def own_session(self, session: bytes, agent: str, now: float) -> None:
        """Write down that a session is this agent's as the account is now; raise StoreError.

        `now` is in seconds since 1970. Only a hash of the session's id is kept: who knows an id could
        take a place in the session after a restart.
        """
        statement = "INSERT OR REPLACE INTO session_owner SELECT ?, name, generation, ? FROM account WHERE name = ?"
        with writing(self._database):
            self._database.execute(statement, (_digest(session), now, agent))
            self._database.execute("DELETE FROM session_owner WHERE since < ?", (now - SESSION_OWNERS_KEPT,))

    def owner_of(self, session: bytes) -> Owner | None:
        """Return whose a session is, None where nothing was written down; raise StoreError."""
        statement = (
            "SELECT agent, account.revoked OR account.generation != session_owner.generation "
            "FROM session_owner JOIN account ON account.name = agent WHERE digest = ?"
        )
        with reading():
            row = self._database.execute(statement, (_digest(session),)).fetchone()
        return None if row is None else Owner(row[0], bool(row[1]))

    def disown_session(self, session: bytes) -> None:
        """Forget whose a session is; raise StoreError."""
        with writing(self._database):
            self._database.execute("DELETE FROM session_owner WHERE digest = ?", (_digest(session),))

    def failures(self, name: str) -> Failures:
        """Return the failed logins of a name, whether it has an account or not; raise StoreError."""
        with reading():
            row = self._database.execute(
                "SELECT count, last FROM failure WHERE digest = ?", (_digest(name),)
            ).fetchone()
        return Failures(0, 0.0) if row is None else Failures(*row)

    def note_failures(self, name: str, failures: Failures, *, known: bool) -> None:
        """Write down the failed logins of a name; raise StoreError.

        Only a hash of the name is kept: some people type their password there. Names without an
        account never push out those that have one.
        """
        with writing(self._database):
            self._database.execute(
                "INSERT OR REPLACE INTO failure VALUES (?, ?, ?, ?)", (_digest(name), known, *failures)
            )
            self._database.execute("DELETE FROM failure WHERE last < ?", (failures.last - LOGIN_FAILURES_KEPT,))
            (strange,) = self._database.execute("SELECT count(*) FROM failure WHERE NOT known").fetchone()
            if strange > LOGIN_NAMES_KEPT:
                self._database.execute(
                    "DELETE FROM failure WHERE digest IN "
                    "(SELECT digest FROM failure WHERE NOT known ORDER BY last LIMIT ?)",
                    (strange - LOGIN_NAMES_KEPT,),
                )

    def withdraw_failure(self, name: str) -> None:
        """Take one failed login of a name back; raise StoreError."""
        with writing(self._database):
            self._database.execute("UPDATE failure SET count = max(count - 1, 0) WHERE digest = ?", (_digest(name),))

    def forget_failures(self, name: str) -> None:
        """Forget the failed logins of a name; raise StoreError."""
        with writing(self._database):
            self._database.execute("DELETE FROM failure WHERE digest = ?", (_digest(name),))


def _account(row: tuple[str, str, str, str, bytes | None, int, int]) -> Account:
    name, full_name, email, password_hash, totp_secret, revoked, generation = row
    return Account(name, full_name, email, password_hash, totp_secret, bool(revoked), generation)


def _must_exist(found: int, name: str) -> None:
    if not found:
        raise StoreError(f"there is no agent named {name}")


def _digest(name: str | bytes) -> bytes:
    return hashlib.sha256(name if isinstance(name, bytes) else name.encode(errors="replace")).digest()
