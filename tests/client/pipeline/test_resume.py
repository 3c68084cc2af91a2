"""A broken line is not an ended session: cut, restarted, stolen, given up."""

import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks.harness.proxy import CountingProxy, counting_proxy
from client.session.states import AgentEvent, AgentState, CustomerEvent, CustomerState, Note
from client.session.status import LineKind
from tests.support.live_server import ROOT, LiveServer, live_server
from tests.support.people import Agent, Customer, Office, open_office
from wire import limits
from wire.endings import Ending


@pytest.fixture
def server(tmp_path: Path) -> Iterator[LiveServer]:
    with live_server(tmp_path) as running:
        yield running


@pytest.fixture
def proxy(server: LiveServer) -> Iterator[CountingProxy]:
    with counting_proxy(int(server.url.rsplit(":", 1)[1])) as running:
        yield running


@pytest.fixture
def office(server: LiveServer, proxy: CountingProxy) -> Iterator[Office]:
    """Both sides reach the server through the proxy."""
    with open_office(server, url=f"ws://127.0.0.1:{proxy.port}") as opened:
        yield opened


def spoken(witness: Customer | Agent) -> list[str]:
    return [line.text for line in witness.lines if line.kind is LineKind.PEER]


def until_back(customer: Customer, agent: Agent, times: int) -> None:
    def is_back(witness: Customer | Agent) -> bool:
        return [line.note for line in witness.lines].count(Note.LINE_RESUMED) >= times

    customer.until(lambda: is_back(customer), f"the customer's line, back for the {times}th time")
    agent.until(lambda: is_back(agent), f"the agent's line, back for the {times}th time")


def test_chat_survives_cuts_exactly_once(office: Office, proxy: CountingProxy) -> None:
    customer, agent = office.meet()
    said = []
    for cut in range(1, 4):
        said.append(f"before cut {cut}")
        customer.say(said[-1])
        proxy.cut()
        customer.until_state(CustomerState.CHAT_AWAY)
        said.append(f"while away {cut}")
        customer.say(said[-1])
        agent.say(f"agent {cut}")
        until_back(customer, agent, cut)
        said.append(f"after cut {cut}")
        customer.say(said[-1])
        agent.until_text(said[-1])
    assert spoken(agent) == said
    customer.until_text("agent 3")
    assert spoken(customer) == ["agent 1", "agent 2", "agent 3"]
    assert [line.note for line in customer.lines].count(Note.LINE_LOST) == 3
    customer.do(CustomerEvent.LEAVE)
    agent.until_state(AgentState.ENDED)
    assert agent.status.ending is Ending.CUSTOMER_LEFT


def test_the_picture_comes_back_and_control_does_not(office: Office, proxy: CountingProxy, display: str) -> None:
    customer, agent = office.share()
    agent.do(AgentEvent.ASK_CONTROL)
    customer.until_state(CustomerState.ASKED)
    customer.do(CustomerEvent.ALLOW_CONTROL)
    agent.until_state(AgentState.CONTROLLING)
    pictures = len(agent.pictures)
    proxy.cut()
    customer.until_state(CustomerState.VIEWED_AWAY)
    until_back(customer, agent, 1)
    agent.until(lambda: len(agent.pictures) > pictures, "a new picture")
    share = agent.pictures[-1].share
    agent.until(lambda: any(each == share for each, _ in agent.frames), "its first frame")
    assert customer.status.state is CustomerState.VIEWED
    assert agent.status.state is AgentState.VIEWING
    customer.do(CustomerEvent.LEAVE)
    agent.until_state(AgentState.ENDED)


def test_stopping_while_away_shows_nothing_afterwards(office: Office, proxy: CountingProxy, display: str) -> None:
    customer, agent = office.share()
    proxy.goes_down()
    customer.until_state(CustomerState.VIEWED_AWAY)
    agent.until_state(AgentState.AWAY)
    pictures = len(agent.pictures)
    customer.do(CustomerEvent.STOP_SHARING)
    customer.until_state(CustomerState.CHAT_AWAY)
    proxy.comes_up()
    until_back(customer, agent, 1)
    customer.say("no picture")
    agent.until_text("no picture")
    assert len(agent.pictures) == pictures
    customer.do(CustomerEvent.LEAVE)
    agent.until_state(AgentState.ENDED)


def test_two_minutes_without_luck_end_the_session_for_both(
    office: Office, proxy: CountingProxy, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "RESUME_WINDOW", 1.0)
    customer, agent = office.meet()
    proxy.goes_down()
    customer.until_state(CustomerState.ENDED)
    agent.until_state(AgentState.ENDED)
    assert (customer.status.ending, agent.status.ending) == (Ending.LINE_LOST, Ending.LINE_LOST)
    assert (customer.lines[-1].note, agent.lines[-1].note) == (Note.LINE_GIVEN_UP, Note.LINE_GIVEN_UP)


def test_a_killed_server_that_comes_back_brings_the_session_back(
    server: LiveServer, office: Office, display: str
) -> None:
    customer, agent = office.share()
    customer.say("before")
    agent.until_text("before")
    server.process.kill()
    server.process.wait()
    customer.until_state(CustomerState.VIEWED_AWAY)
    customer.say("meanwhile")
    command = [sys.executable, "-m", "server", "serve", "--data", str(server.data)]
    port = server.url.rsplit(":", 1)[1]
    with subprocess.Popen(
        [*command, "--port", port], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as new:
        try:
            until_back(customer, agent, 1)
            agent.until_text("meanwhile")
            assert spoken(agent) == ["before", "meanwhile"]
            customer.do(CustomerEvent.LEAVE)
            agent.until_state(AgentState.ENDED)
        finally:
            new.send_signal(signal.SIGTERM)
            new.wait(10)


def test_the_other_way_in(office: Office) -> None:
    customer = office.customer()
    customer.do(CustomerEvent.OFFER)
    customer.until(lambda: customer.offers, "id and password")
    shown = customer.offers[-1]
    assert len(shown.secret) == limits.PASSWORD_DIGITS
    wrong = shown._replace(secret=f"{(int(shown.secret) + 1) % 10**6:06d}")
    guesser = office.agent(wrong)
    guesser.until_state(AgentState.ENDED)
    customer.until(lambda: customer.status.failed_attempts == 1, "a failed attempt")
    agent = office.agent(shown)
    customer.until_state(CustomerState.CHAT)
    agent.until_state(AgentState.CHAT)
    assert customer.status.agent is not None
    assert customer.status.agent.full_name == "Ana Novak"
    assert customer.status.fingerprint == agent.status.fingerprint
    agent.say("dober dan")
    customer.until_text("dober dan")
    customer.do(CustomerEvent.LEAVE)
    agent.until_state(AgentState.ENDED)


def test_panic_says_so_to_the_advisor(office: Office, display: str) -> None:
    customer, agent = office.share()
    customer.do(CustomerEvent.PANIC)
    agent.until_state(AgentState.ENDED)
    assert customer.status.ending is Ending.PANIC
    assert agent.status.ending is Ending.PANIC
