"""A connection to an X server through libxcb: requests as bytes, replies and events as bytes.

Only libxcb itself is needed, which Qt needs too; none of its libraries for extensions, because requests
are laid out here as the protocol has them. The functions are those of xcb.h and xcbext.h.
"""

import ctypes
import struct
from collections.abc import Iterator, Sequence
from typing import Any, Final, NamedTuple

from client.screen.errors import CaptureError

_CHECKED: Final = 1 << 0
_RAW: Final = 1 << 1
_ERROR: Final = 0
_GENERIC_EVENT: Final = 35
_SENT_BY_A_PROGRAM: Final = 0x80


class XcbError(CaptureError):
    """The display cannot be reached any more, lacks something, or refused a request."""


class XcbRefusalError(XcbError):
    """The display refused this one request; others are answered."""


class Extension(NamedTuple):
    """Where the server put an extension: the code of its requests, and of its first event."""

    major: int
    first_event: int


class Screen(NamedTuple):
    """The screen that the display's name chose; the size is the one at the time of the connection."""

    root: int
    width: int
    height: int
    is_bgrx: bool
    """Whether an image of the root window has the bytes blue, green, red and one more for each pixel."""


class _Vector(ctypes.Structure):
    """A part of a request; `struct iovec`."""

    _fields_ = (("base", ctypes.c_char_p), ("length", ctypes.c_size_t))


class _Request(ctypes.Structure):
    """How a request is to be treated; `xcb_protocol_request_t`."""

    _fields_ = (
        ("count", ctypes.c_size_t),
        ("extension", ctypes.c_void_p),
        ("opcode", ctypes.c_uint8),
        ("is_void", ctypes.c_uint8),
    )


_WITHOUT_REPLY: Final = _Request(1, None, 0, 1)
_WITH_REPLY: Final = _Request(1, None, 0, 0)


class XcbConnection:
    """A connection to one X display; all calls come from one thread.

    What is asked for is only sent with the next `reply`, `check` or `flush`: several questions cost one
    way to the server and back. After `close` no other method may be called.
    """

    def __init__(self, display: str | None = None) -> None:
        """Connect to `display`, such as ":7", or to that of the environment. Raises XcbError."""
        self._library = _load()
        # xcb_send_request may use the two entries before the one that it is given.
        vectors = (_Vector * 3)()
        self._request = vectors[2]
        self._first = ctypes.byref(vectors, 2 * ctypes.sizeof(_Vector))
        number = ctypes.c_int()
        name = display.encode() if display is not None else None
        self._handle: int | None = self._library.xcb_connect(name, ctypes.byref(number))
        try:
            self._raise_if_lost()
            self.screen = _read_screen(self._library, self._handle, number.value)
        except XcbError:
            self.close()
            raise

    def fileno(self) -> int:
        """Return the descriptor that becomes readable when something came; read it with `events`."""
        return int(self._library.xcb_get_file_descriptor(self._handle))

    def close(self) -> None:
        """Close the connection; may be called twice."""
        handle, self._handle = self._handle, None
        if handle is not None:
            self._library.xcb_disconnect(handle)

    def new_id(self) -> int:
        """Return an id for a new resource of the server."""
        return int(self._library.xcb_generate_id(self._handle))

    def extension(self, name: str) -> Extension | None:
        """Return where an extension is; None where the server has none of this name. Raises XcbError."""
        text = name.encode()
        padded = text + bytes(-len(text) % 4)
        reply = self.reply(self.ask(struct.pack("=BxHHxx", 98, 2 + len(padded) // 4, len(text)) + padded))
        present, major, first_event = struct.unpack_from("=BBB", reply, 8)
        return Extension(major, first_event) if present else None

    def send(self, request: bytes) -> None:
        """Queue a request without a reply. A refusal is of no consequence."""
        self._queue(request, _WITHOUT_REPLY, 0)

    def send_checked(self, request: bytes, descriptors: Sequence[int] = ()) -> int:
        """Queue a request without a reply, which `check` will ask about; the descriptors go along and are closed."""
        return self._queue(request, _WITHOUT_REPLY, _CHECKED, descriptors)

    def ask(self, request: bytes) -> int:
        """Queue a request with a reply; return what `reply` wants to know."""
        return self._queue(request, _WITH_REPLY, _CHECKED)

    def flush(self) -> None:
        """Send what is queued. Raises XcbError."""
        if self._library.xcb_flush(self._handle) <= 0:
            self._raise_if_lost()

    def check(self, sequence: int) -> None:
        """Wait until the server has carried out a request of `send_checked`. Raises XcbError when it refused."""
        error = self._library.xcb_request_check(self._handle, sequence)
        if error:
            self._raise_refusal(error)
        self._raise_if_lost()

    def reply(self, sequence: int) -> bytes:
        """Wait for the reply to a request of `ask`. Raises XcbError when the server refused."""
        error = ctypes.c_void_p()
        reply = self._library.xcb_wait_for_reply(self._handle, sequence, ctypes.byref(error))
        if reply:
            return self._taken(reply, 32 + 4 * ctypes.c_uint32.from_address(reply + 4).value)
        if error.value:
            self._raise_refusal(error.value)
        raise XcbError("the connection to the display is lost")

    def events(self) -> Iterator[bytes]:
        """Yield the events that came, oldest first. Raises XcbError when the connection is lost.

        Left out are errors that nobody asked about, and events that other programs made up.
        """
        while event := self._library.xcb_poll_for_event(self._handle):
            kind = ctypes.c_uint8.from_address(event).value
            raw = self._taken(event, 32)
            if kind != _ERROR and (kind == _GENERIC_EVENT or not kind & _SENT_BY_A_PROGRAM):
                yield raw
        self._raise_if_lost()

    def _queue(self, request: bytes, how: _Request, flags: int, descriptors: Sequence[int] = ()) -> int:
        # It is copied before xcb_send_request returns.
        self._request.base, self._request.length = request, len(request)
        first = self._first
        if not descriptors:
            return int(self._library.xcb_send_request(self._handle, flags | _RAW, first, ctypes.byref(how)))
        handed = (ctypes.c_int * len(descriptors))(*descriptors)
        send = self._library.xcb_send_request_with_fds
        return int(send(self._handle, flags | _RAW, first, ctypes.byref(how), len(descriptors), handed))

    def _taken(self, address: int, length: int) -> bytes:
        """Copy what libxcb allocated, and free it."""
        data = ctypes.string_at(address, length)
        self._library.free(address)
        return data

    def _raise_refusal(self, error: int) -> None:
        code = self._taken(error, 32)[1]
        raise XcbRefusalError(f"the display refused a request (error {code})")

    def _raise_if_lost(self) -> None:
        if self._library.xcb_connection_has_error(self._handle):
            raise XcbError("the connection to the display is lost")


def _load() -> Any:
    """Return libxcb, with its functions declared. Raises XcbError."""
    try:
        # `free` is found in the C library with which libxcb was loaded: the one that allocated for it.
        library = ctypes.CDLL("libxcb.so.1")
        pointer, number = ctypes.c_void_p, ctypes.c_uint
        signatures: dict[str, tuple[Any, tuple[Any, ...]]] = {
            "xcb_connect": (pointer, (ctypes.c_char_p, pointer)),
            "xcb_disconnect": (None, (pointer,)),
            "xcb_connection_has_error": (ctypes.c_int, (pointer,)),
            "xcb_get_file_descriptor": (ctypes.c_int, (pointer,)),
            "xcb_get_setup": (pointer, (pointer,)),
            "xcb_generate_id": (ctypes.c_uint32, (pointer,)),
            "xcb_flush": (ctypes.c_int, (pointer,)),
            "xcb_send_request": (number, (pointer, ctypes.c_int, pointer, pointer)),
            "xcb_send_request_with_fds": (number, (pointer, ctypes.c_int, pointer, pointer, number, pointer)),
            "xcb_request_check": (pointer, (pointer, number)),
            "xcb_wait_for_reply": (pointer, (pointer, number, pointer)),
            "xcb_poll_for_event": (pointer, (pointer,)),
            "free": (None, (pointer,)),
        }
        for name, (result, arguments) in signatures.items():
            function = getattr(library, name)
            function.restype, function.argtypes = result, arguments
    except (OSError, AttributeError) as error:
        raise XcbError("libxcb cannot be loaded") from error
    return library


def _read_screen(library: Any, handle: int | None, number: int) -> Screen:
    """Take the screen out of what the server said at the beginning (the X protocol, "Connection Setup")."""
    address = library.xcb_get_setup(handle)
    setup = ctypes.string_at(address, 8 + 4 * ctypes.c_uint16.from_address(address + 6).value)
    vendor_length, screens, formats, byte_order = struct.unpack_from("=H2xBBB", setup, 24)
    at = 40 + (vendor_length + 3) // 4 * 4
    bits_per_pixel = {}
    for _ in range(formats):
        depth, bits = struct.unpack_from("=BB", setup, at)
        bits_per_pixel[depth] = bits
        at += 8
    if not 0 <= number < screens:
        raise XcbError("the display has no such screen")
    for _ in range(number):
        at += _screen_length(setup, at)
    root, width, height = struct.unpack_from("=I16xHH", setup, at)
    visual, depth = struct.unpack_from("=I2xB", setup, at + 32)
    masks = _visuals(setup, at).get(visual)
    is_bgrx = byte_order == 0 and bits_per_pixel.get(depth) == 32 and masks == (0xFF0000, 0xFF00, 0xFF)
    return Screen(root, width, height, is_bgrx)


def _depths(setup: bytes, at: int) -> Iterator[tuple[int, int]]:
    """Yield where the visuals of each depth of a screen begin, and how many there are."""
    depths, at = setup[at + 39], at + 40
    for _ in range(depths):
        visuals = struct.unpack_from("=2xH", setup, at)[0]
        yield at + 8, visuals
        at += 8 + 24 * visuals


def _screen_length(setup: bytes, at: int) -> int:
    return 40 + sum(8 + 24 * visuals for _, visuals in _depths(setup, at))


def _visuals(setup: bytes, at: int) -> dict[int, tuple[int, int, int]]:
    """Return the masks of red, green and blue of all visuals of a screen."""
    found = {}
    for begin, visuals in _depths(setup, at):
        for visual in range(begin, begin + 24 * visuals, 24):
            identity, red, green, blue = struct.unpack_from("=I4xIII", setup, visual)
            found[identity] = (red, green, blue)
    return found
