"""Life signs: a slow receiver still gets an answer to its ping, and a dead one is dropped though data waits for it."""

import asyncio

import pytest

from server.relay import Relay
from server.rooms import Rooms
from tests.server.test_relay import FLOOD, PATIENCE, WatchedConnection, _flood, client, holder, join, running
from tests.support.busy_session import wait_for
from wire import limits


def test_a_slow_receivers_ping_is_answered_once_it_takes_again() -> None:
    async def scenario() -> None:
        async with running(Relay(Rooms(), holder)) as url, client(url) as maker, client(url) as typer:
            await join(typer, maker)
            flood = asyncio.create_task(_flood(typer))
            async with asyncio.timeout(PATIENCE):
                await WatchedConnection.slow.wait()
                answered = [await maker.ping(name) for name in (b"first", b"last")]
                for _ in range(FLOOD):
                    await maker.recv(decode=False)
                # An answer to a ping is one to those before it too.
                await asyncio.gather(*answered)
            await flood

    asyncio.run(scenario())


def test_one_that_answers_no_ping_is_dropped_though_data_waits_for_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "WEBSOCKET_PING", 0.1)
    monkeypatch.setattr(limits, "WEBSOCKET_PONG", 0.2)

    async def scenario() -> None:
        # The relay's own bound to a blocked receiver is out of the way.
        relay = Relay(Rooms(), holder, blocked=60.0)
        async with running(relay) as url, client(url) as maker, client(url) as typer:
            await join(typer, maker)
            maker.transport.pause_reading()
            flood = asyncio.create_task(_flood(typer))
            async with asyncio.timeout(PATIENCE):
                await WatchedConnection.slow.wait()
                assert await flood < FLOOD
                await asyncio.to_thread(wait_for, lambda: not relay._sockets, "the end of both sockets")
            maker.transport.abort()

    asyncio.run(scenario())
