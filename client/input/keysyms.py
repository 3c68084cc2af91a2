"""X11 keysyms: the names of keys on the wire, whatever the platforms at both ends are.

Source of the numbers: X11's keysymdef.h and XF86keysym.h; of the Unicode rule: X11 protocol,
appendix A, "Unicode KEYSYMs".
"""

from typing import Final

from client.input import legacy_keysyms

_UNICODE: Final = 0x0100_0000

BACKSPACE: Final = 0xFF08
TAB: Final = 0xFF09
RETURN: Final = 0xFF0D
PAUSE: Final = 0xFF13
SCROLL_LOCK: Final = 0xFF14
ESCAPE: Final = 0xFF1B
HOME: Final = 0xFF50
LEFT: Final = 0xFF51
UP: Final = 0xFF52
RIGHT: Final = 0xFF53
DOWN: Final = 0xFF54
PAGE_UP: Final = 0xFF55
PAGE_DOWN: Final = 0xFF56
END: Final = 0xFF57
BEGIN: Final = 0xFF58
PRINT: Final = 0xFF61
INSERT: Final = 0xFF63
MENU: Final = 0xFF67
MODE_SWITCH: Final = 0xFF7E
NUM_LOCK: Final = 0xFF7F
F1: Final = 0xFFBE
F24: Final = 0xFFD5
SHIFT_L: Final = 0xFFE1
SHIFT_R: Final = 0xFFE2
CONTROL_L: Final = 0xFFE3
CONTROL_R: Final = 0xFFE4
CAPS_LOCK: Final = 0xFFE5
META_L: Final = 0xFFE7
META_R: Final = 0xFFE8
ALT_L: Final = 0xFFE9
ALT_R: Final = 0xFFEA
SUPER_L: Final = 0xFFEB
SUPER_R: Final = 0xFFEC
HYPER_L: Final = 0xFFED
HYPER_R: Final = 0xFFEE
DELETE: Final = 0xFFFF
ISO_LEVEL3_SHIFT: Final = 0xFE03
ISO_LEFT_TAB: Final = 0xFE20
"""What Shift and Tab together give on X11."""

KP_ENTER: Final = 0xFF8D
KP_HOME: Final = 0xFF95
KP_LEFT: Final = 0xFF96
KP_UP: Final = 0xFF97
KP_RIGHT: Final = 0xFF98
KP_DOWN: Final = 0xFF99
KP_PAGE_UP: Final = 0xFF9A
KP_PAGE_DOWN: Final = 0xFF9B
KP_END: Final = 0xFF9C
KP_BEGIN: Final = 0xFF9D
KP_INSERT: Final = 0xFF9E
KP_DELETE: Final = 0xFF9F
KP_MULTIPLY: Final = 0xFFAA
KP_ADD: Final = 0xFFAB
KP_SEPARATOR: Final = 0xFFAC
KP_SUBTRACT: Final = 0xFFAD
KP_DECIMAL: Final = 0xFFAE
KP_DIVIDE: Final = 0xFFAF
KP_0: Final = 0xFFB0
KP_9: Final = 0xFFB9
KP_EQUAL: Final = 0xFFBD

AUDIO_LOWER: Final = 0x1008FF11
AUDIO_MUTE: Final = 0x1008FF12
AUDIO_RAISE: Final = 0x1008FF13
AUDIO_PLAY: Final = 0x1008FF14
AUDIO_STOP: Final = 0x1008FF15
AUDIO_PREVIOUS: Final = 0x1008FF16
AUDIO_NEXT: Final = 0x1008FF17

SHIFTS: Final = frozenset({SHIFT_L, SHIFT_R})
LEVEL3_SHIFTS: Final = frozenset({ISO_LEVEL3_SHIFT})
CHORD_MODIFIERS: Final = frozenset(
    {CONTROL_L, CONTROL_R, ALT_L, ALT_R, META_L, META_R, SUPER_L, SUPER_R, HYPER_L, HYPER_R}
)
"""While one of these is held a key is a command, not a character."""
MODIFIERS: Final = SHIFTS | LEVEL3_SHIFTS | CHORD_MODIFIERS | {MODE_SWITCH, CAPS_LOCK, NUM_LOCK, SCROLL_LOCK}

KEYPAD_NAVIGATION: Final = {
    KP_HOME: HOME,
    KP_LEFT: LEFT,
    KP_UP: UP,
    KP_RIGHT: RIGHT,
    KP_DOWN: DOWN,
    KP_PAGE_UP: PAGE_UP,
    KP_PAGE_DOWN: PAGE_DOWN,
    KP_END: END,
    KP_BEGIN: BEGIN,
    KP_INSERT: INSERT,
    KP_DELETE: DELETE,
}
"""The keypad without Num Lock, and the keys which do the same whatever Num Lock is."""

KEYPAD_CHARACTERS: Final = {
    KP_MULTIPLY: "*",
    KP_ADD: "+",
    KP_SEPARATOR: ",",
    KP_SUBTRACT: "-",
    KP_DECIMAL: ".",
    KP_DIVIDE: "/",
    KP_EQUAL: "=",
    **{KP_0 + digit: str(digit) for digit in range(10)},
}
"""What the keypad's keys type when the other end has no such key."""

_CONTROL_CHARACTERS: Final = {
    "\b": BACKSPACE,
    "\t": TAB,
    "\n": RETURN,
    "\r": RETURN,
    "\x1b": ESCAPE,
    "\x7f": DELETE,
}


def function_key(number: int) -> int:
    """Return the keysym of F1 to F24. Raises ValueError for any other number."""
    if not 1 <= number <= 24:
        raise ValueError("function keys are F1 to F24")
    return F1 + number - 1


def keysym_of_character(character: str) -> int:
    """Return the keysym that types this one character, in the oldest spelling that X11 has for it.

    Backspace, tab, line ends, escape and delete give the key of that name.
    Raises ValueError for other control characters, surrogates, and strings that are not one character long.
    """
    if len(character) != 1:
        raise ValueError("one character expected")
    if (key := _CONTROL_CHARACTERS.get(character)) is not None:
        return key
    code_point = ord(character)
    if 0x20 <= code_point <= 0x7E or 0xA0 <= code_point <= 0xFF:
        return code_point
    if code_point <= 0xFF or 0xD800 <= code_point <= 0xDFFF:
        raise ValueError("no key types a control character or half a surrogate pair")
    legacy = legacy_keysyms.KEYSYMS.get(character)
    return _UNICODE + code_point if legacy is None else legacy


def character_of_keysym(keysym: int) -> str | None:
    """Return the character that a key of this keysym types; None for keys that type none, and for the keypad's."""
    if 0x20 <= keysym <= 0x7E or 0xA0 <= keysym <= 0xFF:
        return chr(keysym)
    if (character := legacy_keysyms.CHARACTERS.get(keysym)) is not None:
        return character
    code_point = keysym - _UNICODE
    if 0x20 <= code_point <= 0x10FFFF and not (0x7F <= code_point < 0xA0 or 0xD800 <= code_point <= 0xDFFF):
        return chr(code_point)
    return None


def canonical(keysym: int) -> int:
    """Return the one spelling of a keysym that has several (lstroke is 0x1b3 and also 0x01000142)."""
    character = character_of_keysym(keysym)
    return keysym if character is None else keysym_of_character(character)


def case_pair(keysym: int) -> tuple[int, int] | None:
    """Return the (small, capital) keysyms of a letter; None when it is not a letter with both."""
    character = character_of_keysym(keysym)
    if character is None:
        return None
    small, capital = character.lower(), character.upper()
    # Letters such as ß or dotless i do not come back from the other case: they have no pair.
    if small == capital or len(small) != 1 or len(capital) != 1 or character not in (small, capital):
        return None
    if small.upper() != capital or capital.lower() != small:
        return None
    return keysym_of_character(small), keysym_of_character(capital)
