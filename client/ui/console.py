"""The agent's events as lines on standard output, for scripts around the program."""

import sys

from PySide6.QtCore import QObject

from client.session.states import AgentState
from client.session.status import AgentStatus
from client.ui.bridge import AgentSessionBridge
from wire.code import Code

_VIEWING = (AgentState.VIEWING, AgentState.ASKING, AgentState.CONTROLLING, AgentState.SUSPENDED)


class SessionConsole(QObject):
    """Prints `code NNNN SSSS`, `customer joined`, `sharing started|stopped`, `line lost|back` and `ended REASON`.

    The code is printed because the advisor's own terminal asked for it; it is never logged.
    """

    def __init__(self, session: AgentSessionBridge) -> None:
        super().__init__(session)
        self._state = AgentState.ALLOTTING
        session.code_ready.connect(self._code)
        session.status_changed.connect(self._status)

    def _code(self, code: Code) -> None:
        _print(f"code {code.spoken()}")

    def _status(self, status: AgentStatus) -> None:
        before, self._state = self._state, status.state
        if status.state is before:
            return
        if before in (AgentState.WAITING, AgentState.CALLING) and status.state is AgentState.CHAT:
            _print("customer joined")
        if before is AgentState.CHAT and status.state is AgentState.VIEWING:
            _print("sharing started")
        if before in _VIEWING and status.state not in _VIEWING:
            _print("sharing stopped")
        if status.state is AgentState.AWAY:
            _print("line lost")
        if before is AgentState.AWAY and status.state is AgentState.CHAT:
            _print("line back")
        if status.state is AgentState.ENDED:
            _print(f"ended {(status.refusal or status.ending or AgentState.ENDED).value}")


def _print(line: str) -> None:
    # A windowed program on Windows has no standard output.
    if sys.stdout is not None:
        print(line, flush=True)  # noqa: T201 - this is the interface
