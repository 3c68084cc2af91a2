"""Who the agent is: short-lived certificates of the organisation's own authority."""

import hashlib
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from cryptography.x509.oid import NameOID

from wire import limits
from wire.endings import Refusal
from wire.roles import AGENT_ROLE
from wire.text import clean_text

_SKEW: Final = timedelta(seconds=limits.CERTIFICATE_CLOCK_SKEW)
_LIFETIME: Final = timedelta(seconds=limits.CERTIFICATE_LIFETIME)
# Critical extensions that are understood; any other one means refusal (RFC 5280, section 4.2).
_UNDERSTOOD: Final = frozenset(
    each.oid for each in (x509.BasicConstraints, x509.KeyUsage, x509.ExtendedKeyUsage, x509.SubjectAlternativeName)
)
# All that the X.509 parser raises, much of it only when a field is first looked at.
_PARSER_ERRORS: Final = (
    ValueError,
    TypeError,
    UnsupportedAlgorithm,
    x509.InvalidVersion,
    x509.ExtensionNotFound,
    x509.DuplicateExtension,
    x509.UnsupportedGeneralNameType,
)


class IdentityError(Exception):
    """A certificate does not show an agent of the organisation; `refusal` says why."""

    def __init__(self, refusal: Refusal, detail: str) -> None:
        super().__init__(detail)
        self.refusal = refusal


@dataclass(frozen=True)
class AgentIdentity:
    """What a certificate says about an agent, cleaned for showing."""

    full_name: str
    email: str
    organisation: str
    not_after: datetime
    certificate: bytes = field(repr=False)
    """DER, as it was shown."""


@dataclass(frozen=True)
class AgentCredentials:
    """An agent's certificate and the P-256 key that only this agent's app holds."""

    certificate: x509.Certificate
    key: ec.EllipticCurvePrivateKey = field(repr=False)


def make_signing_request() -> tuple[ec.EllipticCurvePrivateKey, str]:
    """Return a new P-256 key and its PKCS #10 request in PEM; the authority fills the names in."""
    key = ec.generate_private_key(ec.SECP256R1())
    request = x509.CertificateSigningRequestBuilder().subject_name(x509.Name([])).sign(key, SHA256())
    return key, request.public_bytes(Encoding.PEM).decode("ascii")


def organisation_id(root: x509.Certificate) -> bytes:
    """Return SHA-256 (32 bytes) of the root's SubjectPublicKeyInfo in DER."""
    key = root.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return hashlib.sha256(key).digest()


def load_root(pem: str) -> x509.Certificate:
    """Read the organisation's CA certificate; raise IdentityError."""
    try:
        root = x509.load_pem_x509_certificate(pem.encode())
        _require_authority(root)
    except _PARSER_ERRORS as error:
        raise _not_certified("the root is not a CA certificate") from error
    return root


def load_certificate(pem: str) -> x509.Certificate:
    """Read any certificate; raise IdentityError."""
    try:
        return x509.load_pem_x509_certificate(pem.encode())
    except _PARSER_ERRORS as error:
        raise _not_certified("malformed certificate") from error


def verify_agent(
    certificate_der: bytes, root: x509.Certificate, now: datetime
) -> tuple[AgentIdentity, ec.EllipticCurvePublicKey]:
    """Return who the certificate names, and the certified key; raise IdentityError.

    `now` is aware of its time zone. The root's key must have signed the certificate directly; it
    must be an agent's, and nothing else's, and live no longer than limits.CERTIFICATE_LIFETIME.
    The caller has yet to see a signature by the returned key.
    """
    try:
        certificate = x509.load_der_x509_certificate(certificate_der)
        _require_authority(root)
        certificate.verify_directly_issued_by(root)
        key = certificate.public_key()
        if not isinstance(key, ec.EllipticCurvePublicKey) or not isinstance(key.curve, ec.SECP256R1):
            raise _not_certified("the key is not of P-256")
        _require_agent_role(certificate.extensions)
        identity = AgentIdentity(
            full_name=_name(certificate, NameOID.COMMON_NAME),
            email=_name(certificate, NameOID.EMAIL_ADDRESS),
            organisation=_name(certificate, NameOID.ORGANIZATION_NAME),
            not_after=certificate.not_valid_after_utc,
            certificate=certificate_der,
        )
        begin, end = certificate.not_valid_before_utc, certificate.not_valid_after_utc
    except _PARSER_ERRORS as error:
        raise _not_certified("malformed certificate") from error
    except InvalidSignature as error:
        raise _not_certified("not issued by the organisation") from error
    if end - begin > _LIFETIME + 2 * _SKEW:
        raise _not_certified("lives too long")
    # Added to the certificate's side, the skew could overflow at the calendar's ends.
    if now - begin < -_SKEW or now - end > _SKEW:
        raise IdentityError(Refusal.CERTIFICATE_OUT_OF_DATE, "expired or not yet valid")
    return identity, key


def _require_authority(root: x509.Certificate) -> None:
    extensions = root.extensions
    if not extensions.get_extension_for_class(x509.BasicConstraints).value.ca:
        raise _not_certified("the root is not a CA")
    if not extensions.get_extension_for_class(x509.KeyUsage).value.key_cert_sign:
        raise _not_certified("the root may not sign certificates")


def _require_agent_role(extensions: x509.Extensions) -> None:
    if any(each.critical and each.oid not in _UNDERSTOOD for each in extensions):
        raise _not_certified("unknown critical extension")
    if extensions.get_extension_for_class(x509.BasicConstraints).value.ca:
        raise _not_certified("a CA is not an agent")
    if not extensions.get_extension_for_class(x509.KeyUsage).value.digital_signature:
        raise _not_certified("the key may not sign")
    roles = extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
    if [each.dotted_string for each in roles] != [AGENT_ROLE]:
        raise _not_certified("wrong role")


def _name(certificate: x509.Certificate, kind: x509.ObjectIdentifier) -> str:
    values = certificate.subject.get_attributes_for_oid(kind)
    if len(values) != 1 or not isinstance(values[0].value, str):
        raise _not_certified("names are missing or not single")
    name = clean_text(values[0].value, most=limits.NAME_CHARACTERS, lines=False).strip()
    if not name:
        raise _not_certified("empty name")
    return name


def _not_certified(detail: str) -> IdentityError:
    return IdentityError(Refusal.AGENT_NOT_CERTIFIED, detail)
