"""What a customer's side that is no friend may make the agent's side keep, and do."""

import threading
from collections.abc import Callable, Iterator, Sequence

import numpy as np
import pytest

from client.pipeline import inbound
from client.pipeline.inbound import PictureReceiver
from client.pipeline.picture import Picture
from client.screen.errors import PictureError
from client.screen.geometry import Rect
from client.screen.lossless import LosslessEncoder
from wire import limits
from wire.messages import Coding, Frame, Rectangle

Start = Callable[[Picture], PictureReceiver]


class Told:
    """What the receiver told."""

    def __init__(self) -> None:
        self.changed: list[list[Rect]] = []
        self.frames: list[int | None] = []
        self.said = threading.Semaphore(0)
        self.complete = threading.Event()
        self.broken = threading.Event()

    def change(self, rectangles: list[Rect], _share: int, frame: int | None) -> None:
        self.changed.append(rectangles)
        self.frames.append(frame)
        if frame is not None:
            self.complete.set()
        self.said.release()


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


class SlowPicture(Picture):
    """Waits for the test before it draws."""

    def __init__(self) -> None:
        super().__init__(1, 512, 512)
        self.begun = threading.Semaphore(0)
        self.goes_on = threading.Event()

    def draw(self, rectangles: Sequence[Rectangle]) -> list[Rect]:
        self.begun.release()
        self.goes_on.wait(10)
        return super().draw(rectangles)


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
    [repainted] = told.changed
    assert repainted[0] == Rect(0, 0, 640, 480)
    assert len(repainted) <= 256


@pytest.mark.parametrize("takes_long", [True, False])
def test_the_first_part_of_a_large_frame_is_shown_where_the_rest_takes_long(
    start: Start, told: Told, monkeypatch: pytest.MonkeyPatch, takes_long: bool
) -> None:
    monkeypatch.setattr(inbound, "_LONG", 0.0 if takes_long else 60.0)
    encoder = LosslessEncoder()
    screen = np.zeros((512, 512, 4), np.uint8)
    upper, lower = Rect(0, 0, 512, 256), Rect(0, 256, 512, 256)
    first, second = (Rectangle(*part, Coding.LOSSLESS, encoder.encode(screen, part)) for part in (upper, lower))
    receiver = start(Picture(1, 512, 512))
    receiver.feed(Frame(1, 7, [first], False))
    if takes_long:
        assert told.said.acquire(timeout=10)
        assert (told.changed, told.frames) == ([[upper]], [None])
    receiver.feed(Frame(1, 7, [second], True))
    assert told.complete.wait(10)
    assert (told.changed, told.frames) == (([[upper], [lower]], [None, 7]) if takes_long else ([[upper, lower]], [7]))


def test_what_moved_is_not_shown_before_what_it_uncovered(start: Start, told: Told) -> None:
    receiver = start(Picture(1, 512, 512))
    copied = Rectangle(0, 0, 512, 500, Coding.COPY, (0).to_bytes(2) + (12).to_bytes(2))
    receiver.feed(Frame(1, 7, [copied], False))
    receiver.feed(Frame(1, 7, [], True))
    assert told.complete.wait(10)
    assert (told.changed, told.frames) == ([[Rect(0, 0, 512, 500)]], [7])


def test_small_parts_of_a_frame_are_no_repaints(start: Start, told: Told) -> None:
    encoder = LosslessEncoder()
    screen = np.zeros((512, 512, 4), np.uint8)
    receiver = start(Picture(1, 512, 512))
    for part in range(8):
        area = Rect(part * 64, 0, 64, 64)
        receiver.feed(Frame(1, 7, [Rectangle(*area, Coding.LOSSLESS, encoder.encode(screen, area))], part == 7))
    assert told.complete.wait(10)
    assert told.frames == [7]


def test_a_letter_is_drawn_without_another_thread(start: Start, told: Told) -> None:
    receiver = start(Picture(1, 64, 64))
    receiver.feed(Frame(1, 7, [Rectangle(8, 8, 8, 16, Coding.SOLID, bytes((1, 2, 3)))], True))
    assert (told.changed, told.frames) == ([[Rect(8, 8, 8, 16)]], [7])
    assert receiver.picture.pixels[8, 8, :3].tolist() == [1, 2, 3]


def test_a_letter_does_not_overtake_what_came_before_it(start: Start, told: Told) -> None:
    picture = SlowPicture()
    receiver = start(picture)
    receiver.feed(Frame(1, 1, [Rectangle(0, 0, 512, 512, Coding.SOLID, bytes(3))], True))
    receiver.feed(Frame(1, 2, [Rectangle(8, 8, 8, 16, Coding.SOLID, b"abc")], True))
    assert picture.begun.acquire(timeout=10)
    assert told.frames == []
    picture.goes_on.set()
    assert told.said.acquire(timeout=10)
    assert told.said.acquire(timeout=10)
    assert told.frames == [1, 2]
    assert bytes(picture.pixels[8, 8, :3]) == b"abc"


def test_a_letter_after_what_was_no_picture_is_not_drawn(start: Start, told: Told) -> None:
    receiver = start(Picture(1, 64, 64))
    receiver.feed(Frame(1, 1, [Rectangle(8, 8, 8, 16, Coding.SOLID, b"")], True))
    assert told.broken.is_set()
    receiver.feed(Frame(1, 2, [Rectangle(8, 8, 8, 16, Coding.SOLID, b"abc")], True))
    assert told.changed == []


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_fault_in_decoding_does_not_look_like_a_screen_that_rests(
    start: Start, told: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_rectangles: object) -> list[Rect]:
        raise MemoryError

    picture = Picture(1, 64, 64)
    monkeypatch.setattr(picture, "draw", fail)
    large = Rectangle(0, 0, 512, 512, Coding.SOLID, bytes(3))
    start(picture).feed(Frame(1, 1, [large], True))
    assert told.broken.wait(10)


def test_nor_does_a_fault_in_decoding_a_letter(start: Start, told: Told, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_rectangles: object) -> list[Rect]:
        raise MemoryError

    picture = Picture(1, 64, 64)
    monkeypatch.setattr(picture, "draw", fail)
    with pytest.raises(MemoryError):
        start(picture).feed(Frame(1, 1, [], True))
    assert told.broken.is_set()
