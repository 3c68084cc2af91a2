"""Cleaning of text that came from, or goes to, another person's computer."""

import unicodedata

# Overrides and isolates can make a text read differently from what it says (UAX #9, section 2).
_DIRECTION_CONTROLS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def clean_text(text: str, *, most: int, lines: bool = True) -> str:
    """Return text that is safe to send, store and show as plain text.

    Control characters, lone surrogates and direction overrides go; line ends become "\\n" (or a
    space where `lines` is false); the result has at most `most` characters.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n")
    kept: list[str] = []
    for character in text[: most * 2]:
        if character == "\n":
            kept.append("\n" if lines else " ")
        elif character == "\t":
            kept.append(character if lines else " ")
        elif unicodedata.category(character) in ("Cc", "Cs") or character in _DIRECTION_CONTROLS:
            continue
        else:
            kept.append(character)
    return "".join(kept)[:most]
