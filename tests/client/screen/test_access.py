"""What a desktop lets be seen: X11's whole desktop, a choice on Wayland, leave on macOS."""

import sys
from types import ModuleType
from typing import Any, cast

import pytest

from client.screen import access, capture, darwin_permission
from client.screen.access import ScreenAccess, screen_access
from client.screen.capture import open_capture
from client.screen.cursor import open_cursor
from client.screen.errors import CaptureError
from client.screen.masking import DEFAULT_MASK_LIST
from client.screen.screen_mask import open_screen_mask
from client.screen.wayland import on_wayland
from client.screen.window_lister import open_window_lister


@pytest.fixture
def wayland(x_display: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A session of Wayland with Xwayland beside it, which an X server stands for."""
    monkeypatch.setenv("DISPLAY", x_display)
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-0")


@pytest.mark.parametrize(
    ("display", "session", "expected"),
    [("", "", False), ("", "x11", False), ("wayland-0", "", True), ("", "wayland", True), ("wayland-1", "x11", True)],
)
def test_the_session_says_what_it_is(
    display: str, session: str, expected: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WAYLAND_DISPLAY", display)
    monkeypatch.setenv("XDG_SESSION_TYPE", session)
    assert on_wayland() is expected
    assert screen_access() is (ScreenAccess.CHOSEN if expected else ScreenAccess.WHOLE)


@pytest.mark.usefixtures("wayland")
def test_xwayland_is_not_taken_for_the_desktop() -> None:
    assert open_window_lister() is None
    assert open_cursor() is None
    # So there is no control either: nobody could say which windows are guarded.
    with pytest.raises(CaptureError):
        open_screen_mask(DEFAULT_MASK_LIST)


@pytest.mark.usefixtures("wayland")
def test_what_was_chosen_is_shown_as_it_is() -> None:
    mask = open_screen_mask(DEFAULT_MASK_LIST, chosen=True)
    assert mask.look() == []
    assert mask.look() == []
    mask.close()


def quartz(may: bool, asked: list[str]) -> ModuleType:
    def request() -> bool:
        asked.append("request")
        return may

    module: Any = ModuleType("Quartz")
    module.CGPreflightScreenCaptureAccess = lambda: may
    module.CGRequestScreenCaptureAccess = request
    return cast(ModuleType, module)


@pytest.mark.parametrize("may", [True, False])
def test_macos_is_asked_for_leave_only_where_there_is_none(may: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    monkeypatch.setitem(sys.modules, "Quartz", quartz(may, asked))
    assert darwin_permission.may_record() is may
    assert asked == []
    assert darwin_permission.ask_to_record() is may
    assert asked == ([] if may else ["request"])


def test_macos_without_quartz_shows_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "Quartz", None)
    assert not darwin_permission.may_record()
    assert not darwin_permission.ask_to_record()


@pytest.mark.parametrize("may", [True, False])
def test_macos_says_so_before_anything_is_opened(may: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    monkeypatch.setitem(sys.modules, "Quartz", quartz(may, []))
    monkeypatch.setattr(access, "sys", type("System", (), {"platform": "darwin"}))
    assert screen_access() is (ScreenAccess.WHOLE if may else ScreenAccess.FORBIDDEN)


def test_macos_without_leave_reads_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    monkeypatch.delenv("XDG_SESSION_TYPE", raising=False)
    monkeypatch.setitem(sys.modules, "Quartz", quartz(False, asked))
    monkeypatch.setitem(sys.modules, "client.screen.mss_source", None)
    monkeypatch.setattr(capture, "sys", type("System", (), {"platform": "darwin"}))
    with pytest.raises(CaptureError):
        open_capture()
    assert asked == ["request"]
