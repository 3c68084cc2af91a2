"""Mouse and keyboard of Windows and macOS, moved through pynput's controllers."""

from typing import Any, Final

from client.input import keysyms
from client.input.injector import Injector, InjectorError
from wire.messages import Button

_KEY_NAMES: Final = {
    keysyms.BACKSPACE: "backspace",
    keysyms.TAB: "tab",
    keysyms.ISO_LEFT_TAB: "tab",
    keysyms.RETURN: "enter",
    keysyms.KP_ENTER: "enter",
    keysyms.ESCAPE: "esc",
    keysyms.DELETE: "delete",
    keysyms.HOME: "home",
    keysyms.END: "end",
    keysyms.LEFT: "left",
    keysyms.UP: "up",
    keysyms.RIGHT: "right",
    keysyms.DOWN: "down",
    keysyms.PAGE_UP: "page_up",
    keysyms.PAGE_DOWN: "page_down",
    keysyms.INSERT: "insert",
    keysyms.MENU: "menu",
    keysyms.PAUSE: "pause",
    keysyms.PRINT: "print_screen",
    keysyms.SCROLL_LOCK: "scroll_lock",
    keysyms.NUM_LOCK: "num_lock",
    keysyms.CAPS_LOCK: "caps_lock",
    keysyms.SHIFT_L: "shift_l",
    keysyms.SHIFT_R: "shift_r",
    keysyms.CONTROL_L: "ctrl_l",
    keysyms.CONTROL_R: "ctrl_r",
    keysyms.ALT_L: "alt_l",
    keysyms.ALT_R: "alt_r",
    keysyms.META_L: "cmd_l",
    keysyms.META_R: "cmd_r",
    keysyms.SUPER_L: "cmd_l",
    keysyms.SUPER_R: "cmd_r",
    keysyms.AUDIO_LOWER: "media_volume_down",
    keysyms.AUDIO_MUTE: "media_volume_mute",
    keysyms.AUDIO_RAISE: "media_volume_up",
    keysyms.AUDIO_PLAY: "media_play_pause",
    keysyms.AUDIO_STOP: "media_stop",
    keysyms.AUDIO_PREVIOUS: "media_previous",
    keysyms.AUDIO_NEXT: "media_next",
    ord(" "): "space",
    **{keysyms.function_key(number): f"f{number}" for number in range(1, 25)},
}
"""Keysym -> the name in pynput's Key. AltGr is missing on purpose: the character that comes after it
is sent as a character, which holds whatever modifiers it needs by itself."""

_BUTTON_NAMES: Final = {
    Button.LEFT: "left",
    Button.MIDDLE: "middle",
    Button.RIGHT: "right",
    Button.BACK: "x1",
    Button.FORWARD: "x2",
}


class PynputInjector(Injector):
    """Injects through pynput. These systems do not repeat injected keys: repetitions are passed on."""

    def __init__(self, keyboard: Any, mouse: Any) -> None:
        """Take the modules pynput.keyboard and pynput.mouse."""
        self._keyboard = keyboard
        self._mouse = mouse
        self._keys_controller = keyboard.Controller()
        self._mouse_controller = mouse.Controller()
        # What pynput raises when the system refuses one event.
        self._refusals = (keyboard.Controller.InvalidKeyException, ValueError, OSError)
        self._keys: dict[int, Any] = {}
        self._buttons: dict[Button, Any] = {}

    def move(self, x: int, y: int) -> None:
        """Put the pointer here."""
        self._mouse_controller.position = (x, y)

    def button(self, x: int, y: int, button: Button, down: bool) -> None:
        """Press or release a button; macOS has no back and forward for pynput, they are left out."""
        native = getattr(self._mouse.Button, _BUTTON_NAMES[button], None)
        if native is None or down == (button in self._buttons):
            return
        self.move(x, y)
        if down:
            self._buttons[button] = native
            self._mouse_controller.press(native)
        else:
            self._mouse_controller.release(self._buttons.pop(button))

    def wheel(self, x: int, y: int, steps_x: int, steps_y: int) -> None:
        """Turn the wheel by notches."""
        self.move(x, y)
        self._mouse_controller.scroll(steps_x, steps_y)

    def prepare_key(self) -> None:
        """Nothing has to be asked."""

    def key(self, keysym: int, down: bool) -> None:
        """Press or release a key; a character is sent as such, so that no layout is in the way."""
        if not down:
            key = self._keys.pop(keysym, None)
            if key is not None:
                self._send(self._keys_controller.release, key)
            return
        key = self._keys.get(keysym) or self._translate(keysym)
        if key is not None and self._send(self._keys_controller.press, key):
            self._keys[keysym] = key

    def release_all(self) -> None:
        """Release keys and buttons, the last pressed first."""
        while self._keys:
            _, key = self._keys.popitem()
            self._send(self._keys_controller.release, key)
        while self._buttons:
            _, button = self._buttons.popitem()
            self._mouse_controller.release(button)

    def close(self) -> None:
        """Release everything; pynput's controllers hold nothing else."""
        self.release_all()

    def _send(self, action: Any, key: Any) -> bool:
        try:
            action(key)
        except self._refusals:
            return False
        return True

    def _translate(self, keysym: int) -> Any:
        """Return pynput's key for a keysym; None when there is none on this platform."""
        keysym = keysyms.KEYPAD_NAVIGATION.get(keysym, keysym)
        name = _KEY_NAMES.get(keysym)
        if name is not None:
            return getattr(self._keyboard.Key, name, None)
        character = keysyms.KEYPAD_CHARACTERS.get(keysym) or keysyms.character_of_keysym(keysym)
        if character is None:
            return None
        # A command is bound to the key, which is the one of the small letter.
        if not keysyms.CHORD_MODIFIERS.isdisjoint(self._keys) and (pair := keysyms.case_pair(keysym)) is not None:
            character = keysyms.character_of_keysym(pair[0])
        return self._keyboard.KeyCode.from_char(character)


def open_pynput_injector() -> PynputInjector:
    """Return the injector. Raises InjectorError when pynput finds no desktop."""
    try:
        # Imported here because pynput looks for a desktop as soon as it is imported.
        from pynput import keyboard, mouse
    except ImportError as error:
        raise InjectorError("mouse and keyboard cannot be moved here") from error
    return PynputInjector(keyboard, mouse)
