"""Certificates of an organisation that exists for one test run."""

from collections.abc import Callable
from datetime import datetime

import pytest

from client.seal.identity import AgentCredentials
from client.seal.records import Direction
from tests.support import authority
from tests.support.authority import Root
from tests.support.handshake import Meet


@pytest.fixture(scope="session")
def now() -> datetime:
    return authority.NOW


@pytest.fixture(scope="session")
def make_root() -> Callable[..., Root]:
    """Return a maker of CA certificates."""
    return authority.make_root


@pytest.fixture(scope="session")
def root() -> Root:
    return authority.make_root()


@pytest.fixture(scope="session")
def issue() -> Callable[..., AgentCredentials]:
    """Return an issuer of agents' certificates, right in everything that a test does not change."""
    return authority.issue


@pytest.fixture(scope="session")
def meets(root: Root) -> dict[Direction, Meet]:
    """Return both ways in, by the agent's role."""
    credentials = authority.issue(root)
    return {agent: Meet(root[0], credentials, authority.NOW, agent) for agent in Direction}


@pytest.fixture(
    scope="session", params=[Direction.FROM_MAKER, Direction.FROM_TYPER], ids=["agent made", "customer made"]
)
def meet(request: pytest.FixtureRequest, meets: dict[Direction, Meet]) -> Meet:
    """Return each way in, one after the other."""
    return meets[request.param]
