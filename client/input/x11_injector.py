"""Mouse and keyboard of an X display through XTEST, on a connection of its own.

Events made by XTEST are like those of a device: programs that refuse synthetic events
(XSendEvent), such as xterm, take them.
"""

import time
from collections import OrderedDict
from collections.abc import Callable
from contextlib import suppress
from typing import Any, Final

from Xlib import X
from Xlib.ext import xtest
from Xlib.protocol import request

from client.input import keysyms
from client.input.injector import Injector, InjectorError
from client.input.ledger import InjectionLedger, InputEvent, Kind
from client.input.x11_connection import X_ERRORS, connect, disconnect
from client.input.x11_keymap import NO_SYMBOL, KeyboardMap, Placement
from wire.messages import Button

_BUTTONS: Final = {Button.LEFT: 1, Button.MIDDLE: 2, Button.RIGHT: 3, Button.BACK: 8, Button.FORWARD: 9}
_WHEEL_UP, _WHEEL_DOWN, _WHEEL_LEFT, _WHEEL_RIGHT = 4, 5, 6, 7

_REQUESTS: Final = {
    Kind.KEY_DOWN: X.KeyPress,
    Kind.KEY_UP: X.KeyRelease,
    Kind.BUTTON_DOWN: X.ButtonPress,
    Kind.BUTTON_UP: X.ButtonRelease,
}

_SUBSTITUTES: Final = {
    keysyms.SHIFT_R: keysyms.SHIFT_L,
    keysyms.CONTROL_R: keysyms.CONTROL_L,
    keysyms.ALT_R: keysyms.ALT_L,
    keysyms.META_R: keysyms.META_L,
    keysyms.SUPER_R: keysyms.SUPER_L,
    keysyms.HYPER_R: keysyms.HYPER_L,
    keysyms.ISO_LEFT_TAB: keysyms.TAB,
    keysyms.KP_ENTER: keysyms.RETURN,
    **{key: keysyms.keysym_of_character(character) for key, character in keysyms.KEYPAD_CHARACTERS.items()},
}
"""The next best key when the keyboard here has no such one, or not with Num Lock as it is."""


class X11Injector(Injector):
    """Injects into one X display. Auto-repeat is the server's."""

    def __init__(
        self, ledger: InjectionLedger, display: str | None = None, clock: Callable[[], float] = time.monotonic
    ) -> None:
        """Connect. Raises InjectorError when the display cannot be reached or lacks XTEST."""
        self._ledger = ledger
        self._clock = clock
        self._display = connect(display, InjectorError, "XTEST")
        self._root = self._display.screen().root
        self._buttons: dict[Button, int] = {}
        self._keys: dict[int, int] = {}
        """Keysym -> key code of the keys that are down, in the order of pressing."""
        self._adjustments: list[tuple[Kind, int]] = []
        """What puts back the modifiers that were changed for the last key."""
        self._adjusted_for: int | None = None
        self._borrowed: OrderedDict[int, tuple[int, int]] = OrderedDict()
        """Spare key code -> the symbols lent to it; the longest unused first."""
        self._locks = 0
        self._group = 0
        self._asked: Any = None
        """The question for locks and layout that `prepare_key` has sent."""
        try:
            # The size of the desktop may change; the server says so to whoever asks.
            self._root.change_attributes(event_mask=X.StructureNotifyMask)
            geometry = self._root.get_geometry()
            self._size = (int(geometry.width), int(geometry.height))
            self._pointer_mapping: list[int] = list(self._display.get_pointer_mapping())
            self._keymap = self._read_keymap()
        except X_ERRORS as error:
            disconnect(self._display)
            raise InjectorError("the X display closed the connection") from error

    def move(self, x: int, y: int) -> None:
        """Put the pointer here, or at the nearest place of the desktop."""
        with suppress(*X_ERRORS):
            self._take_news()
            self._move(x, y)
            self._send()

    def button(self, x: int, y: int, button: Button, down: bool) -> None:
        """Press or release a button by its meaning: a left-handed mapping is undone."""
        if down == (button in self._buttons):
            return
        with suppress(*X_ERRORS):
            self._take_news()
            self._restore_modifiers()
            self._move(x, y)
            if down:
                code = self._physical(_BUTTONS[button])
                if code is not None:
                    self._buttons[button] = code
                    self._inject(Kind.BUTTON_DOWN, code)
            else:
                self._inject(Kind.BUTTON_UP, self._buttons.pop(button))
            self._send()

    def wheel(self, x: int, y: int, steps_x: int, steps_y: int) -> None:
        """Turn the wheel: on X each notch is a click of one of four buttons."""
        with suppress(*X_ERRORS):
            self._take_news()
            self._restore_modifiers()
            self._move(x, y)
            for steps, positive, negative in (
                (steps_y, _WHEEL_UP, _WHEEL_DOWN),
                (steps_x, _WHEEL_RIGHT, _WHEEL_LEFT),
            ):
                code = self._physical(positive if steps > 0 else negative)
                if code is None:
                    continue
                for _ in range(abs(steps)):
                    self._inject(Kind.BUTTON_DOWN, code)
                    self._inject(Kind.BUTTON_UP, code)
            self._send()

    def prepare_key(self) -> None:
        """Ask for locks and layout."""
        with suppress(*X_ERRORS):
            self._asked = self._ask_state()
            self._display.flush()

    def key(self, keysym: int, down: bool) -> None:
        """Press or release the key that types this keysym, with the modifiers that it takes here."""
        with suppress(*X_ERRORS):
            if down:
                self._press(keysym)
            else:
                self._release(keysym)
            self._send()

    def release_all(self) -> None:
        """Release keys and buttons, the last pressed first."""
        with suppress(*X_ERRORS):
            self._restore_modifiers()
            for keysym in reversed(list(self._keys)):
                self._release(keysym)
            for button in reversed(list(self._buttons)):
                self._inject(Kind.BUTTON_UP, self._buttons.pop(button))
            # Whoever asked for the release wants it to have happened.
            self._display.sync()

    def close(self) -> None:
        """Release everything, take borrowed keys back, disconnect."""
        self.release_all()
        with suppress(*X_ERRORS):
            self._take_news()
            for keycode in self._borrowed:
                self._display.change_keyboard_mapping(keycode, [(NO_SYMBOL, NO_SYMBOL)])
            self._display.sync()
        self._borrowed.clear()
        disconnect(self._display)

    # ----- keys -----------------------------------------------------------------------------------

    def _press(self, keysym: int) -> None:
        if keysym in self._keys:
            return
        self._restore_modifiers()
        self._read_state()
        self._take_news()
        wanted = keysyms.KEYPAD_NAVIGATION.get(keysym, keysym)
        placement = self._find(wanted) or self._find(_SUBSTITUTES.get(wanted, wanted)) or self._borrow(wanted)
        if placement is None:
            return
        if placement.keycode in self._borrowed:
            self._borrowed.move_to_end(placement.keycode)
        for other in [other for other, keycode in self._keys.items() if keycode == placement.keycode]:
            self._release(other)
        if keysym not in keysyms.MODIFIERS and not self._chord():
            self._adjust_modifiers(placement)
            self._adjusted_for = keysym
        self._keys[keysym] = placement.keycode
        self._inject(Kind.KEY_DOWN, placement.keycode)

    def _release(self, keysym: int) -> None:
        keycode = self._keys.pop(keysym, None)
        if keycode is None:
            return
        # The key that the modifiers were changed for goes up before they are put back; any other key
        # (it may be one of those modifiers) after.
        if keysym != self._adjusted_for:
            self._restore_modifiers()
        self._inject(Kind.KEY_UP, keycode)
        self._restore_modifiers()

    def _chord(self) -> bool:
        """Say whether the agent holds Control, Alt or the like: then the key counts, not the character."""
        return not keysyms.CHORD_MODIFIERS.isdisjoint(self._keys)

    def _held(self, names: frozenset[int]) -> list[int]:
        return [keycode for keysym, keycode in self._keys.items() if keysym in names]

    def _find(self, keysym: int) -> Placement | None:
        """Return the placement that needs the fewest changes of modifiers."""
        shift, level3 = bool(self._held(keysyms.SHIFTS)), bool(self._held(keysyms.LEVEL3_SHIFTS))
        caps_lock = bool(self._locks & X.LockMask)
        num_lock = bool(self._locks & self._keymap.num_lock_mask)
        is_small = (keysyms.character_of_keysym(keysym) or "").islower()
        best: tuple[int, Placement] | None = None
        for placement in self._keymap.placements(keysym):
            # Programs make a capital of a small letter on a key that does not follow Caps Lock by itself.
            follows = placement.follows_caps_lock or placement.keycode in self._borrowed
            if is_small and caps_lock and not follows:
                continue
            if placement.num_lock is not None and placement.num_lock != num_lock:
                continue
            wanted = self._wanted_shift(placement)
            changes = (wanted is not None and wanted != shift) + (
                placement.level3 is not None and placement.level3 != level3
            )
            if best is None or changes < best[0]:
                best = (changes, placement)
        return None if best is None else best[1]

    def _wanted_shift(self, placement: Placement) -> bool | None:
        if placement.shift is None:
            return None
        return placement.shift ^ (placement.follows_caps_lock and bool(self._locks & X.LockMask))

    def _adjust_modifiers(self, placement: Placement) -> None:
        """Hold the modifiers that this symbol takes; they stay so until the key is released or another comes.

        They stay because the server's auto-repeat would otherwise repeat a different symbol.
        """
        for wanted, names, keycode in (
            (self._wanted_shift(placement), keysyms.SHIFTS, self._keymap.shift_keycode),
            (placement.level3, keysyms.LEVEL3_SHIFTS, self._keymap.level3_keycode),
        ):
            held = self._held(names)
            if wanted is None or wanted == bool(held):
                continue
            if not wanted:
                for code in held:
                    self._adjustments.append((Kind.KEY_DOWN, code))
                    self._inject(Kind.KEY_UP, code)
            elif keycode is not None:
                self._adjustments.append((Kind.KEY_UP, keycode))
                self._inject(Kind.KEY_DOWN, keycode)

    def _restore_modifiers(self) -> None:
        self._adjusted_for = None
        while self._adjustments:
            self._inject(*self._adjustments.pop())

    def _borrow(self, keysym: int) -> Placement | None:
        """Lend a spare key to a symbol that no key has; None when the symbol is a modifier or no key is spare."""
        if keysym in keysyms.MODIFIERS:
            return None
        keycode = next(iter(self._keymap.spare_keycodes), None)
        if keycode is None:
            # A key that was just lent may still be unread by the program: take the one longest unused.
            keycode = next((code for code in self._borrowed if code not in self._keys.values()), None)
        if keycode is None:
            return None
        # Both cases, so that the key follows Caps Lock like a real one.
        symbols = keysyms.case_pair(keysym) or (keysym, keysym)
        self._display.change_keyboard_mapping(keycode, [symbols])
        self._borrowed[keycode] = symbols
        self._keymap = self._read_keymap()
        return self._find(keysym)

    # ----- the display ----------------------------------------------------------------------------

    def _inject(self, kind: Kind, code: int) -> None:
        self._ledger.expect(InputEvent(kind, code), self._clock())
        xtest.fake_input(self._display, _REQUESTS[kind], code)

    def _move(self, x: int, y: int) -> None:
        x = min(max(x, 0), self._size[0] - 1)
        y = min(max(y, 0), self._size[1] - 1)
        self._ledger.expect(InputEvent(Kind.MOTION, x=x, y=y), self._clock())
        xtest.fake_input(self._display, X.MotionNotify, x=x, y=y)

    def _physical(self, number: int) -> int | None:
        """Return the physical button that has this meaning here; None when it is switched off."""
        try:
            return self._pointer_mapping.index(number) + 1
        except ValueError:
            return None

    def _take_news(self) -> None:
        """Read what the server said about new layouts, mouse mappings and sizes since the last time."""
        keyboard_changed = pointer_changed = False
        while self._display.pending_events():
            event: Any = self._display.next_event()
            if event.type == X.MappingNotify:
                pointer_changed |= event.request == X.MappingPointer
                keyboard_changed |= event.request != X.MappingPointer
            elif event.type == X.ConfigureNotify:
                self._size = (int(event.width), int(event.height))
        if pointer_changed:
            self._pointer_mapping = list(self._display.get_pointer_mapping())
        if keyboard_changed:
            self._keymap = self._read_keymap()

    def _send(self) -> None:
        """Send what was injected, with a question whose answer nobody waits for.

        The server keeps RECORD's reports until it has something to say to any program. Without that the watcher
        would hear of our own input so late that the ledger has forgotten it.
        """
        request.GetInputFocus(display=self._display.display, defer=True)
        self._display.flush()

    def _ask_state(self) -> Any:
        return request.QueryPointer(display=self._display.display, defer=True, window=self._root)

    def _read_state(self) -> None:
        """Learn which locks are on and which layout is active (bits 13 and 14 of the state, XKB section 2.2.2)."""
        asked, self._asked = self._asked or self._ask_state(), None
        asked.reply()
        state = int(asked.mask)
        self._locks = state
        group = state >> 13 & 3
        if group != self._group:
            self._group = group
            self._keymap = self._read_keymap()

    def _read_keymap(self) -> KeyboardMap:
        first = int(self._display.display.info.min_keycode)
        count = int(self._display.display.info.max_keycode) - first + 1
        rows = [tuple(row) for row in self._display.get_keyboard_mapping(first, count)]
        modifiers = [tuple(row) for row in self._display.get_modifier_mapping()]
        keymap = KeyboardMap(first, rows, modifiers, self._group)
        # A new layout may have taken borrowed keys back, or given them to real symbols.
        for keycode in [code for code, symbols in self._borrowed.items() if tuple(keymap.symbols(code)[:2]) != symbols]:
            del self._borrowed[keycode]
        return keymap
