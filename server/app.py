"""Wires the server's parts to one ASGI application."""

import logging

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route, WebSocketRoute

from server.authority import Authority, Tokens
from server.data_folder import DataFolder
from server.relay import Relay
from server.rooms import Rooms
from server.store import Store
from server.web.login import Login
from server.web.pages import public_routes

_log = logging.getLogger("pomoc.server")


def make_app(folder: DataFolder, store: Store) -> tuple[Starlette, Relay]:
    """Return the application, and its relay, which has to be stopped before the process ends."""
    tokens = Tokens()
    login = Login(store, Authority(folder.ca, folder.settings.organisation), tokens)
    relay = Relay(Rooms(joins_per_minute=folder.settings.joins_per_minute), tokens.is_valid)
    routes = [
        *public_routes(folder.brand),
        Route("/api/login", login.endpoint, methods=["POST"]),
        WebSocketRoute("/relay", relay.endpoint),
    ]
    return Starlette(routes=routes, exception_handlers={Exception: _internal_error}), relay


async def _internal_error(_: Request, error: Exception) -> Response:
    # The kind of error only: a message might repeat what somebody sent.
    _log.error("internal error: %s", type(error).__name__)
    return Response(status_code=500)
