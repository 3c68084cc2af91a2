"""Lines that fall silent without a word are found out and survived. Times are the real ones, divided."""

import ssl
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from client.pipeline import reconnecting
from client.session.states import AgentState, CustomerState, Note
from client.transport.link import Link
from client.transport.websocket import open_link
from tests.support.busy_session import wait_for
from tests.support.divided_times import hasten_clients, hasten_connecting, hasten_server
from tests.support.mortal_server import MortalServer, mortal_server
from tests.support.people import Agent, Customer
from tests.support.two_lines import TwoLines


@pytest.fixture
def stack() -> Iterator[ExitStack]:
    with ExitStack() as opened:
        yield opened


@pytest.fixture
def server(tmp_path: Path) -> Iterator[MortalServer]:
    with mortal_server(tmp_path) as running:
        yield running


@pytest.fixture
def hasty_server(server: MortalServer) -> MortalServer:
    hasten_server(server)
    return server


@pytest.fixture
def hasty_client(monkeypatch: pytest.MonkeyPatch) -> None:
    hasten_clients(monkeypatch)


@pytest.fixture
def tries(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return a list to which each try to come back is added."""
    made: list[str] = []

    async def counted(server: str, tls: ssl.SSLContext) -> Link:
        made.append(server)
        return await open_link(server, tls)

    monkeypatch.setattr(reconnecting, "open_link", counted)
    return made


def until_back(customer: Customer, agent: Agent) -> None:
    customer.until_note(Note.LINE_RESUMED)
    agent.until_note(Note.LINE_RESUMED)
    customer.say("back")
    agent.until_text("back")


@pytest.mark.parametrize("refused", [False, True])
def test_an_outage_of_a_minute_is_survived(
    stack: ExitStack,
    hasty_server: MortalServer,
    hasty_client: None,
    tries: list[str],
    refused: bool,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    lines = TwoLines(stack, hasty_server.live, hasty_server.port)
    customer, agent = lines.office.meet()
    hasten_connecting(monkeypatch)
    for line in (lines.customer, lines.agent):
        line.refuses() if refused else line.goes_silent(for_new=True)
    customer.until_state(CustomerState.CHAT_AWAY)
    agent.until_state(AgentState.AWAY)
    customer.say("said in between")
    # A minute has room for so many: pauses of 0.5 to 8 s, and 15 s for each that is not even refused.
    wait_for(lambda: len(tries) >= (12 if refused else 6), "tries to come back")
    for line in (lines.customer, lines.agent):
        line.heals()
    agent.until_text("said in between")
    until_back(customer, agent)


def test_a_side_whose_network_changed_notices_by_itself(
    stack: ExitStack, server: MortalServer, hasty_client: None
) -> None:
    # The server would not notice for half a minute.
    lines = TwoLines(stack, server.live, server.port)
    customer, agent = lines.office.meet()
    lines.customer.goes_silent(for_new=False)
    customer.until_state(CustomerState.CHAT_AWAY)
    until_back(customer, agent)


def test_the_server_notices_a_side_that_is_gone_without_a_word(stack: ExitStack, hasty_server: MortalServer) -> None:
    lines = TwoLines(stack, hasty_server.live, hasty_server.port)
    customer, agent = lines.office.meet()
    lines.customer.goes_silent(for_new=True)
    agent.until_state(AgentState.AWAY)
    # The customer's app asks less often, and has noticed nothing yet.
    assert customer.status.state is CustomerState.CHAT
    assert "session broken" in hasty_server.live.log()
    lines.customer.heals()
