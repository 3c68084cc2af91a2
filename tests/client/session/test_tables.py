"""Every pair of state and event is in the table or raises; and the rules that no table may break."""

from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from client.session import agent, customer
from client.session.diagram import state_machines_page
from client.session.machine import IllegalTransitionError, Machine
from client.session.rights import Right, permitted, right_needed, rights_in
from client.session.states import (
    AgentEvent,
    AgentState,
    CustomerCommand,
    CustomerEvent,
    CustomerState,
    Note,
)
from wire import messages
from wire.endings import Ending

AWAY = (CustomerState.CHAT_AWAY, CustomerState.VIEWED_AWAY)
SHARED = (CustomerState.VIEWED, CustomerState.ASKED, CustomerState.CONTROLLED, CustomerState.SUSPENDED)


@pytest.mark.parametrize("state", CustomerState)
@pytest.mark.parametrize("event", CustomerEvent)
def test_customer_pair_is_in_the_table_or_raises(state: CustomerState, event: CustomerEvent) -> None:
    machine = Machine(state, customer.TABLE)
    row = customer.TABLE.get((state, event))
    if row is None:
        with pytest.raises(IllegalTransitionError):
            machine.handle(event)
        assert machine.state is state
    else:
        assert machine.handle(event) is row
        assert machine.state is row.state


@pytest.mark.parametrize("state", AgentState)
@pytest.mark.parametrize("event", AgentEvent)
def test_agent_pair_is_in_the_table_or_raises(state: AgentState, event: AgentEvent) -> None:
    machine = Machine(state, agent.TABLE)
    row = agent.TABLE.get((state, event))
    if row is None:
        with pytest.raises(IllegalTransitionError):
            machine.handle(event)
        assert machine.state is state
    else:
        assert machine.handle(event) is row
        assert machine.state is row.state


def test_every_state_is_reached_and_every_state_but_the_last_can_be_left() -> None:
    for table, first, last in (
        (customer.TABLE, CustomerState.CODE, CustomerState.ENDED),
        (agent.TABLE, AgentState.ALLOTTING, AgentState.ENDED),
    ):
        states = {state for state, _ in table} | {row.state for row in table.values()}
        reached = {row.state for (state, _), row in table.items() if row.state is not state}
        assert reached | {first, AgentState.CALLING} == states | {AgentState.CALLING}
        assert all(row.state is last for (state, _), row in table.items() if state is last)
        for state in states - {last}:
            assert any(source is state and row.state is last for (source, _), row in table.items()), state


@given(st.lists(st.sampled_from(CustomerEvent), max_size=40))
def test_screen_and_input_are_open_exactly_in_the_states_that_allow_them(events: list[CustomerEvent]) -> None:
    machine = customer.customer_machine()
    screen = controlled = timer = False
    for event in events:
        try:
            row = machine.handle(event)
        except IllegalTransitionError:
            continue
        for command in row.commands:
            match command:
                case CustomerCommand.OPEN_SCREEN:
                    assert event in (CustomerEvent.SHOW, CustomerEvent.RESUMED)
                    assert not screen
                    screen = True
                case CustomerCommand.CLOSE_SCREEN:
                    assert screen
                    screen = False
                case CustomerCommand.OPEN_INPUT:
                    assert event is CustomerEvent.ALLOW_CONTROL
                    assert not controlled
                    controlled = True
                case CustomerCommand.CLOSE_INPUT:
                    assert controlled
                    assert screen, "input is let go of before the picture"
                    controlled = False
                case CustomerCommand.START_QUIET_TIMER:
                    timer = True
                case CustomerCommand.STOP_QUIET_TIMER:
                    assert timer
                    timer = False
                case _:
                    pass
        if event is CustomerEvent.LOCAL_QUIET:
            timer = False
        assert screen is (machine.state in SHARED)
        assert controlled is (machine.state in (CustomerState.CONTROLLED, CustomerState.SUSPENDED))
        assert bool(rights_in(machine.state) & Right.VIEW) is screen
        assert not rights_in(machine.state) & Right.INPUT or controlled


def test_sharing_takes_two_clicks_and_control_a_third() -> None:
    for (state, event), row in customer.TABLE.items():
        if row.state in SHARED and state not in SHARED:
            assert (state, event) in (
                (CustomerState.WARNED, CustomerEvent.SHOW),
                (CustomerState.VIEWED_AWAY, CustomerEvent.RESUMED),
            )
        if row.state is CustomerState.VIEWED_AWAY and state is not CustomerState.VIEWED_AWAY:
            assert state in SHARED
            assert event is CustomerEvent.LINE_BROKEN
        if row.state is CustomerState.WARNED and state is not CustomerState.WARNED:
            assert (state, event) == (CustomerState.CHAT, CustomerEvent.BEGIN)
        if row.state is CustomerState.CONTROLLED and state in (CustomerState.VIEWED, CustomerState.ASKED):
            assert event is CustomerEvent.ALLOW_CONTROL


def test_a_log_ends_when_all_that_it_tells_of_is_over_and_before_the_goodbye() -> None:
    letting_go = (CustomerCommand.CLOSE_INPUT, CustomerCommand.CLOSE_SCREEN)
    for (state, _), row in customer.TABLE.items():
        had_a_log = bool(rights_in(state)) or state in AWAY
        ends = row.state is CustomerState.ENDED and state is not CustomerState.ENDED
        assert (CustomerCommand.END_LOG in row.commands) is (had_a_log and ends)
        if CustomerCommand.END_LOG in row.commands:
            end = row.commands.index(CustomerCommand.END_LOG)
            assert all(row.commands.index(each) < end for each in letting_go if each in row.commands)
            assert all(row.commands.index(each) > end for each in row.commands if each.value == "send_goodbye")


def test_nothing_follows_the_end() -> None:
    assert {row.state for (state, _), row in customer.TABLE.items() if state is CustomerState.ENDED} == {
        CustomerState.ENDED
    }
    assert not any(row.commands for (state, _), row in customer.TABLE.items() if state is CustomerState.ENDED)


AGENT_MESSAGES: list[messages.AgentMessage] = [
    messages.Chat(1, "a"),
    messages.Goodbye(Ending.AGENT_ENDED),
    messages.Received(0),
    messages.AskControl(),
    messages.ReturnControl(),
    messages.FrameShown(1, [1], 0),
    messages.PictureArrived(0),
    messages.LogSignature(bytes(70)),
    messages.RefreshPicture(),
    messages.PointerMove(0, 0),
    messages.PointerButton(0, 0, messages.Button.LEFT, True),
    messages.Wheel(0, 0, 0, 1),
    messages.Key(0x61, True),
    messages.StillHeld(),
]


def test_every_message_of_the_agent_names_one_right() -> None:
    assert {type(message) for message in AGENT_MESSAGES} == set(messages.AgentMessage.__args__)
    for message in AGENT_MESSAGES:
        assert len(list(right_needed(message))) == 1


@pytest.mark.parametrize("message", AGENT_MESSAGES, ids=lambda message: type(message).__name__)
def test_rights_of_each_message_by_state(message: messages.AgentMessage) -> None:
    allowed = {state for state in CustomerState if permitted(state, message)}
    in_session = {state for state in CustomerState if rights_in(state)} - {CustomerState.ENDED}
    match message:
        case messages.Chat() | messages.Goodbye() | messages.Received() | messages.PictureArrived():
            assert allowed == in_session
        case messages.LogSignature():
            assert allowed == {CustomerState.ENDED}
        case messages.FrameShown() | messages.RefreshPicture():
            assert allowed == set(SHARED)
        case messages.AskControl():
            assert allowed == {CustomerState.VIEWED}
        case messages.ReturnControl():
            assert allowed == {CustomerState.CONTROLLED, CustomerState.SUSPENDED}
        case _:
            assert allowed == {CustomerState.CONTROLLED}


def test_the_diagrams_in_the_documents_are_current() -> None:
    page = Path(__file__).parents[3] / "docs" / "state-machines.md"
    assert page.read_text(encoding="utf-8") == state_machines_page(), "run: python3 dev.py diagrams"


def test_control_never_outlives_a_broken_line() -> None:
    for (state, event), row in customer.TABLE.items():
        if state in AWAY:
            assert row.state not in (CustomerState.ASKED, CustomerState.CONTROLLED, CustomerState.SUSPENDED)
        if event is CustomerEvent.LINE_BROKEN and row.state in AWAY:
            assert not rights_in(row.state)


@given(st.lists(st.sampled_from(CustomerEvent), max_size=40))
def test_the_panic_key_is_held_from_the_first_warning_to_the_end(events: list[CustomerEvent]) -> None:
    machine = customer.customer_machine()
    held = False
    for event in (CustomerEvent.CODE_ENTERED, CustomerEvent.PAIRED, *events):
        try:
            row = machine.handle(event)
        except IllegalTransitionError:
            continue
        for command in row.commands:
            if command in (CustomerCommand.OPEN_PANIC_KEY, CustomerCommand.CLOSE_PANIC_KEY):
                held = command is CustomerCommand.OPEN_PANIC_KEY
        assert held or machine.state not in (CustomerState.WARNED, *SHARED, CustomerState.VIEWED_AWAY)
        assert not held or machine.state is not CustomerState.ENDED


@pytest.mark.parametrize("event", [CustomerEvent.PANIC, CustomerEvent.LEAVE])
def test_one_step_ends_it_from_every_state_of_a_session(event: CustomerEvent) -> None:
    for state in CustomerState:
        if rights_in(state) or state in AWAY:
            assert customer.TABLE[state, event].state is CustomerState.ENDED


@pytest.mark.parametrize("side", [customer, agent], ids=["customer", "agent"])
def test_the_chat_says_what_became_of_the_line(side: ModuleType) -> None:
    says = {
        "line_broken": Note.LINE_LOST,
        "resumed": Note.LINE_RESUMED,
        "gave_up": Note.LINE_GIVEN_UP,
        "resume_refused": Note.RESUME_REFUSED,
    }
    moved = {
        (event, row.note) for (state, event), row in side.TABLE.items() if event in says and row.state is not state
    }
    assert moved == set(says.items())
