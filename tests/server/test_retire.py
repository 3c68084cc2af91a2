"""A session that one side has said is over: what was said still arrives, and nobody comes back."""

import pytest

from server.effects import Close, Disown, Effects, Note, ProtocolError, Tell, refuse
from server.rooms import Rooms
from server.sessions import Owner, Sessions
from tests.server.relay_client import chain, resume_of
from wire import limits
from wire.endings import Refusal
from wire.rendezvous import PeerLeft, Role

ID = bytes(range(16))
HERE = "192.0.2.1"
NO = Refusal.RESUME_REFUSED
MAKER, TYPER = 1, 2


def begun() -> tuple[Rooms, Sessions]:
    """Return rooms in whose one session maker and typer are joined."""
    sessions = Sessions()
    anchors = {role: chain(role, 0) for role in Role}
    sessions.begin(ID, {Role.MAKER: MAKER, Role.TYPER: TYPER}, "ana", anchors, 0.0)
    return Rooms(sessions), sessions


def told(effects: Effects) -> Effects:
    return [effect for effect in effects if isinstance(effect, Tell | Close)]


def reasons(effects: Effects) -> list[tuple[str, object]]:
    return [(effect.event, effect.fields.get("reason")) for effect in effects if isinstance(effect, Note)]


@pytest.mark.parametrize("leaver", [MAKER, TYPER])
def test_what_crosses_the_end_arrives_and_whoever_leaves_first_ends_it(leaver: int) -> None:
    rooms, _ = begun()
    other = MAKER + TYPER - leaver
    assert rooms.retire(leaver, 1.0) == []
    assert rooms.retire(other, 1.0) == []
    assert (rooms.forward(leaver, 1), rooms.forward(other, 1)) == (other, leaver)
    effects = rooms.left(other, 2.0)
    assert told(effects) == [Tell(leaver, PeerLeft()), Close(leaver)]
    assert reasons(effects) == [("session ended", "goodbye")]
    assert rooms.left(leaver, 2.0) == []


@pytest.mark.parametrize("left", [False, True])
def test_nobody_comes_back_into_it(left: bool) -> None:
    rooms, _ = begun()
    rooms.retire(MAKER, 1.0)
    if left:
        rooms.left(MAKER, 2.0)
    for role in Role:
        assert told(rooms.resume(9, resume_of(ID, role), HERE, 3.0)) == refuse(9, NO)
    assert rooms.lapse(limits.RESUME_WINDOW * 2) == []


def test_one_who_came_back_alone_ends_it_for_the_other() -> None:
    rooms, sessions = begun()
    rooms.left(MAKER, 1.0)
    rooms.left(TYPER, 1.0)
    rooms.resume(3, resume_of(ID, Role.TYPER), HERE, 2.0)
    effects = rooms.retire(3, 3.0)
    assert told(effects) == [Close(3)]
    assert reasons(effects) == [("session ended", "goodbye")]
    assert not sessions.holds(3)
    assert told(rooms.resume(4, resume_of(ID, Role.MAKER), HERE, 4.0)) == refuse(4, NO)


def test_after_a_restart_the_end_is_remembered() -> None:
    rooms = Rooms(Sessions(owner_of=lambda _: Owner("ana", False)))
    rooms.resume(3, resume_of(ID, Role.TYPER), HERE, 0.0)
    effects = rooms.retire(3, 1.0)
    assert told(effects) == [Close(3)]
    assert Disown(ID) in effects
    assert told(rooms.resume(4, resume_of(ID, Role.MAKER), HERE, limits.RESUME_WINDOW - 1)) == refuse(4, NO)


def test_a_revoked_agent_does_not_go_on_in_a_session_that_is_said_to_be_over() -> None:
    rooms, _ = begun()
    rooms.retire(MAKER, 1.0)
    effects = rooms.revoke("ana", 2.0)
    gone = [Tell(MAKER, PeerLeft()), Close(MAKER), Tell(TYPER, PeerLeft()), Close(TYPER)]
    assert told(effects) == gone
    assert reasons(effects) == [("session ended", "agent_revoked")]
    for role in Role:
        assert told(rooms.resume(9, resume_of(ID, role), HERE, 3.0)) == refuse(9, Refusal.AGENT_REVOKED)


def test_who_is_in_no_session_and_made_no_code_ends_nothing() -> None:
    rooms, _ = begun()
    with pytest.raises(ProtocolError):
        rooms.retire(9, 1.0)


def test_a_broken_session_that_lapses_has_another_word_in_the_log() -> None:
    rooms, _ = begun()
    assert reasons(rooms.left(MAKER, 1.0)) == [("session broken", None)]
    assert reasons(rooms.lapse(1.0 + limits.RESUME_WINDOW)) == [("session ended", "not_resumed")]
