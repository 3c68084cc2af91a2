"""A display that goes away while it is read, and one that was never there."""

import os
import subprocess
import threading
from collections.abc import Iterator

import pytest

from client.screen.capture import open_capture
from client.screen.cursor import open_cursor
from client.screen.errors import CaptureError


@pytest.fixture
def mortal_display(monkeypatch: pytest.MonkeyPatch) -> Iterator["subprocess.Popen[bytes]"]:
    """Run a display of this test's own, the default one; yield its server process."""
    read_end, write_end = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(write_end), "-screen", "0", "640x480x24", "-nolisten", "tcp", "-noreset"],
        pass_fds=(write_end,),
        stderr=subprocess.DEVNULL,
    )
    os.close(write_end)
    with os.fdopen(read_end) as pipe:
        monkeypatch.setenv("DISPLAY", f":{pipe.readline().strip()}")
    yield server
    server.terminate()
    server.wait()


def test_both_say_so_and_can_be_closed(mortal_display: "subprocess.Popen[bytes]") -> None:
    capture, cursor = open_capture(), open_cursor()
    assert cursor is not None
    whole = capture.damage()
    assert capture.grab(whole).shape == (480, 640, 4)
    cursor.read()
    # A wait that is under way ends too.
    waiting = threading.Thread(target=capture.wait, args=(None,))
    waiting.start()
    mortal_display.terminate()
    mortal_display.wait()
    waiting.join(10)
    assert not waiting.is_alive()
    for _ in range(2):
        capture.wait(None)
        with pytest.raises(CaptureError):
            capture.damage()
        with pytest.raises(CaptureError):
            capture.grab(whole)
        with pytest.raises(CaptureError):
            cursor.read()
    capture.close()
    cursor.close()


def test_no_cursor_without_a_display(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISPLAY", ":9999")
    assert open_cursor() is None
