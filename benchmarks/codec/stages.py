"""What each stage of the picture's way costs, at 1920x1080 and at 3840x2160: `python -m benchmarks.codec.stages`.

Letters are typed and a text of 1000x700 scrolled on two virtual displays in turn; each update goes from the capture to
the agent's canvas. Milliseconds by the clock on the wall, as the X server works in some of them; medians, so that what
else the machine does counts little. The indented stages are parts of the composer's and of the decoder's.
"""

import argparse
import os
from collections.abc import Callable
from contextlib import ExitStack
from statistics import median
from time import monotonic
from typing import Final

import numpy as np
from PySide6.QtGui import QGuiApplication

from benchmarks.codec.staged import BYTES, WAY, Samples, StagedScreen, staged_screen
from benchmarks.screen import scenery
from benchmarks.screen.acts import Act, Scroll, Type
from benchmarks.screen.works import VIDEO
from benchmarks.screen.x_window import StageWindow
from client.pipeline.picture import Picture
from client.screen.geometry import FrameBuffer, Rect
from client.screen.photo import encode_photo, photographic_tiles
from client.screen.video import VideoEncoder
from wire.messages import Area, Coding, MotionFrame, Rectangle

SIZES: Final = ("1920x1080", "3840x2160")
LIMIT: Final = 1.3
"""The most that the larger screen may cost of the smaller one's."""
_WORKS: Final[dict[str, Callable[[StageWindow], Act]]] = {"a typed letter": Type, "a scroll of 1000x700": Scroll}
_ROWS: Final = (
    "damage query",
    "grab",
    "mask",
    "composer, all",
    "- compare",
    "- find moves",
    "- lossless",
    "settle check",
    "msgpack",
    "seal",
    "open",
    "msgpack back",
    "decode, draw",
    "- lossless back",
)
_WARM_UP: Final = 5
_PHOTO: Final = Rect(0, 0, 640, 480)
_WHOLE_ROUNDS: Final = 15

BySize = dict[str, Samples]


def measure_works(screens: dict[str, StagedScreen], steps: int) -> dict[str, BySize]:
    """Return the samples of each work on each screen; the screens take turns."""
    found: dict[str, BySize] = {}
    for work, make in _WORKS.items():
        acts = {size: make(screen.window) for size, screen in screens.items()}
        for size, screen in screens.items():
            screen.begin(acts[size])
        by_size = {size: Samples() for size in screens}
        for number in range(1, _WARM_UP + steps + 1):
            for size in sorted(screens, reverse=bool(number % 2)):
                screens[size].step(acts[size], number, by_size[size] if number > _WARM_UP else Samples())
        found[work] = by_size
    return found


def measure_pictures(steps: int) -> BySize:
    """Return the samples of photographs and of a video that lie on screens of both sizes."""
    films = [frame.view(np.uint8).reshape(*frame.shape, 4) for frame in scenery.video(VIDEO.width, VIDEO.height)]
    found = {size: Samples() for size in SIZES}
    benches = {size: _PictureBench(size) for size in SIZES}
    for number in range(_WARM_UP + steps):
        for size in sorted(SIZES, reverse=bool(number % 2)):
            benches[size].step(films[number % len(films)], found[size] if number >= _WARM_UP else Samples())
    return found


class _PictureBench:
    """A screen with a film, whose pictures go as photographs and as video."""

    def __init__(self, size: str) -> None:
        width, height = map(int, size.split("x"))
        self._screen: FrameBuffer = np.zeros((height, width, 4), np.uint8)
        self._picture = Picture(1, width, height)
        self._encoder = VideoEncoder(VIDEO.width, VIDEO.height, None)
        self._pictures = 0

    def step(self, film: FrameBuffer, samples: Samples) -> None:
        shown = self._screen[VIDEO.y : VIDEO.y + VIDEO.height, VIDEO.x : VIDEO.x + VIDEO.width]
        shown[:] = film
        photograph = shown[: _PHOTO.height, : _PHOTO.width]
        samples.timed("photo 640x480: tell from text", lambda: photographic_tiles(photograph))
        data = samples.timed("photo: encode", lambda: encode_photo(photograph))
        rectangle = Rectangle(VIDEO.x, VIDEO.y, _PHOTO.width, _PHOTO.height, Coding.PHOTO, data)
        samples.timed("photo: decode, draw", lambda: self._picture.draw([rectangle]))
        coded = samples.timed("video 1280x720: encode", lambda: self._encoder.encode(shown, monotonic(), None))
        self._pictures += 1
        frame = MotionFrame(1, self._pictures, *VIDEO, self._pictures == 1, [Area(*VIDEO)], coded)
        samples.timed("video: decode, draw", lambda: self._picture.draw_motion(frame))


def _cells(by_size: BySize, values: Callable[[Samples], list[float]], digits: int = 3) -> str:
    small, large = (median(values(by_size[size])) for size in SIZES)
    return f"{small:.{digits}f} | {large:.{digits}f} | {large / small if small else float('nan'):.2f}"


def _stage(name: str) -> Callable[[Samples], list[float]]:
    return lambda samples: samples.of[name]


def _together(samples: Samples) -> list[float]:
    return [sum(parts) for parts in zip(*(samples.of[stage] for stage in WAY), strict=True)]


def works_table(works: dict[str, BySize]) -> str:
    """Return the costs of an update in Markdown, stage by stage, and all together."""
    columns = [f"{work}: {SIZES[0]} | {SIZES[1]} | ratio" for work in works]
    lines = ["| stage, ms | " + " | ".join(columns) + " |", "|---" * (1 + 3 * len(works)) + "|"]
    for row in _ROWS:
        stage = row.removeprefix("- ")
        cells = [_cells(by_size, _stage(stage)) for by_size in works.values()]
        lines.append(f"| {row} | {' | '.join(cells)} |")
    lines.append(f"| **together** | {' | '.join(_cells(by_size, _together) for by_size in works.values())} |")
    sizes = [_cells(by_size, _stage(BYTES), 0) for by_size in works.values()]
    return "\n".join([*lines, f"| {BYTES} | {' | '.join(sizes)} |"])


def plain_table(by_size: BySize) -> str:
    """Return what does not belong to one update, in Markdown."""
    lines = [f"| stage, ms | {SIZES[0]} | {SIZES[1]} | ratio |", "|---" * 4 + "|"]
    for stage in by_size[SIZES[0]].of:
        lines.append(f"| {stage} | {_cells(by_size, _stage(stage))} |")
    return "\n".join(lines)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--steps", type=int, default=150, help="updates of each work (default: %(default)s)")
    steps = parser.parse_args().steps
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    application = QGuiApplication([])
    with ExitStack() as stack:
        screens = {size: stack.enter_context(staged_screen(size)) for size in SIZES}
        works = measure_works(screens, steps)
        whole = {size: Samples() for size in SIZES}
        for _ in range(_WHOLE_ROUNDS):
            for size, screen in screens.items():
                screen.whole(whole[size])
        exact = all(screen.exact() for screen in screens.values())
    print(works_table(works), "\n")
    print(plain_table(whole), "\n")
    print(plain_table(measure_pictures(steps)), "\n")
    for work, by_size in works.items():
        small, large = (median(_together(by_size[size])) for size in SIZES)
        verdict = "reached" if large <= LIMIT * small else "missed"
        print(f"{work}: {SIZES[1]} costs {large / small:.2f} of {SIZES[0]}; to reach {LIMIT}: {verdict}")
    print("The agents' pictures are the screens'." if exact else "THE AGENTS' PICTURES ARE NOT THE SCREENS'.")
    del application


if __name__ == "__main__":
    main()
