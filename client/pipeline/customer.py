"""The customer's session: its machine, and what each command of the machine does."""

import itertools
import ssl
import time
from collections import deque
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from cryptography import x509

from client.pipeline.budget import Budget
from client.pipeline.chat import ChatLog, ChatOrderError
from client.pipeline.conversation import Conversation
from client.pipeline.idle_stop import IdleStop
from client.pipeline.line import RevokedError, SealedLine, ViolationError
from client.pipeline.meeting import Maker, Met, allot, draw_digits, type_code
from client.pipeline.network import NetworkThread
from client.pipeline.outbound import ScreenSender
from client.pipeline.outgoing import Kind
from client.pipeline.panic_guard import PanicGuard
from client.pipeline.reconnecting import ReconnectError
from client.pipeline.remote_control import RemoteControl
from client.pipeline.trail import AuditTrail
from client.record.entries import Side
from client.screen.errors import PictureError
from client.screen.grant import ScreenGrant
from client.seal.identity import organisation_id
from client.seal.pairing import CustomerMaker, CustomerTyper, Paired
from client.session.customer import customer_machine
from client.session.machine import Transition
from client.session.rights import permitted
from client.session.states import CustomerCommand as Command
from client.session.states import CustomerEvent as Event
from client.session.states import CustomerState as State
from client.session.states import Note
from client.session.status import AgentPerson, ChatLine, CustomerStatus
from client.transport.link import Link
from wire import limits, messages
from wire.code import Code
from wire.codec import decode_from_agent
from wire.endings import Ending, Refusal
from wire.messages import AgentMessage, ControlChanged, ControlState, CustomerMessage, InputMessage, Priority
from wire.rendezvous import Join, Wait

_ENDINGS = {
    Event.LEAVE: Ending.CUSTOMER_LEFT,
    Event.AGENT_LEFT: Ending.AGENT_ENDED,
    Event.GAVE_UP: Ending.LINE_LOST,
    Event.RESUME_REFUSED: Ending.RETURN_REFUSED,
    Event.AGENT_REVOKED: Ending.AGENT_DISMISSED,
    Event.PANIC: Ending.PANIC,
    Event.TIME_LIMIT: Ending.TIME_LIMIT,
    Event.VIOLATION: Ending.PROTOCOL_VIOLATION,
    Event.FAILED: Ending.INTERNAL_ERROR,
}
_RECONNECT_EVENTS = {None: Event.GAVE_UP, Refusal.AGENT_REVOKED: Event.AGENT_REVOKED}
_SHARED = (State.VIEWED, State.ASKED, State.CONTROLLED, State.SUSPENDED)


class CustomerSession(Conversation[AgentMessage]):
    """One run of the customer's program; lives on the network's thread.

    `on_status` and `on_line` are called there with each new status and chat line, `on_offer` with the id
    and password that the advisor is to type; they are never part of a status.
    """

    def __init__(
        self,
        network: NetworkThread,
        server: str,
        tls: ssl.SSLContext,
        root: x509.Certificate,
        language: str,
        audit: Path,
    ) -> None:
        """`audit` is the folder of the audit logs."""
        super().__init__(network, server, tls, decode_from_agent)
        self._root = root
        self._organisation = organisation_id(root)
        self._language = language
        self._trail = AuditTrail(audit, Side.CUSTOMER, lambda: network.call(self._chat.note, Note.LOG_FAILED))
        self._certificate = b""
        """The agent's, as shown in the handshake."""
        self._machine = customer_machine()
        self._events: deque[Event] = deque()
        self._handling = False
        self._status = CustomerStatus()
        self._chat = ChatLog(lambda line: self.on_line(line), self._post)
        self._code: Code | None = None
        self._share_numbers = itertools.count(1)
        self._screen: ScreenSender | None = None
        self._grant: ScreenGrant | None = None
        self._control = RemoteControl(network, self.handle)
        self._showing = False
        """The agent was told that sharing began; only then can control be given, or the end of sharing told."""
        self._chat_budget = Budget(limits.CHAT_LINES_PER_SECOND, limits.CHAT_BURST, time.monotonic)
        self._panic_guard = PanicGuard(
            network, lambda: self.handle(Event.PANIC), lambda: self.handle(Event.PANIC_KEY_LOST)
        )
        self._idle_stop = IdleStop(network, lambda: self.handle(Event.IDLE))
        self.on_status: Callable[[CustomerStatus], object] = lambda _status: None
        self.on_line: Callable[[ChatLine], object] = lambda _line: None
        self.on_offer: Callable[[Code], object] = lambda _id_and_password: None
        self._commands: dict[Command, Callable[[], None]] = {
            Command.DIAL: self._dial,
            Command.OFFER: self._offer,
            # The line's keeper looks for the other side by itself.
            Command.RECONNECT: lambda: None,
            Command.SEND_WELCOME: lambda: self._post(messages.Welcome(self._language)),
            Command.OPEN_PANIC_KEY: self._panic_guard.open,
            Command.CLOSE_PANIC_KEY: self._panic_guard.close,
            Command.OPEN_SCREEN: self._open_screen,
            Command.CLOSE_SCREEN: self._close_screen,
            Command.OPEN_INPUT: self._open_input,
            Command.HOLD_INPUT: self._control.hold,
            Command.CLOSE_INPUT: self._control.close,
            Command.TELL_GRANTED: lambda: self._post(ControlChanged(ControlState.GRANTED)),
            Command.TELL_SUSPENDED: lambda: self._post(ControlChanged(ControlState.SUSPENDED)),
            Command.TELL_TAKEN: lambda: self._post(ControlChanged(ControlState.NONE)),
            Command.TELL_DENIED: lambda: self._post(ControlChanged(ControlState.DENIED)),
            Command.START_QUIET_TIMER: self._control.start_quiet_timer,
            Command.STOP_QUIET_TIMER: self._control.stop_quiet_timer,
            Command.END_LOG: self._end_log,
            Command.SEND_GOODBYE: lambda: self._post(messages.Goodbye(self._status.ending or Ending.CUSTOMER_LEFT)),
            Command.CLOSE_LINE: self._close_line,
        }

    # ----- what the windows ask for -----------------------------------------------------------

    def submit_code(self, code: Code) -> None:
        """»Poveži« with this code."""
        self._code = code
        self._status = replace(self._status, refusal=None, failed_attempts=0)
        self.handle(Event.CODE_ENTERED)

    def send_chat(self, text: str) -> None:
        """Send one chat line; outside a session, and for an empty text, do nothing."""
        if self._line is not None:
            self._idle_stop.active()
            self._chat.say(text)

    def set_own_windows(self, window_ids: frozenset[int]) -> None:
        """Note Pomoc's own windows, over which the agent's input is refused."""
        self._control.set_own_windows(window_ids)

    # ----- the machine ------------------------------------------------------------------------

    def handle(self, event: Event) -> None:
        """Move the machine and do what it commands; raise IllegalTransitionError.

        A command may bring about further events; they wait until the present one is done.
        """
        if event is Event.ALLOW_CONTROL and not self._showing:
            # Clicked while the screen is still being opened.
            return
        self._events.append(event)
        if self._handling:
            return
        self._handling = True
        try:
            while self._events:
                self._step(self._events.popleft())
        finally:
            self._handling = False
            self._events.clear()

    def _step(self, event: Event) -> None:
        before = self._machine.state
        row = self._machine.handle(event)
        if row.state is not State.CONTROLLED:
            # At once: the log's next entry says that the agent's input does nothing any more.
            self._control.halt()
        self._status = replace(
            self._status,
            state=row.state,
            sharing_since=self._sharing_since(row.state),
            ending=_ENDINGS.get(event) if row.state is State.ENDED and not self._status.ending else self._status.ending,
        )
        self._record(event, before, row)
        for command in row.commands:
            self._commands[command]()
        if self._grant is not None and row.state not in (*_SHARED, State.VIEWED_AWAY):
            # Through a broken line it is kept: nobody is asked twice for one consent.
            self._grant.close()
            self._grant = None
        self._trail.settle()
        self._status = replace(self._status, panic_ready=self._panic_guard.held)
        # The status goes first: it names the person of whom the line speaks.
        self.on_status(self._status)
        if row.note is not None:
            self._chat.note(row.note)

    def _record(self, event: Event, before: State, row: Transition[State, Command]) -> None:
        """Write into the audit log what is about to be done."""
        if event is Event.PAIRED and self._status.agent is not None:
            self._trail.begin(self._status.agent, self._status.fingerprint, self._status.failed_attempts)
        if row.state is State.WARNED and before is not State.WARNED:
            self._trail.view_asked()
        elif before is State.WARNED and event is Event.CANCEL:
            self._trail.view_denied()
        if Command.HOLD_INPUT in row.commands:
            self._trail.local_input()
            self._trail.control_suspended()
        elif event is Event.LOCAL_QUIET and Command.TELL_GRANTED in row.commands:
            self._trail.control_restored()
        if row.note is not None:
            self._trail.note(row.note)

    def _sharing_since(self, state: State) -> float | None:
        return (self._status.sharing_since or time.time()) if state in _SHARED else None

    # ----- the line ---------------------------------------------------------------------------

    def _dial(self) -> None:
        if self._code is None:
            raise RuntimeError("no code to dial with")
        code, self._code = self._code, None
        self._begin(lambda link: self._join(link, code))

    def _offer(self) -> None:
        self._status = replace(self._status, refusal=None, failed_attempts=0)
        self._begin(self._wait_for_agent)

    async def _join(self, link: Link, code: Code) -> Met:
        def pairing(session: bytes) -> CustomerTyper:
            return CustomerTyper(
                code.secret, code.nameplate, session, self._organisation, self._root, datetime.now(UTC)
            )

        return await type_code(link, Join(limits.PROTOCOL_VERSION, code.nameplate), pairing)

    async def _wait_for_agent(self, link: Link) -> Met:
        allotted = await allot(link, Wait(limits.PROTOCOL_VERSION))
        password = draw_digits(limits.PASSWORD_DIGITS)
        self.on_offer(Code(allotted.nameplate, password))

        def pairing() -> CustomerMaker:
            return CustomerMaker(
                password, allotted.nameplate, allotted.session, self._organisation, self._root, datetime.now(UTC)
            )

        def failed(_refusal: Refusal) -> None:
            self._status = replace(self._status, failed_attempts=self._status.failed_attempts + 1)
            self.handle(Event.ATTEMPT_FAILED)

        return await Maker(link, allotted, pairing, failed).pair()

    def _met(self, paired: Paired) -> None:
        if (agent := paired.peer) is None:
            raise RuntimeError("an advisor without a certificate")
        self._certificate = agent.certificate
        person = AgentPerson(agent.full_name, agent.email, agent.organisation)
        self._status = replace(self._status, agent=person, fingerprint=paired.fingerprint)

    def _refuse(self, refusal: Refusal) -> None:
        self._status = replace(self._status, refusal=refusal)
        self.handle(Event.REFUSED)

    def _line_ended(self, error: Exception) -> None:
        match error:
            case ReconnectError():
                self.handle(_RECONNECT_EVENTS.get(error.refusal, Event.RESUME_REFUSED))
            case RevokedError():
                self.handle(Event.AGENT_REVOKED)
            case ViolationError() | ChatOrderError():
                self.handle(Event.VIOLATION)
            case _:
                self.handle(Event.FAILED)

    def _line_ready(self) -> None:
        if self._machine.state in (State.JOINING, State.OFFERING):
            self.handle(Event.PAIRED)
        else:
            self._chat.resume()
            self.handle(Event.RESUMED)

    def _line_broken(self) -> None:
        self._chat.pause()
        self.handle(Event.LINE_BROKEN)

    def _end_log(self) -> None:
        self._trail.end(self._status.ending or Ending.INTERNAL_ERROR)
        if (root := self._trail.root) is not None:
            self._post(messages.LogRoot(root))

    def _receive_late(self, line: SealedLine[AgentMessage], message: AgentMessage) -> None:
        self._receive(message)
        if isinstance(message, messages.LogSignature):
            # Who signs has heard the goodbye: that is the rule of the protocol.
            line.leave()

    def _receive(self, message: AgentMessage) -> None:
        """Act on a message of the agent, if the agent has the right to it."""
        if not permitted(self._machine.state, message):
            self._trail.count_refused(message)
            return
        match message:
            case messages.Chat():
                self._chat_budget.spend("chat lines")
                self._idle_stop.active()
                self._chat.hear(message)
            case messages.Received():
                self._chat.peer_received(message)
            case messages.Goodbye():
                self.handle(Event.AGENT_LEFT)
            case messages.AskControl():
                self.handle(Event.CONTROL_ASKED)
            case messages.ReturnControl():
                self.handle(Event.CONTROL_RETURNED)
            case messages.FrameShown():
                self._frame_shown(message)
            case messages.PictureArrived():
                if self._line is not None:
                    self._line.picture_arrived(message.total)
            case messages.RefreshPicture():
                if self._screen is not None:
                    self._screen.refresh()
            case messages.LogSignature():
                self._trail.attach_signature(self._certificate, message.signature)
            case _:
                self._take_input(message)

    # ----- the screen -------------------------------------------------------------------------

    def _open_screen(self) -> None:
        if self._grant is None:
            self._grant = ScreenGrant()
        call = self._network.call
        self._screen = ScreenSender(
            lambda sender, news: call(self._from_screen, sender, lambda: self._screen_news(sender, news)),
            lambda sender: call(self._from_screen, sender, lambda: self.handle(Event.SCREEN_FAILED)),
            lambda sender, masks: call(self._from_screen, sender, lambda: self._trail.masking(masks)),
            self._share_numbers,
            self._grant,
        )
        self._screen.start()
        self._idle_stop.start()

    def _close_screen(self) -> None:
        self._idle_stop.stop()
        if self._screen is not None:
            self._screen.stop()
            self._screen = None
        # Pictures that wait for a slow line were taken before, but must not leave after.
        self._discard_pictures()
        if self._showing:
            self._post(messages.SharingStopped())
        self._showing = False

    def _from_screen(self, sender: ScreenSender, act: Callable[[], object]) -> None:
        # Where sharing was stopped meanwhile, nothing that was on its way may leave any more.
        if sender is self._screen:
            act()

    def _screen_news(self, sender: ScreenSender, news: list[CustomerMessage]) -> None:
        for message in news:
            if isinstance(message, messages.SharingStarted):
                self._trail.capture_started(message.width, message.height)
                self._showing = True
                # What waits of the share before has nobody to show it any more.
                self._discard_pictures()
                self._control.moved(sender.origin, sender.size)
            self._post(message)
            if isinstance(message, messages.MotionFrame) or (isinstance(message, messages.Frame) and message.final):
                sender.handed(message)

    def _discard_pictures(self) -> None:
        if self._line is not None:
            self._line.discard_pictures()

    def _picture_left(self, priority: Priority) -> None:
        """Nothing of this class of pictures waits for the line any more: there is room for a new one."""
        if self._screen is not None and self._line is not None:
            kind = Kind.UPDATE if priority is Priority.PICTURE else Kind.MOTION
            self._screen.left(kind, *self._line.carries)

    def _frame_shown(self, message: messages.FrameShown) -> None:
        if self._screen is None:
            return
        try:
            round_trip = self._screen.shown(message.share, message.frames, message.waited / 1000)
        except PictureError as error:
            raise ViolationError("word of an unknown frame") from error
        if round_trip is not None and self._line is not None:
            self._line.round_trip(round_trip)

    # ----- mouse and keyboard -----------------------------------------------------------------

    def _open_input(self) -> None:
        if self._screen is None:
            raise RuntimeError("control without a shared screen")
        self._control.open(self._screen.origin, self._screen.size)

    def _take_input(self, message: InputMessage) -> None:
        self._idle_stop.active()
        self._trail.count_input(message)
        self._control.take(message)
