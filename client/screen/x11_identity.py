"""Who a window of an X display is: a child of the root window and the program's window that it holds.

Sources: ICCCM 2.0 sections 4.1.2 (WM_CLASS, WM_NAME, WM_TRANSIENT_FOR, WM_HINTS) and 4.1.3.1
(WM_STATE marks the program's window), X Session Management (WM_CLIENT_LEADER), and the Extended
Window Manager Hints 1.5.
"""

from dataclasses import dataclass, replace
from typing import Any, Final

from Xlib import X
from Xlib import error as xerror
from Xlib.ext import shape
from Xlib.protocol import request

from client.screen.geometry import Rect

_DEPTH: Final = 4
"""A window manager puts a program's window one to three windows deep."""
_WINDOWS: Final = 64
"""So many windows of one frame are asked at most."""
_WORDS: Final = 1024
"""The longest property that is read, in words of 4 bytes."""
_SHAPE_RECTANGLES: Final = 32
_GROUP_HINT: Final = 64
"""The flag of WM_HINTS that says that there is a window group, its ninth word."""
_ALPHA_DEPTH: Final = 32

_PROPERTIES: Final = (
    "WM_CLASS",
    "WM_NAME",
    "_NET_WM_NAME",
    "_NET_WM_PID",
    "WM_TRANSIENT_FOR",
    "WM_CLIENT_LEADER",
    "WM_HINTS",
    "WM_STATE",
    "_NET_WM_WINDOW_OPACITY",
    "_NET_WM_OPAQUE_REGION",
)
_GONE: Final = (xerror.BadWindow, xerror.BadDrawable, xerror.BadMatch)
_NOTHING: Final = frozenset[Any]()

Program = tuple[str, int]
"""Something that the windows of one program have in common."""


@dataclass(frozen=True)
class Identity:
    """What a child of the root window and all windows in it say of themselves."""

    members: frozenset[int] = _NOTHING
    """The ids of all these windows."""
    titles: frozenset[str] = _NOTHING
    class_names: frozenset[str] = _NOTHING
    pids: frozenset[int] = _NOTHING
    programs: frozenset[Program] = _NOTHING
    owners: frozenset[int] = _NOTHING
    """The ids of the windows for which these are transient."""
    popup: bool = False
    """True where no window manager looks after it: a menu, a list, a tip."""
    complete: bool = True
    """False where something was too long to be read."""
    visible: bool = True
    """False for windows that only take input and show nothing."""
    alpha: bool = False
    opacity: bool = False
    """True where a compositor shows the whole window translucent."""
    opaque: tuple[Rect, ...] = ()
    """Which parts of a window with alpha are opaque, within the window."""
    shape: tuple[Rect, ...] | None = None
    """The parts of which the window consists, within the window; None is all of it."""

    def merged(self, newer: "Identity") -> "Identity":
        """Return who the window was while it changed from this to the newer one: both, and covering nothing."""
        return replace(
            newer,
            members=self.members | newer.members,
            titles=self.titles | newer.titles,
            class_names=self.class_names | newer.class_names,
            pids=self.pids | newer.pids,
            programs=self.programs | newer.programs,
            owners=self.owners | newer.owners,
            popup=self.popup or newer.popup,
            complete=self.complete and newer.complete,
            visible=self.visible or newer.visible,
            shape=(),
        )

    def cover(self, area: Rect, composited: bool) -> tuple[Rect, ...]:
        """Return what the window, when it lies there, certainly hides. A compositor alone makes it translucent."""
        if composited and self.opacity:
            return ()
        x, y = area.x, area.y
        whole = (Rect(0, 0, area.width, area.height),)
        parts = whole if self.shape is None else self.shape
        if composited and self.alpha:
            parts = self.opaque if self.shape is None else ()
        return tuple(
            Rect(x + max(0, left), y + max(0, top), min(width, area.width - left), min(height, area.height - top))
            for left, top, width, height in parts
        )


class IdentityReader:
    """Reads identities over one connection, and asks the server to report their changes."""

    def __init__(self, display: Any) -> None:
        self._display = display
        self._has_shapes = bool(display.has_extension("SHAPE"))
        self._base_mask = ~int(display.display.info.resource_id_mask)
        self._atoms = {display.intern_atom(name): name for name in _PROPERTIES}
        self._utf8 = display.intern_atom("UTF8_STRING")

    def concerns(self, atom: int) -> bool:
        """Tell whether a property with this name is part of an identity."""
        return atom in self._atoms

    def read(self, window: int) -> Identity | None:
        """Return the identity of a child of the root window; None where it is gone."""
        raw = self._display.display
        self._watch(window)
        if self._has_shapes:
            self._display.create_resource_object("window", window).shape_select_input(1)
        asked = (
            request.GetWindowAttributes(display=raw, defer=True, window=window),
            request.GetGeometry(display=raw, defer=True, drawable=window),
        )
        attributes, geometry = map(_answer, asked)
        members = self._properties_of_tree(window)
        if attributes is None or geometry is None or window not in members:
            return None
        own = members[window]
        inner = geometry.border_width
        return replace(
            self._named(window, members),
            popup=bool(attributes.override_redirect) and not any("WM_STATE" in found for found in members.values()),
            visible=attributes.win_class != X.InputOnly,
            alpha=geometry.depth == _ALPHA_DEPTH,
            opacity=any("_NET_WM_WINDOW_OPACITY" in found for found in members.values()),
            opaque=tuple(Rect(x + inner, y + inner, *size) for x, y, *size in _fours(own.get("_NET_WM_OPAQUE_REGION"))),
            shape=self._shape(window, inner),
        )

    def _watch(self, window: int) -> None:
        mask = X.PropertyChangeMask | X.SubstructureNotifyMask
        self._display.create_resource_object("window", window).change_attributes(event_mask=mask)

    def _properties_of_tree(self, top: int) -> dict[int, dict[str, Any]]:
        """Return the properties of a window and those in it, level by level; a program's window ends a branch.

        Every window is watched before it is asked: what changes later is reported.
        """
        found: dict[int, dict[str, Any]] = {}
        level = [top]
        for _ in range(_DEPTH):
            for window in level:
                self._watch(window)
            properties = self._properties(level)
            found |= properties
            level = [window for window in level if "WM_STATE" not in properties.get(window, ("WM_STATE",))]
            level = self._children(level)[: _WINDOWS - len(found)]
        return found

    def _children(self, windows: list[int]) -> list[int]:
        raw = self._display.display
        trees = [request.QueryTree(display=raw, defer=True, window=window) for window in windows]
        return [child.id for tree in map(_answer, trees) if tree is not None for child in tree.children]

    def _properties(self, windows: list[int]) -> dict[int, dict[str, Any]]:
        """Return the properties of all of these windows that still exist; asked together, which saves time."""
        raw = self._display.display
        lists = [request.ListProperties(display=raw, defer=True, window=window) for window in windows]
        asked: dict[int, dict[str, Any]] = {}
        for window, listed in zip(windows, map(_answer, lists), strict=True):
            if listed is not None:
                asked[window] = {
                    self._atoms[atom]: request.GetProperty(
                        display=raw,
                        defer=True,
                        delete=False,
                        window=window,
                        property=atom,
                        type=X.AnyPropertyType,
                        long_offset=0,
                        long_length=_WORDS,
                    )
                    for atom in listed.atoms
                    if atom in self._atoms
                }
        answers = {
            window: {name: _answer(reply) for name, reply in replies.items()} for window, replies in asked.items()
        }
        # A property that went away since it was listed has no type.
        return {
            window: {name: answer for name, answer in found.items() if answer is not None and answer.property_type}
            for window, found in answers.items()
        }

    def _named(self, top: int, members: dict[int, dict[str, Any]]) -> Identity:
        titles: set[str] = set()
        class_names: set[str] = set()
        pids: set[int] = set()
        owners: set[int] = set()
        programs: set[Program] = set()
        # The frame itself is the window manager's, and must not make a relative of everything in a frame.
        connections = {window & self._base_mask for window in members}
        connections = connections - {top & self._base_mask} or connections
        for properties in members.values():
            titles.update(self._text(properties[name]) for name in ("_NET_WM_NAME", "WM_NAME") if name in properties)
            if "WM_CLASS" in properties:
                class_names.update(self._text(properties["WM_CLASS"]).split("\0"))
            pids.update(_numbers(properties.get("_NET_WM_PID"))[:1])
            owners.update(_numbers(properties.get("WM_TRANSIENT_FOR"))[:1])
            hints = _numbers(properties.get("WM_HINTS"))
            leaders = _numbers(properties.get("WM_CLIENT_LEADER"))[:1]
            leaders += hints[8:9] if hints and hints[0] & _GROUP_HINT else []
            programs.update(("leader", leader) for leader in leaders)
        programs.update(("pid", pid) for pid in pids)
        programs.update(("connection", connection) for connection in connections)
        return Identity(
            members=frozenset(members),
            titles=frozenset(titles - {""}),
            class_names=frozenset(class_names - {""}),
            pids=frozenset(pids),
            programs=frozenset(programs),
            owners=frozenset(owners),
            complete=not any(answer.bytes_after for found in members.values() for answer in found.values()),
        )

    def _text(self, answer: Any) -> str:
        if answer.value is None or answer.value[0] != 8:
            return ""
        encoding = "utf-8" if answer.property_type == self._utf8 else "latin-1"
        return bytes(answer.value[1]).decode(encoding, "replace")

    def _shape(self, window: int, border: int) -> tuple[Rect, ...] | None:
        if not self._has_shapes:
            return None
        resource = self._display.create_resource_object("window", window)
        try:
            if not resource.shape_query_extents().bounding_shaped:
                return None
            parts = resource.shape_get_rectangles(shape.SK.Bounding).rectangles
        except _GONE:
            return ()
        largest = sorted(parts, key=lambda part: part.width * part.height, reverse=True)[:_SHAPE_RECTANGLES]
        return tuple(Rect(part.x + border, part.y + border, part.width, part.height) for part in largest)


def _answer(reply: Any) -> Any:
    """Wait for a reply; None where the window is gone."""
    try:
        reply.reply()
    except _GONE:
        return None
    return reply


def _numbers(answer: Any) -> list[int]:
    if answer is None or answer.value is None or answer.value[0] != 32:
        return []
    return [int(number) for number in answer.value[1]]


def _fours(answer: Any) -> list[tuple[int, int, int, int]]:
    numbers = _numbers(answer)
    return list(zip(*(numbers[start::4] for start in range(4)), strict=False))
