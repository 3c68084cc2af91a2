"""Which parts of the screen nobody else may see, or type into. Pure: windows in, rectangles out.

When something is not sure, more is masked, never less.
"""

import fnmatch
import re
from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Final, NamedTuple

from client.screen.geometry import Rect
from client.screen.password_managers import PASSWORD_MANAGER_CLASSES, PASSWORD_MANAGER_TITLES

_FRAGMENTS: Final = 64
"""A window that is cut into more visible parts than this is masked whole."""


class VisibleWindow(NamedTuple):
    """One window on the screen, in pixels of the virtual desktop, with its frame."""

    area: Rect
    titles: tuple[str, ...]
    """All names that it bears; those of the window it belongs to, where it is a menu or a dialog."""
    class_names: tuple[str, ...]
    """What tells its program: WM_CLASS, the class of the window, the name of the program."""
    pid: int | None
    cover: tuple[Rect, ...]
    """The parts of it through which certainly nothing below it shows."""
    identified: bool = True
    """False where it went away, or refused, before it could be asked who it is: it counts as sensitive."""
    focused: bool = False
    """True where keys go to it."""


class MaskList:
    """The applications that are masked: classes (exact, any case) and titles (globs: * ? [...], any case)."""

    def __init__(self, classes: Iterable[str], titles: Iterable[str]) -> None:
        self.classes = frozenset(name.strip().casefold() for name in classes) - {""}
        self.titles = frozenset(pattern.strip().casefold() for pattern in titles) - {""}

    def with_own(self, classes: Iterable[str], titles: Iterable[str]) -> "MaskList":
        """Return this list together with the user's own entries."""
        return MaskList([*self.classes, *classes], [*self.titles, *titles])

    def matches(self, window: VisibleWindow) -> bool:
        """Tell whether the window is to be masked."""
        if not window.identified:
            return True
        if any(name.casefold() in self.classes for name in window.class_names):
            return True
        return any(self._title_pattern.match(title.casefold()) for title in window.titles)

    @cached_property
    def _title_pattern(self) -> re.Pattern[str]:
        # An empty list must match nothing; an empty pattern would match everything.
        return re.compile("|".join(map(fnmatch.translate, sorted(self.titles))) or r"(?!)")


DEFAULT_MASK_LIST: Final = MaskList(PASSWORD_MANAGER_CLASSES, PASSWORD_MANAGER_TITLES)
"""Password managers and the prompts of key rings."""


def sensitive_regions(windows: Sequence[VisibleWindow], mask_list: MaskList) -> list[Rect]:
    """Return the visible parts of sensitive windows, without overlap. `windows` goes from top to bottom."""
    regions: list[Rect] = []
    covers: list[Rect] = []
    for window in windows:
        if mask_list.matches(window):
            regions += _without(window.area, covers)
            # All of it is masked or covered now: what lies below need not be masked there again.
            covers.append(window.area)
        else:
            covers.extend(window.cover)
    return regions


def focus_is_sensitive(windows: Iterable[VisibleWindow], mask_list: MaskList) -> bool:
    """Tell whether keys would go to a sensitive window."""
    return any(window.focused and mask_list.matches(window) for window in windows)


def contains(regions: Iterable[Rect], x: int, y: int) -> bool:
    """Tell whether one of the regions holds this pixel."""
    return any(left <= x < left + width and top <= y < top + height for left, top, width, height in regions)


def bounding(areas: Iterable[Rect]) -> Rect:
    """Return the smallest rectangle around all of these; raise ValueError where there are none."""
    boxes = [(x, y, x + width, y + height) for x, y, width, height in areas]
    left, top = min(box[0] for box in boxes), min(box[1] for box in boxes)
    return Rect(left, top, max(box[2] for box in boxes) - left, max(box[3] for box in boxes) - top)


def _without(area: Rect, covers: Iterable[Rect]) -> list[Rect]:
    """Return the parts of an area that no cover hides, without overlap."""
    parts = [area] if area.width > 0 and area.height > 0 else []
    for cover in covers:
        parts = [piece for part in parts for piece in _cut(part, cover)]
        if len(parts) > _FRAGMENTS:
            return [area]
    return parts


def _cut(part: Rect, cover: Rect) -> list[Rect]:
    left, top = max(part.x, cover.x), max(part.y, cover.y)
    right = min(part.x + part.width, cover.x + cover.width)
    bottom = min(part.y + part.height, cover.y + cover.height)
    if left >= right or top >= bottom:
        return [part]
    pieces = (
        Rect(part.x, part.y, part.width, top - part.y),
        Rect(part.x, bottom, part.width, part.y + part.height - bottom),
        Rect(part.x, top, left - part.x, bottom - top),
        Rect(right, top, part.x + part.width - right, bottom - top),
    )
    return [piece for piece in pieces if piece.width and piece.height]
