"""PipeWire's pods: what is offered, and what is read of an answer, whatever the answer is."""

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from client.screen import spa
from client.screen.spa import SpaError, VideoFormat, agreed_format

# As spa_format_video_raw_build of PipeWire's headers makes it: video, raw, BGRx, 800 x 600, 60/1.
_FORMAT_BODY = [
    struct.pack("=IIIIII", 1, 0, 4, 3, 2, 0),
    struct.pack("=IIIIII", 2, 0, 4, 3, 1, 0),
    struct.pack("=IIIIII", 0x20001, 0, 4, 3, 8, 0),
    struct.pack("=IIIIII", 0x20003, 0, 8, 10, 800, 600),
    struct.pack("=IIIIII", 0x20004, 0, 8, 11, 60, 1),
]


def pod(body: list[bytes]) -> bytes:
    joined = b"".join(body)
    return struct.pack("=IIII", len(joined) + 8, 15, 0x40003, 4) + joined


def test_an_agreed_format() -> None:
    assert agreed_format(pod(_FORMAT_BODY)) == VideoFormat(8, 800, 600)


def test_a_property_may_be_a_choice_of_one() -> None:
    chosen = struct.pack("=IIIIIIIII4x", 0x20001, 0, 20, 19, 0, 0, 4, 3, 7)
    assert agreed_format(pod([chosen, _FORMAT_BODY[3]])) == VideoFormat(7, 800, 600)


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        pod([]),
        pod(_FORMAT_BODY[:3]),
        pod([struct.pack("=IIIIII", 0x20001, 0, 4, 3, 2, 0), _FORMAT_BODY[3]]),
        pod(_FORMAT_BODY)[:-60],
        struct.pack("=II", 8, 10) + bytes(8),
    ],
)
def test_an_answer_that_is_no_format_of_ours(answer: bytes) -> None:
    with pytest.raises(SpaError):
        agreed_format(answer)


@given(st.binary(max_size=200) | st.binary(max_size=80).map(lambda tail: pod(_FORMAT_BODY)[:64] + tail))
def test_anything_at_all_is_read_or_refused(answer: bytes) -> None:
    try:
        agreed_format(answer)
    except SpaError:
        return
    assert len(answer) > 16


def test_the_offers_are_whole_pods() -> None:
    for offer in (spa.format_offer(16384), spa.buffers_offer(), spa.crop_offer()):
        size, kind = struct.unpack_from("=II", offer)
        assert (len(offer), kind) == (size + 8, 15)
        assert len(offer) % 8 == 0
    # The first of a choice is the one that is preferred.
    assert agreed_format(spa.format_offer(16384)) == VideoFormat(8, 1280, 800)
