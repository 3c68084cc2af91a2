"""How the two sides of a settled session find each other again, without any socket or clock."""

import pytest

from server.effects import Close, Disown, Effects, Note, ProtocolError, Tell, refuse
from server.limits import ENDED_SESSIONS, OLD_SESSIONS_RETURN
from server.sessions import Owner, Sessions
from tests.server.relay_client import chain, resume_of
from wire import limits
from wire.endings import Refusal
from wire.rendezvous import PeerBack, PeerLeft, Resume, Role

ID = bytes(range(16))
HERE, THERE = "192.0.2.1", "192.0.2.2"
WINDOW = limits.RESUME_WINDOW
NO = Refusal.RESUME_REFUSED
ANCHORS = {role: chain(role, 0) for role in Role}


def begun() -> Sessions:
    """Return sessions where maker 1 and typer 2 are joined since second 0."""
    sessions = Sessions()
    sessions.begin(ID, {Role.MAKER: 1, Role.TYPER: 2}, "ana", ANCHORS, 0.0)
    return sessions


def broken() -> Sessions:
    """Return sessions where those two are apart since second 10."""
    sessions = begun()
    assert told(sessions.left(2, 10.0)) == [Tell(1, PeerLeft()), Close(1)]
    assert sessions.left(1, 10.0) == []
    return sessions


def restarted() -> Sessions:
    """Return the sessions of a server that was restarted, on whose disk is that this one session was ana's."""
    return Sessions(owner_of=lambda session: Owner("ana", False) if session == ID else None)


def told(effects: Effects) -> Effects:
    return [effect for effect in effects if isinstance(effect, Tell | Close)]


def notes(effects: Effects) -> list[str]:
    return [effect.event for effect in effects if isinstance(effect, Note)]


def both_back(sessions: Sessions, maker: int, typer: int, steps: int, now: float) -> None:
    assert sessions.resume(maker, resume_of(ID, Role.MAKER, steps), HERE, now) == []
    effects = sessions.resume(typer, resume_of(ID, Role.TYPER, steps), THERE, now)
    assert told(effects) == [Tell(maker, PeerBack()), Tell(typer, PeerBack())]
    assert (sessions.forward(maker, 1), sessions.forward(typer, 1)) == (typer, maker)


def test_both_come_back_and_are_joined_as_often_as_they_like() -> None:
    sessions = broken()
    both_back(sessions, 3, 4, 1, 20.0)
    assert told(sessions.left(3, 500.0)) == [Tell(4, PeerLeft()), Close(4)]
    both_back(sessions, 5, 6, 2, 510.0)


def test_nothing_is_forwarded_before_both_are_back() -> None:
    sessions = broken()
    sessions.resume(3, resume_of(ID, Role.MAKER), HERE, 11.0)
    with pytest.raises(ProtocolError):
        sessions.forward(3, 1)
    with pytest.raises(ProtocolError):
        sessions.forward(1, 1)


@pytest.mark.parametrize("role", Role)
def test_a_ticket_is_good_once_and_only_for_its_role(role: Role) -> None:
    sessions = broken()
    other = Role.TYPER if role is Role.MAKER else Role.MAKER
    bad = [chain(role, 0), chain(other, 1), bytes(32)]
    for ticket in bad:
        request = Resume(limits.PROTOCOL_VERSION, ID, role, ticket)
        assert sessions.resume(9, request, HERE, 11.0) == refuse(9, NO)
    assert sessions.resume(3, resume_of(ID, role, 2), HERE, 11.0) == []
    # A stolen one that was used, and the one before it, which never arrived.
    for steps in (2, 1):
        assert sessions.resume(9, resume_of(ID, role, steps), HERE, 12.0) == refuse(9, NO)
    assert sessions.holds(3)
    assert not sessions.holds(9)


def test_so_many_tickets_may_be_lost_and_not_one_more() -> None:
    sessions = broken()
    assert sessions.resume(3, resume_of(ID, Role.MAKER, limits.TICKETS_SKIPPED + 1), HERE, 11.0) == refuse(3, NO)
    assert sessions.resume(3, resume_of(ID, Role.MAKER, limits.TICKETS_SKIPPED), HERE, 11.0) == []


def test_one_who_noticed_first_takes_its_old_sockets_place_and_the_other_begins_anew() -> None:
    sessions = begun()
    effects = sessions.resume(4, resume_of(ID, Role.TYPER), THERE, 5.0)
    assert told(effects) == [Close(2), Tell(1, PeerLeft()), Close(1)]
    assert sessions.left(2, 5.0) == []
    assert sessions.left(1, 5.0) == []
    # While it waits, its line breaks once more.
    assert told(sessions.resume(5, resume_of(ID, Role.TYPER, 2), THERE, 6.0)) == [Close(4)]
    effects = sessions.resume(6, resume_of(ID, Role.MAKER), HERE, 7.0)
    assert told(effects) == [Tell(5, PeerBack()), Tell(6, PeerBack())]


def test_the_window_ends_it_for_who_waits_and_for_who_comes_late() -> None:
    sessions = broken()
    sessions.resume(3, resume_of(ID, Role.MAKER), HERE, 11.0)
    assert sessions.lapse(10.0 + WINDOW - 0.1) == []
    effects = sessions.lapse(10.0 + WINDOW)
    assert told(effects) == refuse(3, NO)
    assert notes(effects) == ["session ended"]
    assert sessions.resume(4, resume_of(ID, Role.TYPER), HERE, 10.0 + WINDOW) == refuse(4, NO)


def test_who_comes_late_is_refused_though_nobody_looked_at_the_clock() -> None:
    sessions = broken()
    sessions.resume(3, resume_of(ID, Role.MAKER), HERE, 11.0)
    effects = sessions.resume(4, resume_of(ID, Role.TYPER), HERE, 10.0 + WINDOW)
    assert told(effects) == [*refuse(3, NO), *refuse(4, NO)]


def test_waiting_alone_does_not_lengthen_the_window() -> None:
    sessions = broken()
    sessions.resume(3, resume_of(ID, Role.MAKER), HERE, 100.0)
    sessions.left(3, 101.0)
    assert notes(sessions.lapse(10.0 + WINDOW)) == ["session ended"]


def test_a_restarted_server_takes_each_roles_first_ticket_on_trust_and_no_second() -> None:
    sessions = restarted()
    both_back(sessions, 1, 2, 5, 0.0)
    sessions.left(1, 1.0)
    for steps in (4, 5):
        assert sessions.resume(3, resume_of(ID, Role.MAKER, steps), HERE, 2.0) == refuse(3, NO)
    both_back(sessions, 3, 4, 6, 3.0)
    assert notes(sessions.left(3, 4.0)) == ["session broken"]
    assert notes(sessions.lapse(4.0 + WINDOW)) == ["session ended"]


def test_a_revocation_finds_a_session_of_before_the_restart() -> None:
    sessions = restarted()
    both_back(sessions, 1, 2, 1, 0.0)
    effects = sessions.revoke("ana", 1.0)
    assert told(effects) == [*refuse(1, Refusal.AGENT_REVOKED), *refuse(2, Refusal.AGENT_REVOKED)]
    assert Disown(ID) not in effects
    again = sessions.resume(3, resume_of(ID, Role.MAKER, 2), HERE, 2.0)
    assert again == refuse(3, Refusal.AGENT_REVOKED)


def test_who_was_revoked_meanwhile_does_not_come_back() -> None:
    sessions = Sessions(owner_of=lambda _: Owner("ana", True))
    for socket, role in enumerate(Role):
        assert sessions.resume(socket, resume_of(ID, role), HERE, 0.0) == refuse(socket, Refusal.AGENT_REVOKED)
        assert not sessions.holds(socket)


def test_strangers_who_agree_on_a_name_are_not_joined() -> None:
    for sessions in (begun(), restarted()):
        for socket, role in enumerate(Role, 3):
            assert sessions.resume(socket, resume_of(b"x" * 16, role), HERE, 0.0) == refuse(socket, NO)
            assert not sessions.holds(socket)
        assert sessions.lapse(WINDOW) == []


def test_long_after_a_restart_nobody_is_taken_on_trust() -> None:
    sessions = Sessions(owner_of=lambda _: Owner("ana", False), trusting_until=OLD_SESSIONS_RETURN)
    other = b"y" * 16
    both_back(sessions, 1, 2, 1, OLD_SESSIONS_RETURN)
    assert sessions.resume(3, resume_of(other, Role.MAKER), HERE, OLD_SESSIONS_RETURN + 0.1) == refuse(3, NO)
    # Who has come back since, and the line breaks again, is known.
    sessions.left(1, 1000.0)
    both_back(sessions, 4, 5, 2, 1001.0)
    # A revoked agent's app is told why, however late.
    late = Sessions(owner_of=lambda _: Owner("ana", True), trusting_until=0.0)
    assert late.resume(1, resume_of(ID, Role.MAKER), HERE, 1.0) == refuse(1, Refusal.AGENT_REVOKED)


def test_a_session_that_ended_is_written_down_no_longer() -> None:
    assert Disown(ID) in broken().lapse(10.0 + WINDOW)
    alone = restarted()
    alone.resume(1, resume_of(ID, Role.MAKER), HERE, 0.0)
    assert Disown(ID) in alone.lapse(WINDOW)


def test_the_memory_of_ended_sessions_is_bounded() -> None:
    sessions = Sessions(resumes_per_minute=10**6, owner_of=lambda _: Owner("ana", False))
    for number in range(ENDED_SESSIONS + 1):
        sessions.begin(number.to_bytes(16), {Role.MAKER: 1, Role.TYPER: 2}, "ana", ANCHORS, 0.0)
        sessions.left(1, 0.0)
    sessions.lapse(WINDOW)
    assert sessions.resume(1, resume_of((1).to_bytes(16), Role.MAKER), HERE, WINDOW) == refuse(1, NO)
    assert sessions.resume(1, resume_of(bytes(16), Role.MAKER), HERE, WINDOW) == []


def test_one_address_resumes_only_so_often() -> None:
    sessions = broken()
    for _ in range(limits.RESUMES_PER_MINUTE):
        assert sessions.resume(9, resume_of(ID, Role.MAKER, 0), HERE, 11.0) == refuse(9, NO)
    assert sessions.resume(9, resume_of(ID, Role.MAKER), HERE, 12.0) == refuse(9, Refusal.TOO_MANY_ATTEMPTS)
    assert sessions.resume(9, resume_of(ID, Role.MAKER), THERE, 12.0) == []


@pytest.mark.parametrize("sessions", [begun(), broken()])
def test_a_revoked_agents_session_is_over_for_both_and_for_good(sessions: Sessions) -> None:
    joined = sessions.holds(1)
    assert sessions.revoke("bor", 11.0) == []
    revoked = Refusal.AGENT_REVOKED
    assert told(sessions.revoke("ana", 11.0)) == ([*refuse(1, revoked), *refuse(2, revoked)] if joined else [])
    for socket, role in ((3, Role.MAKER), (4, Role.TYPER)):
        assert sessions.resume(socket, resume_of(ID, role), HERE, 12.0) == refuse(socket, revoked)
    assert sessions.lapse(10.0 + WINDOW) == []


def test_the_log_learns_sizes_and_times_and_no_id() -> None:
    sessions = begun()
    sessions.forward(1, 70)
    sessions.forward(2, 7)
    (note,) = (effect for effect in sessions.left(2, 12.34) if isinstance(effect, Note))
    assert (note.event, note.fields["bytes"], note.fields["seconds"]) == ("session broken", 77, 12.3)
    assert str(note.fields["session"]) not in ID.hex()
    assert len(str(note.fields["session"])) == 8
