"""An agent's account, and what its name, full name and e-mail address may look like."""

import re
from dataclasses import dataclass, field
from typing import Final

from cryptography import x509

from server.certificates import NAME_BYTES
from wire import limits
from wire.text import clean_text

_NAME: Final = re.compile(r"[a-z0-9._-]{1,64}")
_EMAIL: Final = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9.-]{1,190}")


class AccountError(Exception):
    """An account cannot look like this; the message is one sentence for the administrator."""


@dataclass(frozen=True, slots=True)
class Account:
    """One agent; no secret shows in its repr."""

    name: str
    full_name: str
    email: str
    password_hash: str = field(repr=False)
    totp_secret: bytes | None = field(repr=False, default=None)
    """Of the second factor; None where there is none."""
    revoked: bool = False
    generation: int = 0
    """Grows whenever all that was given to the account before has to end."""


def check_name(name: str) -> str:
    """Return a login name that is fit for use; raise AccountError."""
    if not _NAME.fullmatch(name):
        raise AccountError("the login name must be 1 to 64 of: small letters a-z, digits, dot, underscore, hyphen")
    return name


def clean_title(text: str, what: str) -> str:
    """Return a person's or an organisation's name fit for a certificate; raise AccountError."""
    cleaned = " ".join(clean_text(text, most=limits.NAME_CHARACTERS, lines=False).split())
    if not cleaned or len(cleaned.encode()) > NAME_BYTES:
        raise AccountError(f"the {what} must have 1 to {NAME_BYTES} bytes in UTF-8")
    return cleaned


def check_email(email: str) -> str:
    """Return an e-mail address fit for a certificate (ASCII, RFC 5280, 4.2.1.6); raise AccountError."""
    email = email.strip()
    try:
        x509.RFC822Name(email)
    except ValueError:
        fits = False
    else:
        fits = _EMAIL.fullmatch(email) is not None
    if not fits:
        raise AccountError("the e-mail address must look like name@example.org, without spaces or national letters")
    return email
