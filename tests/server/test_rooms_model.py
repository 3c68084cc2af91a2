"""Any order of anybody's words keeps the rooms' promises."""

from collections.abc import Sequence
from typing import Final

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from server.effects import Close, Disown, Effects, Note, Own, ProtocolError, Tell
from server.rooms import Rooms
from server.sessions import Owner, Sessions
from tests.server.relay_client import resume_of, settle_of
from wire import limits
from wire.rendezvous import Allotted, Joined, PeerBack, PeerJoined, PeerLeft, Refused, Role

SOCKETS: Final = 8
AGENTS: Final = ("ana", "bor")
MANY: Final = 10**6


def first(free: Sequence[str]) -> str:
    return free[0]


class RoomsMachine(RuleBasedStateMachine):
    """Sockets that say anything, and a model of what each may have been told."""

    sockets = st.integers(0, SOCKETS - 1)
    oddity = st.sampled_from([False] * 7 + [True])
    """Whether a socket that speaks has spoken before; most of what it says then is its end."""

    def __init__(self) -> None:
        super().__init__()
        self.rooms = Rooms(
            Sessions(resumes_per_minute=MANY, owner_of=self.owner_of),
            joins_per_minute=MANY,
            waits_per_minute=MANY,
            waiting_ids_per_address=MANY,
        )
        self.now = 0.0
        self.opened = 0
        self.alive: set[int] = set()
        self.attempts: dict[int, int] = {}
        self.makers: dict[int, Allotted] = {}
        self.of_customers: set[int] = set()
        self.sessions: list[bytes] = []
        self.agent_of: dict[bytes, str] = {}
        self.settled: set[bytes] = set()
        self.used: dict[tuple[bytes, Role], int] = {}
        self.revoked: set[bytes] = set()
        self.written_down: dict[bytes, str] = {}
        self.outdated: set[bytes] = set()
        """Those written down for an account that was revoked since."""

    @initialize()
    def begin(self) -> None:
        """Start with two settled sessions, one of either way in, and one code that is being tried."""
        for agent, caller in (("ana", None), (None, "bor"), ("bor", None)):
            maker = self.make(0, False, agent)
            typer = self.some_socket(0, False)
            room = self.makers[maker]
            if caller is None:
                self.carry_out(self.rooms.join(typer, room.nameplate, "192.0.2.1", self.now))
            else:
                self.agent_of[room.session] = caller
                self.carry_out(self.rooms.call(typer, caller, room.nameplate, self.now))
            if room.session != self.sessions[0]:
                self.settle(maker, 1)

    def owner_of(self, session: bytes) -> Owner | None:
        agent = self.written_down.get(session)
        return None if agent is None else Owner(agent, session in self.outdated)

    def carry_out(self, effects: Effects) -> None:
        for effect in effects:
            if isinstance(effect, Note):
                assert not any(session.hex() in str(effect.fields) for session in self.sessions)
                continue
            if isinstance(effect, Own):
                self.written_down[effect.session] = effect.agent
                self.outdated.discard(effect.session)
                continue
            if isinstance(effect, Disown):
                assert self.written_down.pop(effect.session, None) is not None
                continue
            assert effect.socket in self.alive, "a socket that is closed was told something"
            if isinstance(effect, Close):
                self.forget(effect.socket)
            elif isinstance(effect.message, Allotted):
                assert effect.message.nameplate not in [room.nameplate for room in self.makers.values()]
                self.makers[effect.socket] = effect.message
                self.attempts[effect.socket] = 0
            elif isinstance(effect.message, PeerJoined):
                self.attempts[effect.socket] += 1
                assert effect.message.attempt == self.attempts[effect.socket] <= limits.CODE_ATTEMPTS
            else:
                assert isinstance(effect.message, Joined | PeerLeft | PeerBack | Refused)
        for effect in effects:
            if isinstance(effect, Close):
                assert self.rooms.left(effect.socket, self.now) == []

    def forget(self, socket: int) -> None:
        self.alive.discard(socket)
        self.makers.pop(socket, None)
        self.of_customers.discard(socket)

    def some_socket(self, number: int, old: bool) -> int:
        """Return a fresh socket, or one of those that are open."""
        if old and self.alive:
            return sorted(self.alive)[number % len(self.alive)]
        self.opened += 1
        self.alive.add(self.opened)
        return self.opened

    @rule(number=sockets, old=oddity, agent=st.sampled_from([*AGENTS, None]))
    def make_any(self, number: int, old: bool, agent: str | None) -> None:
        self.make(number, old, agent)

    def make(self, number: int, old: bool, agent: str | None) -> int:
        socket = self.some_socket(number, old)
        session = len(self.sessions).to_bytes(16)
        try:
            if agent is None:
                effects = self.rooms.wait(socket, "192.0.2.1", self.now, session=session, choose=first)
            else:
                effects = self.rooms.allot(socket, agent, self.now, session=session, choose=first)
        except ProtocolError:
            self.leave(socket)
            return socket
        self.sessions.append(session)
        if agent is None:
            self.of_customers.add(socket)
        else:
            self.agent_of[session] = agent
        self.carry_out(effects)
        return socket

    @rule(number=sockets, old=oddity, data=st.data(), agent=st.sampled_from([*AGENTS, None]))
    def type_in(self, number: int, old: bool, data: st.DataObject, agent: str | None) -> None:
        socket = self.some_socket(number, old)
        maker = data.draw(st.sampled_from([*self.makers, None]))
        nameplate = "9999" if maker is None else self.makers[maker].nameplate
        try:
            if agent is None:
                effects = self.rooms.join(socket, nameplate, "192.0.2.1", self.now)
            else:
                effects = self.rooms.call(socket, agent, nameplate, self.now)
        except ProtocolError:
            self.leave(socket)
            return
        if any(isinstance(effect, Tell) and isinstance(effect.message, Joined) for effect in effects):
            assert maker is not None
            assert (maker in self.of_customers) == (agent is not None)
            if agent is not None:
                self.agent_of[self.makers[maker].session] = agent
        self.carry_out(effects)

    @rule(
        data=st.data(),
        old=oddity,
        word=st.sampled_from(["next_attempt", "settle", "settle", "settle", "retire", "expire"]),
        other=st.integers(-1, 3),
    )
    def say(self, data: st.DataObject, old: bool, word: str, other: int) -> None:
        candidates = sorted(self.alive if old else self.makers)
        if not candidates:
            return
        socket = data.draw(st.sampled_from(candidates))
        current = self.attempts.get(socket, 0)
        attempt = other if 1 <= other <= limits.CODE_ATTEMPTS else max(current, 1)
        try:
            if word == "settle":
                self.settle(socket, attempt)
                return
            if word == "next_attempt":
                effects = self.rooms.next_attempt(socket, attempt, self.now)
                assert attempt == current or effects == []
            elif word == "retire":
                effects = self.rooms.retire(socket, self.now)
            else:
                effects = self.rooms.expire(socket, self.now)
        except ProtocolError:
            self.leave(socket)
            return
        self.carry_out(effects)

    def settle(self, socket: int, attempt: int) -> None:
        effects = self.rooms.settle(socket, settle_of(attempt), self.now)
        assert attempt <= self.attempts[socket]
        room = self.makers.pop(socket)
        if any(isinstance(effect, Note) for effect in effects):
            assert attempt == self.attempts[socket]
            assert self.written_down[room.session] == self.agent_of[room.session]
            self.settled.add(room.session)
        self.carry_out(effects)

    @rule(number=sockets, old=oddity, data=st.data(), role=st.sampled_from(Role), more=st.sampled_from([1, 1, 1, 0, 3]))
    def resume(self, number: int, old: bool, data: st.DataObject, role: Role, more: int) -> None:
        socket = self.some_socket(number, old)
        # Mostly one that was settled: most of the rest is refused, and teaches little.
        session = data.draw(st.sampled_from([*self.settled] * 4 + [*self.sessions, b"never settled at"]))
        steps = self.used.get((session, role), 0) + more
        try:
            effects = self.rooms.resume(socket, resume_of(session, role, steps), "192.0.2.1", self.now)
        except ProtocolError:
            self.leave(socket)
            return
        refused = any(
            isinstance(effect, Tell) and effect.socket == socket and isinstance(effect.message, Refused)
            for effect in effects
        )
        if not refused:
            assert session in self.settled - self.revoked
            assert steps > self.used.get((session, role), -1), "a ticket was taken twice"
            self.used[session, role] = steps
        self.carry_out(effects)

    @rule(agent=st.sampled_from(AGENTS))
    def revoke(self, agent: str) -> None:
        self.carry_out(self.rooms.revoke(agent, self.now))
        self.outdated |= {session for session, owner in self.written_down.items() if owner == agent}
        self.revoked |= {session for session in self.settled if self.agent_of.get(session) == agent}
        assert self.rooms.revoke(agent, self.now) == []

    @rule(number=sockets)
    def vanish(self, number: int) -> None:
        if self.alive:
            self.leave(self.some_socket(number, old=True))

    def leave(self, socket: int) -> None:
        self.forget(socket)
        self.carry_out(self.rooms.left(socket, self.now))

    @rule(seconds=st.sampled_from([1.0, limits.RESUME_WINDOW, limits.CODE_LIFETIME, limits.NAMEPLATE_QUARANTINE]))
    def wait(self, seconds: float) -> None:
        self.now += seconds
        self.carry_out(self.rooms.lapse(self.now))

    @invariant()
    def peers_are_each_others(self) -> None:
        for socket in range(self.opened + 1):
            try:
                peer = self.rooms.forward(socket, 1)
            except ProtocolError:
                continue
            if peer is not None:
                assert self.rooms.forward(peer, 1) == socket
                assert {socket, peer} <= self.alive


RoomsMachine.TestCase.settings = settings(max_examples=60, stateful_step_count=50, deadline=None)
TestRooms = RoomsMachine.TestCase
