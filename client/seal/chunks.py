"""Messages to record bodies and back: priorities, chunks and padding.

A body is one byte (class in the low bits, MORE flag in the highest), the payload's length in two
bytes, big endian, the payload, and zero bytes as padding. Every body has one form only: a chunk
that is not its message's last is full, and padding goes up to the next of limits.PADDING_BUCKETS.
"""

from collections import deque
from collections.abc import Mapping
from typing import Final

from wire import limits
from wire.messages import Priority

_HEADER: Final = 3
_MORE: Final = 0x80
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

    def put(self, priority: Priority, message: bytes) -> None:
        """Queue one message; raise ChunkError."""
        if not 0 < len(message) <= limits.MESSAGE:
            raise ChunkError("empty or too long a message")
        self._waiting[priority].append(message)
        self._pending[priority] += len(message)

    def next_chunk(self) -> bytes | None:
        """Take the next body to seal, of at most limits.CHUNK bytes; None where nothing waits."""
        priority = next((each for each in Priority if self._waiting[each]), None)
        if priority is None:
            return None
        queue, start = self._waiting[priority], self._sent[priority]
        end = start + PAYLOAD
        payload = queue[0][start:end]
        more = end < len(queue[0])
        if more:
            self._sent[priority] = end
        else:
            queue.popleft()
            self._sent[priority] = 0
        self._pending[priority] -= len(payload)
        return _body(priority, payload, more=more)

    def discard(self, priority: Priority) -> None:
        """Drop the messages of this class that have not begun to go out.

        One that has begun is completed: the other side could not tell its rest from the next message.
        """
        queue, begun = self._waiting[priority], 1 if self._sent[priority] else 0
        while len(queue) > begun:
            self._pending[priority] -= len(queue.pop())

    def pending(self, priority: Priority) -> int:
        """Return how many bytes of messages of this class wait."""
        return self._pending[priority]

    def __bool__(self) -> bool:
        return any(self._waiting.values())


class Inbox:
    """Puts messages together again, each class for itself."""

    def __init__(self) -> None:
        self._parts = {priority: bytearray() for priority in Priority}

    def receive(self, body: bytes) -> bytes | None:
        """Take one opened body; return the message that it completes, or None; raise ChunkError.

        After an error the connection is to be given up: what was received of a message is lost.
        """
        if len(body) <= _HEADER:
            raise ChunkError("too short")
        try:
            priority = Priority(body[0] & ~_MORE)
        except ValueError as error:
            raise ChunkError("unknown class") from error
        more = bool(body[0] & _MORE)
        end = _HEADER + int.from_bytes(body[1:_HEADER])
        if end == _HEADER or end > limits.CHUNK or (more and end != limits.CHUNK):
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


def _body(priority: Priority, payload: bytes, *, more: bool) -> bytes:
    head = bytes((priority | (_MORE if more else 0),)) + len(payload).to_bytes(2)
    return (head + payload).ljust(_padded(priority, _HEADER + len(payload)), b"\0")


def _padded(priority: Priority, size: int) -> int:
    # A picture's size cannot be hidden this way; what is typed and said can.
    if priority is Priority.PICTURE:
        return size
    return next(bucket for bucket in limits.PADDING_BUCKETS if size <= bucket)
