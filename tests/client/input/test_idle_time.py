"""The idle time of a real X display; the libraries of Windows and macOS are played at the edge."""

import ctypes
import math
import subprocess
import sys
import time
from types import SimpleNamespace
from typing import Any

import pytest

from benchmarks.harness.desktop import virtual_display
from client.input.darwin_idle_time import open_darwin_idle_time
from client.input.idle_time import IdleTimeError, open_idle_time
from client.input.win32_idle_time import Win32IdleTime, open_win32_idle_time
from client.input.x11_idle_time import X11IdleTime

LONG_ENOUGH = 0.2


@pytest.mark.parametrize("arguments", [("key", "a"), ("mousemove_relative", "5", "5"), ("click", "5")])
def test_each_input_begins_the_count_anew(x_display: str, arguments: tuple[str, ...]) -> None:
    idle = open_idle_time(x_display)
    deadline = time.monotonic() + 10
    while idle.seconds() < LONG_ENOUGH:
        assert time.monotonic() < deadline, "the count does not go on"
    before = time.monotonic()
    subprocess.run(["xdotool", *arguments], check=True, env={"DISPLAY": x_display, "PATH": "/usr/bin:/bin"})
    assert idle.seconds() <= time.monotonic() - before + 0.01
    idle.close()
    idle.close()


def test_a_lost_display_was_idle_for_ever() -> None:
    with virtual_display() as name:
        idle = X11IdleTime(name)
        assert idle.seconds() < math.inf
    assert idle.seconds() == math.inf
    idle.close()


def test_no_display() -> None:
    with pytest.raises(IdleTimeError, match="cannot be reached"):
        open_idle_time(":99999")


def windows(last: int, now: int, answers: bool = True) -> Win32IdleTime:
    def get_last_input_info(pointer: Any) -> int:
        info = pointer._obj
        assert info.size == ctypes.sizeof(info) == 8
        info.time = last
        return int(answers)

    return Win32IdleTime(
        SimpleNamespace(GetLastInputInfo=get_last_input_info), SimpleNamespace(GetTickCount=lambda: now)
    )


def test_windows() -> None:
    assert windows(1000, 3500).seconds() == 2.5
    assert windows(2**32 - 1000, 500).seconds() == 1.5, "the count began anew in between"
    assert windows(1000, 3500, answers=False).seconds() == math.inf
    windows(0, 0).close()


@pytest.mark.skipif(sys.platform == "win32", reason="this is Windows")
def test_windows_is_not_here() -> None:
    with pytest.raises(IdleTimeError, match="not Windows"):
        open_win32_idle_time()


def test_macos(monkeypatch: pytest.MonkeyPatch) -> None:
    quartz = SimpleNamespace(
        kCGEventSourceStateHIDSystemState=1,
        kCGAnyInputEventType=2**32 - 1,
        CGEventSourceSecondsSinceLastEventType=lambda source, event: 12.5 if (source, event) == (1, 2**32 - 1) else 0.0,
    )
    monkeypatch.setitem(sys.modules, "Quartz", quartz)
    idle = open_darwin_idle_time()
    assert idle.seconds() == 12.5
    idle.close()


def test_macos_without_quartz(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "Quartz", None)
    with pytest.raises(IdleTimeError, match="macOS"):
        open_darwin_idle_time()
