"""The agent's desk: login for a certificate of the day, and sessions opened with it."""

import threading
import weakref
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from client.pipeline.agent import AgentSession
from client.pipeline.network import NetworkThread
from client.pipeline.shared_desk import Desk
from client.seal.identity import (
    AgentCredentials,
    IdentityError,
    load_certificate,
    load_root,
    make_signing_request,
    organisation_id,
    verify_agent,
)
from client.session.states import AgentEvent
from client.session.status import AgentPerson
from client.transport.http import fetch_brand, log_in
from client.transport.link import LinkError
from client.transport.tls import client_tls
from wire import limits
from wire.brand import Brand
from wire.code import Code
from wire.endings import Refusal
from wire.rendezvous import LoginRequest


class AgentDesk:
    """One agent at one server; lives on the network's thread.

    `brand` is the pinned organisation, or None: then the server that the agent logs in to is asked.
    """

    def __init__(self, network: NetworkThread, server: str, brand: Brand | None, audit: Path) -> None:
        """`audit` is the folder of the audit logs."""
        self._network = network
        self._server = server
        self._brand = brand
        self._audit = audit
        self._desk: Desk | None = None
        self._sessions: weakref.WeakSet[AgentSession] = weakref.WeakSet()
        self.on_logged_in: Callable[[AgentPerson], object] = lambda _person: None
        self.on_login_failed: Callable[[Refusal], object] = lambda _refusal: None

    def login(self, name: str, password: str, second_factor: str | None = None) -> None:
        """Ask for a certificate; one of the two callbacks tells how it went."""
        # A thread of its own, which the program's end does not wait for: a server may answer very slowly.
        threading.Thread(target=self._login, args=(name, password, second_factor), name="login", daemon=True).start()

    def prepare_session(self, customer: Code | None = None) -> AgentSession:
        """Return a new session, not yet opened; from any thread, after the login.

        `customer` is the id and password that a customer's app shows; None makes a code.
        """
        if self._desk is None:
            raise RuntimeError("nobody is logged in")
        session = AgentSession(self._network, self._desk, customer)
        self._sessions.add(session)
        return session

    def end_all(self) -> None:
        """End every session that still runs."""
        for session in list(self._sessions):
            session.handle(AgentEvent.END)

    def _login(self, name: str, password: str, second_factor: str | None) -> None:
        try:
            desk, person = self._certify(name, password, second_factor)
        except (LinkError, IdentityError) as error:
            self._network.call(self._failed, error.refusal)
        except Exception:
            # A fault of this program must not leave a window that waits for ever.
            self._network.call(self._failed, Refusal.SERVER_UNREACHABLE)
            raise
        else:
            self._network.call(self._succeeded, desk, person)

    def _succeeded(self, desk: Desk, person: AgentPerson) -> None:
        self._desk = desk
        self.on_logged_in(person)

    def _failed(self, refusal: Refusal) -> None:
        self.on_login_failed(refusal)

    def _certify(self, name: str, password: str, second_factor: str | None) -> tuple[Desk, AgentPerson]:
        """Fetch what is missing and log in; blocking. Raises LinkError and IdentityError."""
        tls = client_tls(self._brand.server_root if self._brand else None)
        brand = self._brand or fetch_brand(self._server, tls)
        root = load_root(brand.agent_root)
        key, signing_request = make_signing_request()
        request = LoginRequest(limits.PROTOCOL_VERSION, name, password, signing_request, second_factor)
        answer = log_in(self._server, tls, request)
        certificate = load_certificate(answer.certificate)
        # What a customer's app would refuse is better said at once than at the first session.
        identity, certified_key = verify_agent(_der(certificate), root, datetime.now(UTC))
        if certified_key.public_numbers() != key.public_key().public_numbers():
            raise IdentityError(Refusal.AGENT_NOT_CERTIFIED, "certificate for another key")
        person = AgentPerson(identity.full_name, identity.email, identity.organisation)
        credentials = AgentCredentials(certificate, key)
        desk = Desk(self._server, tls, organisation_id(root), person, credentials, answer.token, self._audit)
        return desk, person


def _der(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(Encoding.DER)
