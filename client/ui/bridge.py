"""The one crossing between the windows (Qt's thread) and the data flow (the network's thread).

Methods are called by windows and return at once; what happens is told by signals, which Qt carries
over to the windows' thread.
"""

from collections.abc import Collection

from PySide6.QtCore import QObject, Signal

from client.pipeline.agent import AgentSession
from client.pipeline.customer import CustomerSession
from client.pipeline.desk import AgentDesk
from client.pipeline.network import NetworkThread
from client.session.states import AgentEvent, CustomerEvent
from wire.code import Code
from wire.messages import InputMessage


class CustomerBridge(QObject):
    """The customer's session as its windows see it."""

    status_changed = Signal(object)
    """A client.session.status.CustomerStatus."""
    line_added = Signal(object)
    """A client.session.status.ChatLine."""
    offer_ready = Signal(object)
    """A wire.code.Code: the id and the password to read to the advisor; never part of a status."""

    def __init__(self, network: NetworkThread, session: CustomerSession, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._network = network
        self._session = session
        session.on_status = self.status_changed.emit
        session.on_line = self.line_added.emit
        session.on_offer = self.offer_ready.emit

    def submit_code(self, code: Code) -> None:
        """»Poveži«: dial the server and pair with whoever made the code."""
        self._network.call(self._session.submit_code, code)

    def offer(self) -> None:
        """The advisor wants the customer's number: ask the server for one; `offer_ready` tells it."""
        self._event(CustomerEvent.OFFER)

    def begin(self) -> None:
        """»Začni«: the warning is on the screen."""
        self._event(CustomerEvent.BEGIN)

    def cancel(self) -> None:
        """The warning was closed, or the waiting for the server or for the advisor was given up."""
        self._event(CustomerEvent.CANCEL)

    def show(self) -> None:
        """»Pokaži«: start sharing the screen."""
        self._event(CustomerEvent.SHOW)

    def stop_sharing(self) -> None:
        """»Zaustavi delitev«: the picture ends, the chat stays."""
        self._event(CustomerEvent.STOP_SHARING)

    def allow_control(self) -> None:
        """»Dovoli nadzor«: the advisor gets mouse and keyboard."""
        self._event(CustomerEvent.ALLOW_CONTROL)

    def deny_control(self) -> None:
        """The advisor asked, the customer said no."""
        self._event(CustomerEvent.DENY_CONTROL)

    def take_control(self) -> None:
        """»Prevzemi nadzor«: mouse and keyboard are the customer's alone until granted again."""
        self._event(CustomerEvent.TAKE_CONTROL)

    def leave(self) -> None:
        """»Prekini povezavo«, or the window was closed: the session ends for good."""
        self._event(CustomerEvent.LEAVE)

    def time_limit(self) -> None:
        """Nobody answered whether the session should go on: it ends."""
        self._event(CustomerEvent.TIME_LIMIT)

    def send_chat(self, text: str) -> None:
        """Send one chat line; what of it was sent comes back as a line of its own."""
        self._network.call(self._session.send_chat, text)

    def set_own_windows(self, window_ids: Collection[int]) -> None:
        """Say which native windows are Pomoc's: remote input over them is refused."""
        self._network.call(self._session.set_own_windows, frozenset(window_ids))

    def _event(self, event: CustomerEvent) -> None:
        self._network.call(self._session.handle, event)


class AgentBridge(QObject):
    """The agent's desk as its windows see it: login, and new sessions."""

    logged_in = Signal(object)
    """A client.session.status.AgentPerson: who the server certified."""
    login_failed = Signal(object)
    """A wire.endings.Refusal."""

    def __init__(self, network: NetworkThread, desk: AgentDesk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._network = network
        self._desk = desk
        desk.on_logged_in = self.logged_in.emit
        desk.on_login_failed = self.login_failed.emit

    def login(self, name: str, password: str, second_factor: str | None = None) -> None:
        """Ask the server for a certificate of the day.

        `second_factor` is the code of the moment, once `login_failed` has said that one is needed.
        """
        self._network.call(self._desk.login, name, password, second_factor)

    def end_all(self) -> None:
        """End every session that still runs; the program is about to close."""
        self._network.call(self._desk.end_all)

    def new_session(self) -> "AgentSessionBridge":
        """Ask the server for a nameplate; the returned bridge tells of the code when it is there."""
        return AgentSessionBridge(self._network, self._desk.prepare_session(), self)

    def call_customer(self, code: Code) -> "AgentSessionBridge":
        """Prepare a session with the customer whose program shows this id and password."""
        return AgentSessionBridge(self._network, self._desk.prepare_session(code), self)


class AgentSessionBridge(QObject):
    """One session of the agent as its windows see it."""

    status_changed = Signal(object)
    """A client.session.status.AgentStatus."""
    line_added = Signal(object)
    """A client.session.status.ChatLine."""
    code_ready = Signal(object)
    """A wire.code.Code, for showing; it is never part of a status."""
    picture_opened = Signal(object)
    """A client.pipeline.picture.Picture: the customer shows (again)."""
    picture_changed = Signal(object, int, object)
    """A list of client.screen.geometry.Rect that changed, and the share and frame to report when painted.

    The frame is None where it is not complete: there is nothing to report yet.
    """
    picture_closed = Signal()
    cursor_changed = Signal(object)
    """A client.pipeline.picture.RemoteCursor."""
    round_trip_measured = Signal(int)
    """Milliseconds from a change at the customer's to its painting here, and back."""

    def __init__(self, network: NetworkThread, session: AgentSession, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._network = network
        self._session = session
        session.on_status = self.status_changed.emit
        session.on_line = self.line_added.emit
        session.on_code = self.code_ready.emit
        session.on_picture_opened = self.picture_opened.emit
        session.on_picture_changed = self.picture_changed.emit
        session.on_picture_closed = self.picture_closed.emit
        session.on_cursor = self.cursor_changed.emit
        session.on_round_trip = self.round_trip_measured.emit

    def open(self) -> None:
        """Begin; called once, after the signals are connected."""
        self._network.call(self._session.open)

    def send_chat(self, text: str) -> None:
        """Send one chat line; what of it was sent comes back as a line of its own."""
        self._network.call(self._session.send_chat, text)

    def ask_control(self) -> None:
        """Ask the customer for mouse and keyboard."""
        self._network.call(self._session.handle, AgentEvent.ASK_CONTROL)

    def return_control(self) -> None:
        """Give mouse and keyboard back."""
        self._network.call(self._session.handle, AgentEvent.RETURN_CONTROL)

    def end(self) -> None:
        """End the session for good, whatever its state."""
        self._network.call(self._session.handle, AgentEvent.END)

    def send_input(self, message: InputMessage) -> None:
        """Send one input event; passed over while the customer does not allow input."""
        self._network.call(self._session.send_input, message)

    def frame_painted(self, share: int, frame: int) -> None:
        """Acknowledge a frame, after it was painted."""
        self._network.call(self._session.frame_painted, share, frame)
