"""What the other side is told of the cursor: each shape once, and the state whenever it changed."""

from client.pipeline.cursor_teller import CursorTeller
from client.screen.cursor import CursorState
from wire import limits
from wire.codec import decode_from_customer, encode
from wire.messages import CursorMoved, CursorShape


def shape(number: int) -> CursorShape:
    return CursorShape(number.to_bytes(16), 1, 1, 0, 0, b"\0\0\0\xff")


def at(x: int, y: int, cursor: CursorShape | None) -> CursorState:
    return CursorState(x, y, None if cursor is None else cursor.hash, cursor)


def test_a_shape_goes_once_and_then_its_hash_alone() -> None:
    teller, arrow, beam = CursorTeller((0, 0)), shape(1), shape(2)
    assert teller.news(at(3, 4, arrow)) == [arrow, CursorMoved(3, 4, arrow.hash)]
    assert teller.news(at(3, 4, arrow)) == []
    assert teller.news(at(5, 4, arrow)) == [CursorMoved(5, 4, arrow.hash)]
    assert teller.news(at(5, 4, beam)) == [beam, CursorMoved(5, 4, beam.hash)]
    assert teller.news(at(5, 4, arrow)) == [CursorMoved(5, 4, arrow.hash)]


def test_an_animation_that_goes_round_sends_its_pictures_once() -> None:
    teller = CursorTeller((0, 0))
    said = [teller.news(at(0, 0, shape(number % 5))) for number in range(50)]
    assert sum(isinstance(message, CursorShape) for messages in said for message in messages) == 5
    assert all(isinstance(messages[-1], CursorMoved) for messages in said)


def test_a_hidden_cursor_is_told_and_found_again() -> None:
    teller, arrow = CursorTeller((0, 0)), shape(1)
    teller.news(at(3, 4, arrow))
    assert teller.news(at(3, 4, None)) == [CursorMoved(3, 4, None)]
    assert teller.news(at(3, 4, None)) == []
    assert teller.news(at(3, 4, arrow)) == [CursorMoved(3, 4, arrow.hash)]


def test_what_the_other_side_may_have_forgotten_goes_again() -> None:
    """It keeps limits.CURSORS_KEPT shapes: whatever is named it must have got since it last had to forget."""
    teller = CursorTeller((0, 0))
    kept: list[bytes] = []
    for number in [*range(limits.CURSORS_KEPT + 3), *range(limits.CURSORS_KEPT + 3)]:
        for message in teller.news(at(0, 0, shape(number))):
            if isinstance(message, CursorShape):
                kept = [*kept, message.hash][-limits.CURSORS_KEPT :]
            else:
                assert isinstance(message, CursorMoved)
                assert message.hash in kept


def test_places_are_those_of_the_picture_and_within_bounds() -> None:
    teller = CursorTeller((-1920, 40))
    assert teller.news(at(-1900, 50, None)) == [CursorMoved(20, 10, None)]
    (far,) = teller.news(at(2**20, -(2**20), None))
    assert far == CursorMoved(limits.SCREEN_SIDE, -limits.SCREEN_SIDE, None)
    assert decode_from_customer(encode(far)) == far
