"""What of H.264 (ITU-T H.264, Annex B) a video of ours is made of; all else that the standard allows is refused.

A decoder that believes a stream allocates and computes what it names: sixteen pictures of reference, thousands that
"got lost", eight in one packet. So the sequence's parameters must be those that x264 writes for the video's size, bit
for bit, and a packet is one picture, in at most two slices.
"""

from typing import Final

from client.screen.errors import PictureError

MOST_SLICES: Final = 2
"""x264 makes one for each thread."""

_START_CODE: Final = b"\0\0\1"
_MOST_UNITS: Final = 8
"""Parameters, slices and some words of the encoder."""
_OTHER_PICTURE, _KEY_PICTURE, _WORDS, _SEQUENCE, _PICTURES = 1, 5, 6, 7, 8
"""Kinds of units (table 7-1). Words, supplemental enhancement information, do not count."""
_OF_KEY: Final = ([_SEQUENCE, _PICTURES, _KEY_PICTURE], [_SEQUENCE, _PICTURES, _KEY_PICTURE, _KEY_PICTURE])
_OF_OTHER: Final = ([_OTHER_PICTURE], [_OTHER_PICTURE, _OTHER_PICTURE])
_HIGH_PROFILE: Final = b"\x64\x00"
"""Profile and constraints (7.4.2.1.1); the level after them does not count: the size says all."""
_PICTURE_PARAMETERS: Final = (b"\xcf\x3c\xb0", b"\xef\x3c\xb0")
"""All of them (7.3.2.2): variable-length or arithmetic coding, one reference, weighted prediction, 8x8 transforms."""
_SLICE_START: Final = 16
"""Bytes of a slice that hold where it begins, what it is, and whose parameters it has."""


def one_picture(data: bytes, width: int, height: int) -> bytes:
    """Return what a decoder needs of one packet of a video, of pictures of this size; raise PictureError.

    Width and height are even. A slice's content is not looked at.
    """
    if not data.startswith((_START_CODE, b"\0" + _START_CODE)) or data.count(_START_CODE) > _MOST_UNITS:
        raise PictureError("not one picture of a video")
    units = [unit for unit in data.split(_START_CODE)[1:] if not unit or unit[0] & 0x1F != _WORDS]
    kinds = [unit[0] & 0x1F if unit and unit[0] < 0x80 else 0 for unit in units]
    if kinds in _OF_KEY:
        sequence, pictures, *slices = units
        _check_sequence(sequence, width, height)
        if pictures[1:].rstrip(b"\0") not in _PICTURE_PARAMETERS:
            raise PictureError("a video of an unknown kind")
        _check_slices(slices, _written(7))
    elif kinds in _OF_OTHER:
        _check_slices(units, _written(5))
    else:
        raise PictureError("not one picture of a video")
    return b"".join(_START_CODE + unit for unit in units)


def _check_sequence(unit: bytes, width: int, height: int) -> None:
    """Raise PictureError where the parameters (7.3.2.1.1) say anything else than ours, up to how it is to be shown."""
    columns, rows = -(-width // 16), -(-height // 16)
    right, bottom = 16 * columns - width, 16 * rows - height
    cropped = f"1{_written(0)}{_written(right // 2)}{_written(0)}{_written(bottom // 2)}" if right or bottom else "0"
    expected = "".join(
        (
            _written(0),  # its number
            _written(1),  # 4:2:0
            _written(0) * 2,  # 8 bits
            "00",  # no lossless blocks, no scaling matrices
            _written(0),  # pictures are counted in 4 bits
            _written(2),  # and are shown in the order in which they are decoded
            _written(1),  # one picture of reference
            "0",  # none may be missing
            _written(columns - 1),
            _written(rows - 1),
            "11",  # no fields; direct prediction of 8x8 pixels at once
            cropped,
        )
    )
    if unit[1:3] != _HIGH_PROFILE or not _bits(unit[4:]).startswith(expected):
        raise PictureError("a video of another kind or size")


def _check_slices(units: list[bytes], kind: str) -> None:
    """Raise PictureError unless the picture begins with the first slice, and only there (7.3.3)."""
    first = _written(0)
    for number, unit in enumerate(units):
        bits = _bits(unit[1:_SLICE_START])
        zeros = len(bits) - len(bits.lstrip("0"))
        place, rest = bits[: 2 * zeros + 1], bits[2 * zeros + 1 :]
        if (place == first) != (number == 0) or not rest.startswith(kind + _written(0)):
            raise PictureError("not one picture of a video")


def _bits(payload: bytes) -> str:
    """Return the bits of a unit, without what keeps start codes out of it (7.3.1)."""
    return "".join(f"{octet:08b}" for octet in payload.replace(b"\0\0\3", b"\0\0"))


def _written(number: int) -> str:
    """Return a number as the standard writes it (9.1)."""
    digits = f"{number + 1:b}"
    return "0" * (len(digits) - 1) + digits
