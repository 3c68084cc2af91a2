"""Connections that say nothing, or not enough, hold neither descriptors nor other people up."""

import asyncio
import errno
import http.client
import resource
import socket
import ssl
from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack, asynccontextmanager, contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from starlette.responses import Response
from starlette.types import Receive, Scope, Send
from websockets.asyncio.client import connect
from websockets.sync.client import ClientConnection

from server import acceptor
from server.acceptor import AcceptingServer
from server.app import make_app
from server.data_folder import create_data_folder
from server.limits import ACCEPT_PAUSE, ARRIVING, DESCRIPTORS_KEPT, DESCRIPTORS_LAST
from server.serving import listen, make_config
from tests.server.conftest import PASSWORD
from tests.server.relay_client import (
    PATIENCE,
    allot,
    hear,
    http_connection,
    join,
    login_body,
    payload,
    post_login,
    relay_socket,
    say,
    settle_of,
    tell,
)
from tests.support.live_server import LiveServer, live_server
from wire import limits
from wire.brand import decode_brand
from wire.rendezvous import Join, PeerJoined, control_frame

LIFETIME = 0.6
HELLO = bytes.fromhex("16030102000100 01fc0303") + bytes(32)
"""The beginning of a ClientHello (RFC 8446, section 4.1.2)."""
SLOW_HEADERS = b"GET /relay HTTP/1.1\r\nHost: local"
SLOW_BODY = b"POST /api/login HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\n{"
ENDLESS_CHUNKS = b"POST /api/login HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n{\r\n"
KEPT_ALIVE = b"GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n"


class ReadyServer(AcceptingServer):
    """A server that says when it is ready."""

    def __init__(self, *arguments: object) -> None:
        super().__init__(*arguments)  # type: ignore[arg-type] # passed on as they are
        self.ready = asyncio.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.ready.set()


@asynccontextmanager
async def served(folder: Path) -> AsyncIterator[tuple[int, ssl.SSLContext]]:
    """Serve over TLS in this event loop; yield the port and what a client trusts."""
    made = create_data_folder(folder, organisation="Test", url="wss://localhost", host="127.0.0.1", port=0)
    store = made.open_store()
    app = make_app(made, store)
    with listen("127.0.0.1", 0) as listener:
        server = ReadyServer(make_config(app.asgi, made.tls))
        server.lifetime = LIFETIME
        task = asyncio.create_task(server.serve(sockets=[listener]))
        await server.ready.wait()
        try:
            yield listener.getsockname()[1], ssl.create_default_context(cadata=decode_brand(made.brand).server_root)
        finally:
            await app.relay.stop()
            server.should_exit = True
            await task
            store.close()


async def cut_off(port: int, tls: ssl.SSLContext | None, said: bytes) -> float:
    """Say this much and wait for the end; return how long it took, in seconds."""
    began = asyncio.get_running_loop().time()
    reader, writer = await asyncio.open_connection(
        "127.0.0.1", port, ssl=tls, server_hostname="localhost" if tls else None
    )
    writer.write(said)
    try:
        async with asyncio.timeout(PATIENCE):
            await reader.read()
    except ConnectionError:
        pass
    writer.transport.abort()
    return asyncio.get_running_loop().time() - began


def test_whatever_dawdles_is_cut_off_in_time_and_a_websocket_is_not(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with (
            served(tmp_path / "data") as (port, tls),
            connect(f"wss://localhost:{port}/relay", ssl=tls, proxy=None, host="127.0.0.1") as early,
        ):
            silent = [cut_off(port, None, said) for said in (b"", HELLO)]
            slow = [cut_off(port, tls, said) for said in (b"", SLOW_HEADERS, SLOW_BODY, ENDLESS_CHUNKS, KEPT_ALIVE)]
            for took in await asyncio.gather(*silent, *slow):
                assert LIFETIME / 2 < took < PATIENCE / 2
            # It is older than all that was cut off.
            await early.send(control_frame(Join(limits.PROTOCOL_VERSION, "0000")))
            assert await early.recv()

    asyncio.run(scenario())


def test_what_is_no_tls_ends_at_once(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with served(tmp_path / "data") as (port, _):
            assert await cut_off(port, None, b"GET / HTTP/1.1\r\n\r\n") < LIFETIME / 2

    asyncio.run(scenario())


def test_a_server_without_any_descriptor_takes_up_later_who_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    tries: list[BaseException] = []
    tried_twice = asyncio.Event()

    def tried(error: BaseException) -> None:
        tries.append(error)
        if len(tries) == 2:
            tried_twice.set()

    monkeypatch.setattr(acceptor, "log_internal_error", tried)

    async def application(scope: Scope, receive: Receive, send: Send) -> None:
        await Response(b"here")(scope, receive, send)

    async def scenario() -> None:
        with listen("127.0.0.1", 0) as listener, socket.socket() as client, socket.socket() as lowest_free:
            client.connect(listener.getsockname())
            client.sendall(KEPT_ALIVE)
            server = AcceptingServer(make_config(application))
            loop = asyncio.get_running_loop()
            free = lowest_free.fileno()
            lowest_free.close()
            resource.setrlimit(resource.RLIMIT_NOFILE, (free, hard))
            serving = asyncio.create_task(server.serve(sockets=[listener]))
            began = loop.time()
            async with asyncio.timeout(PATIENCE):
                await tried_twice.wait()
            assert loop.time() - began >= ACCEPT_PAUSE
            resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
            client.setblocking(False)
            async with asyncio.timeout(PATIENCE):
                assert (await loop.sock_recv(client, 4096)).startswith(b"HTTP/1.1 200")
            server.should_exit = True
            await serving

    try:
        asyncio.run(scenario())
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    assert {error.errno for error in tries if isinstance(error, OSError)} == {errno.EMFILE}


@contextmanager
def silent(url: str, count: int) -> Iterator[list[socket.socket]]:
    """Open TCP connections that say nothing."""
    address = urlsplit(url)
    with ExitStack() as stack:
        target = ("127.0.0.1", address.port or 0)
        yield [stack.enter_context(socket.create_connection(target, timeout=PATIENCE)) for _ in range(count)]


def is_cut(connection: socket.socket, patience: float) -> bool:
    """Tell whether the server ends this connection within so many seconds."""
    connection.settimeout(patience)
    try:
        return connection.recv(1) == b""
    except ConnectionResetError:
        return True
    except TimeoutError:
        return False


def trusted(server: LiveServer) -> ssl.SSLContext | None:
    root = decode_brand(server.brand_path.read_bytes()).server_root
    return ssl.create_default_context(cadata=root) if root else None


def goes_on(maker: ClientConnection, typer: ClientConnection, word: bytes) -> None:
    say(maker, word)
    assert payload(typer) == word
    say(typer, word)
    assert payload(maker) == word


@contextmanager
def session(server: LiveServer, tls: ssl.SSLContext | None) -> Iterator[tuple[ClientConnection, ClientConnection]]:
    """Join an agent and a customer for good."""
    server.add_agent("ana", "Ana", "ana@x.example", PASSWORD)
    _, answer = post_login(server.url, login_body("ana", PASSWORD), tls)
    with relay_socket(server.url, tls) as maker, relay_socket(server.url, tls) as typer:
        join(typer, allot(maker, answer["token"]).nameplate)
        assert hear(maker) == PeerJoined(1)
        tell(maker, settle_of())
        goes_on(maker, typer, b"begun")
        yield maker, typer


def test_silent_connections_make_room_for_those_who_come_after_them(tmp_path: Path) -> None:
    over = 40
    with live_server(tmp_path, url="wss://localhost") as server:
        tls = trusted(server)
        with session(server, tls) as (maker, typer), silent(server.url, ARRIVING + over) as connections:
            assert all(is_cut(connection, PATIENCE) for connection in connections[:over])
            assert not any(is_cut(connection, 0.01) for connection in connections[-over:])
            goes_on(maker, typer, b"undisturbed")
            with relay_socket(server.url, tls) as late:
                join(late, "0000")
        assert "ERROR" not in server.log()


def health(url: str, tls: ssl.SSLContext | None) -> tuple[int, str | None]:
    """Ask for /health; return status and Retry-After, or 0 where the connection was closed without a word."""
    connection = http_connection(url, tls)
    try:
        connection.request("GET", "/health")
        response = connection.getresponse()
        response.read()
        return response.status, response.headers.get("Retry-After")
    except (OSError, http.client.HTTPException):
        return 0, None
    finally:
        connection.close()


@pytest.mark.parametrize("url", ["ws://127.0.0.1:8470", "wss://localhost"])
def test_a_server_short_of_descriptors_says_so_and_recovers(tmp_path: Path, url: str) -> None:
    room = 60
    most = DESCRIPTORS_KEPT + room
    with live_server(tmp_path, url=url, descriptors=most) as server:
        tls = trusted(server)
        with session(server, tls) as (maker, typer):
            with silent(server.url, room) as connections:
                assert health(server.url, tls) == (503, "5")
                with silent(server.url, most) as more:
                    # The last ones find none of the descriptors that are kept, and hear nothing.
                    assert is_cut(more[-1], PATIENCE)
                    goes_on(maker, typer, b"undisturbed")
                    held = len(list(Path(f"/proc/{server.process.pid}/fd").iterdir()))
                    assert held <= most - DESCRIPTORS_LAST + 1
                    # Those that came when descriptors were short were given a second.
                    assert is_cut(more[0], PATIENCE)
                assert not is_cut(connections[0], 0.01)
            assert any(health(server.url, tls) == (200, None) for _ in range(200))
            goes_on(maker, typer, b"still here")
        assert "ERROR" not in server.log()
