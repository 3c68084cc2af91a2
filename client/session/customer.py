"""The customer's table: what follows what on the side whose screen may be seen."""

from collections.abc import Iterable

from client.session.machine import Machine, Transition
from client.session.states import CustomerCommand as C
from client.session.states import CustomerEvent as E
from client.session.states import CustomerState as S
from client.session.states import Note

Row = Transition[S, C]
Table = dict[tuple[S, E], Row]
CustomerMachine = Machine[S, E, C]

_IN_SESSION = (S.CHAT, S.WARNED, S.VIEWED, S.ASKED, S.CONTROLLED, S.SUSPENDED)
_SHARED = (S.VIEWED, S.ASKED, S.CONTROLLED, S.SUSPENDED)
_GRANTED = (S.CONTROLLED, S.SUSPENDED)
_AWAY = (S.CHAT_AWAY, S.VIEWED_AWAY)
_CLOSING = (C.END_LOG, C.CLOSE_LINE, C.CLOSE_PANIC_KEY)
_FAREWELL = (C.END_LOG, C.SEND_GOODBYE, C.CLOSE_LINE, C.CLOSE_PANIC_KEY)
"""How a session ends, without and with a line. The panic key goes last: nothing of the session waits for the desktop
that holds it."""


def _letting_go(state: S) -> tuple[C, ...]:
    """Return what must be let go of when sharing ends from this state, input before picture."""
    commands: tuple[C, ...] = ()
    if state is S.SUSPENDED:
        commands += (C.STOP_QUIET_TIMER,)
    if state in _GRANTED:
        commands += (C.CLOSE_INPUT,)
    if state in _SHARED:
        commands += (C.CLOSE_SCREEN,)
    return commands


def _stay(table: Table, states: Iterable[S], *events: E) -> None:
    """Rows for events that may cross one another on their way here, and then mean nothing any more."""
    for state in states:
        for event in events:
            table[state, event] = Transition(state)


def _joining(table: Table) -> None:
    table[S.CODE, E.CODE_ENTERED] = Transition(S.JOINING, (C.DIAL,))
    table[S.CODE, E.LEAVE] = Transition(S.ENDED)
    table[S.JOINING, E.PAIRED] = Transition(S.CHAT, (C.SEND_WELCOME,), Note.CONNECTED)
    table[S.JOINING, E.REFUSED] = Transition(S.CODE, (C.CLOSE_LINE,))
    table[S.JOINING, E.CANCEL] = Transition(S.CODE, (C.CLOSE_LINE,))
    table[S.JOINING, E.LEAVE] = Transition(S.ENDED, (C.CLOSE_LINE,))
    table[S.CODE, E.OFFER] = Transition(S.OFFERING, (C.OFFER,))
    table[S.OFFERING, E.ATTEMPT_FAILED] = Transition(S.OFFERING)
    table[S.OFFERING, E.PAIRED] = Transition(S.CHAT, (C.SEND_WELCOME,), Note.CONNECTED)
    table[S.OFFERING, E.REFUSED] = Transition(S.CODE, (C.CLOSE_LINE,))
    table[S.OFFERING, E.CANCEL] = Transition(S.CODE, (C.CLOSE_LINE,))
    table[S.OFFERING, E.LEAVE] = Transition(S.ENDED, (C.CLOSE_LINE,))
    # »Prekliči« and the answer of the server can cross.
    _stay(table, (S.CODE,), E.CANCEL, E.REFUSED, E.ATTEMPT_FAILED)


def _sharing(table: Table) -> None:
    # Held before the warning promises it, and until the session ends: what was shown or allowed can have consequences.
    table[S.CHAT, E.BEGIN] = Transition(S.WARNED, (C.OPEN_PANIC_KEY,))
    table[S.WARNED, E.CANCEL] = Transition(S.CHAT)
    table[S.WARNED, E.SHOW] = Transition(S.VIEWED, (C.OPEN_SCREEN,), Note.SHARING_STARTED)
    for state in _SHARED:
        table[state, E.STOP_SHARING] = Transition(S.CHAT, _letting_go(state), Note.SHARING_STOPPED)
        table[state, E.SCREEN_FAILED] = Transition(S.CHAT, _letting_go(state), Note.SCREEN_FAILED)
        table[state, E.IDLE] = Transition(S.CHAT, _letting_go(state), Note.IDLE_STOPPED)
    _stay(table, (S.CHAT, S.WARNED), E.STOP_SHARING, E.SCREEN_FAILED, E.IDLE)
    _stay(table, (S.CHAT,), E.CANCEL)
    # The second click of a double click on »Začni«.
    _stay(table, (S.WARNED, *_SHARED), E.BEGIN)


def _control(table: Table) -> None:
    granting = (C.OPEN_INPUT, C.TELL_GRANTED)
    table[S.VIEWED, E.CONTROL_ASKED] = Transition(S.ASKED, note=Note.CONTROL_ASKED)
    table[S.VIEWED, E.ALLOW_CONTROL] = Transition(S.CONTROLLED, granting, Note.CONTROL_ALLOWED)
    table[S.ASKED, E.ALLOW_CONTROL] = Transition(S.CONTROLLED, granting, Note.CONTROL_ALLOWED)
    table[S.ASKED, E.DENY_CONTROL] = Transition(S.VIEWED, (C.TELL_DENIED,), Note.CONTROL_DENIED)
    table[S.CONTROLLED, E.LOCAL_INPUT] = Transition(S.SUSPENDED, (C.HOLD_INPUT, C.TELL_SUSPENDED, C.START_QUIET_TIMER))
    table[S.SUSPENDED, E.LOCAL_INPUT] = Transition(S.SUSPENDED, (C.START_QUIET_TIMER,))
    table[S.SUSPENDED, E.LOCAL_QUIET] = Transition(S.CONTROLLED, (C.TELL_GRANTED,))
    for state in _GRANTED:
        timer = (C.STOP_QUIET_TIMER,) if state is S.SUSPENDED else ()
        ending = (*timer, C.CLOSE_INPUT, C.TELL_TAKEN)
        table[state, E.TAKE_CONTROL] = Transition(S.VIEWED, ending, Note.CONTROL_TAKEN_BACK)
        table[state, E.CONTROL_RETURNED] = Transition(S.VIEWED, ending, Note.CONTROL_RETURNED)
        table[state, E.INPUT_FAILED] = Transition(S.VIEWED, ending, Note.INPUT_FAILED)
    # Clicks, the watcher's word, the timer and the agent's messages cross each other.
    not_granted = tuple(state for state in _IN_SESSION if state not in _GRANTED)
    _stay(table, not_granted, E.TAKE_CONTROL, E.LOCAL_INPUT, E.LOCAL_QUIET, E.INPUT_FAILED)
    _stay(table, (S.CONTROLLED,), E.LOCAL_QUIET)
    _stay(table, _GRANTED, E.ALLOW_CONTROL)
    _stay(table, (S.CHAT, S.WARNED), E.ALLOW_CONTROL)
    _stay(table, tuple(state for state in _IN_SESSION if state is not S.ASKED), E.DENY_CONTROL)


def _away(table: Table) -> None:
    for state in _IN_SESSION:
        away = S.VIEWED_AWAY if state in _SHARED else S.CHAT_AWAY
        table[state, E.LINE_BROKEN] = Transition(away, (*_letting_go(state), C.RECONNECT), Note.LINE_LOST)
    table[S.CHAT_AWAY, E.RESUMED] = Transition(S.CHAT, note=Note.LINE_RESUMED)
    # The customer's consent to be seen outlives a broken line; the consent to be controlled does not.
    table[S.VIEWED_AWAY, E.RESUMED] = Transition(S.VIEWED, (C.OPEN_SCREEN,), Note.LINE_RESUMED)
    table[S.VIEWED_AWAY, E.STOP_SHARING] = Transition(S.CHAT_AWAY, note=Note.SHARING_STOPPED)
    table[S.VIEWED_AWAY, E.IDLE] = Transition(S.CHAT_AWAY, note=Note.IDLE_STOPPED)
    for state in _AWAY:
        table[state, E.GAVE_UP] = Transition(S.ENDED, _CLOSING, Note.LINE_GIVEN_UP)
        table[state, E.RESUME_REFUSED] = Transition(S.ENDED, _CLOSING, Note.RESUME_REFUSED)
    # Clicks that were made, and news that was on its way, when the line broke.
    _stay(table, _AWAY, E.CANCEL, E.BEGIN, E.SHOW, E.ALLOW_CONTROL, E.DENY_CONTROL, E.TAKE_CONTROL)
    _stay(table, _AWAY, E.SCREEN_FAILED, E.LOCAL_INPUT, E.LOCAL_QUIET, E.INPUT_FAILED)
    _stay(table, (S.CHAT_AWAY,), E.STOP_SHARING, E.IDLE)


def _endings(table: Table) -> None:
    for state in (*_IN_SESSION, *_AWAY):
        let_go = _letting_go(state)
        table[state, E.LEAVE] = Transition(S.ENDED, (*let_go, *_FAREWELL), Note.CUSTOMER_LEFT)
        table[state, E.PANIC] = Transition(S.ENDED, (*let_go, *_FAREWELL), Note.PANIC)
        table[state, E.TIME_LIMIT] = Transition(S.ENDED, (*let_go, *_FAREWELL), Note.TIME_LIMIT)
        table[state, E.AGENT_REVOKED] = Transition(S.ENDED, (*let_go, *_CLOSING), Note.AGENT_REVOKED)
        table[state, E.VIOLATION] = Transition(S.ENDED, (*let_go, *_CLOSING), Note.VIOLATION)
        table[state, E.FAILED] = Transition(S.ENDED, (*let_go, *_CLOSING), Note.FAILED)
        table[state, E.PANIC_KEY_LOST] = Transition(state, note=Note.PANIC_KEY_LOST)
    for state in _IN_SESSION:
        # The goodbye is answered: the agent's app waits for the log that it is to sign.
        table[state, E.AGENT_LEFT] = Transition(S.ENDED, (*_letting_go(state), *_FAREWELL), Note.AGENT_LEFT)
    _stay(table, (S.CODE, S.JOINING, S.OFFERING), E.PANIC, E.TIME_LIMIT, E.IDLE)
    # After the end everything that was still on its way means nothing; only the code cannot be used again.
    _stay(table, (S.ENDED,), *(event for event in E if event not in (E.CODE_ENTERED, E.OFFER, E.PAIRED)))


def _build() -> Table:
    table: Table = {}
    _joining(table)
    _sharing(table)
    _control(table)
    _away(table)
    _endings(table)
    return table


TABLE: Table = _build()


def customer_machine() -> CustomerMachine:
    """Return a machine in its initial state."""
    return Machine(S.CODE, TABLE)
