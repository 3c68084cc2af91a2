"""A share over a simulated line: the customer's real picture path, with a clock, a screen and a line that are made.

All runs on one thread, and only the clock of the test goes: encoding costs no time but what `Desk` says.
"""

import heapq
import itertools
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from types import SimpleNamespace
from typing import Final

import numpy as np
import pytest

from client.pipeline import outbound, outgoing
from client.pipeline.flow import ByteWindow
from client.pipeline.outbound import ScreenSender
from client.pipeline.outgoing import Kind
from client.pipeline.picture import Picture
from client.screen.capture import ScreenCapture
from client.screen.geometry import FrameBuffer, Rect
from client.screen.grant import ScreenGrant
from client.screen.masking import MaskList
from client.screen.screen_mask import ScreenMask
from client.screen.settle import QUIET
from client.screen.window_lister import NoWindows
from client.seal.chunks import Inbox, Outbox, class_of
from wire import codec
from wire.messages import CustomerMessage, Frame, MotionFrame, Priority, priority_of

SIZE: Final = Rect(0, 0, 1280, 800)
FILM: Final = Rect(80, 40, 1120, 640)
LETTERS: Final = Rect(40, 760, 1200, 20)
FILM_RATE: Final = 30

GRABBING = 0.010
"""Seconds for which the screen's thread is busy with a large picture."""
REPORTS_APART = 0.004
PAINTING = 0.005


@dataclass(frozen=True)
class Way:
    """A line: bytes a second, and seconds there and back."""

    rate: float
    round_trip: float


FREE: Final = Way(100_000_000, 0.002)
SLOW: Final = Way(250_000, 0.080)


class Desk(ScreenCapture):
    """A screen with a clock of its own, and the line behind it to whoever sees it."""

    size, origin = (SIZE.width, SIZE.height), (0, 0)

    def __init__(self, way: Way) -> None:
        self.now = 100.0
        self.way = way
        self.frame: FrameBuffer = np.full((SIZE.height, SIZE.width, 4), 255, np.uint8)
        self.picture = Picture(1, SIZE.width, SIZE.height)
        self.arrivals: list[tuple[float, CustomerMessage]] = []
        self.on_arrival: Callable[[], object] = lambda: None
        self._damaged = [SIZE]
        self._news = True
        self._events: list[tuple[float, int, Callable[[], object]]] = []
        self._numbers = itertools.count()
        self._outbox, self._inbox, self._window = Outbox(), Inbox(), ByteWindow()
        self._free_at, self._received, self._reported, self._pumping = 0.0, 0, False, False
        self.sender = ScreenSender(self._deliver, lambda _: None, lambda *_: None, itertools.count(1), ScreenGrant())

    # ----- the clock and the screen

    def at(self, time: float, act: Callable[[], object]) -> None:
        """Let something happen at a time."""
        heapq.heappush(self._events, (time, next(self._numbers), act))

    def paint(self, area: Rect, pixels: FrameBuffer | int) -> None:
        """Change the screen."""
        self.frame[area.y : area.y + area.height, area.x : area.x + area.width] = pixels
        self._damaged.append(area)
        self._news = True

    def is_exact(self, area: Rect) -> bool:
        """Tell whether whoever sees it sees what is there."""
        part = np.s_[area.y : area.y + area.height, area.x : area.x + area.width, :3]
        return np.array_equal(self.frame[part], self.picture.pixels[part])

    def _goes_on(self, end: float, *, to_news: bool) -> None:
        while self._events and self._events[0][0] <= end and not (to_news and self._news):
            self.now, _, act = heapq.heappop(self._events)
            act()
        if not (to_news and self._news):
            assert end < math.inf, "nothing happens any more"
            self.now = max(self.now, end)

    def wait(self, timeout: float | None) -> None:
        self._goes_on(math.inf if timeout is None else self.now + timeout, to_news=True)
        self._news = False

    def wake(self) -> None:
        self._news = True

    def damage(self) -> list[Rect]:
        damaged, self._damaged = self._damaged, []
        return damaged

    def pointer_news(self) -> bool:
        return False

    def grab(self, areas: Sequence[Rect]) -> FrameBuffer:
        grabbed = self.frame.copy()
        if sum(area.width * area.height for area in areas) > 2**16:
            self._goes_on(self.now + GRABBING, to_news=False)
        return grabbed

    def close(self) -> None:
        pass

    # ----- the line, as client.pipeline.line uses it

    def _deliver(self, sender: ScreenSender, news: list[CustomerMessage]) -> None:
        for message in news:
            self._outbox.put(priority_of(message), codec.encode(message))
            if isinstance(message, MotionFrame) or (isinstance(message, Frame) and message.final):
                sender.handed(message)
        self._pump()

    def _pump(self) -> None:
        while self._outbox and (body := self._outbox.next_chunk(self._window.chunk(self.now))) is not None:
            self._free_at = max(self._free_at, self.now) + len(body) / self.way.rate
            self.at(self._free_at + self.way.round_trip / 2, partial(self._arrives, body))
            if (priority := class_of(body)) in (Priority.PICTURE, Priority.MOTION):
                self._window.sent(len(body), self.now)
                waiting = self._outbox.pending(priority)
                if not waiting or waiting <= self._window.soon(self.now) < waiting + len(body):
                    kind = Kind.UPDATE if priority is Priority.PICTURE else Kind.MOTION
                    self.sender.left(kind, self._window.rate(self.now), self._window.shortest)
        if self._outbox and not self._pumping and (pause := self._window.pause(self.now)) is not None:
            self._pumping = True
            self.at(self.now + pause, self._pump_again)

    def _pump_again(self) -> None:
        self._pumping = False
        self._pump()

    def _arrives(self, body: bytes) -> None:
        if class_of(body) in (Priority.PICTURE, Priority.MOTION):
            self._received += len(body)
            if not self._reported:
                self._reported = True
                self.at(self.now + REPORTS_APART, self._reports)
        if (data := self._inbox.receive(body)) is None:
            return
        message = codec.decode_from_customer(data)
        if isinstance(message, Frame):
            self.picture.draw(message.rectangles)
        elif isinstance(message, MotionFrame):
            self.picture.draw_motion(message)
        if isinstance(message, MotionFrame) or (isinstance(message, Frame) and message.final):
            shown = message.share, [message.number], 0.0
            self.at(self.now + PAINTING + self.way.round_trip / 2, lambda: self.sender.shown(*shown))
        self.arrivals.append((self.now, message))
        self.on_arrival()

    def _reports(self) -> None:
        self._reported = False
        self.at(self.now + self.way.round_trip / 2, partial(self._reported_to, self._received))

    def _reported_to(self, total: int) -> None:
        self._window.arrived(total, self.now)
        self._pump()


def film(moment: int) -> FrameBuffer:
    """Return a picture of waves with grain."""
    rows, columns = np.ogrid[0 : FILM.height, 0 : FILM.width]
    wave = 127 + 80 * np.sin(columns / 23 + moment / 3) * np.cos(rows / 17 - moment / 5)
    grain = np.random.default_rng(moment % 8).integers(-6, 7, (FILM.height, FILM.width))
    picture: FrameBuffer = np.repeat(np.clip(wave + grain, 0, 255).astype(np.uint8)[..., None], 4, axis=2)
    return picture


@pytest.fixture
def share(monkeypatch: pytest.MonkeyPatch) -> Callable[[Desk], None]:
    """Return what runs the share of a desk until it is stopped."""

    def run(desk: Desk) -> None:
        monkeypatch.setattr(outbound, "open_capture", lambda **_: desk)
        monkeypatch.setattr(outbound, "open_cursor", lambda: None)
        mask = ScreenMask(NoWindows(), MaskList([], []), clock=lambda: desk.now)
        monkeypatch.setattr(outbound, "open_screen_mask", lambda *_: mask)
        for module in (outbound, outgoing):
            monkeypatch.setattr(module, "time", SimpleNamespace(perf_counter=lambda: desk.now))
        desk.sender._run()

    return run


def show(desk: Desk, moment: int) -> None:
    """Paint a picture of the film."""
    desk.paint(FILM, film(moment))


def play(desk: Desk, begin: float, seconds: float) -> float:
    """Let a film be played; return when it shows its last picture."""
    for moment in range(int(seconds * FILM_RATE)):
        desk.at(begin + moment / FILM_RATE, partial(show, desk, moment))
    return begin + (int(seconds * FILM_RATE) - 1) / FILM_RATE


def test_a_film_is_exact_soon_after_it_rests_on_a_free_line(share: Callable[[Desk], None]) -> None:
    desk = Desk(FREE)
    last = play(desk, desk.now + 0.5, 1.2)
    exact: list[float] = []

    def look() -> None:
        if desk.now > last and not exact and desk.is_exact(FILM):
            exact.append(desk.now - last)
            desk.sender.stop()

    desk.on_arrival = look
    desk.at(last + 3.0, desk.sender.stop)
    share(desk)
    assert any(isinstance(message, MotionFrame) for _, message in desk.arrivals)
    # Coding costs no time here: only what is waited for counts.
    assert exact
    assert exact[0] < QUIET + 0.060


def test_what_is_typed_beside_a_film_does_not_wait_behind_it(share: Callable[[Desk], None]) -> None:
    desk = Desk(SLOW)
    # What was there before has shown what the line carries.
    desk.at(desk.now + 0.5, partial(show, desk, 99))
    begun = desk.now + 1.5
    last = play(desk, begun, 1.8)
    typed = [begun + 0.05 + 0.087 * number for number in range(19)]
    for number, moment in enumerate(typed):
        letter = Rect(LETTERS.x + 10 * number, LETTERS.y, 8, 12)
        desk.at(moment, partial(desk.paint, letter, 0))
    waits: list[float] = []

    def look() -> None:
        while len(waits) < len(typed):
            letter = Rect(LETTERS.x + 10 * len(waits), LETTERS.y, 8, 12)
            if desk.now < typed[len(waits)] or not desk.is_exact(letter):
                return
            waits.append(desk.now - typed[len(waits)] - SLOW.round_trip / 2)

    desk.on_arrival = look
    desk.at(last, desk.sender.stop)
    share(desk)
    assert len(waits) == len(typed)
    pictures = [moment for moment, message in desk.arrivals if isinstance(message, MotionFrame)]
    assert len(pictures) > 12 * (last - pictures[0])
    assert sorted(waits)[int(len(waits) * 0.9)] < 0.045, waits
