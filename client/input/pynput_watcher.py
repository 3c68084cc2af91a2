"""Watches mouse and keyboard on Windows and macOS through pynput's listeners.

Both systems mark events that a program made, so neither needs the ledger here: LLMHF_INJECTED
and LLKHF_INJECTED on Windows, the event's source process on macOS (pynput 1.8, `injected`).
"""

import time
from collections.abc import Callable
from threading import Lock, Thread
from typing import Any

from client.input.watcher import DeadZone, LocalInputWatcher, Throttle, WatcherError


class PynputWatcher(LocalInputWatcher):
    """Two listeners, each with a thread of its own."""

    def __init__(self, keyboard: Any, mouse: Any, clock: Callable[[], float] = time.monotonic) -> None:
        """Take the modules pynput.keyboard and pynput.mouse."""
        self._clock = clock
        self._lock = Lock()
        self._dead_zone = DeadZone()
        self._throttle = Throttle()
        self._place: tuple[int, int] | None = None
        self._stopped = False
        self._on_local_input: Callable[[], None] = lambda: None
        self._listeners = [
            keyboard.Listener(on_press=self._key, on_release=self._key),
            mouse.Listener(on_move=self._move, on_click=self._click, on_scroll=self._scroll),
        ]
        self._started: list[Any] = []

    def start(self, on_local_input: Callable[[], None], on_lost: Callable[[], None]) -> None:
        """Begin to watch; returns after both listeners are ready."""
        if self._stopped or self._started:
            raise WatcherError("a watcher is started once")
        self._on_local_input = on_local_input
        for listener in self._listeners:
            listener.start()
            self._started.append(listener)
        for listener in self._started:
            listener.wait()
        for listener in self._started:
            Thread(target=self._guard, args=(listener, on_lost), name="listener guard", daemon=True).start()

    def stop(self) -> None:
        """Stop both listeners and wait for their threads."""
        with self._lock:
            self._stopped = True
        while self._started:
            listener = self._started.pop()
            listener.stop()
            listener.join()

    def _guard(self, listener: Any, on_lost: Callable[[], None]) -> None:
        """Wait for the end of a listener, and tell if nobody asked for it."""
        try:
            listener.join()
        finally:
            if not self._stopped:
                on_lost()

    def _key(self, _key: object, injected: bool) -> None:
        self._notice(injected)

    def _click(self, _x: float, _y: float, _button: object, _pressed: bool, injected: bool) -> None:
        self._notice(injected)

    def _scroll(self, _x: float, _y: float, _dx: float, _dy: float, injected: bool) -> None:
        self._notice(injected)

    def _move(self, x: float, y: float, injected: bool) -> None:
        with self._lock:
            place = (round(x), round(y))
            # The first event only tells where the pointer is: the next one says how far it went.
            last = self._place or place
            self._place = place
            jitter = injected or not self._dead_zone.moved(place[0] - last[0], place[1] - last[1], self._clock())
        if not jitter:
            self._notice(injected)

    def _notice(self, injected: bool) -> None:
        with self._lock:
            if injected or self._stopped or not self._throttle.passes(self._clock()):
                return
        self._on_local_input()


def open_pynput_watcher() -> PynputWatcher:
    """Return the watcher. Raises WatcherError when pynput finds no desktop, or may not watch it."""
    try:
        # Imported here because pynput looks for a desktop as soon as it is imported.
        from pynput import keyboard, mouse
    except ImportError as error:
        raise WatcherError("mouse and keyboard cannot be watched here") from error
    return PynputWatcher(keyboard, mouse)
