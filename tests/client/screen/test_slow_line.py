"""What the composer makes of a line that is slow: coarse photographs first, and little at a time."""

import math

import numpy as np

from client.screen.geometry import Rect
from client.screen.photo import COARSE, GOOD, encode_photo
from tests.client.screen.test_composer import FRAME_TIME, Pair, film, play, put
from wire.messages import Coding

# Whole tiles from the corner of what changes.
AREA = Rect(64, 64, 320, 256)


def photographed(rate: float | None) -> tuple[int, int, int]:
    """Return the bytes of a photograph that is sent at this rate, and those in good and in coarse quality."""
    pair, chance = Pair(rate), np.random.default_rng(1)
    pixels = film(chance, AREA, 0)
    put(pair.screen, AREA, pixels)
    pair.look([AREA])
    sent = [each for each in pair.sent if each.coding is Coding.PHOTO]
    assert sum(each.width * each.height for each in sent) == AREA.width * AREA.height
    qualities = [
        sum(
            len(encode_photo(pair.screen[each.y : each.y + each.height, each.x : each.x + each.width], quality))
            for each in sent
        )
        for quality in (GOOD, COARSE)
    ]
    return sum(len(each.data) for each in sent), qualities[0], qualities[1]


def test_a_photograph_is_coarse_at_first_only_where_the_line_needs_long_for_it() -> None:
    for rate in (None, 5_000_000.0):
        sent, good, _ = photographed(rate)
        assert sent == good
    sent, good, coarse = photographed(60_000.0)
    assert sent == coarse < 0.7 * good


def test_no_frame_that_settles_holds_a_slow_line_up() -> None:
    """A letter typed meanwhile waits behind it, and a tile alone is the least."""
    largest = {}
    for rate in (None, 250_000.0, 60_000.0):
        pair, chance = Pair(rate), np.random.default_rng(1)
        put(pair.screen, AREA, film(chance, AREA, 0))
        pair.look([AREA])
        pair.now += 1
        sizes = []
        while rectangles := pair.composer.settle(pair.now, rate, math.inf):
            sizes.append(sum(each.width * each.height for each in rectangles))
            pair.now += FRAME_TIME
        assert sum(sizes) == AREA.width * AREA.height
        largest[rate] = max(sizes)
    assert largest[None] == AREA.width * AREA.height
    assert largest[250_000.0] <= 4096
    assert largest[60_000.0] <= 4096


def test_a_film_leaves_a_part_of_the_line_to_everything_else() -> None:
    rate = 60_000.0
    pair = Pair(rate)
    play(pair, Rect(96, 64, 352, 288), 120)
    pictures = pair.motion[30:]
    assert len(pictures) > 30
    assert sum(len(each.data) for each in pictures) < 0.9 * rate * len(pictures) * FRAME_TIME
