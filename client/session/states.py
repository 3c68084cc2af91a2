"""The states, events and commands of the two machines, and the notes that go into the chat."""

from enum import StrEnum


class CustomerState(StrEnum):
    """Where the customer's side stands; each state has its rights in client.session.rights."""

    CODE = "code"
    """The number is being typed."""
    JOINING = "joining"
    CHAT = "chat"
    """Only chat: nothing of the screen leaves."""
    WARNED = "warned"
    """»Začni« was clicked; the warning is on the screen, still nothing leaves."""
    VIEWED = "viewed"
    ASKED = "asked"
    """Viewed, and the agent asks for control."""
    CONTROLLED = "controlled"
    SUSPENDED = "suspended"
    """Control is granted, but the customer is moving: the agent's input is held off."""
    ENDED = "ended"


class CustomerEvent(StrEnum):
    """What can happen to the customer's side."""

    CODE_ENTERED = "code_entered"
    PAIRED = "paired"
    REFUSED = "refused"
    BEGIN = "begin"
    CANCEL = "cancel"
    SHOW = "show"
    STOP_SHARING = "stop_sharing"
    SCREEN_FAILED = "screen_failed"
    CONTROL_ASKED = "control_asked"
    CONTROL_RETURNED = "control_returned"
    ALLOW_CONTROL = "allow_control"
    DENY_CONTROL = "deny_control"
    INPUT_FAILED = "input_failed"
    TAKE_CONTROL = "take_control"
    LOCAL_INPUT = "local_input"
    LOCAL_QUIET = "local_quiet"
    AGENT_LEFT = "agent_left"
    AGENT_VANISHED = "agent_vanished"
    LINE_LOST = "line_lost"
    VIOLATION = "violation"
    FAILED = "failed"
    LEAVE = "leave"


class CustomerCommand(StrEnum):
    """What the customer's controller must do, in the order given."""

    DIAL = "dial"
    SEND_WELCOME = "send_welcome"
    OPEN_SCREEN = "open_screen"
    CLOSE_SCREEN = "close_screen"
    """Stop capturing, tell the agent, let go of every capture object."""
    OPEN_INPUT = "open_input"
    """Make the injector and watch for local input."""
    HOLD_INPUT = "hold_input"
    """Release everything that the agent has pressed."""
    CLOSE_INPUT = "close_input"
    """Release everything, let go of the injector and the watcher."""
    TELL_GRANTED = "tell_granted"
    TELL_SUSPENDED = "tell_suspended"
    TELL_TAKEN = "tell_taken"
    TELL_DENIED = "tell_denied"
    START_QUIET_TIMER = "start_quiet_timer"
    """Start, or start anew, the wait of limits.LOCAL_INPUT_QUIET."""
    STOP_QUIET_TIMER = "stop_quiet_timer"
    SEND_GOODBYE = "send_goodbye"
    CLOSE_LINE = "close_line"


class AgentState(StrEnum):
    """Where the agent's side of one session stands."""

    ALLOTTING = "allotting"
    WAITING = "waiting"
    """The code is shown; nobody typed it yet."""
    CHAT = "chat"
    VIEWING = "viewing"
    ASKING = "asking"
    CONTROLLING = "controlling"
    SUSPENDED = "suspended"
    ENDED = "ended"


class AgentEvent(StrEnum):
    """What can happen to the agent's side of one session."""

    ALLOTTED = "allotted"
    ATTEMPT_FAILED = "attempt_failed"
    CUSTOMER_PAIRED = "customer_paired"
    REFUSED = "refused"
    SHARING_STARTED = "sharing_started"
    SHARING_STOPPED = "sharing_stopped"
    ASK_CONTROL = "ask_control"
    RETURN_CONTROL = "return_control"
    CONTROL_GRANTED = "control_granted"
    CONTROL_SUSPENDED = "control_suspended"
    CONTROL_TAKEN = "control_taken"
    CONTROL_DENIED = "control_denied"
    CUSTOMER_LEFT = "customer_left"
    CUSTOMER_VANISHED = "customer_vanished"
    LINE_LOST = "line_lost"
    VIOLATION = "violation"
    FAILED = "failed"
    END = "end"


class AgentCommand(StrEnum):
    """What the agent's controller must do, in the order given."""

    SHOW_CODE = "show_code"
    TELL_ATTEMPT_FAILED = "tell_attempt_failed"
    OPEN_VIEWER = "open_viewer"
    CLOSE_VIEWER = "close_viewer"
    SEND_ASK_CONTROL = "send_ask_control"
    SEND_RETURN_CONTROL = "send_return_control"
    SEND_GOODBYE = "send_goodbye"
    CLOSE_LINE = "close_line"


class Note(StrEnum):
    """A system line of the chat. Each side words it from its own point of view."""

    CONNECTED = "connected"
    SHARING_STARTED = "sharing_started"
    SHARING_STOPPED = "sharing_stopped"
    SCREEN_FAILED = "screen_failed"
    CONTROL_ASKED = "control_asked"
    CONTROL_ALLOWED = "control_allowed"
    CONTROL_TAKEN_BACK = "control_taken_back"
    CONTROL_RETURNED = "control_returned"
    CONTROL_DENIED = "control_denied"
    INPUT_FAILED = "input_failed"
    ATTEMPT_FAILED = "attempt_failed"
    CUSTOMER_LEFT = "customer_left"
    AGENT_LEFT = "agent_left"
    PEER_VANISHED = "peer_vanished"
    LINE_LOST = "line_lost"
    VIOLATION = "violation"
    FAILED = "failed"
