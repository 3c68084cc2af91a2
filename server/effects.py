"""What the rooms want done, and the error for a socket that breaks their rules."""

from collections.abc import Mapping
from dataclasses import dataclass

from wire.endings import Refusal
from wire.rendezvous import Refused, ToClient


class ProtocolError(Exception):
    """A socket said something that no correct program says at that point."""


@dataclass(frozen=True, slots=True)
class Tell:
    """Send this control message to this socket."""

    socket: int
    message: ToClient


@dataclass(frozen=True, slots=True)
class Close:
    """Close this socket in good order."""

    socket: int


@dataclass(frozen=True, slots=True)
class Note:
    """Write this to the server's log; it names no nameplate and no session id."""

    event: str
    fields: Mapping[str, str | int | float]


@dataclass(frozen=True, slots=True)
class Own:
    """Write down durably that this session is this agent's, before anything else is done."""

    session: bytes
    agent: str


@dataclass(frozen=True, slots=True)
class Disown:
    """Forget whose this session is: it is over, or never came to be."""

    session: bytes


Effect = Tell | Close | Note | Own | Disown
Effects = list[Effect]


def refuse(socket: int, reason: Refusal) -> Effects:
    """Return the effects of every refusal: say why, then close."""
    return [Tell(socket, Refused(reason)), Close(socket)]
