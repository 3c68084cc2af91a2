"""The caps fit into each other: what one part may make, the next one takes."""

import msgspec
import numpy as np
import pytest

from client.screen.geometry import Rect, split
from client.screen.lossless import LosslessEncoder
from client.seal.chunks import Inbox, Outbox
from client.seal.identity import make_signing_request
from client.seal.records import BODY, Direction, Opener, Sealer
from wire import limits
from wire.codec import decode_from_customer, encode
from wire.handshake import MAC, Identity, MakerConfirm, TyperHello, encode_handshake
from wire.messages import Chat, Coding, CursorShape, Frame, Priority, Rectangle
from wire.rendezvous import LoginRequest, peer_frame

SECRET = bytes(32)


def test_a_full_chunk_in_its_record_fits_the_servers_frame() -> None:
    outbox, sealer, opener = Outbox(), Sealer(SECRET, Direction.FROM_MAKER), Opener(SECRET, Direction.FROM_MAKER)
    inbox, message = Inbox(), bytes(limits.MESSAGE)
    for priority in Priority:
        outbox.put(priority, message)
        received = None
        while (body := outbox.next_chunk()) is not None:
            record = sealer.seal(body)
            assert len(record) <= limits.RECORD
            assert len(peer_frame(record)) <= limits.RELAY_FRAME
            received = inbox.receive(opener.open(record))
        assert received == message


def test_the_longest_record_fits_the_servers_frame() -> None:
    record = Sealer(SECRET, Direction.FROM_TYPER).seal(bytes(BODY))
    assert len(record) == limits.RECORD
    assert len(peer_frame(record)) <= limits.RELAY_FRAME


def test_padding_goes_up_to_a_whole_chunk() -> None:
    assert list(limits.PADDING_BUCKETS) == sorted(set(limits.PADDING_BUCKETS))
    assert limits.PADDING_BUCKETS[-1] == limits.CHUNK <= BODY


@pytest.mark.parametrize(("width", "height"), [(1024, 512), (limits.SCREEN_SIDE, 32), (128, 4096)])
def test_the_worst_rectangle_fits_a_message(width: int, height: int) -> None:
    assert width * height == limits.RECTANGLE_PIXELS
    noise = np.random.default_rng(1).integers(0, 256, (height, width, 4), np.uint8)
    data = LosslessEncoder().encode(noise, Rect(0, 0, width, height))
    assert len(data) > width * height * 3 * 0.99, "noise cannot be compressed"
    rectangle = Rectangle(0, 0, width, height, Coding.LOSSLESS, data)
    message = encode(Frame(2**53 - 1, 2**53 - 1, [rectangle], final=False))
    assert len(message) < limits.MESSAGE
    assert decode_from_customer(message) == Frame(2**53 - 1, 2**53 - 1, [rectangle], final=False)


def test_many_small_rectangles_of_noise_fit_a_message() -> None:
    noise = np.random.default_rng(1).integers(0, 256, (1, limits.RECTANGLES, 4), np.uint8)
    parts = [Rect(x, 0, 1, 1) for x in range(limits.RECTANGLES)]
    encoder = LosslessEncoder()
    rectangles = [Rectangle(*part, Coding.LOSSLESS, encoder.encode(noise, part)) for part in parts]
    assert len(encode(Frame(1, 1, rectangles, final=True))) < limits.MESSAGE


def test_every_screen_can_be_cut_into_rectangles_that_are_allowed() -> None:
    assert limits.SCREEN_PIXELS <= limits.SCREEN_SIDE**2
    for width, height in ((limits.SCREEN_SIDE, limits.SCREEN_PIXELS // limits.SCREEN_SIDE), (1, limits.SCREEN_SIDE)):
        parts = list(split(Rect(0, 0, width, height)))
        assert sum(part.width * part.height for part in parts) == width * height
        assert max(part.width * part.height for part in parts) <= limits.RECTANGLE_PIXELS
        for part in parts[:3] + parts[-3:]:
            decode_from_customer(encode(Frame(1, 1, [Rectangle(*part, Coding.LOSSLESS, b"")], final=True)))


def test_the_longest_chat_line_and_the_largest_cursor_fit_a_message() -> None:
    side = limits.CURSOR_SIDE
    assert len(encode(Chat(2**53 - 1, "👍" * limits.CHAT_CHARACTERS))) < limits.MESSAGE
    assert len(encode(CursorShape(bytes(16), side, side, 0, 0, bytes(side * side * 4)))) < limits.MESSAGE


def test_the_longest_handshake_messages_fit_their_cap_and_the_servers_frame() -> None:
    identity = encode_handshake(Identity(bytes(4 * 1024), bytes(128)))
    confirm = encode_handshake(MakerConfirm(bytes(MAC), identity + bytes(16)))
    hello = encode_handshake(TyperHello(2**63, "x" * 200, bytes(33), bytes(1184)))
    assert max(len(confirm), len(hello)) <= limits.HANDSHAKE_MESSAGE
    assert limits.HANDSHAKE_MESSAGE + 1 <= limits.RELAY_FRAME
    assert limits.CONTROL_FRAME <= limits.RELAY_FRAME


def test_the_longest_login_fits_the_servers_cap() -> None:
    _, signing_request = make_signing_request()
    # U+0001 has the longest form in JSON.
    request = LoginRequest(1, "\x01" * limits.NAME_CHARACTERS, "\x01" * 1024, signing_request)
    assert len(msgspec.json.encode(request)) <= limits.HTTP_BODY


def test_times_leave_room_for_each_other() -> None:
    assert 2 * limits.HELD_INPUT_ALIVE < limits.HELD_INPUT_SILENCE, "one lost word releases nothing"
    assert limits.NAMEPLATE_QUARANTINE > limits.CODE_LIFETIME
    assert limits.RENDEZVOUS_IDLE <= limits.HANDSHAKE_TIMEOUT
    assert limits.REKEY_SECONDS < limits.CERTIFICATE_LIFETIME
