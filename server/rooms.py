"""Who is joined to whom: nameplates, attempts, expiry and rates. Pure: clock and choice come in.

A maker is given a nameplate and waits at it; one typer at a time joins it. Sockets are known here
by number only. Every method returns the effects that the caller must bring about, in their order.
Times are seconds of any clock that never goes back.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from server.rates import RateLimit, address_key
from wire import limits
from wire.endings import Refusal
from wire.rendezvous import Allotted, Joined, PeerJoined, PeerLeft, Refused, ToClient


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


Effect = Tell | Close
Effects = list[Effect]


@dataclass(slots=True)
class _Room:
    nameplate: str
    session: bytes
    maker: int
    expires: float
    typer: int | None = None
    typers: int = 0
    """How many have joined so far, each one an attempt at the code."""
    settled: bool = False


class Rooms:
    """All nameplates of one server."""

    def __init__(
        self, *, joins_per_minute: int = limits.JOINS_PER_MINUTE, lifetime: float = limits.CODE_LIFETIME
    ) -> None:
        self._lifetime = lifetime
        self._joins = RateLimit(joins_per_minute)
        self._waiting: dict[str, _Room] = {}
        self._members: dict[int, _Room] = {}
        self._quarantine: dict[str, float] = {}
        digits = limits.NAMEPLATE_DIGITS
        self._free = [f"{number:0{digits}}" for number in range(10**digits)]

    def allot(self, maker: int, now: float, *, session: bytes, choose: Callable[[Sequence[str]], str]) -> Effects:
        """Give a maker one of the free nameplates, as `choose` picks; raise ProtocolError if it has one."""
        self._must_be_new(maker)
        for nameplate in [name for name, until in self._quarantine.items() if until <= now]:
            del self._quarantine[nameplate]
            self._free.append(nameplate)
        if not self._free:
            return refuse(maker, Refusal.SERVER_FULL)
        room = _Room(choose(self._free), session, maker, now + self._lifetime)
        self._free.remove(room.nameplate)
        self._waiting[room.nameplate] = room
        self._members[maker] = room
        return [Tell(maker, Allotted(room.nameplate, session, self._lifetime))]

    def join(self, typer: int, nameplate: str, address: str, now: float) -> Effects:
        """Join a typer to the maker at a nameplate; raise ProtocolError if it has joined before.

        A nameplate that is unknown, expired, used, or has a typer already is refused with one and
        the same reason.
        """
        self._must_be_new(typer)
        if not self._joins.allow(address_key(address), now):
            return refuse(typer, Refusal.TOO_MANY_ATTEMPTS)
        room = self._waiting.get(nameplate)
        if room is None or room.typer is not None or now >= room.expires:
            return refuse(typer, Refusal.CODE_REFUSED)
        room.typer = typer
        room.typers += 1
        self._members[typer] = room
        return [Tell(typer, Joined(room.session)), Tell(room.maker, PeerJoined())]

    def peer_of(self, socket: int) -> int | None:
        """Return the socket at the other end; raise ProtocolError where there never was one.

        None for a maker whose typer has left: what it sends then crossed that news on the way.
        """
        room = self._members.get(socket)
        if room is None or not room.typers:
            raise ProtocolError("nobody is joined")
        return room.typer if socket == room.maker else room.maker

    def next_attempt(self, maker: int, now: float) -> Effects:
        """Drop the joined typer and wait for another, up to limits.CODE_ATTEMPTS; raise ProtocolError."""
        room = self._unsettled_room_of(maker)
        return [*self._drop_typer(room), *self._burn_if_used_up(room, now)]

    def settle(self, maker: int, now: float) -> Effects:
        """The joined typer is the right one: nobody else may join, nothing expires; raise ProtocolError."""
        room = self._unsettled_room_of(maker)
        self._withdraw(room, now)
        room.settled = True
        if room.typer is None:
            # It left while this was on its way, and the maker has been told so.
            del self._members[maker]
            return [Close(maker)]
        return []

    def retire(self, maker: int, now: float) -> Effects:
        """The code is dead: drop whoever has joined; raise ProtocolError."""
        room = self._room_of_maker(maker)
        dropped = self._drop_typer(room)
        self._forget_maker(room, now)
        return [*dropped, Close(maker)]

    def expiry_of(self, socket: int) -> float | None:
        """Return when this maker's nameplate expires; None for a typer and for a settled room."""
        room = self._members.get(socket)
        if room is None or room.settled or socket != room.maker:
            return None
        return room.expires

    def expire(self, maker: int, now: float) -> Effects:
        """Nobody was the right one within the code's lifetime: end the room; raise ProtocolError."""
        room = self._room_of_maker(maker)
        self._forget_maker(room, now)
        effects = refuse(maker, Refusal.CODE_EXPIRED)
        if room.typer is not None:
            effects += self._leave_alone(room.typer)
        return effects

    def left(self, socket: int, now: float) -> Effects:
        """This socket is gone, or was never in a room; say what that means for the other one."""
        room = self._members.pop(socket, None)
        if room is None:
            return []
        if room.settled:
            return self._leave_alone(room.maker if socket == room.typer else room.typer)
        if socket == room.typer:
            room.typer = None
            return [Tell(room.maker, PeerLeft()), *self._burn_if_used_up(room, now)]
        self._withdraw(room, now)
        return self._leave_alone(room.typer)

    def unsettled(self) -> list[int]:
        """Return every socket that waits at a nameplate or is being tried at one."""
        return [socket for socket, room in self._members.items() if not room.settled]

    def _must_be_new(self, socket: int) -> None:
        if socket in self._members:
            raise ProtocolError("this socket has a room already")

    def _room_of_maker(self, maker: int) -> _Room:
        room = self._members.get(maker)
        if room is None or room.maker != maker or room.settled:
            raise ProtocolError("only the maker of an open code says this")
        return room

    def _unsettled_room_of(self, maker: int) -> _Room:
        room = self._room_of_maker(maker)
        if not room.typers:
            raise ProtocolError("nobody has joined yet")
        return room

    def _drop_typer(self, room: _Room) -> Effects:
        if room.typer is None:
            return []
        typer, room.typer = room.typer, None
        del self._members[typer]
        return [Close(typer)]

    def _burn_if_used_up(self, room: _Room, now: float) -> Effects:
        if room.typers < limits.CODE_ATTEMPTS:
            return []
        self._forget_maker(room, now)
        return refuse(room.maker, Refusal.CODE_BURNT)

    def _leave_alone(self, socket: int | None) -> Effects:
        if socket is None or self._members.pop(socket, None) is None:
            return []
        return [Tell(socket, PeerLeft()), Close(socket)]

    def _forget_maker(self, room: _Room, now: float) -> None:
        self._withdraw(room, now)
        del self._members[room.maker]

    def _withdraw(self, room: _Room, now: float) -> None:
        del self._waiting[room.nameplate]
        self._quarantine[room.nameplate] = now + limits.NAMEPLATE_QUARANTINE


def refuse(socket: int, reason: Refusal) -> Effects:
    """Return the effects of every refusal: say why, then close."""
    return [Tell(socket, Refused(reason)), Close(socket)]
