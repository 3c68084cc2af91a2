"""The agent's identity: who must show it, when, and what the customer takes for one."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding

from client.seal.exchange import PairingFailed
from client.seal.identity import AgentCredentials
from client.seal.pairing import Pairing
from client.seal.records import Direction
from tests.support.authority import Root
from tests.support.handshake import Meet, changed, run
from wire.endings import Refusal
from wire.handshake import AgentProof, Identity, MakerConfirm, Reject, decode_handshake, encode_handshake

Issue = Callable[..., AgentCredentials]


def refused_for(customer: Meet, agent: Meet) -> Refusal:
    """Run with sides of two makes; return the reason, which the agent hears after its result."""
    if customer.agent is Direction.FROM_MAKER:
        outcome = run(customer.typer(), agent.maker())
    else:
        outcome = run(agent.typer(), customer.maker())
    assert len(outcome.messages) == customer.messages + 1
    assert isinstance(outcome.typer, PairingFailed)
    assert isinstance(outcome.maker, PairingFailed)
    assert outcome.typer.refusal is outcome.maker.refusal
    return outcome.typer.refusal


def test_an_agent_without_a_right_certificate_is_refused_at_both_ends(
    meet: Meet, root: Root, make_root: Callable[..., Root], issue: Issue
) -> None:
    other_ca, web_server = issue(make_root()), issue(root, roles=("1.3.6.1.5.5.7.3.1",))
    key_not_held = AgentCredentials(meet.credentials.certificate, ec.generate_private_key(ec.SECP256R1()))
    for credentials in (other_ca, web_server, key_not_held):
        assert refused_for(meet, replace(meet, credentials=credentials)) is Refusal.AGENT_NOT_CERTIFIED


@pytest.mark.parametrize("hours", [-24, 24])
def test_a_clock_that_is_a_day_off_is_told_as_that(meet: Meet, hours: int) -> None:
    wrong = replace(meet, now=meet.now + timedelta(hours=hours))
    assert refused_for(wrong, meet) is Refusal.CERTIFICATE_OUT_OF_DATE


def last_step(meet: Meet) -> tuple[Pairing, Pairing, list[bytes]]:
    """Return customer and agent before the message that shows the agent, which is the last."""
    typer, maker = meet.typer(), meet.maker()
    messages = [typer.begin()]
    while len(messages) < meet.messages:
        sent = (maker if len(messages) % 2 else typer).receive(messages[-1]).send
        assert sent is not None
        messages.append(sent)
    return (typer, maker, messages) if meet.agent is Direction.FROM_MAKER else (maker, typer, messages)


def shown(meet: Meet, agent: Pairing, signed: tuple[bytes, ...], last: bytes) -> bytes:
    """Return the last message with an identity whose signature covers `signed`."""
    schedule = agent._schedule
    assert schedule is not None
    signature = meet.credentials.key.sign(schedule.signed_content(*signed), ec.ECDSA(SHA256()))
    certificate = meet.credentials.certificate.public_bytes(Encoding.DER)
    return changed(last, identity=schedule.seal_identity(encode_handshake(Identity(certificate, signature))))


def test_the_signature_covers_every_confirmation_before_it(meet: Meet) -> None:
    customer, agent, messages = last_step(meet)
    right = tuple(messages[2:-1])
    step = customer.receive(shown(meet, agent, right, messages[-1]))
    assert step.result is not None
    for wrong in ((), (*right, b""), right[:-1], right[::-1][:1] * 2, (messages[0],)):
        customer, agent, messages = last_step(meet)
        with pytest.raises(PairingFailed) as caught:
            customer.receive(shown(meet, agent, wrong, messages[-1]))
        assert caught.value.refusal is Refusal.AGENT_NOT_CERTIFIED


def test_sealed_nonsense_is_no_identity(meet: Meet) -> None:
    for nonsense in (b"", b"\x80", encode_handshake(Reject(Refusal.PEER_LEFT))):
        customer, agent, messages = last_step(meet)
        assert agent._schedule is not None
        sealed = agent._schedule.seal_identity(nonsense)
        with pytest.raises(PairingFailed) as caught:
            customer.receive(changed(messages[-1], identity=sealed))
        assert caught.value.refusal is Refusal.HANDSHAKE_FAILED


def replaced(number: int, identity: bytes, place: int, data: bytes) -> bytes:
    return changed(data, identity=identity) if place == number else data


@pytest.mark.parametrize("identity", [b"", b"x", bytes(200)])
def test_a_maker_that_is_the_agent_shows_an_identity(meets: dict[Direction, Meet], identity: bytes) -> None:
    meet = meets[Direction.FROM_MAKER]
    outcome = run(meet.typer(), meet.maker(), partial(replaced, 3, identity))
    assert isinstance(outcome.typer, PairingFailed)
    assert outcome.typer.refusal is Refusal.HANDSHAKE_FAILED


@pytest.mark.parametrize("identity", [b"x", bytes(200)])
def test_a_maker_that_is_the_customer_shows_none(meets: dict[Direction, Meet], identity: bytes) -> None:
    meet = meets[Direction.FROM_TYPER]
    outcome = run(meet.typer(), meet.maker(), partial(replaced, 3, identity))
    assert isinstance(outcome.typer, PairingFailed)
    assert isinstance(outcome.maker, PairingFailed)
    assert outcome.typer.refusal is outcome.maker.refusal is Refusal.HANDSHAKE_FAILED


@pytest.mark.parametrize("identity", [b"", b"x", bytes(200)])
def test_a_typer_that_is_the_agent_shows_an_identity(meets: dict[Direction, Meet], identity: bytes) -> None:
    meet = meets[Direction.FROM_TYPER]
    outcome = run(meet.typer(), meet.maker(), partial(replaced, 4, identity))
    assert isinstance(outcome.maker, PairingFailed)
    assert outcome.maker.refusal is Refusal.HANDSHAKE_FAILED


def test_no_agent_shows_itself_before_the_other_side_has_proven_the_secret(meet: Meet) -> None:
    def unproven(place: int, data: bytes) -> bytes:
        # The customer's confirmation is the third message where it is the typer, else the fourth.
        return changed(data, mac=bytes(32)) if place == meet.messages - 2 else data

    outcome = run(meet.typer(), meet.maker(), unproven)
    kinds = [decode_handshake(message) for message in outcome.messages]
    assert isinstance(kinds[-1], Reject)
    assert not [kind for kind in kinds if isinstance(kind, AgentProof)]
    assert not [kind for kind in kinds if isinstance(kind, MakerConfirm) and kind.identity]
