"""Whoever leaves while the line is away is not looked for, and the server's log tells normal ends from broken ones."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from client.pipeline import reconnecting
from client.session.states import AgentEvent, AgentState, CustomerEvent, CustomerState
from tests.support.busy_session import wait_for
from tests.support.live_server import live_server
from tests.support.two_lines import TwoLines
from wire import limits
from wire.endings import Ending


@pytest.fixture
def lines(tmp_path: Path) -> Iterator[TwoLines]:
    with live_server(tmp_path) as server, ExitStack() as stack:
        yield TwoLines(stack, server, int(server.url.rsplit(":", 1)[1]))


def test_a_goodbye_said_while_both_are_away_arrives_with_its_reason(lines: TwoLines) -> None:
    customer, agent = lines.office.meet()
    lines.customer.refuses()
    customer.until_state(CustomerState.CHAT_AWAY)
    agent.until_state(AgentState.AWAY)
    customer.do(CustomerEvent.PANIC)
    customer.until_state(CustomerState.ENDED)
    lines.customer.heals()
    agent.until_state(AgentState.ENDED)
    assert agent.status.ending is Ending.PANIC
    wait_for(lambda: "session ended" in lines.server.log(), "the server's word")
    assert "reason=goodbye" in lines.server.log()


def test_a_goodbye_that_the_line_took_with_it_is_brought_again(lines: TwoLines) -> None:
    customer, agent = lines.office.meet()
    # The line seems to be there, and takes the goodbye to nowhere.
    lines.customer.goes_silent(for_new=False)
    customer.do(CustomerEvent.LEAVE)
    agent.until_state(AgentState.ENDED)
    assert agent.status.ending is Ending.CUSTOMER_LEFT


def test_who_comes_after_the_other_has_left_is_refused_at_once(
    lines: TwoLines, monkeypatch: pytest.MonkeyPatch
) -> None:
    customer, agent = lines.office.meet()
    lines.agent.refuses()
    customer.until_state(CustomerState.CHAT_AWAY)
    agent.until_state(AgentState.AWAY)
    # Nobody waits for one who is out of reach.
    monkeypatch.setattr(reconnecting, "_CONNECTING", -limits.RESUME_BACKOFF[1])
    customer.do(CustomerEvent.LEAVE)
    wait_for(lambda: "reason=goodbye" in lines.server.log(), "the server's word")
    lines.agent.heals()
    agent.until_state(AgentState.ENDED)
    assert agent.status.ending is Ending.RETURN_REFUSED


def test_a_window_that_closes_tells_the_server_at_least(lines: TwoLines) -> None:
    customer, agent = lines.office.meet()
    lines.agent.refuses()
    customer.until_state(CustomerState.CHAT_AWAY)
    customer.do(CustomerEvent.LEAVE)
    agent.do(AgentEvent.END)
    # The program's end gives every task a moment, then cancels it.
    wait_for(lambda: lines.customer.attempts >= 2, "the customer's return")
    lines.office.network.stop(grace=0.5)
    wait_for(lambda: "reason=goodbye" in lines.server.log(), "the server's word")


def test_normal_ends_and_broken_ones_have_names_of_their_own_in_the_log(lines: TwoLines) -> None:
    for customer_leaves in (True, False):
        customer, agent = lines.office.meet()
        if customer_leaves:
            customer.do(CustomerEvent.LEAVE)
        else:
            agent.do(AgentEvent.END)
        customer.until_state(CustomerState.ENDED)
        agent.until_state(AgentState.ENDED)
    wait_for(lambda: lines.server.log().count("reason=goodbye") == 2, "both ends")
    assert "session broken" not in lines.server.log()
    lines.office.meet()
    lines.customer.refuses()
    wait_for(lambda: "session broken" in lines.server.log(), "the break")
    assert lines.server.log().count("session ended") == 2
