"""Limits to how long one side waits for the other, and to what waits for this computer."""

import asyncio
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from client.pipeline.input_path import InputPath
from client.pipeline.line import SealedLine
from client.seal.records import SECRET, Direction, Opener, Sealer
from client.transport.loopback import loopback_pair
from tests.server.relay_client import allot as allot_at
from tests.server.relay_client import close_code, join, relay_socket, token_of
from tests.support.live_server import LiveServer, live_server
from tests.support.people import PASSWORD, Office, open_office
from wire import limits
from wire.code import Code
from wire.codec import decode_from_agent
from wire.endings import Refusal
from wire.messages import Chat, PointerMove
from wire.rendezvous import Joined


@pytest.fixture
def server(tmp_path: Path) -> Iterator[LiveServer]:
    with live_server(tmp_path) as running:
        yield running


@pytest.fixture
def office(server: LiveServer, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    monkeypatch.setattr(limits, "HANDSHAKE_TIMEOUT", 0.5)
    with open_office(server) as opened:
        yield opened


def test_a_typer_that_says_nothing_loses_its_attempt(office: Office) -> None:
    agent = office.agent()
    code = agent.code()
    with relay_socket(office.url) as silent:
        assert isinstance(join(silent, code.nameplate), Joined)
        assert close_code(silent) == 1000
    agent.until(lambda: agent.status.failed_attempts == 1, "the attempt")


def test_a_maker_that_says_nothing_is_not_waited_for(office: Office) -> None:
    with relay_socket(office.url) as silent:
        nameplate = allot_at(silent, token_of(office.url, "ana", PASSWORD)).nameplate
        customer = office.customer()
        customer.enter(Code(nameplate, "0000"))
        customer.until_refused(Refusal.HANDSHAKE_FAILED)


def test_input_that_nobody_takes_does_not_pile_up() -> None:
    path = InputPath((0, 0), (100, 100), lambda: None, lambda: None)
    assert all(path.take(PointerMove(1, 1)) for _ in range(limits.INPUT_WAITING))
    assert not path.take(PointerMove(1, 1))


def test_a_line_has_new_keys_after_a_while(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "REKEY_SECONDS", 0.02)

    async def scenario() -> None:
        near, far = loopback_pair()
        secret = os.urandom(SECRET)
        sealer, opener = Sealer(secret, Direction.FROM_TYPER), Opener(os.urandom(SECRET), Direction.FROM_MAKER)
        line = SealedLine(near, sealer, opener, decode_from_agent)
        running = asyncio.create_task(line.run(lambda _: None))
        reader = Opener(secret, Direction.FROM_TYPER)
        phases: list[int] = []
        async with asyncio.timeout(10):
            for number in range(1, 1000):
                line.post(Chat(number, "x"))
                frame = await far.receive()
                assert frame is not None
                # The channel, and then the epoch's lowest bit (client.seal.records).
                assert reader.open(frame[1:])
                if frame[1] not in phases[-1:]:
                    phases.append(frame[1])
                if len(phases) > 2:
                    break
                await asyncio.sleep(limits.REKEY_SECONDS / 4)
        assert phases == [0, 1, 0]
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)

    asyncio.run(scenario())
