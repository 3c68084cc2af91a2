"""What is missing is said before Qt would end the process."""

import socket
import sys
from pathlib import Path

import pytest

from client import environment
from client.environment import Lack, missing_for_windows

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="elsewhere nothing has to be looked for")


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM", "XDG_RUNTIME_DIR", "XAUTHORITY"):
        monkeypatch.delenv(name, raising=False)


def test_a_display_that_answers(x_display: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISPLAY", x_display)
    assert missing_for_windows() is None
    monkeypatch.setenv("QT_QPA_PLATFORM", "xcb")
    assert missing_for_windows() is None


def test_no_display() -> None:
    assert missing_for_windows() == (Lack.NO_DISPLAY, "")


# python-xlib leaves its socket to the garbage collector where the connection fails.
@pytest.mark.filterwarnings("ignore:Exception ignored in. <socket:pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize(
    "display",
    [":4711", "nonsense", ":x", ":0.x", "localhost:99999", "nowhere.invalid:0", ":-1", "unix:4711", ":" + "9" * 30],
)
def test_a_display_that_does_not_answer(display: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISPLAY", display)
    assert missing_for_windows() == (Lack.DISPLAY_UNREACHABLE, display)


def test_a_display_that_wants_another_password(x_display: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "authority").write_bytes(b"\xff\xff damaged")
    monkeypatch.setenv("DISPLAY", x_display)
    monkeypatch.setenv("XAUTHORITY", str(tmp_path / "authority"))
    # This display asks for none, so a damaged file does no harm; what counts is that nothing else is raised.
    assert missing_for_windows() in (None, (Lack.DISPLAY_UNREACHABLE, x_display))


@pytest.mark.parametrize("platform", ["offscreen", "minimal", "vnc:size=800x600"])
def test_another_platform_of_qt_is_its_own_matter(platform: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QT_QPA_PLATFORM", platform)
    assert missing_for_windows() is None


def test_a_missing_library(x_display: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISPLAY", x_display)
    monkeypatch.setattr(environment, "_XCB_LIBRARIES", ("libc.so.6", "libpomoc-nowhere.so.9"))
    assert missing_for_windows() == (Lack.LIBRARY_MISSING, "libpomoc-nowhere.so.9")


def test_wayland_alone_must_answer_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-0")
    assert missing_for_windows() == (Lack.DISPLAY_UNREACHABLE, "wayland-0")
    with socket.socket(socket.AF_UNIX) as compositor:
        compositor.bind(str(tmp_path / "wayland-0"))
        compositor.listen()
        assert missing_for_windows() is None
        monkeypatch.setenv("WAYLAND_DISPLAY", str(tmp_path / "wayland-0"))
        monkeypatch.delenv("XDG_RUNTIME_DIR")
        assert missing_for_windows() is None
