"""Ordinary programs on a person's desktop: a terminal that writes what it is told, and one that never rests."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_NOISE = "while :; do head -c 1500 /dev/urandom | base64; sleep 0.1; done"


@contextmanager
def terminal(display: str, command: str, geometry: str) -> Iterator[None]:
    """Run a shell command in a terminal window of this X geometry (columns x rows + place)."""
    words = [
        "xterm",
        "-u8",
        "-geometry",
        geometry,
        "-T",
        "Terminal",
        "-fa",
        "DejaVu Sans Mono",
        "-fs",
        "9",
        "-e",
        "sh",
        "-c",
        command,
    ]
    environment = {**os.environ, "DISPLAY": display, "LC_ALL": "C.UTF-8"}
    with subprocess.Popen(words, env=environment, stderr=subprocess.DEVNULL) as process:
        try:
            yield
        finally:
            process.terminate()


@contextmanager
def writing_terminal(display: str, file: Path, geometry: str = "40x14+4+240") -> Iterator[None]:
    """Run a terminal whose typed lines go into a file, each with its Return."""
    with terminal(display, f"cat > '{file}'", geometry):
        yield


@contextmanager
def restless_terminal(display: str, geometry: str = "40x14+960+240") -> Iterator[None]:
    """Run a terminal that prints random text ten times a second."""
    with terminal(display, _NOISE, geometry):
        yield
