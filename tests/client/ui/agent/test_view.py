import pytest
from hypothesis import given
from hypothesis import strategies as st

from client.screen.geometry import Rect
from client.ui.agent.view import Zoom, lay_out

sides = st.integers(1, 3000)


def test_a_picture_that_fits_is_shown_pixel_by_pixel_in_the_middle() -> None:
    view = lay_out(Zoom.AUTOMATIC, (320, 200), (400, 300))
    assert (view.left, view.top, view.width, view.height) == (40, 50, 320, 200)
    assert not view.blended
    assert view.picture_point(40, 50) == (0, 0)
    assert view.picture_point(359, 249) == (319, 199)


def test_a_picture_that_does_not_fit_is_reduced_with_its_proportions() -> None:
    view = lay_out(Zoom.AUTOMATIC, (1920, 1080), (960, 800))
    assert (view.left, view.top, view.width, view.height) == (0, 130, 960, 540)
    assert view.picture_point(0, 130) == (1, 1)
    assert view.picture_point(959, 669) == (1919, 1079)


def test_fit_also_enlarges() -> None:
    view = lay_out(Zoom.FIT, (320, 200), (960, 600))
    assert (view.width, view.height) == (960, 600)
    assert [view.picture_point(x, 0)[0] for x in range(7)] == [0, 0, 0, 1, 1, 1, 2]


def test_actual_size_never_scales() -> None:
    view = lay_out(Zoom.ACTUAL, (1920, 1080), (400, 300))
    assert (view.left, view.top, view.width, view.height) == (0, 0, 1920, 1080)


def test_larger_sizes_are_whole_factors() -> None:
    assert [lay_out(zoom, (320, 200), (400, 900)).width for zoom in (Zoom.DOUBLE, Zoom.TRIPLE)] == [640, 960]
    view = lay_out(Zoom.DOUBLE, (320, 200), (400, 900))
    assert (view.left, view.top) == (0, 250)
    assert view.damage(Rect(10, 20, 3, 4)) == Rect(20, 290, 6, 8)
    assert [view.picture_point(x, 250)[0] for x in range(4)] == [0, 0, 1, 1]


def test_neighbours_are_mixed_at_fractions_only() -> None:
    assert not any(lay_out(Zoom.FIT, (320, 200), (320 * factor, 200 * factor)).blended for factor in (1, 2, 3))
    assert lay_out(Zoom.FIT, (320, 200), (480, 300)).blended
    assert lay_out(Zoom.FIT, (320, 200), (160, 100)).blended


def test_keys_go_through_the_sizes_and_stop_at_the_last() -> None:
    seen = [Zoom.AUTOMATIC]
    while (following := seen[-1].neighbour(1)) is not seen[-1]:
        seen.append(following)
    assert seen == list(Zoom)
    assert Zoom.AUTOMATIC.neighbour(-1) is Zoom.AUTOMATIC


def test_the_place_beside_the_picture_is_its_nearest_pixel_and_not_covered() -> None:
    view = lay_out(Zoom.AUTOMATIC, (320, 200), (400, 300))
    assert view.picture_point(0, 299) == (0, 199)
    assert view.picture_point(-1000, -1000) == (0, 0)
    assert not view.covers(39, 50)
    assert view.covers(40, 50)
    assert view.covers(359, 249)
    assert not view.covers(360, 249)


@pytest.mark.parametrize("x", [7 - 1e-9, 7.0, 7 + 1e-9])
def test_rounding_errors_of_scale_factors_do_not_move_the_pointer(x: float) -> None:
    view = lay_out(Zoom.ACTUAL, (320, 200), (320, 200))
    assert view.picture_point(x, 0) == (7, 0)


@given(st.sampled_from(Zoom), sides, sides, sides, sides, st.data())
def test_every_covered_point_is_inside_its_own_damage(
    zoom: Zoom, width: int, height: int, across: int, down: int, data: st.DataObject
) -> None:
    view = lay_out(zoom, (width, height), (across, down))
    x = data.draw(st.integers(view.left, view.left + view.width - 1))
    y = data.draw(st.integers(view.top, view.top + view.height - 1))
    assert view.covers(x, y)
    column, row = view.picture_point(x, y)
    assert 0 <= column < width
    assert 0 <= row < height
    damage = view.damage(Rect(column, row, 1, 1))
    assert damage.x <= x < damage.x + damage.width
    assert damage.y <= y < damage.y + damage.height


@given(sides, sides, sides, sides)
def test_a_fitted_picture_stays_inside_its_area(width: int, height: int, across: int, down: int) -> None:
    view = lay_out(Zoom.FIT, (width, height), (across, down))
    assert view.left >= 0
    assert view.top >= 0
    assert view.left + view.width <= across
    assert view.top + view.height <= down
