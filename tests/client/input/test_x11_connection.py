"""What a connection to an X display may raise, and what it may take for Wayland."""

from types import SimpleNamespace
from typing import Any

import pytest

from client.input.x11_connection import connect, disconnect, is_xwayland


class NoDisplayError(Exception):
    """What the caller wants to be told."""


@pytest.mark.parametrize(
    "name", [":9999", ":99999", f":{'9' * 40}", "", ":5x", ":-1", "a..b:0", f"{'x' * 70}:0", "ä:0", "a:0\x00", "/a:0"]
)
def test_a_name_that_is_no_displays_is_one_documented_error(name: str) -> None:
    with pytest.raises(NoDisplayError, match="cannot be reached"):
        connect(name, NoDisplayError)


def test_an_extension_that_is_missing(x_display: str) -> None:
    with pytest.raises(NoDisplayError, match="no FLYING-CARPETS"):
        connect(x_display, NoDisplayError, "RECORD", "FLYING-CARPETS")


def test_an_x_server_is_not_wayland(x_display: str) -> None:
    connection = connect(x_display, NoDisplayError)
    assert not is_xwayland(connection)
    disconnect(connection)


def played(extensions: list[str], monitors: list[str]) -> Any:
    """Return a connection to a server that there is none of here."""
    resources = SimpleNamespace(outputs=range(len(monitors)), config_timestamp=0)
    root = SimpleNamespace(xrandr_get_screen_resources_current=lambda: resources)
    return SimpleNamespace(
        query_extension=lambda name: object() if name in extensions else None,
        has_extension=extensions.__contains__,
        screen=lambda: SimpleNamespace(root=root),
        xrandr_get_output_info=lambda output, _timestamp: SimpleNamespace(name=monitors[output]),
    )


@pytest.mark.parametrize(
    ("extensions", "monitors", "expected"),
    [
        (["RANDR", "XWAYLAND"], ["DP-1"], True),
        (["RANDR"], ["DP-1", "XWAYLAND0"], True),
        (["RANDR"], ["DP-1"], False),
        (["RANDR"], [], False),
        ([], ["XWAYLAND0"], False),
    ],
)
def test_wayland_is_known_by_its_extension_or_its_monitors(
    extensions: list[str], monitors: list[str], expected: bool
) -> None:
    assert is_xwayland(played(extensions, monitors)) is expected
