"""How long a session lasts without anybody saying that it should: the guard against one that never ends."""

from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal

from wire import limits

QUESTION_MS: Final = int(limits.SESSION_QUESTION * 1000)
PATIENCE_MS: Final = int(limits.QUESTION_PATIENCE * 1000)


class SessionClock(QObject):
    """Asks after each `question_ms` of a session, and gives up `patience_ms` later."""

    asking_changed = Signal(bool)
    """Whether the question is to be shown."""
    gave_up = Signal()
    """Nobody answered."""

    def __init__(
        self, parent: QObject | None = None, *, question_ms: int = QUESTION_MS, patience_ms: int = PATIENCE_MS
    ) -> None:
        super().__init__(parent)
        self._asked = 0
        self._until_question = QTimer(self, singleShot=True, interval=question_ms)
        self._until_question.timeout.connect(self._ask)
        self._patience = QTimer(self, singleShot=True, interval=patience_ms)
        self._patience.timeout.connect(self._give_up)

    @property
    def asked(self) -> int:
        """How often the question was asked in this session: after so many intervals."""
        return self._asked

    def start(self) -> None:
        """The session has begun; while it runs this changes nothing."""
        if not self._until_question.isActive() and not self._patience.isActive():
            self._asked = 0
            self._until_question.start()

    def go_on(self) -> None:
        """The session shall go on: ask again after as long. Without a question this changes nothing."""
        if self._patience.isActive():
            self._patience.stop()
            self._until_question.start()
            self.asking_changed.emit(False)

    def stop(self) -> None:
        """The session has ended."""
        self._until_question.stop()
        if self._patience.isActive():
            self._patience.stop()
            self.asking_changed.emit(False)

    def _ask(self) -> None:
        self._asked += 1
        self._patience.start()
        self.asking_changed.emit(True)

    def _give_up(self) -> None:
        self.asking_changed.emit(False)
        self.gave_up.emit()
