"""Each tile has the coding that suits it, also where they lie in one changed area."""

import numpy as np

from client.screen.geometry import Rect
from client.screen.photo import TILE
from tests.client.screen.test_composer import HEIGHT, WHOLE, WIDTH, Pair, film, put, text
from wire.messages import Coding

PHOTOGRAPH = Rect(192, 160, 256, 128)
# Tiles are counted from the corner of what changed, so one may reach over the photograph's edge.
REACHED = Rect(PHOTOGRAPH.x - TILE, PHOTOGRAPH.y - TILE, PHOTOGRAPH.width + 2 * TILE, PHOTOGRAPH.height + 2 * TILE)


def test_text_around_a_photograph_is_exact_at_once() -> None:
    pair, chance = Pair(), np.random.default_rng(8)
    page = text(chance, HEIGHT, WIDTH)
    put(page, PHOTOGRAPH, film(chance, PHOTOGRAPH, 0))
    put(pair.screen, WHOLE, page)
    pair.look([WHOLE])
    photographed = [Rect(each.x, each.y, each.width, each.height) for each in pair.sent if each.coding is Coding.PHOTO]
    assert photographed
    assert all(each.common(REACHED) == each for each in photographed)
    assert not pair.is_exact(PHOTOGRAPH)
    for beside in (
        Rect(0, 0, WIDTH, REACHED.y),
        Rect(0, 0, REACHED.x, HEIGHT),
        Rect(REACHED.x + REACHED.width, 0, WIDTH - REACHED.x - REACHED.width, HEIGHT),
        Rect(0, REACHED.y + REACHED.height, WIDTH, HEIGHT - REACHED.y - REACHED.height),
    ):
        assert pair.is_exact(beside)


def test_text_that_keeps_changing_is_no_film() -> None:
    """It costs little as it is, and a video would blur it."""
    pair, chance = Pair(), np.random.default_rng(9)
    for _ in range(60):
        put(pair.screen, WHOLE, text(chance, HEIGHT, WIDTH))
        pair.look([WHOLE])
        assert pair.is_exact()
    assert pair.composer.region is None
    assert not pair.composer.wants_another_region
