"""Wires the server's parts to one ASGI application."""

import time
from typing import NamedTuple

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route, WebSocketRoute
from starlette.types import ASGIApp

from server.admission import Admission
from server.authority import Authority, Tokens
from server.caretaker import Caretaker
from server.data_folder import DataFolder
from server.events import log_internal_error
from server.limits import OLD_SESSIONS_RETURN
from server.relay import Relay
from server.rooms import Rooms
from server.sessions import Sessions
from server.store import Store
from server.web.login import Login
from server.web.pages import public_routes


class App(NamedTuple):
    """The application, and what has to be run beside it and stopped before the process ends."""

    asgi: ASGIApp
    relay: Relay
    caretaker: Caretaker


def make_app(folder: DataFolder, store: Store) -> App:
    """Return the application of a data folder; raise StoreError."""
    settings = folder.settings
    tokens = Tokens()
    login = Login(store, Authority(folder.ca, settings.organisation), tokens)
    rooms = Rooms(
        Sessions(
            resumes_per_minute=settings.resumes_per_minute,
            owner_of=store.owner_of,
            # The clock of the event loop that will serve.
            trusting_until=time.monotonic() + OLD_SESSIONS_RETURN,
        ),
        joins_per_minute=settings.joins_per_minute,
        waits_per_minute=settings.waits_per_minute,
        waiting_ids_per_address=settings.waiting_ids_per_address,
    )
    relay = Relay(rooms, tokens.holder_now, store)
    routes = [
        *public_routes(folder.brand),
        Route("/api/login", login.endpoint, methods=["POST"]),
        WebSocketRoute("/relay", relay.endpoint),
    ]
    application = Starlette(routes=routes, exception_handlers={Exception: _internal_error})
    return App(Admission(application, settings.max_sockets), relay, Caretaker(store, tokens, relay))


async def _internal_error(_: Request, error: Exception) -> Response:
    log_internal_error(error)
    return Response(status_code=500)
