"""The brand file: read strictly, written for people."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.wire.drawing import mangled, values_of
from wire import limits
from wire.brand import VERSION, Brand, BrandError, decode_brand, encode_brand

BRAND = Brand(VERSION, "Banka Č", "wss://help.example.com", "PEM")
FIELDS: dict[str, Any] = json.loads(encode_brand(BRAND))


@given(brand=values_of(Brand))
def test_a_brand_comes_out_as_it_went_in(brand: Brand) -> None:
    if brand.version == VERSION:
        assert decode_brand(encode_brand(brand)) == brand
    else:
        with pytest.raises(BrandError, match="version"):
            decode_brand(encode_brand(brand))


def test_people_can_read_it() -> None:
    text = encode_brand(BRAND).decode()
    assert '\n  "organisation": "Banka Č",\n' in text
    assert text.endswith("}\n")


def test_the_private_root_may_be_left_out() -> None:
    del (fields := dict(FIELDS))["server_root"]
    assert decode_brand(json.dumps(fields).encode()) == BRAND


@pytest.mark.parametrize(
    "change",
    [
        {"version": 0},
        {"version": 2},
        {"version": "1"},
        {"version": True},
        {"version": None},
        {"organisation": ""},
        {"organisation": "x" * 201},
        {"organisation": 1},
        {"organisation": "\ud800"},
        {"server": None},
        {"agent_root": None},
        {"agent_root": ["PEM"]},
        {"server_root": False},
        {"extra": 1},
    ],
)
def test_a_brand_with_a_wrong_field(change: dict[str, Any]) -> None:
    with pytest.raises(BrandError):
        decode_brand(json.dumps({**FIELDS, **change}).encode())


@pytest.mark.parametrize("missing", ["version", "organisation", "server", "agent_root"])
def test_a_brand_without_a_field(missing: str) -> None:
    with pytest.raises(BrandError):
        decode_brand(json.dumps({name: FIELDS[name] for name in FIELDS if name != missing}).encode())


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"null",
        b"[]",
        b"\xff\xfe",
        b"\xef\xbb\xbf" + encode_brand(BRAND),
        encode_brand(BRAND)[:-3],
        encode_brand(BRAND) * 2,
        encode_brand(BRAND).decode().encode("utf-16"),
        b"[" * 100_000,
        b'{"version":' * 10_000,
        b"\0" * 100,
    ],
)
def test_a_damaged_file(data: bytes) -> None:
    with pytest.raises(BrandError):
        decode_brand(data)


def test_a_file_over_the_cap() -> None:
    whole = encode_brand(BRAND)
    assert decode_brand(whole + b" " * (limits.BRAND_FILE - len(whole))) == BRAND
    with pytest.raises(BrandError):
        decode_brand(whole + b" " * (limits.BRAND_FILE - len(whole) + 1))


@given(data=st.binary(max_size=60) | mangled(st.just(encode_brand(BRAND))))
def test_whatever_is_in_the_file_it_is_a_brand_or_the_modules_error(data: bytes) -> None:
    try:
        brand = decode_brand(data)
    except BrandError:
        return
    assert decode_brand(encode_brand(brand)) == brand
