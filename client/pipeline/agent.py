"""One session of the agent: its machine, and what each command of the machine does."""

import time
from collections.abc import Callable
from dataclasses import replace

from client.pipeline.acknowledging import Acknowledging
from client.pipeline.budget import Budget
from client.pipeline.chat import ChatLog, ChatOrderError
from client.pipeline.conversation import Conversation
from client.pipeline.inbound import PictureReceiver
from client.pipeline.line import RevokedError, SealedLine, ViolationError
from client.pipeline.meeting import Maker, Met, allot, draw_digits, type_code
from client.pipeline.network import NetworkThread
from client.pipeline.picture import Picture, RemoteCursor
from client.pipeline.reconnecting import ReconnectError
from client.pipeline.shared_desk import Desk
from client.pipeline.trail import AuditTrail
from client.record.entries import Side
from client.screen.errors import PictureError
from client.screen.geometry import Rect
from client.seal.pairing import AgentMaker, AgentTyper, Paired
from client.session.agent import agent_machine
from client.session.machine import IllegalTransitionError, Transition
from client.session.states import AgentCommand as Command
from client.session.states import AgentEvent as Event
from client.session.states import AgentState as State
from client.session.states import Note
from client.session.status import AgentStatus, ChatLine
from client.transport.link import Link
from wire import limits, messages
from wire.code import Code
from wire.codec import decode_from_customer
from wire.endings import Ending, Refusal
from wire.messages import ControlState, CustomerMessage, InputMessage
from wire.rendezvous import Allot, Call

_ENDINGS = {
    Event.END: Ending.AGENT_ENDED,
    Event.CUSTOMER_LEFT: Ending.CUSTOMER_LEFT,
    Event.CUSTOMER_PANICKED: Ending.PANIC,
    Event.CUSTOMER_TIMED_OUT: Ending.TIME_LIMIT,
    Event.REVOKED: Ending.AGENT_DISMISSED,
    Event.GAVE_UP: Ending.LINE_LOST,
    Event.RESUME_REFUSED: Ending.RETURN_REFUSED,
    Event.VIOLATION: Ending.PROTOCOL_VIOLATION,
    Event.FAILED: Ending.INTERNAL_ERROR,
}
_CONTROL_EVENTS = {
    ControlState.GRANTED: Event.CONTROL_GRANTED,
    ControlState.SUSPENDED: Event.CONTROL_SUSPENDED,
    ControlState.NONE: Event.CONTROL_TAKEN,
    ControlState.DENIED: Event.CONTROL_DENIED,
}
_RECONNECT_EVENTS = {None: Event.GAVE_UP, Refusal.AGENT_REVOKED: Event.REVOKED}
_FAREWELLS = {Ending.PANIC: Event.CUSTOMER_PANICKED, Ending.TIME_LIMIT: Event.CUSTOMER_TIMED_OUT}
_UNWELCOMED = (State.WAITING, State.CALLING)


class AgentSession(Conversation[CustomerMessage]):
    """One session, from the wish for a nameplate to its end; lives on the network's thread.

    The `on_*` callbacks are called there, except `on_picture_changed`, which the thread that decoded calls.
    """

    def __init__(self, network: NetworkThread, desk: Desk, customer: Code | None = None) -> None:
        """`customer` is the id and password that a customer's app shows; None makes a code of one's own."""
        super().__init__(network, desk.server, desk.tls, decode_from_customer)
        self._desk = desk
        self._customer = customer
        first = State.ALLOTTING if customer is None else State.CALLING
        self._machine = agent_machine(first)
        self._status = AgentStatus(first)
        self._chat = ChatLog(self._add_line, self._post)
        self._trail = AuditTrail(
            desk.audit, Side.AGENT, lambda: network.call(self._chat.note, Note.LOG_FAILED), desk.sign_log
        )
        self._customers_root: bytes | None = None
        """Of the customer's log, from its end on."""
        self._signed = False
        self._code: Code | None = None
        self._maker: Maker | None = None
        self._size = (0, 0)
        self._share = 0
        self._receiver: PictureReceiver | None = None
        self._acknowledging: Acknowledging | None = None
        self._chat_budget = Budget(limits.CHAT_LINES_PER_SECOND, limits.CHAT_BURST, time.monotonic)
        self._share_budget = Budget(limits.SHARES_PER_SECOND, limits.SHARES_BURST, time.monotonic)
        self._news_budget = Budget(limits.NEWS_PER_SECOND, limits.NEWS_BURST, time.monotonic)
        self._cursors: dict[bytes, messages.CursorShape] = {}
        self.on_status: Callable[[AgentStatus], object] = lambda _status: None
        self.on_line: Callable[[ChatLine], object] = lambda _line: None
        self.on_code: Callable[[Code], object] = lambda _code: None
        self.on_picture_opened: Callable[[Picture], object] = lambda _picture: None
        self.on_picture_changed: Callable[[list[Rect], int, int | None], object] = lambda _rects, _share, _frame: None
        self.on_picture_closed: Callable[[], object] = lambda: None
        self.on_cursor: Callable[[RemoteCursor], object] = lambda _cursor: None
        self.on_round_trip: Callable[[int], object] = lambda _milliseconds: None
        self._commands: dict[Command, Callable[[], None]] = {
            Command.SHOW_CODE: self._show_code,
            Command.TELL_ATTEMPT_FAILED: self._count_failed_attempt,
            Command.OPEN_VIEWER: self._open_viewer,
            Command.CLOSE_VIEWER: self._close_viewer,
            Command.SEND_ASK_CONTROL: lambda: self._post(messages.AskControl()),
            Command.SEND_RETURN_CONTROL: lambda: self._post(messages.ReturnControl()),
            Command.SEND_GOODBYE: lambda: self._post(messages.Goodbye(Ending.AGENT_ENDED)),
            # The line's keeper looks for the other side by itself.
            Command.RECONNECT: lambda: None,
            Command.CLOSE_LINE: self._close_line,
        }

    # ----- what the windows ask for -----------------------------------------------------------

    def open(self) -> None:
        """Ask the server for a nameplate and wait for a customer; or call the customer whose id was typed."""
        self.on_status(self._status)
        customer = self._customer

        async def meet(link: Link) -> Met:
            return await (self._invite(link) if customer is None else self._call(link, customer))

        self._customer = None
        self._begin(meet)

    def send_chat(self, text: str) -> None:
        """Send one chat line; outside a session, and for an empty text, do nothing."""
        if self._line is not None and self._machine.state not in _UNWELCOMED:
            self._chat.say(text)

    def send_input(self, message: InputMessage) -> None:
        """Send an input event; passed over unless the customer allows input now."""
        if self._machine.state is State.CONTROLLING:
            self._trail.count_input(message)
            self._post(message)

    def frame_painted(self, share: int, frame: int) -> None:
        """Acknowledge a frame of the present share."""
        if self._receiver is not None and self._acknowledging is not None and share == self._share:
            self._receiver.shown()
            self._acknowledging.painted(frame)

    # ----- the machine ------------------------------------------------------------------------

    def handle(self, event: Event) -> None:
        """Move the machine and do what it commands; raise IllegalTransitionError."""
        row = self._machine.handle(event)
        ending = _ENDINGS.get(event) if row.state is State.ENDED else None
        self._status = replace(self._status, state=row.state, ending=self._status.ending or ending)
        self._record(event, row)
        for command in row.commands:
            self._commands[command]()
        self._trail.settle()
        # The status goes first: it names the person of whom the line speaks.
        self.on_status(self._status)
        if row.note is not None:
            self._chat.note(row.note)

    def _record(self, event: Event, row: Transition[State, Command]) -> None:
        """Write into the audit log what is about to be done."""
        if event is Event.CUSTOMER_PAIRED:
            self._trail.begin(self._desk.person, self._status.fingerprint, self._status.failed_attempts)
        if row.note is not None:
            self._trail.note(row.note)
        elif event is Event.CONTROL_SUSPENDED and row.state is State.SUSPENDED:
            self._trail.control_suspended()
        elif event is Event.CONTROL_GRANTED:
            self._trail.control_restored()
        if event is Event.SHARING_STARTED:
            self._trail.capture_started(*self._size)
        if row.state is State.ENDED and self._status.ending is not None:
            self._trail.end(self._status.ending)

    def _from_customer(self, event: Event) -> None:
        """Move the machine by a message of the customer: one that is out of place is a violation."""
        try:
            self.handle(event)
        except IllegalTransitionError as error:
            raise ViolationError("message out of place") from error

    def _add_line(self, line: ChatLine) -> None:
        self.on_line(line)

    # ----- the line ---------------------------------------------------------------------------

    async def _invite(self, link: Link) -> Met:
        desk = self._desk
        allotted = await allot(link, Allot(limits.PROTOCOL_VERSION, desk.token))
        code = Code(allotted.nameplate, draw_digits(limits.SECRET_DIGITS))
        self._code = code
        self.handle(Event.ALLOTTED)
        self._code = None

        def pairing() -> AgentMaker:
            return AgentMaker(code.secret, code.nameplate, allotted.session, desk.organisation, desk.credentials)

        self._maker = Maker(link, allotted, pairing, lambda _refusal: self.handle(Event.ATTEMPT_FAILED))
        return await self._maker.pair()

    async def _call(self, link: Link, code: Code) -> Met:
        desk = self._desk

        def pairing(session: bytes) -> AgentTyper:
            return AgentTyper(code.secret, code.nameplate, session, desk.organisation, desk.credentials)

        return await type_code(link, Call(limits.PROTOCOL_VERSION, code.nameplate, desk.token), pairing)

    def _met(self, paired: Paired) -> None:
        self._status = replace(self._status, fingerprint=paired.fingerprint)

    def _line_ended(self, error: Exception) -> None:
        if self._machine.state in _UNWELCOMED:
            record = error.record if isinstance(error, ViolationError) else None
            if record is not None and self._maker is not None:
                self._refuse(self._maker.rejection(record))
            else:
                self._refuse(Refusal.HANDSHAKE_FAILED)
            return
        match error:
            case ReconnectError():
                self.handle(_RECONNECT_EVENTS.get(error.refusal, Event.RESUME_REFUSED))
            case RevokedError():
                self.handle(Event.REVOKED)
            case ViolationError() | ChatOrderError():
                self.handle(Event.VIOLATION)
            case _:
                self.handle(Event.FAILED)

    def _line_ready(self) -> None:
        if self._machine.state in _UNWELCOMED:
            # The customer's app has the last word: it may refuse this agent, or say nothing at all.
            self._network.later(limits.HANDSHAKE_TIMEOUT, self._give_up_waiting_for_welcome)
        else:
            self._chat.resume()
            self.handle(Event.RESUMED)

    def _line_broken(self) -> None:
        if self._machine.state in _UNWELCOMED:
            self._refuse(Refusal.HANDSHAKE_FAILED)
        else:
            self._chat.pause()
            self.handle(Event.LINE_BROKEN)

    def _give_up_waiting_for_welcome(self) -> None:
        if self._machine.state in _UNWELCOMED:
            self._refuse(Refusal.HANDSHAKE_FAILED)

    def _refuse(self, refusal: Refusal) -> None:
        self._status = replace(self._status, refusal=refusal)
        self.handle(Event.REFUSED)

    def _receive(self, message: CustomerMessage) -> None:
        if self._machine.state in _UNWELCOMED and not isinstance(message, messages.Welcome):
            raise ViolationError("the first message is not a welcome")
        if self._customers_root is not None and not isinstance(message, messages.LogRoot | messages.Goodbye):
            raise ViolationError("something after the end of the log")
        if isinstance(message, messages.Chat):
            self._chat_budget.spend("chat lines")
        elif not isinstance(message, (messages.Frame, messages.MotionFrame)):
            self._news_budget.spend("news")
        match message:
            case messages.Welcome():
                self._status = replace(self._status, joined_at=time.time())
                # Nothing of the handshake is needed any more, and its keys least of all.
                self._maker = None
                self._from_customer(Event.CUSTOMER_PAIRED)
            case messages.Chat():
                self._chat.hear(message)
            case messages.Received():
                self._chat.peer_received(message)
            case messages.LogRoot():
                self._log_ended(message)
            case messages.Goodbye():
                if (signature := self._signature()) is not None:
                    self._post(signature)
                self._from_customer(_FAREWELLS.get(message.ending, Event.CUSTOMER_LEFT))
            case messages.SharingStarted():
                self._sharing_started(message)
            case messages.SharingStopped():
                self._from_customer(Event.SHARING_STOPPED)
            case messages.ControlChanged():
                self._from_customer(_CONTROL_EVENTS[message.state])
            case messages.Frame() | messages.MotionFrame():
                self._frame(message)
            case messages.CursorShape():
                self._cursor_shape(message)
            case messages.CursorMoved():
                self._cursor_moved(message)
            case messages.LineMeasured():
                self.on_round_trip(message.round_trip)

    # ----- the customer's log -----------------------------------------------------------------

    def _receive_late(self, line: SealedLine[CustomerMessage], message: CustomerMessage) -> None:
        match message:
            case messages.LogRoot():
                self._log_ended(message)
            case messages.Goodbye():
                if (signature := self._signature()) is not None:
                    line.post(signature)
                else:
                    line.leave()
            case _:
                # It was on its way when this side ended the session.
                pass

    def _log_ended(self, message: messages.LogRoot) -> None:
        """Note the root; it is signed once the customer's goodbye shows that nothing was done after it."""
        if self._customers_root not in (None, message.root):
            raise ViolationError("another root of the log")
        self._customers_root = message.root

    def _signature(self) -> messages.LogSignature | None:
        """Return the signature of the customer's log, once in a session that has begun."""
        if self._customers_root is None or self._signed or self._status.joined_at is None:
            return None
        self._signed = True
        signature = self._desk.sign_customers_log(self._status.fingerprint, self._customers_root)
        return messages.LogSignature(signature)

    # ----- the code ---------------------------------------------------------------------------

    def _show_code(self) -> None:
        if self._code is not None:
            self.on_code(self._code)

    def _attempt_failed(self) -> None:
        self.handle(Event.ATTEMPT_FAILED)

    def _count_failed_attempt(self) -> None:
        self._status = replace(self._status, failed_attempts=self._status.failed_attempts + 1)

    # ----- the picture ------------------------------------------------------------------------

    def _sharing_started(self, message: messages.SharingStarted) -> None:
        self._share_budget.spend("shares")
        if message.share <= self._share or message.width * message.height > limits.SCREEN_PIXELS:
            raise ViolationError("impossible share")
        self._share = message.share
        self._size = (message.width, message.height)
        self._from_customer(Event.SHARING_STARTED)

    def _open_viewer(self) -> None:
        self._stop_receiver()
        picture = Picture(self._share, *self._size)

        def changed(rectangles: list[Rect], share: int, frame: int | None) -> None:
            self.on_picture_changed(rectangles, share, frame)

        def broken(receiver: PictureReceiver) -> None:
            self._network.call(self._picture_broken, receiver)

        self._receiver = PictureReceiver(picture, changed, broken)
        self._acknowledging = Acknowledging(self._share, self._post, self._network.later, time.perf_counter)
        self._cursors.clear()
        self._receiver.start()
        self.on_picture_opened(picture)

    def _close_viewer(self) -> None:
        self._stop_receiver()
        self.on_picture_closed()

    def _stop_receiver(self) -> None:
        if self._receiver is not None:
            self._receiver.stop()
            self._receiver = None
        if self._acknowledging is not None:
            self._acknowledging.close()
            self._acknowledging = None

    def _picture_broken(self, receiver: PictureReceiver) -> None:
        if receiver is self._receiver:
            self.handle(Event.VIOLATION)

    def _frame(self, frame: messages.Frame | messages.MotionFrame) -> None:
        # Without a receiver the frame was on its way when sharing stopped.
        if self._receiver is not None and self._acknowledging is not None:
            self._acknowledging.came(frame)
            try:
                self._receiver.feed(frame)
            except PictureError as error:
                raise ViolationError("too many frames") from error

    def _cursor_shape(self, shape: messages.CursorShape) -> None:
        # A shape that is sent again is the newest again.
        self._cursors.pop(shape.hash, None)
        self._cursors[shape.hash] = shape
        if len(self._cursors) > limits.CURSORS_KEPT:
            del self._cursors[next(iter(self._cursors))]

    def _cursor_moved(self, message: messages.CursorMoved) -> None:
        shape = None if message.hash is None else self._cursors.get(message.hash)
        if message.hash is not None and shape is None:
            raise ViolationError("unknown cursor")
        self.on_cursor(RemoteCursor(message.x, message.y, shape))
