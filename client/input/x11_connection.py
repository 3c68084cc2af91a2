"""Connections to an X display. Each part of this package that talks to X has its own."""

import warnings
from contextlib import suppress
from typing import Any, Final

from Xlib import display as xdisplay
from Xlib import error as xerror

X_ERRORS: Final = (xerror.XError, xerror.ConnectionClosedError)
"""A request that the server refused, and a server that is gone."""

_CONNECTING_ERRORS: Final = (
    xerror.DisplayError,
    xerror.ConnectionClosedError,
    xerror.XauthError,
    OSError,
    OverflowError,
    ValueError,
)
"""What a name that is no display's can lead to; the last two come from its number (":99999") and its host."""


def _ignore_error(*_: object) -> None:
    """Take an error that answers a request without a reply; python-xlib would print it."""


def connect(name: str | None, failure: type[Exception], *extensions: str) -> Any:
    """Open a connection to the display of this name (None: the environment's) and return python-xlib's Display.

    Raises `failure` with a sentence when the display cannot be reached or lacks one of the extensions.
    """
    connection: Any = None
    # python-xlib leaves the socket of a failed attempt to the garbage collector, which complains.
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        # The errors are dropped at once, and the socket with them: only then is the complaint kept in here.
        with suppress(*_CONNECTING_ERRORS):
            connection = xdisplay.Display(name)
    if connection is None:
        raise failure("the X display cannot be reached")
    connection.set_error_handler(_ignore_error)
    missing = [extension for extension in extensions if not connection.has_extension(extension)]
    if missing:
        connection.close()
        raise failure(f"the X display has no {' and no '.join(missing)}")
    return connection


def is_xwayland(connection: Any) -> bool:
    """Tell whether this display is a guest on Wayland, which shows it the keys of its own windows only.

    The extension is XWAYLAND's own word for it (Xwayland 23.1); before there was only the name of its monitors.
    Raises one of X_ERRORS.
    """
    if connection.query_extension("XWAYLAND") is not None:
        return True
    if not connection.has_extension("RANDR"):
        return False
    resources = connection.screen().root.xrandr_get_screen_resources_current()
    monitors = (connection.xrandr_get_output_info(each, resources.config_timestamp) for each in resources.outputs)
    return any(monitor.name.startswith("XWAYLAND") for monitor in monitors)


def disconnect(connection: Any) -> None:
    """Close a connection that may be lost already."""
    try:
        connection.close()
    except xerror.ConnectionClosedError:
        # The server went first; python-xlib has closed its socket by then.
        return
