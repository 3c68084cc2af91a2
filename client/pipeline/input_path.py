"""The agent's input on its way to the screen: queue -> gate -> injector, on a thread of its own.

What arrives here has passed the rights check. The local-input watcher belongs here as well: it lives
exactly as long as the agent may move anything.
"""

import contextlib
import math
import queue
import threading
import time
from collections.abc import Callable

from client.input.gate import InputGate
from client.input.injector import InjectorError, open_injector
from client.input.ledger import InjectionLedger
from client.input.own_windows import OwnWindows, OwnWindowsError, open_own_windows
from client.input.watcher import LocalInputWatcher, WatcherError, open_watcher
from client.pipeline.guarded_windows import GuardedWindows
from client.screen.errors import CaptureError
from client.screen.masking import DEFAULT_MASK_LIST
from client.screen.screen_mask import open_screen_mask
from wire import limits
from wire.messages import InputMessage

_Job = tuple[int, InputMessage] | Callable[[InputGate], None] | None
"""One message and the time of control it belongs to; an order to the gate; the end."""
_HALTING = 0.2
"""Seconds that are waited for the one injection that is being made; a display that hangs keeps nobody."""
_LOOK_EACH = 0.1
"""Seconds between two looks at what is held; no system repeats a key sooner after its press."""


class InputPath:
    """Mouse and keyboard for the agent, from `start` to `stop`.

    `local_input` is called, on some thread, when the customer moves mouse or keys themselves; `failed` when this
    computer cannot be controlled.
    """

    def __init__(
        self,
        origin: tuple[int, int],
        size: tuple[int, int],
        local_input: Callable[[], None],
        failed: Callable[[], None],
    ) -> None:
        self._origin = origin
        self._size = size
        self._local_input = local_input
        self._failed = failed
        self._jobs: queue.Queue[_Job] = queue.Queue()
        self._own_window_ids: frozenset[int] = frozenset()
        self._own_windows: OwnWindows | None = None
        self._lock = threading.Lock()
        self._injecting = threading.Lock()
        self._control = 0
        """Counts the times of control: what was taken in an earlier one is not injected any more."""
        self._thread = threading.Thread(target=self._run, name="input")

    def start(self) -> None:
        """Begin to watch for local input and to take the agent's."""
        self._thread.start()

    def take(self, message: InputMessage) -> bool:
        """Queue one permitted input message; False when far more wait than a person could make."""
        if self._jobs.qsize() >= limits.INPUT_WAITING:
            return False
        self._jobs.put((self._control, message))
        return True

    def halt(self) -> None:
        """Throw away what waits: when this returns, nothing that was taken before is injected any more."""
        self._control += 1
        self._drain()
        if self._injecting.acquire(timeout=_HALTING):
            self._injecting.release()

    def hold(self) -> None:
        """Throw away what waits and release everything that the agent has pressed."""
        self.halt()
        self._jobs.put(InputGate.release_all)

    def stop(self) -> None:
        """Throw away what waits, release everything, let go of mouse and keyboard."""
        self.halt()
        self._jobs.put(None)

    def moved(self, origin: tuple[int, int], size: tuple[int, int]) -> None:
        """The screen has another size: what was meant for the old picture is thrown away."""
        self.halt()
        self._jobs.put(lambda gate: gate.resize(origin, size))

    def set_own_windows(self, window_ids: frozenset[int]) -> None:
        """Say which native windows are Pomoc's own."""
        with self._lock:
            self._own_window_ids = window_ids
            if self._own_windows is not None:
                self._own_windows.update(window_ids)

    def _drain(self) -> None:
        kept: list[_Job] = []
        with contextlib.suppress(queue.Empty):
            while True:
                job = self._jobs.get_nowait()
                if job is None or callable(job):
                    # Not the agent's: the picture's new size, an order to release.
                    kept.append(job)
        for job in kept:
            self._jobs.put(job)

    def _run(self) -> None:
        try:
            with contextlib.ExitStack() as opened:
                gate, watcher = self._open(opened)
                watcher.start(self._local_input, self._failed)
                self._work(gate)
        except (CaptureError, InjectorError, OwnWindowsError, WatcherError):
            self._failed()
        except Exception:
            # A dead thread must not look like an advisor who has control.
            self._failed()
            raise

    def _open(self, opened: contextlib.ExitStack) -> tuple[InputGate, LocalInputWatcher]:
        """Open injector, own windows and watcher; `opened` closes them, the watcher first."""
        ledger = InjectionLedger()
        injector = open_injector(ledger)
        opened.callback(injector.close)
        own = open_own_windows()
        opened.callback(own.close)
        own_windows = GuardedWindows(own, open_screen_mask(DEFAULT_MASK_LIST))
        opened.callback(own_windows.close)
        opened.callback(self._forget_own_windows)
        # Without a watcher the customer could not interrupt: then there is no control at all.
        watcher = open_watcher(ledger)
        opened.callback(watcher.stop)
        with self._lock:
            self._own_windows = own_windows
            own_windows.update(self._own_window_ids)
        return InputGate(injector, own_windows, self._origin, self._size, time.monotonic), watcher

    def _forget_own_windows(self) -> None:
        with self._lock:
            self._own_windows = None

    def _work(self, gate: InputGate) -> None:
        look_at = math.inf
        while True:
            with contextlib.suppress(queue.Empty):
                job = self._jobs.get(timeout=max(0.0, look_at - time.monotonic()) if gate.holds else None)
                if job is None:
                    return
                if callable(job):
                    job(gate)
                else:
                    control, message = job
                    with self._injecting:
                        if control == self._control:
                            gate.handle(message)
            # Not after each message: the look takes as long as the injection, and the picture's thread waits for it.
            now = time.monotonic()
            if not gate.holds:
                look_at = math.inf
            elif now >= look_at:
                gate.check_silence(now)
                look_at = now + _LOOK_EACH
            else:
                look_at = min(look_at, now + _LOOK_EACH)
