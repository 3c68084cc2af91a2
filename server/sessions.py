"""Settled sessions: whom they join, and how the two sides find each other again after a broken line.

Pure: the clock comes in. Each role has a chain of tickets, every one the SHA-256 of the next; the
server keeps the last one it saw, so that it can check a ticket but never make one.

A session that this server does not know was settled before its restart, or never. Whose it is was
written down when its code was made: one of which nothing is written down never was, and nobody is
joined by its name. Of one that was, the first ticket of each role is taken on trust, for as long
after the start as the apps may still be looking for each other. That joins
sockets only; the two apps prove to each other end to end that they are the ones who were joined before.
"""

import hashlib
import math
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from server.effects import Close, Disown, Effects, Note, ProtocolError, Tell, refuse
from server.limits import ENDED_SESSIONS
from server.rates import RateLimit, address_key
from wire import limits
from wire.endings import Refusal
from wire.rendezvous import PeerBack, PeerLeft, Resume, Role


class Owner(NamedTuple):
    """The agent that a session was written down for."""

    agent: str
    revoked: bool
    """Whether the account was revoked or reset since."""


@dataclass(slots=True)
class _Session:
    identifier: bytes
    agent: str
    """The agent's account."""
    began: float
    tickets: dict[Role, bytes]
    """The last one seen of each role."""
    sockets: dict[Role, int] = field(default_factory=dict)
    broken: float | None = None
    """Since when the two are not joined."""
    size: int = 0
    """Bytes forwarded, both ways together."""
    over: bool = False
    """One side has said so: what is on its way still arrives, and nobody comes back."""

    def note(self, event: str, **fields: str | int | float) -> Note:
        # A part of a hash: enough to bring the lines of one session together, and of no other use.
        return Note(event, {"session": hashlib.sha256(self.identifier).hexdigest()[:8], **fields})


class Sessions:
    """All settled sessions of one server."""

    def __init__(
        self,
        *,
        resumes_per_minute: int = limits.RESUMES_PER_MINUTE,
        window: float = limits.RESUME_WINDOW,
        owner_of: Callable[[bytes], Owner | None] = lambda _: None,
        trusting_until: float = math.inf,
    ) -> None:
        """`owner_of` tells what was written down about a session that is not known from this run.

        After `trusting_until`, in seconds of the clock that comes in, no such session is taken back.
        """
        self._window = window
        self._owner_of = owner_of
        self._trusting_until = trusting_until
        self._resumes = RateLimit(resumes_per_minute)
        self._sessions: dict[bytes, _Session] = {}
        self._members: dict[int, _Session] = {}
        # In the order in which they broke, which is the order in which their time is over.
        self._broken: OrderedDict[bytes, float] = OrderedDict()
        self._ended: OrderedDict[bytes, Refusal] = OrderedDict()

    def begin(
        self, identifier: bytes, sockets: Mapping[Role, int], agent: str, anchors: Mapping[Role, bytes], now: float
    ) -> Effects:
        """Join two sockets for good; `anchors` are the ends of the chains of tickets."""
        session = _Session(identifier, agent, now, dict(anchors), dict(sockets))
        self._sessions[identifier] = session
        self._members.update((socket, session) for socket in sockets.values())
        return [session.note("session settled", agent=agent)]

    def holds(self, socket: int) -> bool:
        """Tell whether this socket belongs to a settled session."""
        return socket in self._members

    def resume(self, socket: int, request: Resume, address: str, now: float) -> Effects:
        """Bring a socket back into its session; once both are there, they are joined.

        An older socket of the same role is closed, and if the two were joined, the other one too:
        it has to begin anew as well.
        """
        if not self._resumes.allow(address_key(address), now):
            return refuse(socket, Refusal.TOO_MANY_ATTEMPTS)
        effects = self.lapse(now)
        if request.session in self._ended:
            return [*effects, *refuse(socket, self._ended[request.session])]
        session = self._sessions.get(request.session)
        if session is None:
            owner = self._owner_of(request.session)
            if owner is None or (now > self._trusting_until and not owner.revoked):
                # Two strangers who agree on a name must not get a line through this server.
                return [*effects, *refuse(socket, Refusal.RESUME_REFUSED)]
            if owner.revoked:
                return [*effects, *refuse(socket, Refusal.AGENT_REVOKED)]
            session = self._take_on_trust(request.session, owner.agent, now)
        last = session.tickets.get(request.role)
        if session.over or (last is not None and not _comes_before(request.ticket, last)):
            return [*effects, *refuse(socket, Refusal.RESUME_REFUSED)]
        session.tickets[request.role] = request.ticket
        return [*effects, *self._enter(session, request.role, socket, now)]

    def forward(self, socket: int, size: int) -> int:
        """Count bytes that a socket sent; return the socket that gets them. Raise ProtocolError."""
        session = self._members.get(socket)
        if session is None or session.broken is not None:
            raise ProtocolError("nobody is joined")
        session.size += size
        return next(other for other in session.sockets.values() if other != socket)

    def left(self, socket: int, now: float) -> Effects:
        """This socket is gone; the other one is told and closed, and both may resume."""
        session = self._members.pop(socket, None)
        if session is None:
            return []
        session.sockets = {role: other for role, other in session.sockets.items() if other != socket}
        if session.broken is not None:
            return []
        if session.over:
            return self._end(session, Refusal.RESUME_REFUSED, now)
        return self._break(session, now)

    def retire(self, socket: int, now: float) -> Effects:
        """This side says that the session is over; its socket must be in one.

        Two who are joined stay so until one of them leaves: what was said before is still to arrive.
        """
        session = self._members[socket]
        session.over = True
        if session.broken is None:
            return []
        del self._members[socket]
        session.sockets.clear()
        return [Close(socket), *self._end(session, Refusal.RESUME_REFUSED, now)]

    def revoke(self, agent: str, now: float) -> Effects:
        """End every session of this agent for good."""
        effects: Effects = []
        for session in [session for session in self._sessions.values() if session.agent == agent]:
            effects += self._end(session, Refusal.AGENT_REVOKED, now)
        return effects

    def lapse(self, now: float) -> Effects:
        """End what was broken for too long."""
        effects: Effects = []
        while self._broken and next(iter(self._broken.values())) + self._window <= now:
            session = self._sessions[next(iter(self._broken))]
            effects += self._end(session, Refusal.RESUME_REFUSED, now)
        return effects

    def _take_on_trust(self, identifier: bytes, agent: str, now: float) -> _Session:
        session = self._sessions[identifier] = _Session(identifier, agent, now, {}, broken=now)
        self._broken[identifier] = now
        return session

    def _enter(self, session: _Session, role: Role, socket: int, now: float) -> Effects:
        effects: Effects = []
        older = session.sockets.pop(role, None)
        if older is not None:
            del self._members[older]
            effects.append(Close(older))
        if session.broken is None:
            effects += self._break(session, now)
        session.sockets[role] = socket
        self._members[socket] = session
        if session.broken is not None and len(session.sockets) == len(Role):
            effects += [Tell(each, PeerBack()) for each in session.sockets.values()]
            effects.append(session.note("session resumed", seconds=round(now - session.broken, 1)))
            session.broken = None
            del self._broken[session.identifier]
        return effects

    def _break(self, session: _Session, now: float) -> Effects:
        effects: Effects = [session.note("session broken", seconds=round(now - session.began, 1), bytes=session.size)]
        for socket in session.sockets.values():
            del self._members[socket]
            effects += [Tell(socket, PeerLeft()), Close(socket)]
        session.sockets.clear()
        session.broken = now
        self._broken[session.identifier] = now
        return effects

    def _end(self, session: _Session, reason: Refusal, now: float) -> Effects:
        effects: Effects = []
        for socket in session.sockets.values():
            del self._members[socket]
            effects += [Tell(socket, PeerLeft()), Close(socket)] if session.over else refuse(socket, reason)
        last = now if session.broken is None else session.broken
        del self._sessions[session.identifier]
        self._broken.pop(session.identifier, None)
        # A revoked agent's stays written down, so that it does not come back after a restart either.
        if reason is not Refusal.AGENT_REVOKED:
            effects.append(Disown(session.identifier))
        self._ended[session.identifier] = reason
        if len(self._ended) > ENDED_SESSIONS:
            self._ended.popitem(last=False)
        seconds = round(last - session.began, 1)
        effects.append(session.note("session ended", reason=_why(session, reason), seconds=seconds, bytes=session.size))
        return effects


def _why(session: _Session, refusal: Refusal) -> str:
    """Return the log's word for the end of a session that is refused like this from now on."""
    if refusal is not Refusal.RESUME_REFUSED:
        return refusal.value
    return "goodbye" if session.over else "not_resumed"


def _comes_before(ticket: bytes, last: bytes) -> bool:
    """Tell whether the last seen ticket is a repeated hash of this one, by not too many steps."""
    for _ in range(limits.TICKETS_SKIPPED):
        ticket = hashlib.sha256(ticket).digest()
        if ticket == last:
            return True
    return False
