"""Text from another computer, made harmless."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wire.text import clean_text

OVERRIDES = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
TEXTS = st.text(
    st.characters() | st.characters(categories=["Cs", "Cc"]) | st.sampled_from("\r\n\t\u2028\u2029" + OVERRIDES),
    max_size=60,
)
LENGTHS = st.integers(0, 40)


@given(text=TEXTS, most=LENGTHS, lines=st.booleans())
def test_clean_text_is_clean(text: str, most: int, lines: bool) -> None:
    cleaned = clean_text(text, most=most, lines=lines)
    assert len(cleaned) <= most
    cleaned.encode("utf-8")
    for character in cleaned:
        assert character not in OVERRIDES
        assert character not in "\r\u2028\u2029"
        assert unicodedata.category(character) != "Cs"
        assert unicodedata.category(character) != "Cc" or (lines and character in "\n\t")


@given(text=TEXTS, most=LENGTHS, lines=st.booleans())
def test_cleaning_twice_is_cleaning_once(text: str, most: int, lines: bool) -> None:
    cleaned = clean_text(text, most=most, lines=lines)
    assert clean_text(cleaned, most=most, lines=lines) == cleaned


@given(text=st.text(st.characters(exclude_categories=["Cc", "Cs", "Cf", "Zl", "Zp"])))
def test_ordinary_text_stays_as_it_is(text: str) -> None:
    assert clean_text(text, most=len(text)) == text


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("č ł ß 👍🏽 Ž", "č ł ß 👍🏽 Ž"),
        ("one\r\ntwo\rthree\nfour\u2028five\u2029six", "one\ntwo\nthree\nfour\nfive\nsix"),
        ("a\tb", "a\tb"),
        ("a\x00b\x07c\x1b[31md\x7fe\x85f", "abc[31mdef"),
        ("\ud800a\udfff", "a"),
        ("\u202etxt.exe\u202c", "txt.exe"),
        ("\u2066hidden\u2069", "hidden"),
        # Marks that right-to-left scripts and emoji need.
        ("\u200fשלום\u200e 👨\u200d👩\u200d👧", "\u200fשלום\u200e 👨\u200d👩\u200d👧"),
        ("<b>bold</b> =1+1 &amp;", "<b>bold</b> =1+1 &amp;"),
        ("", ""),
    ],
)
def test_what_goes_and_what_stays(text: str, cleaned: str) -> None:
    assert clean_text(text, most=100) == cleaned


def test_in_one_line_nothing_breaks_it() -> None:
    assert clean_text("a\r\nb\tc\u2028d", most=100, lines=False) == "a b c d"


def test_a_very_long_text_is_cut_without_reading_it_all() -> None:
    assert clean_text("x" * 10_000_000, most=4000) == "x" * 4000
    assert clean_text("\x00" * 10_000_000, most=4000) == ""
