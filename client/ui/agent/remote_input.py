"""The agent's pointer and keys on their way to the customer: merged, counted, and never left pressed."""

from collections.abc import Callable, Hashable
from typing import Final

from PySide6.QtCore import QObject, Qt, QTimer

from wire import limits
from wire.messages import Button, InputMessage, Key, PointerButton, PointerMove, StillHeld, Wheel

MOVE_INTERVAL_MS: Final = 8
"""Pointer positions within this time are one message; a faster mouse would only fill the line."""
REPEAT_GAP_MS: Final = 20
"""A release waits this long for the press that would make it a repetition of a held key.

X11 tells of each repetition by a release and a press with one timestamp, which Qt marks as repeated only where it
reads both at once. The customer's computer repeats held keys itself. Whatever comes after the release takes it along,
so it is never late; on a quick line it goes out after the picture that the press brought about, not across it.
"""
NOTCH: Final = 120
"""Angle of one wheel notch in Qt's eighths of a degree (QWheelEvent.angleDelta)."""


class RemoteInput(QObject):
    """Turns what happens at the viewer into input messages while the customer allows input."""

    def __init__(self, send: Callable[[InputMessage], None], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._send = send
        self._active = False
        self._position: tuple[int, int] | None = None
        self._waiting: tuple[int, int] | None = None
        self._buttons: set[Button] = set()
        self._keys: dict[Hashable, int] = {}
        self._lifted: tuple[Hashable, int] | None = None
        self._lift = QTimer(self, singleShot=True, interval=REPEAT_GAP_MS)
        self._lift.timeout.connect(self._release_lifted)
        self._turned = [0, 0]
        self._pace = QTimer(self, singleShot=True, interval=MOVE_INTERVAL_MS)
        self._pace.setTimerType(Qt.TimerType.PreciseTimer)
        self._pace.timeout.connect(self._send_waiting)
        self._alive = QTimer(self, interval=int(limits.HELD_INPUT_ALIVE * 1000))
        self._alive.timeout.connect(self._send_still_held)

    @property
    def active(self) -> bool:
        """Tell whether input is sent."""
        return self._active

    def set_active(self, active: bool) -> None:
        """Begin or stop sending; stopping releases whatever is pressed."""
        if not active:
            self.release_all()
            self._waiting = self._position = None
            self._turned = [0, 0]
        self._active = active

    def move(self, x: int, y: int) -> None:
        """The pointer is at this pixel of the picture."""
        if not self._active or (x, y) == (self._waiting or self._position):
            return
        self._waiting = (x, y)
        if not self._pace.isActive():
            self._send_waiting()

    def press(self, x: int, y: int, button: Button) -> None:
        """A button went down here."""
        if self._active:
            self._arrive(x, y)
            self._buttons.add(button)
            self._send(PointerButton(x, y, button, True))
            self._watch_held()

    def release(self, x: int, y: int, button: Button) -> None:
        """A button went up here; passed over where its press was not sent."""
        if button in self._buttons:
            self._arrive(x, y)
            self._buttons.discard(button)
            self._send(PointerButton(x, y, button, False))
            self._watch_held()

    def turn(self, x: int, y: int, right: int, up: int) -> None:
        """The wheel turned here, by so many eighths of a degree; whole notches are sent, the rest is kept."""
        if not self._active:
            return
        steps = [self._notches(0, right), self._notches(1, up)]
        if any(steps):
            self._arrive(x, y)
            self._send(Wheel(x, y, steps[0], steps[1]))

    def key_down(self, key: Hashable, keysym: int, at: int) -> None:
        """A physical key, named by anything that its release will bring too, went down and means this keysym.

        `at` is the event's time in milliseconds, 0 where the system tells none.
        """
        if at and self._lifted == (key, at):
            self.key_repeated(key)
            return
        self._release_lifted()
        if self._active and key not in self._keys:
            self._flush()
            self._keys[key] = keysym
            self._watch_held()
            # Last: whatever this thread does after it keeps the interpreter from the network's.
            self._send(Key(keysym, True))

    def key_repeated(self, key: Hashable) -> None:
        """A held key repeats: the release just before was none."""
        if self._lifted is not None and self._lifted[0] == key:
            self._lifted = None
            self._lift.stop()

    def key_up(self, key: Hashable, at: int) -> None:
        """A physical key went up: the keysym of its press is released, whatever modifiers are held by now."""
        if key in self._keys:
            self._flush()
            self._lifted = (key, at)
            if at:
                self._lift.start()
            else:
                self._release_lifted()

    def type_keysym(self, keysym: int) -> None:
        """Press and release a keysym that has no physical key, such as a character of an input method."""
        if self._active:
            self._flush()
            self._send(Key(keysym, True))
            self._send(Key(keysym, False))

    def release_all(self) -> None:
        """Release every key and button that is pressed at the customer's; the last pressed first."""
        self._release_lifted()
        for keysym in reversed(self._keys.values()):
            self._send(Key(keysym, False))
        self._keys.clear()
        if self._position is not None:
            for button in sorted(self._buttons):
                self._send(PointerButton(*self._position, button, False))
        self._buttons.clear()
        self._watch_held()

    def _arrive(self, x: int, y: int) -> None:
        """Make the message that follows the first word of this position: an older one must not come after it."""
        self._release_lifted()
        self._waiting = None
        self._position = (x, y)

    def _flush(self) -> None:
        self._release_lifted()
        if self._waiting is not None:
            self._pace.stop()
            self._send_waiting()

    def _release_lifted(self) -> None:
        lifted, self._lifted = self._lifted, None
        if lifted is not None:
            self._lift.stop()
            self._send(Key(self._keys.pop(lifted[0]), False))
            self._watch_held()

    def _send_waiting(self) -> None:
        if self._waiting is not None:
            self._position, self._waiting = self._waiting, None
            self._send(PointerMove(*self._position))
            self._pace.start()

    def _send_still_held(self) -> None:
        self._send(StillHeld())

    def _watch_held(self) -> None:
        held = bool(self._keys or self._buttons)
        if held and not self._alive.isActive():
            self._alive.start()
        elif not held:
            self._alive.stop()

    def _notches(self, axis: int, angle: int) -> int:
        if angle and (angle > 0) != (self._turned[axis] > 0):
            # Turning back starts afresh: what was left over belonged to the other direction.
            self._turned[axis] = 0
        self._turned[axis] += angle
        steps = int(self._turned[axis] / NOTCH)
        self._turned[axis] -= steps * NOTCH
        return max(-limits.WHEEL_STEPS, min(limits.WHEEL_STEPS, steps))
