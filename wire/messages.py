"""What the two apps say to each other inside the sealed channel.

Coordinates are pixels of the shared picture: (0, 0) is its upper left corner, whatever the
origin of the customer's virtual desktop is. Field caps come from wire.limits.
"""

from enum import IntEnum, StrEnum
from typing import Annotated, Final

import msgspec

from wire import limits
from wire.endings import Ending

Coordinate = Annotated[int, msgspec.Meta(ge=0, lt=limits.SCREEN_SIDE)]
Side = Annotated[int, msgspec.Meta(ge=1, le=limits.SCREEN_SIDE)]
CursorSide = Annotated[int, msgspec.Meta(ge=1, le=limits.CURSOR_SIDE)]
Counter = Annotated[int, msgspec.Meta(ge=0, lt=2**53)]
Hash = Annotated[bytes, msgspec.Meta(min_length=16, max_length=16)]
ChatText = Annotated[str, msgspec.Meta(min_length=1, max_length=limits.CHAT_CHARACTERS)]


class Priority(IntEnum):
    """Which messages go first when several wait; a lower number never waits for a higher one."""

    INPUT = 0
    """Keys, pointer, cursor, acknowledgements, and every change of who may do what."""
    CHAT = 1
    PICTURE = 2


class _Message(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag=True):
    """Base of all messages; the class name is the tag on the wire."""


# ----- either side ------------------------------------------------------------------------------


class Chat(_Message, frozen=True):
    """One chat line; `number` counts the sender's own lines from 1."""

    number: Counter
    text: ChatText

    def __repr__(self) -> str:
        return f"Chat(number={self.number}, text=...)"


class Goodbye(_Message, frozen=True):
    """The sender ends the session for good; nothing comes after it."""

    ending: Ending


# ----- from the agent ---------------------------------------------------------------------------


class AskControl(_Message, frozen=True):
    """The agent would like mouse and keyboard; the customer is asked."""


class ReturnControl(_Message, frozen=True):
    """The agent gives mouse and keyboard back."""


class FrameShown(_Message, frozen=True):
    """The frame with this number was painted."""

    share: Counter
    frame: Counter


class RefreshPicture(_Message, frozen=True):
    """The agent's picture is incomplete; send the whole again."""


class PointerMove(_Message, frozen=True):
    """The pointer is now here."""

    x: Coordinate
    y: Coordinate


class PointerButton(_Message, frozen=True):
    """A button went down or up at this place."""

    x: Coordinate
    y: Coordinate
    button: "Button"
    down: bool


class Wheel(_Message, frozen=True):
    """The wheel turned at this place; steps are notches, up and right are positive."""

    x: Coordinate
    y: Coordinate
    steps_x: Annotated[int, msgspec.Meta(ge=-limits.WHEEL_STEPS, le=limits.WHEEL_STEPS)]
    steps_y: Annotated[int, msgspec.Meta(ge=-limits.WHEEL_STEPS, le=limits.WHEEL_STEPS)]


class Key(_Message, frozen=True):
    """A key went down or up; `keysym` is the X11 keysym that it produced at the agent's."""

    keysym: Annotated[int, msgspec.Meta(gt=0, lt=2**29)]
    down: bool

    def __repr__(self) -> str:
        return f"Key(keysym=..., down={self.down})"


class StillHeld(_Message, frozen=True):
    """Whatever is pressed is still pressed; sent every limits.HELD_INPUT_ALIVE seconds."""


class Button(StrEnum):
    """A pointer button, by its meaning, not its number."""

    LEFT = "left"
    MIDDLE = "middle"
    RIGHT = "right"
    BACK = "back"
    FORWARD = "forward"


# ----- from the customer ------------------------------------------------------------------------


class Welcome(_Message, frozen=True):
    """First message after the handshake: the session has begun; the customer's language (ISO 639-1)."""

    language: Annotated[str, msgspec.Meta(max_length=8)]


class SharingStarted(_Message, frozen=True):
    """The screen is shared; the picture has this size and is empty (black).

    `share` counts from 1; a changed size is a new share. It goes before the frames of its share, and
    frames of an older share that are still on their way are passed over: that is why changes of who
    may do what never wait for a picture.
    """

    share: Counter
    width: Side
    height: Side


class SharingStopped(_Message, frozen=True):
    """The screen is no longer shared."""


class ControlState(StrEnum):
    """What the agent's mouse and keyboard may do at the customer's."""

    NONE = "none"
    GRANTED = "granted"
    SUSPENDED = "suspended"
    """The customer is moving; it comes back by itself."""
    DENIED = "denied"
    """As NONE: the answer to AskControl was no."""


class ControlChanged(_Message, frozen=True):
    """Who has mouse and keyboard from now on."""

    state: ControlState


class Coding(IntEnum):
    """How the bytes of a rectangle are to be read; see client.screen.codec."""

    ZSTD_BGRX = 1
    """Lossless, four bytes a pixel by rows, on the one compression stream of this share."""


class Rectangle(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """A changed part of the picture."""

    x: Coordinate
    y: Coordinate
    width: Side
    height: Side
    coding: Coding
    data: bytes


class Frame(_Message, frozen=True):
    """Changed rectangles. A large frame is several messages with the same number."""

    share: Counter
    number: Counter
    rectangles: Annotated[list[Rectangle], msgspec.Meta(max_length=limits.RECTANGLES)]
    final: bool
    """The picture of this number is complete."""


class CursorShape(_Message, frozen=True):
    """A cursor's look, sent once; later it is named by its hash."""

    hash: Hash
    width: CursorSide
    height: CursorSide
    hot_x: Annotated[int, msgspec.Meta(ge=0, lt=limits.CURSOR_SIDE)]
    hot_y: Annotated[int, msgspec.Meta(ge=0, lt=limits.CURSOR_SIDE)]
    pixels: Annotated[bytes, msgspec.Meta(max_length=limits.CURSOR_SIDE**2 * 4)]
    """BGRA with premultiplied alpha, by rows."""


class CursorMoved(_Message, frozen=True):
    """The customer's cursor is here and looks like this; no hash means that it is hidden."""

    x: Annotated[int, msgspec.Meta(ge=-limits.SCREEN_SIDE, le=limits.SCREEN_SIDE)]
    y: Annotated[int, msgspec.Meta(ge=-limits.SCREEN_SIDE, le=limits.SCREEN_SIDE)]
    hash: Hash | None


AgentMessage = (
    Chat
    | Goodbye
    | AskControl
    | ReturnControl
    | FrameShown
    | RefreshPicture
    | PointerMove
    | PointerButton
    | Wheel
    | Key
    | StillHeld
)
CustomerMessage = (
    Chat | Goodbye | Welcome | SharingStarted | SharingStopped | ControlChanged | Frame | CursorShape | CursorMoved
)
InputMessage = PointerMove | PointerButton | Wheel | Key | StillHeld
AnyMessage = AgentMessage | CustomerMessage

_PRIORITIES: Final[dict[type, Priority]] = {
    Chat: Priority.CHAT,
    # A goodbye comes after every chat line that was sent before it.
    Goodbye: Priority.CHAT,
    Frame: Priority.PICTURE,
}


def priority_of(message: AnyMessage) -> Priority:
    """Return the class of the queue in which the message waits."""
    return _PRIORITIES.get(type(message), Priority.INPUT)
