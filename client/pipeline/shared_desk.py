"""What all sessions of a logged-in agent share."""

import ssl
from dataclasses import dataclass, field
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding

from client.record.audit import AuditLog
from client.record.entries import Side
from client.record.signing import sign_root
from client.seal.identity import AgentCredentials
from client.session.status import AgentPerson


@dataclass(frozen=True)
class Desk:
    """The server, the person, and what they prove who they are with."""

    server: str
    tls: ssl.SSLContext
    organisation: bytes
    """The organisation's id, from its root."""
    person: AgentPerson
    credentials: AgentCredentials
    token: str = field(repr=False)
    audit: Path
    """The folder of the audit logs."""

    def sign_log(self, log: AuditLog) -> None:
        """Sign a closed log of this side in the agent's name; raise AuditError."""
        log.sign(self._certificate(), self._sign)

    def sign_customers_log(self, fingerprint: str, root: bytes) -> bytes:
        """Return the signature of the log that the customer kept of the session with this fingerprint."""
        return sign_root(Side.CUSTOMER, fingerprint, root, self._certificate(), self._sign)

    def _certificate(self) -> bytes:
        return self.credentials.certificate.public_bytes(Encoding.DER)

    def _sign(self, content: bytes) -> bytes:
        return self.credentials.key.sign(content, ec.ECDSA(SHA256()))
