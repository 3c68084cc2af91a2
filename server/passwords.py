"""Agents' passwords: their rules and their argon2id hashes (RFC 9106)."""

import secrets
import unicodedata
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

SHORTEST: Final = 10
LONGEST: Final = 1024
"""As wire.rendezvous.LoginRequest."""


class PasswordError(Exception):
    """The password breaks a rule; the message is one sentence that does not show it."""


class Passwords:
    """Makes and checks hashes with the library's default costs."""

    def __init__(self) -> None:
        self._hasher = PasswordHasher()
        self._nobody = self._hasher.hash(secrets.token_urlsafe())

    def hash(self, password: str) -> str:
        """Return the password's hash; raise PasswordError."""
        if not SHORTEST <= len(password) <= LONGEST:
            raise PasswordError(f"the password must have {SHORTEST} to {LONGEST} characters")
        try:
            return self._hasher.hash(_normal(password))
        except UnicodeError as error:
            raise PasswordError("the password is not text") from error

    def verify(self, password_hash: str | None, password: str) -> bool:
        """Tell whether the password fits; as slow for an unknown account (None) as for a known one."""
        try:
            fits = self._hasher.verify(password_hash or self._nobody, _normal(password))
        except (VerificationError, InvalidHashError, UnicodeError):
            return False
        return fits and password_hash is not None


def _normal(password: str) -> str:
    # The same letters come composed from one keyboard and decomposed from another (RFC 8265, 4.2).
    return unicodedata.normalize("NFC", password)
