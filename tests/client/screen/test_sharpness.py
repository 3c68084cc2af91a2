"""The map of what is exact, against one pixel after the other."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from client.screen.geometry import Rect
from client.screen.sharpness import Sharpness, SharpnessMap

WIDTH, HEIGHT = 12, 9


def areas(width: int = WIDTH, height: int = HEIGHT) -> st.SearchStrategy[Rect]:
    spans = [st.tuples(st.integers(0, side - 1), st.integers(1, side)) for side in (width, height)]
    return st.tuples(*spans).map(
        lambda pairs: Rect(
            pairs[0][0], pairs[1][0], min(pairs[0][1], width - pairs[0][0]), min(pairs[1][1], height - pairs[1][0])
        )
    )


def test_a_photograph_is_sharpening_until_each_of_its_pixels_is_exact() -> None:
    followed = SharpnessMap(100, 80)
    assert followed.worst() is Sharpness.SHARP
    followed.drew(Rect(10, 10, 40, 40), Sharpness.SHARPENING)
    assert followed.worst() is Sharpness.SHARPENING
    followed.drew(Rect(10, 10, 40, 39), Sharpness.SHARP)
    assert followed.worst() is Sharpness.SHARPENING
    followed.drew(Rect(10, 49, 40, 1), Sharpness.SHARP)
    assert followed.worst() is Sharpness.SHARP


def test_a_video_beside_a_photograph_is_told_first() -> None:
    followed = SharpnessMap(100, 80)
    followed.drew(Rect(0, 0, 10, 10), Sharpness.VIDEO)
    followed.drew(Rect(50, 50, 10, 10), Sharpness.SHARPENING)
    assert followed.worst() is Sharpness.VIDEO
    followed.drew(Rect(0, 0, 10, 10), Sharpness.SHARP)
    assert followed.worst() is Sharpness.SHARPENING


def test_a_copy_takes_its_state_along() -> None:
    followed = SharpnessMap(100, 80)
    followed.drew(Rect(0, 0, 10, 10), Sharpness.SHARPENING)
    followed.copied(Rect(0, 0, 10, 10), 50, 50)
    followed.drew(Rect(0, 0, 10, 10), Sharpness.SHARP)
    assert followed.worst() is Sharpness.SHARPENING
    followed.copied(Rect(0, 0, 10, 10), 50, 50)
    assert followed.worst() is Sharpness.SHARP


@given(st.lists(st.tuples(areas(), st.sampled_from((*Sharpness, None)), areas()), max_size=12))
def test_it_agrees_with_a_plain_picture(steps: list[tuple[Rect, Sharpness | None, Rect]]) -> None:
    followed = SharpnessMap(WIDTH, HEIGHT)
    plain = np.zeros((HEIGHT, WIDTH), int)
    for area, sharpness, target in steps:
        if sharpness is None:
            x, y = min(target.x, WIDTH - area.width), min(target.y, HEIGHT - area.height)
            moved = plain[area.y : area.y + area.height, area.x : area.x + area.width].copy()
            plain[y : y + area.height, x : x + area.width] = moved
            followed.copied(area, x, y)
        else:
            plain[area.y : area.y + area.height, area.x : area.x + area.width] = sharpness
            followed.drew(area, sharpness)
        assert followed.worst() == plain.max()
