"""The relay's clocks and its backpressure, with the server in this process so that both can be watched."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import ClassVar
from urllib.parse import urlsplit

import uvicorn
from starlette.applications import Starlette
from starlette.routing import WebSocketRoute
from uvicorn._types import ASGISendEvent
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from server.acceptor import AcceptingServer
from server.connections import WebSocketConnection
from server.relay import Relay
from server.rooms import Rooms
from server.serving import listen, make_config
from server.sessions import Sessions
from tests.server.relay_client import resume_of
from wire import limits
from wire.endings import Refusal
from wire.rendezvous import (
    Allot,
    Allotted,
    Call,
    Join,
    Joined,
    PeerJoined,
    PeerLeft,
    Refused,
    Role,
    ToClient,
    ToServer,
    control_frame,
    decode_to_client,
    peer_frame,
)

PATIENCE = 10.0
VERSION = limits.PROTOCOL_VERSION
TOKEN = "a token that is good"
SESSION = bytes(16)
PAYLOAD = bytes(60_000)
FLOOD = 600
"""Frames of PAYLOAD, together far more than all buffers of two loopback connections hold."""


class WatchedConnection(WebSocketConnection):
    """A connection that remembers how much it ever held, and says when its receiver is slow."""

    most_waiting_to_be_sent: ClassVar[int]
    most_waiting_to_be_read: ClassVar[int]
    slow: ClassVar[asyncio.Event]

    @classmethod
    def start_watching(cls) -> None:
        cls.most_waiting_to_be_sent = cls.most_waiting_to_be_read = 0
        cls.slow = asyncio.Event()

    def pause_writing(self) -> None:
        super().pause_writing()
        self.slow.set()

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        cls = type(self)
        cls.most_waiting_to_be_read = max(cls.most_waiting_to_be_read, self.queue.qsize())
        self._note_write_buffer()

    async def send(self, message: ASGISendEvent) -> None:
        await super().send(message)
        self._note_write_buffer()

    def _note_write_buffer(self) -> None:
        cls = type(self)
        cls.most_waiting_to_be_sent = max(cls.most_waiting_to_be_sent, self.transport.get_write_buffer_size())


class ReadyServer(AcceptingServer):
    """A server that says when it is ready."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.ready = asyncio.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.ready.set()


@asynccontextmanager
async def running(relay: Relay, lifetime: float = limits.RENDEZVOUS_IDLE) -> AsyncIterator[str]:
    """Serve a relay in this event loop; yield its address. `lifetime` is that of connections that are no WebSocket."""
    WatchedConnection.start_watching()
    app = Starlette(routes=[WebSocketRoute("/relay", relay.endpoint)])
    with listen("127.0.0.1", 0) as listener:
        server = ReadyServer(make_config(app, websocket=WatchedConnection))
        server.lifetime = lifetime
        task = asyncio.create_task(server.serve(sockets=[listener]))
        await server.ready.wait()
        try:
            yield f"ws://127.0.0.1:{listener.getsockname()[1]}/relay"
        finally:
            await relay.stop()
            server.should_exit = True
            await task


def client(url: str) -> AbstractAsyncContextManager[ClientConnection]:
    return connect(url, compression=None, proxy=None, max_size=limits.RELAY_FRAME, max_queue=2, close_timeout=0.5)


def holder(token: str) -> str | None:
    return "ana" if token == TOKEN else None


async def hear(socket: ClientConnection) -> ToClient:
    async with asyncio.timeout(PATIENCE):
        frame = await socket.recv(decode=False)
    return decode_to_client(frame[1:])


async def close_code(socket: ClientConnection) -> int | None:
    async with asyncio.timeout(PATIENCE):
        await socket.wait_closed()
    return socket.close_code


async def allot(maker: ClientConnection) -> str:
    await maker.send(control_frame(Allot(VERSION, TOKEN)))
    answer = await hear(maker)
    assert isinstance(answer, Allotted)
    return answer.nameplate


async def join(typer: ClientConnection, maker: ClientConnection) -> None:
    await typer.send(control_frame(Join(VERSION, await allot(maker))))
    assert isinstance(await hear(typer), Joined)
    assert await hear(maker) == PeerJoined(1)


def test_a_silent_socket_is_closed() -> None:
    async def scenario() -> None:
        async with running(Relay(Rooms(), holder, idle=0.05)) as url, client(url) as silent, client(url) as maker:
            await allot(maker)
            assert await close_code(silent) == 1008
            # One that has said what it wants may be silent.
            assert maker.close_code is None
            await maker.send(control_frame(Allot(VERSION, TOKEN)))
            assert await close_code(maker) == 1008

    asyncio.run(scenario())


def test_slow_headers_are_cut_off_and_a_websocket_is_not() -> None:
    async def scenario() -> None:
        async with running(Relay(Rooms(), holder), lifetime=0.5) as url, client(url) as maker:
            reader, writer = await asyncio.open_connection("127.0.0.1", urlsplit(url).port)
            writer.write(b"GET /relay HTTP/1.1\r\nHost: local")
            async with asyncio.timeout(PATIENCE):
                assert await reader.read() == b""
            writer.close()
            await writer.wait_closed()
            # It is older than the connection that was cut off.
            await allot(maker)

    asyncio.run(scenario())


def test_huge_headers_are_refused() -> None:
    async def scenario() -> None:
        async with running(Relay(Rooms(), holder)) as url:
            reader, writer = await asyncio.open_connection("127.0.0.1", urlsplit(url).port)
            writer.write(b"GET /relay HTTP/1.1\r\nX: " + b"x" * 100_000)
            async with asyncio.timeout(PATIENCE):
                assert (await reader.readline()).startswith(b"HTTP/1.1 4")
            writer.transport.abort()

    asyncio.run(scenario())


def test_an_expired_code_ends_both() -> None:
    async def scenario() -> None:
        async with running(Relay(Rooms(lifetime=0.2), holder)) as url, client(url) as maker, client(url) as typer:
            await join(typer, maker)
            assert await hear(maker) == Refused(Refusal.CODE_EXPIRED)
            assert await hear(typer) == PeerLeft()
            assert [await close_code(maker), await close_code(typer)] == [1000, 1000]

    asyncio.run(scenario())


def test_a_session_that_nobody_resumed_in_time_ends_for_who_waits() -> None:
    async def scenario() -> None:
        relay = Relay(Rooms(Sessions(window=0.0)), holder)
        async with running(relay) as url, client(url) as waiting:
            await waiting.send(control_frame(resume_of(bytes(16), Role.MAKER)))
            # Nothing tells that the server has read it; until then there is nothing to end.
            async with asyncio.timeout(PATIENCE):
                while not waiting.close_code:
                    await relay.lapse()
                    await asyncio.sleep(0)
            assert await hear(waiting) == Refused(Refusal.RESUME_REFUSED)
            assert waiting.close_code == 1000

    asyncio.run(scenario())


def test_news_for_one_does_not_wait_for_another_that_takes_nothing() -> None:
    async def scenario() -> None:
        relay = Relay(Rooms(), holder, blocked=5.0)
        async with running(relay) as url, client(url) as maker, client(url) as typer:
            await join(typer, maker)
            flood = asyncio.create_task(_flood(typer))
            async with asyncio.timeout(PATIENCE):
                await WatchedConnection.slow.wait()
            revoking = asyncio.create_task(relay.revoke("ana"))
            assert await hear(typer) == PeerLeft()
            assert not revoking.done()
            maker.transport.abort()
            await revoking
            await flood

    asyncio.run(scenario())


def test_every_refusal_takes_the_same_time() -> None:
    async def scenario() -> None:
        loop = asyncio.get_running_loop()
        call, join = Call(VERSION, "0000", TOKEN), Join(VERSION, "0000")
        resume = resume_of(SESSION, Role.MAKER, 0)
        sessions = Sessions(resumes_per_minute=1)
        sessions.begin(SESSION, {}, "ana", {Role.MAKER: resume.ticket}, 0.0)
        refusals: list[tuple[ToServer, Refusal]] = [
            (join, Refusal.CODE_REFUSED),
            (join, Refusal.TOO_MANY_ATTEMPTS),
            (call, Refusal.CODE_REFUSED),
            (resume, Refusal.RESUME_REFUSED),
            (resume, Refusal.TOO_MANY_ATTEMPTS),
        ]
        async with running(Relay(Rooms(sessions, joins_per_minute=1), holder)) as url:
            for message, reason in refusals:
                async with client(url) as typer:
                    asked = loop.time()
                    await typer.send(control_frame(message))
                    assert await hear(typer) == Refused(reason)
                    assert loop.time() - asked >= limits.REFUSAL_DELAY

    asyncio.run(scenario())


def test_a_receiver_that_takes_nothing_is_cut_off() -> None:
    async def scenario() -> None:
        relay = Relay(Rooms(), holder, blocked=0.2)
        async with running(relay) as url, client(url) as maker, client(url) as typer:
            await join(typer, maker)
            # The maker never reads; its client library stops taking after two frames.
            flood = asyncio.create_task(_flood(typer))
            assert await hear(typer) == PeerLeft()
            assert await close_code(typer) == 1000
            assert await flood < FLOOD
            assert WatchedConnection.slow.is_set()

    asyncio.run(scenario())


def test_a_slow_receiver_slows_the_sender_and_loses_nothing() -> None:
    async def scenario() -> None:
        relay = Relay(Rooms(), holder)
        async with running(relay) as url, client(url) as maker, client(url) as typer:
            await join(typer, maker)
            flood = asyncio.create_task(_flood(typer))
            async with asyncio.timeout(PATIENCE):
                await WatchedConnection.slow.wait()
            assert not flood.done()
            for number in range(FLOOD):
                assert await maker.recv(decode=False) == _numbered(number)
            assert await flood == FLOOD
        frame = limits.RELAY_FRAME
        assert 0 < WatchedConnection.most_waiting_to_be_sent <= limits.RELAY_WRITE_BUFFER + frame
        # What one read of the socket may bring, 256 KiB, and no more.
        assert 0 < WatchedConnection.most_waiting_to_be_read * len(PAYLOAD) <= 256 * 1024 + frame

    asyncio.run(scenario())


async def _flood(typer: ClientConnection) -> int:
    sent = 0
    try:
        for number in range(FLOOD):
            await typer.send(_numbered(number))
            sent += 1
    except ConnectionClosed:
        pass
    return sent


def _numbered(number: int) -> bytes:
    return peer_frame(number.to_bytes(4) + PAYLOAD)


def test_pings_of_a_client_that_reads_nothing_do_not_pile_up() -> None:
    async def scenario() -> None:
        relay = Relay(Rooms(), holder)
        async with running(relay) as url, client(url) as maker, client(url) as typer:
            await join(typer, maker)
            flood = asyncio.create_task(_flood(typer))
            async with asyncio.timeout(PATIENCE):
                await WatchedConnection.slow.wait()
            for number in range(2000):
                await maker.ping(number.to_bytes(125))
            # The typer's socket is served after all of the pings that came before this frame.
            await maker.send(peer_frame(b"after the pings"))
            assert await typer.recv(decode=False) == peer_frame(b"after the pings")
            assert WatchedConnection.most_waiting_to_be_sent <= limits.RELAY_WRITE_BUFFER + limits.RELAY_FRAME
            flood.cancel()
            # Without this, the typer's goodbye waits behind what the maker does not take.
            maker.transport.abort()

    asyncio.run(scenario())
