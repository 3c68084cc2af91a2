"""The lossless decoder and data that no correct program sends."""

import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from client.screen.errors import PictureError
from client.screen.geometry import Rect
from client.screen.lossless import WINDOW_LOG, LosslessDecoder, LosslessEncoder
from client.screen.zstd import CompressionParameter, ZstdCompressor
from wire import limits

CUT, NUMBERED, FORGET, LEARN = 1, 2, 4, 8
GRAY, COLOURED, GRAINED, MIXED = 0, 1, 2, 3
WIDTH, HEIGHT = 40, 60
FRAME = np.repeat(np.random.default_rng(5).integers(0, 256, (HEIGHT, WIDTH // 2, 4), np.uint8), 2, axis=1)
GOOD = LosslessEncoder().encode(FRAME, Rect(0, 0, WIDTH, HEIGHT))
assert GOOD[0] == CUT | NUMBERED


def packed(flags: int, unpacked: bytes, ended: bool = False) -> bytes:
    stream = ZstdCompressor()
    data = stream.compress(unpacked, mode=ZstdCompressor.FLUSH_BLOCK)
    return bytes((flags,)) + data + (stream.flush() if ended else b"")


def runs(*found: tuple[int, int]) -> bytes:
    """Runs as pairs of a difference and a length."""
    packed = b"".join((number & 0xFFFF).to_bytes(2, "little") + bytes((length,)) for number, length in found)
    return len(found).to_bytes(3, "little") + packed


def numbers(*differences: int) -> bytes:
    return runs(*((difference, 1) for difference in differences))


def pane(width: int, *heights: int) -> bytes:
    return width.to_bytes(2, "little") + bytes(heights) + b"\0"


def test_the_helpers_make_what_the_decoder_takes() -> None:
    # A gray column of one pixel, and twice one of two that has colours.
    new = bytes([GRAY, COLOURED, 9, 5, 1, 255, 7, 0, 0])
    pixels = LosslessDecoder().decode(2, 3, packed(CUT | NUMBERED, pane(2, 1, 2) + runs((0, 2), (1, 2)) + new))
    assert pixels[0].tolist() == [[9, 9, 9, 255]] * 2
    assert pixels[1].tolist() == [[6, 5, 4, 255]] * 2
    assert pixels[2].tolist() == [[7, 7, 7, 255]] * 2


def test_the_lowest_strips_come_first() -> None:
    data = packed(CUT | NUMBERED, pane(1, 2, 1) + numbers(0, 1) + bytes([GRAY, GRAY, 9, 5, 6]))
    assert LosslessDecoder().decode(1, 3, data)[..., 0].tolist() == [[5], [6], [9]]


def test_grain_is_what_each_pixel_differs_from_the_one_before() -> None:
    planes = bytes([5, 1, 1, 0, 255, 2])
    expected = [[6, 5, 4, 255], [7, 6, 7, 255]]
    # The one before stands to the left in an area, above in a column.
    assert LosslessDecoder().decode(2, 1, packed(0, planes)).tolist() == [expected]
    column = packed(NUMBERED, numbers(0) + bytes([GRAINED]) + planes)
    assert LosslessDecoder().decode(1, 2, column)[:, 0].tolist() == expected


def test_grain_goes_on_from_one_column_to_the_next() -> None:
    planes = bytes([5, 1, 2, 0, 0, 0, 0, 0, 0])
    data = packed(CUT | NUMBERED, pane(1, 1, 2) + numbers(0, 1) + bytes([GRAINED, GRAINED]) + planes)
    assert LosslessDecoder().decode(1, 3, data)[:, 0, 0].tolist() == [5, 6, 8]


def pair(number: int, bright: int, dark: int) -> bytes:
    return bytes([number]) + bright.to_bytes(3, "little") + dark.to_bytes(3, "little")


def learnt(*pairs: bytes) -> bytes:
    return bytes([len(pairs)]) + b"".join(pairs)


def mixed(bright: int, dark: int, share: int) -> int:
    """What programs that draw letters make of two bytes."""
    return round(bright * share / 255) + round(dark * (255 - share) / 255)


def test_mixes_are_of_the_pair_that_the_column_names() -> None:
    pairs = learnt(pair(5, 0xFFFFFF, 0x7F), pair(63, 0xE0C010, 0x2030A0))
    # Two mixes, one of each pair, and a gray column before them.
    kinds = bytes([MIXED, GRAY, MIXED])
    new = kinds + bytes([9, 8]) + bytes([63, 5]) + bytes([0, 200, 77, 255])
    data = packed(NUMBERED | LEARN, numbers(0, 1, 1) + pairs + new)
    decoder = LosslessDecoder()
    pixels = decoder.decode(3, 2, data).transpose(1, 0, 2).tolist()
    assert pixels[0] == [
        [0xA0, 0x30, 0x20, 255],
        [mixed(0x10, 0xA0, 200), mixed(0xC0, 0x30, 200), mixed(0xE0, 0x20, 200), 255],
    ]
    assert pixels[1] == [[9, 9, 9, 255], [8, 8, 8, 255]]
    assert pixels[2] == [[mixed(255, 127, 77), mixed(255, 0, 77), mixed(255, 0, 77), 255], [255] * 4]


def test_a_pair_stays_known_until_another_has_its_number() -> None:
    decoder, stream = LosslessDecoder(), ZstdCompressor()

    def top(flags: int, unpacked: bytes) -> list[int]:
        data = stream.compress(unpacked, mode=ZstdCompressor.FLUSH_BLOCK)
        pixel: list[int] = decoder.decode(1, 1, bytes((flags,)) + data)[0, 0].tolist()
        return pixel

    new = bytes([MIXED, 7, 255])
    assert top(NUMBERED | LEARN, numbers(0) + learnt(pair(7, 0x010203, 0)) + new) == [3, 2, 1, 255]
    assert top(NUMBERED | FORGET, numbers(0) + new) == [3, 2, 1, 255]
    assert top(NUMBERED | LEARN, numbers(1) + learnt(pair(7, 0x040506, 0)) + new) == [6, 5, 4, 255]


def test_the_smallest_area_may_tell_all_pairs() -> None:
    pairs = learnt(
        *(pair(number, *np.random.default_rng(number).integers(0, 2**24, 2).tolist()) for number in range(64))
    )
    decoder = LosslessDecoder()
    assert decoder.decode(1, 1, packed(NUMBERED | LEARN, numbers(0) + pairs + bytes([GRAY, 5])))[0, 0, 0] == 5


def test_a_long_run_has_its_length_apart() -> None:
    data = packed(NUMBERED, runs((0, 255)) + (700).to_bytes(2, "little") + bytes([GRAY, 3]))
    assert (LosslessDecoder().decode(700, 1, data)[..., :3] == 3).all()


@pytest.mark.parametrize(
    ("width", "height", "data"),
    [
        pytest.param(WIDTH, HEIGHT, b"", id="nothing"),
        pytest.param(WIDTH, HEIGHT, GOOD[:1], id="flags alone"),
        pytest.param(WIDTH, HEIGHT, b"\x10" + GOOD[1:], id="unknown flags"),
        pytest.param(WIDTH, HEIGHT, b"no Zstandard at all", id="garbage"),
        pytest.param(WIDTH, HEIGHT, GOOD[:-1], id="truncated"),
        pytest.param(WIDTH, HEIGHT + 1, GOOD, id="too little"),
        pytest.param(WIDTH, HEIGHT - 1, GOOD, id="too much"),
        pytest.param(1, 1, GOOD, id="far too much"),
        pytest.param(0, 0, GOOD, id="no area"),
        pytest.param(-1, -1, GOOD, id="negative"),
        pytest.param(2**40, 1, GOOD, id="huge side"),
        pytest.param(2048, limits.RECTANGLE_PIXELS // 2048 + 1, GOOD, id="huge area"),
        pytest.param(2, 1, packed(0, bytes(6), ended=True), id="ended stream"),
        pytest.param(2, 1, packed(0, bytes(7)), id="a byte too much"),
        pytest.param(2, 1, packed(0, bytes(5)), id="a byte too little"),
        pytest.param(2, 3, packed(CUT, bytes(18)), id="cut without numbers"),
        pytest.param(2, 49, packed(NUMBERED, runs((0, 2)) + bytes(50)), id="too high a strip"),
        pytest.param(2, 1, packed(NUMBERED, numbers(5, 0) + bytes(2)), id="unknown number"),
        pytest.param(2, 1, packed(NUMBERED, numbers(-1, 0) + bytes(2)), id="number below zero"),
        pytest.param(2, 1, packed(NUMBERED, numbers(0, 2) + bytes(4)), id="skipped number"),
        pytest.param(2, 3, packed(3, pane(2, 1, 2) + runs((0, 4)) + bytes(2)), id="column of another height"),
        pytest.param(2, 1, packed(NUMBERED, runs((0, 2))), id="column without kind"),
        pytest.param(2, 1, packed(NUMBERED, runs((0, 2)) + bytes(1)), id="column without pixels"),
        pytest.param(2, 1, packed(NUMBERED, runs((0, 2)) + bytes(3)), id="pixels without column"),
        pytest.param(2, 1, packed(NUMBERED, runs((0, 2)) + bytes([4, 0])), id="unknown kind"),
        pytest.param(2, 1, packed(NUMBERED, runs((0, 2)) + bytes([COLOURED, 0, 0])), id="half a colour"),
        pytest.param(2, 1, packed(NUMBERED, runs((0, 2)) + bytes([GRAINED, 0, 0])), id="half a grain"),
        pytest.param(2, 1, packed(LEARN, learnt(pair(0, 0, 0)) + bytes(6)), id="pairs without numbers"),
        pytest.param(2, 1, packed(10, runs((0, 2)) + b"\0" + bytes(2)), id="no pairs"),
        pytest.param(2, 1, packed(10, runs((0, 2)) + learnt(pair(0, 0, 0))[:-1]), id="half a pair"),
        pytest.param(2, 1, packed(10, runs((0, 2)) + learnt(*[pair(0, 0, 0)] * 65) + bytes(2)), id="65 pairs"),
        pytest.param(2, 1, packed(10, runs((0, 2)) + learnt(pair(64, 0, 0)) + bytes(2)), id="a 65th pair"),
        pytest.param(2, 1, packed(10, runs((0, 2)) + learnt(pair(1, 0, 0)) + bytes([3, 0, 9])), id="unknown pair"),
        pytest.param(2, 1, packed(10, runs((0, 2)) + learnt(pair(1, 0, 0)) + bytes([3, 99, 9])), id="far pair"),
        pytest.param(2, 1, packed(10, runs((0, 2)) + learnt(pair(0, 0, 0)) + bytes([3, 0])), id="no shares"),
        pytest.param(2, 1, packed(10, runs((0, 2)) + learnt(pair(0, 0, 0)) + bytes([3])), id="no pair's number"),
        pytest.param(2, 1, packed(NUMBERED, runs((0, 2))[:-1]), id="half a run"),
        pytest.param(2, 1, packed(NUMBERED, runs()), id="no runs"),
        pytest.param(2, 1, packed(NUMBERED, runs((0, 1)) + bytes(2)), id="runs too short"),
        pytest.param(2, 1, packed(NUMBERED, runs((0, 3)) + bytes(2)), id="runs too long"),
        pytest.param(2, 1, packed(NUMBERED, runs((0, 0), (0, 2)) + bytes(2)), id="run of no length"),
        pytest.param(2, 1, packed(NUMBERED, runs((0, 255))), id="long run without length"),
        pytest.param(2, 1, packed(NUMBERED, runs((0, 255), (0, 2)) + bytes(4)), id="long run of no length"),
        pytest.param(2, 3, packed(3, pane(2, 1, 1) + runs((0, 4)) + bytes(2)), id="strips too low"),
        pytest.param(2, 3, packed(3, pane(2, 1, 3) + runs((0, 4)) + bytes(4)), id="strips too high"),
        pytest.param(2, 3, packed(3, pane(3, 3) + runs((0, 3)) + bytes(4)), id="pane too wide"),
        pytest.param(2, 3, packed(3, pane(0, 3) + pane(2, 3) + runs((0, 2)) + bytes(4)), id="pane of no width"),
        pytest.param(2, 3, packed(3, pane(1, 3) + pane(1, 3) + runs((0, 2)) + bytes(4)), id="too many panes"),
        pytest.param(2, 3, packed(3, pane(2, 3)[:-1]), id="endless pane"),
        pytest.param(2, 60, packed(3, pane(2, *[1] * 60) + runs((0, 120)) + bytes(2)), id="too many strips"),
        pytest.param(1, limits.SCREEN_SIDE + 1, GOOD, id="too high"),
        pytest.param(2, 60, packed(3, pane(2, 60) + runs((0, 2)) + bytes(61)), id="a strip higher than any"),
    ],
)
def test_bad_data_is_one_error_and_the_last(width: int, height: int, data: bytes) -> None:
    decoder = LosslessDecoder()
    with pytest.raises(PictureError):
        decoder.decode(width, height, data)
    with pytest.raises(PictureError, match="broken"):
        decoder.decode(WIDTH, HEIGHT, GOOD)


def test_forgotten_columns_cannot_be_named() -> None:
    decoder = LosslessDecoder()
    stream = ZstdCompressor()
    first = stream.compress(numbers(0, 1) + bytes(4), mode=ZstdCompressor.FLUSH_BLOCK)
    decoder.decode(2, 1, bytes((NUMBERED,)) + first)
    again = stream.compress(numbers(1, 0), mode=ZstdCompressor.FLUSH_BLOCK)
    with pytest.raises(PictureError):
        decoder.decode(2, 1, bytes((NUMBERED | FORGET,)) + again)


def test_no_more_columns_are_kept_than_there_are_numbers() -> None:
    decoder, stream = LosslessDecoder(), ZstdCompressor()

    def decode(first: int, rest: int, new: bytes) -> None:
        unpacked = numbers(first, *[rest] * 16383) + new
        data = stream.compress(unpacked, mode=ZstdCompressor.FLUSH_BLOCK)
        decoder.decode(16384, 1, bytes((NUMBERED,)) + data)

    for first in (0, 16384, 32768, 49152):
        decode(first, 1, bytes(16384 * 2))
    decode(0, 1, b"")
    # The one after the last would be number 0 again.
    with pytest.raises(PictureError):
        decode(0, 1, bytes(2))


def harmless(width: int, height: int, data: bytes) -> None:
    try:
        pixels = LosslessDecoder().decode(width, height, data)
    except PictureError:
        return
    assert pixels.shape == (height, width, 4)


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=60), st.integers(0, len(GOOD) - 1), st.integers(0, 255))
def test_flipped_and_cut_data_raises_nothing_else(tail: bytes, place: int, flip: int) -> None:
    damaged = bytearray(GOOD)
    damaged[place] ^= flip
    for data in (tail, GOOD[:place] + tail, bytes(damaged)):
        harmless(WIDTH, HEIGHT, data)


@settings(max_examples=300, deadline=None)
@given(st.integers(0, 15), st.binary(max_size=200), st.integers(1, 9), st.integers(1, 60))
def test_well_packed_nonsense_raises_nothing_else(flags: int, unpacked: bytes, width: int, height: int) -> None:
    harmless(width, height, packed(flags, unpacked))


@settings(max_examples=200, deadline=None)
@given(st.lists(st.integers(-3, 3), min_size=6, max_size=6), st.integers(0, 8))
def test_any_numbers_raise_nothing_else(differences: list[int], columns: int) -> None:
    harmless(6, 2, packed(NUMBERED, numbers(*differences) + bytes(columns * 3)))


def test_a_larger_window_than_agreed_is_refused() -> None:
    options: dict[int, int] = {CompressionParameter.window_log: WINDOW_LOG + 1}
    data = ZstdCompressor(options=options).compress(bytes(3), mode=ZstdCompressor.FLUSH_BLOCK)
    with pytest.raises(PictureError):
        LosslessDecoder().decode(1, 1, b"\0" + data)


BOMB = """
import resource
from client.screen.errors import PictureError
from client.screen.lossless import WINDOW_LOG, LosslessDecoder
from client.screen.zstd import CompressionParameter, ZstdCompressor

stream = ZstdCompressor(options={CompressionParameter.window_log: WINDOW_LOG})
zeros = bytes(2**20)
data = b"".join(stream.compress(zeros) for _ in range(512)) + stream.compress(b"", mode=ZstdCompressor.FLUSH_BLOCK)
assert len(data) < 2**17
decoder = LosslessDecoder()
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
try:
    decoder.decode(256, 256, b"\\0" + data)
except PictureError:
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)
"""


def test_half_a_gibibyte_in_a_few_bytes_takes_no_memory() -> None:
    done = subprocess.run([sys.executable, "-c", BOMB], capture_output=True, text=True, check=True)
    # The window of 8 MiB, what may be unpacked, and some room; kibibytes.
    assert int(done.stdout) < 16 * 1024
