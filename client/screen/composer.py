"""What is sent of a changed screen, and in which coding: the customer's half of a share's picture.

What only moved is copied, photographs go as JPEG, a region that keeps moving as video, and all else lossless. What
went out inexactly is sent again, exactly, as soon as it rests.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np

from client.screen.coalesce import few_rectangles
from client.screen.damage import changed_rectangles
from client.screen.geometry import FrameBuffer, Rect, split, without
from client.screen.lossless import LosslessEncoder
from client.screen.motion import Move, find_moves
from client.screen.parts import AT_ONCE
from client.screen.photo import COARSE, GOOD, TILE, encode_photo, photographic_tiles
from client.screen.promotion import Promotion
from client.screen.settle import QUIET, Settling
from client.screen.solid import colour_of
from client.screen.underlay import Underlay
from client.screen.video import VideoEncoder
from wire import limits
from wire.messages import Coding, Rectangle

RECTANGLES: Final = 64
"""About the most changed rectangles that are sent apart."""

_SLACK = 2048
"""Pixels that did not change and are encoded sooner than one more rectangle: about as much time, and fewer bytes."""
_PHOTO_PIXELS = TILE * TILE
"""Smaller changes are never photographs: a letter is sharp at once."""
_PHOTO_BYTES = {GOOD: 0.25, COARSE: 0.12}
"""Bytes that a pixel of a photograph takes in either quality, about."""
_PHOTO_BLOCK = 8
"""JPEG's blocks have so many rows."""
_PHOTO_LEAST = 2**14
"""Pixels; of smaller photographs JPEG's tables would be a large part."""
_DEAR = 0.4
"""Bytes a pixel of a lossless part that may as well be a photograph."""
_PATIENCE = 0.15
"""Seconds of the line's time; a photograph that takes longer goes coarse first."""
_BESIDE = 0.03
"""Seconds of the line's time; what settles, or shows a photograph, in one frame takes no longer, about, since a typed
letter waits behind it."""
_EXACT_BYTES = 2.0
"""Bytes that a pixel of a photograph takes lossless, until it is known better."""
_LEAST_EXACT_BYTES = 0.1
"""What follows a blank part may be less calm."""
_SETTLED_AT_ONCE = 2**17
"""The most pixels that are made exact in one frame: what is typed beside must not wait long, and this one is on its
way while the next is made."""
_VIDEO_SHARE = 0.8
"""How much of the line a video may have."""
_UNSUITED = 2.0
"""Seconds after which an encoder that no longer suits the line is replaced."""


@dataclass(frozen=True)
class MotionPicture:
    """One picture of the video of `region`, of which only `areas` are to be drawn."""

    region: Rect
    begins: bool
    areas: list[Rect]
    data: bytes


class Composer:
    """One share's picture as the other side has it. All calls come from one thread; times are monotonic seconds."""

    def __init__(self, width: int, height: int) -> None:
        self._whole = Rect(0, 0, width, height)
        self._lossless = LosslessEncoder()
        self._settling = Settling(width, height)
        self._underlay = Underlay(width, height)
        self._uncoverable = np.zeros((height, width), np.bool_)
        """Where what a copy has covered was exact."""
        self._promotion = Promotion(width, height)
        self._previous: FrameBuffer | None = None
        """The screen as it was when it was last looked at, area by area."""
        self._films: list[Rect] = []
        """Parts of the last update that took so many bytes that a video of them would be worth it."""
        self._postponed: list[Rect] = []
        """Photographs of the last update that did not go any more."""
        self._known: list[Rect] = []
        """Of these, what did not change since."""
        self._gave_way = False
        """Whether all photographs of the last update were postponed."""
        self._exact_bytes = _EXACT_BYTES
        self._region: Rect | None = None
        self._wanted: Rect | None = None
        self._encoder: VideoEncoder | None = None
        self._begins = True
        self._suited_at = -math.inf

    # ----- updates ----------------------------------------------------------------------------

    def update(
        self, frame: FrameBuffer, areas: list[Rect], now: float, rate: float | None
    ) -> Iterator[tuple[Rectangle, bool]]:
        """Yield what changed in these areas, outside the region; all of it is to be sent as one frame, in this order.

        With each rectangle comes whether others may follow. It may leave, and be drawn, while the next one is made;
        `frame` must not change until the end, which must be reached. `rate` is the line's, in bytes a second; None
        where it was never full of late. Where the photographs are more than goes well into one frame, `postponed` is
        what did not go.
        """
        if self._previous is None:
            self._previous = np.array(frame)
            yield from self._encoded(frame, split(self._whole), now, rate, math.inf)
            return
        changed = changed_rectangles(self._previous, frame, areas)
        excluded = [] if self._region is None else [self._region]
        moves = find_moves(self._previous, frame, changed, excluded)
        if moves:
            for move in moves:
                for part in self._copied(self._previous, move, now):
                    yield part, True
            # What was copied is exact. Looked at again, it would be sent along with what was uncovered beside it.
            arrived = [move.source._replace(x=move.x, y=move.y) for move in moves]
            changed = changed_rectangles(self._previous, frame, without(changed, arrived))
        yield from self._encoded(frame, changed, now, rate, math.inf if rate is None else rate * _BESIDE)
        # At last: nobody has to wait for it.
        for x, y, width, height in without(changed, self._postponed):
            self._previous[y : y + height, x : x + width] = frame[y : y + height, x : x + width]

    @property
    def postponed(self) -> list[Rect]:
        """What the last update has left out: areas to look at as soon as another one may go."""
        return self._postponed

    def _copied(self, picture: FrameBuffer, move: Move, now: float) -> list[Rectangle]:
        """Move the pixels, and return how the other side does: in parts where one message may not move as many."""
        down = move.y - move.source.y
        parts = split(move.source, limits.COPIED_PIXELS)
        rectangles = []
        # None may be overwritten before it was read.
        for part in parts if down <= 0 else reversed(parts):
            x, y, width, height = part
            for covered, kept in self._underlay.covers(picture, part, move.x, y + down):
                left, top, right, bottom = covered.x, covered.y, covered.x + covered.width, covered.y + covered.height
                self._uncoverable[top:bottom, left:right][kept] = self._settling.is_exact(covered)[kept]
            pixels = picture[y : y + height, x : x + width].copy()
            picture[y + down : y + down + height, move.x : move.x + width] = pixels
            self._settling.copied(now, part, move.x, y + down)
            place = x.to_bytes(2) + y.to_bytes(2)
            rectangles.append(Rectangle(move.x, y + down, width, height, Coding.COPY, place))
        return rectangles

    def _is_below(self, frame: FrameBuffer, area: Rect) -> bool:
        """Tell whether an area shows again what a copy has covered, as the other side can too."""
        rows, columns = slice(area.y, area.y + area.height), slice(area.x, area.x + area.width)
        if not self._uncoverable[area.y, area.x] or not self._uncoverable[rows, columns].all():
            return False
        return not changed_rectangles(self._underlay.pixels, frame, [area])

    def _encoded(
        self, frame: FrameBuffer, changed: list[Rect], now: float, rate: float | None, most: float
    ) -> Iterator[tuple[Rectangle, bool]]:
        """Yield these areas, of photographs about `most` bytes; the rest of them is postponed."""
        cheap: list[Rectangle] = []
        photographs: list[Rect] = []
        drawn: list[Rect] = []
        joined = few_rectangles(changed, RECTANGLES, _SLACK)
        # What was joined may reach over the region. Nothing but the video draws there: an update could overtake it.
        for area in joined if self._region is None else without(joined, [self._region]):
            if (colour := colour_of(frame, area)) is not None:
                cheap += [Rectangle(*part, Coding.SOLID, colour) for part in split(area)]
                self._settling.exact(area)
                continue
            if self._is_below(frame, area):
                cheap += [Rectangle(*part, Coding.UNCOVER, b"") for part in split(area)]
                self._settling.exact(area)
                continue
            found = _photographs(frame, area)
            photographs += found
            drawn += without([area], found)
        quality = COARSE if self._known else _quality(photographs, rate)
        pixels = min(AT_ONCE, max(_PHOTO_LEAST, most / _PHOTO_BYTES[quality]))
        photographed = [part for area in photographs for part in _bands(area, int(pixels))]
        # What has waited goes first: a film would never let it go.
        photographed.sort(key=lambda part: all(part.common(waited) is None for waited in self._postponed))
        expected = _PHOTO_BYTES[quality] * sum(part.width * part.height for part in photographed)
        if (cheap or drawn) and expected > most and not self._gave_way:
            # Large photographs let letters go before them, but not each time.
            self._gave_way, most = True, 0.0
        else:
            self._gave_way = False
        left = len(cheap) + len(drawn) + (len(photographed) if most else 0)
        for rectangle in cheap:
            left -= 1
            yield rectangle, left > 0
        # A blinking field or a terminal may change as often as a film, but costs nothing as it is.
        dear: list[Rect] = []
        for area in drawn:
            self._settling.exact(area)
            left -= 1
            for part, data, unfinished in self._lossless.encode_in_parts(frame, area):
                if len(data) > _DEAR * part.width * part.height:
                    dear.append(part)
                yield Rectangle(*part, Coding.LOSSLESS, data), unfinished or left > 0
        gone = size = 0
        while gone < len(photographed) and 2 * size < most:
            part = photographed[gone]
            data = encode_photo(frame[part.y : part.y + part.height, part.x : part.x + part.width], quality)
            self._settling.lossy(now, part)
            gone += 1
            size += len(data)
            yield Rectangle(*part, Coding.PHOTO, data), gone < len(photographed) and 2 * size < most
        self._films = photographs + dear
        self._watch(without(self._films, self._known), now)
        self._postponed = photographed[gone:]
        self._known = self._postponed
        for part in self._postponed:
            # What was there before is not worth to be made exact any more.
            self._settling.touched(now, part)

    def _exact(self, frame: FrameBuffer, area: Rect) -> Rectangle:
        self._settling.exact(area)
        return Rectangle(*area, Coding.LOSSLESS, self._lossless.encode(frame, area))

    # ----- what rests -------------------------------------------------------------------------

    def due(self) -> float:
        """Return when `settle` has something to do; infinity where all is exact and there is no video."""
        times = (self._settling.next_due(), self._promotion.calm_at)
        return min((each for each in times if each is not None), default=math.inf)

    def settle(self, now: float, rate: float | None, unshown: float) -> list[Rectangle]:
        """Return exact pixels for what was sent less exactly and rests; as much as goes well into one frame.

        `unshown` is when the oldest picture of the video was sent that is still on its way: what it or a later
        one draws must not be drawn before it. Infinity where there is none.
        """
        self._watch([], now)
        if self._previous is None:
            return []
        pixels = _SETTLED_AT_ONCE
        if rate is not None:
            pixels = min(pixels, max(TILE * TILE, int(rate * _BESIDE / self._exact_bytes)))
        rested = min(now, math.nextafter(unshown + QUIET, -math.inf))
        due = self._settling.due(rested, pixels)
        rectangles = [self._exact(self._previous, part) for area in due for part in split(area)]
        if rectangles:
            size = sum(len(each.data) for each in rectangles)
            taken = size / sum(each.width * each.height for each in rectangles)
            self._exact_bytes += (max(_LEAST_EXACT_BYTES, taken) - self._exact_bytes) / 2
        return rectangles

    # ----- the region of video ----------------------------------------------------------------

    @property
    def region(self) -> Rect | None:
        """The one part of the screen that is sent as video now; None where there is none."""
        return self._region

    @property
    def wants_another_region(self) -> bool:
        """Whether `change_region` should be called, as soon as all pictures of the present video are shown."""
        return self._wanted != self._region

    def change_region(self) -> None:
        """Begin a video of another region, or end the present one."""
        self._region = self._wanted
        self._encoder = None

    def note_damage(self, damaged: list[Rect], now: float) -> None:
        """Note what changes before it is looked at: where it does, nothing rests."""
        for area in damaged:
            self._settling.touched(now, area)
        self._known = without(self._known, damaged)

    def note_films(self, damaged: list[Rect], now: float) -> None:
        """Note what changes while the line has no room for an update: films are found by how often they change."""
        films = [part for area in damaged for film in self._films if (part := area.common(film)) is not None]
        if films:
            self._watch(few_rectangles(films, RECTANGLES), now)

    def move(self, frame: FrameBuffer, areas: list[Rect], now: float, rate: float | None) -> MotionPicture | None:
        """Return the video's next picture, or None where nothing changed; `areas` lie within the region."""
        if self._previous is None or self._region is None:
            return None
        changed = changed_rectangles(self._previous, frame, areas)
        self._watch(changed, now)
        if not changed:
            return None
        for x, y, width, height in changed:
            self._previous[y : y + height, x : x + width] = frame[y : y + height, x : x + width]
        drawn = few_rectangles(changed, limits.MOTION_AREAS)
        for area in drawn:
            self._settling.lossy(now, area)
        allowed = None if rate is None else rate * _VIDEO_SHARE
        encoder, begins = self._suited_encoder(self._region, now, allowed)
        x, y, width, height = self._region
        data = encoder.encode(frame[y : y + height, x : x + width], now, allowed)
        return MotionPicture(self._region, begins, drawn, data)

    def _suited_encoder(self, region: Rect, now: float, rate: float | None) -> tuple[VideoEncoder, bool]:
        """Return the encoder, and whether it is a new one."""
        if self._encoder is not None:
            if self._encoder.suits(rate):
                self._suited_at = now
            if now - self._suited_at < _UNSUITED:
                return self._encoder, False
        self._encoder = VideoEncoder(region.width, region.height, rate)
        self._suited_at = now
        return self._encoder, True

    def _watch(self, changed: list[Rect], now: float) -> None:
        """Look where it moves."""
        if self._region is None and sum(area.width * area.height for area in changed) < _PHOTO_PIXELS:
            # No film is so small, and a letter should not pay for the search.
            return
        self._wanted = self._promotion.observe(now, changed)


def _photographs(frame: FrameBuffer, area: Rect) -> list[Rect]:
    """Return the parts of an area that show photographs, in whole tiles counted from its corner."""
    x, y, width, height = area
    if width * height < _PHOTO_PIXELS:
        return []
    tiles = photographic_tiles(frame[y : y + height, x : x + width])
    if not tiles.any():
        return []
    blocks: dict[tuple[int, int], list[int]] = {}
    """First and last column of a run of tiles, with the first row and the row after the last."""
    finished: list[tuple[int, int, int, int]] = []
    for row, flags in enumerate(tiles):
        turns = np.flatnonzero(np.diff(flags, prepend=False, append=False)).reshape(-1, 2).tolist()
        going = {(first, end): [blocks.pop((first, end), [row])[0], row + 1] for first, end in turns}
        finished += [(first, end, top, bottom) for (first, end), (top, bottom) in blocks.items()]
        blocks = going
    finished += [(first, end, top, bottom) for (first, end), (top, bottom) in blocks.items()]
    parts = (
        Rect(x + first * TILE, y + top * TILE, (end - first) * TILE, (bottom - top) * TILE).common(area)
        for first, end, top, bottom in finished
    )
    return [part for part in parts if part is not None]


def _quality(photographs: list[Rect], rate: float | None) -> int:
    size = sum(area.width * area.height for area in photographs) * _PHOTO_BYTES[GOOD]
    return GOOD if rate is None or size <= rate * _PATIENCE else COARSE


def _bands(area: Rect, most: int) -> list[Rect]:
    """Cut a photograph into parts as wide as it is, of about `most` pixels, that cut none of JPEG's blocks."""
    rows = max(1, most // area.width // _PHOTO_BLOCK) * _PHOTO_BLOCK
    return [
        area._replace(y=y, height=min(rows, area.y + area.height - y))
        for y in range(area.y, area.y + area.height, rows)
    ]
