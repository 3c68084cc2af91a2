"""From Qt's key events to X11 keysyms, which is what the wire carries."""

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent

from client.input import keysyms as ks

_K = Qt.Key

_NAMED: Final[dict[int, int]] = {
    _K.Key_Escape: ks.ESCAPE,
    _K.Key_Tab: ks.TAB,
    _K.Key_Backtab: ks.TAB,
    _K.Key_Backspace: ks.BACKSPACE,
    _K.Key_Return: ks.RETURN,
    _K.Key_Enter: ks.KP_ENTER,
    _K.Key_Insert: ks.INSERT,
    _K.Key_Delete: ks.DELETE,
    _K.Key_Pause: ks.PAUSE,
    _K.Key_Print: ks.PRINT,
    _K.Key_Home: ks.HOME,
    _K.Key_End: ks.END,
    _K.Key_Left: ks.LEFT,
    _K.Key_Up: ks.UP,
    _K.Key_Right: ks.RIGHT,
    _K.Key_Down: ks.DOWN,
    _K.Key_PageUp: ks.PAGE_UP,
    _K.Key_PageDown: ks.PAGE_DOWN,
    _K.Key_Shift: ks.SHIFT_L,
    _K.Key_Control: ks.CONTROL_L,
    _K.Key_Alt: ks.ALT_L,
    _K.Key_AltGr: ks.ISO_LEVEL3_SHIFT,
    _K.Key_Meta: ks.SUPER_L,
    _K.Key_CapsLock: ks.CAPS_LOCK,
    _K.Key_NumLock: ks.NUM_LOCK,
    _K.Key_ScrollLock: ks.SCROLL_LOCK,
    _K.Key_Menu: ks.MENU,
    _K.Key_VolumeDown: ks.AUDIO_LOWER,
    _K.Key_VolumeMute: ks.AUDIO_MUTE,
    _K.Key_VolumeUp: ks.AUDIO_RAISE,
}

_ON_KEYPAD: Final[dict[int, int]] = {
    _K.Key_Asterisk: ks.KP_MULTIPLY,
    _K.Key_Plus: ks.KP_ADD,
    _K.Key_Minus: ks.KP_SUBTRACT,
    _K.Key_Slash: ks.KP_DIVIDE,
    _K.Key_Period: ks.KP_DECIMAL,
    _K.Key_Equal: ks.KP_EQUAL,
    _K.Key_Home: ks.KP_HOME,
    _K.Key_End: ks.KP_END,
    _K.Key_Left: ks.KP_LEFT,
    _K.Key_Up: ks.KP_UP,
    _K.Key_Right: ks.KP_RIGHT,
    _K.Key_Down: ks.KP_DOWN,
    _K.Key_PageUp: ks.KP_PAGE_UP,
    _K.Key_PageDown: ks.KP_PAGE_DOWN,
    _K.Key_Clear: ks.KP_BEGIN,
    _K.Key_Insert: ks.KP_INSERT,
    _K.Key_Delete: ks.KP_DELETE,
}

_DEAD_GRAVE: Final = 0xFE50

# On macOS Qt exchanges the two, so that shortcuts feel native; the customer gets what the keys say.
_SWAPPED_ON_MACOS: Final[dict[int, int]] = {_K.Key_Control: ks.SUPER_L, _K.Key_Meta: ks.CONTROL_L}


def keysym_of(event: QKeyEvent) -> int | None:
    """Return the X11 keysym of a key event, or None where the key has no meaning elsewhere.

    On X11 and Wayland the system says it, dead keys and AltGr's symbols included. Elsewhere the character
    that the key produced counts, and where it produced none, the key's name.
    """
    platform = QGuiApplication.platformName()
    if platform in ("xcb", "wayland") and event.nativeVirtualKey():
        keysym = event.nativeVirtualKey()
        # Shift is sent as a key of its own, so its combined symbol would only look strange there.
        return ks.TAB if keysym == ks.ISO_LEFT_TAB else keysym
    return _keysym_of_key(event.key(), event.modifiers(), event.text(), macos=platform == "cocoa")


def _keysym_of_key(key: int, modifiers: Qt.KeyboardModifier, text: str, *, macos: bool) -> int | None:
    keypad = bool(modifiers & Qt.KeyboardModifier.KeypadModifier)
    if macos and key in _SWAPPED_ON_MACOS:
        return _SWAPPED_ON_MACOS[key]
    # On macOS the arrow keys carry the keypad's mark too.
    if keypad and not macos:
        if _K.Key_0 <= key <= _K.Key_9:
            return ks.KP_0 + key - _K.Key_0
        if key in _ON_KEYPAD:
            return _ON_KEYPAD[key]
    if key in _NAMED:
        return _NAMED[key]
    if _K.Key_F1 <= key <= _K.Key_F24:
        return ks.F1 + key - _K.Key_F1
    if _K.Key_Dead_Grave <= key <= _K.Key_Dead_Longsolidusoverlay:
        # Qt numbers its dead keys in the order of the keysyms (both begin with the grave accent).
        return _DEAD_GRAVE + key - _K.Key_Dead_Grave
    if len(text) == 1 and text.isprintable():
        return ks.keysym_of_character(text)
    if 0x20 <= key < 0x110000 and chr(key).isprintable():
        # With Ctrl the text is a control character: the key's own letter is meant, in lower case.
        letter = chr(key)
        shifted = bool(modifiers & Qt.KeyboardModifier.ShiftModifier)
        return ks.keysym_of_character(letter if shifted else letter.lower())
    return None


def keysyms_of_text(text: str) -> list[int]:
    """Return the keysyms of text that an input method composed; what has none is left out."""
    return [ks.keysym_of_character(character) for character in text if character.isprintable() or character in "\n\t"]
