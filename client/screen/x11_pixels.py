"""The pixels of an X display through memory that the server writes into (MIT-SHM 1.2)."""

import mmap
import os
import struct
import sys
from collections.abc import Sequence
from typing import Final

import numpy as np

from client.screen.geometry import FrameBuffer, Rect
from client.screen.xcb import XcbConnection, XcbError

_ALL_PLANES: Final = 0xFFFFFFFF
_Z_PIXMAP: Final = 2


class SharedFrame:
    """The frame of one size of the screen, and room beside it.

    The server packs an area's rows tightly. As wide as the screen, they land in the frame where they
    belong; others land in the room beside it and are copied.
    """

    def __init__(self, connection: XcbConnection, size: tuple[int, int]) -> None:
        """Share memory for a screen of `size`. Raises XcbError, also where memory cannot be shared."""
        self._connection = connection
        self._width, self._height = size
        self._room_at = self._width * self._height * 4
        extension = connection.extension("MIT-SHM")
        if extension is None:
            raise XcbError("the display shares no memory")
        self._major = extension.major
        version = connection.reply(connection.ask(struct.pack("=BBH", self._major, 0, 1)))
        if struct.unpack_from("=HH", version, 8) < (1, 2):
            raise XcbError("the display's MIT-SHM is too old")
        self._segment = connection.new_id()
        memory = self._share(2 * self._room_at)
        self._bytes = np.frombuffer(memory, np.uint8)
        self.frame: FrameBuffer = self._bytes[: self._room_at].reshape(self._height, self._width, 4)
        """The whole screen; it may be used for as long as somebody holds it, also after close."""

    def read(self, areas: Sequence[Rect]) -> None:
        """Bring these areas of the frame up to date, with one question. Raises XcbError and ValueError."""
        if not all(area.within(self._width, self._height) for area in areas):
            raise ValueError("an area outside the picture")
        asked: list[int] = []
        copies: list[tuple[Rect, int]] = []
        at = self._room_at
        for area in areas:
            if area.width == self._width:
                asked.append(self._ask(area, area.y * area.width * 4))
                continue
            length = area.width * area.height * 4
            if at + length > len(self._bytes):
                # Only areas that overlap need more room than a frame.
                self._finish(asked, copies)
                at, asked, copies = self._room_at, [], []
            asked.append(self._ask(area, at))
            copies.append((area, at))
            at += length
        self._finish(asked, copies)

    def close(self) -> None:
        """Make the server let go of the memory. Whoever still holds the frame keeps it."""
        self._connection.send(struct.pack("=BBHI", self._major, 2, 2, self._segment))

    def _share(self, length: int) -> mmap.mmap:
        if sys.platform != "linux":
            raise XcbError("only on Linux is memory shared with an X server by descriptor")
        try:
            descriptor = os.memfd_create("pomoc-screen", os.MFD_CLOEXEC)
            try:
                os.ftruncate(descriptor, length)
                memory = mmap.mmap(descriptor, length)
                request = struct.pack("=BBHIBxxx", self._major, 6, 3, self._segment, 0)
                attached = self._connection.send_checked(request, [os.dup(descriptor)])
            finally:
                os.close(descriptor)
        except OSError as error:
            raise XcbError("memory for the screen cannot be had") from error
        self._connection.check(attached)
        return memory

    def _ask(self, area: Rect, offset: int) -> int:
        root, segment = self._connection.screen.root, self._segment
        return self._connection.ask(
            struct.pack("=BBHIhhHHIB3xII", self._major, 4, 8, root, *area, _ALL_PLANES, _Z_PIXMAP, segment, offset)
        )

    def _finish(self, asked: list[int], copies: list[tuple[Rect, int]]) -> None:
        refusal: XcbError | None = None
        for sequence in asked:
            try:
                self._connection.reply(sequence)
            except XcbError as error:
                # All replies must be taken, or libxcb keeps them.
                refusal = error
        if refusal is not None:
            raise refusal
        for (x, y, width, height), at in copies:
            pixels = self._bytes[at : at + width * height * 4].reshape(height, width, 4)
            self.frame[y : y + height, x : x + width] = pixels
