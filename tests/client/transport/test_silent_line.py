"""A line that takes nothing is found out though the library's own pings wait behind what is to be written."""

import asyncio

import pytest
from websockets.asyncio.server import ServerConnection, serve

from client.transport.link import Link, LinkClosedError
from client.transport.tls import client_tls
from client.transport.websocket import open_link
from wire import limits


async def flood(link: Link) -> None:
    while True:
        await link.send(bytes(limits.CHUNK))


def test_sending_into_a_line_that_takes_nothing_ends_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "WEBSOCKET_PING", 0.2)
    monkeypatch.setattr(limits, "WEBSOCKET_PONG", 0.2)

    async def scenario() -> None:
        over = asyncio.Event()

        async def deaf(connection: ServerConnection) -> None:
            connection.transport.pause_reading()
            await over.wait()
            connection.transport.abort()

        async with (
            asyncio.timeout(10),
            serve(deaf, "127.0.0.1", 0, compression=None, ping_interval=None, close_timeout=0.1) as server,
        ):
            port = next(iter(server.sockets)).getsockname()[1]
            link = await open_link(f"ws://127.0.0.1:{port}", client_tls(None))
            with pytest.raises(LinkClosedError):
                await flood(link)
            with pytest.raises(LinkClosedError):
                await link.receive()
            over.set()

    asyncio.run(scenario())
