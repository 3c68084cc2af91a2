"""The stacking order of an X display, kept up to date from the events of its root window. Pure."""

from collections.abc import Sequence
from typing import NamedTuple

from client.screen.geometry import Rect
from client.screen.masking import bounding


class Placed(NamedTuple):
    """A mapped child of the root window."""

    id: int
    area: Rect
    """With its border."""
    steady: bool = True
    """False where this stands for several places: it covers nothing then."""


Arrangement = tuple[Placed, ...]
"""All mapped children of the root window, from top to bottom."""


class WindowStack:
    """The children of one root window: where they are, which are mapped, which is above which.

    Methods that take a window raise LookupError where it is not known.
    """

    def __init__(self) -> None:
        self._order: list[int] = []
        """From bottom to top, as the X protocol lists them (QueryTree)."""
        self._areas: dict[int, Rect] = {}
        self._mapped: set[int] = set()

    def __contains__(self, window: int) -> bool:
        return window in self._areas

    def add(self, window: int, area: Rect) -> None:
        """Take a new child, unmapped; it comes on top of its siblings."""
        self.remove(window)
        self._order.append(window)
        self._areas[window] = area

    def remove(self, window: int) -> None:
        """Forget a child; do nothing where it is not known."""
        if self._areas.pop(window, None) is not None:
            self._order.remove(window)
            self._mapped.discard(window)

    def show(self, window: int) -> None:
        """Note that a child was mapped."""
        self._known(window)
        self._mapped.add(window)

    def hide(self, window: int) -> None:
        """Note that a child was unmapped."""
        self._known(window)
        self._mapped.discard(window)

    def configure(self, window: int, area: Rect, above: int) -> None:
        """Take a child's place, and the sibling just below it; 0 is none (ConfigureNotify)."""
        self._known(window)
        if above:
            self._known(above)
        self._areas[window] = area
        self._order.remove(window)
        self._order.insert(self._order.index(above) + 1 if above else 0, window)

    def move(self, window: int, x: int, y: int) -> None:
        """Take a child's new place (GravityNotify)."""
        self._areas[window] = self._known(window)._replace(x=x, y=y)

    def circulate(self, window: int, to_top: bool) -> None:
        """Put a child on top or to the bottom (CirculateNotify)."""
        self._known(window)
        self._order.remove(window)
        self._order.insert(len(self._order) if to_top else 0, window)

    def arrangement(self) -> Arrangement:
        """Return what is mapped now."""
        return tuple(Placed(window, self._areas[window]) for window in reversed(self._order) if window in self._mapped)

    def _known(self, window: int) -> Rect:
        if window not in self._areas:
            raise LookupError(f"window {window:#x} is not known")
        return self._areas[window]


def merged(arrangements: Sequence[Arrangement]) -> Arrangement:
    """Return one arrangement that masks at least what each of these masks: every window wherever it was."""
    places: dict[int, list[Rect]] = {}
    for arrangement in arrangements:
        for placed in arrangement:
            places.setdefault(placed.id, []).append(placed.area)
    return tuple(Placed(window, bounding(areas), steady=False) for window, areas in places.items())
