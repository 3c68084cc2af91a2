"""The agent's table: what follows what on the side that views, for one session."""

from collections.abc import Iterable

from client.session.machine import Machine, Transition
from client.session.states import AgentCommand as C
from client.session.states import AgentEvent as E
from client.session.states import AgentState as S
from client.session.states import Note

Row = Transition[S, C]
Table = dict[tuple[S, E], Row]
AgentMachine = Machine[S, E, C]

_BEFORE = (S.ALLOTTING, S.WAITING, S.CALLING)
_VIEWING = (S.VIEWING, S.ASKING, S.CONTROLLING, S.SUSPENDED)
_IN_SESSION = (S.CHAT, *_VIEWING)
_GRANTED = (S.CONTROLLING, S.SUSPENDED)


def _stay(table: Table, states: Iterable[S], *events: E) -> None:
    """Rows for events that may cross one another on their way here, and then mean nothing any more."""
    for state in states:
        for event in events:
            table[state, event] = Transition(state)


def _meeting(table: Table) -> None:
    table[S.ALLOTTING, E.ALLOTTED] = Transition(S.WAITING, (C.SHOW_CODE,))
    table[S.WAITING, E.ATTEMPT_FAILED] = Transition(S.WAITING, (C.TELL_ATTEMPT_FAILED,), Note.ATTEMPT_FAILED)
    for state in (S.WAITING, S.CALLING):
        table[state, E.CUSTOMER_PAIRED] = Transition(S.CHAT, note=Note.CONNECTED)
    for state in _BEFORE:
        table[state, E.REFUSED] = Transition(S.ENDED, (C.CLOSE_LINE,))
        table[state, E.FAILED] = Transition(S.ENDED, (C.CLOSE_LINE,), Note.FAILED)
        # The customer may have arrived without this side knowing yet: then the goodbye reaches them.
        table[state, E.END] = Transition(S.ENDED, (C.SEND_GOODBYE, C.CLOSE_LINE))


def _viewing(table: Table) -> None:
    table[S.CHAT, E.SHARING_STARTED] = Transition(S.VIEWING, (C.OPEN_VIEWER,), Note.SHARING_STARTED)
    for state in _VIEWING:
        # A changed size of the screen is a new share; who is in control stays as it was.
        table[state, E.SHARING_STARTED] = Transition(state, (C.OPEN_VIEWER,))
        table[state, E.SHARING_STOPPED] = Transition(S.CHAT, (C.CLOSE_VIEWER,), Note.SHARING_STOPPED)


def _control(table: Table) -> None:
    table[S.VIEWING, E.ASK_CONTROL] = Transition(S.ASKING, (C.SEND_ASK_CONTROL,), Note.CONTROL_ASKED)
    table[S.ASKING, E.CONTROL_DENIED] = Transition(S.VIEWING, note=Note.CONTROL_DENIED)
    for state in (S.VIEWING, S.ASKING):
        table[state, E.CONTROL_GRANTED] = Transition(S.CONTROLLING, note=Note.CONTROL_ALLOWED)
    table[S.CONTROLLING, E.CONTROL_SUSPENDED] = Transition(S.SUSPENDED)
    table[S.SUSPENDED, E.CONTROL_GRANTED] = Transition(S.CONTROLLING)
    for state in _GRANTED:
        table[state, E.CONTROL_TAKEN] = Transition(S.VIEWING, note=Note.CONTROL_TAKEN_BACK)
        table[state, E.RETURN_CONTROL] = Transition(S.VIEWING, (C.SEND_RETURN_CONTROL,), Note.CONTROL_RETURNED)
    # The customer may take control just as the agent returns it, or deny what sharing's end overtook.
    _stay(table, (S.VIEWING, S.ASKING), E.CONTROL_TAKEN, E.CONTROL_SUSPENDED)
    _stay(table, tuple(state for state in S if state is not S.VIEWING), E.ASK_CONTROL)
    _stay(table, tuple(state for state in S if state not in _GRANTED), E.RETURN_CONTROL)


def _away(table: Table) -> None:
    for state in _IN_SESSION:
        close = (C.CLOSE_VIEWER,) if state in _VIEWING else ()
        table[state, E.LINE_BROKEN] = Transition(S.AWAY, (*close, C.RECONNECT), Note.LINE_LOST)
    # Whether the screen is still shared, the customer's side says after the line is back.
    table[S.AWAY, E.RESUMED] = Transition(S.CHAT, note=Note.LINE_RESUMED)
    table[S.AWAY, E.GAVE_UP] = Transition(S.ENDED, (C.CLOSE_LINE,), Note.LINE_GIVEN_UP)
    table[S.AWAY, E.RESUME_REFUSED] = Transition(S.ENDED, (C.CLOSE_LINE,), Note.RESUME_REFUSED)


def _endings(table: Table) -> None:
    for state in (*_IN_SESSION, S.AWAY):
        close = (C.CLOSE_VIEWER, C.CLOSE_LINE) if state in _VIEWING else (C.CLOSE_LINE,)
        table[state, E.END] = Transition(S.ENDED, (*close[:-1], C.SEND_GOODBYE, C.CLOSE_LINE), Note.AGENT_LEFT)
        table[state, E.CUSTOMER_LEFT] = Transition(S.ENDED, close, Note.CUSTOMER_LEFT)
        table[state, E.CUSTOMER_PANICKED] = Transition(S.ENDED, close, Note.PANIC)
        table[state, E.CUSTOMER_TIMED_OUT] = Transition(S.ENDED, close, Note.TIME_LIMIT)
        table[state, E.REVOKED] = Transition(S.ENDED, close, Note.AGENT_REVOKED)
        table[state, E.VIOLATION] = Transition(S.ENDED, close, Note.VIOLATION)
        table[state, E.FAILED] = Transition(S.ENDED, close, Note.FAILED)
    _stay(table, (S.ENDED,), *(event for event in E if event not in (E.ALLOTTED, E.CUSTOMER_PAIRED)))


def _build() -> Table:
    table: Table = {}
    _meeting(table)
    _viewing(table)
    _control(table)
    _away(table)
    _endings(table)
    return table


TABLE: Table = _build()


def agent_machine(first: S = S.ALLOTTING) -> AgentMachine:
    """Return a machine in its initial state: ALLOTTING, or CALLING for the other way in."""
    return Machine(first, TABLE)
