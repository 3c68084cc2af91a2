"""A share on a display that reports no damage, with a cursor that can be read and without: it goes on, polled."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np
import pytest

from client.pipeline import outbound
from client.screen.cursor import open_cursor
from client.screen.geometry import Rect
from tests.client.pipeline.test_share import Painter, Share


@contextmanager
def display_without(extension: str) -> Iterator[str]:
    """Run a display that lacks an extension; yield its name."""
    read_end, write_end = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(write_end), "-screen", "0", "640x400x24", "-nolisten", "tcp", "-noreset",
         "-extension", extension],
        pass_fds=(write_end,), stderr=subprocess.DEVNULL,
    )  # fmt: skip
    os.close(write_end)
    try:
        with os.fdopen(read_end) as pipe:
            yield f":{pipe.readline().strip()}"
    finally:
        server.terminate()
        server.wait()


@pytest.mark.parametrize("has_cursor", [True, False])
def test_the_picture_follows_the_screen(has_cursor: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    if not has_cursor:
        monkeypatch.setattr(outbound, "open_cursor", lambda: None)
    with display_without("DAMAGE") as display:
        monkeypatch.setenv("DISPLAY", display)
        painter, share = Painter(display), Share()
        try:
            for number in range(3):
                place, colour = Rect(20 + 150 * number, 30, 100, 80), 0x102030 + number
                painter.fill(place, colour)
                pixels = np.full((80, 100, 4), list(colour.to_bytes(4, "little")), np.uint8)
                assert share.until(lambda place=place, pixels=pixels: share.shows(place, pixels))  # type: ignore[misc] # a lambda's default has no type
        finally:
            share.sender.stop()
            share.sender._thread.join(20)
            painter.connection.close()
    assert bool(share.cursors) == has_cursor


def test_a_display_without_xfixes_has_no_cursor_to_read(monkeypatch: pytest.MonkeyPatch) -> None:
    with display_without("XFIXES") as display:
        monkeypatch.setenv("DISPLAY", display)
        assert open_cursor() is None
