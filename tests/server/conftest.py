"""A live server with one agent, shared by the tests of a module."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from tests.server.relay_client import token_of
from tests.support.live_server import LiveServer, live_server

PASSWORD = "dolgo in skrivno geslo"


@dataclass(frozen=True)
class ServerWithAgent:
    """A server, and a token of its agent "ana"."""

    server: LiveServer
    token: str

    @property
    def url(self) -> str:
        return self.server.url


@pytest.fixture(scope="module")
def live(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServerWithAgent]:
    with live_server(tmp_path_factory.mktemp("live"), organisation="Banka Č") as server:
        server.add_agent("ana", "Ana Žagar", "ana@banka.example", PASSWORD)
        yield ServerWithAgent(server, token_of(server.url, "ana", PASSWORD))
