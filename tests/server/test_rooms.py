"""The pairing rules, without any socket or clock."""

from collections.abc import Sequence

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from server.rooms import Close, Effects, ProtocolError, Rooms, Tell, refuse
from wire import limits
from wire.endings import Refusal
from wire.rendezvous import Allotted, Joined, PeerJoined, PeerLeft

MAKER, TYPER, THIRD = 1, 2, 3
SESSION = bytes(16)


def first(free: Sequence[str]) -> str:
    return free[0]


def opened(now: float = 0.0) -> Rooms:
    """Return rooms where MAKER waits at 0000."""
    rooms = Rooms(joins_per_minute=1000)
    rooms.allot(MAKER, now, session=SESSION, choose=first)
    return rooms


def joined() -> Rooms:
    """Return rooms where TYPER has joined MAKER at 0000."""
    rooms = opened()
    rooms.join(TYPER, "0000", "192.0.2.1", 1.0)
    return rooms


def test_a_maker_gets_a_free_nameplate() -> None:
    rooms = Rooms()
    assert rooms.allot(MAKER, 0.0, session=SESSION, choose=first) == [
        Tell(MAKER, Allotted("0000", SESSION, limits.CODE_LIFETIME))
    ]
    assert rooms.allot(THIRD, 0.0, session=SESSION, choose=first) == [
        Tell(THIRD, Allotted("0001", SESSION, limits.CODE_LIFETIME))
    ]


def test_both_are_told_of_the_join_the_typer_first() -> None:
    assert opened().join(TYPER, "0000", "192.0.2.1", 1.0) == [Tell(TYPER, Joined(SESSION)), Tell(MAKER, PeerJoined())]


def test_full_server_refuses_and_frees_nameplates_after_the_quarantine() -> None:
    rooms = Rooms()
    count = 10**limits.NAMEPLATE_DIGITS
    for maker in range(count):
        rooms.allot(maker, 0.0, session=SESSION, choose=lambda free: free[-1])
    assert rooms.allot(count, 0.0, session=SESSION, choose=first) == refuse(count, Refusal.SERVER_FULL)
    rooms.left(0, 10.0)
    still = 10.0 + limits.NAMEPLATE_QUARANTINE - 0.001
    assert rooms.allot(count, still, session=SESSION, choose=first) == refuse(count, Refusal.SERVER_FULL)
    effects = rooms.allot(count, still + 0.001, session=SESSION, choose=first)
    assert effects == [Tell(count, Allotted(f"{count - 1}", SESSION, limits.CODE_LIFETIME))]


def test_an_expired_code_is_refused_like_an_unknown_one() -> None:
    rooms = opened()
    unknown = rooms.join(TYPER, "4711", "192.0.2.1", 1.0)
    assert unknown == refuse(TYPER, Refusal.CODE_REFUSED)
    assert rooms.join(TYPER, "0000", "192.0.2.1", limits.CODE_LIFETIME) == unknown


def test_expiry_ends_both() -> None:
    rooms = joined()
    assert rooms.expiry_of(MAKER) == limits.CODE_LIFETIME
    assert rooms.expiry_of(TYPER) is None
    effects = rooms.expire(MAKER, limits.CODE_LIFETIME)
    assert effects == [*refuse(MAKER, Refusal.CODE_EXPIRED), Tell(TYPER, PeerLeft()), Close(TYPER)]
    assert rooms.left(MAKER, limits.CODE_LIFETIME) == []
    assert rooms.left(TYPER, limits.CODE_LIFETIME) == []


def test_a_settled_room_never_expires_and_is_joined_for_good() -> None:
    rooms = joined()
    assert rooms.settle(MAKER, 2.0) == []
    assert rooms.expiry_of(MAKER) is None
    assert (rooms.peer_of(MAKER), rooms.peer_of(TYPER)) == (TYPER, MAKER)
    assert rooms.join(THIRD, "0000", "192.0.2.1", 3.0) == refuse(THIRD, Refusal.CODE_REFUSED)
    for again in (rooms.settle, rooms.next_attempt, rooms.retire):
        with pytest.raises(ProtocolError):
            again(MAKER, 4.0)


def test_settling_a_typer_that_has_just_left_ends_the_room() -> None:
    rooms = joined()
    assert rooms.left(TYPER, 2.0) == [Tell(MAKER, PeerLeft())]
    assert rooms.peer_of(MAKER) is None
    assert rooms.settle(MAKER, 2.1) == [Close(MAKER)]
    assert rooms.join(THIRD, "0000", "192.0.2.1", 3.0) == refuse(THIRD, Refusal.CODE_REFUSED)


def test_one_address_is_limited_and_another_is_not() -> None:
    rooms = Rooms()
    for typer in range(limits.JOINS_PER_MINUTE):
        assert rooms.join(typer, "0000", "192.0.2.1", 0.0) == refuse(typer, Refusal.CODE_REFUSED)
    assert rooms.join(99, "0000", "192.0.2.1", 59.9) == refuse(99, Refusal.TOO_MANY_ATTEMPTS)
    assert rooms.join(99, "0000", "192.0.2.2", 59.9) == refuse(99, Refusal.CODE_REFUSED)
    assert rooms.join(99, "0000", "192.0.2.1", 60.0) == refuse(99, Refusal.CODE_REFUSED)


class RoomsMachine(RuleBasedStateMachine):
    """Any order of anybody's words keeps the rooms' promises."""

    sockets = st.integers(0, 7)

    def __init__(self) -> None:
        super().__init__()
        self.rooms = Rooms(joins_per_minute=10**6)
        self.now = 0.0
        self.alive: set[int] = set()
        self.attempts: dict[int, int] = {}
        self.makers: dict[int, str] = {}

    def carry_out(self, effects: Effects) -> None:
        for effect in effects:
            assert effect.socket in self.alive, "a socket that is closed was told something"
            if isinstance(effect, Close):
                self.alive.discard(effect.socket)
                self.makers.pop(effect.socket, None)
            elif isinstance(effect.message, Allotted):
                assert effect.message.nameplate not in self.makers.values()
                self.makers[effect.socket] = effect.message.nameplate
                self.attempts[effect.socket] = 0
            elif isinstance(effect.message, PeerJoined):
                self.attempts[effect.socket] += 1
                assert self.attempts[effect.socket] <= limits.CODE_ATTEMPTS
        for closed in [effect.socket for effect in effects if isinstance(effect, Close)]:
            assert self.rooms.left(closed, self.now) == []

    @rule(socket=sockets)
    def allot(self, socket: int) -> None:
        self.alive.add(socket)
        try:
            self.carry_out(self.rooms.allot(socket, self.now, session=SESSION, choose=first))
        except ProtocolError:
            self.leave(socket)

    @rule(socket=sockets, data=st.data())
    def join(self, socket: int, data: st.DataObject) -> None:
        self.alive.add(socket)
        nameplate = data.draw(st.sampled_from([*self.makers.values(), "9999"]))
        try:
            self.carry_out(self.rooms.join(socket, nameplate, "192.0.2.1", self.now))
        except ProtocolError:
            self.leave(socket)

    @rule(socket=sockets, word=st.sampled_from(["next_attempt", "settle", "retire", "expire"]))
    def say(self, socket: int, word: str) -> None:
        if socket not in self.alive:
            return
        try:
            self.carry_out(getattr(self.rooms, word)(socket, self.now))
        except ProtocolError:
            self.leave(socket)

    @rule(socket=sockets)
    def leave(self, socket: int) -> None:
        self.alive.discard(socket)
        self.makers.pop(socket, None)
        self.carry_out(self.rooms.left(socket, self.now))

    @rule(seconds=st.sampled_from([1.0, limits.CODE_LIFETIME, limits.NAMEPLATE_QUARANTINE]))
    def wait(self, seconds: float) -> None:
        self.now += seconds

    @invariant()
    def peers_are_each_others(self) -> None:
        for socket in range(8):
            try:
                peer = self.rooms.peer_of(socket)
            except ProtocolError:
                continue
            if peer is not None:
                assert self.rooms.peer_of(peer) == socket
                assert {socket, peer} <= self.alive


RoomsMachine.TestCase.settings = settings(max_examples=40, stateful_step_count=30, deadline=None)
TestRooms = RoomsMachine.TestCase
