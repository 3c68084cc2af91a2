"""The leave to see the screen lasts as long as one share: through a broken line, and not a moment longer."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks.harness.proxy import CountingProxy, counting_proxy
from client.pipeline import customer as customer_side
from client.pipeline import outbound
from client.screen.capture import ScreenCapture, open_capture
from client.screen.grant import ScreenGrant
from client.session.states import AgentState, CustomerEvent, CustomerState
from tests.support.live_server import live_server
from tests.support.people import Office, open_office


class CountedGrant(ScreenGrant):
    """A grant that is remembered, with the number of its captures."""

    made: list["CountedGrant"]

    def __init__(self) -> None:
        super().__init__()
        self.captures = 0
        self.closed = 0
        self.made.append(self)

    def close(self) -> None:
        self.closed += 1
        super().close()


@pytest.fixture
def grants(x_display: str, monkeypatch: pytest.MonkeyPatch) -> list[CountedGrant]:
    def counted(grant: CountedGrant) -> ScreenCapture:
        grant.captures += 1
        return open_capture()

    made: list[CountedGrant] = []
    monkeypatch.setenv("DISPLAY", x_display)
    monkeypatch.setattr(CountedGrant, "made", made, raising=False)
    monkeypatch.setattr(customer_side, "ScreenGrant", CountedGrant)
    monkeypatch.setattr(outbound, "open_capture", counted)
    return made


@pytest.fixture
def met(tmp_path: Path) -> Iterator[tuple[CountingProxy, Office]]:
    with (
        live_server(tmp_path) as server,
        counting_proxy(int(server.url.rsplit(":", 1)[1])) as running,
        open_office(server, url=f"ws://127.0.0.1:{running.port}") as office,
    ):
        yield running, office


def test_one_consent_one_question(grants: list[CountedGrant], met: tuple[CountingProxy, Office]) -> None:
    line, office = met
    customer, agent = office.share()
    line.cut()
    customer.until_state(CustomerState.VIEWED_AWAY)
    assert [grant.closed for grant in grants] == [0]
    customer.until_state(CustomerState.VIEWED)
    agent.until_state(AgentState.VIEWING)
    customer.until(lambda: grants[0].captures == 2, "a second capture under the same grant")
    customer.do(CustomerEvent.STOP_SHARING)
    customer.until_state(CustomerState.CHAT)
    assert [grant.closed for grant in grants] == [1]
    customer.do(CustomerEvent.BEGIN)
    customer.do(CustomerEvent.SHOW)
    customer.until(lambda: len(grants) == 2 and grants[1].captures == 1, "a second share, and its own question")
    customer.do(CustomerEvent.LEAVE)
    customer.until_state(CustomerState.ENDED)
    assert [grant.closed for grant in grants] == [1, 1]


def test_stopping_while_away_gives_the_leave_back(
    grants: list[CountedGrant], met: tuple[CountingProxy, Office]
) -> None:
    line, office = met
    customer, _agent = office.share()
    line.goes_down()
    customer.until_state(CustomerState.VIEWED_AWAY)
    assert grants[0].closed == 0
    customer.do(CustomerEvent.STOP_SHARING)
    customer.until_state(CustomerState.CHAT_AWAY)
    assert grants[0].closed == 1
