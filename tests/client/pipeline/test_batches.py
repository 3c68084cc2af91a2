"""The messages of a frame: whatever is to be drawn, the other side takes each of them."""

from hypothesis import given
from hypothesis import strategies as st

from client.pipeline.outbound import _batches
from wire import limits
from wire.codec import decode_from_customer, encode
from wire.messages import Coding, Frame, Rectangle


@st.composite
def rectangles(draw: st.DrawFn) -> Rectangle:
    """Return one that fits into a message alone."""
    coding = draw(st.sampled_from(Coding))
    most = limits.COPIED_PIXELS if coding is Coding.COPY else limits.RECTANGLE_PIXELS
    width = draw(st.sampled_from([1, 127, 128, 2896, limits.SCREEN_SIDE]) | st.integers(1, limits.SCREEN_SIDE))
    highest = min(limits.SCREEN_SIDE, most // max(width, limits.ROW_PIXELS))
    height = draw(st.just(highest) | st.integers(1, highest))
    return Rectangle(0, 0, width, height, coding, bytes(draw(st.sampled_from([0, 4, 1000, 200_000]))))


@given(st.lists(rectangles(), min_size=1, max_size=40), st.sampled_from([1, 1, 10]), st.booleans())
def test_every_message_of_a_frame_is_taken(drawn: list[Rectangle], times: int, is_known_to_end: bool) -> None:
    drawn = drawn * times
    last = len(drawn) - 1
    pieces = [(each, not is_known_to_end or number < last) for number, each in enumerate(drawn)]
    batches = list(_batches(pieces))
    assert [each for batch, _ in batches for each in batch] == drawn
    assert [is_last for _, is_last in batches] == [False] * (len(batches) - 1) + [True]
    for batch, is_last in batches:
        frame = Frame(1, 1, batch, is_last)
        assert decode_from_customer(encode(frame)) == frame
