"""Bytes and milliseconds of codings over the same areas, side by side."""

import time
from collections.abc import Callable, Sequence
from statistics import median
from typing import NamedTuple

import numpy as np

from benchmarks.codec.rivals import Coder
from client.screen.geometry import FrameBuffer, Rect

ROUNDS = 9

Update = tuple[FrameBuffer, Rect]
"""A frame and the area of it that changed."""


class Cost(NamedTuple):
    """What all updates together cost."""

    size: int
    """Bytes."""
    encode: float
    """Milliseconds: the median of the rounds."""
    decode: float
    """The same."""
    worst_encode: float
    """Milliseconds of the dearest update: the least of the rounds."""


def compare(
    coders: dict[str, Callable[[], Coder]], before: Sequence[Update], updates: Sequence[Update], rounds: int = ROUNDS
) -> dict[str, Cost]:
    """Return what the updates cost after those `before`; check that every pixel comes back.

    In each round all coders take their turn, with fresh encoders, so that what else the machine
    does meets all of them.
    """
    taken: dict[str, list[tuple[int, list[float], list[float]]]] = {name: [] for name in coders}
    for number in range(rounds):
        for name, make in coders.items():
            coder = make()
            # A share's first picture also waits for memory, whatever its coding.
            blank = np.zeros_like(updates[0][0])
            whole = Rect(0, 0, blank.shape[1], blank.shape[0])
            for update in ((blank, whole), *before):
                _carry(coder, update, False)
            taken[name].append(_sum([_carry(coder, update, number == 0) for update in updates]))
    return {
        name: Cost(
            rounds_taken[0][0],
            median(sum(encode) for _, encode, _ in rounds_taken),
            median(sum(decode) for _, _, decode in rounds_taken),
            max(min(times) for times in zip(*(encode for _, encode, _ in rounds_taken), strict=True)),
        )
        for name, rounds_taken in taken.items()
    }


def _carry(coder: Coder, update: Update, check: bool) -> tuple[int, float, float]:
    frame, area = update
    started = time.thread_time()
    parts = coder.encode(frame, area)
    encoded = time.thread_time()
    decoded = [coder.decode(part.width, part.height, data) for part, data in parts]
    ended = time.thread_time()
    if check:
        for ((x, y, w, h), _), pixels in zip(parts, decoded, strict=True):
            if not np.array_equal(pixels[..., :3], frame[y : y + h, x : x + w, :3]):
                raise AssertionError(f"{coder} changed a pixel")
    return sum(len(data) for _, data in parts), (encoded - started) * 1e3, (ended - encoded) * 1e3


def _sum(costs: list[tuple[int, float, float]]) -> tuple[int, list[float], list[float]]:
    return sum(size for size, _, _ in costs), [encode for _, encode, _ in costs], [decode for _, _, decode in costs]
