"""The cursor on X11, through the XFixes extension (fixesproto, section 7: GetCursorImage)."""

import struct
from typing import Final

import numpy as np

from client.screen.cursor import CursorSource, CursorState, cursor_shape
from client.screen.default_cursor import default_arrow
from client.screen.errors import CaptureError
from client.screen.xcb import XcbConnection, XcbError, XcbRefusalError
from wire import limits
from wire.messages import CursorShape

_CURSOR_NOTIFY: Final = 1
_CURSOR_SHAPE: Final = 1
_BEGINS: Final = 0
"""The serial number that an animated cursor has until its second picture: its own, where theirs count from 1."""


class X11Cursor(CursorSource):
    """The cursor of one X display, over a connection of its own, which it closes.

    The server gives each cursor a serial number that it never uses again, and tells the number at each
    change. So a picture is asked for only once, also when an animation comes back to it.
    """

    def __init__(self, connection: XcbConnection) -> None:
        """Take a fresh connection. Raises XcbError, also where the server lacks XFixes."""
        extension = connection.extension("XFIXES")
        if extension is None:
            raise XcbError("the display has no XFIXES")
        self._connection: XcbConnection | None = connection
        root = connection.screen.root
        self._notify = extension.first_event + _CURSOR_NOTIFY
        self._query_pointer = struct.pack("=BxHI", 38, 2, root)
        self._get_image = struct.pack("=BBH", extension.major, 4, 1)
        # The server answers no other request of the extension before this one.
        connection.reply(connection.ask(struct.pack("=BBHII", extension.major, 0, 3, 2, 0)))
        connection.check(connection.send_checked(struct.pack("=BBHII", extension.major, 3, 3, root, _CURSOR_SHAPE)))
        self._shapes: dict[int, CursorShape | None] = {}
        """By serial number."""
        self._unknown = default_arrow()
        self._shape: CursorShape | None = None
        self._shape = self._read_shape(connection)

    def read(self) -> CursorState:
        """Return the cursor as it is now; raise CaptureError."""
        if self._connection is None:
            raise CaptureError("the cursor is closed")
        pointer = self._connection.reply(self._connection.ask(self._query_pointer))
        serial = None
        # Whatever changed before the pointer was asked for has been told before the answer.
        for event in self._connection.events():
            if event[0] == self._notify:
                (serial,) = struct.unpack_from("=I", event, 8)
        if serial is not None:
            known = serial in self._shapes
            self._shape = self._shapes[serial] if known else self._read_shape(self._connection)
        x, y = struct.unpack_from("=hh", pointer, 16)
        return CursorState(x, y, self._shape.hash if self._shape else None, self._shape)

    def close(self) -> None:
        """Close the connection; may be called twice."""
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.close()

    def _read_shape(self, connection: XcbConnection) -> CursorShape | None:
        try:
            image = connection.reply(connection.ask(self._get_image))
        except XcbRefusalError:
            # A shape whose program has ended, such as xsetroot, belongs to nobody: some servers do not hand it out.
            # It is seen there all the same, and most often it is the root window's arrow.
            return self._unknown
        width, height, hot_x, hot_y, serial = struct.unpack_from("=HHHHI", image, 12)
        if serial == _BEGINS:
            # The display shows the first picture of it, and tells of one empty pixel.
            return self._shape or self._unknown
        # X11 pixels are words ARGB with premultiplied alpha: little-endian, the bytes are BGRA.
        words = np.frombuffer(image, np.uint32, width * height, 32).astype("<u4")
        shape = cursor_shape(words.view(np.uint8).reshape(height, width, 4), hot_x, hot_y)
        if len(self._shapes) == limits.CURSORS_KEPT:
            self._shapes.clear()
        self._shapes[serial] = shape
        return shape


def open_x11_cursor() -> X11Cursor | None:
    """Open the cursor of the display that DISPLAY names; None where it has none or lacks XFixes."""
    try:
        connection = XcbConnection()
    except XcbError:
        return None
    try:
        return X11Cursor(connection)
    except XcbError:
        connection.close()
        return None
