"""An agent of an organisation that exists for one test run."""

import pytest

from client.seal.identity import AgentCredentials
from tests.support.authority import issue, make_root


@pytest.fixture(scope="session")
def agent() -> AgentCredentials:
    return issue(make_root())
