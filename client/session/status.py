"""What a window is told: snapshots without secrets, and lines of the chat."""

from dataclasses import dataclass, field
from enum import StrEnum

from client.session.states import AgentState, CustomerState, Note
from wire.endings import Ending, Refusal

PANIC_KEYS = "Ctrl+Shift+F11"
"""The keys that end a session at once, whichever window has the focus; as windows write them."""


@dataclass(frozen=True)
class AgentPerson:
    """The advisor, as the certificate names them."""

    full_name: str
    email: str
    organisation: str


@dataclass(frozen=True)
class CustomerStatus:
    """The customer's side at one moment."""

    state: CustomerState = CustomerState.CODE
    agent: AgentPerson | None = None
    fingerprint: str = ""
    """Six digits that both sides can read to each other."""
    refusal: Refusal | None = None
    """Why the last code did not lead to a session."""
    failed_attempts: int = 0
    """How often the password shown was typed wrongly."""
    ending: Ending | None = None
    sharing_since: float | None = None
    """Seconds since 1970 at which the present sharing began."""
    panic_ready: bool = False
    """Whether a press of PANIC_KEYS would be noticed now; nobody may be promised them otherwise."""


@dataclass(frozen=True)
class AgentStatus:
    """One session of the agent's side at one moment. The code is never in here."""

    state: AgentState = AgentState.ALLOTTING
    fingerprint: str = ""
    failed_attempts: int = 0
    refusal: Refusal | None = None
    ending: Ending | None = None
    joined_at: float | None = None
    """Seconds since 1970 at which the customer came."""


class LineKind(StrEnum):
    """Who a line of the chat comes from."""

    OWN = "own"
    PEER = "peer"
    SYSTEM = "system"


@dataclass(frozen=True)
class ChatLine:
    """One line of the chat: a text of a person, or a note of the program."""

    kind: LineKind
    at: float
    """Seconds since 1970, this computer's clock."""
    text: str = field(default="", repr=False)
    note: Note | None = None
