"""What an X server tells about changes of its screen: damage, cursor, and the size of the root window.

Requests and events as in the core protocol, damageproto 1.1, fixesproto 2.0 and XI2proto 2.1.
"""

import struct
from typing import Final

from client.screen.geometry import Rect
from client.screen.xcb import Extension, XcbConnection, XcbError

_NON_EMPTY: Final = 3
"""The level of damage at which one event tells that there is some, and no more come until it is taken."""
_CURSOR_SHAPE: Final = 1
_CURSOR_NOTIFY: Final = 1
_GENERIC_EVENT: Final = 35
_CONFIGURE_NOTIFY: Final = 22
_STRUCTURE_NOTIFY: Final = 1 << 17
_EVENT_MASK: Final = 1 << 11
_ALL_MASTER_DEVICES: Final = 1
_MOTIONS: Final = 1 << 6 | 1 << 17
"""XI_Motion, for a pointer that a program moves, and XI_RawMotion, for one that anybody's hand moves."""


class ScreenNews:
    """Makes the server of a connection tell of every change of the screen, and understands what it tells.

    An event says only that there is something to look at; `size_in` finds out more where it is the size.
    """

    def __init__(self, connection: XcbConnection) -> None:
        """Ask to be told. Raises XcbError, also where the server lacks something for it."""
        self._connection = connection
        self._root = root = connection.screen.root
        extensions = [_extension(connection, name) for name in ("DAMAGE", "XFIXES", "XInputExtension")]
        damage, fixes, xinput = (extension.major for extension in extensions)
        self._pointer_events = extensions[1].first_event + _CURSOR_NOTIFY, _GENERIC_EVENT
        # A server serves only those who said which version they speak.
        speaks_damage = connection.ask(struct.pack("=BBHII", damage, 0, 3, 1, 1))
        speaks_fixes = connection.ask(struct.pack("=BBHII", fixes, 0, 3, 2, 0))
        # Since 2.1 raw events come to all, even while one program has grabbed the pointer.
        speaks_xinput = connection.ask(struct.pack("=BBHHH", xinput, 47, 2, 2, 1))
        connection.reply(speaks_damage)
        if struct.unpack_from("=II", connection.reply(speaks_fixes), 8) < (2, 0):
            raise XcbError("the display's XFIXES is too old")
        if struct.unpack_from("=HH", connection.reply(speaks_xinput), 8) < (2, 1):
            raise XcbError("the display's XInput is too old")
        watched, region = connection.new_id(), connection.new_id()
        self._subtract = struct.pack("=BBHIII", damage, 3, 4, watched, 0, region)
        self._fetch = struct.pack("=BBHI", fixes, 19, 2, region)
        requests = (
            struct.pack("=BBHI", fixes, 5, 2, region),
            struct.pack("=BBHIIB3x", damage, 1, 4, watched, root, _NON_EMPTY),
            struct.pack("=BBHII", fixes, 3, 3, root, _CURSOR_SHAPE),
            struct.pack("=BBHIHxxHHI", xinput, 46, 5, root, 1, _ALL_MASTER_DEVICES, 1, _MOTIONS),
            struct.pack("=BxHIII", 2, 4, root, _EVENT_MASK, _STRUCTURE_NOTIFY),
        )
        for sequence in [connection.send_checked(request) for request in requests]:
            connection.check(sequence)

    def ask_damage(self) -> int:
        """Queue the question what was damaged since it was asked before; return what `damage` wants to know."""
        self._connection.send(self._subtract)
        return self._connection.ask(self._fetch)

    def damage(self, sequence: int) -> list[Rect]:
        """Return the answer: rectangles without overlap, any number of them. Raises XcbError."""
        reply = self._connection.reply(sequence)
        # 24 bytes after the head are the extents and padding; a rectangle takes eight.
        return [Rect(*four) for four in struct.iter_unpack("=hhHH", reply[32:])]

    def concerns_pointer(self, event: bytes) -> bool:
        """Tell whether an event says that the pointer moved or looks different."""
        # Of the generic events only motions were asked for.
        return event[0] in self._pointer_events

    def size_in(self, event: bytes) -> tuple[int, int] | None:
        """Return the screen's new (width, height) where that is what an event tells of."""
        if event[0] != _CONFIGURE_NOTIFY:
            return None
        window, width, height = struct.unpack_from("=I8xHH", event, 8)
        return (width, height) if window == self._root else None


def _extension(connection: XcbConnection, name: str) -> Extension:
    extension = connection.extension(name)
    if extension is None:
        raise XcbError(f"the display has no {name}")
    return extension
