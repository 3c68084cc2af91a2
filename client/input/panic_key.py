"""Ctrl+Shift+F11 ends the session at once, whichever window has the focus.

Why these keys: every keyboard has them, and nobody types them by mistake. Windows keeps F12 for debuggers
(RegisterHotKey, "Remarks") and Ctrl+Shift+Esc for itself; Ctrl+Alt is AltGr there, with which Slovenes and Poles
write. GNOME has Ctrl+Alt+Shift+Esc, KDE Ctrl+Alt+Esc, macOS F11 without Ctrl. Laptops often have no Pause key.
"""

import sys
from abc import ABC, abstractmethod
from collections.abc import Callable


class PanicKeyError(Exception):
    """The panic key cannot be had on this computer; the message says why. Only opening and starting raise it."""


class PanicKey(ABC):
    """Tells when Ctrl+Shift+F11 is pressed anywhere on the desktop. The agent's press may count like the customer's."""

    @abstractmethod
    def start(self, on_panic: Callable[[], None], on_lost: Callable[[], None]) -> None:
        """Begin to listen, once; returns when a press will be noticed. Raises PanicKeyError when none would be.

        `on_panic` is called from a thread of the key's own at every press; a key that is held may call
        it again and again. `on_lost` is called from such a thread when listening ended without `stop`: from then on no
        press is noticed. Neither may raise, or wait long.
        """

    @abstractmethod
    def stop(self) -> None:
        """Give the key back and end its thread; no call comes after this returns.

        May be called twice, or before start; never from a call of its own, whose thread it waits for.
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
