"""The events of the audit log, and the only fields that each of them may have.

No event has a field for what was said, typed, pressed or shown: that is how it stays out of the log.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final


class AuditEvent(StrEnum):
    """What is written down, each before it takes effect."""

    SESSION_BEGUN = "session_begun"
    """The first entry; only AuditLog itself writes it."""
    SESSION_ENDED = "session_ended"
    """The last entry; only AuditLog.close writes it."""
    CODE_REFUSED = "code_refused"
    """Attempts with a wrong code before this session began."""
    CONSENT_ASKED = "consent_asked"
    CONSENT_GIVEN = "consent_given"
    CONSENT_DENIED = "consent_denied"
    CONSENT_WITHDRAWN = "consent_withdrawn"
    CAPTURE_STARTED = "capture_started"
    CAPTURE_STOPPED = "capture_stopped"
    CONTROL_GRANTED = "control_granted"
    CONTROL_SUSPENDED = "control_suspended"
    CONTROL_TAKEN = "control_taken"
    CONTROL_RETURNED = "control_returned"
    LOCAL_INPUT = "local_input"
    """The customer moved or typed while the agent had control."""
    INPUT_SUMMARY = "input_summary"
    """How much the agent's input was, within a minute and one time of control; never which keys, never where."""
    LINE_LOST = "line_lost"
    LINE_RESUMED = "line_resumed"
    MESSAGE_REFUSED = "message_refused"
    """Messages of one type, within a minute, for which the agent had no right."""
    MASKING_ON = "masking_on"
    """Sensitive windows are left out of the picture from now on."""
    MASKING_OFF = "masking_off"
    """Nothing is left out any more."""
    PANIC = "panic"


class Consent(StrEnum):
    """What the customer is asked for: the field `what` of the consent events."""

    VIEW = "view"
    CONTROL = "control"


_CONSENT: Final[Mapping[str, type]] = {"what": str}
_WHY: Final[Mapping[str, type]] = {"reason": str}
_NOTHING: Final[Mapping[str, type]] = {}

FIELDS: Final[Mapping[AuditEvent, Mapping[str, type]]] = {
    AuditEvent.SESSION_BEGUN: {
        "version": int,
        "log": str,
        "side": str,
        "fingerprint": str,
        "organisation": str,
        "agent": str,
        "email": str,
    },
    AuditEvent.SESSION_ENDED: {"ending": str},
    AuditEvent.CODE_REFUSED: {"attempts": int},
    AuditEvent.CONSENT_ASKED: _CONSENT,
    AuditEvent.CONSENT_GIVEN: _CONSENT,
    AuditEvent.CONSENT_DENIED: _CONSENT,
    AuditEvent.CONSENT_WITHDRAWN: {**_CONSENT, **_WHY},
    AuditEvent.CAPTURE_STARTED: {"width": int, "height": int},
    AuditEvent.CAPTURE_STOPPED: _WHY,
    AuditEvent.CONTROL_GRANTED: _NOTHING,
    AuditEvent.CONTROL_SUSPENDED: _NOTHING,
    AuditEvent.CONTROL_TAKEN: _WHY,
    AuditEvent.CONTROL_RETURNED: _NOTHING,
    AuditEvent.LOCAL_INPUT: _NOTHING,
    AuditEvent.INPUT_SUMMARY: {"pointer": int, "buttons": int, "wheel": int, "keys": int},
    AuditEvent.LINE_LOST: _NOTHING,
    AuditEvent.LINE_RESUMED: _NOTHING,
    AuditEvent.MESSAGE_REFUSED: {"message": str, "count": int},
    AuditEvent.MASKING_ON: _NOTHING,
    AuditEvent.MASKING_OFF: _NOTHING,
    AuditEvent.PANIC: _NOTHING,
}
"""Every event with its fields, all of them required. A `reason` is a name from an enum, such as a Note's."""

DURABLE: Final = frozenset(
    {
        AuditEvent.SESSION_BEGUN,
        AuditEvent.SESSION_ENDED,
        AuditEvent.CONSENT_ASKED,
        AuditEvent.CONSENT_GIVEN,
        AuditEvent.CONSENT_DENIED,
    }
)
"""Events that are on the disk itself before they take effect; a loss of power cannot take them back."""

DURABLE_LATER: Final = frozenset({AuditEvent.CONSENT_WITHDRAWN, AuditEvent.PANIC})
"""Events that are on the disk itself once AuditLog.sync was called: they take effect first, without waiting for it."""
