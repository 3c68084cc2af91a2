"""What the tests of the screen share: a terminal to capture, and waiting for what a display shows."""

import os
import subprocess
from collections.abc import Callable, Iterator
from time import monotonic

import pytest


@pytest.fixture
def xterm(display: str) -> Iterator[str]:
    """Run a terminal at (100, 100) of the display; yield its window's number."""
    environment = {**os.environ, "DISPLAY": display}
    terminal = subprocess.Popen(
        ["xterm", "-geometry", "60x20+100+100", "-e", "cat"], env=environment, stderr=subprocess.DEVNULL
    )
    try:
        found = subprocess.run(
            ["xdotool", "search", "--sync", "--onlyvisible", "--class", "xterm"],
            env=environment,
            capture_output=True,
            text=True,
            check=True,
            timeout=20,
        )
        yield found.stdout.split()[0]
    finally:
        terminal.terminate()
        terminal.wait()


@pytest.fixture
def eventually() -> Callable[[Callable[[], bool]], None]:
    """Return a function that asks again until the answer is yes, and fails after ten seconds."""

    def wait(condition: Callable[[], bool]) -> None:
        deadline = monotonic() + 10
        while not condition():
            assert monotonic() < deadline, "it did not come"

    return wait
