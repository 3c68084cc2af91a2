"""Who is joined to whom: nameplates, attempts, expiry and rates. Pure: clock and choice come in.

A maker is given a nameplate and waits at it; one typer at a time joins it. A nameplate that an
agent made is for whoever types the code; one that a customer made is for agents only. Sockets are
known here by number only. Every method returns the effects that the caller must bring about, in
their order. Times are seconds of any clock that never goes back.

What a maker says to its typer does not name the attempt. If it crosses on the way with the next
typer, that one gets a frame of another handshake, fails to confirm it, and the attempt is lost:
nobody is let in by it.
"""

from collections import Counter
from dataclasses import dataclass

from server.effects import Close, Disown, Effects, Own, ProtocolError, Tell, refuse
from server.nameplates import Choose, Nameplates
from server.rates import RateLimit, address_key
from server.sessions import Sessions
from wire import limits
from wire.endings import Refusal
from wire.rendezvous import Allotted, Joined, PeerJoined, PeerLeft, Resume, Role, Settle


@dataclass(slots=True)
class _Room:
    nameplate: str
    session: bytes
    maker: int
    expires: float
    agent: str | None
    """The maker's account; None where the maker is a customer."""
    party: str
    """Whose waiting ids this one counts among; empty for an agent's."""
    typer: int | None = None
    caller: str | None = None
    """The typer's account, where the maker is a customer."""
    typers: int = 0
    """How many have joined so far, each one an attempt at the code."""


class Rooms:
    """All open codes of one server, and the sessions that came of them."""

    def __init__(
        self,
        sessions: Sessions | None = None,
        *,
        joins_per_minute: int = limits.JOINS_PER_MINUTE,
        waits_per_minute: int = limits.WAITS_PER_MINUTE,
        waiting_ids_per_address: int = limits.WAITING_IDS_PER_ADDRESS,
        lifetime: float = limits.CODE_LIFETIME,
    ) -> None:
        self._sessions = Sessions() if sessions is None else sessions
        self._lifetime = lifetime
        self._joins = RateLimit(joins_per_minute)
        self._calls = RateLimit(joins_per_minute)
        self._waits = RateLimit(waits_per_minute)
        self._ids_per_address = waiting_ids_per_address
        self._ids: Counter[str] = Counter()
        self._nameplates = Nameplates()
        self._waiting: dict[str, _Room] = {}
        self._members: dict[int, _Room] = {}
        self._unsettled: set[bytes] = set()

    def allot(self, maker: int, agent: str, now: float, *, session: bytes, choose: Choose) -> Effects:
        """Give an agent a nameplate; raise ProtocolError if the socket has one."""
        self._must_be_new(maker)
        return self._open(maker, agent, "", now, session, choose)

    def wait(self, maker: int, address: str, now: float, *, session: bytes, choose: Choose) -> Effects:
        """Give a customer a nameplate at which only agents may call; raise ProtocolError if the socket has one."""
        self._must_be_new(maker)
        party = address_key(address)
        if self._ids[party] >= self._ids_per_address or not self._waits.allow(party, now):
            return refuse(maker, Refusal.TOO_MANY_ATTEMPTS)
        return self._open(maker, None, party, now, session, choose)

    def join(self, typer: int, nameplate: str, address: str, now: float) -> Effects:
        """Join a customer to the agent at a nameplate; raise ProtocolError if the socket has joined before.

        A nameplate that is unknown, expired, used, of a customer, or has a typer already is refused
        with one and the same reason.
        """
        self._must_be_new(typer)
        if not self._joins.allow(address_key(address), now):
            return refuse(typer, Refusal.TOO_MANY_ATTEMPTS)
        return self._join(typer, None, nameplate, now)

    def call(self, typer: int, agent: str, nameplate: str, now: float) -> Effects:
        """Join an agent to the customer at a nameplate; as `join`, but counted by account.

        Many agents may share one address, and the account says more than it anyway.
        """
        self._must_be_new(typer)
        if not self._calls.allow(agent, now):
            return refuse(typer, Refusal.TOO_MANY_ATTEMPTS)
        return self._join(typer, agent, nameplate, now)

    def resume(self, socket: int, request: Resume, address: str, now: float) -> Effects:
        """Bring a socket back into its settled session; raise ProtocolError if it is in a room."""
        self._must_be_new(socket)
        if request.session in self._unsettled:
            # Whoever tried the code knows this name too, and must not take a place in the session to come.
            return refuse(socket, Refusal.RESUME_REFUSED)
        return self._sessions.resume(socket, request, address, now)

    def forward(self, socket: int, size: int) -> int | None:
        """Return the socket that gets these bytes of this one; raise ProtocolError where there never was one.

        None for a maker whose typer has left: what it sends then crossed that news on the way.
        """
        room = self._members.get(socket)
        if room is None:
            return self._sessions.forward(socket, size)
        if not room.typers:
            raise ProtocolError("nobody is joined")
        return room.typer if socket == room.maker else room.maker

    def next_attempt(self, maker: int, attempt: int, now: float) -> Effects:
        """Drop the typer of this attempt and wait for another, up to limits.CODE_ATTEMPTS; raise ProtocolError.

        If that typer has left by itself, nothing is to be done, whoever has joined since.
        """
        room = self._room_of_attempt(maker, attempt)
        if attempt != room.typers or room.typer is None:
            return []
        return [*self._drop_typer(room), *self._burn_if_used_up(room, now)]

    def settle(self, maker: int, settle: Settle, now: float) -> Effects:
        """The typer of this attempt is the right one: nobody else may join; raise ProtocolError.

        If that typer has left meanwhile the code is used all the same, and the session does not begin.
        """
        room = self._room_of_attempt(maker, settle.attempt)
        self._withdraw(room, now)
        del self._members[maker]
        typer = room.typer
        if typer is not None:
            del self._members[typer]
        if typer is None or settle.attempt != room.typers:
            too_late = [] if typer is None else refuse(typer, Refusal.CODE_REFUSED)
            return [Disown(room.session), Tell(maker, PeerLeft()), Close(maker), *too_late]
        anchors = {Role.MAKER: settle.maker_anchor, Role.TYPER: settle.typer_anchor}
        agent = room.agent or room.caller or ""
        return self._sessions.begin(room.session, {Role.MAKER: maker, Role.TYPER: typer}, agent, anchors, now)

    def retire(self, maker: int, now: float) -> Effects:
        """The code is dead, or the settled session is over: drop whoever has joined; raise ProtocolError."""
        if self._sessions.holds(maker):
            return self._sessions.retire(maker, now)
        room = self._room_of_maker(maker)
        dropped = self._drop_typer(room)
        return [*self._forget_maker(room, now), *dropped, Close(maker)]

    def expiry_of(self, socket: int) -> float | None:
        """Return when this maker's nameplate expires; None for a typer and in a settled session."""
        room = self._members.get(socket)
        return room.expires if room is not None and socket == room.maker else None

    def expire(self, maker: int, now: float) -> Effects:
        """Nobody was the right one within the code's lifetime: end the room; raise ProtocolError."""
        room = self._room_of_maker(maker)
        forgotten = self._forget_maker(room, now)
        return [*forgotten, *refuse(maker, Refusal.CODE_EXPIRED), *self._leave_alone(room.typer)]

    def lapse(self, now: float) -> Effects:
        """End the sessions that were broken for too long."""
        return self._sessions.lapse(now)

    def left(self, socket: int, now: float) -> Effects:
        """This socket is gone, or was never in a room; say what that means for the other one."""
        room = self._members.pop(socket, None)
        if room is None:
            return self._sessions.left(socket, now)
        if socket == room.typer:
            return self._typer_left(room, now)
        self._withdraw(room, now)
        return [*_disown(room), *self._leave_alone(room.typer)]

    def revoke(self, agent: str, now: float) -> Effects:
        """End all that this agent has: open codes, calls and sessions."""
        effects: Effects = []
        for room in list(self._waiting.values()):
            if room.agent == agent:
                # It stays written down whose it was, so that nothing comes of it after a restart either.
                self._forget_maker(room, now)
                effects += [*refuse(room.maker, Refusal.AGENT_REVOKED), *self._leave_alone(room.typer)]
            elif room.caller == agent and room.typer is not None:
                del self._members[room.typer]
                effects += [*refuse(room.typer, Refusal.AGENT_REVOKED), *self._typer_left(room, now)]
        return [*effects, *self._sessions.revoke(agent, now)]

    def unsettled(self) -> list[int]:
        """Return every socket that waits at a nameplate or is being tried at one."""
        return list(self._members)

    def _open(self, maker: int, agent: str | None, party: str, now: float, session: bytes, choose: Choose) -> Effects:
        nameplate = self._nameplates.take(now, choose, for_customer=agent is None)
        if nameplate is None:
            return refuse(maker, Refusal.SERVER_FULL)
        room = _Room(nameplate, session, maker, now + self._lifetime, agent, party)
        if party:
            self._ids[party] += 1
        self._waiting[nameplate] = self._members[maker] = room
        self._unsettled.add(session)
        owned: Effects = [] if agent is None else [Own(session, agent)]
        return [*owned, Tell(maker, Allotted(nameplate, session, self._lifetime))]

    def _join(self, typer: int, caller: str | None, nameplate: str, now: float) -> Effects:
        room = self._waiting.get(nameplate)
        if room is None or room.typer is not None or now >= room.expires:
            return refuse(typer, Refusal.CODE_REFUSED)
        if (room.agent is None) != (caller is not None):
            return refuse(typer, Refusal.CODE_REFUSED)
        room.typer = typer
        room.caller = caller
        room.typers += 1
        self._members[typer] = room
        owned: Effects = [] if caller is None else [Own(room.session, caller)]
        return [*owned, Tell(typer, Joined(room.session)), Tell(room.maker, PeerJoined(room.typers))]

    def _must_be_new(self, socket: int) -> None:
        if socket in self._members or self._sessions.holds(socket):
            raise ProtocolError("this socket has a room already")

    def _room_of_maker(self, maker: int) -> _Room:
        room = self._members.get(maker)
        if room is None or room.maker != maker:
            raise ProtocolError("only the maker of an open code says this")
        return room

    def _room_of_attempt(self, maker: int, attempt: int) -> _Room:
        room = self._room_of_maker(maker)
        if attempt > room.typers:
            raise ProtocolError("there was no such attempt yet")
        return room

    def _drop_typer(self, room: _Room) -> Effects:
        if room.typer is None:
            return []
        typer, room.typer = room.typer, None
        del self._members[typer]
        return [Close(typer)]

    def _typer_left(self, room: _Room, now: float) -> Effects:
        room.typer = None
        return [Tell(room.maker, PeerLeft()), *self._burn_if_used_up(room, now)]

    def _burn_if_used_up(self, room: _Room, now: float) -> Effects:
        if room.typers < limits.CODE_ATTEMPTS:
            return []
        return [*self._forget_maker(room, now), *refuse(room.maker, Refusal.CODE_BURNT)]

    def _leave_alone(self, socket: int | None) -> Effects:
        if socket is None:
            return []
        del self._members[socket]
        return [Tell(socket, PeerLeft()), Close(socket)]

    def _forget_maker(self, room: _Room, now: float) -> Effects:
        self._withdraw(room, now)
        del self._members[room.maker]
        return _disown(room)

    def _withdraw(self, room: _Room, now: float) -> None:
        del self._waiting[room.nameplate]
        self._unsettled.discard(room.session)
        self._nameplates.give_back(room.nameplate, now)
        if room.party:
            self._ids[room.party] -= 1
            if not self._ids[room.party]:
                del self._ids[room.party]


def _disown(room: _Room) -> Effects:
    """Return what forgets the agent of a room that no session came of."""
    return [Disown(room.session)] if room.agent is not None or room.typers else []
