"""The pure part of masking, against an oracle that counts pixels."""

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from client.screen.geometry import Rect
from client.screen.masking import (
    DEFAULT_MASK_LIST,
    MaskList,
    VisibleWindow,
    bounding,
    contains,
    focus_is_sensitive,
    sensitive_regions,
)

SIDE = 24
SECRET = MaskList(["Secret"], [])

areas = st.builds(Rect, st.integers(-6, SIDE), st.integers(-6, SIDE), st.integers(0, SIDE), st.integers(0, SIDE))


def window(
    area: Rect = Rect(0, 0, 10, 10),  # noqa: B008 - it cannot be changed
    titles: tuple[str, ...] = (),
    class_names: tuple[str, ...] = (),
    identified: bool = True,
    focused: bool = False,
    opaque: bool = True,
) -> VisibleWindow:
    return VisibleWindow(area, titles, class_names, None, (area,) if opaque else (), identified, focused)


windows = st.lists(
    st.builds(
        window,
        area=areas,
        class_names=st.sampled_from([("Secret",), ("Other",), ()]),
        identified=st.sampled_from([True, True, True, False]),
        opaque=st.booleans(),
    ),
    max_size=8,
)


def painted(rectangles: list[Rect]) -> npt.NDArray[np.int64]:
    """Count how often each pixel of a small screen is in one of the rectangles."""
    counts = np.zeros((SIDE, SIDE), np.int64)
    for x, y, width, height in rectangles:
        counts[max(0, y) : max(0, y + height), max(0, x) : max(0, x + width)] += 1
    return counts


@given(windows)
def test_every_visible_pixel_of_a_sensitive_window_and_no_other(stack: list[VisibleWindow]) -> None:
    topmost = np.zeros((SIDE, SIDE), np.int64)
    # From the bottom up: what is opaque hides, what is translucent adds nothing and hides nothing.
    for item in reversed(stack):
        inside = painted([item.area]) > 0
        if "Secret" in item.class_names or not item.identified:
            topmost[inside] = 1
        elif item.cover:
            topmost[inside] = 0
    regions = sensitive_regions(stack, SECRET)
    assert np.array_equal(painted(regions), topmost)
    for y in range(0, SIDE, 5):
        for x in range(0, SIDE, 5):
            assert contains(regions, x, y) == bool(topmost[y, x])


def test_a_window_in_too_many_pieces_is_masked_whole() -> None:
    dots = [window(Rect(3 * x, 3 * y, 1, 1)) for x in range(10) for y in range(10)]
    vault = window(Rect(0, 0, 100, 100), class_names=("Secret",))
    assert sensitive_regions([*dots, vault], SECRET) == [vault.area]


@pytest.mark.parametrize(
    ("titles", "classes", "matches"),
    [
        ([], ["keepassxc"], True),
        ([], ["KEEPASSXC"], True),
        ([], ["NotKeePassXC"], False),
        (["Passwords.kdbx - KeePassXC"], [], True),
        (["passwords.KDBX - keepassxc"], [], True),
        (["How KeePassXC works - Browser"], [], False),
        (["Bitwarden"], ["Navigator"], True),
        (["Pay the bill"], ["Navigator"], False),
        ([""], [""], False),
        ([], [], False),
        ([], ["Credential Dialog Xaml Host"], True),
        ([], ["pinentry-gtk-2"], True),
    ],
)
def test_the_default_list(titles: list[str], classes: list[str], matches: bool) -> None:
    assert DEFAULT_MASK_LIST.matches(window(titles=tuple(titles), class_names=tuple(classes))) is matches


def test_own_entries_come_on_top() -> None:
    own = DEFAULT_MASK_LIST.with_own([" Payroll "], ["*salary*", "[x"])
    assert own.matches(window(class_names=("payroll",)))
    assert own.matches(window(titles=("My SALARY 2024",)))
    assert own.matches(window(titles=("[X",)))
    assert own.matches(window(class_names=("KeePassXC",)))
    assert not own.matches(window(titles=("x",)))
    assert not DEFAULT_MASK_LIST.matches(window(class_names=("payroll",)))


def test_an_empty_list_matches_only_what_nobody_knows() -> None:
    nothing = MaskList(["", " "], [" "])
    assert not nothing.matches(window(titles=("", "x"), class_names=("", "y")))
    assert nothing.matches(window(identified=False))


def test_focus() -> None:
    assert not focus_is_sensitive([window(focused=True), window(class_names=("Secret",))], SECRET)
    assert focus_is_sensitive([window(), window(class_names=("Secret",), focused=True)], SECRET)


def test_bounding() -> None:
    assert bounding([Rect(5, 6, 1, 1), Rect(-2, 9, 3, 4)]) == Rect(-2, 6, 8, 7)
    with pytest.raises(ValueError, match="empty"):
        bounding([])
