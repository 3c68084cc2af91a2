"""What of a session goes into the audit log, and when: each entry before the act that it records.

What takes something away from the agent is written before it too, but is on the disk itself only afterwards
(`settle`): a click on »Stop« does not wait for a disk.
"""

import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from client.record.audit import AuditLog
from client.record.entries import AuditError, Side
from client.record.events import AuditEvent, Consent
from client.record.tally import INPUT_KINDS, Tally, input_kind
from client.session.states import Note
from client.session.status import AgentPerson
from wire.endings import Ending
from wire.messages import AnyMessage, InputMessage

_VIEW: Final = {"what": Consent.VIEW.value}
_CONTROL: Final = {"what": Consent.CONTROL.value}
_Entry = tuple[AuditEvent, Mapping[str, str]]

_OF_NOTE: Final[Mapping[Note, tuple[_Entry, ...]]] = {
    Note.SHARING_STARTED: ((AuditEvent.CONSENT_GIVEN, _VIEW),),
    Note.CONTROL_ASKED: ((AuditEvent.CONSENT_ASKED, _CONTROL),),
    Note.CONTROL_DENIED: ((AuditEvent.CONSENT_DENIED, _CONTROL),),
    Note.CONTROL_ALLOWED: ((AuditEvent.CONSENT_GIVEN, _CONTROL), (AuditEvent.CONTROL_GRANTED, {})),
    Note.LINE_LOST: ((AuditEvent.LINE_LOST, {}),),
    Note.LINE_RESUMED: ((AuditEvent.LINE_RESUMED, {}),),
}
_VIEW_WITHDRAWN: Final = frozenset({Note.SHARING_STOPPED, Note.IDLE_STOPPED})
_CONTROL_WITHDRAWN: Final = frozenset({Note.CONTROL_TAKEN_BACK, Note.INPUT_FAILED})
_ALL_STOPS: Final = frozenset(
    {
        Note.LINE_LOST,
        Note.PANIC,
        Note.TIME_LIMIT,
        Note.CUSTOMER_LEFT,
        Note.AGENT_LEFT,
        Note.AGENT_REVOKED,
        Note.VIOLATION,
        Note.FAILED,
    }
)
_VIEW_STOPS: Final = _ALL_STOPS | _VIEW_WITHDRAWN | {Note.SCREEN_FAILED}
_CONTROL_STOPS: Final = _VIEW_STOPS | _CONTROL_WITHDRAWN | {Note.CONTROL_RETURNED}


class AuditTrail:
    """One side's log of one session; lives on the network's thread.

    A log that cannot be written does not keep anybody from being helped: `on_lost` is called, once, and nothing more
    is written. `seal` is called with the closed log, where this side can sign it.
    """

    def __init__(
        self,
        folder: Path,
        side: Side,
        on_lost: Callable[[], object],
        seal: Callable[[AuditLog], None] | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._folder = folder
        self._side = side
        self._on_lost = on_lost
        self._seal = seal
        self._clock = clock
        self._log: AuditLog | None = None
        self._closed: AuditLog | None = None
        self._captured: tuple[int, int] | None = None
        """The size of what is being captured."""
        self._controlled = False
        """Control was granted and not taken since; suspended or not."""
        self._input = Tally(INPUT_KINDS)
        self._refused = Tally()

    # ----- the log's life ---------------------------------------------------------------------

    def begin(self, person: AgentPerson, fingerprint: str, failed_attempts: int) -> None:
        """Make the log, with the names of the verified certificate, and how often the code was typed wrongly."""
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
            self._on_lost()
        if failed_attempts:
            self._record(AuditEvent.CODE_REFUSED, attempts=failed_attempts)

    def settle(self) -> None:
        """Have on the disk itself what could not wait for it."""
        if self._log is not None:
            try:
                self._log.sync()
            except AuditError:
                self._lose()

    def end(self, ending: Ending) -> None:
        """Close the log, and have it signed where that can be done here. Harmless when called again."""
        self._write_counts()
        log, self._log = self._log, None
        if log is None:
            return
        try:
            log.close(ending)
        except AuditError:
            self._on_lost()
            return
        self._closed = log
        if self._seal is not None:
            try:
                self._seal(log)
            except AuditError:
                # What is there stays; the verifier says that it is not signed.
                return

    @property
    def root(self) -> bytes | None:
        """What the agent is to sign: the closed log's root; None where there is no whole log."""
        return None if self._closed is None else self._closed.root

    def attach_signature(self, certificate: bytes, signature: bytes) -> None:
        """Add the agent's signature (DER both) to the closed log: the first that comes, and only if it fits."""
        log, self._closed = self._closed, None
        if log is None:
            return
        try:
            log.attach_signature(certificate, signature)
        except AuditError:
            # The log stays unsigned, and the verifier says so.
            return

    # ----- what happens -----------------------------------------------------------------------

    def note(self, note: Note) -> None:
        """Record what the chat is about to say, and what ends with it."""
        if note is Note.PANIC:
            self._record(AuditEvent.PANIC)
        if note in _CONTROL_STOPS:
            self._stop_control(note)
        if note in _VIEW_WITHDRAWN:
            self._record(AuditEvent.CONSENT_WITHDRAWN, what=Consent.VIEW.value, reason=note.value)
        # The customer's consent ends with a screen that fails, even before anything of it was captured.
        if note is Note.SCREEN_FAILED or (note in _VIEW_STOPS and self._captured is not None):
            self._captured = None
            self._record(AuditEvent.CAPTURE_STOPPED, reason=note.value)
        if note in _ALL_STOPS:
            self._write_counts()
        self._controlled |= note is Note.CONTROL_ALLOWED
        for event, fields in _OF_NOTE.get(note, ()):
            self._record(event, **fields)

    def view_asked(self) -> None:
        """The warning is about to be shown: the customer is asked whether the screen may be seen."""
        self._record(AuditEvent.CONSENT_ASKED, what=Consent.VIEW.value)

    def view_denied(self) -> None:
        """The customer closed the warning."""
        self._record(AuditEvent.CONSENT_DENIED, what=Consent.VIEW.value)

    def capture_started(self, width: int, height: int) -> None:
        """A picture of this size, in pixels, is about to be shown; one that is only begun anew is no news."""
        if self._captured != (width, height):
            self._captured = (width, height)
            self._record(AuditEvent.CAPTURE_STARTED, width=width, height=height)

    def masking(self, masks: bool) -> None:
        """Something begins, or ceases, to be masked."""
        self._record(AuditEvent.MASKING_ON if masks else AuditEvent.MASKING_OFF)

    def local_input(self) -> None:
        """The customer used mouse or keyboard while the agent had control."""
        self._record(AuditEvent.LOCAL_INPUT)

    def control_suspended(self) -> None:
        """The agent's input is held off."""
        self._write_input(self._input.take())
        self._record(AuditEvent.CONTROL_SUSPENDED)

    def control_restored(self) -> None:
        """The customer's mouse and keys were still: the agent's input comes back."""
        self._record(AuditEvent.CONTROL_GRANTED)

    def count_input(self, message: InputMessage) -> None:
        """Count one input message that may act."""
        if (kind := input_kind(message)) is not None:
            self._write_input(self._input.add(kind, self._clock()))

    def count_refused(self, message: AnyMessage) -> None:
        """Count one message that the agent had no right to send."""
        self._write_refused(self._refused.add(type(message).__name__, self._clock()))

    # ----- entries ----------------------------------------------------------------------------

    def _stop_control(self, note: Note) -> None:
        if not self._controlled:
            return
        self._controlled = False
        self._write_input(self._input.take())
        if note is Note.CONTROL_RETURNED:
            self._record(AuditEvent.CONTROL_RETURNED)
            return
        if note in _CONTROL_WITHDRAWN:
            self._record(AuditEvent.CONSENT_WITHDRAWN, what=Consent.CONTROL.value, reason=note.value)
        self._record(AuditEvent.CONTROL_TAKEN, reason=note.value)

    def _write_counts(self) -> None:
        self._write_input(self._input.take())
        self._write_refused(self._refused.take())

    def _write_input(self, counts: Mapping[str, int] | None) -> None:
        if counts is not None:
            self._record(AuditEvent.INPUT_SUMMARY, **counts)

    def _write_refused(self, counts: Mapping[str, int] | None) -> None:
        for name, count in (counts or {}).items():
            self._record(AuditEvent.MESSAGE_REFUSED, message=name, count=count)

    def _record(self, event: AuditEvent, **fields: str | int) -> None:
        if self._log is None:
            return
        try:
            self._log.record(event, **fields)
        except AuditError:
            self._lose()

    def _lose(self) -> None:
        self._log = None
        self._on_lost()
