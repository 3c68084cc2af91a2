"""A slow line that is as full of pictures as it can be is not taken for a silent one. Times are divided."""

import asyncio
import os
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from client.pipeline.line import SealedLine
from client.pipeline.meeting import allot, receive
from client.seal.records import SECRET, Direction, Opener, Sealer
from client.transport.link import Link
from client.transport.tls import client_tls
from client.transport.websocket import open_link
from tests.server.relay_client import settle_of, token_of
from tests.support.divided_times import DIVISOR, hasten_clients, hasten_server
from tests.support.faulty_line import FaultyLine, faulty_line
from tests.support.mortal_server import MortalServer, mortal_server
from wire import limits
from wire.codec import decode_from_agent, decode_from_customer
from wire.messages import AgentMessage, Coding, CustomerMessage, Frame, PictureArrived, Rectangle
from wire.rendezvous import Allot, Join, Joined, PeerJoined, control_frame

SLOW = 256_000 / 8 * DIVISOR
"""Bytes a second: 256 kbit/s, as much faster as the times are shorter."""
PASSWORD = "dolgo in skrivno geslo"


@pytest.fixture
def server(tmp_path: Path) -> Iterator[MortalServer]:
    with mortal_server(tmp_path) as running:
        running.live.add_agent("ana", "Ana Novak", "ana.novak@bank.example", PASSWORD)
        hasten_server(running)
        yield running


async def joined(customer_line: FaultyLine, agent_line: FaultyLine, token: str) -> tuple[Link, Link]:
    """Return both ends of a settled session, the customer's first."""
    customer, agent = [
        await open_link(f"ws://127.0.0.1:{line.port}", client_tls(None)) for line in (customer_line, agent_line)
    ]
    allotted = await allot(agent, Allot(limits.PROTOCOL_VERSION, token))
    await customer.send(control_frame(Join(limits.PROTOCOL_VERSION, allotted.nameplate)))
    assert isinstance(await receive(customer), Joined)
    assert isinstance(await receive(agent), PeerJoined)
    await agent.send(control_frame(settle_of()))
    return customer, agent


async def fill(customer_link: Link, agent_link: Link, seconds: float) -> None:
    """Send pictures as fast as the line lets them; fail if anything ends either side within this time."""
    there, back = os.urandom(SECRET), os.urandom(SECRET)
    agent: SealedLine[CustomerMessage] = SealedLine(
        agent_link, Sealer(there, Direction.FROM_MAKER), Opener(back, Direction.FROM_TYPER), decode_from_customer
    )
    customer: SealedLine[AgentMessage] = SealedLine(
        customer_link, Sealer(back, Direction.FROM_TYPER), Opener(there, Direction.FROM_MAKER), decode_from_agent
    )
    rectangle = Rectangle(0, 0, 512, 512, Coding.COPY, os.urandom(200_000))
    complete = 0

    def arrived(_message: CustomerMessage) -> None:
        nonlocal complete
        complete += 1
        customer.post(Frame(1, 1, [rectangle], True))

    def reported(message: AgentMessage) -> None:
        assert isinstance(message, PictureArrived)
        customer.picture_arrived(message.total)

    for _ in range(3):
        customer.post(Frame(1, 1, [rectangle], True))
    tasks = {asyncio.create_task(agent.run(arrived)), asyncio.create_task(customer.run(reported))}
    done, _ = await asyncio.wait(tasks, timeout=seconds)
    assert not done, [task.exception() for task in done]
    assert complete
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


@pytest.mark.parametrize("rates", [(SLOW, None), (None, SLOW)], ids=["customer", "agent"])
def test_a_full_slow_line_is_left_alone(
    server: MortalServer, monkeypatch: pytest.MonkeyPatch, rates: tuple[float | None, float | None]
) -> None:
    token = token_of(server.live.url, "ana", PASSWORD)
    hasten_clients(monkeypatch)
    # Several pings of both ends, each behind all that is on its way.
    seconds = 2 * (limits.WEBSOCKET_PING + limits.WEBSOCKET_PONG)

    async def scenario(lines: list[FaultyLine]) -> None:
        await fill(*await joined(lines[0], lines[1], token), seconds)

    with ExitStack() as stack:
        asyncio.run(scenario([stack.enter_context(faulty_line(server.port, rate)) for rate in rates]))
