"""A share's recorded stream: the messages that the customer's side made of a screen, and what the screen showed last.

The file is a head, entries, and an end. An entry is the seconds since the first one (8 bytes, IEEE 754), the length
(4 bytes) and the message as it goes over the line (wire.codec), numbers big endian; an entry of no length is the end,
which the digest of the screen follows (SHA-256).
"""

import hashlib
import struct
from collections.abc import Sequence
from pathlib import Path
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from wire import codec, limits
from wire.messages import Frame, MotionFrame, SharingStarted

PictureMessage = SharingStarted | Frame | MotionFrame
"""The messages that a picture is made of."""

_HEAD: Final = b"pomoc recording 1\n"
_ENTRY: Final = struct.Struct(">dI")


class RecordingError(Exception):
    """A file is no whole recording, or a screen could not be recorded; the message says what was wrong."""


class Entry(NamedTuple):
    """One message."""

    seconds: float
    """Since the first message, when the customer's side delivered it."""
    data: bytes


class Recording(NamedTuple):
    """What a file holds."""

    entries: list[Entry]
    digest: bytes
    """`digest` of the screen after the last message, when it rested."""


def digest(pixels: npt.NDArray[np.uint8]) -> bytes:
    """Return the SHA-256 of a picture's size and colours; shape (height, width, 3 or 4), X does not count."""
    height, width = pixels.shape[:2]
    summed = hashlib.sha256(struct.pack(">II", width, height))
    summed.update(pixels[..., :3].tobytes())
    return summed.digest()


def write_recording(path: Path, messages: Sequence[tuple[float, PictureMessage]], screen: bytes) -> int:
    """Write messages with their times, and the digest of the screen; return the file's size in bytes."""
    with path.open("wb") as file:
        file.write(_HEAD)
        for seconds, message in messages:
            data = codec.encode(message)
            file.write(_ENTRY.pack(seconds, len(data)) + data)
        file.write(_ENTRY.pack(0.0, 0) + screen)
        return file.tell()


def read_recording(path: Path) -> Recording:
    """Return what a file holds; raise RecordingError. What the messages say is not looked at."""
    content = path.read_bytes()
    if not content.startswith(_HEAD):
        raise RecordingError("not a recording")
    entries: list[Entry] = []
    at = len(_HEAD)
    while at + _ENTRY.size <= len(content):
        seconds, length = _ENTRY.unpack_from(content, at)
        at += _ENTRY.size
        if not length:
            screen = content[at:]
            if len(screen) != hashlib.sha256().digest_size:
                break
            return Recording(entries, screen)
        if length > limits.MESSAGE or at + length > len(content):
            break
        entries.append(Entry(seconds, content[at : at + length]))
        at += length
    raise RecordingError("the recording is not whole")
