"""A customer and an agent without windows, on a real server: what they saw, and waiting for it."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Generic, TypeVar

from client.pipeline.agent import AgentSession
from client.pipeline.customer import CustomerSession
from client.pipeline.desk import AgentDesk
from client.pipeline.network import NetworkThread
from client.pipeline.picture import Picture, RemoteCursor
from client.screen.geometry import Rect
from client.seal.identity import load_root
from client.session.states import AgentEvent, AgentState, CustomerEvent, CustomerState, Note
from client.session.status import AgentPerson, AgentStatus, ChatLine, CustomerStatus, LineKind
from client.transport.tls import client_tls
from tests.support.live_server import LiveServer
from wire.brand import Brand, decode_brand
from wire.code import Code
from wire.endings import Refusal

PATIENCE = 20.0
PASSWORD = "correct horse battery"

Status = TypeVar("Status", CustomerStatus, AgentStatus)


class Witness(Generic[Status]):
    """Collects statuses and lines from the network's thread, and lets a test wait for them."""

    def __init__(self, first: Status) -> None:
        self._changed = threading.Condition()
        self.status: Status = first
        self.lines: list[ChatLine] = []

    def saw_status(self, status: Status) -> None:
        with self._changed:
            self.status = status
            self._changed.notify_all()

    def saw_line(self, line: ChatLine) -> None:
        with self._changed:
            self.lines.append(line)
            self._changed.notify_all()

    def saw(self, act: Callable[[], object]) -> None:
        with self._changed:
            act()
            self._changed.notify_all()

    def until(self, condition: Callable[[], object], what: str) -> None:
        with self._changed:
            if not self._changed.wait_for(condition, PATIENCE):
                raise AssertionError(f"never came: {what}; last status {self.status}, lines {self.lines}")

    def until_note(self, note: Note) -> None:
        self.until(lambda: any(line.note is note for line in self.lines), note)

    def until_text(self, text: str) -> None:
        self.until(lambda: any(line.kind is LineKind.PEER and line.text == text for line in self.lines), text)


class Customer(Witness[CustomerStatus]):
    """The customer's side."""

    def __init__(self, network: NetworkThread, url: str, brand: Brand, audit: Path) -> None:
        super().__init__(CustomerStatus())
        self.network = network
        self.offers: list[Code] = []
        self.session = CustomerSession(
            network, url, client_tls(brand.server_root), load_root(brand.agent_root), "sl", audit
        )
        self.session.on_status = self.saw_status
        self.session.on_line = self.saw_line
        self.session.on_offer = lambda offer: self.saw(lambda: self.offers.append(offer))

    def do(self, event: CustomerEvent) -> None:
        self.network.call(self.session.handle, event)

    def enter(self, code: Code) -> None:
        self.network.call(self.session.submit_code, code)

    def say(self, text: str) -> None:
        self.network.call(self.session.send_chat, text)

    def until_state(self, state: CustomerState) -> None:
        self.until(lambda: self.status.state is state, state)

    def until_refused(self, refusal: Refusal) -> None:
        self.until(lambda: self.status.state is CustomerState.CODE and self.status.refusal is refusal, refusal)


class Agent(Witness[AgentStatus]):
    """One session of the agent; paints every frame at once."""

    def __init__(self, network: NetworkThread, session: AgentSession) -> None:
        super().__init__(AgentStatus())
        self.network = network
        self.session = session
        self.codes: list[Code] = []
        self.pictures: list[Picture] = []
        self.frames: list[tuple[int, int]] = []
        self.cursors: list[RemoteCursor] = []
        self.paints = True
        session.on_status = self.saw_status
        session.on_line = self.saw_line
        session.on_code = lambda code: self.saw(lambda: self.codes.append(code))
        session.on_picture_opened = lambda picture: self.saw(lambda: self.pictures.append(picture))
        session.on_picture_changed = self._frame
        session.on_cursor = lambda cursor: self.saw(lambda: self.cursors.append(cursor))
        network.call(session.open)

    def _frame(self, _rectangles: list[Rect], share: int, frame: int | None) -> None:
        if frame is None:
            return
        self.saw(lambda: self.frames.append((share, frame)))
        if self.paints:
            self.network.call(self.session.frame_painted, share, frame)

    def do(self, event: AgentEvent) -> None:
        self.network.call(self.session.handle, event)

    def say(self, text: str) -> None:
        self.network.call(self.session.send_chat, text)

    def code(self) -> Code:
        self.until(lambda: self.codes, "a code")
        return self.codes[-1]

    def until_state(self, state: AgentState) -> None:
        self.until(lambda: self.status.state is state, state)


class Office:
    """A network thread, a server's brand, and an agent who is logged in."""

    def __init__(self, server: LiveServer, network: NetworkThread, url: str) -> None:
        self.url = url
        self.network = network
        self.customers: list[Customer] = []
        self.brand = decode_brand(server.brand_path.read_bytes())
        self.audit = server.data.parent / "audit"
        self.desk = AgentDesk(network, url, self.brand, self.audit / "agent")
        self.login("ana", PASSWORD)

    def login(self, name: str, password: str) -> AgentPerson | Refusal:
        done = threading.Event()
        results: list[AgentPerson | Refusal] = []

        def finished(result: AgentPerson | Refusal) -> None:
            results.append(result)
            done.set()

        self.desk.on_logged_in = finished
        self.desk.on_login_failed = finished
        self.network.call(self.desk.login, name, password)
        if not done.wait(PATIENCE):
            raise AssertionError("the login never ended")
        return results[0]

    def agent(self, customer: Code | None = None) -> Agent:
        return Agent(self.network, self.desk.prepare_session(customer))

    def customer(self) -> Customer:
        customer = Customer(self.network, self.url, self.brand, self.audit / "customer")
        self.customers.append(customer)
        return customer

    def close(self) -> None:
        """End all sessions, so that no thread of theirs outlives the test."""
        self.network.call(self.desk.end_all)
        for customer in self.customers:
            customer.do(CustomerEvent.LEAVE)
        self.network.stop(grace=1.0)

    def meet(self) -> tuple[Customer, Agent]:
        """Return both sides of a session that has begun."""
        agent, customer = self.agent(), self.customer()
        customer.enter(agent.code())
        customer.until_state(CustomerState.CHAT)
        agent.until_state(AgentState.CHAT)
        return customer, agent

    def share(self) -> tuple[Customer, Agent]:
        """Return both sides of a session with a first frame shown."""
        customer, agent = self.meet()
        customer.do(CustomerEvent.BEGIN)
        customer.do(CustomerEvent.SHOW)
        agent.until(lambda: agent.frames, "a frame")
        return customer, agent


@contextmanager
def open_office(server: LiveServer, url: str | None = None) -> Iterator[Office]:
    """Add the account `ana` and log in, at this address of the server; end all sessions afterwards."""
    server.add_agent("ana", "Ana Novak", "ana.novak@bank.example", PASSWORD)
    network = NetworkThread()
    network.start()
    office = Office(server, network, url or server.url)
    try:
        yield office
    finally:
        office.close()
