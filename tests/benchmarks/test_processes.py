"""Whose processor time is counted: that of a display's server, and of a program with all that it has started."""

import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.harness.desktop import x_server_of
from benchmarks.screen.processes import used_seconds

BURNS = "import time\nwhile time.process_time() < 0.3: pass\nprint(flush=True)\ninput()"
STARTS = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {BURNS!r}])"


def test_a_display_belongs_to_its_server(x_display: str) -> None:
    words = Path("/proc", str(x_server_of(x_display)), "cmdline").read_bytes().split(b"\0")
    assert words[0].endswith(b"Xvfb")


@pytest.mark.parametrize("code", [BURNS, STARTS], ids=["itself", "what it started"])
def test_what_it_used_is_counted(code: str) -> None:
    pipe = subprocess.PIPE
    with subprocess.Popen([sys.executable, "-c", code], stdin=pipe, stdout=pipe) as program:
        assert program.stdin is not None
        assert program.stdout is not None
        program.stdout.readline()
        used = used_seconds([program.pid])
        program.stdin.close()
    assert 0.3 <= used < 3
    assert used_seconds([program.pid]) == 0
