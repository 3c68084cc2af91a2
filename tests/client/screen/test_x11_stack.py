import pytest

from client.screen.geometry import Rect
from client.screen.x11_stack import Placed, WindowStack, merged


@pytest.fixture
def stack() -> WindowStack:
    """Three mapped windows; 3 is on top."""
    stack = WindowStack()
    for window in (1, 2, 3):
        stack.add(window, Rect(window, 0, 10, 10))
        stack.show(window)
    return stack


def order(stack: WindowStack) -> list[int]:
    return [placed.id for placed in stack.arrangement()]


def test_order(stack: WindowStack) -> None:
    assert order(stack) == [3, 2, 1]
    stack.configure(3, Rect(7, 8, 9, 10), above=1)
    assert order(stack) == [2, 3, 1]
    assert stack.arrangement()[1] == Placed(3, Rect(7, 8, 9, 10))
    stack.configure(2, Rect(0, 0, 1, 1), above=0)
    assert order(stack) == [3, 1, 2]
    stack.circulate(2, to_top=True)
    stack.circulate(3, to_top=False)
    assert order(stack) == [2, 1, 3]
    stack.add(1, Rect(0, 0, 1, 1))
    stack.show(1)
    assert order(stack) == [1, 2, 3]


def test_only_what_is_mapped_is_there(stack: WindowStack) -> None:
    stack.hide(2)
    assert order(stack) == [3, 1]
    stack.remove(3)
    stack.remove(3)
    assert order(stack) == [1]
    assert 2 in stack
    assert 3 not in stack
    stack.show(2)
    stack.move(2, -5, -6)
    assert stack.arrangement()[0] == Placed(2, Rect(-5, -6, 10, 10))


def test_an_unknown_window_is_told(stack: WindowStack) -> None:
    area = Rect(0, 0, 1, 1)
    with pytest.raises(LookupError):
        stack.show(9)
    with pytest.raises(LookupError):
        stack.hide(9)
    with pytest.raises(LookupError):
        stack.move(9, 0, 0)
    with pytest.raises(LookupError):
        stack.circulate(9, to_top=True)
    with pytest.raises(LookupError):
        stack.configure(9, area, above=0)
    with pytest.raises(LookupError):
        stack.configure(1, area, above=9)
    assert order(stack) == [3, 2, 1]


def test_merged_is_every_place_and_covers_nothing() -> None:
    first = (Placed(1, Rect(0, 0, 10, 10)), Placed(2, Rect(5, 5, 1, 1)))
    second = (Placed(1, Rect(20, 0, 10, 10)),)
    assert set(merged([first, second])) == {
        Placed(1, Rect(0, 0, 30, 10), steady=False),
        Placed(2, Rect(5, 5, 1, 1), steady=False),
    }
