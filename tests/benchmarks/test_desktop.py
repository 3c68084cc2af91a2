"""A virtual desktop keeps its window manager."""

import os
import re
import signal
import subprocess
from pathlib import Path

import pytest

from benchmarks.harness.desktop import DesktopError, virtual_desktop
from benchmarks.harness.person import Person


def manager_of(person: Person) -> str:
    """Return the window by which a window manager says that it is there (EWMH); "" where none says so."""
    words = ["xprop", "-display", person.display, "-root", "_NET_SUPPORTING_WM_CHECK"]
    said = subprocess.run(words, capture_output=True, text=True, check=True).stdout
    return said.strip().rpartition(" ")[2] if "window id" in said else ""


def process_of(display: str) -> int:
    """Return the process of the window manager on a display; 0 where none runs."""
    for folder in Path("/proc").iterdir():
        try:
            words, environment = (folder / "cmdline").read_bytes(), (folder / "environ").read_bytes()
        except OSError:
            continue
        if words.startswith(b"openbox\0") and f"DISPLAY={display}\0".encode() in environment:
            return int(folder.name)
    return 0


def test_a_lost_window_manager_is_told_of_and_comes_back(capfd: pytest.CaptureFixture[str]) -> None:
    with virtual_desktop() as display:
        person = Person(display)
        lost = process_of(display)
        assert lost
        os.kill(lost, signal.SIGKILL)
        person.waits_until(
            lambda: bool(manager_of(person)) and process_of(display) not in (0, lost), "a window manager"
        )
        person.close()
    said = capfd.readouterr().err
    assert re.fullmatch(rf"openbox on {display} has ended with -9; it is started again: \[.*\]\n", said)


def test_one_that_never_comes_up_is_given_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    broken = tmp_path / "openbox"
    broken.write_text("#!/bin/sh\necho no such theme >&2\nexit 3\n")
    broken.chmod(0o700)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    with pytest.raises(DesktopError), virtual_desktop():
        pytest.fail("there is no window manager")
    said = capfd.readouterr().err.splitlines()
    assert ["given up" in line for line in said] == [False, False, False, True]
    assert all("ended with 3" in line and "no such theme" in line for line in said)
