"""The number that a customer types, in all the ways in which people write numbers."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wire.code import Code, CodeError, parse_code

CODE = Code("1234", "5678")


@pytest.mark.parametrize(
    "text",
    [
        "12345678",
        "1234 5678",
        " 1 2 3 4 5 6 7 8 ",
        "1234-5678",
        "1234‐5678",  # hyphen
        "1234‑5678",  # non-breaking hyphen
        "1234–5678",  # en dash
        "1234—5678",
        "12.34.56.78",
        "1234\u00a05678",  # no-break space
        "1234\u202f5678",  # narrow no-break space
        "1234\u30005678",  # ideographic space
        "12345678\n",
        "1234\r\n5678\r\n",
        "1234\u20285678",
        "\t1234\t5678",
        "\u200f1234 5678\u200f",  # right-to-left mark
        "\u202e1234\u202c5678",
        "\u20661234\u20695678",
        "\ufeff1234\u200b5678",
        "١٢٣٤ ٥٦٧٨",  # Arabic-Indic
        "۱۲۳۴۵۶۷۸",  # Persian
        "१२३४५६७८",  # Devanagari
        "１２３４５６７８",  # full width
        "१2३4 ５6٧8",
    ],
)
def test_every_way_to_write_the_number(text: str) -> None:
    assert parse_code(text) == CODE


@pytest.mark.parametrize(
    ("text", "digits"),
    [
        ("", 0),
        (" \n-", 0),
        ("1234567", 7),
        ("123456789", 9),
        ("1234 567", 7),
        ("1234 5678 9", 9),
        ("0" * 1000, 1000),
        ("1234 567８9", 9),
        ("1234 5678 x", 8),
        ("1234 567O", 7),
        ("številka 1234 5678", 8),
        ("+1234 5678", 8),
        ("(1234) 5678", 8),
        ("1234,5678", 8),
        ("1234/5678", 8),
        ("1234_5678", 8),
        ("1234\x005678", 8),
        ("1234\x0b5678", 8),
        ("1234\ud8005678", 8),
        ("1234567²", 7),  # a superscript
        ("1234567⑧", 7),  # a circled digit
        ("1234567Ⅷ", 7),  # a Roman numeral
        ("1234567八", 7),  # a Han numeral
        ("1234567½", 7),
        ("<b>1234</b>5678", 8),
        ("0x12345678", 9),
        ("1234.5678e0", 9),
        ("−12345678", 8),  # the minus sign is no dash
    ],
)
def test_what_is_not_a_code_and_how_many_digits_it_has(text: str, digits: int) -> None:
    with pytest.raises(CodeError) as refused:
        parse_code(text)
    assert refused.value.digits == digits
    assert not any(character in str(refused.value) for character in string.digits)


def test_all_zeros_have_the_shape_of_a_code() -> None:
    assert parse_code("0000 0000") == Code("0000", "0000")


@given(digits=st.text("0123456789", min_size=8, max_size=8))
def test_a_code_is_read_as_it_is_spoken(digits: str) -> None:
    code = Code(digits[:4], digits[4:])
    assert parse_code(code.spoken()) == code
    assert len(code.spoken().split()) == 2


@given(text=st.text(st.characters() | st.sampled_from("0123456789٣३ -–\u200f\n"), max_size=30))
def test_whatever_is_typed_it_is_ascii_digits_or_the_modules_error(text: str) -> None:
    try:
        code = parse_code(text)
    except CodeError:
        return
    assert len(code.nameplate) == len(code.secret) == 4
    assert set(code.nameplate + code.secret) <= set(string.digits)


def test_the_secret_half_shows_in_no_repr() -> None:
    for shown in (repr(CODE), str(CODE), f"{CODE}", repr([CODE]), repr({"code": CODE})):
        assert "1234" in shown
        assert "5678" not in shown
