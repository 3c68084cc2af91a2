"""Runs the application on one port until it is told to stop."""

import asyncio
import errno
import logging
import signal
import socket
import sys
from collections.abc import Sequence
from types import FrameType
from typing import Any, Final
from urllib.parse import urlsplit

import uvicorn
from starlette.types import ASGIApp

from server.acceptor import AcceptingServer
from server.app import App, make_app
from server.connections import HttpConnection, WebSocketConnection
from server.data_folder import DataFolder, TlsFiles
from server.events import log_event, log_internal_error, log_to_stderr
from server.limits import DESCRIPTORS_KEPT
from wire import limits
from wire.address import is_loopback

GRACE: Final = 1
"""Whole seconds that connections may take to close when the server stops."""


class ServeError(Exception):
    """The server cannot listen; the message is one sentence."""


def serve(folder: DataFolder, host: str, port: int) -> None:
    """Serve until SIGTERM or SIGINT; raise ServeError, DataFolderError, StoreError."""
    if folder.tls is None and not is_loopback(host):
        raise ServeError("without a TLS certificate the host must be a loopback address")
    store = folder.open_store()
    try:
        with listen(host, port) as listener:
            app = make_app(folder, store)
            config = make_config(app.asgi, folder.tls, folder.settings.trusted_proxies)
            server = _Server(config, app, listening_url(folder, host, listener.getsockname()[1]))
            _raise_descriptor_limit(folder.settings.max_sockets)
            _stop_on_signals(server)
            log_to_stderr()
            server.run(sockets=[listener])
    finally:
        store.close()


def make_config(
    app: ASGIApp,
    tls: TlsFiles | None = None,
    trusted_proxies: Sequence[str] = (),
    websocket: type[WebSocketConnection] = WebSocketConnection,
) -> uvicorn.Config:
    """Return how uvicorn runs the application; what it would log, it does not."""
    # Its lines name clients' addresses, and repeat what they sent.
    logging.getLogger("uvicorn.error").setLevel(logging.CRITICAL + 1)
    return uvicorn.Config(
        app,
        http=HttpConnection,
        ws=websocket,
        ws_max_size=limits.RELAY_FRAME,
        ws_per_message_deflate=False,
        ws_ping_interval=limits.WEBSOCKET_PING,
        ws_ping_timeout=limits.WEBSOCKET_PONG,
        loop="asyncio",
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=bool(trusted_proxies),
        forwarded_allow_ips=list(trusted_proxies),
        timeout_graceful_shutdown=GRACE,
        ssl_certfile=tls.certificate if tls else None,
        ssl_keyfile=tls.key if tls else None,
    )


def listening_url(folder: DataFolder, host: str, port: int) -> str:
    """Return the address under which the server is reached at this port."""
    if folder.tls is None:
        scheme, name = "ws", host
    else:
        # The certificate is for the public name.
        scheme, name = "wss", urlsplit(folder.settings.url).hostname or host
    return f"{scheme}://[{name}]:{port}" if ":" in name else f"{scheme}://{name}:{port}"


class _Server(AcceptingServer):
    def __init__(self, config: uvicorn.Config, app: App, url: str) -> None:
        super().__init__(config)
        self._app = app
        self._url = url
        self._caretaking: asyncio.Task[None] | None = None

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        asyncio.get_running_loop().set_exception_handler(_log_loop_error)
        self._caretaking = asyncio.create_task(self._app.caretaker.run())
        log_event("listening", url=self._url)
        sys.stdout.write(f"listening {self._url}\n")
        sys.stdout.flush()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        log_event("stopping")
        if self._caretaking is not None:
            self._caretaking.cancel()
        await self._app.relay.stop()
        await super().shutdown(sockets)


def _log_loop_error(_loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    log_internal_error(context.get("exception", RuntimeError()))


def _raise_descriptor_limit(sockets: int) -> None:
    """Let the process have as many descriptors as its sockets need, where the system lets it."""
    if sys.platform == "win32":
        return
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = sockets + 2 * DESCRIPTORS_KEPT
    if soft != resource.RLIM_INFINITY and soft < wanted:
        wanted = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


def _stop_on_signals(server: uvicorn.Server) -> None:
    # uvicorn raises the signal once more after its own clean end; with this handler in place
    # that does nothing, and the process exits with 0.
    def stop(_signal: int, _frame: FrameType | None) -> None:
        server.should_exit = True

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)


def listen(host: str, port: int) -> socket.socket:
    """Return a listening TCP socket; raise ServeError."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
    except (OSError, UnicodeError) as error:
        raise ServeError(f"the host {host} is not known") from error
    listener = socket.socket(family, kind, protocol)
    try:
        if sys.platform != "win32":
            # On Windows this option would let two servers have one port.
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            # What the kernel holds back for a slow receiver counts as its backlog too, and would
            # hide for seconds that it takes nothing. Accepted sockets inherit the option.
            listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NOTSENT_LOWAT, limits.RELAY_WRITE_BUFFER)
        listener.bind(address)
        listener.listen(2048)
    except OSError as error:
        listener.close()
        if error.errno == errno.EADDRINUSE:
            raise ServeError(f"port {port} of {host} is taken by another program") from error
        raise ServeError(f"cannot listen at port {port} of {host}: {error.strerror}") from error
    return listener
