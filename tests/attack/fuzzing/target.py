"""What is attacked: a decoder, valid inputs, and what it may say to all others."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st


class Form(Enum):
    """In what an attacker can change an input without its falling apart at once."""

    BYTES = auto()
    TEXT = auto()
    JSON = auto()
    MESSAGE_PACK = auto()


@dataclass(frozen=True)
class Target:
    """One decoder, in one state: every input meets it as the first did."""

    decode: Callable[[Any], object]
    """Decodes one input, prepared. It raises AssertionError where something was taken that nobody may send."""
    errors: tuple[type[Exception], ...]
    """What it is documented to raise."""
    seeds: Sequence[bytes]
    """Inputs that it takes."""
    form: Form = Form.BYTES
    prefix: int = 0
    """So many bytes at the beginning are not the attacker's: they choose which of several decoders is meant."""
    bombs: Sequence[bytes] = ()
    """Inputs that cost much where they are believed."""
    prepare: Callable[[bytes], Any] = bytes
    """Makes of an input what the decoder gets; that is the attacker's work, and not measured."""

    def accepts(self, data: bytes) -> bool:
        """Decode one input; whatever is not documented passes."""
        return self.accepts_prepared(self.prepare(data))

    def accepts_prepared(self, prepared: Any) -> bool:
        """Decode what prepare() made of an input."""
        try:
            self.decode(prepared)
        except self.errors:
            return False
        return True


def samples(strategy: "st.SearchStrategy[Any]", count: int) -> list[Any]:
    """Return values that a strategy draws: the same ones each time."""
    drawn: list[Any] = []

    @settings(
        max_examples=count,
        phases=[Phase.generate],
        derandomize=True,
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(strategy)
    def draw(value: Any) -> None:
        drawn.append(value)

    draw()
    return drawn


def framed(parts: Sequence[bytes]) -> bytes:
    """Return one input of many: each with its length in four bytes before it."""
    return b"".join(len(part).to_bytes(4) + part for part in parts)


def parts_of(data: bytes) -> Iterator[bytes]:
    """Yield the parts again; whatever the bytes are, they are parts: the last one may be shorter than it says."""
    place = 0
    while place < len(data):
        end = place + 4 + int.from_bytes(data[place : place + 4])
        yield data[place + 4 : end]
        place = end
