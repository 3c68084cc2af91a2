"""The last check before the agent's input moves anything: place, own windows, rate, silence."""

import math
from collections.abc import Callable
from typing import Final

from client.input.injector import Injector
from client.input.own_windows import OwnWindows
from wire import limits
from wire.messages import Button, InputMessage, Key, PointerButton, PointerMove, StillHeld, Wheel

_BURST: Final = float(limits.INPUT_EVENTS_PER_SECOND)
"""Events that may come at once; as many as in a second."""


class InputGate:
    """Passes input on to the injector, or drops it. The messages have passed the rights check already.

    Used by one thread. A release of something that is held always goes through.
    """

    def __init__(
        self,
        injector: Injector,
        own_windows: OwnWindows,
        origin: tuple[int, int],
        size: tuple[int, int],
        clock: Callable[[], float],
    ) -> None:
        """Take the picture's upper left corner on the native desktop and its size, in pixels.

        `clock` is monotonic, in seconds.
        """
        self._injector = injector
        self._own_windows = own_windows
        self._origin = origin
        self._size = size
        self._clock = clock
        self._tokens = _BURST
        self._filled_at = clock()
        self._heard_at = -math.inf
        self._keys: set[int] = set()
        self._buttons: set[Button] = set()
        self._place: tuple[int, int] | None = None

    def resize(self, origin: tuple[int, int], size: tuple[int, int]) -> None:
        """Take the new place and size of the picture; everything held is released."""
        self.release_all()
        self._origin = origin
        self._size = size

    def handle(self, message: InputMessage) -> bool:
        """Inject one message; say whether it was (False: it was dropped, or had nothing to inject)."""
        now = self._clock()
        self._heard_at = now
        if isinstance(message, StillHeld):
            return False
        if isinstance(message, Key) and not message.down:
            return self._release_key(message.keysym)
        if isinstance(message, PointerButton) and not message.down:
            return self._release_button(message)
        if not self._take_tokens(_cost(message), now):
            return False
        if isinstance(message, Key):
            return self._press_key(message.keysym)
        if not self._is_free(message.x, message.y):
            return False
        x, y = self._place = self._native(message.x, message.y)
        match message:
            case PointerMove():
                self._injector.move(x, y)
            case PointerButton():
                self._buttons.add(message.button)
                self._injector.button(x, y, message.button, True)
            case Wheel():
                self._injector.wheel(x, y, message.steps_x, message.steps_y)
        return True

    @property
    def holds(self) -> bool:
        """Whether the agent has a key or a button down."""
        return bool(self._keys or self._buttons)

    def check_silence(self, now: float) -> None:
        """Release everything when the agent has been silent too long, or when keys would reach our windows.

        To be called several times a second while it `holds`, with the time of the gate's clock.
        """
        if self.holds and now - self._heard_at >= limits.HELD_INPUT_SILENCE:
            self.release_all()
        elif self._keys and self._own_windows.has_focus():
            # A held key repeats: it must not go on in a window of ours that came up meanwhile.
            self.release_all()

    def release_all(self) -> None:
        """Release everything that is held; to be called on stop, revoke and loss."""
        self._keys.clear()
        self._buttons.clear()
        self._injector.release_all()

    def close(self) -> None:
        """Release everything and close the injector and the own windows."""
        self.release_all()
        self._injector.close()
        self._own_windows.close()

    def _press_key(self, keysym: int) -> bool:
        self._injector.prepare_key()
        if self._own_windows.has_focus():
            return False
        self._keys.add(keysym)
        self._injector.key(keysym, True)
        return True

    def _release_key(self, keysym: int) -> bool:
        if keysym not in self._keys:
            return False
        self._keys.remove(keysym)
        self._injector.key(keysym, False)
        return True

    def _release_button(self, message: PointerButton) -> bool:
        if message.button not in self._buttons:
            return False
        self._buttons.remove(message.button)
        # A drag that ends where nothing may be dropped ends at the last place that was free.
        if self._place is None or self._is_free(message.x, message.y):
            self._place = self._native(message.x, message.y)
        self._injector.button(*self._place, message.button, False)
        return True

    def _is_free(self, x: int, y: int) -> bool:
        inside = 0 <= x < self._size[0] and 0 <= y < self._size[1]
        return inside and not self._own_windows.covers(*self._native(x, y))

    def _native(self, x: int, y: int) -> tuple[int, int]:
        return self._origin[0] + x, self._origin[1] + y

    def _take_tokens(self, cost: int, now: float) -> bool:
        """Say whether so many more events are within limits.INPUT_EVENTS_PER_SECOND."""
        self._tokens = min(_BURST, self._tokens + (now - self._filled_at) * limits.INPUT_EVENTS_PER_SECOND)
        self._filled_at = now
        if self._tokens < cost:
            return False
        self._tokens -= cost
        return True


def _cost(message: InputMessage) -> int:
    """Return how many events of the system one message makes."""
    if isinstance(message, Wheel):
        # A press and a release for every notch.
        return 2 * (abs(message.steps_x) + abs(message.steps_y)) or 1
    return 1
