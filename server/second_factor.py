"""One-time codes of an authenticator app: TOTP, RFC 6238, with SHA-1, 30 s and six digits, as all apps know it."""

import os
from typing import Final

from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor import InvalidToken
from cryptography.hazmat.primitives.twofactor.totp import TOTP

SECRET_BYTES: Final = 20
"""The length of an HMAC-SHA-1 key that RFC 4226, section 4, recommends."""
STEP: Final = 30
DIGITS: Final = 6
_TOLERATED: Final = 1
"""Steps by which the agent's clock may be off, either way (RFC 6238, section 5.2)."""


def new_secret() -> bytes:
    """Return a fresh secret."""
    return os.urandom(SECRET_BYTES)


def enrolment_uri(secret: bytes, name: str, organisation: str) -> str:
    """Return the otpauth address that an authenticator app reads from a QR code."""
    return _totp(secret).get_provisioning_uri(name, organisation)


def step_of(secret: bytes, code: str, now: float) -> int | None:
    """Return the time step that a code belongs to, None where it is of no step near this time.

    A code must not be taken twice (RFC 6238, section 5.2): accept only steps after the last one taken.
    """
    digits = code.replace(" ", "")
    if len(digits) != DIGITS or not digits.isascii() or not digits.isdigit():
        return None
    totp = _totp(secret)
    current = int(now) // STEP
    for step in range(max(current - _TOLERATED, 0), current + _TOLERATED + 1):
        try:
            totp.verify(digits.encode(), step * STEP)
        except InvalidToken:
            continue
        return step
    return None


def _totp(secret: bytes) -> TOTP:
    return TOTP(secret, DIGITS, SHA1(), STEP)  # noqa: S303 -- as HMAC, and the only hash that every app knows
