"""The window of frames in flight."""

import pytest

from client.screen.errors import PictureError
from client.screen.pacing import FrameWindow
from wire import limits


def test_closes_when_full_and_opens_when_shown() -> None:
    window = FrameWindow()
    for number in range(limits.FRAMES_IN_FLIGHT):
        assert window.may_send()
        window.sent(number)
    assert not window.may_send()
    window.shown(0)
    assert window.may_send()


@pytest.mark.parametrize("number", [0, 2, -1, 2**60])
def test_word_of_an_unknown_frame(number: int) -> None:
    window = FrameWindow()
    window.sent(1)
    with pytest.raises(PictureError):
        window.shown(number)
    assert window.may_send()


def test_word_of_a_frame_comes_once() -> None:
    window = FrameWindow()
    window.sent(1)
    window.shown(1)
    with pytest.raises(PictureError):
        window.shown(1)


def test_own_mistakes() -> None:
    window = FrameWindow(2)
    window.sent(5)
    with pytest.raises(ValueError, match="5"):
        window.sent(5)
    window.sent(6)
    with pytest.raises(ValueError, match="7"):
        window.sent(7)
    with pytest.raises(ValueError, match="room"):
        FrameWindow(0)
