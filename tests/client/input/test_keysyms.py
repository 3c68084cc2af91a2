import pytest
from hypothesis import given
from hypothesis import strategies as st

from client.input import keysyms, legacy_keysyms


@pytest.mark.parametrize(
    ("character", "keysym"),
    [
        ("a", 0x61),
        ("~", 0x7E),
        ("ß", 0xDF),
        ("ł", 0x1B3),
        ("č", 0x1E8),
        ("Ž", 0x1AE),
        ("ģ", 0x3BB),
        ("Ŝ", 0x2DE),
        ("ы", 0x6D9),
        ("ς", 0x7F3),
        ("ש", 0xCF9),
        ("ع", 0x5D9),
        ("ก", 0xDA1),
        ("…", 0xAAE),
        ("„", 0xAFE),
        ("≠", 0x8BD),
        ("€", 0x20AC),
        ("œ", 0x13BD),
        ("ẞ", 0x01001E9E),
        ("😀", 0x0101F600),
        ("\r", keysyms.RETURN),
        ("\n", keysyms.RETURN),
        ("\t", keysyms.TAB),
    ],
)
def test_keysym_of_character(character: str, keysym: int) -> None:
    assert keysyms.keysym_of_character(character) == keysym


@given(st.characters(exclude_categories=("Cs", "Cc")))
def test_every_character_comes_back(character: str) -> None:
    assert keysyms.character_of_keysym(keysyms.keysym_of_character(character)) == character


@given(st.integers(-(2**40), 2**40))
def test_no_keysym_raises(keysym: int) -> None:
    character = keysyms.character_of_keysym(keysym)
    if character is not None:
        assert keysyms.character_of_keysym(keysyms.canonical(keysym)) == character


@pytest.mark.parametrize("bad", ["", "ab", "\x00", "\x80", "\ud800"])
def test_what_no_key_types(bad: str) -> None:
    with pytest.raises(ValueError, match="character"):
        keysyms.keysym_of_character(bad)


def test_both_spellings_are_one_key() -> None:
    assert keysyms.canonical(0x01000142) == keysyms.canonical(0x1B3) == 0x1B3
    assert keysyms.canonical(0x01000061) == 0x61
    assert keysyms.canonical(keysyms.F1) == keysyms.F1


@pytest.mark.parametrize(
    "keysym", [keysyms.RETURN, keysyms.F1, keysyms.KP_0, keysyms.ISO_LEVEL3_SHIFT, 0x0100D800, 0x01000085, 0x01110000]
)
def test_keys_without_a_character(keysym: int) -> None:
    assert keysyms.character_of_keysym(keysym) is None


def test_function_keys() -> None:
    assert keysyms.function_key(1) == keysyms.F1
    assert keysyms.function_key(24) == keysyms.F24
    for number in (0, 25):
        with pytest.raises(ValueError, match="F1"):
            keysyms.function_key(number)


def test_case_pairs() -> None:
    assert keysyms.case_pair(0x1A3) == keysyms.case_pair(0x1B3) == (0x1B3, 0x1A3)
    assert keysyms.case_pair(0xFF) == (0xFF, 0x13BE)  # ÿ and Ÿ
    for character in "ß1 ıς":
        assert keysyms.case_pair(keysyms.keysym_of_character(character)) is None
    assert keysyms.case_pair(keysyms.RETURN) is None


def test_legacy_table_names_no_character_twice() -> None:
    assert len(legacy_keysyms.CHARACTERS) == len(legacy_keysyms.KEYSYMS)
    assert all(ord(character) > 0xFF for character in legacy_keysyms.KEYSYMS)
