"""Compare the lossless coder with others and write RESULTS.md: python -m benchmarks.codec [--quick]."""

import argparse
from collections.abc import Callable, Sequence
from itertools import pairwise
from pathlib import Path

import numpy as np

from benchmarks.codec.measure import ROUNDS, Cost, Update, compare
from benchmarks.codec.rivals import Coder, Image, Lossless, Rows
from benchmarks.codec.screens import KINDS, PAGES, SCROLLING, TYPING, load
from client.screen.damage import changed_rectangles
from client.screen.geometry import FrameBuffer, Rect

_RESULTS = Path(__file__).with_name("RESULTS.md")
_PLAIN, _FORMER, _OURS = "rows, level 3", "rows, level 2", "columns"
_STREAMS: dict[str, Callable[[], Coder]] = {_PLAIN: lambda: Rows(3), _FORMER: lambda: Rows(2), _OURS: Lossless}
_IMAGES: dict[str, Callable[[], Coder]] = {"WebP": lambda: Image("webp"), "PNG": lambda: Image("png")}
_TEXTS = {
    "document": Rect(420, 160, 1060, 880),
    "terminal": Rect(0, 24, 1920, 1020),
    "code": Rect(200, 110, 1700, 930),
    "spreadsheet": Rect(0, 150, 1900, 870),
    "dark": Rect(200, 110, 1700, 930),
    "subpixel": Rect(0, 60, 1900, 980),
}
"""Where the text stands on these screens, without the program's icons and frame."""
_EXPLANATION = """# What the lossless coder costs and saves

Written by `python -m benchmarks.codec`, on screens of real programs at 1920x1080, which
`python -m benchmarks.codec.screens` takes. `rows, level 3` is plain Zstandard 3 over BGRX rows, `rows, level 2` is the
coding that Pomoc had first, `columns` is `client/screen/lossless.py`. All three are streams with a memory; WebP
(lossless) and PNG are not. With `columns` large areas go in parts, as in a share (`client/screen/parts.py`), so that
one is on its way while the next is made; the others take each area whole. Times are milliseconds of the processor,
medians of {rounds} rounds in which all took turns (one round of WebP and PNG); each stream had carried an empty screen
before. Every picture was decoded and compared.
"""


def _whole(frame: FrameBuffer, area: Rect | None = None) -> list[Update]:
    height, width = frame.shape[:2]
    return [(frame, area or Rect(0, 0, width, height))]


def _changes(frames: Sequence[FrameBuffer]) -> list[Update]:
    height, width = frames[0].shape[:2]
    everything = [Rect(0, 0, width, height)]
    return [(now, area) for before, now in pairwise(frames) for area in changed_rectangles(before, now, everything)]


def _exposed(frames: Sequence[FrameBuffer]) -> list[Update]:
    """Return what comes into sight at the lower edge when the document scrolls: the rest would be copied."""
    x, y, width, height = _TEXTS["document"]
    updates = []
    for before, now in pairwise(frames):
        old, new = before[y : y + height, x : x + width], now[y : y + height, x : x + width]
        moved = next((by for by in range(1, height // 2) if np.array_equal(old[by:], new[:-by])), None)
        if moved is not None:
            updates.append((now, Rect(x, y + height - moved, width, moved)))
    return updates


def _row(name: str, costs: dict[str, Cost]) -> str:
    plain, ours = costs[_PLAIN], costs[_OURS]
    cells = [name]
    cells += [f"{cost.size / 1000:.1f} kB, {cost.encode:.1f}" for other, cost in costs.items() if other != _OURS]
    cells += ["-"] * (len(_STREAMS) + len(_IMAGES) - len(costs))
    cells.append(f"{ours.size / 1000:.1f} kB, {ours.encode:.1f}")
    cells += [f"{ours.size / plain.size:.2f}", f"{ours.encode / plain.encode:.2f}", f"{ours.decode:.1f}"]
    return "| " + " | ".join(cells) + " |"


def _table(first: str, rows: list[str]) -> str:
    heads = [first, _PLAIN, _FORMER, *_IMAGES, f"**{_OURS}**", "bytes / level 3", "time / level 3", "decode ms"]
    return "\n".join(["| " + " | ".join(heads) + " |", "|---" * len(heads) + "|", *rows])


def main() -> None:
    """Measure, print and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="three rounds, and nothing is written")
    quick = parser.parse_args().quick
    rounds = 3 if quick else ROUNDS

    def measured(name: str, before: list[Update], updates: list[Update], images: bool) -> tuple[str, dict[str, Cost]]:
        costs = compare(_STREAMS, before, updates, rounds)
        if images:
            costs |= compare(_IMAGES, [], updates, 1)
        print(_row(name, costs), flush=True)
        return _row(name, costs), costs

    screens = [measured(kind, [], _whole(load(kind)[0]), not quick)[0] for kind in KINDS]
    texts = [measured(kind, [], _whole(load(kind)[0], area), not quick)[0] for kind, area in _TEXTS.items()]
    typing, pages, scrolling = load(TYPING), load(PAGES), load(SCROLLING)
    typed, typed_costs = measured(f"typing {len(typing) - 1} letters", _whole(typing[0]), _changes(typing), False)
    turned = [update for page in pages[1:] for update in _whole(page)]
    sequences = [
        typed,
        measured(f"{len(pages) - 1} further pages", _whole(pages[0]), turned, False)[0],
        measured("scrolled into sight", _whole(scrolling[0]), _exposed(scrolling), False)[0],
    ]
    updates = len(_changes(typing))
    typed_ours = typed_costs[_OURS]
    each = [typed_ours.encode / updates, typed_ours.decode / updates]
    note = (
        f"Typing is {updates} updates (what the program repaints: the line, the status bar): "
        f"{typed_ours.size // updates} bytes each, encoded in {each[0]:.2f} ms and decoded in {each[1]:.2f} ms."
    )
    print(note)
    if not quick:
        parts = [
            _EXPLANATION.format(rounds=rounds),
            "## Whole screens\n",
            _table("screen", screens),
            "\n## The text alone, without the programs' icons and frames\n",
            _table("text", texts),
            "\n## Sequences: what follows a first picture\n",
            _table("sequence", sequences),
            f"\n{note}\n",
        ]
        _RESULTS.write_text("\n".join(parts))


if __name__ == "__main__":
    main()
