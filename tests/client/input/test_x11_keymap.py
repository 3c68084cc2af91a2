from client.input import keysyms
from client.input.x11_keymap import KeyboardMap

A, CAPITAL_A, AOGONEK, CAPITAL_AOGONEK = 0x61, 0x41, 0x1B1, 0x1A1
SHIFT, LEVEL3, NUM_LOCK, LETTER, DIGIT, KEYPAD, RETURN, SPARE, LAST_SPARE = range(8, 17)

ROWS = [
    (keysyms.SHIFT_L, 0, keysyms.SHIFT_L, 0, 0, 0, 0),
    (keysyms.ISO_LEVEL3_SHIFT, 0, keysyms.ISO_LEVEL3_SHIFT, 0, 0, 0, 0),
    (keysyms.NUM_LOCK, 0, keysyms.NUM_LOCK, 0, 0, 0, 0),
    (A, CAPITAL_A, A, CAPITAL_A, AOGONEK, CAPITAL_AOGONEK, 0),
    (0x32, 0x40, 0x32, 0x40, 0x1BD, 0, 0),
    (keysyms.KP_HOME, keysyms.KP_0 + 7, keysyms.KP_HOME, keysyms.KP_0 + 7, 0, 0, 0),
    (keysyms.RETURN, 0, keysyms.RETURN, 0, 0, 0, 0),
    (0, 0, 0, 0, 0, 0, 0),
    (0, 0, 0, 0, 0, 0, 0),
]
MODIFIERS = [(SHIFT, 0), (0, 0), (0, 0), (0, 0), (NUM_LOCK, 0), (0, 0), (0, 0), (0, LEVEL3)]


def the_map(group: int = 0) -> KeyboardMap:
    return KeyboardMap(SHIFT, ROWS, MODIFIERS, group)


def test_modifier_keys() -> None:
    keymap = the_map()
    assert (keymap.shift_keycode, keymap.level3_keycode, keymap.num_lock_mask) == (SHIFT, LEVEL3, 0x10)


def test_spare_keys_from_the_highest() -> None:
    assert the_map().spare_keycodes == [LAST_SPARE, SPARE]


def test_levels_of_a_letter_key() -> None:
    places = [the_map().placements(keysym)[0] for keysym in (A, CAPITAL_A, AOGONEK, 0x01000104)]
    assert [(place.keycode, place.level, place.shift, place.level3) for place in places] == [
        (LETTER, 0, False, False),
        (LETTER, 1, True, False),
        (LETTER, 2, False, True),
        (LETTER, 3, True, True),
    ]
    assert all(place.follows_caps_lock for place in places)


def test_a_digit_key_does_not_follow_caps_lock() -> None:
    (place,) = the_map().placements(ord("@"))
    assert (place.shift, place.follows_caps_lock) == (True, False)


def test_shift_belongs_to_the_command_on_keys_without_a_character() -> None:
    (place,) = the_map().placements(keysyms.RETURN)
    assert (place.shift, place.level3) == (None, None)


def test_keypad_digits_need_num_lock() -> None:
    (place,) = the_map().placements(keysyms.KP_0 + 7)
    assert (place.shift, place.num_lock) == (False, True)


def test_no_altgr_levels_without_an_altgr_key() -> None:
    keymap = KeyboardMap(SHIFT, ROWS, MODIFIERS[:7], 0)
    assert not keymap.placements(AOGONEK)


def test_a_third_group_gives_only_keys_without_a_character() -> None:
    keymap = the_map(group=2)
    assert not keymap.placements(A)
    assert keymap.placements(keysyms.RETURN)


def test_a_single_letter_means_both_cases() -> None:
    keymap = KeyboardMap(8, [(A, 0)], [(0,)] * 8, 0)
    assert keymap.placements(CAPITAL_A)[0].shift is True


def test_unknown_keys() -> None:
    assert not the_map().placements(0x0101F600)
    assert the_map().symbols(255) == ()
