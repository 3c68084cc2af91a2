"""An animated cursor, as X11 has it: one cursor of several pictures, which the display itself goes through.

Made by the RENDER extension (renderproto, sections 10 and 11), for which python-xlib has nothing.
"""

import struct
from collections.abc import Sequence

from client.screen.xcb import XcbConnection

SIDE = 8
"""Pixels of each picture."""


def show_animated_cursor(connection: XcbConnection, greens: Sequence[int], milliseconds: int) -> None:
    """Give the root window a cursor that shows these greens (0-255) in turn, each for so long.

    It stays for as long as the connection is open.
    """
    extension = connection.extension("RENDER")
    assert extension is not None
    major, root = extension.major, connection.screen.root
    connection.reply(connection.ask(struct.pack("=BBHII", major, 0, 3, 0, 11)))
    argb = _argb_format(connection.reply(connection.ask(struct.pack("=BBH", major, 1, 1))))
    pictures = []
    for green in greens:
        pixmap, picture, cursor = (connection.new_id() for _ in range(3))
        connection.check(connection.send_checked(struct.pack("=BBHIIHH", 53, 32, 4, pixmap, root, SIDE, SIDE)))
        connection.check(connection.send_checked(struct.pack("=BBHIIII", major, 4, 5, picture, pixmap, argb, 0)))
        fill = struct.pack("=BBHBxxxIHHHHhhHH", major, 26, 7, 1, picture, 0, green * 257, 0, 65535, 0, 0, SIDE, SIDE)
        connection.check(connection.send_checked(fill))
        connection.check(connection.send_checked(struct.pack("=BBHIIHH", major, 27, 4, cursor, picture, 0, 0)))
        pictures.append(struct.pack("=II", cursor, milliseconds))
    animated = connection.new_id()
    request = struct.pack("=BBHI", major, 31, 2 + 2 * len(pictures), animated) + b"".join(pictures)
    connection.check(connection.send_checked(request))
    connection.check(connection.send_checked(struct.pack("=BxHIII", 2, 4, root, 1 << 14, animated)))


def _argb_format(reply: bytes) -> int:
    """Return the picture format of 32 bits, alpha above red above green above blue."""
    (count,) = struct.unpack_from("=I", reply, 8)
    for at in range(32, 32 + 28 * count, 28):
        identity, _, depth, *places = struct.unpack_from("=IBB2x8H", reply, at)
        if depth == 32 and places == [16, 255, 8, 255, 0, 255, 24, 255]:
            return int(identity)
    raise AssertionError("the display has no pictures with alpha")
