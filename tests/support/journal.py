"""What happened at a customer's side, in its order: entries of the log, what left on the line, what was injected."""

import threading
from dataclasses import dataclass, field
from typing import Any

from client.session.states import CustomerState
from client.session.status import ChatLine
from wire.messages import CustomerMessage


@dataclass(frozen=True)
class Logged:
    """An entry was written."""

    event: str
    fields: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Left:
    """A body was handed to the socket; `pixels` are the bytes of a picture in it."""

    pixels: int


@dataclass(frozen=True)
class Heard:
    """The last part of a message was handed to the socket."""

    message: CustomerMessage


@dataclass(frozen=True)
class Injected:
    """The agent's mouse or keyboard did something; letting go of keys is not meant."""


@dataclass(frozen=True)
class Line:
    """A line of the chat was shown, in this state."""

    line: ChatLine
    state: CustomerState


Happening = Logged | Left | Heard | Injected | Line


class Journal:
    """What happened, in its order; from any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._happenings: list[Happening] = []
        self._read = 0

    def write(self, happening: Happening) -> None:
        with self._lock:
            self._happenings.append(happening)

    def news(self) -> list[Happening]:
        """Return what was not returned before."""
        with self._lock:
            new = self._happenings[self._read :]
            self._read = len(self._happenings)
            return new
