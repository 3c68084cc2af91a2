"""Messages survive the way over the line, and nothing else gets through."""

from typing import Any, get_args

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.wire.drawing import BOMBS, mangled, packed, values_of
from wire import limits, messages
from wire.codec import CodecError, decode_from_agent, decode_from_customer, encode
from wire.messages import AgentMessage, Coding, CustomerMessage, Frame, Priority, Rectangle, priority_of

FROM_AGENT: tuple[type, ...] = get_args(AgentMessage)
FROM_CUSTOMER: tuple[type, ...] = get_args(CustomerMessage)
DIRECTIONS = ((decode_from_agent, FROM_AGENT), (decode_from_customer, FROM_CUSTOMER))


def tag_of(kind: type) -> Any:
    """Return what stands for the class on the wire."""
    described = msgspec.inspect.type_info(kind)
    assert isinstance(described, msgspec.inspect.StructType)
    return described.tag


TAGS: dict[type, Any] = {kind: tag_of(kind) for kind in (*FROM_AGENT, *FROM_CUSTOMER)}
EVERY = [(decode, kind) for decode, kinds in DIRECTIONS for kind in kinds]


def one_of(kind: type) -> "st.SearchStrategy[Any]":
    """Return a strategy for one class of message; a rectangle's pixels are within their cap."""
    return values_of(kind).filter(_fits) if kind is Frame else values_of(kind)


def _fits(frame: Frame) -> bool:
    return sum(each.work for each in frame.rectangles) <= limits.RECTANGLE_PIXELS


ALL_MESSAGES = st.sampled_from([*FROM_AGENT, *FROM_CUSTOMER]).flatmap(one_of)


def test_the_two_directions_share_only_what_both_say() -> None:
    assert set(FROM_AGENT) & set(FROM_CUSTOMER) == {messages.Chat, messages.Goodbye, messages.Received}


@pytest.mark.parametrize(("decode", "kind"), EVERY)
@given(data=st.data())
def test_every_message_comes_out_as_it_went_in(decode: Any, kind: type, data: st.DataObject) -> None:
    message = data.draw(one_of(kind))
    received = decode(encode(message))
    assert type(received) is kind
    assert received == message


@pytest.mark.parametrize(("decode", "kinds"), DIRECTIONS)
@given(message=ALL_MESSAGES)
def test_each_direction_refuses_the_other_sides_messages(decode: Any, kinds: tuple[type, ...], message: Any) -> None:
    if type(message) in kinds:
        assert decode(encode(message)) == message
    else:
        with pytest.raises(CodecError):
            decode(encode(message))


@pytest.mark.parametrize(("decode", "kind"), EVERY)
@given(data=st.data())
def test_no_field_may_be_unknown_missing_or_of_another_type(decode: Any, kind: Any, data: st.DataObject) -> None:
    tag, *fields = msgspec.msgpack.decode(encode(data.draw(one_of(kind))))
    assert tag == TAGS[kind]
    wrong: list[list[Any]] = [[tag, *fields, None], [0, *fields], [kind.__name__, *fields]]
    for place, (name, value) in enumerate(zip(kind.__struct_fields__, fields, strict=True)):
        wrong.append([tag, *fields[:place], *fields[place + 1 :]])
        strangers = [1.5, float("nan"), {"a": 1}, [[1]], "text" if not isinstance(value, str) else 7]
        if value is not None and not (kind is messages.CursorMoved and name == "hash"):
            strangers.append(None)
        wrong += [[tag, *fields[:place], stranger, *fields[place + 1 :]] for stranger in strangers]
    for each in wrong:
        with pytest.raises(CodecError):
            decode(packed(each))


@pytest.mark.parametrize("number", [2**64, -(2**63) - 1])
def test_a_number_that_does_not_fit_is_the_one_error(number: int) -> None:
    with pytest.raises(CodecError):
        encode(messages.FrameShown(number, [1], 0))


@pytest.mark.parametrize("decode", [decode_from_agent, decode_from_customer])
@pytest.mark.parametrize("data", [*BOMBS, b"\xff" * 100, packed([]), packed(None), packed({}), packed("Chat")])
def test_bombs_and_other_values_are_refused(decode: Any, data: bytes) -> None:
    with pytest.raises(CodecError):
        decode(data)


@pytest.mark.parametrize(("decode", "kind"), EVERY)
@given(data=st.data())
def test_a_cut_or_lengthened_message_is_refused(decode: Any, kind: type, data: st.DataObject) -> None:
    whole = encode(data.draw(one_of(kind)))
    for wrong in (whole[:-1], whole[: len(whole) // 2], whole + b"\x00", whole + whole):
        with pytest.raises(CodecError):
            decode(wrong)


@pytest.mark.parametrize(("decode", "kinds"), DIRECTIONS)
@given(data=st.binary(max_size=200) | mangled(ALL_MESSAGES.map(encode)))
def test_whatever_comes_it_is_a_message_or_a_codec_error(decode: Any, kinds: tuple[type, ...], data: bytes) -> None:
    try:
        message = decode(data)
    except CodecError:
        return
    assert type(message) in kinds
    assert decode(encode(message)) == message


def test_a_message_over_the_cap_is_neither_sent_nor_read() -> None:
    def frame(size: int) -> Frame:
        return Frame(1, 1, [Rectangle(0, 0, 1, 1, Coding.LOSSLESS, bytes(size))], final=True)

    around = len(encode(frame(2**20))) - 2**20
    longest = encode(frame(limits.MESSAGE - around))
    assert len(longest) == limits.MESSAGE
    assert isinstance(decode_from_customer(longest), Frame)
    with pytest.raises(CodecError):
        encode(frame(limits.MESSAGE - around + 1))
    for decode in (decode_from_agent, decode_from_customer):
        with pytest.raises(CodecError):
            decode(longest + b"\0")


@pytest.mark.parametrize("text", ["\ud800", "a\udfffb", "\ude00\ud83d"])
def test_lone_surrogates_are_neither_sent_nor_read(text: str) -> None:
    with pytest.raises(CodecError):
        encode(messages.Chat(1, text))
    surrogates = text.encode("utf-8", "surrogatepass")
    valid = encode(messages.Chat(1, "~" * len(surrogates)))
    raw = valid.replace(b"~" * len(surrogates), surrogates)
    assert surrogates in raw
    for decode in (decode_from_agent, decode_from_customer):
        with pytest.raises(CodecError):
            decode(raw)


SIDE, CURSOR = limits.SCREEN_SIDE, limits.CURSOR_SIDE


def raw(kind: Any, **fields: Any) -> bytes:
    """Return the bytes of a message whose values need not be valid."""
    assert set(fields) == set(kind.__struct_fields__)
    return packed([TAGS[kind], *(fields[name] for name in kind.__struct_fields__)])


POINTER = {"kind": messages.PointerMove, "x": 0, "y": 0}
WHEEL = {"kind": messages.Wheel, "x": 0, "y": 0, "steps_x": 0, "steps_y": 0}
KEY = {"kind": messages.Key, "keysym": 1, "down": True}
CHAT = {"kind": messages.Chat, "number": 1, "text": "x"}


@pytest.mark.parametrize(
    ("valid", "field", "good", "bad"),
    [
        (POINTER, "x", [0, SIDE - 1], [-1, SIDE, 2**63, 2**64 - 1]),
        (POINTER, "y", [0, SIDE - 1], [-1, SIDE, -(2**63)]),
        (WHEEL, "steps_x", [-limits.WHEEL_STEPS, limits.WHEEL_STEPS], [-limits.WHEEL_STEPS - 1, 2**31]),
        (WHEEL, "steps_y", [-limits.WHEEL_STEPS, limits.WHEEL_STEPS], [limits.WHEEL_STEPS + 1, -(2**31)]),
        (KEY, "keysym", [1, 2**29 - 1], [0, -1, 2**29]),
        (KEY, "down", [True, False], [0, 1]),
        (CHAT, "text", ["x", "č" * limits.CHAT_CHARACTERS], ["", "č" * (limits.CHAT_CHARACTERS + 1)]),
        (CHAT, "number", [0, 2**53 - 1], [-1, 2**53]),
        ({**POINTER, "kind": messages.PointerButton, "down": True}, "button", ["left"], ["Left", "", "4"]),
        ({"kind": messages.Goodbye}, "ending", ["line_lost"], ["LINE_LOST", ""]),
    ],
)
def test_the_agents_numbers_and_texts_at_their_caps(
    valid: dict[str, Any], field: str, good: list[Any], bad: list[Any]
) -> None:
    for value in good:
        decode_from_agent(raw(**{**valid, field: value}))
    for value in bad:
        with pytest.raises(CodecError):
            decode_from_agent(raw(**{**valid, field: value}))


def frame_of(*rectangles: list[Any]) -> bytes:
    return raw(Frame, share=1, number=1, rectangles=list(rectangles), final=True)


@pytest.mark.parametrize(
    "rectangle",
    [
        [0, 0, 0, 1, 1, b""],
        [0, 0, 1, 0, 1, b""],
        [0, 0, 65535, 65535, 1, b""],
        [0, 0, SIDE, SIDE, 1, b""],
        [0, 0, limits.RECTANGLE_PIXELS // 16 + 1, 16, 1, b""],
        [-1, 0, 1, 1, 1, b""],
        [0, SIDE, 1, 1, 1, b""],
        [0, 0, 1, 1, -1, b""],
        [0, 0, 1, 1, 5, b""],
        [0, 0, 1, 1, 1, "text"],
        [0, 0, 1, 1, 1],
        [0, 0, 1, 1, 1, b"", 0],
        [0, 0, 1.5, 1, 1, b""],
    ],
)
def test_a_rectangle_that_no_correct_program_sends(rectangle: list[Any]) -> None:
    decode_from_customer(frame_of([0, 0, SIDE, limits.RECTANGLE_PIXELS // SIDE, 1, b""]))
    with pytest.raises(CodecError):
        decode_from_customer(frame_of(rectangle))


@pytest.mark.parametrize(
    ("coding", "most"), [(0, limits.COPIED_PIXELS), (1, limits.RECTANGLE_PIXELS), (2, limits.RECTANGLE_PIXELS)]
)
def test_a_frame_that_costs_more_than_one_may(coding: int, most: int) -> None:
    half, narrow = most // 2 // 1024, most // 2 // limits.ROW_PIXELS // 8
    wide = [0, 0, 1024, half, coding, b""]
    decode_from_customer(frame_of(wide, wide))
    decode_from_customer(frame_of(*[[0, 0, 1, narrow, coding, b""]] * 8, wide))
    for rectangles in ([wide, wide, [0, 0, 1, 1, coding, b""]], [*[[0, 0, 1, narrow, coding, b""]] * 9, wide]):
        with pytest.raises(CodecError):
            decode_from_customer(frame_of(*rectangles))


def test_more_rectangles_than_a_frame_may_have() -> None:
    rectangle = [0, 0, 1, 1, 1, b""]
    decode_from_customer(frame_of(*[rectangle] * limits.RECTANGLES))
    with pytest.raises(CodecError):
        decode_from_customer(frame_of(*[rectangle] * (limits.RECTANGLES + 1)))


def motion_of(count: int) -> bytes:
    region = {"x": 0, "y": 0, "width": 64, "height": 64}
    areas = [[0, 0, 1, 1]] * count
    return raw(messages.MotionFrame, share=1, number=1, **region, begins=True, areas=areas, data=b"")


@pytest.mark.parametrize("count", [0, limits.MOTION_AREAS + 1])
def test_a_videos_picture_with_no_area_or_too_many(count: int) -> None:
    decode_from_customer(motion_of(1))
    decode_from_customer(motion_of(limits.MOTION_AREAS))
    with pytest.raises(CodecError):
        decode_from_customer(motion_of(count))


CURSOR_SHAPE: dict[str, Any] = {
    "kind": messages.CursorShape,
    "hash": bytes(16),
    "width": 2,
    "height": 3,
    "hot_x": 1,
    "hot_y": 2,
}


@pytest.mark.parametrize(
    "change",
    [
        {"pixels": bytes(23)},
        {"pixels": bytes(25)},
        {"pixels": b""},
        {"hot_x": 2},
        {"hot_y": 3},
        {"hot_x": -1},
        {"width": 0, "pixels": b""},
        {"width": CURSOR + 1, "height": 1, "pixels": bytes(4 * (CURSOR + 1))},
        {"hash": bytes(15)},
        {"hash": bytes(17)},
    ],
)
def test_a_cursor_that_does_not_fit_itself(change: dict[str, Any]) -> None:
    decode_from_customer(raw(**{**CURSOR_SHAPE, "pixels": bytes(24)}))
    with pytest.raises(CodecError):
        decode_from_customer(raw(**{**CURSOR_SHAPE, "pixels": bytes(24), **change}))


@given(message=ALL_MESSAGES)
def test_pictures_wait_for_chat_and_chat_for_input(message: Any) -> None:
    expected: dict[type, Priority] = {
        messages.Chat: Priority.CHAT,
        messages.Goodbye: Priority.CHAT,
        messages.Received: Priority.CHAT,
        messages.LogRoot: Priority.CHAT,
        messages.FrameShown: Priority.PROGRESS,
        messages.PictureArrived: Priority.PROGRESS,
        messages.LineMeasured: Priority.PROGRESS,
        Frame: Priority.PICTURE,
        messages.MotionFrame: Priority.MOTION,
    }
    assert priority_of(message) is expected.get(type(message), Priority.INPUT)
    assert Priority.INPUT < Priority.PROGRESS < Priority.CHAT < Priority.PICTURE < Priority.MOTION
