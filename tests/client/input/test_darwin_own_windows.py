from collections.abc import Mapping
from typing import Any

import pytest

from client.input.darwin_own_windows import DarwinOwnWindows, open_darwin_own_windows
from client.input.own_windows import OwnWindowsError

OURS, OTHER = 10, 20


def window(owner: int, x: int, layer: int = 0, alpha: float = 1.0) -> Mapping[str, Any]:
    return {
        "kCGWindowOwnerPID": owner,
        "kCGWindowLayer": layer,
        "kCGWindowAlpha": alpha,
        "kCGWindowBounds": {"X": x, "Y": 0, "Width": 100, "Height": 100},
    }


def asking(*windows: Mapping[str, Any]) -> DarwinOwnWindows:
    return DarwinOwnWindows(lambda: windows, OURS)


def test_the_frontmost_window_counts() -> None:
    assert asking(window(OURS, 0), window(OTHER, 0)).covers(50, 50)
    assert not asking(window(OTHER, 0), window(OURS, 0)).covers(50, 50)
    assert not asking(window(OURS, 0)).covers(150, 50)


def test_what_floats_or_is_invisible_does_not_vouch() -> None:
    assert asking(window(OTHER, 0, layer=25), window(OURS, 0)).covers(50, 50)
    assert asking(window(OTHER, 0, alpha=0.0), window(OURS, 0)).covers(50, 50)


def test_focus() -> None:
    assert asking(window(OTHER, 0, layer=25), window(OURS, 0)).has_focus()
    assert not asking(window(OTHER, 0), window(OURS, 0)).has_focus()


def test_no_answer_counts_as_ours() -> None:
    windows = DarwinOwnWindows(lambda: None, OURS)
    assert windows.covers(1, 1)
    assert windows.has_focus()


def test_without_quartz() -> None:
    with pytest.raises(OwnWindowsError):
        open_darwin_own_windows()
