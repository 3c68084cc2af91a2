"""Attacks in a short form for every run and a long one (`--long`); the counts are printed at the end."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

import pytest

from benchmarks.harness.desktop import virtual_display
from tests.support.busy_session import Canvas

_COUNTS: Final = "counts of the attack"


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Lift the time limit from attacks in their long form."""
    if config.getoption("--long"):
        for item in items:
            if Path(__file__).parent in item.path.parents:
                item.add_marker(pytest.mark.timeout(0))


@pytest.fixture
def long_form(request: pytest.FixtureRequest) -> bool:
    """Tell whether the attack is to run in its long form."""
    return bool(request.config.getoption("--long"))


@pytest.fixture
def report(request: pytest.FixtureRequest) -> Callable[[str], None]:
    """Return what takes a line for the summary at the end, which the test's result brings there from any process."""
    properties: list[tuple[str, object]] = request.node.user_properties
    return lambda line: properties.append((_COUNTS, line))


@pytest.fixture
def canvas(monkeypatch: pytest.MonkeyPatch) -> Iterator[Canvas]:
    """A small display: each session captures it anew after each attack."""
    with virtual_display("320x240x24") as name:
        monkeypatch.setenv("DISPLAY", name)
        opened = Canvas(name)
        try:
            yield opened
        finally:
            opened.close()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print the counts of all attacks that ran."""
    ended = [report for reports in terminalreporter.stats.values() for report in reports if hasattr(report, "when")]
    counts = [
        line for report in ended if report.when == "call" for name, line in report.user_properties if name == _COUNTS
    ]
    if counts:
        terminalreporter.section("attacks")
        for line in counts:
            terminalreporter.write_line(line)
