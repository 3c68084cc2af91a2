"""PipeWire's messages about a stream's format, as bytes: SPA "pods". Pure.

Source: the headers spa/pod/pod.h, spa/param/format.h, param.h, buffers.h and video/raw.h of PipeWire 0.3, whose
values are its stable interface. A pod is a size, a type and a body, padded to eight bytes, in this machine's order.
"""

import struct
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

PARAM_ENUM_FORMAT: Final = 3
PARAM_FORMAT: Final = 4
PARAM_BUFFERS: Final = 5
PARAM_META: Final = 6

META_VIDEO_CROP: Final = 2
"""A region: x and y signed, width and height, 32 bits each. All that is outside of it is no picture."""
REGION: Final = struct.Struct("=iiII")

_ID, _INT, _RECTANGLE, _OBJECT, _CHOICE = 3, 4, 10, 15, 19
_OBJECT_FORMAT, _OBJECT_BUFFERS, _OBJECT_META = 0x40003, 0x40004, 0x40005
_RANGE, _ENUM, _FLAGS = 1, 3, 4
_MEDIA_TYPE, _MEDIA_SUBTYPE, _VIDEO_FORMAT, _VIDEO_SIZE = 1, 2, 0x20001, 0x20003
_VIDEO, _RAW = 2, 1
_BUFFERS_DATA_TYPE = 6
_META_TYPE, _META_SIZE = 1, 2
_MEMORY: Final = 1 << 1 | 1 << 2
"""Buffers in memory, by pointer or by descriptor; not on the graphics card."""

RED_FIRST: Final = (7, 11)
"""RGBx and RGBA."""
BLUE_FIRST: Final = (8, 12)
"""BGRx and BGRA."""

_HEAD = struct.Struct("=II")


class SpaError(Exception):
    """Bytes that are no format of a picture which was asked for."""


class VideoFormat(NamedTuple):
    """What both sides agreed on: one of RED_FIRST or BLUE_FIRST, and the size in pixels."""

    pixels: int
    width: int
    height: int


def format_offer(longest: int) -> bytes:
    """Return the offer to take raw pictures of 32 bits a pixel, up to `longest` pixels a side, in any rhythm."""
    pixels = [struct.pack("=I", value) for value in (BLUE_FIRST[0], *BLUE_FIRST, *RED_FIRST)]
    sizes = [struct.pack("=II", *size) for size in ((1280, 800), (1, 1), (longest, longest))]
    return _object(
        _OBJECT_FORMAT,
        PARAM_ENUM_FORMAT,
        {
            _MEDIA_TYPE: _pod(_ID, struct.pack("=I", _VIDEO)),
            _MEDIA_SUBTYPE: _pod(_ID, struct.pack("=I", _RAW)),
            _VIDEO_FORMAT: _choice(_ENUM, _ID, pixels),
            _VIDEO_SIZE: _choice(_RANGE, _RECTANGLE, sizes),
        },
    )


def buffers_offer() -> bytes:
    """Return the wish for buffers in memory."""
    wish = struct.pack("=i", _MEMORY)
    return _object(_OBJECT_BUFFERS, PARAM_BUFFERS, {_BUFFERS_DATA_TYPE: _choice(_FLAGS, _INT, [wish, wish])})


def crop_offer() -> bytes:
    """Return the wish to be told which part of each buffer is the picture."""
    return _object(
        _OBJECT_META,
        PARAM_META,
        {
            _META_TYPE: _pod(_ID, struct.pack("=I", META_VIDEO_CROP)),
            _META_SIZE: _pod(_INT, struct.pack("=i", REGION.size)),
        },
    )


def agreed_format(pod: bytes) -> VideoFormat:
    """Read the format that was settled on; raise SpaError."""
    try:
        values = dict(_properties(pod))
        (pixels,) = struct.unpack_from("=I", values[_VIDEO_FORMAT])
        width, height = struct.unpack_from("=II", values[_VIDEO_SIZE])
    except (struct.error, KeyError) as error:
        raise SpaError("no format of a picture") from error
    if pixels not in (*RED_FIRST, *BLUE_FIRST):
        raise SpaError("a format that was not offered")
    return VideoFormat(pixels, width, height)


def _pod(kind: int, body: bytes) -> bytes:
    return _HEAD.pack(len(body), kind) + body + bytes(-len(body) % 8)


def _choice(choice: int, kind: int, values: Sequence[bytes]) -> bytes:
    """Put together a choice; its first value is the preferred one."""
    return _pod(_CHOICE, struct.pack("=II", choice, 0) + _HEAD.pack(len(values[0]), kind) + b"".join(values))


def _object(kind: int, param: int, properties: dict[int, bytes]) -> bytes:
    body = b"".join(struct.pack("=II", key, 0) + value for key, value in properties.items())
    return _pod(_OBJECT, struct.pack("=II", kind, param) + body)


def _properties(pod: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield key and value of an object's properties; of a choice, its first value."""
    size, kind = _HEAD.unpack_from(pod)
    if kind != _OBJECT:
        return
    place, end = 16, min(len(pod), 8 + size)
    while place < end:
        key, _flags, length, kind = struct.unpack_from("=IIII", pod, place)
        place += 16
        body = pod[place : min(place + length, end)]
        yield key, body[16:] if kind == _CHOICE else body
        place += length + -length % 8
