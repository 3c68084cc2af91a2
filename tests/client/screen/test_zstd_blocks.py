"""The blocks of a Zstandard stream are counted before anything is unpacked."""

import os
import time

import numpy as np
import pytest

from client.screen.errors import PictureError
from client.screen.geometry import Rect
from client.screen.lossless import LosslessDecoder, LosslessEncoder
from client.screen.zstd import ZstdCompressor, ZstdDecompressor
from client.screen.zstd_blocks import check_blocks
from tests.attack.fuzzing.tiny_blocks import tiny_blocks
from wire import limits


def parts(count: int) -> list[bytes]:
    """Return parts of one stream: of one block of noise each."""
    stream = ZstdCompressor()
    return [stream.compress(os.urandom(1000), mode=ZstdCompressor.FLUSH_BLOCK) for _ in range(count)]


def test_the_parts_of_a_stream_in_their_order() -> None:
    first, second = parts(2)
    check_blocks(first, 1, begins=True)
    check_blocks(second, 1, begins=False)
    # One flush more adds nothing.
    check_blocks(b"", 0, begins=False)


@pytest.mark.parametrize("change", [1, -1])
def test_a_part_of_a_block(change: int) -> None:
    first, second = parts(2)
    for data, begins in ((first, True), (second, False)):
        with pytest.raises(PictureError):
            check_blocks(data + b"\0" if change == 1 else data[:-1], 9, begins=begins)


def test_more_blocks_than_may_be() -> None:
    first, second, third = parts(3)
    check_blocks(first + second + third, 3, begins=True)
    with pytest.raises(PictureError):
        check_blocks(first + second + third, 2, begins=True)


def test_a_stream_that_begins_twice_or_not_or_ends() -> None:
    first, second = parts(2)
    whole = ZstdCompressor().compress(b"whole", mode=ZstdCompressor.FLUSH_FRAME)
    for data, begins in ((first, False), (second, True), (whole, True), (b"", True), (first + first, True)):
        with pytest.raises(PictureError):
            check_blocks(data, 9, begins=begins)


def test_tiny_blocks_that_would_take_half_a_second() -> None:
    few = tiny_blocks(2000)
    # They are a stream.
    assert len(ZstdDecompressor().decompress(few)) > 300
    decoder = LosslessDecoder()
    begun = time.process_time()
    with pytest.raises(PictureError, match="blocks"):
        decoder.decode(1024, 512, b"\0" + tiny_blocks(limits.MESSAGE - 100))
    assert time.process_time() - begun < 0.05


@pytest.mark.parametrize("colours", [2, 30, 256])
def test_our_own_areas_have_far_fewer(colours: int) -> None:
    encoder, decoder = LosslessEncoder(), LosslessDecoder()
    pixels = np.random.default_rng(1).integers(0, colours, (512, 1024, 4), np.uint8)
    for begins in (True, False):
        data = encoder.encode(pixels, Rect(0, 0, 1024, 512))
        check_blocks(data[1:], 60, begins=begins)
        assert np.array_equal(decoder.decode(1024, 512, data)[..., :3], pixels[..., :3])
