"""What the search for moves costs and finds, on screens of real programs: `python -m benchmarks.codec.motion`.

The screens come from `python -m benchmarks.codec.screens`. Scrolls and drags of a single window are put together from
them, so that the distances are known; "scrolling", "pages" and "typing" are a word processor's own.
"""

from collections.abc import Iterator
from itertools import pairwise
from statistics import median
from time import thread_time
from typing import NamedTuple

import numpy as np

from benchmarks.codec.screens import KINDS, load
from client.screen.damage import changed_rectangles
from client.screen.geometry import FrameBuffer, Rect
from client.screen.motion import Move, find_moves

_ROUNDS = 15
_WINDOW = Rect(300, 200, 1000, 700)


class _Case(NamedTuple):
    name: str
    previous: FrameBuffer
    current: FrameBuffer


def main() -> None:
    """Print a table: a line for each kind of change, medians over its cases."""
    print(
        "| change | cases | rectangles | CPU ms, median | CPU ms, worst case | moves | changed pixels | left to send |"
    )
    print("|---|---|---|---|---|---|---|---|")
    gathered: dict[str, list[_Case]] = {}
    for case in _cases():
        gathered.setdefault(case.name, []).append(case)
    for name, cases in gathered.items():
        print(_line(name, cases), flush=True)
    letter, frame = [Rect(800, 500, 10, 18)], load("document")[0]
    start = thread_time()
    for _ in range(1000):
        find_moves(frame, frame, letter)
    print(f"\nA changed area of 10x18 pixels costs {(thread_time() - start) * 1000:.1f} microseconds.")


def _line(name: str, cases: list[_Case]) -> str:
    times, counts, rectangles, changes, rest = [], [], [], [], []
    for _, previous, current in cases:
        changed = changed_rectangles(previous, current, [Rect(0, 0, current.shape[1], current.shape[0])])
        moves = find_moves(previous, current, changed)
        spent = []
        for _ in range(_ROUNDS):
            start = thread_time()
            find_moves(previous, current, changed)
            spent.append((thread_time() - start) * 1000)
        before, after = _differing(previous, current), _differing(_applied(previous, moves), current)
        times.append(median(spent))
        counts.append(len(moves))
        rectangles.append(len(changed))
        changes.append(before)
        rest.append(after / max(1, before))
    return (
        f"| {name} | {len(cases)} | {median(rectangles):.0f} | {median(times):.2f} | {max(times):.2f} "
        f"| {min(counts)} to {max(counts)} | {median(changes):.0f} | {median(rest):.1%} |"
    )


def _cases() -> Iterator[_Case]:
    screens = {kind: load(kind)[0] for kind in KINDS}
    for name in ("scrolling", "pages", "typing"):
        frames = load(name)
        for previous, current in pairwise(frames):
            yield _Case(f"word processor: {name}", previous, current)
    strip = screens["document"]
    x, y, width, height = _WINDOW
    for screen in screens.values():
        for distance in (3, 17, 60, 400):
            current = screen.copy()
            current[y : y + height - distance, x : x + width] = screen[y + distance : y + height, x : x + width]
            current[y + height - distance : y + height, x : x + width] = strip[300 : 300 + distance, x : x + width]
            yield _Case(f"{width}x{height} scrolled by 3 to 400", screen, current)
            yield _Case(f"{width}x{height} scrolled back", current, screen)
    for screen in screens.values():
        for distance in (16, 60, 300):
            current = np.concatenate([screen[distance:], strip[300 : 300 + distance]])
            yield _Case("1920x1080 scrolled by 16 to 300", screen, current)
            current = np.concatenate([screen[:, distance:], strip[:, 600 : 600 + distance]], axis=1)
            yield _Case("1920x1080 scrolled sideways", screen, current)
    for kind, screen in screens.items():
        for background in ("document", "spreadsheet", "dark"):
            if kind != background:
                for right, down in ((9, 4), (-45, 30), (130, -80)):
                    previous, current = screens[background].copy(), screens[background].copy()
                    window = screen[60:540, 100:740]
                    previous[300:780, 500:1140] = window
                    current[300 + down : 780 + down, 500 + right : 1140 + right] = window
                    yield _Case("640x480 dragged over a page", previous, current)
    for kind, other in pairwise(KINDS):
        yield _Case("1920x1080, another program's screen", screens[kind], screens[other])
        current = screens[kind].copy()
        current[y : y + height, x : x + width] = screens[other][y : y + height, x : x + width]
        yield _Case(f"{width}x{height}, another program's window", screens[kind], current)
    noise = np.random.default_rng(1).integers(0, 256, (2, 720, 1280, 4), np.uint8)
    previous, current = strip.copy(), strip.copy()
    previous[:720, :1280], current[:720, :1280] = noise
    yield _Case("1280x720 of noise", previous, current)


def _applied(previous: FrameBuffer, moves: list[Move]) -> FrameBuffer:
    picture = previous.copy()
    for (x, y, width, height), left, top in moves:
        picture[top : top + height, left : left + width] = picture[y : y + height, x : x + width].copy()
    return picture


def _differing(one: FrameBuffer, other: FrameBuffer) -> int:
    return int(np.count_nonzero((one[..., :3] != other[..., :3]).any(axis=2)))


if __name__ == "__main__":
    main()
