"""How things stand between the customer and the advisor, in one sentence with its icon and tone."""

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from client.record.entries import Side
from client.session.states import CustomerState
from client.session.status import CustomerStatus
from client.ui.sentences import ending_sentence
from client.ui.theme import Tone
from client.ui.widgets.icons import Glyph
from wire.endings import Ending

translate = QCoreApplication.translate

SHARED = frozenset({CustomerState.VIEWED, CustomerState.ASKED, CustomerState.CONTROLLED, CustomerState.SUSPENDED})
"""The states in which the advisor sees the screen."""
GRANTED = frozenset({CustomerState.CONTROLLED, CustomerState.SUSPENDED})
"""The states in which the advisor has, or gets back by itself, mouse and keyboard."""
STOPPABLE = SHARED | {CustomerState.VIEWED_AWAY}
"""The states in which the consent to be seen can be taken back: it outlives a broken line."""


@dataclass(frozen=True)
class Presence:
    """What a strip or the bar shows."""

    glyph: Glyph
    tone: Tone
    text: str
    whole: str = ""
    """What to say instead where there is room for more; empty where that is the text."""


def presence_of(status: CustomerStatus) -> Presence:
    """Return what to show for a status of a session."""
    glyph, tone, text = _parts(status)
    whole = ""
    if status.state is CustomerState.VIEWED_AWAY:
        whole = translate(
            "Presence",
            "The connection is lost. Pomoc is looking for it; once it is back, your screen will be visible again.",
        )
    return Presence(glyph, tone, text.replace("{name}", advisor_name(status)), whole)


def advisor_name(status: CustomerStatus) -> str:
    """Return the advisor's certified full name."""
    return status.agent.full_name if status.agent is not None else ""


def control_question(status: CustomerStatus) -> str:
    """Return the question to which »Allow control« is the answer."""
    question = translate("Presence", "May {name} use your mouse and keyboard?")
    return question.replace("{name}", advisor_name(status))


def _parts(status: CustomerStatus) -> tuple[Glyph, Tone, str]:
    if status.state is CustomerState.ENDED:
        if status.ending is None:
            return Glyph.INFORMATION, Tone.ACCENT, translate("Presence", "The session has ended.")
        wanted = status.ending in (Ending.CUSTOMER_LEFT, Ending.AGENT_ENDED)
        glyph, tone = (Glyph.INFORMATION, Tone.ACCENT) if wanted else (Glyph.ALERT, Tone.CAUTION)
        return glyph, tone, ending_sentence(status.ending, Side.CUSTOMER)
    if status.state is CustomerState.CONTROLLED:
        return Glyph.POINTER, Tone.GOOD, translate("Presence", "{name} controls your mouse and keyboard")
    if status.state is CustomerState.SUSPENDED:
        return Glyph.PAUSE, Tone.CAUTION, translate("Presence", "You are using the mouse or keyboard: {name} waits")
    if status.state in SHARED:
        return Glyph.EYE, Tone.DANGER, translate("Presence", "You are in control; {name} only sees your screen")
    if status.state in (CustomerState.CHAT_AWAY, CustomerState.VIEWED_AWAY):
        return Glyph.CLOCK, Tone.CAUTION, translate("Presence", "The connection is lost. Pomoc is looking for it …")
    return Glyph.LOCK, Tone.ACCENT, translate("Presence", "Only chat. Your screen is not visible.")
