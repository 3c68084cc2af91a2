"""What a customer's side that is no friend may make the agent's side keep, and do."""

import threading
from collections.abc import Callable, Iterator

import pytest

from client.pipeline import inbound
from client.pipeline.inbound import PictureReceiver
from client.pipeline.picture import Picture
from client.screen.errors import PictureError
from client.screen.geometry import Rect
from wire import limits
from wire.messages import Coding, Frame, Rectangle

Start = Callable[[Picture], PictureReceiver]


class Told:
    """What the receiver told."""

    def __init__(self) -> None:
        self.changed: list[list[Rect]] = []
        self.complete = threading.Event()
        self.broken = threading.Event()

    def change(self, rectangles: list[Rect], _share: int, _frame: int) -> None:
        self.changed.append(rectangles)
        self.complete.set()


@pytest.fixture
def told() -> Told:
    return Told()


@pytest.fixture
def start(told: Told) -> Iterator[Start]:
    begun: list[PictureReceiver] = []

    def begin(picture: Picture) -> PictureReceiver:
        begun.append(PictureReceiver(picture, told.change, lambda _receiver: told.broken.set()))
        begun[0].start()
        return begun[0]

    yield begin
    for receiver in begun:
        receiver.stop()
        receiver._thread.join(10)


class StuckPicture(Picture):
    """Takes as long as the test says for the first frame."""

    def __init__(self) -> None:
        super().__init__(1, 64, 64)
        self.goes_on = threading.Event()

    def draw(self, _rectangles: object) -> list[Rect]:
        self.goes_on.wait(10)
        return []


def test_no_more_frames_than_a_correct_sender_has_under_way(start: Start) -> None:
    receiver = start(Picture(1, 64, 64))
    most = 2 * limits.FRAMES_IN_FLIGHT
    for number in range(most):
        receiver.feed(Frame(1, number, [], True))
    receiver.shown()
    receiver.feed(Frame(1, most, [], True))
    # The rest of a frame is none of its own.
    receiver.feed(Frame(1, most + 1, [], False))
    with pytest.raises(PictureError):
        receiver.feed(Frame(1, most + 1, [], True))


def test_not_more_bytes_wait_than_memory_allows(start: Start) -> None:
    picture = StuckPicture()
    receiver = start(picture)
    rectangle = Rectangle(0, 0, 1, 1, Coding.LOSSLESS, bytes(2**20))
    try:
        for _ in range(inbound._WAITING_BYTES // 2**20):
            receiver.feed(Frame(1, 1, [rectangle], False))
        # One may have been taken to be drawn.
        with pytest.raises(PictureError):
            receiver.feed(Frame(1, 1, [rectangle, rectangle], False))
    finally:
        picture.goes_on.set()


def test_a_frame_of_many_rectangles_is_one_repaint(start: Start, told: Told) -> None:
    receiver = start(Picture(1, 640, 480))
    pixel = Rectangle(0, 0, 1, 1, Coding.COPY, bytes(4))
    for part in range(40):
        receiver.feed(Frame(1, 1, [pixel] * limits.RECTANGLES, part == 39))
    assert told.complete.wait(10)
    assert told.changed == [[Rect(0, 0, 640, 480)]]


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_fault_in_decoding_does_not_look_like_a_screen_that_rests(
    start: Start, told: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_rectangles: object) -> list[Rect]:
        raise MemoryError

    picture = Picture(1, 64, 64)
    monkeypatch.setattr(picture, "draw", fail)
    start(picture).feed(Frame(1, 1, [], True))
    assert told.broken.wait(10)
