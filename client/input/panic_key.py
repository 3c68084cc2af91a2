"""Ctrl+Shift+F12 ends the session at once, whichever window has the focus."""

import sys
from abc import ABC, abstractmethod
from collections.abc import Callable


class PanicKeyError(Exception):
    """The panic key cannot be had on this computer; the message says why. Only opening and starting raise it."""


class PanicKey(ABC):
    """Tells when Ctrl+Shift+F12 is pressed anywhere on the desktop. The agent's press may count like the customer's."""

    @abstractmethod
    def start(self, on_panic: Callable[[], None]) -> None:
        """Begin to listen, once; returns when a press will be noticed. Raises PanicKeyError when none would be.

        `on_panic` is called from the key's own thread at every press; a key that is held may call
        it again and again. It must neither raise nor wait long.
        """

    @abstractmethod
    def stop(self) -> None:
        """Give the key back and end its thread; no call comes after this returns.

        May be called twice, or before start; never from on_panic, whose thread it waits for.
        """


def open_panic_key(display: str | None = None) -> PanicKey:
    """Return the panic key of this platform. Raises PanicKeyError when there is none, or another program has it.

    `display` names an X display such as ":7"; None is the one of the environment. Windows tells
    only at the start that another program has the key, and macOS never does.
    """
    if sys.platform == "win32":
        from client.input.win32_panic_key import open_win32_panic_key

        return open_win32_panic_key()
    if sys.platform == "darwin":
        from client.input.pynput_panic_key import open_pynput_panic_key

        return open_pynput_panic_key()
    from client.input.x11_panic_key import X11PanicKey

    return X11PanicKey(display)
