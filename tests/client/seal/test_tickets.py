"""Resume tickets: each leads to the one before, and none shows the one after."""

import hashlib

import pytest

from client.seal.schedule import ResumeSecret
from client.seal.tickets import TicketChain, TicketsUsedUpError
from wire import limits
from wire.rendezvous import Role

SECRET = ResumeSecret(b"canary-secret-of-thirty-two-byte")


def hashed(ticket: bytes) -> bytes:
    return hashlib.sha256(ticket).digest()


@pytest.mark.parametrize("role", Role)
def test_every_ticket_hashes_to_the_one_before_down_to_the_anchor(role: Role) -> None:
    chain = TicketChain(SECRET, role)
    seen = chain.anchor
    for _ in range(limits.TICKETS):
        ticket = chain.next()
        assert len(ticket) == 32
        assert hashed(ticket) == seen
        seen = ticket
    for _ in range(2):
        with pytest.raises(TicketsUsedUpError):
            chain.next()


def test_both_sides_make_the_same_two_chains() -> None:
    ours = {role: TicketChain(SECRET, role) for role in Role}
    theirs = {role: TicketChain(SECRET, role) for role in Role}
    for role in Role:
        assert ours[role].anchor == theirs[role].anchor
        assert [ours[role].next() for _ in range(3)] == [theirs[role].next() for _ in range(3)]


def test_no_ticket_is_in_another_chain() -> None:
    chains = [TicketChain(secret, role) for secret in (SECRET, ResumeSecret(bytes(32))) for role in Role]
    tickets = [chain.anchor for chain in chains]
    tickets += [chain.next() for chain in chains for _ in range(limits.TICKETS)]
    assert len(set(tickets)) == 4 * (limits.TICKETS + 1)


def test_the_anchor_stays_when_tickets_go() -> None:
    chain = TicketChain(SECRET, Role.MAKER)
    anchor = chain.anchor
    first = chain.next()
    assert chain.anchor == anchor
    assert chain.next() != first


def test_used_tickets_and_secrets_show_nowhere() -> None:
    chain = TicketChain(SECRET, Role.TYPER)
    used = chain.next()
    assert "canary" not in repr(SECRET) + str(SECRET) + repr(chain) + repr(chain.__dict__)
    assert repr(used) not in repr(chain.__dict__)
    assert repr(chain.next())[2:-1] not in repr(chain)
