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


MOST_WAITED: Final = 2**16 - 1
"""The most milliseconds that FrameShown can tell of."""


class Priority(IntEnum):
    """Which messages go first when several wait; a lower number never waits for a higher one."""

    INPUT = 0
    """Keys, pointer, cursor, acknowledgements, and every change of who may do what."""
    PROGRESS = 1
    """What became of a picture: not padded, since each one follows a picture that was on the line."""
    CHAT = 2
    PICTURE = 3
    MOTION = 4
    """Video: a letter that is typed beside it goes first."""


class _Message(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """Base of all messages: on the wire an array of the tag and the fields in their order.

    Names would be most of a message: an acknowledgement of one frame has six bytes or a few more.
    """


# ----- either side ------------------------------------------------------------------------------


class Chat(_Message, frozen=True, tag=1):
    """One chat line; `number` counts the sender's own lines from 1."""

    number: Counter
    text: ChatText

    def __repr__(self) -> str:
        return f"Chat(number={self.number}, text=...)"


class Goodbye(_Message, frozen=True, tag=2):
    """The sender ends the session for good; nothing comes after it."""

    ending: Ending


class Received(_Message, frozen=True, tag=3):
    """First message after a resumed handshake: the last chat line of the other side that arrived."""

    chat: Counter


class LogRoot(_Message, frozen=True, tag=4):
    """The customer's audit log is closed, and this is its root; only Goodbye follows, and then the agent signs it."""

    root: Annotated[bytes, msgspec.Meta(min_length=32, max_length=32)]


class LogSignature(_Message, frozen=True, tag=5):
    """The agent's signature of LogRoot by the key of the session's certificate, ECDSA in DER; the last message."""

    signature: Annotated[bytes, msgspec.Meta(min_length=8, max_length=80)]


# ----- from the agent ---------------------------------------------------------------------------


class AskControl(_Message, frozen=True, tag=16):
    """The agent would like mouse and keyboard; the customer is asked."""


class ReturnControl(_Message, frozen=True, tag=17):
    """The agent gives mouse and keyboard back."""


class FrameShown(_Message, frozen=True, tag=18):
    """The frames with these numbers were painted, the last one `waited` milliseconds ago."""

    share: Counter
    frames: Annotated[list[Counter], msgspec.Meta(min_length=1, max_length=2 * limits.FRAMES_IN_FLIGHT)]
    waited: Annotated[int, msgspec.Meta(ge=0, le=MOST_WAITED)]


class PictureArrived(_Message, frozen=True, tag=19):
    """So many bytes of PICTURE and MOTION chunks arrived since this line began, painted or not."""

    total: Counter


class RefreshPicture(_Message, frozen=True, tag=20):
    """The agent's picture is incomplete; send the whole again."""


class PointerMove(_Message, frozen=True, tag=24):
    """The pointer is now here."""

    x: Coordinate
    y: Coordinate


class PointerButton(_Message, frozen=True, tag=25):
    """A button went down or up at this place."""

    x: Coordinate
    y: Coordinate
    button: "Button"
    down: bool


class Wheel(_Message, frozen=True, tag=26):
    """The wheel turned at this place; steps are notches, up and right are positive."""

    x: Coordinate
    y: Coordinate
    steps_x: Annotated[int, msgspec.Meta(ge=-limits.WHEEL_STEPS, le=limits.WHEEL_STEPS)]
    steps_y: Annotated[int, msgspec.Meta(ge=-limits.WHEEL_STEPS, le=limits.WHEEL_STEPS)]


class Key(_Message, frozen=True, tag=27):
    """A key went down or up; `keysym` is the X11 keysym that it produced at the agent's."""

    keysym: Annotated[int, msgspec.Meta(gt=0, lt=2**29)]
    down: bool

    def __repr__(self) -> str:
        return f"Key(keysym=..., down={self.down})"


class StillHeld(_Message, frozen=True, tag=28):
    """Whatever is pressed is still pressed; sent every limits.HELD_INPUT_ALIVE seconds."""


class Button(StrEnum):
    """A pointer button, by its meaning, not its number."""

    LEFT = "left"
    MIDDLE = "middle"
    RIGHT = "right"
    BACK = "back"
    FORWARD = "forward"


# ----- from the customer ------------------------------------------------------------------------


class Welcome(_Message, frozen=True, tag=32):
    """First message after the handshake: the session has begun; the customer's language (ISO 639-1)."""

    language: Annotated[str, msgspec.Meta(max_length=8)]


class SharingStarted(_Message, frozen=True, tag=33):
    """The screen is shared; the picture has this size and is empty (black).

    `share` counts from 1; a changed size is a new share. It goes before the frames of its share, and
    frames of an older share that are still on their way are passed over: that is why changes of who
    may do what never wait for a picture.
    """

    share: Counter
    width: Side
    height: Side


class SharingStopped(_Message, frozen=True, tag=34):
    """The screen is no longer shared."""


class ControlState(StrEnum):
    """What the agent's mouse and keyboard may do at the customer's."""

    NONE = "none"
    GRANTED = "granted"
    SUSPENDED = "suspended"
    """The customer is moving; it comes back by itself."""
    DENIED = "denied"
    """As NONE: the answer to AskControl was no."""


class ControlChanged(_Message, frozen=True, tag=35):
    """Who has mouse and keyboard from now on."""

    state: ControlState


class Coding(IntEnum):
    """How the bytes of a rectangle are to be read."""

    COPY = 0
    """The pixels that are at another place of the picture, whose x and y follow, two bytes each."""
    LOSSLESS = 1
    """client.screen.lossless, on the one compression stream of this share."""
    PHOTO = 2
    """client.screen.photo, a JPEG with full colour."""
    SOLID = 3
    """One colour: its blue, green and red, a byte each."""
    UNCOVER = 4
    """What was here before a copy covered it: client.screen.underlay; no data."""


class Rectangle(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """A changed part of the picture."""

    x: Coordinate
    y: Coordinate
    width: Side
    height: Side
    coding: Coding
    data: bytes

    @property
    def work(self) -> int:
        """What it costs to draw, in pixels; see limits.ROW_PIXELS."""
        return max(self.width, limits.ROW_PIXELS) * self.height


class Area(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """A part of the picture."""

    x: Coordinate
    y: Coordinate
    width: Side
    height: Side


class Frame(_Message, frozen=True, tag=36):
    """Changed rectangles. A large frame is several messages with the same number."""

    share: Counter
    number: Counter
    rectangles: Annotated[list[Rectangle], msgspec.Meta(max_length=limits.RECTANGLES)]
    final: bool
    """The picture of this number is complete."""


class MotionFrame(_Message, frozen=True, tag=37):
    """The next picture of the one region that is sent as video; see client.screen.video.

    Numbers are drawn from the same row as those of Frame, and acknowledged alike.
    """

    share: Counter
    number: Counter
    x: Coordinate
    y: Coordinate
    width: Side
    height: Side
    begins: bool
    """The first of its video: a new decoder is needed."""
    areas: Annotated[list[Area], msgspec.Meta(min_length=1, max_length=limits.MOTION_AREAS)]
    """Only these are to be drawn: what rests within the region may be exact already."""
    data: bytes


class LineMeasured(_Message, frozen=True, tag=40):
    """How long a small frame takes to the agent's window and its acknowledgement back, in milliseconds."""

    round_trip: Annotated[int, msgspec.Meta(ge=0, le=2**20)]


class CursorShape(_Message, frozen=True, tag=38):
    """A cursor's look, sent once; later it is named by its hash."""

    hash: Hash
    width: CursorSide
    height: CursorSide
    hot_x: Annotated[int, msgspec.Meta(ge=0, lt=limits.CURSOR_SIDE)]
    hot_y: Annotated[int, msgspec.Meta(ge=0, lt=limits.CURSOR_SIDE)]
    pixels: Annotated[bytes, msgspec.Meta(max_length=limits.CURSOR_SIDE**2 * 4)]
    """BGRA with premultiplied alpha, by rows."""


class CursorMoved(_Message, frozen=True, tag=39):
    """The customer's cursor is here and looks like this; no hash means that it is hidden."""

    x: Annotated[int, msgspec.Meta(ge=-limits.SCREEN_SIDE, le=limits.SCREEN_SIDE)]
    y: Annotated[int, msgspec.Meta(ge=-limits.SCREEN_SIDE, le=limits.SCREEN_SIDE)]
    hash: Hash | None


AgentMessage = (
    Chat
    | Goodbye
    | Received
    | LogSignature
    | AskControl
    | ReturnControl
    | FrameShown
    | PictureArrived
    | RefreshPicture
    | PointerMove
    | PointerButton
    | Wheel
    | Key
    | StillHeld
)
CustomerMessage = (
    Chat
    | Goodbye
    | Received
    | LogRoot
    | Welcome
    | SharingStarted
    | SharingStopped
    | ControlChanged
    | Frame
    | MotionFrame
    | CursorShape
    | CursorMoved
    | LineMeasured
)
InputMessage = PointerMove | PointerButton | Wheel | Key | StillHeld
AnyMessage = AgentMessage | CustomerMessage

_PRIORITIES: Final[dict[type, Priority]] = {
    Chat: Priority.CHAT,
    # A goodbye comes after every chat line that was sent before it.
    Goodbye: Priority.CHAT,
    Received: Priority.CHAT,
    # Just before the goodbye.
    LogRoot: Priority.CHAT,
    FrameShown: Priority.PROGRESS,
    PictureArrived: Priority.PROGRESS,
    LineMeasured: Priority.PROGRESS,
    Frame: Priority.PICTURE,
    MotionFrame: Priority.MOTION,
}


def priority_of(message: AnyMessage) -> Priority:
    """Return the class of the queue in which the message waits."""
    return _PRIORITIES.get(type(message), Priority.INPUT)
