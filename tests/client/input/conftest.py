"""A real terminal that hands over what was typed into it, and keyboard layouts."""

import os
import select
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest


class Terminal:
    """A UTF-8 xterm in the upper left corner; everything typed into it comes out of a pipe."""

    def __init__(self, display: str, folder: Path) -> None:
        pipe = folder / "typed"
        os.mkfifo(pipe)
        script = f"stty raw -echo; exec 3>{pipe}; printf R >&3; exec cat >&3"
        # -wf: the program starts when the window is on the screen.
        self._process = subprocess.Popen(
            ["xterm", "-u8", "-wf", "-geometry", "80x24+0+0", "-e", "sh", "-c", script],
            env={**os.environ, "DISPLAY": display, "LC_ALL": "C.UTF-8"},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self._pipe = pipe.open("rb", buffering=0)
        assert self._pipe.read(1) == b"R"

    def read(self, length: int) -> bytes:
        """Wait for this many bytes."""
        data = b""
        while len(data) < length:
            ready, _, _ = select.select([self._pipe], [], [], 10)
            assert ready, f"the terminal got only {data!r}"
            more = self._pipe.read(length - len(data))
            assert more, "the terminal ended"
            data += more
        return data

    def read_text(self, expected: str) -> str:
        """Wait for as many bytes as the expected text has."""
        return self.read(len(expected.encode())).decode(errors="replace")

    def close(self) -> None:
        self._process.terminate()
        self._process.wait()
        self._pipe.close()


@pytest.fixture(scope="module")
def terminal(x_display: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Terminal]:
    terminal = Terminal(x_display, tmp_path_factory.mktemp("terminal"))
    yield terminal
    terminal.close()


@pytest.fixture
def set_layout(x_display: str) -> Iterator[Callable[[str], None]]:
    """Return a function that sets the keyboard layout; it is us again afterwards."""

    def apply(layout: str) -> None:
        subprocess.run(["setxkbmap", "-display", x_display, "-layout", layout], check=True)

    yield apply
    apply("us")
