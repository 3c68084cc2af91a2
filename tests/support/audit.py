"""Audit logs of sessions that never were, written by the program itself."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import TypedDict

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding

from client.record.audit import AuditLog
from client.record.entries import Side
from client.record.events import AuditEvent, Consent
from client.seal.identity import AgentCredentials
from tests.support.authority import NOW
from wire.endings import Ending


class Names(TypedDict):
    """Who the agent is, as AuditLog takes it."""

    organisation: str
    agent: str
    email: str


AGENT: Names = {"organisation": "Banka Zgled", "agent": "Žiga Šuštar", "email": "ziga@banka.example"}
"""As tests.support.authority certifies."""
FINGERPRINT = "042137"


class Clock:
    """A computer's two clocks; `set_back` moves the one that people set."""

    def __init__(self) -> None:
        self.seconds = 0.0
        self.shift = timedelta()

    def now(self) -> datetime:
        return NOW + timedelta(seconds=self.seconds) + self.shift

    def monotonic(self) -> float:
        return 1000.0 + self.seconds

    def set_back(self, seconds: float) -> None:
        self.shift -= timedelta(seconds=seconds)


def open_log(folder: Path, side: Side = Side.CUSTOMER, clock: Clock | None = None) -> AuditLog:
    """Begin a log."""
    clock = clock or Clock()
    return AuditLog(folder, side, FINGERPRINT, **AGENT, clock=clock.now, monotonic=clock.monotonic)


def certificate_of(credentials: AgentCredentials) -> bytes:
    """Return the certificate in DER."""
    return credentials.certificate.public_bytes(Encoding.DER)


def signer(credentials: AgentCredentials) -> Callable[[bytes], bytes]:
    """Return what signs with the agent's key."""
    return lambda content: credentials.key.sign(content, ec.ECDSA(SHA256()))


def write_session(folder: Path, credentials: AgentCredentials, seconds: int = 20, side: Side = Side.CUSTOMER) -> Path:
    """Write the whole signed log of a session with view, control and so many seconds of input."""
    clock = Clock()
    log = open_log(folder, side, clock)
    for what in Consent:
        log.record(AuditEvent.CONSENT_ASKED, what=what)
        clock.seconds += 2.5
        log.record(AuditEvent.CONSENT_GIVEN, what=what)
    log.record(AuditEvent.CAPTURE_STARTED, width=1920, height=1080)
    log.record(AuditEvent.CONTROL_GRANTED)
    for second in range(seconds):
        clock.seconds += 1
        log.record(AuditEvent.INPUT_SUMMARY, pointer=40 + second, buttons=2, wheel=0, keys=second)
    log.record(AuditEvent.CONSENT_WITHDRAWN, what=Consent.VIEW, reason="sharing_stopped")
    log.record(AuditEvent.CAPTURE_STOPPED, reason="sharing_stopped")
    log.close(Ending.CUSTOMER_LEFT)
    log.sign(certificate_of(credentials), signer(credentials))
    return log.path
