"""What the tests of whole sessions share: an office at a real server, a line that can be cut, a desktop."""

from collections.abc import Iterator

import pytest

from benchmarks.harness.desktop import virtual_desktop
from benchmarks.harness.proxy import CountingProxy, counting_proxy
from tests.support.live_server import live_server
from tests.support.people import Office, open_office


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    with live_server(tmp_path_factory.mktemp("server")) as server, open_office(server) as opened:
        yield opened


@pytest.fixture(scope="module")
def proxied_office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Office, CountingProxy]]:
    """An office of which both sides reach the server through a proxy that can cut their line."""
    with (
        live_server(tmp_path_factory.mktemp("server")) as server,
        counting_proxy(int(server.url.rsplit(":", 1)[1])) as proxy,
        open_office(server, url=f"ws://127.0.0.1:{proxy.port}") as opened,
    ):
        yield opened, proxy


@pytest.fixture
def desktop(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Make a desktop of this test's own the one that programs open by default; yield its display's name."""
    with virtual_desktop() as display:
        monkeypatch.setenv("DISPLAY", display)
        yield display
