"""Valid inputs, changed as an attacker would: at places, and in the structure that they have."""

import json
import random
from collections.abc import Callable
from typing import Any, Final

import msgspec

from tests.attack.fuzzing.target import Form, Target

_ODD_INTEGERS: Final = (
    0,
    1,
    -1,
    127,
    128,
    255,
    256,
    2**15,
    2**16 - 1,
    2**16,
    2**31 - 1,
    2**31,
    2**32,
    2**53,
    2**63 - 1,
)
_ODD_VALUES: Final[tuple[Any, ...]] = (
    None,
    True,
    False,
    -(2**63),
    2**64 - 1,
    0.5,
    float("inf"),
    "",
    "\0",
    "\u202e",
    "é" * 300,
    "9" * 5000,
    b"",
    b"\0" * 64,
    b"\xff" * 5000,
    [],
    {},
    [[[[[[]]]]]],
    {"type": "Chat"},
    [None] * 1000,
)
_SIZES: Final = (1, 1, 1, 2, 3, 4, 8, 16, 64, 300, 5000)
_MOST: Final = 2**20
"""An input grows no longer than this many bytes, or most of the time would go into copying."""


class Mutator:
    """Makes inputs for one target; the same ones again from the same chance."""

    def __init__(self, target: Target, chance: random.Random) -> None:
        self._target = target
        self._chance = chance
        self._edits: tuple[Callable[[bytes], bytes], ...] = (
            self._flip,
            self._flip,
            self._overwrite,
            self._insert,
            self._remove,
            self._repeat,
            self._splice,
            self._write_integer,
            self._cut_off,
        )

    def next(self) -> bytes:
        """Return the next input."""
        return self.changed(self._chance.choice(self._target.seeds))

    def changed(self, data: bytes) -> bytes:
        """Return a changed input; its prefix stays."""
        head, body = data[: self._target.prefix], data[self._target.prefix :]
        if self._target.form is not Form.BYTES and self._chance.random() < 0.6:
            body = self._restructured(body)
            if self._chance.random() < 0.8:
                return head + body
        for _ in range(self._chance.choice((1, 1, 1, 2, 3, 6))):
            body = self._chance.choice(self._edits)(body)
        return head + body[:_MOST]

    # ----- places -----------------------------------------------------------------------------

    def _place(self, data: bytes) -> int:
        return self._chance.randrange(len(data) + 1)

    def _flip(self, data: bytes) -> bytes:
        if not data:
            return data
        changed = bytearray(data)
        changed[self._chance.randrange(len(data))] ^= 1 << self._chance.randrange(8)
        return bytes(changed)

    def _overwrite(self, data: bytes) -> bytes:
        place, new = self._place(data), self._chance.randbytes(self._chance.choice(_SIZES))
        return data[:place] + new + data[place + len(new) :]

    def _insert(self, data: bytes) -> bytes:
        place, size = self._place(data), self._chance.choice(_SIZES)
        new = self._chance.randbytes(size) if self._chance.random() < 0.5 else self._chance.randbytes(1) * size
        return data[:place] + new + data[place:]

    def _remove(self, data: bytes) -> bytes:
        place = self._place(data)
        return data[:place] + data[place + self._chance.choice(_SIZES) :]

    def _repeat(self, data: bytes) -> bytes:
        place = self._place(data)
        part = data[place : place + self._chance.choice((1, 4, 16, 64, 1000))]
        return data[:place] + part * self._chance.choice((2, 3, 10, 100)) + data[place:]

    def _splice(self, data: bytes) -> bytes:
        other = self._chance.choice(self._target.seeds)[self._target.prefix :]
        return data[: self._place(data)] + other[self._place(other) :]

    def _write_integer(self, data: bytes) -> bytes:
        place, width = self._place(data), self._chance.choice((1, 2, 4, 8))
        value = self._chance.choice(_ODD_INTEGERS) % (1 << 8 * width)
        return data[:place] + value.to_bytes(width, self._chance.choice(("big", "little"))) + data[place + width :]

    def _cut_off(self, data: bytes) -> bytes:
        return data[: self._place(data)]

    # ----- structure --------------------------------------------------------------------------

    def _restructured(self, data: bytes) -> bytes:
        form = self._target.form
        if form is Form.TEXT:
            text = data.decode("utf-8", "surrogateescape")
            return self._other_text(text).encode("utf-8", "surrogateescape")
        try:
            value = msgspec.msgpack.decode(data) if form is Form.MESSAGE_PACK else json.loads(data)
        except (ValueError, RecursionError):
            return data
        value = self._other(value)
        if form is Form.MESSAGE_PACK:
            try:
                return msgspec.msgpack.encode(value)
            except (OverflowError, msgspec.MsgspecError):
                # A number that MessagePack has no form for.
                return data
        return json.dumps(value, default=lambda octets: octets.hex()).encode()

    def _other(self, value: Any) -> Any:
        """Return the value with one thing in it changed, somewhere down its branches."""
        if isinstance(value, list) and value and self._chance.random() < 0.85:
            place = self._chance.randrange(len(value))
            return value[:place] + self._other_items([value[place]]) + value[place + 1 :]
        if isinstance(value, dict) and value and self._chance.random() < 0.85:
            key = self._chance.choice(list(value))
            items = self._other_items([value[key]])
            rest = {each: value[each] for each in value if each != key}
            new = {key: items[0]} if items else {}
            return {**rest, **new, **({"more": items[1]} if len(items) > 1 else {})}
        if isinstance(value, bytes) and self._chance.random() < 0.7:
            return self._chance.choice(self._edits)(value)
        if isinstance(value, str) and self._chance.random() < 0.7:
            return self._other_text(value)
        if isinstance(value, int) and self._chance.random() < 0.7:
            return self._chance.choice((*_ODD_INTEGERS, value + 1, value - 1, -value, value * 256))
        return self._chance.choice(_ODD_VALUES)

    def _other_items(self, items: list[Any]) -> list[Any]:
        draw = self._chance.random()
        if draw < 0.1:
            return []
        return [*items, *items] if draw < 0.2 else [self._other(item) for item in items]

    def _other_text(self, text: str) -> str:
        place = self._chance.randrange(len(text) + 1)
        new = self._chance.choice(
            ("", "\0", "\n", " ", "\u202e", "\udc80", "é", "٣", "0", "-", ".", "9" * 300, "/", "@")
        )
        skipped = self._chance.choice((0, 0, 1, 2, 5))
        changed = text[:place] + new * self._chance.choice((1, 1, 2, 50)) + text[place + skipped :]
        # A lone surrogate has no UTF-8; what is read as text later gets it from a byte that is none.
        return changed if self._target.form is Form.TEXT else changed.replace("\udc80", "\ufffd")
