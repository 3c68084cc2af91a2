"""Messages to record bodies and back: priorities, chunks and padding.

A body is one byte (class in the low bits, MORE flag in the highest), the payload's length in two
bytes, big endian, the payload, and zero bytes as padding. A chunk that is not its message's last is
full; one of a picture may be shorter, down to limits.PICTURE_CHUNK, so that on a slow line nothing waits long
behind it. Padding goes up to the next of limits.PADDING_BUCKETS. A picture that has begun and may not go on
ends with a body of its own: the ABANDONED flag, and no payload.
"""

from collections import deque
from collections.abc import Mapping
from typing import Final

from wire import limits
from wire.messages import Priority

PICTURES: Final = frozenset((Priority.PICTURE, Priority.MOTION))
"""The classes that fill a line, and so wait for room on it."""

_BY_URGENCY: Final = tuple(Priority)
_HEADER: Final = 3
_MORE: Final = 0x80
_ABANDONED: Final = 0x40
_CLASS: Final = 0x3F
_UNPADDED: Final = PICTURES | {Priority.PROGRESS}
PAYLOAD: Final = limits.CHUNK - _HEADER
"""The most bytes of a message in one body; with its header, a full body is limits.CHUNK bytes."""


class ChunkError(Exception):
    """A body is malformed, or a message is empty or longer than limits.MESSAGE."""


class Outbox:
    """Messages that wait to be sent: in order within a class, the most urgent class first."""

    def __init__(self) -> None:
        self._waiting: Mapping[Priority, deque[bytes]] = {priority: deque() for priority in Priority}
        # Bytes of the class's first message that went out already.
        self._sent = dict.fromkeys(Priority, 0)
        self._pending = dict.fromkeys(Priority, 0)
        self._abandoned: deque[Priority] = deque()
        """Classes whose message broke off, of which the other side does not know yet."""

    def put(self, priority: Priority, message: bytes) -> None:
        """Queue one message; raise ChunkError."""
        if not 0 < len(message) <= limits.MESSAGE:
            raise ChunkError("empty or too long a message")
        self._waiting[priority].append(message)
        self._pending[priority] += len(message)

    def next_chunk(self, pictures: int = PAYLOAD) -> bytes | None:
        """Take the next body to seal, of at most limits.CHUNK bytes; None where nothing waits that may go.

        `pictures` is the most bytes of a picture that may go now; less than limits.PICTURE_CHUNK means none.
        """
        if self._abandoned:
            return _body(self._abandoned.popleft(), b"", flags=_ABANDONED)
        priority = next(filter(self._waiting.__getitem__, _BY_URGENCY), None)
        if priority is None or (priority in PICTURES and pictures < limits.PICTURE_CHUNK):
            return None
        queue, start = self._waiting[priority], self._sent[priority]
        end = start + (min(pictures, PAYLOAD) if priority in PICTURES else PAYLOAD)
        payload = queue[0][start:end]
        more = end < len(queue[0])
        if more:
            self._sent[priority] = end
        else:
            queue.popleft()
            self._sent[priority] = 0
        self._pending[priority] -= len(payload)
        return _body(priority, payload, flags=_MORE if more else 0)

    def discard(self, priority: Priority) -> None:
        """Drop the messages of this class of pictures, and what is left of one that has begun to go out."""
        self._waiting[priority].clear()
        self._pending[priority] = 0
        if self._sent[priority]:
            self._sent[priority] = 0
            self._abandoned.append(priority)

    def pending(self, priority: Priority) -> int:
        """Return how many bytes of messages of this class wait."""
        return self._pending[priority]

    def __bool__(self) -> bool:
        return any(self._waiting.values()) or bool(self._abandoned)


class Inbox:
    """Puts messages together again, each class for itself."""

    def __init__(self) -> None:
        self._parts = {priority: bytearray() for priority in Priority}

    def receive(self, body: bytes) -> bytes | None:
        """Take one opened body; return the message that it completes, or None; raise ChunkError.

        After an error the connection is to be given up: what was received of a message is lost.
        """
        if len(body) < _HEADER:
            raise ChunkError("too short")
        try:
            priority = Priority(body[0] & _CLASS)
        except ValueError as error:
            raise ChunkError("unknown class") from error
        if body[0] & _ABANDONED:
            self._abandon(priority, body)
            return None
        more = bool(body[0] & _MORE)
        end = _HEADER + int.from_bytes(body[1:_HEADER])
        least = limits.PICTURE_CHUNK if priority in PICTURES else PAYLOAD
        if end == _HEADER or end > limits.CHUNK or (more and end - _HEADER < least):
            raise ChunkError("wrong length of chunk")
        if len(body) != _padded(priority, end) or any(body[end:]):
            raise ChunkError("wrong padding")
        parts = self._parts[priority]
        if len(parts) + end - _HEADER > limits.MESSAGE:
            raise ChunkError("message too long")
        parts += body[_HEADER:end]
        if more:
            return None
        message = bytes(parts)
        parts.clear()
        return message

    def _abandon(self, priority: Priority, body: bytes) -> None:
        parts = self._parts[priority]
        if priority not in PICTURES or body != _body(priority, b"", flags=_ABANDONED) or not parts:
            raise ChunkError("nothing to abandon")
        parts.clear()


def class_of(body: bytes) -> Priority:
    """Return the class of a body that `next_chunk` made or `receive` accepted."""
    return Priority(body[0] & _CLASS)


def _body(priority: Priority, payload: bytes, *, flags: int) -> bytes:
    head = bytes((priority | flags,)) + len(payload).to_bytes(2)
    return (head + payload).ljust(_padded(priority, _HEADER + len(payload)), b"\0")


def _padded(priority: Priority, size: int) -> int:
    # A picture's size cannot be hidden this way; what is typed and said can.
    if priority in _UNPADDED:
        return size
    return next(bucket for bucket in limits.PADDING_BUCKETS if size <= bucket)
