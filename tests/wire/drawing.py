"""Hypothesis strategies read off the wire's own types: whatever a field's caps allow can be drawn."""

from functools import reduce
from operator import or_
from typing import Any

import msgspec
from hypothesis import strategies as st
from msgspec import inspect

from wire.messages import CursorShape

_MOST_BYTES = 64
"""Of fields whose own cap is far larger: a test draws thousands of them."""

_CHARACTERS = st.characters(exclude_categories=["Cs"])


def values_of(kind: Any) -> "st.SearchStrategy[Any]":
    """Return a strategy for all valid values of a type."""
    if kind is CursorShape:
        return _cursor_shapes()
    return _of(inspect.type_info(kind))


def _of(kind: inspect.Type) -> "st.SearchStrategy[Any]":
    match kind:
        case inspect.IntType(gt=gt, ge=ge, lt=lt, le=le):
            least = ge if ge is not None else gt + 1 if gt is not None else -(2**63)
            most = le if le is not None else lt - 1 if lt is not None else 2**63 - 1
            return st.integers(least, most)
        case inspect.FloatType():
            return st.floats(allow_nan=False)
        case inspect.BoolType():
            return st.booleans()
        case inspect.NoneType():
            return st.none()
        case inspect.StrType(pattern=str() as pattern):
            return st.from_regex(pattern, fullmatch=True, alphabet=st.characters(codec="ascii"))
        case inspect.StrType(min_length=least, max_length=most):
            return st.text(_CHARACTERS, min_size=least or 0, max_size=min(most or _MOST_BYTES, 200))
        case inspect.BytesType(min_length=least, max_length=most):
            least = least or 0
            most = most if most is not None else _MOST_BYTES
            return st.binary(min_size=least, max_size=max(least, min(most, _MOST_BYTES)))
        case inspect.EnumType(cls=cls):
            return st.sampled_from(list(cls))
        case inspect.ListType(item_type=item, min_length=least):
            return st.lists(_of(item), min_size=least or 0, max_size=5)
        case inspect.UnionType(types=types):
            return reduce(or_, (_of(each) for each in types))
        case inspect.StructType(cls=cls, fields=fields):
            return st.builds(cls, **{field.name: _of(field.type) for field in fields})
    raise NotImplementedError(kind)


@st.composite
def _cursor_shapes(draw: st.DrawFn) -> CursorShape:
    width, height = draw(st.integers(1, 9)), draw(st.integers(1, 9))
    size = width * height * 4
    return CursorShape(
        draw(st.binary(min_size=16, max_size=16)),
        width,
        height,
        draw(st.integers(0, width - 1)),
        draw(st.integers(0, height - 1)),
        draw(st.binary(min_size=size, max_size=size)),
    )


def mangled(valid: "st.SearchStrategy[bytes]") -> "st.SearchStrategy[bytes]":
    """Return a strategy for valid bytes with a few of them changed, cut out or put in."""
    return st.builds(_mangle, valid, st.lists(st.tuples(st.integers(0, 2**16), st.binary(max_size=3)), max_size=4))


def _mangle(data: bytes, changes: list[tuple[int, bytes]]) -> bytes:
    for place, new in changes:
        at = place % (len(data) + 1)
        data = data[:at] + new + data[at + place % 3 :]
    return data


def opened(data: bytes) -> dict[str, Any]:
    """Return an encoded message as a map, to be changed and packed again."""
    fields = msgspec.msgpack.decode(data)
    assert isinstance(fields, dict)
    return fields


def packed(value: object) -> bytes:
    """Return any value as MessagePack."""
    return msgspec.msgpack.encode(value)


BOMBS = (
    b"",
    b"\x91" * 100_000,
    b"\x81\xa4type" * 10_000,
    # Four thousand million elements, entries, bytes are announced, and none comes.
    b"\xdd\xff\xff\xff\xff",
    b"\xdf\xff\xff\xff\xff",
    b"\xc6\xff\xff\xff\xff",
    b"\x82\xa4type\xa5Frame\xaarectangles\xdd\xff\xff\xff\xff",
    # An extension type, and the byte that MessagePack never uses.
    b"\xd4\x01\x00",
    b"\xc1",
)
"""Bytes that cost much where they are believed."""
