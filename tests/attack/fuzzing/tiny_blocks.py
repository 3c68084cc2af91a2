"""A Zstandard stream of tiny blocks (RFC 8878), each with all the tables that a decoder builds before it unpacks."""

from typing import Final

_HEADER: Final = bytes.fromhex("28b52ffd0058")
_RAW: Final = 0
_COMPRESSED: Final = 2


def tiny_blocks(size: int) -> bytes:
    """Return the first part of a stream, of about so many bytes; each block of 20 bytes unpacks to four."""
    # Two symbols, each as likely as the other: of 2^9 states for both lengths, and of 2^8 for the distance.
    lengths, distances = _packed((4, 4), (257, 9), (511, 9)), _packed((3, 4), (129, 8), (255, 8))
    # One literal, and one sequence whose three states are the first of their tables.
    states = _packed((0, 26), (1, 1))
    block = b"\x08a" + b"\x01\xa8" + lengths + distances + lengths + states
    one = _block(_COMPRESSED, block)
    before = _HEADER + _block(_RAW, bytes(16))
    return before + one * ((size - len(before)) // len(one))


def _block(kind: int, content: bytes) -> bytes:
    return _packed((0, 1), (kind, 2), (len(content), 21)) + content


def _packed(*fields: tuple[int, int]) -> bytes:
    """Return numbers in so many bits each, the lowest first."""
    packed = place = 0
    for number, width in fields:
        packed |= number << place
        place += width
    return packed.to_bytes(-(-place // 8), "little")
