"""How many blocks a part of a Zstandard stream has (RFC 8878, section 3.1.1).

A block of two dozen bytes can unpack to nearly nothing and still make the decoder build four tables: 4 MiB of them
take half a second. Our own encoder fills its blocks.
"""

from typing import Final

from client.screen.errors import PictureError

_START: Final = b"\x28\xb5\x2f\xfd\0"
"""The frame's beginning, without checksum, dictionary and size; its window follows in one byte."""
_HEADER: Final = 3
_REPEATED_BYTE: Final = 1


def check_blocks(data: bytes, most: int, *, begins: bool) -> None:
    """Raise PictureError unless this is the next part of a stream: `most` whole blocks at most, none of them the last.

    `begins` says whether it is the first part, in which the stream's header comes before.
    """
    place = 0
    if begins:
        if not data.startswith(_START):
            raise PictureError("the picture's stream does not begin")
        place = len(_START) + 1
    for _ in range(most):
        if place >= len(data):
            break
        header = int.from_bytes(data[place : place + _HEADER], "little")
        is_last, kind, size = header & 1, header >> 1 & 3, header >> 3
        if is_last:
            raise PictureError("the picture's stream ends")
        place += _HEADER + (1 if kind == _REPEATED_BYTE else size)
    if place != len(data):
        raise PictureError("the picture's data has too many blocks, or a part of one")
