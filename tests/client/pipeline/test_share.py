"""One share on a real display: what is looked at, how often, and what waits for the other side's word."""

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from itertools import count
from typing import Any

import numpy as np
import pytest
from Xlib import X
from Xlib.display import Display

from client.pipeline import outbound
from client.pipeline.outbound import ScreenSender
from client.pipeline.outgoing import Kind
from client.pipeline.picture import Picture
from client.screen.capture import ScreenCapture, open_capture
from client.screen.damage import changed_rectangles
from client.screen.geometry import FrameBuffer, Rect
from client.screen.grant import ScreenGrant
from client.screen.promotion import CALM
from wire.messages import Coding, CursorMoved, CursorShape, CustomerMessage, Frame, MotionFrame, SharingStarted

PATIENCE = 20.0
SIZE = (1280, 800)
FILM = Rect(128, 128, 256, 192)


class Share:
    """A sender whose pictures are drawn, and acknowledged at once as long as nobody forbids it."""

    def __init__(self) -> None:
        self._news = threading.Condition()
        self.picture: Picture | None = None
        self.updates: list[list[Rect]] = []
        """What each update drew."""
        self.codings: set[Coding] = set()
        self.motions: list[MotionFrame] = []
        self.cursors: list[CursorShape | CursorMoved] = []
        """What this share told of the cursor."""
        self.acknowledges = {Kind.UPDATE, Kind.MOTION}
        self.unshown: list[Frame | MotionFrame] = []
        self.sender = ScreenSender(self._deliver, lambda _: None, lambda *_: None, count(1), ScreenGrant())
        self.sender.start()

    def _deliver(self, sender: ScreenSender, news: list[CustomerMessage]) -> None:
        with self._news:
            for message in news:
                self._take(sender, message)
            self._news.notify_all()

    def _take(self, sender: ScreenSender, message: CustomerMessage) -> None:
        if isinstance(message, SharingStarted):
            self.picture = Picture(message.share, message.width, message.height)
            self.cursors.clear()
        elif isinstance(message, CursorShape | CursorMoved):
            self.cursors.append(message)
        elif isinstance(message, Frame):
            assert self.picture is not None
            self.updates.append(self.picture.draw(message.rectangles))
            self.codings |= {each.coding for each in message.rectangles}
            if message.final:
                self._pass_on(sender, message, Kind.UPDATE)
        elif isinstance(message, MotionFrame):
            assert self.picture is not None
            self.picture.draw_motion(message)
            self.motions.append(message)
            self._pass_on(sender, message, Kind.MOTION)

    def _pass_on(self, sender: ScreenSender, message: Frame | MotionFrame, kind: Kind) -> None:
        sender.handed(message)
        sender.left(kind, None, None)
        if kind in self.acknowledges:
            sender.shown(message.share, [message.number], 0.0)
        else:
            self.unshown.append(message)

    def acknowledge_all(self) -> None:
        """Say that all was painted that was not, and go on so."""
        with self._news:
            self.acknowledges = {Kind.UPDATE, Kind.MOTION}
            unshown, self.unshown = self.unshown, []
        for message in unshown:
            self.sender.shown(message.share, [message.number], 0.0)

    def until(self, condition: Callable[[], object], seconds: float = PATIENCE) -> bool:
        with self._news:
            return bool(self._news.wait_for(condition, seconds))

    def shows(self, area: Rect, pixels: FrameBuffer) -> bool:
        """Tell whether the other side sees exactly this there."""
        x, y, width, height = area
        seen = None if self.picture is None else self.picture.pixels[y : y + height, x : x + width, :3]
        return seen is not None and np.array_equal(seen, pixels[..., :3])

    def drawn_since(self, first: int, area: Rect) -> bool:
        """Tell whether an update, from the first that counts, drew in this area."""
        return any(part.common(area) for update in self.updates[first:] for part in update)


class Looks:
    """What the share asked of its capture, and compared."""

    def __init__(self, capture: ScreenCapture) -> None:
        self._capture = capture
        self.damaged: list[Rect] = []
        self.grabbed: list[list[Rect]] = []
        self.compared: list[Rect] = []
        self.waits: list[float | None] = []
        self.waits_before_grab: list[float | None] = []
        self.asked = threading.Event()
        """Set by whatever is asked."""

    def __getattr__(self, name: str) -> Any:
        self.asked.set()
        return getattr(self._capture, name)

    def damage(self) -> list[Rect]:
        self.asked.set()
        found = self._capture.damage()
        self.damaged += found
        return found

    def grab(self, areas: Sequence[Rect]) -> FrameBuffer:
        self.asked.set()
        if not self.grabbed:
            self.waits_before_grab = list(self.waits)
        self.grabbed.append(list(areas))
        return self._capture.grab(areas)

    def wait(self, timeout: float | None) -> None:
        self.asked.set()
        self.waits.append(timeout)
        self._capture.wait(timeout)


class Painter:
    """Paints on the root window."""

    def __init__(self, display: str) -> None:
        self.connection = Display(display)
        self.root = self.connection.screen().root
        self._depth = self.connection.screen().root_depth

    def fill(self, area: Rect, colour: int) -> None:
        self.root.fill_rectangle(self.root.create_gc(foreground=colour), *area)
        self.connection.sync()

    def put(self, area: Rect, pixels: FrameBuffer) -> None:
        """Paint pixels; a few rows go into one request."""
        gc = self.root.create_gc()
        rows = 2**15 // area.width
        for top in range(0, area.height, rows):
            part = np.ascontiguousarray(pixels[top : top + rows])
            place = (area.x, area.y + top, area.width, len(part))
            self.root.put_image(gc, *place, X.ZPixmap, self._depth, 0, part.tobytes())
        self.connection.sync()


def photograph(area: Rect, moment: int = 0) -> FrameBuffer:
    """Return a picture of smooth waves with grain, another one for each moment."""
    chance = np.random.default_rng(moment)
    rows, columns = np.mgrid[0 : area.height, 0 : area.width]
    wave = 127 + 80 * np.sin(columns / 23 + moment / 3) * np.cos(rows / 17 - moment / 5)
    grain = chance.integers(-6, 7, (area.height, area.width, 4))
    pixels: FrameBuffer = np.clip(wave[..., None] + grain, 0, 255).astype(np.uint8)
    return pixels


@pytest.fixture
def painter(x_display: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Painter]:
    monkeypatch.setenv("DISPLAY", x_display)
    painter = Painter(x_display)
    painter.fill(Rect(0, 0, *SIZE), 0x336699)
    yield painter
    painter.connection.close()


@pytest.fixture
def looks(painter: Painter, monkeypatch: pytest.MonkeyPatch) -> list[Looks]:
    """Watch what every share asks of its capture; the last one is that of the share that began last."""
    opened: list[Looks] = []

    def opens(**words: Any) -> Looks:
        opened.append(Looks(open_capture(**words)))
        return opened[-1]

    def compares(before: FrameBuffer, now: FrameBuffer, areas: Sequence[Rect]) -> list[Rect]:
        opened[-1].compared += areas
        return changed_rectangles(before, now, areas)

    monkeypatch.setattr(outbound, "open_capture", opens)
    monkeypatch.setattr("client.screen.composer.changed_rectangles", compares)
    return opened


@pytest.fixture
def share(painter: Painter, looks: list[Looks]) -> Iterator[Share]:
    """A share of which the whole first picture has come, on a screen that rests."""
    begun = Share()
    plain = np.full((SIZE[1], SIZE[0], 4), (0x99, 0x66, 0x33, 0), np.uint8)
    assert begun.until(lambda: begun.shows(Rect(0, 0, *SIZE), plain))
    rests(looks[-1])
    yield begun
    begun.sender.stop()
    begun.sender._thread.join(PATIENCE)


def rests(looks: Looks) -> None:
    """Wait until the share waits for nothing but news, however long; it looks at the cursor once more before that."""
    deadline = time.monotonic() + PATIENCE
    while True:
        looks.asked.clear()
        if not looks.asked.wait(0.12) and looks.waits[-1:] == [None]:
            return
        assert time.monotonic() < deadline, "it never rests"


def test_nothing_is_asked_while_nothing_changes(share: Share, looks: list[Looks]) -> None:
    for _ in range(2):
        looks[-1].asked.clear()
        assert not looks[-1].asked.wait(0.5)
        # Not even the clock is looked at.
        assert looks[-1].waits[-1] is None


def test_only_what_was_damaged_is_grabbed_and_compared(share: Share, looks: list[Looks], painter: Painter) -> None:
    watched = looks[-1]
    for number, place in enumerate((Rect(40, 60, 30, 20), Rect(900, 700, 8, 12), Rect(1270, 0, 10, 10))):
        watched.waits.clear()
        watched.grabbed.clear()
        watched.compared.clear()
        painter.fill(place, 0x112233 + number)
        pixels = np.full((place.height, place.width, 4), (0x33 + number, 0x22, 0x11, 0), np.uint8)
        assert share.until(lambda place=place, pixels=pixels: share.shows(place, pixels))  # type: ignore[misc] # a lambda's default has no type
        rests(watched)
        assert watched.grabbed == [[place]]
        assert watched.compared == [place]
        # What changes after a rest is looked at as soon as it is told of.
        assert watched.waits_before_grab == []


def test_a_burst_is_paced(share: Share, looks: list[Looks], painter: Painter) -> None:
    watched = looks[-1]
    watched.grabbed.clear()
    began = time.monotonic()
    for number in range(150):
        painter.fill(Rect(100, 100, 20, 20), number)
        time.sleep(0.002)
    seconds = time.monotonic() - began
    rests(watched)
    # The interval's pictures, and the first three.
    assert 3 < len(watched.grabbed) <= seconds * 60 + 5


@pytest.mark.parametrize("blinks", [False, True])
def test_a_photograph_is_exact_soon_whatever_else_happens(share: Share, painter: Painter, blinks: bool) -> None:
    """It is more than is made exact in one frame."""
    area = Rect(64, 64, 768, 640)
    pixels = photograph(area)
    painter.put(area, pixels)
    assert share.until(lambda: Coding.PHOTO in share.codings)
    began = time.monotonic()
    beside = 0
    while not share.until(lambda: share.shows(area, pixels), 0.02 if blinks else PATIENCE):
        painter.fill(Rect(1000, 100, 100, 60), beside)
        beside += 1
        assert time.monotonic() - began < PATIENCE
    assert blinks is (beside > 2)


def test_a_film_waits_for_its_viewer_and_its_place_for_its_last_pictures(share: Share, painter: Painter) -> None:
    moments = count()

    def play(until: Callable[[], object]) -> None:
        deadline = time.monotonic() + PATIENCE
        while not share.until(until, 0.033):
            assert time.monotonic() < deadline
            painter.put(FILM, photograph(FILM, next(moments) % 90))

    play(lambda: len(share.motions) > 5)
    share.acknowledges.discard(Kind.MOTION)
    last = next(moments) + 15
    play(lambda: next(moments) > last)
    assert 0 < len(share.unshown) <= 2
    # The film is over, and its last pictures are still on their way: what they show may not be overtaken.
    before = len(share.updates)
    painter.fill(FILM, 0x445566)
    assert not share.until(lambda: share.drawn_since(before, FILM), CALM + 0.4)
    share.acknowledge_all()
    filled = np.full((FILM.height, FILM.width, 4), (0x66, 0x55, 0x44, 0), np.uint8)
    assert share.until(lambda: share.shows(FILM, filled))


def test_the_round_trip_is_without_what_the_other_side_waited(share: Share, painter: Painter) -> None:
    """It may say of a lone letter a quarter of a second later."""
    share.acknowledges.clear()
    for number in range(2):
        painter.fill(Rect(50 + 100 * number, 50, 8, 12), 0)
        assert share.until(lambda number=number: len(share.unshown) == number + 1)  # type: ignore[misc] # a lambda's default has no type
    first, second = share.unshown
    at_once = share.sender.shown(first.share, [first.number], 0.0)
    assert at_once is not None
    assert at_once > 0
    assert share.sender.shown(second.share, [second.number], 1000.0) == 0
    share.unshown.clear()


def test_what_changes_while_nobody_paints_is_remembered_by_its_place(
    share: Share, looks: list[Looks], painter: Painter
) -> None:
    share.acknowledges.clear()
    places = [Rect(60 + 210 * number, 50 + 120 * number, 40, 30) for number in range(5)]
    before = len(share.updates)
    for number, place in enumerate(places):
        # The last colour is the one that counts, and no picture of the one before waits anywhere.
        for colour in (0xFFFFFF, 0x100000 * (number + 1)):
            looks[-1].damaged.clear()
            painter.fill(place, colour)
            deadline = time.monotonic() + PATIENCE
            while place not in looks[-1].damaged:
                assert time.monotonic() < deadline, "it was never told of"
                looks[-1].asked.wait(0.01)
    assert len(share.unshown) == 2
    share.acknowledge_all()
    for number, place in enumerate(places):
        pixels = np.full((place.height, place.width, 4), (0, 0, 0x10 * (number + 1), 0), np.uint8)
        assert share.until(lambda place=place, pixels=pixels: share.shows(place, pixels))  # type: ignore[misc] # a lambda's default has no type
    assert len(share.updates) - before <= 4
