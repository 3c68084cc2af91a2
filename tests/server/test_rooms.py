"""The pairing rules, without any socket or clock."""

from collections.abc import Sequence

import pytest

from server.effects import Close, Disown, Effects, Note, Own, ProtocolError, Tell, refuse
from server.rooms import Rooms
from tests.server.relay_client import resume_of, settle_of
from wire import limits
from wire.endings import Refusal
from wire.rendezvous import Allotted, Joined, PeerJoined, PeerLeft, Role

MAKER, TYPER, THIRD = 1, 2, 3
SESSION = bytes(16)


def first(free: Sequence[str]) -> str:
    return free[0]


def opened(now: float = 0.0) -> Rooms:
    """Return rooms where MAKER waits at 0000."""
    rooms = Rooms(joins_per_minute=1000)
    rooms.allot(MAKER, "ana", now, session=SESSION, choose=first)
    return rooms


def joined() -> Rooms:
    """Return rooms where TYPER has joined MAKER at 0000."""
    rooms = opened()
    rooms.join(TYPER, "0000", "192.0.2.1", 1.0)
    return rooms


def told(effects: Effects) -> Effects:
    return [effect for effect in effects if isinstance(effect, Tell | Close)]


def test_a_maker_gets_a_free_nameplate() -> None:
    rooms = Rooms()
    assert told(rooms.allot(MAKER, "ana", 0.0, session=SESSION, choose=first)) == [
        Tell(MAKER, Allotted("0000", SESSION, limits.CODE_LIFETIME))
    ]
    assert told(rooms.allot(THIRD, "ana", 0.0, session=SESSION, choose=first)) == [
        Tell(THIRD, Allotted("0001", SESSION, limits.CODE_LIFETIME))
    ]


def test_whose_a_session_is_is_written_down_first_and_forgotten_when_nothing_came_of_it() -> None:
    own, disown = Own(SESSION, "ana"), Disown(SESSION)
    rooms = Rooms()
    assert rooms.allot(MAKER, "ana", 0.0, session=SESSION, choose=first)[0] == own
    assert disown in rooms.retire(MAKER, 1.0)
    assert disown in opened().expire(MAKER, limits.CODE_LIFETIME)
    assert disown in opened().left(MAKER, 1.0)
    rooms = joined()
    assert rooms.left(TYPER, 2.0) == [Tell(MAKER, PeerLeft())]
    assert disown in rooms.settle(MAKER, settle_of(), 2.1)
    burnt = opened()
    for _ in range(limits.CODE_ATTEMPTS):
        burnt.join(TYPER, "0000", "192.0.2.1", 1.0)
        effects = burnt.left(TYPER, 1.0)
    assert disown in effects
    # It began, or its agent must not come back: it stays written down.
    assert disown not in joined().settle(MAKER, settle_of(), 2.0)
    assert disown not in joined().revoke("ana", 2.0)


def test_a_customers_session_is_the_last_callers() -> None:
    rooms = Rooms()
    assert told(wait_at(rooms, 4, "192.0.2.1", 0.0)) == wait_at(Rooms(), 4, "192.0.2.1", 0.0)
    for caller in ("ana", "bor"):
        assert rooms.call(TYPER, caller, "0000", 1.0)[0] == Own((4).to_bytes(16), caller)
        rooms.left(TYPER, 1.0)
    assert Disown((4).to_bytes(16)) in rooms.left(4, 2.0)
    # Nobody called: there is nothing to forget, and so no work for the database that a stranger can make.
    wait_at(rooms, 5, "192.0.2.1", 3.0)
    assert rooms.left(5, 4.0) == []


def test_both_are_told_of_the_join_the_typer_first() -> None:
    assert opened().join(TYPER, "0000", "192.0.2.1", 1.0) == [Tell(TYPER, Joined(SESSION)), Tell(MAKER, PeerJoined(1))]


def test_full_server_refuses_and_frees_nameplates_after_the_quarantine() -> None:
    rooms = Rooms()
    count = 10**limits.NAMEPLATE_DIGITS
    for maker in range(count):
        rooms.allot(maker, "ana", 0.0, session=SESSION, choose=lambda free: free[-1])
    assert rooms.allot(count, "ana", 0.0, session=SESSION, choose=first) == refuse(count, Refusal.SERVER_FULL)
    rooms.left(0, 10.0)
    still = 10.0 + limits.NAMEPLATE_QUARANTINE - 0.001
    assert rooms.allot(count, "ana", still, session=SESSION, choose=first) == refuse(count, Refusal.SERVER_FULL)
    effects = rooms.allot(count, "ana", still + 0.001, session=SESSION, choose=first)
    assert told(effects) == [Tell(count, Allotted(f"{count - 1}", SESSION, limits.CODE_LIFETIME))]


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
    assert told(effects) == [*refuse(MAKER, Refusal.CODE_EXPIRED), Tell(TYPER, PeerLeft()), Close(TYPER)]
    assert rooms.left(MAKER, limits.CODE_LIFETIME) == []
    assert rooms.left(TYPER, limits.CODE_LIFETIME) == []


def test_a_settled_room_never_expires_and_is_joined_for_good() -> None:
    rooms = joined()
    effects = rooms.settle(MAKER, settle_of(), 2.0)
    assert [effect.event for effect in effects if isinstance(effect, Note)] == ["session settled"]
    assert len(effects) == 1
    assert rooms.expiry_of(MAKER) is None
    assert (rooms.forward(MAKER, 1), rooms.forward(TYPER, 1)) == (TYPER, MAKER)
    assert rooms.join(THIRD, "0000", "192.0.2.1", 3.0) == refuse(THIRD, Refusal.CODE_REFUSED)
    with pytest.raises(ProtocolError):
        rooms.settle(MAKER, settle_of(), 4.0)
    with pytest.raises(ProtocolError):
        rooms.next_attempt(MAKER, 1, 4.0)


def test_settling_a_typer_that_has_just_left_ends_the_room() -> None:
    rooms = joined()
    assert rooms.left(TYPER, 2.0) == [Tell(MAKER, PeerLeft())]
    assert rooms.forward(MAKER, 1) is None
    assert told(rooms.settle(MAKER, settle_of(), 2.1)) == [Tell(MAKER, PeerLeft()), Close(MAKER)]
    assert rooms.join(THIRD, "0000", "192.0.2.1", 3.0) == refuse(THIRD, Refusal.CODE_REFUSED)


def test_settling_the_attempt_before_lets_nobody_in_who_joined_since() -> None:
    rooms = joined()
    rooms.left(TYPER, 2.0)
    rooms.join(THIRD, "0000", "192.0.2.1", 3.0)
    assert told(rooms.settle(MAKER, settle_of(1), 3.1)) == [
        Tell(MAKER, PeerLeft()),
        Close(MAKER),
        *refuse(THIRD, Refusal.CODE_REFUSED),
    ]
    for socket in (MAKER, THIRD):
        with pytest.raises(ProtocolError):
            rooms.forward(socket, 1)


def test_giving_up_the_attempt_before_does_not_drop_who_joined_since() -> None:
    rooms = joined()
    rooms.left(TYPER, 2.0)
    rooms.join(THIRD, "0000", "192.0.2.1", 3.0)
    assert rooms.next_attempt(MAKER, 1, 3.1) == []
    assert rooms.forward(THIRD, 1) == MAKER
    assert rooms.next_attempt(MAKER, 2, 3.2) == [Close(THIRD)]


def test_an_attempt_that_was_not_made_yet_is_no_word_of_a_correct_maker() -> None:
    rooms = joined()
    with pytest.raises(ProtocolError):
        rooms.next_attempt(MAKER, 2, 2.0)
    with pytest.raises(ProtocolError):
        rooms.settle(MAKER, settle_of(2), 2.0)


def test_only_agents_reach_a_customers_nameplate_and_only_customers_an_agents() -> None:
    rooms = Rooms()
    rooms.allot(MAKER, "ana", 0.0, session=SESSION, choose=first)
    rooms.wait(4, "192.0.2.1", 0.0, session=bytes(15) + b"1", choose=first)
    assert rooms.call(TYPER, "ana", "0000", 1.0) == refuse(TYPER, Refusal.CODE_REFUSED)
    assert rooms.join(TYPER, "0001", "192.0.2.1", 1.0) == refuse(TYPER, Refusal.CODE_REFUSED)
    assert rooms.join(TYPER, "0000", "192.0.2.1", 1.0)[1] == Tell(MAKER, PeerJoined(1))
    assert told(rooms.call(THIRD, "ana", "0001", 1.0))[1] == Tell(4, PeerJoined(1))


def test_one_agent_calls_only_so_often() -> None:
    rooms = Rooms()
    for typer in range(limits.JOINS_PER_MINUTE):
        assert rooms.call(typer, "ana", "0000", 0.0) == refuse(typer, Refusal.CODE_REFUSED)
    assert rooms.call(99, "ana", "0000", 1.0) == refuse(99, Refusal.TOO_MANY_ATTEMPTS)
    assert rooms.call(99, "bor", "0000", 1.0) == refuse(99, Refusal.CODE_REFUSED)


def wait_at(rooms: Rooms, maker: int, address: str, now: float) -> Effects:
    return rooms.wait(maker, address, now, session=maker.to_bytes(16), choose=first)


def test_one_address_waits_at_few_nameplates_and_asks_for_few() -> None:
    rooms = Rooms()
    for maker in range(limits.WAITING_IDS_PER_ADDRESS):
        assert isinstance(wait_at(rooms, maker, "192.0.2.1", 0.0)[0], Tell)
    assert wait_at(rooms, 90, "192.0.2.1", 1.0) == refuse(90, Refusal.TOO_MANY_ATTEMPTS)
    assert len(wait_at(rooms, 91, "192.0.2.2", 1.0)) == 1
    for maker in range(limits.WAITS_PER_MINUTE - limits.WAITING_IDS_PER_ADDRESS):
        rooms.left(maker, 2.0)
        assert len(wait_at(rooms, 100 + maker, "192.0.2.1", 2.0)) == 1
    rooms.left(100, 3.0)
    assert wait_at(rooms, 92, "192.0.2.1", 3.0) == refuse(92, Refusal.TOO_MANY_ATTEMPTS)
    assert len(wait_at(rooms, 92, "192.0.2.1", 60.0)) == 1


def test_customers_get_a_part_of_all_nameplates_however_they_come_and_go() -> None:
    rooms = Rooms()
    for maker in range(limits.WAITING_IDS):
        assert len(wait_at(rooms, maker, f"10.0.{maker // 256}.{maker % 256}", 0.0)) == 1
        if maker % 2:
            rooms.left(maker, 0.0)
    full = refuse(9000, Refusal.SERVER_FULL)
    assert wait_at(rooms, 9000, "192.0.2.1", 1.0) == full
    assert len(told(rooms.allot(9001, "ana", 1.0, session=SESSION, choose=first))) == 1
    assert wait_at(rooms, 9000, "192.0.2.1", limits.NAMEPLATE_QUARANTINE) != full


def test_who_only_tried_the_code_cannot_take_a_place_in_the_session() -> None:
    rooms = joined()
    assert rooms.resume(THIRD, resume_of(SESSION, Role.TYPER), "192.0.2.1", 1.5) == refuse(
        THIRD, Refusal.RESUME_REFUSED
    )
    rooms.settle(MAKER, settle_of(), 2.0)
    assert rooms.forward(MAKER, 1) == TYPER


def test_a_revoked_agents_code_call_and_session_end() -> None:
    rooms = joined()
    rooms.allot(10, "bor", 0.0, session=bytes(15) + b"1", choose=first)
    wait_at(rooms, 11, "192.0.2.1", 0.0)
    rooms.call(12, "ana", "0002", 0.0)
    assert told(rooms.revoke("ana", 2.0)) == [
        *refuse(MAKER, Refusal.AGENT_REVOKED),
        Tell(TYPER, PeerLeft()),
        Close(TYPER),
        *refuse(12, Refusal.AGENT_REVOKED),
        Tell(11, PeerLeft()),
    ]
    assert rooms.unsettled() == [10, 11]
    assert rooms.revoke("ana", 3.0) == []


def test_one_address_is_limited_and_another_is_not() -> None:
    rooms = Rooms()
    for typer in range(limits.JOINS_PER_MINUTE):
        assert rooms.join(typer, "0000", "192.0.2.1", 0.0) == refuse(typer, Refusal.CODE_REFUSED)
    assert rooms.join(99, "0000", "192.0.2.1", 59.9) == refuse(99, Refusal.TOO_MANY_ATTEMPTS)
    assert rooms.join(99, "0000", "192.0.2.2", 59.9) == refuse(99, Refusal.CODE_REFUSED)
    assert rooms.join(99, "0000", "192.0.2.1", 60.0) == refuse(99, Refusal.CODE_REFUSED)
