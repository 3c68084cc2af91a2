"""Keysyms older than Unicode, and the characters that they stand for.

Source: X11's keysymdef.h, the entries whose Unicode equivalent is exact. Keyboard layouts still
name these (Polish lstroke is 0x1b3, not 0x01000142), so both spellings must be understood.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

# Each line: the keysym of the first character; the rest follow one by one, a blank is a gap.
_SPANS: Final[dict[int, str]] = {
    # Latin 2
    0x1A1: "Ą˘Ł ĽŚ  ŠŞŤŹ ŽŻ ą˛ł ľśˇ šşťź˝žżŔ  Ă ĹĆ Č Ę Ě  ĎĐŃŇ  Ő  ŘŮ Ű  Ţ ŕ  ă ĺć č ę ě  ďđńň  ő  řů ű  ţ˙",
    # Latin 3
    0x2A1: "Ħ    Ĥ  İ ĞĴ",
    0x2B1: "ħ    ĥ  ı ğĵ",
    0x2C5: "ĊĈ",
    0x2D5: "Ġ  Ĝ    ŬŜ",
    0x2E5: "ċĉ",
    0x2F5: "ġ  ĝ    ŭŝ",
    # Latin 4
    0x3A2: "ĸŖ ĨĻ   ĒĢŦ",
    0x3B3: "ŗ ĩļ   ēģŧŊ ŋĀ",
    0x3C7: "Į    Ė  Ī ŅŌĶ",
    0x3D9: "Ų   ŨŪ ā",
    0x3E7: "į    ė  ī ņōķ",
    0x3F9: "ų   ũū",
    # Cyrillic
    0x6A1: "ђѓёєѕіїјљњћќґўџ№ЂЃЁЄЅІЇЈЉЊЋЌҐЎЏюабцдефгхийклмнопярстужвьызшэщчъЮАБЦДЕФГХИЙКЛМНОПЯРСТУЖВЬЫЗШЭЩЧЪ",
    # Greek
    0x7A1: "ΆΈΉΊΪ ΌΎΫ Ώ  ΅― άέήίϊΐόύϋΰώ",
    0x7C1: "ΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣ ΤΥΦΧΨΩ",
    0x7E1: "αβγδεζηθικλμνξοπρσςτυφχψω",
    # Technical
    0x8BC: "≤≠≥∫∴∝∞  ∇  ∼≃   ⇔⇒≡",
    0x8D6: "√   ⊂⊃∩∪∧∨",
    0x8EF: "∂",
    0x8F6: "ƒ",
    0x8FB: "←↑→↓",
    # Special
    0x9E0: "◆▒␉␌␍␊  ␤␋┘┐┌└┼⎺⎻─⎼⎽├┤┴┬│",
    # Publishing
    0xAA1: "\u2003\u2002\u2004\u2005\u2007\u2008\u2009\u200a—–   …‥⅓⅔⅕⅖⅗⅘⅙⅚℅  ‒",
    0xAC3: "⅛⅜⅝⅞  ™",
    0xAD0: "‘’“”℞‰′″ ✝",
    0xAEC: "♣♦♥ ✠†‡✓✗♯♭♂♀☎⌕℗‸‚„",
    # Latin 9, and the euro
    0x13BC: "ŒœŸ",
    0x20AC: "€",
}

# These sets are the ISO 8859 part with the page number in front: (page, first byte, last byte, codec).
_PAGES: Final = (
    (0x500, 0xAC, 0xF2, "iso8859_6"),  # Arabic
    (0xC00, 0xDF, 0xFA, "iso8859_8"),  # Hebrew
    (0xD00, 0xA1, 0xFB, "iso8859_11"),  # Thai
)


def _build() -> dict[int, str]:
    table = {
        first + position: character
        for first, characters in _SPANS.items()
        for position, character in enumerate(characters)
        if character != " "
    }
    for page, first_byte, last_byte, codec in _PAGES:
        for byte in range(first_byte, last_byte + 1):
            character = bytes([byte]).decode(codec, "ignore")
            if character and ord(character) > 0xFF:
                table[page + byte] = character
    return table


CHARACTERS: Final[Mapping[int, str]] = MappingProxyType(_build())
"""Legacy keysym -> character. No character appears twice."""

KEYSYMS: Final[Mapping[str, int]] = MappingProxyType({character: keysym for keysym, character in CHARACTERS.items()})
"""Character -> legacy keysym."""
