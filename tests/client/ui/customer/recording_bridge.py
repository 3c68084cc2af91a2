"""The edge of the customer's windows: a bridge that writes down what it was asked for."""

import time
from collections.abc import Collection

from PySide6.QtCore import QObject, Signal

from client.session.states import CustomerState, Note
from client.session.status import AgentPerson, ChatLine, CustomerStatus, LineKind
from wire.code import Code
from wire.endings import Ending

ANA = AgentPerson("Ana Novak Kovačič", "ana.novak@banka.example", "Dolenjska banka d. d.")


class RecordingBridge(QObject):
    """Stands where client.ui.bridge.CustomerBridge stands; tests send its signals themselves."""

    status_changed = Signal(object)
    line_added = Signal(object)
    offer_ready = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.calls: list[str] = []
        self.codes: list[Code] = []
        self.chat: list[str] = []
        self.own_windows: list[frozenset[int]] = []

    def submit_code(self, code: Code) -> None:
        self.calls.append("submit_code")
        self.codes.append(code)

    def offer(self) -> None:
        self.calls.append("offer")

    def begin(self) -> None:
        self.calls.append("begin")

    def cancel(self) -> None:
        self.calls.append("cancel")

    def show(self) -> None:
        self.calls.append("show")

    def stop_sharing(self) -> None:
        self.calls.append("stop_sharing")

    def allow_control(self) -> None:
        self.calls.append("allow_control")

    def deny_control(self) -> None:
        self.calls.append("deny_control")

    def take_control(self) -> None:
        self.calls.append("take_control")

    def leave(self) -> None:
        self.calls.append("leave")

    def time_limit(self) -> None:
        self.calls.append("time_limit")

    def send_chat(self, text: str) -> None:
        self.calls.append("send_chat")
        self.chat.append(text)

    def set_own_windows(self, window_ids: Collection[int]) -> None:
        self.own_windows.append(frozenset(window_ids))

    def tell(self, state: CustomerState, agent: AgentPerson = ANA, ending: Ending | None = None) -> None:
        """Send a status of a session."""
        shared = state in {"viewed", "asked", "controlled", "suspended"}
        since = time.time() - 75 if shared else None
        self.status_changed.emit(CustomerStatus(state, agent, "482913", ending=ending, sharing_since=since))

    def meet(self, agent: AgentPerson = ANA) -> None:
        """Begin a session."""
        self.tell(CustomerState.CHAT, agent)
        self.line_added.emit(ChatLine(LineKind.SYSTEM, time.time(), note=Note.CONNECTED))
