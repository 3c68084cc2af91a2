"""Messages to bytes and back, strictly.

Each direction has a decoder of its own, so that a customer's app cannot even name a message that
only a customer may send. Whatever is wrong with the bytes, the error is CodecError.
"""

from typing import TypeVar

import msgspec

from wire import limits
from wire.messages import AgentMessage, AnyMessage, Coding, CursorShape, CustomerMessage, Frame

_T = TypeVar("_T")


class CodecError(Exception):
    """Bytes from the other side are not a message that its side may send."""


_encoder = msgspec.msgpack.Encoder()
_from_agent: "msgspec.msgpack.Decoder[AgentMessage]" = msgspec.msgpack.Decoder(AgentMessage)
_from_customer: "msgspec.msgpack.Decoder[CustomerMessage]" = msgspec.msgpack.Decoder(CustomerMessage)


def encode(message: AnyMessage) -> bytes:
    """Return the message's bytes; raise CodecError where they pass limits.MESSAGE, or a number passes 64 bits."""
    try:
        data = _encoder.encode(message)
    except (UnicodeError, OverflowError, msgspec.MsgspecError) as error:
        raise CodecError("message cannot be encoded") from error
    if len(data) > limits.MESSAGE:
        raise CodecError("message too long")
    return data


def decode_from_agent(data: bytes) -> AgentMessage:
    """Decode what an agent's app sent; raise CodecError."""
    return _decode(_from_agent, data)


def decode_from_customer(data: bytes) -> CustomerMessage:
    """Decode what a customer's app sent; raise CodecError."""
    message = _decode(_from_customer, data)
    if isinstance(message, Frame):
        _check_frame(message)
    elif isinstance(message, CursorShape):
        _check_cursor(message)
    return message


def _decode(decoder: "msgspec.msgpack.Decoder[_T]", data: bytes) -> _T:
    if len(data) > limits.MESSAGE:
        raise CodecError("message too long")
    try:
        return decoder.decode(data)
    except (msgspec.MsgspecError, UnicodeError, RecursionError) as error:
        raise CodecError("malformed message") from error


def _check_frame(frame: Frame) -> None:
    copied = sum(each.work for each in frame.rectangles if each.coding is Coding.COPY)
    unpacked = sum(each.work for each in frame.rectangles if each.coding is not Coding.COPY)
    if unpacked > limits.RECTANGLE_PIXELS or copied > limits.COPIED_PIXELS:
        raise CodecError("rectangles too large")


def _check_cursor(shape: CursorShape) -> None:
    if len(shape.pixels) != shape.width * shape.height * 4:
        raise CodecError("cursor's pixels do not fit its size")
    if shape.hot_x >= shape.width or shape.hot_y >= shape.height:
        raise CodecError("cursor's hot spot lies outside it")
