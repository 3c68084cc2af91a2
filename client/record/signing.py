"""The agent's signature under a log: what it covers, how it is made, and whether it fits."""

import hashlib
from collections.abc import Callable
from typing import Final

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256

from client.record.entries import AuditError, Side

ROOT: Final = 32
"""Bytes in a log's root."""
_CONTEXT: Final = b"pomoc audit root v1\0"


def signed_content(side: Side, fingerprint: str, root: bytes, certificate_der: bytes) -> bytes:
    """Return what the agent signs.

    It names the side and the session: otherwise a customer could send the root of an invented log of
    the agent's, or of another session, and have it signed. It covers the certificate, which no line's
    hash but its own protects.
    """
    certificate = hashlib.sha256(certificate_der).digest()
    return b"\0".join((_CONTEXT + side.value.encode(), fingerprint.encode(), root + certificate))


def sign_root(
    side: Side, fingerprint: str, root: bytes, certificate_der: bytes, sign: Callable[[bytes], bytes]
) -> bytes:
    """Return the signature of a log's root, at the agent's; raise AuditError where the root is none.

    `side` and `fingerprint` are what this app knows of the log, not what the other side says of it.
    `sign` is ECDSA P-256 with SHA-256 by the key of the certificate, and returns DER.
    """
    if len(root) != ROOT:
        raise AuditError("not a root")
    return sign(signed_content(side, fingerprint, root, certificate_der))


def signature_fits(side: Side, fingerprint: str, root: bytes, certificate_der: bytes, signature: bytes) -> bool:
    """Tell whether the certificate's key signed this; whose certificate it is, is not judged here."""
    try:
        key = x509.load_der_x509_certificate(certificate_der).public_key()
        if not isinstance(key, ec.EllipticCurvePublicKey) or not isinstance(key.curve, ec.SECP256R1):
            return False
        key.verify(signature, signed_content(side, fingerprint, root, certificate_der), ec.ECDSA(SHA256()))
    except (ValueError, TypeError, UnsupportedAlgorithm, x509.InvalidVersion, InvalidSignature):
        return False
    return True
