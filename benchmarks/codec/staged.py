"""A screen whose changes go through every stage of the picture's way, one after the other, each timed on its own."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import monotonic, perf_counter
from typing import Final, TypeVar

import numpy as np

from benchmarks.harness.desktop import virtual_desktop
from benchmarks.screen.acts import Act
from benchmarks.screen.works import STAGE
from benchmarks.screen.x_window import StageWindow
from client.pipeline.picture import Picture
from client.screen.capture import ScreenCapture, open_capture
from client.screen.composer import Composer
from client.screen.damage import changed_rectangles
from client.screen.geometry import FrameBuffer, Rect
from client.screen.lossless import LosslessDecoder, LosslessEncoder
from client.screen.masking import DEFAULT_MASK_LIST
from client.screen.motion import find_moves
from client.screen.screen_mask import ScreenMask, open_screen_mask
from client.seal.chunks import Inbox, Outbox
from client.seal.records import SECRET, Direction, Opener, Sealer
from wire import codec
from wire.messages import Frame, Rectangle, priority_of

BYTES: Final = "bytes sealed"
"""The one row of `Samples` that holds bytes instead of milliseconds."""
WAY: Final = (
    "damage query",
    "grab",
    "mask",
    "composer, all",
    "settle check",
    "msgpack",
    "seal",
    "open",
    "msgpack back",
    "decode, draw",
)
"""The stages that each update passes; the others are parts of these."""

_T = TypeVar("_T")


class Samples:
    """Milliseconds of each stage, sample by sample."""

    def __init__(self) -> None:
        self.of: dict[str, list[float]] = {}

    def timed(self, stage: str, work: Callable[[], _T]) -> _T:
        """Do some work, note what it took by the clock on the wall, and return its result."""
        start = perf_counter()
        result = work()
        self.note(stage, (perf_counter() - start) * 1000)
        return result

    def note(self, stage: str, value: float) -> None:
        """Note one sample."""
        self.of.setdefault(stage, []).append(value)


class StagedScreen:
    """One virtual display, captured and coded as by the customer's side, and decoded as by the agent's."""

    def __init__(self, window: StageWindow, capture: ScreenCapture, mask: ScreenMask) -> None:
        self.window = window
        self._capture = capture
        self._mask = mask
        self._whole = Rect(0, 0, *capture.size)
        self._composer = Composer(*capture.size)
        self._picture = Picture(1, *capture.size)
        self._encoder, self._decoder = LosslessEncoder(), LosslessDecoder()
        secret = os.urandom(SECRET)
        self._sealer, self._opener = Sealer(secret, Direction.FROM_TYPER), Opener(secret, Direction.FROM_TYPER)
        self._outbox, self._inbox = Outbox(), Inbox()
        self._frames = 0
        self._previous = np.zeros((capture.size[1], capture.size[0], 4), np.uint8)
        # The first picture is the whole screen, whatever has changed.
        self._catch_up()

    def step(self, act: Act, number: int, samples: Samples) -> None:
        """Let the act make an update, and carry it all the way."""
        act.step(number)
        self.window.settle()
        areas = samples.timed("damage query", self._capture.damage)
        frame = samples.timed("grab", lambda: self._capture.grab(areas))
        samples.timed("mask", self._mask.look)
        now = monotonic()
        rectangles = samples.timed("composer, all", lambda: self._composed(frame, areas, now))
        samples.timed("settle check", self._composer.due)
        self._carry(rectangles, samples)
        self._take_apart(frame, areas, samples)

    def begin(self, act: Act) -> None:
        """Paint the act's scene and carry it, without a note."""
        act.begin()
        self.window.settle()
        self._catch_up()

    def whole(self, samples: Samples) -> None:
        """Read and compare the whole screen."""
        frame = samples.timed("grab, whole screen", lambda: self._capture.grab([self._whole]))
        samples.timed("compare, whole screen", lambda: changed_rectangles(self._previous, frame, [self._whole]))

    def exact(self) -> bool:
        """Tell whether the agent's picture shows the screen."""
        frame = self._capture.grab([self._whole])
        return np.array_equal(frame[..., :3], self._picture.pixels[..., :3])

    def _catch_up(self) -> None:
        frame = self._capture.grab(self._capture.damage())
        self._mask.look()
        self._carry(self._composed(frame, [self._whole], monotonic()), Samples())
        self._previous[:] = frame

    def _composed(self, frame: FrameBuffer, areas: list[Rect], now: float) -> list[Rectangle]:
        return [rectangle for rectangle, _ in self._composer.update(frame, areas, now, None)]

    def _carry(self, rectangles: list[Rectangle], samples: Samples) -> None:
        """Take an update over the line and draw it."""
        self._frames += 1
        message = Frame(1, self._frames, rectangles, True)
        data = samples.timed("msgpack", lambda: codec.encode(message))
        records = samples.timed("seal", lambda: self._sealed(message, data))
        samples.note(BYTES, sum(map(len, records)))
        received = samples.timed("open", lambda: self._opened(records))
        decoded = samples.timed("msgpack back", lambda: codec.decode_from_customer(received))
        if not isinstance(decoded, Frame):
            raise TypeError("a frame became another message")
        drawn = decoded.rectangles
        samples.timed("decode, draw", lambda: self._picture.draw(drawn))

    def _sealed(self, message: Frame, data: bytes) -> list[bytes]:
        self._outbox.put(priority_of(message), data)
        bodies = iter(self._outbox.next_chunk, None)
        return [self._sealer.seal(body) for body in bodies if body is not None]

    def _opened(self, records: list[bytes]) -> bytes:
        """Return the message that the last record completes."""
        return [self._inbox.receive(self._opener.open(record)) for record in records][-1] or b""

    def _take_apart(self, frame: FrameBuffer, areas: list[Rect], samples: Samples) -> None:
        """Time what the composer did within, on a picture and a stream of its own."""
        previous = self._previous
        changed = samples.timed("compare", lambda: changed_rectangles(previous, frame, areas))
        moves = samples.timed("find moves", lambda: find_moves(previous, frame, changed))
        for (x, y, width, height), left, top in moves:
            previous[top : top + height, left : left + width] = previous[y : y + height, x : x + width].copy()
        left_over = changed_rectangles(previous, frame, changed)
        coded = samples.timed("lossless", lambda: [self._encoder.encode(frame, area) for area in left_over])
        sizes = [(area.width, area.height) for area in left_over]
        samples.timed(
            "lossless back",
            lambda: [self._decoder.decode(*size, data) for size, data in zip(sizes, coded, strict=True)],
        )
        for x, y, width, height in left_over:
            previous[y : y + height, x : x + width] = frame[y : y + height, x : x + width]


@contextmanager
def staged_screen(size: str) -> Iterator[StagedScreen]:
    """Set up a virtual display of this size ("1920x1080"), and watch it."""
    with virtual_desktop(f"{size}x24") as display:
        os.environ["DISPLAY"] = display
        window = StageWindow(display, STAGE)
        capture = open_capture()
        # Before the first grab, as in client.pipeline.outbound.
        mask = open_screen_mask(DEFAULT_MASK_LIST)
        try:
            yield StagedScreen(window, capture, mask)
        finally:
            mask.close()
            capture.close()
            window.close()
