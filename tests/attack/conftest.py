"""Attacks in a short form for every run and a long one (`--long`); the counts are printed at the end."""

from collections.abc import Callable
from pathlib import Path

import pytest

_COUNTS = pytest.StashKey[list[str]]()


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
    """Return what takes a line for the summary at the end."""
    return request.config.stash.setdefault(_COUNTS, []).append


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Print the counts of all attacks that ran."""
    counts = config.stash.get(_COUNTS, [])
    if counts:
        terminalreporter.section("attacks")
        for line in counts:
            terminalreporter.write_line(line)
