"""Promotion: films become a video in a region that stays put; work on a desktop does not."""

from collections.abc import Callable

import pytest

from client.screen.geometry import Rect
from client.screen.promotion import CALM, SMALLEST, Promotion
from wire import limits

FILM = Rect(300, 200, 640, 360)
Scene = Callable[[int], list[Rect]]


class Desk:
    """A promotion, and a clock that goes at 30 pictures a second."""

    def __init__(self, width: int = 1920, height: int = 1080) -> None:
        self.promotion = Promotion(width, height)
        self.now = 100.0
        self.step = 0

    def play(self, seconds: float, scene: Scene, rate: float = 30.0) -> list[Rect | None]:
        """Return the region at each picture."""
        regions = []
        for _ in range(round(seconds * rate)):
            self.now += 1 / rate
            self.step += 1
            regions.append(self.promotion.observe(self.now, scene(self.step)))
        return regions


def film(_: int) -> list[Rect]:
    return [FILM]


def nothing(_: int) -> list[Rect]:
    return []


def pieces(_: int) -> list[Rect]:
    """The film as damage finds it: bands, and edges that are not the film's."""
    x, y, width, height = FILM
    return [Rect(x + 3, y + top, width - 5, min(64, height - top)) for top in range(0, height, 64)]


def test_a_film_is_promoted_within_a_second_and_stays() -> None:
    desk = Desk()
    regions = desk.play(10, film)
    first = next(index for index, region in enumerate(regions) if region is not None)
    assert 15 <= first < 25
    assert set(regions[first:]) == {FILM}


def test_its_edges_are_exact() -> None:
    desk = Desk()
    assert desk.play(2, pieces)[-1] == Rect(303, 200, 635, 360)


@pytest.mark.parametrize("rate", [12, 24, 60])
def test_other_rates(rate: int) -> None:
    regions = Desk().play(4, film, rate)
    assert regions[-1] == FILM
    assert regions[:14] == [None] * 14


def test_slow_changes_are_no_film() -> None:
    assert set(Desk().play(20, film, rate=4)) == {None}


def test_calm_demotes_at_the_time_that_was_told() -> None:
    desk = Desk()
    desk.play(2, film)
    assert desk.promotion.calm_at == pytest.approx(desk.now + CALM)
    calm_at = desk.promotion.calm_at or 0.0
    assert desk.promotion.observe(calm_at - 0.01, []) == FILM
    assert desk.promotion.observe(calm_at, []) is None
    assert desk.promotion.calm_at is None


def test_a_moment_of_standstill_does_not() -> None:
    desk = Desk()
    desk.play(2, film)
    assert None not in desk.play(CALM * 0.9, nothing)
    assert None not in desk.play(2, film)


def test_a_paused_film_with_a_cursor_over_it_is_demoted() -> None:
    desk = Desk()
    desk.play(2, film)
    assert desk.play(2, lambda step: [Rect(400 + step, 300, 20, 20)])[-1] is None


def test_typing_and_a_progress_bar_beside_do_not_matter() -> None:
    def scene(step: int) -> list[Rect]:
        typed = Rect(1000 + 9 * (step % 80), 700, 10, 18)
        bar = Rect(300 + step % 600, 566, 60, 4)
        clock = Rect(1850, 1060, 60, 16)
        return [FILM, typed, bar, clock]

    regions = [region for region in Desk().play(12, scene) if region is not None]
    assert len(regions) > 300
    assert len(set(regions)) == 1
    x, y, width, height = regions[0]
    assert (x, y, width) == (300, 200, 640)
    # The bar touches the film and may belong to it; it takes up no more than one tile.
    assert 360 <= height <= 384


def test_a_strip_beside_does_not_blow_it_up() -> None:
    """A ticker over the whole width, right below the film."""
    regions = Desk().play(5, lambda _: [FILM, Rect(0, 576, 1920, 64)])
    last = regions[-1]
    assert last is not None
    assert last.width < 800
    assert last.common(FILM) == FILM


def test_typing_scrollbars_and_spinners_alone_are_no_film() -> None:
    def scene(step: int) -> list[Rect]:
        return [Rect(200 + 8 * (step % 150), 300, 9, 18), Rect(1900, step % 900, 14, 120), Rect(900, 500, 64, 64)]

    assert set(Desk().play(10, scene)) == {None}


def test_the_smallest() -> None:
    wide = Rect(512, 256, SMALLEST, SMALLEST)
    assert Desk().play(3, lambda _: [wide])[-1] == wide
    narrow = Rect(512, 256, SMALLEST - 1, 512)
    assert Desk().play(3, lambda _: [narrow])[-1] is None


def test_follows_a_window_that_was_moved() -> None:
    desk = Desk()
    assert desk.play(3, film)[-1] == FILM
    elsewhere = FILM._replace(x=1200, y=600)
    regions = desk.play(4, lambda _: [elsewhere])
    assert regions[-1] == elsewhere
    assert set(regions) <= {FILM, None, elsewhere}


def test_grows_to_full_screen() -> None:
    desk = Desk()
    desk.play(3, film)
    full = Rect(0, 0, 1920, 1080)
    regions = desk.play(4, lambda _: [full])
    assert regions[-1] == full
    assert len(set(regions)) == 2, "each change of the region costs a key frame"


def test_a_speaker_in_a_calm_room_keeps_one_region() -> None:
    """What moves is now the whole picture, now the face only."""
    face = Rect(500, 260, 200, 220)
    regions = Desk().play(12, lambda step: [FILM if step % 20 < 3 else face])
    chosen = [region for region in regions if region is not None]
    assert len(chosen) > 300
    assert len(set(chosen)) <= 2


def test_shrinks_when_most_of_it_rests_for_long() -> None:
    desk = Desk()
    desk.play(4, lambda _: [Rect(0, 0, 1920, 1080)])
    regions = desk.play(6, film)
    assert regions[-1] == FILM
    assert len(set(regions)) == 2


def test_two_films_the_larger_one() -> None:
    small = Rect(1200, 200, 320, 180)
    assert Desk().play(3, lambda _: [small, FILM])[-1] == FILM


@pytest.mark.parametrize(("width", "height"), [(1, 1), (97, 96), (1366, 767), (1920, 1080)])
def test_any_size_of_picture(width: int, height: int) -> None:
    whole = Rect(0, 0, width, height)
    region = Desk(width, height).play(3, lambda _: [whole])[-1]
    assert region == (whole if min(width, height) >= SMALLEST else None)


@pytest.mark.parametrize("size", [(5120, 2880), (16384, 4096), (4096, 16384)])
def test_a_film_larger_than_a_video_may_be(size: tuple[int, int]) -> None:
    desk = Desk(*size)
    regions = desk.play(3, lambda _: [Rect(0, 0, *size)])
    region = regions[-1]
    assert region is not None
    assert limits.VIDEO_PIXELS - region.width < region.width * region.height <= limits.VIDEO_PIXELS
    assert len(set(regions)) == 2
