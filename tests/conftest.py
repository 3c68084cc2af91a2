"""Fixtures that every test may use: a virtual X display."""

from collections.abc import Iterator

import pytest

from benchmarks.harness.desktop import virtual_display


@pytest.fixture(scope="module")
def x_display() -> Iterator[str]:
    """Yield the name of a fresh virtual display of 1280x800 without a window manager."""
    with virtual_display() as name:
        yield name
