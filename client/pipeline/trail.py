"""What of a session goes into the audit log, and when: each entry before the act that it records."""

from collections.abc import Callable, Mapping
from pathlib import Path

from client.record.audit import AuditLog
from client.record.entries import AuditError, Side
from client.record.events import AuditEvent, Consent
from client.session.states import Note
from client.session.status import AgentPerson
from wire.endings import Ending

_VIEW = {"what": Consent.VIEW.value}
_CONTROL = {"what": Consent.CONTROL.value}
_Entry = tuple[AuditEvent, Mapping[str, str]]

_OF_NOTE: Mapping[Note, tuple[_Entry, ...]] = {
    Note.SHARING_STARTED: ((AuditEvent.CONSENT_GIVEN, _VIEW),),
    Note.CONTROL_ASKED: ((AuditEvent.CONSENT_ASKED, _CONTROL),),
    Note.CONTROL_DENIED: ((AuditEvent.CONSENT_DENIED, _CONTROL),),
    Note.CONTROL_ALLOWED: ((AuditEvent.CONSENT_GIVEN, _CONTROL), (AuditEvent.CONTROL_GRANTED, {})),
    Note.CONTROL_RETURNED: ((AuditEvent.CONTROL_RETURNED, {}),),
    Note.LINE_LOST: ((AuditEvent.LINE_LOST, {}),),
    Note.LINE_RESUMED: ((AuditEvent.LINE_RESUMED, {}),),
    Note.PANIC: ((AuditEvent.PANIC, {}),),
}
_VIEW_ENDS = (Note.SHARING_STOPPED, Note.IDLE_STOPPED)
_CONTROL_ENDS = (Note.CONTROL_TAKEN_BACK, Note.INPUT_FAILED)


class AuditTrail:
    """One side's log of one session. A log that cannot be written does not keep anybody from being helped.

    `seal` is called with the closed log, where this side can sign it.
    """

    def __init__(self, folder: Path, side: Side, seal: Callable[[AuditLog], None] | None = None) -> None:
        self._folder = folder
        self._side = side
        self._seal = seal
        self._log: AuditLog | None = None

    @property
    def path(self) -> Path | None:
        """The log's file, once there is one."""
        return None if self._log is None else self._log.path

    def begin(self, person: AgentPerson, fingerprint: str) -> None:
        """Make the log, with the names of the verified certificate."""
        try:
            self._log = AuditLog(
                self._folder,
                self._side,
                fingerprint,
                organisation=person.organisation,
                agent=person.full_name,
                email=person.email,
            )
        except AuditError:
            self._log = None

    def note(self, note: Note) -> None:
        """Record what the chat is about to say."""
        if note in _VIEW_ENDS or note is Note.SCREEN_FAILED:
            if note in _VIEW_ENDS:
                self.record(AuditEvent.CONSENT_WITHDRAWN, what=Consent.VIEW.value, reason=note.value)
            self.record(AuditEvent.CAPTURE_STOPPED, reason=note.value)
        elif note in _CONTROL_ENDS:
            self.record(AuditEvent.CONSENT_WITHDRAWN, what=Consent.CONTROL.value, reason=note.value)
            self.record(AuditEvent.CONTROL_TAKEN, reason=note.value)
        for event, fields in _OF_NOTE.get(note, ()):
            self.record(event, **fields)

    def record(self, event: AuditEvent, **fields: str | int) -> None:
        """Record one event; where that fails, the log ends here and says so to whoever verifies it."""
        if self._log is None:
            return
        try:
            self._log.record(event, **fields)
        except AuditError:
            self._log = None

    def end(self, ending: Ending) -> None:
        """Close the log, and have it signed where that can be done here."""
        log, self._log = self._log, None
        if log is None:
            return
        try:
            log.close(ending)
            if self._seal is not None:
                self._seal(log)
        except AuditError:
            # What is there stays; the verifier says how far it can be believed.
            return
