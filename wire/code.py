"""The number that a customer types: `NNNN SSSS`, nameplate and secret."""

import unicodedata
from typing import NamedTuple

from wire import limits


class CodeError(Exception):
    """What was typed is not a code; `digits` says how many digits it had."""

    def __init__(self, digits: int) -> None:
        super().__init__("not a session code")
        self.digits = digits


class Code(NamedTuple):
    """The two halves of a code; the secret never goes to the server."""

    nameplate: str
    secret: str

    def __repr__(self) -> str:
        return f"Code(nameplate={self.nameplate!r}, secret=...)"

    def spoken(self) -> str:
        """Return the code as people read it: two groups of four digits."""
        return f"{self.nameplate} {self.secret}"


def parse_code(text: str) -> Code:
    """Read a code forgivingly; raise CodeError.

    Spaces, dashes, dots, line breaks and invisible direction marks are passed over, digits of any
    script count as the digits they are. Any other character makes the text not a code: a
    telephone number in a sentence must not be taken for one.
    """
    digits: list[str] = []
    stray = False
    for character in text:
        digit = unicodedata.digit(character, None)
        if digit is not None and unicodedata.category(character) == "Nd":
            digits.append(str(digit))
        elif unicodedata.category(character) not in _PASSED_OVER and character not in ".\t\r\n":
            stray = True
    if stray or len(digits) != limits.CODE_DIGITS:
        raise CodeError(len(digits))
    joined = "".join(digits)
    return Code(joined[: limits.NAMEPLATE_DIGITS], joined[limits.NAMEPLATE_DIGITS :])


# Space separators, dashes, format characters (direction marks, zero-width space and joiners).
_PASSED_OVER = frozenset({"Zs", "Zl", "Zp", "Pd", "Cf"})
