"""The panic key on Windows: a hot key of the system, which belongs to the thread that registers it.

Source: Windows API, RegisterHotKey, GetMessageW, PostThreadMessageW.
"""

import ctypes
import sys
from collections.abc import Callable
from ctypes import wintypes
from threading import Event, Thread
from typing import Any, Final

from client.input.panic_key import PanicKey, PanicKeyError

_ID: Final = 1
_MOD_CONTROL: Final = 0x0002
_MOD_SHIFT: Final = 0x0004
_MOD_NOREPEAT: Final = 0x4000
_VK_F11: Final = 0x7A

_WM_QUIT: Final = 0x0012
_WM_HOTKEY: Final = 0x0312
_WM_USER: Final = 0x0400
_PM_NOREMOVE: Final = 0x0000


class Win32PanicKey(PanicKey):
    """Registers the hot key and waits for its messages in a thread of its own."""

    def __init__(self, user32: Any) -> None:
        """Take the library user32."""
        self._user32 = user32
        self._begun = Event()
        self._registered = False
        self._stopped = False
        self._thread: Thread | None = None
        self._on_panic: Callable[[], None] = lambda: None
        self._on_lost: Callable[[], None] = lambda: None

    def start(self, on_panic: Callable[[], None], on_lost: Callable[[], None]) -> None:
        """Begin to listen; returns after the system has registered the hot key, or refused it."""
        if self._stopped or self._thread is not None:
            raise PanicKeyError("a panic key is started once")
        self._on_panic = on_panic
        self._on_lost = on_lost
        self._thread = Thread(target=self._listen, name="panic key", daemon=True)
        self._thread.start()
        self._begun.wait()
        if not self._registered:
            self.stop()
            raise PanicKeyError("another program uses Ctrl+Shift+F11")

    def stop(self) -> None:
        """Tell the thread to quit and wait for it; it gives the hot key back."""
        if self._stopped:
            return
        self._stopped = True
        if self._thread is not None:
            # A thread that has ended cannot be told, and need not be.
            self._user32.PostThreadMessageW(self._thread.native_id, _WM_QUIT, 0, 0)
            self._thread.join()

    def _listen(self) -> None:
        message = wintypes.MSG()
        try:
            # The first look makes the queue, before anybody can post to it (PostThreadMessageW, "Remarks").
            self._user32.PeekMessageW(ctypes.byref(message), None, _WM_USER, _WM_USER, _PM_NOREMOVE)
            modifiers = _MOD_CONTROL | _MOD_SHIFT | _MOD_NOREPEAT
            self._registered = bool(self._user32.RegisterHotKey(None, _ID, modifiers, _VK_F11))
        finally:
            self._begun.set()
        if not self._registered:
            return
        try:
            # 0 is WM_QUIT, -1 an error.
            while self._user32.GetMessageW(ctypes.byref(message), None, 0, 0) > 0:
                if message.message == _WM_HOTKEY and not self._stopped:
                    self._on_panic()
        finally:
            self._user32.UnregisterHotKey(None, _ID)
            if not self._stopped:
                self._on_lost()


def open_win32_panic_key() -> Win32PanicKey:
    """Return the panic key. Raises PanicKeyError on any other system."""
    if sys.platform != "win32":
        raise PanicKeyError("this is not Windows")
    user32 = ctypes.WinDLL("user32")
    message = ctypes.POINTER(wintypes.MSG)
    user32.PeekMessageW.argtypes = [message, wintypes.HWND, wintypes.UINT, wintypes.UINT, wintypes.UINT]
    user32.RegisterHotKey.argtypes = [wintypes.HWND, ctypes.c_int, wintypes.UINT, wintypes.UINT]
    user32.GetMessageW.argtypes = [message, wintypes.HWND, wintypes.UINT, wintypes.UINT]
    user32.UnregisterHotKey.argtypes = [wintypes.HWND, ctypes.c_int]
    user32.PostThreadMessageW.argtypes = [wintypes.DWORD, wintypes.UINT, wintypes.WPARAM, wintypes.LPARAM]
    return Win32PanicKey(user32)
