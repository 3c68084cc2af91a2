from collections.abc import Mapping
from typing import Any

import pytest

from client.screen.darwin_windows import DarwinWindowLister, open_darwin_windows
from client.screen.errors import CaptureError
from client.screen.geometry import Rect
from client.screen.masking import DEFAULT_MASK_LIST, sensitive_regions


def listed(owner: str | None, x: float, layer: int = 0, alpha: float = 1.0) -> Mapping[str, Any]:
    window = {
        "kCGWindowOwnerPID": 7,
        "kCGWindowLayer": layer,
        "kCGWindowAlpha": alpha,
        "kCGWindowBounds": {"X": x, "Y": 0.0, "Width": 100.5, "Height": 100.0},
    }
    return window if owner is None else {**window, "kCGWindowOwnerName": owner}


def test_windows() -> None:
    lister = DarwinWindowLister(lambda: [listed("Dock", 0, layer=20), listed("KeePassXC", 0.5), listed("Finder", 0)])
    dock, vault, finder = lister.windows()
    assert vault.area == Rect(0, 0, 101, 100)
    assert (vault.class_names, vault.titles, vault.pid) == (("KeePassXC",), (), 7)
    assert (dock.focused, vault.focused, finder.focused) == (False, True, False)
    assert dock.cover == ()
    # What floats above it does not vouch for hiding it.
    assert sensitive_regions([dock, vault, finder], DEFAULT_MASK_LIST) == [vault.area]


def test_a_normal_window_covers_all_but_its_corners() -> None:
    lister = DarwinWindowLister(lambda: [listed("Safari", 0), listed("1Password", 0)])
    regions = sensitive_regions(lister.windows(), DEFAULT_MASK_LIST)
    assert len(regions) == 4
    assert sum(width * height for _, _, width, height in regions) == 4 * 28 * 28
    translucent = DarwinWindowLister(lambda: [listed("Safari", 0, alpha=0.5), listed("1Password", 0)])
    assert sensitive_regions(translucent.windows(), DEFAULT_MASK_LIST) == [Rect(0, 0, 101, 100)]


def test_nobody_is_masked() -> None:
    lister = DarwinWindowLister(lambda: [listed(None, 0)])
    assert not lister.windows()[0].identified
    lister.close()


def test_no_answer() -> None:
    with pytest.raises(CaptureError):
        DarwinWindowLister(lambda: None)


def test_without_quartz() -> None:
    assert open_darwin_windows() is None
