"""Nobody comes back in somebody's place: not with a stolen ticket, and not after a goodbye."""

import asyncio
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from client.pipeline import reconnecting
from client.pipeline.meeting import MeetingError, receive
from client.seal.exchange import PairingFailed
from client.seal.records import Direction, TrafficKeys
from client.seal.resumption import Resumption
from client.seal.schedule import ResumeSecret
from client.seal.tickets import TicketChain
from client.session.states import AgentState, CustomerEvent, CustomerState, Note
from client.transport.link import Link, LinkClosedError
from client.transport.tls import client_tls
from client.transport.websocket import open_link
from tests.support.busy_session import wait_for
from tests.support.live_server import LiveServer, live_server
from tests.support.people import Customer
from tests.support.two_lines import TwoLines
from wire import limits
from wire.endings import Refusal
from wire.rendezvous import Resume, Role, control_frame, peer_frame


class Watched(TicketChain):
    """A chain of which a thief has a copy: all the tickets that were used, and the next one."""

    chains: "dict[Role, Watched]"

    def __init__(self, secret: ResumeSecret, role: Role) -> None:
        super().__init__(secret, role)
        self.used: list[bytes] = []
        Watched.chains[role] = self

    def next(self) -> bytes:
        self.used.append(super().next())
        return self.used[-1]


@pytest.fixture
def chains(monkeypatch: pytest.MonkeyPatch) -> dict[Role, Watched]:
    monkeypatch.setattr(Watched, "chains", {}, raising=False)
    monkeypatch.setattr(reconnecting, "TicketChain", Watched)
    return Watched.chains


@pytest.fixture
def lines(tmp_path: Path) -> Iterator[TwoLines]:
    with live_server(tmp_path) as server, ExitStack() as stack:
        yield TwoLines(stack, server, int(server.url.rsplit(":", 1)[1]))


def session_of(customer: Customer) -> bytes:
    """Return the server's name for the session, as a thief with a view of the server's memory would know it."""
    line = customer.session._line
    assert line is not None
    return line._reconnector._session


def try_to_come_back(server: LiveServer, session: bytes, ticket: bytes, secret: bytes) -> str:
    """Do what a side does to come back; return how far it came."""

    async def work() -> str:
        link = await open_link(server.url, client_tls(None))
        try:
            async with asyncio.timeout(10):
                await link.send(control_frame(Resume(limits.PROTOCOL_VERSION, session, Role.TYPER, ticket)))
                await receive(link)
                return await _shake_hands(link, Resumption(ResumeSecret(secret), Direction.FROM_TYPER, session))
        except MeetingError as error:
            return error.refusal.value
        finally:
            await link.close()

    return asyncio.run(work())


async def _shake_hands(link: Link, resumption: Resumption) -> str:
    await link.send(peer_frame(resumption.begin()))
    keys: TrafficKeys | None = None
    try:
        while keys is None:
            received = await receive(link)
            assert isinstance(received, bytes)
            step = resumption.receive(received)
            if step.send is not None:
                await link.send(peer_frame(step.send))
            keys = step.result
    except (PairingFailed, LinkClosedError, AssertionError):
        return "no keys"
    return "keys"


@pytest.mark.parametrize("away", [False, True])
def test_the_tickets_of_one_who_left_are_dead(lines: TwoLines, chains: dict[Role, Watched], away: bool) -> None:
    customer, agent = lines.office.meet()
    session = session_of(customer)
    if away:
        lines.customer.refuses()
        customer.until_state(CustomerState.CHAT_AWAY)
        customer.do(CustomerEvent.LEAVE)
        lines.customer.heals()
    else:
        customer.do(CustomerEvent.LEAVE)
    agent.until_state(AgentState.ENDED)
    wait_for(lambda: "reason=goodbye" in lines.server.log(), "the server's word")
    ticket = chains[Role.TYPER].next()
    assert try_to_come_back(lines.server, session, ticket, bytes(32)) == Refusal.RESUME_REFUSED.value


def test_a_stolen_ticket_that_was_used_opens_nothing_and_disturbs_nobody(
    lines: TwoLines, chains: dict[Role, Watched]
) -> None:
    customer, agent = lines.office.meet()
    session = session_of(customer)
    lines.customer.refuses()
    customer.until_state(CustomerState.CHAT_AWAY)
    lines.customer.heals()
    customer.until_note(Note.LINE_RESUMED)
    agent.until_note(Note.LINE_RESUMED)
    for stolen in chains[Role.TYPER].used:
        assert try_to_come_back(lines.server, session, stolen, bytes(32)) == Refusal.RESUME_REFUSED.value
    agent.say("undisturbed")
    customer.until_text("undisturbed")
    assert [line.note for line in customer.lines].count(Note.LINE_LOST) == 1


def test_a_stolen_ticket_that_was_not_used_comes_as_far_as_the_other_side_and_no_further(
    lines: TwoLines, chains: dict[Role, Watched]
) -> None:
    customer, agent = lines.office.meet()
    session = session_of(customer)
    lines.customer.refuses()
    agent.until_state(AgentState.AWAY)
    stolen = chains[Role.TYPER].next()
    # Without the resume secret the agent's side does not believe it.
    assert try_to_come_back(lines.server, session, stolen, bytes(32)) == "no keys"
    assert Note.LINE_RESUMED not in [line.note for line in agent.lines]
    lines.customer.heals()
    customer.until_note(Note.LINE_RESUMED)
    agent.until_note(Note.LINE_RESUMED)
    agent.say("only us two")
    customer.until_text("only us two")
