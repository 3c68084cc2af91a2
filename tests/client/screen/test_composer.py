"""Composer and decoder together: what the agent sees is what the customer's screen shows, exactly once it rests."""

import math
from collections.abc import Callable, Iterable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from client.screen.canvas import Canvas
from client.screen.composer import Composer, MotionPicture
from client.screen.decoder import PictureDecoder, draw, draw_motion
from client.screen.errors import PictureError
from client.screen.geometry import FrameBuffer, Rect, apart
from wire import limits
from wire.messages import Area, Coding, MotionFrame, Rectangle

WIDTH, HEIGHT = 640, 448
WHOLE = Rect(0, 0, WIDTH, HEIGHT)
FRAME_TIME = 1 / 30


class Pair:
    """A screen, the customer's composer and the agent's canvas; time goes by the frame."""

    def __init__(self, rate: float | None = None) -> None:
        self.screen: FrameBuffer = np.full((HEIGHT, WIDTH, 4), 255, np.uint8)
        self.rate = rate
        self.now = 100.0
        self.composer = Composer(WIDTH, HEIGHT)
        self.decoder = PictureDecoder()
        self.canvas = Canvas(WIDTH, HEIGHT)
        self.sent: list[Rectangle] = []
        self.motion: list[MotionPicture] = []
        self.look([WHOLE])

    def look(self, areas: list[Rect]) -> None:
        """Let the customer's side look at these areas, and the agent's side draw what comes of it."""
        self.composer.note_damage(areas, self.now)
        if self.composer.wants_another_region:
            self.composer.change_region()
        region = self.composer.region
        outside = areas if region is None else apart(areas, region)
        while outside:
            self._draw(self.updates(outside))
            outside = self.composer.postponed
        inside = [] if region is None else [part for area in areas if (part := area.common(region))]
        if inside and (picture := self.composer.move(self.screen, inside, self.now, self.rate)) is not None:
            self.motion.append(picture)
            drawn = [Area(*area) for area in picture.areas]
            message = MotionFrame(1, 1, *picture.region, picture.begins, drawn, picture.data)
            draw_motion(self.canvas, message, self.decoder.decode_motion(message))
        self.now += FRAME_TIME

    def updates(self, areas: list[Rect]) -> list[Rectangle]:
        """Return an update, whose last rectangle alone may say that it is the last."""
        pieces = list(self.composer.update(self.screen, areas, self.now, self.rate))
        assert all(unfinished for _, unfinished in pieces[:-1])
        return [rectangle for rectangle, _ in pieces]

    def rest(self, seconds: float) -> None:
        """Let time go by on a screen where nothing changes."""
        until = self.now + seconds
        while self.now < until:
            if self.composer.due() <= self.now:
                self._draw(self.composer.settle(self.now, self.rate, math.inf))
            self.now += FRAME_TIME

    def _draw(self, rectangles: Iterable[Rectangle]) -> None:
        for rectangle in rectangles:
            self.sent.append(rectangle)
            draw(self.canvas, rectangle, self.decoder.decode(rectangle))

    def is_exact(self, area: Rect = WHOLE) -> bool:
        """Tell whether the agent sees exactly what is on the screen."""
        part = np.s_[area.y : area.y + area.height, area.x : area.x + area.width, :3]
        return np.array_equal(self.screen[part], self.canvas.pixels[part])

    def codings(self) -> set[Coding]:
        """Return the codings that were used since the last call."""
        used = {each.coding for each in self.sent}
        self.sent.clear()
        return used


def text(chance: np.random.Generator, height: int, width: int) -> FrameBuffer:
    """Return rows of glyph-like blobs, a few grey levels on white."""
    page = np.full((height, width, 4), 255, np.uint8)
    glyphs = chance.choice(np.array([0, 90, 170, 255], np.uint8), (40, 12, 7))
    for top in range(2, height - 14, 16):
        for left in range(4, width - 8, 8):
            page[top : top + 12, left : left + 7, :3] = glyphs[chance.integers(40), :, :, None]
    return page


def film(chance: np.random.Generator, area: Rect, moment: int) -> FrameBuffer:
    """Return a picture of smooth waves with grain, another one for each moment."""
    rows, columns = np.mgrid[0 : area.height, 0 : area.width]
    wave = 127 + 80 * np.sin(columns / 23 + moment / 3) * np.cos(rows / 17 - moment / 5)
    grain = chance.integers(-6, 7, (area.height, area.width, 4))
    picture: FrameBuffer = np.clip(wave[..., None] + grain, 0, 255).astype(np.uint8)
    return picture


def put(screen: FrameBuffer, area: Rect, pixels: FrameBuffer) -> None:
    screen[area.y : area.y + area.height, area.x : area.x + area.width] = pixels


def test_a_field_of_one_colour_takes_three_bytes() -> None:
    pair, chance = Pair(), np.random.default_rng(2)
    put(pair.screen, WHOLE, text(chance, HEIGHT, WIDTH))
    pair.look([WHOLE])
    pair.sent.clear()
    field, letter = Rect(40, 30, 160, 120), Rect(240, 200, 7, 12)
    pair.screen[30:150, 40:200, :3] = 20, 120, 220
    put(pair.screen, letter, np.full((12, 7, 4), 90, np.uint8))
    pair.screen[205, 243] = 12
    pair.look([WHOLE])
    sent = {each.coding: each for each in pair.sent}
    assert len(pair.sent) == 2
    assert sent[Coding.SOLID].data == bytes((20, 120, 220))
    assert Coding.LOSSLESS in sent
    assert Rect(*(getattr(sent[Coding.SOLID], side) for side in ("x", "y", "width", "height"))) == field
    assert pair.is_exact()


def test_what_lies_between_a_letter_and_a_clock_is_not_sent() -> None:
    pair, chance = Pair(), np.random.default_rng(2)
    put(pair.screen, WHOLE, text(chance, HEIGHT, WIDTH))
    pair.look([WHOLE])
    pair.sent.clear()
    letter, clock = Rect(40, 30, 7, 12), Rect(80, 210, 24, 16)
    for area in (letter, clock):
        put(pair.screen, area, chance.integers(0, 256, (area.height, area.width, 4), np.uint8))
    pair.look([Rect(40, 30, 72, 198)])
    assert [Rect(each.x, each.y, each.width, each.height) for each in pair.sent] == [letter, clock]
    assert pair.is_exact()


def test_one_colour_over_a_photograph_is_exact_at_once() -> None:
    pair, chance = Pair(), np.random.default_rng(3)
    area = Rect(0, 0, 256, 192)
    put(pair.screen, area, film(chance, area, 1))
    pair.look([area])
    assert Coding.PHOTO in pair.codings()
    assert not pair.is_exact()
    pair.screen[:192, :256, :3] = 7
    pair.look([area])
    assert pair.codings() == {Coding.SOLID}
    assert pair.is_exact()
    # And it is not sent again when it rests.
    pair.rest(1)
    assert pair.sent == []


def test_text_is_exact_at_once() -> None:
    pair, chance = Pair(), np.random.default_rng(1)
    put(pair.screen, WHOLE, text(chance, HEIGHT, WIDTH))
    pair.look([WHOLE])
    assert pair.is_exact()
    pair.screen[100:112, 50:57, :3] = 0
    pair.look([Rect(40, 90, 40, 40)])
    assert pair.is_exact()
    assert pair.codings() == {Coding.LOSSLESS, Coding.SOLID}


def test_a_scroll_is_a_copy_and_a_strip() -> None:
    pair, chance = Pair(), np.random.default_rng(2)
    page = text(chance, HEIGHT * 2, WIDTH)
    put(pair.screen, WHOLE, page[:HEIGHT])
    pair.look([WHOLE])
    pair.codings()
    put(pair.screen, WHOLE, page[48 : 48 + HEIGHT])
    pair.look([WHOLE])
    assert pair.is_exact()
    exact = sum(each.width * each.height for each in pair.sent if each.coding is Coding.LOSSLESS)
    assert exact < 0.25 * WIDTH * HEIGHT
    assert Coding.COPY in pair.codings()


@pytest.mark.parametrize("distance", [48, -48])
def test_a_copy_larger_than_a_message_may_have_goes_in_parts(distance: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "COPIED_PIXELS", 2**15)
    pair, chance = Pair(), np.random.default_rng(2)
    page = text(chance, HEIGHT * 2, WIDTH)
    put(pair.screen, WHOLE, page[100 : 100 + HEIGHT])
    pair.look([WHOLE])
    pair.sent.clear()
    put(pair.screen, WHOLE, page[100 + distance : 100 + distance + HEIGHT])
    pair.look([WHOLE])
    assert pair.is_exact()
    copies = [each.work for each in pair.sent if each.coding is Coding.COPY]
    assert len(copies) > 5
    assert max(copies) <= 2**15


@pytest.mark.parametrize("rate", [None, 2_000_000.0, 250_000.0, 32_000.0])
def test_a_photograph_becomes_exact_when_it_rests(rate: float | None) -> None:
    pair, chance = Pair(rate), np.random.default_rng(3)
    area = Rect(70, 50, 320, 240)
    put(pair.screen, area, film(chance, area, 0))
    pair.look([WHOLE])
    assert Coding.PHOTO in pair.codings()
    assert not pair.is_exact()
    assert pair.is_exact(Rect(0, 0, WIDTH, 50))
    seen = pair.canvas.pixels[60:280, 80:380, :3].astype(int)
    assert abs(seen - pair.screen[60:280, 80:380, :3]).mean() < 20
    pair.rest(0.3 if rate is None else 60)
    assert pair.is_exact()
    assert pair.composer.due() == math.inf


def test_a_photograph_that_is_scrolled_before_it_rested_becomes_exact_too() -> None:
    pair, chance = Pair(), np.random.default_rng(4)
    page = text(chance, HEIGHT * 2, WIDTH)
    area = Rect(64, 128, 256, 192)
    put(page, area, film(chance, area, 0))
    put(pair.screen, WHOLE, page[:HEIGHT])
    pair.look([WHOLE])
    assert Coding.PHOTO in pair.codings()
    put(pair.screen, WHOLE, page[32 : 32 + HEIGHT])
    pair.look([WHOLE])
    assert Coding.COPY in pair.codings()
    assert not pair.is_exact()
    pair.rest(0.3)
    assert pair.is_exact()


DRAGGED = (120, 96)


def drag(pair: Pair, page: FrameBuffer, steps: Iterable[tuple[int, int]]) -> None:
    """Show a window at one place after the other, over what is on the page."""
    width, height = DRAGGED
    window = text(np.random.default_rng(8), height, width)
    window[:12, :, :3] = 120, 60, 20
    for x, y in steps:
        put(pair.screen, WHOLE, page)
        put(pair.screen, Rect(x, y, width, height), window)
        pair.look([WHOLE])
        assert pair.is_exact() or Coding.PHOTO in {each.coding for each in pair.sent}


def test_a_window_that_is_dragged_on_uncovers_what_it_has_covered() -> None:
    pair = Pair()
    page = text(np.random.default_rng(2), HEIGHT, WIDTH)
    drag(pair, page, [(40 + 9 * step, 30 + 7 * step) for step in range(20)])
    pair.codings()
    # The place where the window had appeared is the only one of which nobody knows what was there.
    drag(pair, page, [(40 + 9 * step, 30 + 7 * step) for step in range(20, 40)])
    assert pair.codings() == {Coding.COPY, Coding.UNCOVER}
    drag(pair, page, [(391 - 9 * step, 303 - 2 * step) for step in range(12)])
    assert pair.codings() == {Coding.COPY, Coding.UNCOVER}


def test_what_has_changed_below_a_window_is_not_what_it_has_covered() -> None:
    pair = Pair()
    page = text(np.random.default_rng(2), HEIGHT, WIDTH)
    drag(pair, page, [(40 + 9 * step, 30) for step in range(30)])
    pair.codings()
    page[60:70] = page[200:210]
    drag(pair, page, [(301 + 9 * step, 30) for step in range(20)])
    assert Coding.LOSSLESS in pair.codings()


def test_a_photograph_that_was_not_exact_when_it_was_covered_becomes_exact() -> None:
    pair, chance = Pair(), np.random.default_rng(2)
    page = text(chance, HEIGHT, WIDTH)
    photograph = Rect(128, 0, 256, HEIGHT)
    drag(pair, page, [(0, 30), (9, 30), (18, 30)])
    put(page, photograph, film(chance, photograph, 0))
    drag(pair, page, [(18 + 9 * step, 30) for step in range(40)])
    assert Coding.PHOTO in pair.codings()
    pair.rest(1)
    assert pair.is_exact()


def play(pair: Pair, area: Rect, frames: int, beside: Callable[[int], list[Rect]] = lambda _moment: []) -> None:
    chance = np.random.default_rng(5)
    for moment in range(frames):
        put(pair.screen, area, film(chance, area, moment))
        pair.look([*apart([*beside(moment)], area), area])


@pytest.mark.parametrize("rate", [None, 250_000.0])
def test_what_keeps_moving_becomes_a_video_and_exact_when_it_stops(rate: float | None) -> None:
    pair = Pair(rate)
    area = Rect(96, 64, 352, 288)
    play(pair, area, 60)
    region = pair.composer.region
    assert region is not None
    assert region.common(area) == area
    assert pair.motion[0].begins
    assert not any(picture.begins for picture in pair.motion[1:])
    seen = pair.canvas.pixels[80:300, 120:400, :3].astype(int)
    assert abs(seen - pair.screen[80:300, 120:400, :3]).mean() < 12
    pair.rest(0.3 if rate is None else 60)
    assert pair.is_exact()
    pair.rest(1.5)
    pair.look([])
    assert pair.composer.region is None


def test_a_letter_beside_a_video_is_exact_at_once() -> None:
    pair = Pair()
    area = Rect(96, 64, 352, 288)

    def typed(moment: int) -> list[Rect]:
        place = Rect(8 * (moment % 60), 400, 7, 12)
        put(pair.screen, place, np.full((12, 7, 4), moment, np.uint8))
        return [place]

    play(pair, area, 60, typed)
    region = pair.composer.region
    assert region is not None
    assert pair.is_exact(Rect(0, region.y + region.height, WIDTH, HEIGHT - region.y - region.height))


def test_what_rests_within_a_video_becomes_exact_although_the_rest_moves() -> None:
    pair = Pair()
    area = Rect(64, 64, 384, 320)
    play(pair, area, 60)
    assert pair.composer.region is not None
    upper, lower = Rect(64, 64, 384, 128), Rect(64, 192, 384, 192)
    chance = np.random.default_rng(6)
    for moment in range(20):
        put(pair.screen, lower, film(chance, lower, moment))
        pair.look([lower])
        if pair.composer.due() <= pair.now:
            pair._draw(pair.composer.settle(pair.now, None, pair.now))
    assert pair.composer.region is not None
    assert pair.is_exact(upper)
    assert not pair.is_exact(lower)


def test_nothing_settles_before_a_picture_of_the_video_that_may_still_come() -> None:
    pair = Pair()
    area = Rect(64, 64, 384, 320)
    play(pair, area, 60)
    sent_at = pair.now - FRAME_TIME
    pair.now += 0.5
    assert pair.composer.settle(pair.now, None, sent_at) == []
    assert pair.composer.settle(pair.now, None, math.inf) != []


def test_nothing_but_the_video_is_drawn_in_its_region() -> None:
    pair, chance = Pair(), np.random.default_rng(7)
    area = Rect(96, 64, 352, 288)
    play(pair, area, 60)
    region = pair.composer.region
    assert region is not None
    put(pair.screen, area, film(chance, area, 60))
    picture = pair.composer.move(pair.screen, [region], pair.now, None)
    assert picture is not None
    # Changes on both sides, near enough to be sent as one; they overtake the video's last picture.
    letters = [Rect(region.x - 16, region.y, 7, 8), Rect(region.x + region.width + 12, region.y, 7, 8)]
    for letter in letters:
        put(pair.screen, letter, np.zeros((8, 7, 4), np.uint8))
    updates = pair.updates(letters)
    assert not any(Rect(each.x, each.y, each.width, each.height).common(region) for each in updates)
    pair._draw(updates)
    message = motion_frame(picture, [Area(*area) for area in picture.areas], begins=picture.begins)
    draw_motion(pair.canvas, message, pair.decoder.decode_motion(message))
    pair.rest(2)
    assert pair.is_exact()


CHANGES = st.lists(
    st.tuples(
        st.sampled_from(["fill", "text", "film", "scroll", "move", "dots", "rest"]),
        st.integers(0, WIDTH - 8),
        st.integers(0, HEIGHT - 8),
        st.integers(4, WIDTH),
        st.integers(4, HEIGHT),
        st.integers(-90, 90),
    ),
    max_size=14,
)


@given(changes=CHANGES, rate=st.sampled_from([None, 500_000.0, 40_000.0]), seed=st.integers(0, 99))
@settings(max_examples=25, deadline=None)
def test_whatever_happens_on_the_screen_it_is_exact_in_the_end(
    changes: list[tuple[str, int, int, int, int, int]], rate: float | None, seed: int
) -> None:
    pair, chance = Pair(rate), np.random.default_rng(seed)
    for kind, x, y, width, height, shift in changes:
        area = Rect(x, y, min(width, WIDTH - x), min(height, HEIGHT - y))
        part = pair.screen[area.y : area.y + area.height, area.x : area.x + area.width]
        match kind:
            case "fill":
                part[:] = chance.integers(0, 256, 4)
            case "text":
                part[:] = text(chance, area.height, area.width)
            case "film":
                for moment in range(int(chance.integers(1, 30))):
                    part[:] = film(chance, area, moment)
                    pair.look([area])
            case "scroll":
                part[:] = np.roll(part, shift, axis=0)
            case "move":
                part[:] = np.roll(part, (shift, shift // 2), axis=(0, 1))
            case "dots":
                part[chance.integers(0, area.height, 9), chance.integers(0, area.width, 9)] = 0
            case _:
                pair.rest(0.2)
        pair.look([area])
    pair.rest(200)
    pair.look([])
    pair.rest(0.5)
    assert pair.is_exact()


def motion_frame(picture: MotionPicture, areas: list[Area], *, begins: bool = True) -> MotionFrame:
    return MotionFrame(1, 1, *picture.region, begins, areas, picture.data)


def test_a_video_that_is_none() -> None:
    pair = Pair()
    play(pair, Rect(96, 64, 352, 288), 40)
    picture = pair.motion[0]
    region = Area(*picture.region)
    with pytest.raises(PictureError):
        PictureDecoder().decode_motion(motion_frame(picture, [region], begins=False))
    outside = Area(region.x - 1, region.y, 8, 8)
    message = motion_frame(picture, [outside])
    with pytest.raises(PictureError):
        draw_motion(Canvas(WIDTH, HEIGHT), message, PictureDecoder().decode_motion(message))
    message = motion_frame(picture, [region, Area(region.x, region.y, 1, 1)])
    with pytest.raises(PictureError):
        draw_motion(Canvas(WIDTH, HEIGHT), message, PictureDecoder().decode_motion(message))
    message = motion_frame(picture, [region])
    with pytest.raises(PictureError):
        draw_motion(Canvas(WIDTH // 2, HEIGHT // 2), message, PictureDecoder().decode_motion(message))


@pytest.mark.parametrize("data", [b"", b"\0\0\0", b"\0\0\0\0\0"])
def test_a_copy_without_a_place(data: bytes) -> None:
    with pytest.raises(PictureError):
        PictureDecoder().decode(Rectangle(0, 0, 1, 1, Coding.COPY, data))


def test_what_copies_have_covered_needs_no_data_and_a_place_on_the_picture() -> None:
    with pytest.raises(PictureError):
        PictureDecoder().decode(Rectangle(0, 0, 1, 1, Coding.UNCOVER, b"\0"))
    with pytest.raises(PictureError):
        draw(Canvas(8, 8), Rectangle(4, 4, 5, 4, Coding.UNCOVER, b""), None)
