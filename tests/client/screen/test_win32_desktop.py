"""Windows' locked desktop: the picture rests, and nobody asks what would wait or fail."""

import sys

import pytest

from client.screen.errors import CaptureError
from client.screen.polling_capture import Desktop, PixelSource
from client.screen.win32_desktop import OwnDesktopSource, open_user32, own_desktop_in_front
from tests.client.screen.test_polling_capture import Computer, Source


class User32:
    """Stands for the library: `desktop` is the handle that it gives."""

    def __init__(self, desktop: int | None) -> None:
        self.desktop = desktop
        self.closed: list[int] = []

    def OpenInputDesktop(self, flags: int, inherit: bool, access: int) -> int | None:  # noqa: N802 (Windows' name)
        assert (flags, inherit, access) == (0, False, 1)
        return self.desktop

    def CloseDesktop(self, desktop: int) -> int:  # noqa: N802
        self.closed.append(desktop)
        return 1


def test_a_desktop_that_opens_is_closed_again() -> None:
    ours, locked = User32(17), User32(None)
    assert own_desktop_in_front(ours)
    assert ours.closed == [17]
    assert not own_desktop_in_front(locked)
    assert locked.closed == []


def test_the_picture_rests_while_the_desktop_is_locked() -> None:
    computer = Computer()
    inner: PixelSource = Source(computer)
    in_front = [False]
    source = OwnDesktopSource(inner, lambda: in_front[0])
    assert source.desktop == Desktop(-10, 20, 300, 200)
    # Nothing was seen yet, so there is nothing that could rest.
    with pytest.raises(CaptureError):
        source.read()
    in_front[0] = True
    assert source.read() is not None
    in_front[0] = False
    computer.broken = True
    assert source.read() is None
    assert computer.reads == 1
    in_front[0] = True
    with pytest.raises(CaptureError):
        source.read()
    source.close()
    assert computer.open == 0


@pytest.mark.skipif(sys.platform == "win32", reason="this is Windows")
def test_no_other_system_has_it() -> None:
    with pytest.raises(CaptureError):
        open_user32()
