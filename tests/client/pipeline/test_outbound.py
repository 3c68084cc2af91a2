"""The screen's thread on a real display, and the network's that tells it what became of its pictures."""

import itertools
import threading
from collections.abc import Callable, Iterator
from functools import partial

import pytest
from Xlib import X
from Xlib.display import Display

from client.pipeline import outbound
from client.pipeline.outbound import ScreenSender
from client.pipeline.outgoing import Kind
from client.screen.grant import ScreenGrant
from wire.messages import Coding, CursorMoved, CustomerMessage, Frame, MotionFrame, Rectangle

PATIENCE = 20.0
SIZE = (1280, 800)


class Sharing:
    """A sender whose pictures go nowhere."""

    def __init__(self, numbers: Iterator[int]) -> None:
        self._news = threading.Condition()
        self.frames: list[Frame] = []
        self.cursors: list[tuple[int, int]] = []
        self.sender = ScreenSender(self._deliver, lambda _: None, lambda *_: None, numbers, ScreenGrant())
        self.sender.start()

    def _deliver(self, sender: ScreenSender, news: list[CustomerMessage]) -> None:
        with self._news:
            for message in news:
                if isinstance(message, Frame):
                    self.frames.append(message)
                    if message.final:
                        sender.handed(message)
                        sender.left(Kind.UPDATE, None, None)
                elif isinstance(message, CursorMoved):
                    self.cursors.append((message.x, message.y))
                assert not isinstance(message, MotionFrame)
            self._news.notify_all()

    def until(self, condition: Callable[[], object]) -> None:
        with self._news:
            assert self._news.wait_for(condition, PATIENCE)

    def pointer_is(self, x: int, y: int) -> bool:
        """Tell whether that is where the pointer was said to be at last."""
        return self.cursors[-1:] == [(x, y)]

    def complete(self, share: int) -> bool:
        """Tell whether the whole picture of this share was sent."""
        frames = [frame for frame in self.frames if frame.share == share]
        drawn = {(each.y, each.height) for frame in frames for each in frame.rectangles if each.width == SIZE[0]}
        return any(frame.final for frame in frames) and sum(height for _, height in drawn) == SIZE[1]


@pytest.fixture
def sharing(x_display: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[Iterator[int]], Sharing]]:
    monkeypatch.setenv("DISPLAY", x_display)
    # What rests is a drawing; Xvfb's root is black, as a new picture is.
    display = Display(x_display)
    root = display.screen().root
    root.fill_rectangle(root.create_gc(foreground=0x336699), 0, 0, *SIZE)
    display.sync()
    begun: list[Sharing] = []

    def begin(numbers: Iterator[int]) -> Sharing:
        begun.append(Sharing(numbers))
        return begun[0]

    yield begin
    for each in begun:
        each.sender.stop()
        each.sender._thread.join(PATIENCE)
    display.close()


def test_a_refresh_sends_the_whole_of_a_screen_that_rests(sharing: Callable[[Iterator[int]], Sharing]) -> None:
    shown = sharing(itertools.count(1))
    shown.until(lambda: shown.complete(1))
    shown.sender.refresh()
    shown.until(lambda: shown.complete(2))


def test_a_pointer_that_a_program_moved_unnoticed_is_found(
    sharing: Callable[[Iterator[int]], Sharing], x_display: str
) -> None:
    shown = sharing(itertools.count(1))
    shown.until(lambda: shown.complete(1))
    program = Display(x_display)
    try:
        # The display tells such a move to the window that wants to know of it, and to nobody else.
        window = program.screen().root.create_window(
            100, 100, 200, 200, 0, X.CopyFromParent, override_redirect=True, event_mask=X.PointerMotionMask
        )
        window.map()
        for x in (110, 120, 130):
            window.warp_pointer(x - 100, 50)
            window.fill_rectangle(window.create_gc(foreground=x), 0, 0, 5, 5)
            program.sync()
            shown.until(partial(shown.pointer_is, x, 150))
    finally:
        program.close()


def test_word_of_a_frame_while_another_share_begins(sharing: Callable[[Iterator[int]], Sharing]) -> None:
    words: list[threading.Thread] = []
    faults: list[Exception] = []

    def acknowledge() -> None:
        try:
            shown.sender.shown(1, [shown.frames[0].number], 0.0)
        except Exception as error:
            faults.append(error)

    def numbers() -> Iterator[int]:
        yield 1
        # Here the screen's thread is in the middle of it.
        words.append(threading.Thread(target=acknowledge))
        words[0].start()
        words[0].join(0.2)
        yield 2

    shown = sharing(numbers())
    shown.until(lambda: shown.complete(1))
    shown.sender.refresh()
    shown.until(lambda: shown.complete(2))
    words[0].join(PATIENCE)
    assert faults == []


def test_a_full_message_leaves_before_the_next_rectangle_is_made() -> None:
    made: list[int] = []

    def update(ends: bool) -> Iterator[tuple[Rectangle, bool]]:
        for number in range(3):
            made.append(number)
            yield Rectangle(0, 0, 512, 512, Coding.LOSSLESS, bytes(number + 1)), number < 2 or not ends

    left = [(len(made), [len(each.data) for each in batch], last) for batch, last in outbound._batches(update(True))]
    assert left == [(1, [1], False), (2, [2], False), (3, [3], True)]
    # Nothing is held back for the sake of an end that may follow.
    left = [(len(made), [len(each.data) for each in batch], last) for batch, last in outbound._batches(update(False))]
    assert left == [(4, [1], False), (5, [2], False), (6, [3], False), (6, [], True)]
    assert list(outbound._batches([])) == []
