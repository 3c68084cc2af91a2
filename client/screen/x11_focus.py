"""Which window of an X display has the keys: the question with which each look at the windows begins.

It is asked for each picture, and python-xlib takes longer to ask it than the display to answer. So this one goes to the
connection's socket as it is, past python-xlib 0.33, but only where nothing of python-xlib's own is under way there.
Whatever else comes before the answer is handed to python-xlib, which puts the events into its queue as ever.
"""

import struct
from typing import Any, Final

_GET_INPUT_FOCUS: Final = struct.pack("=BxH", 43, 1)
_REPLY: Final = 1
_LENGTH: Final = 32
"""Bytes in the answer; no packet of the display is shorter."""
_AT_ONCE: Final = 4096
_SEQUENCES: Final = 1 << 16
_HEAD: Final = struct.Struct("=BxH")


class FocusQuestion:
    """Asks over the connection of python-xlib's Display `display`; all calls come from one thread."""

    def __init__(self, display: Any) -> None:
        self._display = display

    def ask(self) -> int:
        """Return the id of the window that has the keys, or X.NONE, or X.PointerRoot. Raises X errors and OSError.

        The events of everything that happened before lie in python-xlib's queue then.
        """
        raw = self._display.display
        if raw.socket_error or raw.request_queue or raw.sent_requests or raw.data_send or raw.data_recv:
            focus = self._display.get_input_focus().focus
            return focus if isinstance(focus, int) else int(focus.id)
        sequence = raw.request_serial
        raw.request_serial = (sequence + 1) % _SEQUENCES
        raw.socket.sendall(_GET_INPUT_FOCUS)
        came = raw.socket.recv(_AT_ONCE)
        if len(came) == _LENGTH and _HEAD.unpack_from(came) == (_REPLY, sequence):
            return _focus_in(came)
        answer = _Answer(sequence)
        raw.sent_requests.append(answer)
        # Of a closed connection nothing came: python-xlib reads that once more, and raises what it always does.
        raw.data_recv = came
        raw.parse_response(sequence)
        while answer.focus is None:
            raw.send_recv_lock.acquire()
            raw.send_and_recv(request=sequence)
        return answer.focus


class _Answer:
    """What waits for the answer among python-xlib's own requests, with what it reads and calls of them."""

    _reply: Final = "GetInputFocus"
    """That there is one tells python-xlib that an answer comes."""

    def __init__(self, sequence: int) -> None:
        self._serial = self.sequence_number = sequence
        self.focus: int | None = None

    def _parse_response(self, packet: bytes) -> None:
        self.focus = _focus_in(packet)


def _focus_in(packet: bytes) -> int:
    focus: int = struct.unpack_from("=I", packet, 8)[0]
    return focus
