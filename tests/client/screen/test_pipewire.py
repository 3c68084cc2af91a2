"""Pictures out of PipeWire's buffers; and a stream where there is no PipeWire."""

import ctypes
import os
import socket
from collections.abc import Iterator

import pytest

from client.screen import pipewire
from client.screen.errors import CaptureError
from client.screen.geometry import Rect
from client.screen.pipewire import PipeWireStream, picture_in
from client.screen.spa import VideoFormat

_BGRX = VideoFormat(8, 3, 2)


def buffer() -> ctypes.Array[ctypes.c_uint8]:
    """Two rows of three pixels, 16 bytes apart, after 4 bytes of something else."""
    return (ctypes.c_uint8 * 36)(*range(36))


def test_rows_may_be_apart_and_begin_later() -> None:
    memory = buffer()
    picture = picture_in(memory, 4, 16, _BGRX)
    assert picture is not None
    assert picture.shape == (2, 3, 4)
    assert picture[0, 0].tolist() == [4, 5, 6, 7]
    assert picture[1, 2].tolist() == [28, 29, 30, 31]
    memory[4] = 99
    assert picture[0, 0, 0] == 4, "the buffer goes back to the desktop, the picture stays"


def test_red_and_blue_change_places() -> None:
    picture = picture_in(buffer(), 0, 16, VideoFormat(7, 3, 2))
    assert picture is not None
    assert picture[0, 1].tolist() == [6, 5, 4, 7]
    assert picture.flags.c_contiguous


def test_a_window_is_a_part_of_its_buffer() -> None:
    picture = picture_in(buffer(), 0, 16, _BGRX, Rect(1, 1, 2, 1))
    assert picture is not None
    assert picture.tolist() == [[[20, 21, 22, 23], [24, 25, 26, 27]]]
    whole = picture_in(buffer(), 0, 16, _BGRX, Rect(1, 1, 9, 9))
    assert whole is not None
    assert whole.shape == (2, 3, 4), "a part that lies outside is none"


@pytest.mark.parametrize(
    ("offset", "stride", "video"),
    [
        (0, 16, VideoFormat(8, 3, 3)),
        (20, 16, _BGRX),
        (0, -16, _BGRX),
        (0, 1 << 30, _BGRX),
        (0, 16, VideoFormat(8, 40, 1)),
    ],
)
def test_a_buffer_that_is_too_small(offset: int, stride: int, video: VideoFormat) -> None:
    assert picture_in(buffer(), offset, stride, video) is None


@pytest.fixture
def line() -> Iterator[int]:
    """A descriptor that the stream has to close, of a line on which nobody answers."""
    ours, theirs = socket.socketpair()
    with ours:
        yield theirs.detach()
        ours.settimeout(10)
        while ours.recv(4096):
            pass


def test_without_the_library_the_line_is_closed(line: int, monkeypatch: pytest.MonkeyPatch) -> None:
    def missing() -> object:
        raise CaptureError("PipeWire's library is missing")

    monkeypatch.setattr(pipewire, "_library", missing)
    with pytest.raises(CaptureError):
        PipeWireStream(line, 1, lambda: None)
    with pytest.raises(OSError, match="descriptor"):
        os.fstat(line)


def test_the_structures_are_as_long_as_in_the_headers() -> None:
    sizes = {"_Chunk": 16, "_Data": 40, "_Meta": 16, "_SpaBuffer": 24, "_Events": 96}
    if ctypes.sizeof(ctypes.c_void_p) == 8:
        assert {name: ctypes.sizeof(getattr(pipewire, name)) for name in sizes} == sizes
