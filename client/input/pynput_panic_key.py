"""The panic key on macOS, through pynput's global hot keys."""

from collections.abc import Callable
from threading import Thread
from typing import Any, Final

from client.input.panic_key import PanicKey, PanicKeyError

_COMBINATION: Final = "<ctrl>+<shift>+<f11>"
"""As pynput 1.8 writes it (HotKey.parse)."""


class PynputPanicKey(PanicKey):
    """One listener with a thread of its own."""

    def __init__(self, keyboard: Any) -> None:
        """Take the module pynput.keyboard."""
        self._keyboard = keyboard
        self._listener: Any = None
        self._stopped = False
        self._on_panic: Callable[[], None] = lambda: None

    def start(self, on_panic: Callable[[], None], on_lost: Callable[[], None]) -> None:
        """Begin to listen; returns after the listener is ready. Raises PanicKeyError when it will hear nothing."""
        if self._stopped or self._listener is not None:
            raise PanicKeyError("a panic key is started once")
        self._on_panic = on_panic
        self._listener = self._keyboard.GlobalHotKeys({_COMBINATION: self._notice})
        self._listener.start()
        self._listener.wait()
        # Without the user's permission (Accessibility) the listener runs, and the system tells it nothing.
        if not self._listener.IS_TRUSTED:
            self.stop()
            raise PanicKeyError("the system does not let this program listen to the keyboard")
        Thread(target=self._guard, args=(on_lost,), name="panic key guard", daemon=True).start()

    def stop(self) -> None:
        """Stop the listener and wait for its thread."""
        if self._stopped:
            return
        self._stopped = True
        if self._listener is not None:
            self._listener.stop()
            self._listener.join()

    def _guard(self, on_lost: Callable[[], None]) -> None:
        """Wait for the end of the listener, and tell if nobody asked for it."""
        try:
            self._listener.join()
        finally:
            if not self._stopped:
                on_lost()

    def _notice(self) -> None:
        if not self._stopped:
            self._on_panic()


def open_pynput_panic_key() -> PynputPanicKey:
    """Return the panic key. Raises PanicKeyError when pynput finds no desktop."""
    try:
        # Imported here because pynput looks for a desktop as soon as it is imported.
        from pynput import keyboard
    except ImportError as error:
        raise PanicKeyError("the keyboard cannot be listened to here") from error
    return PynputPanicKey(keyboard)
