"""Which key types which symbol on an X display: the server's keyboard mapping, turned around.

Pure: built from the answers of GetKeyboardMapping and GetModifierMapping. How the XKB levels
lie in the core protocol's columns: "The X Keyboard Extension: Protocol Specification", section
12.4; what Caps Lock and Num Lock do to a level: section 12.2.3 and the standard key types.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from client.input import keysyms

NO_SYMBOL: Final = 0


@dataclass(frozen=True, slots=True)
class Placement:
    """One way to type a symbol."""

    keycode: int
    level: int
    """0 plain, 1 Shift, 2 AltGr, 3 Shift and AltGr."""
    shift: bool | None
    """Shift must be up or down; None: it makes no difference, or it belongs to the command (Shift and arrow)."""
    level3: bool | None
    """The same for AltGr."""
    follows_caps_lock: bool
    """Caps Lock turns the meaning of Shift around."""
    num_lock: bool | None
    """Num Lock must be on or off; None: it makes no difference.

    Shift could stand in for it, but programs take Shift and a key of the keypad for a command.
    """


class KeyboardMap:
    """The keys of one keyboard, as one group (layout) of it types."""

    def __init__(
        self, first_keycode: int, rows: Sequence[Sequence[int]], modifiers: Sequence[Sequence[int]], group: int
    ) -> None:
        """Turn a mapping around.

        `rows[i]` are the keysyms of key `first_keycode + i`; `modifiers` are the key codes of the
        eight modifiers, Shift first (zeros are empty places); `group` is the active layout from 0.
        """
        self._rows = {first_keycode + index: tuple(row) for index, row in enumerate(rows)}
        self.shift_keycode = self._modifier_key(modifiers[:1], keysyms.SHIFTS)
        self.level3_keycode = self._modifier_key(modifiers[3:], keysyms.LEVEL3_SHIFTS)
        self.num_lock_mask = sum(
            1 << index
            for index, keycodes in enumerate(modifiers)
            if self._modifier_key([keycodes], frozenset({keysyms.NUM_LOCK})) is not None
        )
        used = {keycode for keycodes in modifiers for keycode in keycodes}
        # The highest codes first: real keyboards have the fewest keys there.
        self.spare_keycodes = [
            keycode for keycode in reversed(self._rows) if keycode not in used and not any(self._rows[keycode])
        ]
        self._several_groups = any(row[2:4] != row[0:2] for row in self._rows.values() if len(row) >= 4)
        self._placements = self._turn_around(group)

    def placements(self, keysym: int) -> Sequence[Placement]:
        """Return every way to type this keysym, in whichever spelling; the lowest levels first."""
        return self._placements.get(keysyms.canonical(keysym), ())

    def symbols(self, keycode: int) -> Sequence[int]:
        """Return the row of one key; empty when there is no such key."""
        return self._rows.get(keycode, ())

    def _levels(self, row: Sequence[int], group: int) -> tuple[int, int, int, int]:
        """Return the keysyms of the four levels of a row in one group."""
        columns = [2, 3] if group == 1 else [0, 1]
        # With several groups nothing tells whose AltGr levels the later columns are: each key packs them
        # its own way. Then they are not used; the injector finds another way to type those symbols.
        if not self._several_groups:
            columns += [4, 5]
        symbols = [row[column] if column < len(row) else NO_SYMBOL for column in columns]
        plain, shifted, level3, shifted_level3 = symbols + [NO_SYMBOL] * (4 - len(symbols))
        return (*_complete(plain, shifted), *_complete(level3, shifted_level3))

    def _modifier_key(self, modifiers: Sequence[Sequence[int]], names: frozenset[int]) -> int | None:
        for keycodes in modifiers:
            for keycode in keycodes:
                row = self._rows.get(keycode, ())
                if row and row[0] in names:
                    return keycode
        return None

    def _turn_around(self, group: int) -> Mapping[int, Sequence[Placement]]:
        found: dict[int, list[Placement]] = {}
        for keycode, row in self._rows.items():
            levels = self._levels(row, group)
            for level, keysym in enumerate(levels):
                # The other layouts share the keys without a character, but not the rest.
                if keysym == NO_SYMBOL or (group > 1 and keysyms.character_of_keysym(keysym) is not None):
                    continue
                if level > 1 and self.level3_keycode is None:
                    continue
                found.setdefault(keysyms.canonical(keysym), []).append(_placement(keycode, level, levels))
        for placements in found.values():
            placements.sort(key=lambda placement: (placement.level, placement.keycode))
        return found


def _complete(plain: int, shifted: int) -> tuple[int, int]:
    """Fill in what a single letter means: the core protocol takes it for both cases."""
    if shifted == NO_SYMBOL and (pair := keysyms.case_pair(plain)) is not None:
        return pair
    return plain, shifted


def _is_letter(plain: int, shifted: int) -> bool:
    return keysyms.case_pair(plain) == (keysyms.canonical(plain), keysyms.canonical(shifted))


def _placement(keycode: int, level: int, levels: tuple[int, int, int, int]) -> Placement:
    keysym = levels[level]
    lower, upper = levels[:2], levels[2:]
    pair = upper if level > 1 else lower
    on_keypad = keysym in keysyms.KEYPAD_CHARACTERS
    types_character = on_keypad or keysyms.character_of_keysym(keysym) is not None
    shift: bool | None
    if pair[0] == pair[1] or (level % 2 == 0 and pair[1] == NO_SYMBOL):
        shift = None
    elif on_keypad:
        shift = False
    elif types_character:
        shift = level % 2 == 1
    else:
        shift = True if level % 2 == 1 else None
    level3: bool | None = level > 1
    if level < 2 and (on_keypad or not types_character):
        level3 = None
    return Placement(
        keycode=keycode,
        level=level,
        shift=shift,
        level3=level3,
        follows_caps_lock=_is_letter(*lower) and (level < 2 or _is_letter(*upper)),
        num_lock=level % 2 == 1 if on_keypad and shift is not None else None,
    )
