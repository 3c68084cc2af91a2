"""What every test may use: a virtual X display, and the option for the long form of the attacks."""

from collections.abc import Iterator

import pytest

from benchmarks.harness.desktop import virtual_display


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--long", action="store_true", help="run the attacks in their long form: minutes to hours")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the files of the longest tests, so that at the end no processor waits for another one."""
    longest = {item.path for item in items if item.get_closest_marker("timeout") is not None}
    items.sort(key=lambda item: item.path not in longest)


@pytest.fixture(scope="module")
def x_display() -> Iterator[str]:
    """Yield the name of a fresh virtual display of 1280x800 without a window manager."""
    with virtual_display() as name:
        yield name
