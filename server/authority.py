"""What a login gives an agent: a short-lived certificate, and a token for the relay."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from server.accounts import Account
from server.certificates import KeyPair, authority_key_identifier, key_usage
from wire import limits
from wire.roles import AGENT_ROLE

TOKEN_BYTES: Final = 32


class SigningRequestError(Exception):
    """The signing request is not PKCS #10 with an ECDSA P-256 key that its sender holds."""


class Authority:
    """Issues agents' certificates with the organisation's CA."""

    def __init__(self, ca: KeyPair, organisation: str) -> None:
        self._ca = ca
        self._organisation = organisation

    def issue(self, signing_request: str, account: Account, now: datetime) -> x509.Certificate:
        """Certify the request's key for this account; raise SigningRequestError.

        Nothing but the key comes from the request: the names are the account's.
        """
        subject = x509.Name(
            [
                x509.NameAttribute(NameOID.COMMON_NAME, account.full_name),
                x509.NameAttribute(NameOID.ORGANIZATION_NAME, self._organisation),
                x509.NameAttribute(NameOID.EMAIL_ADDRESS, account.email),
            ]
        )
        builder = (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(self._ca.certificate.subject)
            .public_key(_requested_key(signing_request))
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - timedelta(seconds=limits.CERTIFICATE_CLOCK_SKEW))
            .not_valid_after(now + timedelta(seconds=limits.CERTIFICATE_LIFETIME))
            .add_extension(x509.SubjectAlternativeName([x509.RFC822Name(account.email)]), critical=False)
            .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
            .add_extension(key_usage(), critical=True)
            .add_extension(x509.ExtendedKeyUsage([x509.ObjectIdentifier(AGENT_ROLE)]), critical=True)
            .add_extension(authority_key_identifier(self._ca.certificate), critical=False)
        )
        return builder.sign(self._ca.key, hashes.SHA256())


def _requested_key(signing_request: str) -> ec.EllipticCurvePublicKey:
    try:
        request = x509.load_pem_x509_csr(signing_request.encode())
        key = request.public_key()
        holds_key = request.is_signature_valid
    except (ValueError, TypeError, UnsupportedAlgorithm, InvalidSignature, x509.InvalidVersion) as error:
        raise SigningRequestError("malformed signing request") from error
    if not isinstance(key, ec.EllipticCurvePublicKey) or not isinstance(key.curve, ec.SECP256R1):
        raise SigningRequestError("the key is not ECDSA P-256")
    if not holds_key:
        raise SigningRequestError("the signing request's signature is wrong")
    return key


@dataclass(frozen=True, slots=True)
class _Grant:
    name: str
    expires: datetime


class Tokens:
    """The tokens that open the relay to agents, in memory and only as their hashes."""

    def __init__(self) -> None:
        self._grants: dict[bytes, _Grant] = {}

    def issue(self, name: str, now: datetime, expires: datetime) -> str:
        """Return a fresh token for this account."""
        for digest in [digest for digest, grant in self._grants.items() if grant.expires <= now]:
            del self._grants[digest]
        token = secrets.token_urlsafe(TOKEN_BYTES)
        self._grants[_digest(token)] = _Grant(name, expires)
        return token

    def holder(self, token: str, now: datetime) -> str | None:
        """Return the name of the account that holds this token, None where it is unknown or expired."""
        grant = self._grants.get(_digest(token))
        if grant is None or grant.expires <= now:
            return None
        return grant.name

    def holder_now(self, token: str) -> str | None:
        """Return as `holder` does, for this moment."""
        return self.holder(token, datetime.now(UTC))

    def revoke(self, name: str) -> None:
        """Forget every token of this account."""
        self._grants = {digest: grant for digest, grant in self._grants.items() if grant.name != name}


def _digest(token: str) -> bytes:
    return hashlib.sha256(token.encode(errors="replace")).digest()
