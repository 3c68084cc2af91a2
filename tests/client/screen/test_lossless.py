"""The lossless coder: every picture comes back exactly, however its colours and sizes are."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from client.screen.columns import CAPACITY
from client.screen.geometry import FrameBuffer, Rect
from client.screen.lossless import LosslessDecoder, LosslessEncoder
from client.screen.zstd import CompressionParameter, ZstdCompressor
from wire import limits

NUMBERED, FORGET, LEARN = 2, 4, 8
GLYPHS = np.random.default_rng(7).integers(0, 4, (26, 11, 7)).astype(np.uint8) * np.uint8(85)


def noise(width: int, height: int, colours: int, seed: int = 1) -> FrameBuffer:
    """A picture of so many colours, with any X bytes."""
    draw = np.random.default_rng(seed)
    palette = draw.integers(0, 256, (colours, 4), np.uint8)
    frame = palette[draw.integers(0, colours, (height, width))]
    frame[..., 3] = draw.integers(0, 256, (height, width), np.uint8)
    return frame


def page(width: int, height: int, pitch: int, top: int = 0, seed: int = 1) -> FrameBuffer:
    """Lines of text of one pitch; the first begins in row `top`."""
    draw = np.random.default_rng(seed)
    frame = np.full((height, width, 4), 255, np.uint8)
    for line in range(top, height - 11, pitch):
        for left in range(10, width - 20, 8):
            if (letter := int(draw.integers(0, 32))) < 26:
                frame[line : line + 11, left : left + 7, :3] = 255 - GLYPHS[letter][..., None]
    return frame


class Link:
    """An encoder and a decoder; `carries` checks the picture and returns the data."""

    def __init__(self) -> None:
        self.encoder, self.decoder = LosslessEncoder(), LosslessDecoder()

    def carries(self, frame: FrameBuffer, area: Rect | None = None) -> bytes:
        x, y, w, h = area = area or Rect(0, 0, frame.shape[1], frame.shape[0])
        data = self.encoder.encode(frame, area)
        pixels = self.decoder.decode(w, h, data)
        assert pixels.shape == (h, w, 4)
        assert pixels.dtype == np.uint8
        assert np.array_equal(pixels[..., :3], frame[y : y + h, x : x + w, :3])
        assert (pixels[..., 3] == 255).all()
        return data


@settings(max_examples=80, deadline=None)
@given(st.data())
def test_areas_come_back_one_after_the_other(data: st.DataObject) -> None:
    link = Link()
    for seed in range(data.draw(st.integers(1, 4))):
        width, height = data.draw(st.integers(1, 700)), data.draw(st.integers(1, 130))
        frame = noise(width, height, data.draw(st.sampled_from([1, 2, 5, 300, 70_000])), seed)
        for _ in range(data.draw(st.integers(1, 3))):
            x, y = data.draw(st.integers(0, width - 1)), data.draw(st.integers(0, height - 1))
            w, h = data.draw(st.integers(1, width - x)), data.draw(st.integers(1, height - y))
            link.carries(frame, Rect(x, y, w, h))


@settings(max_examples=30, deadline=None)
@given(st.integers(1, 1400), st.integers(1, 300), st.integers(9, 40), st.integers(0, 40))
def test_text_of_any_size_comes_back(width: int, height: int, pitch: int, top: int) -> None:
    link = Link()
    link.carries(page(width, height, pitch, top))
    link.carries(page(width, height, pitch, top + 3, seed=2))


@pytest.mark.parametrize(
    "size", [(1, 1), (1, 2000), (2000, 1), (16384, 3), (3, 16384), (7, 49), (320, 48), (2048, 256)]
)
@pytest.mark.parametrize("colours", [1, 2, 100_000])
def test_sizes_at_the_edge(size: tuple[int, int], colours: int) -> None:
    link = Link()
    for seed in range(2):
        link.carries(noise(*size, colours, seed))


def test_views_with_gaps_and_backwards() -> None:
    frame = noise(640, 400, 12)
    link = Link()
    for view in (frame[::2], frame[:, ::3], frame[::-1, ::-1], frame[50:-7, 11:-13], frame.transpose(1, 0, 2)):
        link.carries(view)


def test_more_colours_than_sixteen_bits_have() -> None:
    frame = np.zeros((512, 512, 4), np.uint8)
    frame.view("<u4")[..., 0] = np.arange(512 * 512).reshape(512, 512) * 61
    data = Link().carries(frame)
    assert not data[0] & NUMBERED


def test_columns_of_two_heights_are_never_mistaken() -> None:
    link = Link()
    for colour in (0, 255):
        for height in (*range(1, 49), 5, 31):
            link.carries(np.full((height, 30, 4), colour, np.uint8))


def test_the_x_byte_does_not_reach_the_line() -> None:
    frame = page(200, 40, 18)
    other = frame.copy()
    other[..., 3] = np.random.default_rng(3).integers(0, 256, other.shape[:2])
    area = Rect(0, 0, 200, 40)
    assert LosslessEncoder().encode(frame, area) == LosslessEncoder().encode(other, area)


@pytest.mark.parametrize("width", [1920, 1200])
def test_what_stands_around_an_area_does_not_matter(width: int) -> None:
    area = Rect(40, 30, width // 2 + 40, 120)
    alone = page(area.width, area.height, 18)
    frame = noise(width, 300, 70_000)
    frame[30:150, 40 : 40 + area.width] = alone
    expected = LosslessEncoder().encode(alone, Rect(0, 0, area.width, area.height))
    assert LosslessEncoder().encode(frame, area) == expected


def test_letters_in_other_colours_cost_little_more() -> None:
    shares = np.full((24, 26 * 8), 255, np.uint32)
    for number, glyph in enumerate(GLYPHS):
        shares[6:17, 8 * number : 8 * number + 7] = 255 - glyph

    def coloured(number: int) -> FrameBuffer:
        frame = np.zeros((*shares.shape, 4), np.uint8)
        for channel, colour in enumerate((60 * number % 256, 200 - 20 * number, 90)):
            # What is black becomes this colour.
            frame[..., channel] = shares + (2 * colour * (255 - shares) + 255) // 510
        return frame

    link = Link()
    first = link.carries(coloured(0))
    assert first[0] & LEARN
    for number in range(1, 6):
        other = link.carries(coloured(number))
        assert other[0] & LEARN
        assert len(other) < 0.3 * len(first)


def test_when_too_many_columns_are_known_all_are_forgotten() -> None:
    link = Link()
    first = noise(512, 6, 1000, seed=0)
    forgot = []
    for seed in range(CAPACITY // 512 + 20):
        data = link.carries(first if seed % 40 == 0 else noise(512, 6, 1000, seed))
        assert data[0] & NUMBERED
        if data[0] & FORGET:
            forgot.append(seed)
    assert len(forgot) == 1
    link.carries(first)


def test_pictures_with_more_columns_than_are_ever_known() -> None:
    link = Link()
    text = page(960, 500, 18)
    for seed in range(3):
        data = link.carries(noise(960, 540, 70_000, seed))
        assert not data[0] & NUMBERED
        assert len(data) < 960 * 540 * 3.02
        link.carries(text)
    assert len(link.carries(text)) < 600


def test_half_a_page_of_new_columns_after_the_table_is_full() -> None:
    link = Link()
    for seed in range(6):
        frame = page(960, 500, 18)
        frame[:, :900] = noise(900, 500, 50_000, seed)
        link.carries(frame)


def test_what_was_shown_before_is_cheap_wherever_it_comes_back() -> None:
    link = Link()
    first = len(link.carries(page(900, 560, 18)))
    assert len(link.carries(page(900, 560, 18))) < 200
    # The same lines, eleven rows further down: the strips follow.
    moved = len(link.carries(page(900, 560, 18, top=11)))
    assert moved < first / 3


def test_text_takes_far_less_than_its_rows() -> None:
    frame = page(720, 720, 19)
    plain = ZstdCompressor(options={CompressionParameter.compression_level: 3}).compress(
        frame.tobytes(), mode=ZstdCompressor.FLUSH_BLOCK
    )
    assert len(Link().carries(frame)) <= 0.35 * len(plain)


def test_a_letter_typed_twice_takes_a_few_bytes() -> None:
    link = Link()
    frame = page(900, 560, 18)
    frame[290:320, 390:] = 255
    link.carries(frame)
    for left in (400, 408):
        frame[300:311, left : left + 7, :3] = 255 - GLYPHS[3][..., None]
        data = link.carries(frame, Rect(left, 296, 8, 18))
    assert len(data) <= 32


@pytest.mark.parametrize("area", [Rect(0, 0, 11, 5), Rect(-1, 0, 5, 5), Rect(0, 6, 5, 5), Rect(0, 0, 0, 5)])
def test_an_area_outside_the_frame_is_not_encoded(area: Rect) -> None:
    link = Link()
    with pytest.raises(ValueError, match="outside the frame"):
        link.encoder.encode(noise(10, 10, 3), area)
    link.carries(noise(10, 10, 3))


def test_too_large_an_area_is_not_encoded() -> None:
    frame = np.zeros((limits.RECTANGLE_PIXELS // 2048 + 1, 2048, 4), np.uint8)
    with pytest.raises(ValueError, match="at once"):
        LosslessEncoder().encode(frame, Rect(0, 0, 2048, len(frame)))
