"""The customer's log is signed by the agent's app when the session ends; where it is not, that can be seen."""

from collections.abc import Callable
from pathlib import Path

import pytest

from benchmarks.harness.proxy import CountingProxy
from client.record import audit
from client.record.entries import AuditError, Entry, decode
from client.record.verify import Finding, Opening, Verdict, verify
from client.seal.identity import verify_agent
from client.session.states import AgentEvent, AgentState, CustomerEvent, CustomerState, Note
from tests.support.busy_session import wait_for
from tests.support.people import Agent, Customer, Office
from wire import limits, messages
from wire.endings import Ending

End = Callable[[Customer, Agent], None]


@pytest.fixture
def office(proxied_office: tuple[Office, CountingProxy]) -> Office:
    return proxied_office[0]


@pytest.fixture
def proxy(proxied_office: tuple[Office, CountingProxy]) -> CountingProxy:
    return proxied_office[1]


def log_of(office: Office, customer: Customer) -> Path:
    """Return the customer's log, once all that was still to be said on any line was said."""
    wait_for(lambda: not office.network._tasks, "the last word")
    name = f'"fingerprint":"{customer.status.fingerprint}"'.encode()
    (path,) = (each for each in (office.audit / "customer").glob("*.jsonl") if name in each.read_bytes())
    return path


def judged(office: Office, customer: Customer) -> Verdict:
    def certifies(certificate: bytes, opening: Opening) -> bool:
        identity, _ = verify_agent(certificate, customer.session._root, opening.start)
        return identity.full_name == opening.header.agent

    return verify(log_of(office, customer), certifies)


def by_customer(event: CustomerEvent) -> End:
    def end(customer: Customer, agent: Agent) -> None:
        customer.do(event)
        agent.until_state(AgentState.ENDED)

    return end


def by_agent(customer: Customer, agent: Agent) -> None:
    agent.do(AgentEvent.END)
    customer.until_state(CustomerState.ENDED)


def by_both(customer: Customer, agent: Agent) -> None:
    """Both goodbyes are under way before either is heard."""

    def end() -> None:
        customer.session.handle(CustomerEvent.LEAVE)
        agent.session.handle(AgentEvent.END)

    customer.network.call(end)
    customer.until_state(CustomerState.ENDED)


ENDS = {
    "left": (by_customer(CustomerEvent.LEAVE), Ending.CUSTOMER_LEFT),
    "panic": (by_customer(CustomerEvent.PANIC), Ending.PANIC),
    "time limit": (by_customer(CustomerEvent.TIME_LIMIT), Ending.TIME_LIMIT),
    "the agent": (by_agent, Ending.AGENT_ENDED),
    "both": (by_both, Ending.CUSTOMER_LEFT),
}


@pytest.mark.parametrize(("end", "ending"), ENDS.values(), ids=ENDS.keys())
def test_whoever_ends_it_the_log_is_signed(office: Office, end: End, ending: Ending) -> None:
    customer, agent = office.meet()
    end(customer, agent)
    agent.until_state(AgentState.ENDED)
    verdict = judged(office, customer)
    assert (verdict.finding, verdict.ending, verdict.certified) == (Finding.INTACT, ending, True)


def test_leaving_while_the_line_is_away_has_the_log_signed_later(office: Office, proxy: CountingProxy) -> None:
    customer, agent = office.meet()
    proxy.goes_down()
    customer.until_state(CustomerState.CHAT_AWAY)
    customer.do(CustomerEvent.LEAVE)
    customer.until_state(CustomerState.ENDED)
    proxy.comes_up()
    agent.until_state(AgentState.ENDED)
    assert judged(office, customer).finding is Finding.INTACT


def test_an_agent_who_ends_while_the_line_is_away_signs_later(office: Office, proxy: CountingProxy) -> None:
    customer, agent = office.meet()
    proxy.goes_down()
    agent.until_state(AgentState.AWAY)
    agent.do(AgentEvent.END)
    agent.until_state(AgentState.ENDED)
    proxy.comes_up()
    customer.until_state(CustomerState.ENDED)
    assert judged(office, customer).finding is Finding.INTACT


@pytest.mark.parametrize("answer", [None, messages.LogSignature(bytes(70))], ids=["silent", "another signature"])
@pytest.mark.parametrize("end", [by_customer(CustomerEvent.PANIC), by_agent], ids=["panic", "the agent"])
def test_an_agent_that_does_not_sign_leaves_it_unsigned_and_delays_nothing(
    office: Office, answer: messages.LogSignature | None, end: End
) -> None:
    customer, agent = office.meet()
    agent.session._signature = lambda: answer  # type: ignore[method-assign]  # an agent's program of their own
    end(customer, agent)
    assert customer.status.state is CustomerState.ENDED
    assert judged(office, customer).finding is Finding.UNSIGNED


def test_a_line_that_does_not_come_back_leaves_it_unsigned(
    office: Office, proxy: CountingProxy, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "RESUME_WINDOW", 1.0)
    customer, _ = office.meet()
    proxy.goes_down()
    try:
        customer.until_state(CustomerState.ENDED)
        verdict = judged(office, customer)
    finally:
        proxy.comes_up()
    assert (verdict.finding, verdict.ending) == (Finding.UNSIGNED, Ending.LINE_LOST)


AFTER_A_ROOT: dict[str, messages.CustomerMessage] = {
    "another root": messages.LogRoot(b"2" * 32),
    "chat": messages.Chat(1, "and on it goes"),
    "a share": messages.SharingStarted(1, 10, 10),
    "control": messages.ControlChanged(messages.ControlState.GRANTED),
}


@pytest.mark.parametrize("after", AFTER_A_ROOT.values(), ids=AFTER_A_ROOT.keys())
def test_nothing_follows_a_root_but_the_goodbye(office: Office, after: messages.CustomerMessage) -> None:
    """Otherwise the agent would vouch for a log that ended before the session did."""
    customer, agent = office.meet()
    customer.network.call(customer.session._post, messages.LogRoot(b"1" * 32))
    wait_for(lambda: agent.session._customers_root, "the root")
    customer.network.call(customer.session._post, after)
    agent.until_state(AgentState.ENDED)
    assert agent.status.ending is Ending.PROTOCOL_VIOLATION
    assert not agent.session._signed


def test_a_root_without_a_goodbye_is_not_signed_and_one_session_has_one_signature(office: Office) -> None:
    customer, agent = office.meet()
    root = messages.LogRoot(b"1" * 32)
    for _ in range(2):
        customer.network.call(customer.session._post, root)
    agent.say("after the roots")
    customer.until_text("after the roots")
    assert not agent.session._signed
    customer.network.call(customer.session._post, messages.Goodbye(Ending.CUSTOMER_LEFT))
    agent.until_state(AgentState.ENDED)
    assert agent.session._signed
    assert agent.session._signature() is None


def test_an_early_signature_is_refused_and_written_down(office: Office) -> None:
    customer, agent = office.meet()
    for _ in range(3):
        agent.network.call(agent.session._post, messages.LogSignature(bytes(70)))
    agent.say("after the signatures")
    customer.until_text("after the signatures")
    customer.do(CustomerEvent.LEAVE)
    agent.until_state(AgentState.ENDED)
    assert judged(office, customer).finding is Finding.INTACT
    refused = [
        decode(line, Entry) for line in log_of(office, customer).read_bytes().splitlines() if b"message_refused" in line
    ]
    assert [entry.fields for entry in refused] == [{"message": "LogSignature", "count": 3}]


def test_wrong_passwords_before_the_session_are_written_down(office: Office) -> None:
    customer = office.customer()
    customer.do(CustomerEvent.OFFER)
    customer.until(lambda: customer.offers, "id and password")
    shown = customer.offers[-1]
    guesser = office.agent(shown._replace(secret=f"{(int(shown.secret) + 1) % 10**6:06d}"))
    guesser.until_state(AgentState.ENDED)
    agent = office.agent(shown)
    agent.until_state(AgentState.CHAT)
    customer.do(CustomerEvent.LEAVE)
    agent.until_state(AgentState.ENDED)
    second = decode(log_of(office, customer).read_bytes().splitlines()[1], Entry)
    assert (second.event, second.fields) == ("code_refused", {"attempts": 1})


@pytest.mark.parametrize("later", [False, True], ids=["from the start", "later"])
def test_a_log_that_cannot_be_written_is_said_and_keeps_nobody_from_being_helped(
    office: Office, monkeypatch: pytest.MonkeyPatch, later: bool
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise AuditError("no room")

    if not later:
        monkeypatch.setattr(audit.AuditLog, "_write", fail)
    customer, agent = office.meet()
    if later:
        monkeypatch.setattr(audit.AuditLog, "_write", fail)
        customer.do(CustomerEvent.BEGIN)
    customer.until_note(Note.LOG_FAILED)
    customer.say("it goes on")
    agent.until_text("it goes on")
    customer.do(CustomerEvent.LEAVE)
    agent.until_state(AgentState.ENDED)
    agent.until_note(Note.LOG_FAILED)
    for side in (customer, agent):
        assert [line.note for line in side.lines].count(Note.LOG_FAILED) == 1
    if later:
        assert judged(office, customer).finding is Finding.NOT_CLOSED
