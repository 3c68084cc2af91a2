"""Decode a recorded stream as fast as it goes: `python -m benchmarks.codec.replay FILE`.

The messages go through wire.codec and the agent's real picture. Prints what each coding costs, in milliseconds of the
processor, and whether the last picture shows what the recorded screen showed; where it does not, the exit code is 1.
"""

import argparse
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Final

import numpy as np

from benchmarks.codec.recording import Recording, RecordingError, digest, read_recording
from client.pipeline.picture import Picture
from client.screen.errors import PictureError
from wire import codec
from wire.messages import Coding, Frame, MotionFrame, SharingStarted

MESSAGES: Final = "msgpack"
"""The name under which the cost of decoding messages stands."""
VIDEO: Final = "video"
ALL: Final = "all"


@dataclass
class Cost:
    """What one coding cost, and how much it carried."""

    rectangles: int = 0
    """Rectangles of updates, areas of the video, or messages."""
    size: int = 0
    """Bytes."""
    pixels: int = 0
    """Pixels that were drawn."""
    frames: dict[tuple[int, int], float] = field(default_factory=dict)
    """Share and number of each frame that had some of it, and the milliseconds that these took."""

    def add(self, frame: tuple[int, int], milliseconds: float, size: int, rectangles: int = 1, pixels: int = 0) -> None:
        """Note a part of a frame."""
        self.rectangles += rectangles
        self.size += size
        self.pixels += pixels
        self.frames[frame] = self.frames.get(frame, 0.0) + milliseconds


@dataclass
class Replay:
    """What a replay has shown."""

    costs: dict[str, Cost]
    """By the coding's name, MESSAGES, VIDEO or ALL."""
    exact: bool
    """Whether the picture shows at the end what the screen showed."""
    picture: Picture
    recorded: float
    """Seconds that the recording took."""


def replay(recording: Recording) -> Replay:
    """Decode a recording; raise RecordingError, CodecError or PictureError where it is no stream of a share."""
    names = [*(each.name.lower() for each in Coding), VIDEO, MESSAGES, ALL]
    costs = {name: Cost() for name in names}
    picture: Picture | None = None
    for _, data in recording.entries:
        start = time.thread_time()
        message = codec.decode_from_customer(data)
        spent = (time.thread_time() - start) * 1000
        if isinstance(message, SharingStarted):
            picture = Picture(message.share, message.width, message.height)
            continue
        if picture is None or not isinstance(message, Frame | MotionFrame) or message.share != picture.share:
            raise RecordingError("a message that belongs to no picture")
        costs[MESSAGES].add((message.share, message.number), spent, len(data))
        costs[ALL].add((message.share, message.number), spent, len(data), 0)
        _draw(picture, message, costs)
    if picture is None:
        raise RecordingError("a recording without a picture")
    seconds = recording.entries[-1].seconds
    return Replay(costs, digest(picture.pixels) == recording.digest, picture, seconds)


def _draw(picture: Picture, message: Frame | MotionFrame, costs: dict[str, Cost]) -> None:
    frame = message.share, message.number
    if isinstance(message, MotionFrame):
        start = time.thread_time()
        areas = picture.draw_motion(message)
        spent = (time.thread_time() - start) * 1000
        pixels = sum(area.width * area.height for area in areas)
        costs[VIDEO].add(frame, spent, len(message.data), len(areas), pixels)
        costs[ALL].add(frame, spent, 0, len(areas), pixels)
        return
    for rectangle in message.rectangles:
        start = time.thread_time()
        picture.draw([rectangle])
        spent = (time.thread_time() - start) * 1000
        pixels = rectangle.width * rectangle.height
        costs[rectangle.coding.name.lower()].add(frame, spent, len(rectangle.data), 1, pixels)
        costs[ALL].add(frame, spent, 0, 1, pixels)


def table(costs: dict[str, Cost]) -> str:
    """Return the costs in Markdown."""
    head = "| coding | frames | parts | bytes | pixels | ms in all | ms a frame, median | p95 | frames a second |"
    lines = [head, "|---" * 9 + "|"]
    for name, cost in costs.items():
        if not cost.frames:
            continue
        times = list(cost.frames.values())
        rate = 1000 * len(times) / max(sum(times), 1e-6)
        lines.append(
            f"| {name} | {len(times)} | {cost.rectangles} | {cost.size} | {cost.pixels} | {sum(times):.0f} "
            f"| {median(times):.2f} | {np.percentile(times, 95):.2f} | {rate:.0f} |"
        )
    return "\n".join(lines)


def main() -> int:
    """Replay a file, print, and return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path, help="what python -m benchmarks.codec.record has written")
    options = parser.parse_args()
    start = time.monotonic()
    try:
        found = replay(read_recording(options.file))
    except (OSError, RecordingError, codec.CodecError, PictureError) as error:
        print(f"{options.file}: {error}", file=sys.stderr)
        return 1
    seconds = time.monotonic() - start
    print(table(found.costs))
    print(f"\n{found.recorded:.1f} s were recorded; the replay took {seconds:.1f} s.")
    print("The picture is exact at the end." if found.exact else "THE PICTURE IS NOT THE SCREEN'S at the end.")
    return 0 if found.exact else 1


if __name__ == "__main__":
    sys.exit(main())
