"""Chunks: round trips, urgency, padding, and one form only of every body."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from client.seal.chunks import PAYLOAD, ChunkError, Inbox, Outbox
from wire import limits
from wire.messages import Priority

MORE = 0x80
ABANDONED = 0x40
messages = st.lists(
    st.tuples(st.sampled_from(Priority), st.integers(1, 3 * PAYLOAD), st.integers(0, 255)), max_size=12
).map(lambda drawn: [(priority, bytes((fill,)) * size) for priority, size, fill in drawn])


def drain(outbox: Outbox) -> list[bytes]:
    bodies = []
    while (body := outbox.next_chunk()) is not None:
        bodies.append(body)
    return bodies


def body(head: int, length: int, payload: bytes, padded: int = 0) -> bytes:
    return (bytes((head,)) + length.to_bytes(2) + payload).ljust(padded, b"\0")


@given(messages, st.integers(0, 12))
@settings(max_examples=60, deadline=None)
def test_every_message_arrives_once_and_in_order(sent: list[tuple[Priority, bytes]], early: int) -> None:
    outbox, inbox = Outbox(), Inbox()
    bodies = []
    for number, (priority, message) in enumerate(sent):
        outbox.put(priority, message)
        if number < early and (taken := outbox.next_chunk()) is not None:
            bodies.append(taken)
    bodies += drain(outbox)
    arrived: dict[Priority, list[bytes]] = {priority: [] for priority in Priority}
    for each in bodies:
        assert len(each) <= limits.CHUNK
        if (complete := inbox.receive(each)) is not None:
            arrived[Priority(each[0] & ~MORE)].append(complete)
    for priority in Priority:
        assert arrived[priority] == [message for each, message in sent if each is priority]
    assert not outbox
    assert [outbox.pending(priority) for priority in Priority] == [0] * len(Priority)


def test_an_urgent_message_goes_between_two_chunks_of_a_picture() -> None:
    outbox = Outbox()
    assert not outbox
    assert outbox.next_chunk() is None
    outbox.put(Priority.PICTURE, b"p" * (2 * PAYLOAD + 5))
    first = outbox.next_chunk()
    outbox.put(Priority.CHAT, b"c")
    outbox.put(Priority.INPUT, b"i")
    assert outbox.pending(Priority.PICTURE) == PAYLOAD + 5
    assert outbox.pending(Priority.CHAT) == outbox.pending(Priority.INPUT) == 1
    assert first is not None
    order = [first, *drain(outbox)]
    assert [each[0] for each in order] == [
        Priority.PICTURE | MORE,
        Priority.INPUT,
        Priority.CHAT,
        Priority.PICTURE | MORE,
        Priority.PICTURE,
    ]
    inbox = Inbox()
    assert [inbox.receive(each) for each in order] == [None, b"i", b"c", None, b"p" * (2 * PAYLOAD + 5)]


def test_a_slow_line_gets_a_picture_in_small_pieces_and_none_without_room() -> None:
    outbox, inbox = Outbox(), Inbox()
    picture = bytes(range(256)) * 20
    outbox.put(Priority.PICTURE, picture)
    assert outbox.next_chunk(limits.PICTURE_CHUNK - 1) is None
    outbox.put(Priority.INPUT, b"i")
    assert inbox.receive(outbox.next_chunk(0) or b"") == b"i"
    pieces = []
    while (body := outbox.next_chunk(1500)) is not None:
        pieces.append(inbox.receive(body))
        assert len(body) <= 1503
    assert pieces == [None, None, None, picture]


@pytest.mark.parametrize("priority", [Priority.INPUT, Priority.CHAT])
def test_what_is_typed_and_said_is_padded(priority: Priority) -> None:
    sizes: set[int] = set()
    for size in (1, 40, 61, 62, 253, 254, 1021, 1022, 4093, 4094, PAYLOAD):
        outbox = Outbox()
        outbox.put(priority, b"x" * size)
        sizes.update(len(each) for each in drain(outbox))
    assert sizes == set(limits.PADDING_BUCKETS)


def test_a_picture_is_not_padded() -> None:
    outbox = Outbox()
    outbox.put(Priority.PICTURE, b"x" * 100)
    assert [len(each) for each in drain(outbox)] == [103]


def test_the_longest_message_passes_and_a_longer_one_does_not() -> None:
    outbox, inbox = Outbox(), Inbox()
    outbox.put(Priority.PICTURE, bytes(limits.MESSAGE))
    *others, last = [inbox.receive(each) for each in drain(outbox)]
    assert last == bytes(limits.MESSAGE)
    assert not any(others)
    for wrong in (b"", bytes(limits.MESSAGE + 1)):
        with pytest.raises(ChunkError):
            outbox.put(Priority.PICTURE, wrong)
    endless = body(Priority.PICTURE | MORE, PAYLOAD, bytes(PAYLOAD))
    for _ in range(limits.MESSAGE // PAYLOAD):
        assert inbox.receive(endless) is None
    with pytest.raises(ChunkError):
        inbox.receive(endless)


MALFORMED = {
    "nothing": b"",
    "half a header": b"\2\0",
    "a header only": b"\2\0\0",
    "an empty chunk": body(Priority.CHAT, 0, b"", 64),
    "an unknown class": body(len(Priority), 1, b"x", 64),
    "an unknown flag": body(0x40, 1, b"x", 64),
    "a length beyond the body": body(Priority.PICTURE, 2, b"x"),
    "a length beyond the padded body": body(Priority.CHAT, 62, b"x", 64),
    "the greatest length": body(Priority.PICTURE, 0xFFFF, bytes(limits.CHUNK)),
    "one byte above the cap": body(Priority.PICTURE, PAYLOAD + 1, bytes(PAYLOAD + 1)),
    "padding that says something": body(Priority.CHAT, 1, b"x", 63) + b"\1",
    "padding of a picture": body(Priority.PICTURE, 1, b"x", 64),
    "no padding": body(Priority.CHAT, 1, b"x"),
    "too much padding": body(Priority.CHAT, 1, b"x", 256),
    "more to come after a chunk that is not full": body(Priority.CHAT | MORE, 1000, b"x" * 1000, 1024),
    "more to come after too short a piece of a picture": body(Priority.PICTURE | MORE, 1023, b"x" * 1023),
}


@pytest.mark.parametrize("wrong", MALFORMED.values(), ids=MALFORMED.keys())
def test_a_malformed_body_is_one_error(wrong: bytes) -> None:
    with pytest.raises(ChunkError):
        Inbox().receive(wrong)


@given(st.binary(max_size=300))
def test_noise_is_a_message_or_the_one_error(noise: bytes) -> None:
    try:
        message = Inbox().receive(noise)
    except ChunkError:
        return
    assert message
    assert message in noise


def test_discarded_messages_never_leave_not_even_the_rest_of_one_that_has_begun() -> None:
    outbox, inbox = Outbox(), Inbox()
    begun, waiting = bytes(range(256)) * 200, b"waits"
    outbox.put(Priority.PICTURE, begun)
    outbox.put(Priority.PICTURE, waiting)
    outbox.put(Priority.CHAT, b"chat")
    received = []

    def send_one() -> bool:
        body = outbox.next_chunk()
        if body is None:
            return False
        message = inbox.receive(body)
        if message is not None:
            received.append(message)
        return True

    send_one()
    send_one()
    outbox.discard(Priority.PICTURE)
    assert outbox.pending(Priority.PICTURE) == 0
    assert outbox, "the other side is still to be told"
    outbox.put(Priority.PICTURE, b"next")
    sizes = len(drain_into(outbox, inbox, received))
    assert received == [b"chat", b"next"]
    assert sizes == 3 + 3 + len(b"next"), "one body without a payload, and the next message"
    outbox.put(Priority.PICTURE, b"never begun")
    outbox.discard(Priority.PICTURE)
    assert not outbox


def drain_into(outbox: Outbox, inbox: Inbox, received: list[bytes]) -> bytes:
    bodies = drain(outbox)
    received += [message for body in bodies if (message := inbox.receive(body)) is not None]
    return b"".join(bodies)


def test_what_has_not_begun_cannot_be_abandoned() -> None:
    abandoned = body(Priority.PICTURE | ABANDONED, 0, b"")
    for wrong in (abandoned, body(Priority.CHAT | ABANDONED, 0, b"", 64), body(Priority.INPUT | ABANDONED, 0, b"")):
        with pytest.raises(ChunkError):
            Inbox().receive(wrong)
    inbox = Inbox()
    for begun in (abandoned + b"\0", body(Priority.PICTURE | ABANDONED | MORE, 0, b"")):
        inbox = Inbox()
        inbox.receive(body(Priority.PICTURE | MORE, 2000, bytes(2000)))
        with pytest.raises(ChunkError):
            inbox.receive(begun)


def test_each_class_goes_between_two_chunks_of_a_less_urgent_one() -> None:
    """A letter that is typed beside a video does not wait for it, nor a key for any of them."""
    outbox, inbox, received = Outbox(), Inbox(), list[bytes]()
    waiting = [Priority.MOTION, Priority.PICTURE, Priority.CHAT, Priority.PROGRESS, Priority.INPUT]
    for priority in waiting:
        outbox.put(priority, bytes((priority,)) * (2 * PAYLOAD))
        begun = outbox.next_chunk()
        assert begun is not None
        assert begun[0] == priority | MORE
        inbox.receive(begun)
    drain_into(outbox, inbox, received)
    assert [message[0] for message in received] == [*reversed(waiting)]
