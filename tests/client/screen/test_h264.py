"""What of H.264 is taken: ours, and no other parameters, pictures or slices, however cheap they are to write."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from client.screen.errors import PictureError
from client.screen.h264 import one_picture
from client.screen.video import VideoDecoder, VideoEncoder
from tests.attack.fuzzing.h264 import PICTURE_PARAMETERS, Sequence, hostile_pictures, our_key, small_blocks
from wire import limits

SIZE = (320, 192)
HOSTILE = hostile_pictures(SIZE)
TAKEN = {
    "noise",
    "noise that changes",
    "motion",
    "motion apart",
    "a picture that was lost",
    "macroblocks beyond the end",
}
"""What is dear, but costs no more than a picture."""
KEY = our_key(SIZE)
SLICE = KEY[KEY.index(b"\0\0\1\x65") :]


@pytest.mark.parametrize("name", HOSTILE)
def test_what_costs_much_where_it_is_believed(name: str) -> None:
    decoder = VideoDecoder(*SIZE)
    refused = False
    for packet in HOSTILE[name]:
        try:
            assert decoder.decode(packet).shape == (SIZE[1], SIZE[0], 4)
        except PictureError:
            refused = True
    assert refused == (name not in TAKEN)


@pytest.mark.parametrize("width", [2, 8, 96, 104, 1000, 1920, 16384])
@pytest.mark.parametrize("height", [2, 96, 98, 126])
@pytest.mark.parametrize("rate", [None, 1000.0])
def test_ours_is_taken_whatever_its_size(width: int, height: int, rate: float | None) -> None:
    encoder = VideoEncoder(width, height, rate)
    pixels = np.random.default_rng(1).integers(0, 256, (height, width, 4), np.uint8)
    coded = (width + -width % 8, height)
    for number in range(3):
        packet = encoder.encode(pixels, number / 30, rate, key=number == 2)
        decoded = one_picture(packet, *coded)
        # Only the encoder's words of itself are left out.
        assert len(packet) - 800 < len(decoded) <= len(packet)


OTHERS = {
    "profile": st.integers(0, 255).filter(lambda each: each != 100),
    "number": st.integers(1, 31),
    "chroma": st.sampled_from([0, 2, 3]),
    "depth": st.integers(9, 14),
    "frame_number_bits": st.integers(5, 16),
    "references": st.integers(0, 16).filter(lambda each: each != 1),
    "may_be_missing": st.just(True),
    "fields": st.just(True),
    "direct_by_8x8": st.just(False),
    "width": st.integers(1, 8192).map(lambda half: 2 * half).filter(lambda each: each != SIZE[0]),
    "height": st.integers(1, 8192).map(lambda half: 2 * half).filter(lambda each: each != SIZE[1]),
}


@given(st.sampled_from(sorted(OTHERS)).flatmap(lambda name: st.tuples(st.just(name), OTHERS[name])))
def test_no_parameter_may_be_another(changed: tuple[str, Any]) -> None:
    ours = Sequence(*SIZE)
    assert one_picture(ours.unit() + PICTURE_PARAMETERS + SLICE, *SIZE)
    with pytest.raises(PictureError):
        one_picture(replace(ours, **{changed[0]: changed[1]}).unit() + PICTURE_PARAMETERS + SLICE, *SIZE)


@pytest.mark.parametrize("place", range(3))
def test_no_bit_of_a_pictures_parameters_may_be_another(place: int) -> None:
    unit = bytearray(PICTURE_PARAMETERS)
    for bit in range(8):
        changed = unit.copy()
        changed[4 + place] ^= 1 << bit
        # Two kinds of coding are ours.
        if bytes(changed[4:]) == b"\xef\x3c\xb0":
            continue
        with pytest.raises(PictureError):
            one_picture(Sequence(*SIZE).unit() + bytes(changed) + SLICE, *SIZE)


@pytest.mark.parametrize(
    "packet",
    [
        b"",
        b"\0\0\1",
        b"\0\0\1\x61",
        b"\1" + small_blocks(SIZE),
        small_blocks(SIZE, kind=0),
        small_blocks(SIZE, kind=6),
        small_blocks(SIZE, kind=7),
        small_blocks(SIZE, parameters=1),
        small_blocks(SIZE, first=1),
        small_blocks(SIZE, first=1) + small_blocks(SIZE),
        small_blocks(SIZE) + small_blocks(SIZE),
        small_blocks(SIZE) + small_blocks(SIZE, first=1) + small_blocks(SIZE, first=2),
        SLICE,
        PICTURE_PARAMETERS + small_blocks(SIZE),
        KEY + small_blocks(SIZE),
        KEY + KEY,
        Sequence(*SIZE).unit() + SLICE,
        PICTURE_PARAMETERS + Sequence(*SIZE).unit() + SLICE,
        small_blocks(SIZE).replace(b"\x61", b"\x62", 1),
        small_blocks(SIZE).replace(b"\x61", b"\xe1", 1),
    ],
)
def test_what_is_not_one_picture(packet: bytes) -> None:
    assert one_picture(small_blocks(SIZE), *SIZE)
    with pytest.raises(PictureError):
        one_picture(packet, *SIZE)


def test_more_bytes_than_a_picture_may_have() -> None:
    # What follows the last slice's end is passed over.
    fits = small_blocks(SIZE).ljust(limits.VIDEO_PACKET, b"\0")
    decoder = VideoDecoder(*SIZE)
    decoder.decode(KEY)
    decoder.decode(fits)
    with pytest.raises(PictureError, match="bytes"):
        decoder.decode(fits + b"\0")
