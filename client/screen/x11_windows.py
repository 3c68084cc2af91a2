"""The windows of an X display, top to bottom, kept up to date from events.

The server answers requests in order and reports every change before the answer to a later request.
So a question that is asked after a frame was grabbed returns behind the news of everything that
happened before the grab, and no window can be in the frame that is not in the list.
"""

import warnings
from contextlib import suppress
from typing import Any, Final

from Xlib import X
from Xlib import display as xdisplay
from Xlib import error as xerror
from Xlib.ext import xfixes
from Xlib.protocol import request

from client.screen.errors import CaptureError
from client.screen.geometry import Rect
from client.screen.masking import VisibleWindow
from client.screen.window_lister import WindowLister
from client.screen.x11_focus import FocusQuestion
from client.screen.x11_identity import Identity, IdentityReader
from client.screen.x11_kinship import Names, names_of_all
from client.screen.x11_stack import Arrangement, Placed, WindowStack, merged
from wire import limits

_FAILURES: Final = (xerror.DisplayError, xerror.XError, xerror.ConnectionClosedError, OSError)
_ARRANGEMENTS: Final = 32
"""So many arrangements are kept apart between two questions; further ones are merged into one."""
_SURVEYS: Final = 100
"""So often the windows are read anew when they change meanwhile; each time takes a millisecond or two."""
_DEPTH: Final = 64
"""No sane window is nested deeper; a search that goes further gives up."""
_NOWHERE: Final = (0, 0)
_UNKNOWN: Final = 0
"""The id of no window, which therefore nobody identifies."""
_OWNER_CHANGES: Final = (
    xfixes.XFixesSetSelectionOwnerNotifyMask
    | xfixes.XFixesSelectionWindowDestroyNotifyMask
    | xfixes.XFixesSelectionClientCloseNotifyMask
)
_SCREEN: Final = Rect(0, 0, limits.SCREEN_SIDE, limits.SCREEN_SIDE)
"""As large as any screen."""
_PLACING: Final = frozenset(
    (X.ConfigureNotify, X.MapNotify, X.UnmapNotify, X.DestroyNotify, X.GravityNotify, X.CirculateNotify)
)


class X11WindowLister(WindowLister):
    """The windows of one X display, over a connection of its own, which it closes."""

    def __init__(self, display: Any) -> None:
        """Take python-xlib's Display, and look at what is there now. Raises X errors."""
        self._display = display
        self._root = display.screen().root
        self._reader = IdentityReader(display)
        self._question = FocusQuestion(display)
        self._compositor = display.intern_atom(f"_NET_WM_CM_S{display.get_default_screen()}")
        self._shape_event = display.extension_event.ShapeNotify if display.has_extension("SHAPE") else None
        self._owner_event: int | None = None
        """The code of the event that tells of a compositor; None where the display cannot tell."""
        self._composited = True
        self._stack = WindowStack()
        self._identities: dict[int, Identity] = {}
        self._names: dict[int, Names] = {}
        self._homes: dict[int, int] = {}
        """The child of the root window that holds a window."""
        self._stale: set[int] = set()
        """Children of the root window whose identity must be read again."""
        self._focus = _NOWHERE
        """The window that has the keys, and the child of the root window that holds it."""
        self._focus_told: int | None = None
        self._latest: list[VisibleWindow] = []
        self._latest_state: tuple[bool, int] | None = None
        """Whether there was a compositor, and which child of the root window had the keys, for the list above."""
        self._follow_compositor()
        self._survey()

    def since_last(self) -> list[list[VisibleWindow]]:
        """Take the news of the display; return every arrangement since the last call."""
        try:
            return self._read_news()
        except _FAILURES as error:
            raise CaptureError("the windows cannot be read") from error

    @property
    def focus(self) -> int | None:
        """The id of the window that had the keys at the last call, or X.NONE, or X.PointerRoot; None before."""
        return self._focus_told

    def close(self) -> None:
        """Close the connection; may be called twice."""
        with suppress(*_FAILURES):
            self._display.close()

    def _read_news(self) -> list[list[VisibleWindow]]:
        # This question is also what brings in all events up to now.
        focus = self._focus_told = self._question.ask()
        arrangements = self._arrangements()
        during = self._refresh_identities()
        state = self._composited, self._home_of(focus)
        if during[0] is self._identities:
            if len(arrangements) == 1 and state == self._latest_state:
                return [self._latest]
            seen = [self._described(places, *during, *state) for places in arrangements]
        else:
            # Who a window was may have changed at any moment since the last call: all of it applies to all places.
            seen = [self._described(places, *during, *state) for places in arrangements]
            seen.append(self._described(arrangements[-1], self._identities, self._names, *state))
        self._latest, self._latest_state = seen[-1], state
        return seen

    def _arrangements(self) -> list[Arrangement]:
        """Take the events that have come; return all arrangements since the last call."""
        found = [self._stack.arrangement()]
        # Those that came before the last answer wait in python-xlib's queue; pending_events would ask the socket again.
        for event in [self._display.next_event() for _ in range(len(self._display.display.event_queue))]:
            try:
                self._take(event)
            except LookupError:
                # No server reports what happens to a child before the child. Whatever was missed, show nothing of it.
                found.append((Placed(_UNKNOWN, _SCREEN),))
                self._survey()
                return [*found, self._stack.arrangement()]
            now = self._stack.arrangement()
            if now != found[-1]:
                found.append(now)
        return found if len(found) <= _ARRANGEMENTS else [merged(found), found[-1]]

    def _follow_compositor(self) -> None:
        """Have the beginning and the end of a compositor reported; where that cannot be, one is assumed (Identity)."""
        if self._display.has_extension("XFIXES"):
            # A server serves only those who said which version they speak.
            self._display.xfixes_query_version()
            self._display.xfixes_select_selection_input(self._root, self._compositor, _OWNER_CHANGES)
            self._owner_event = self._display.extension_event.SetSelectionOwnerNotify[0]

    def _survey(self) -> None:
        """Learn all children of the root window as they are at one moment; raise CaptureError.

        The display is not grabbed for it: it would answer nobody else meanwhile, a thread of this program that
        waits for an answer with the interpreter in its hands would wait for ever, and so would this one.
        """
        self._root.change_attributes(event_mask=X.SubstructureNotifyMask)
        for _ in range(_SURVEYS):
            with suppress(xerror.BadWindow, xerror.BadDrawable):
                children, stack = self._read_children()
                # What happened while the answers were made was reported before the last of them.
                if not self._display.pending_events():
                    self._stack = stack
                    self._stale.update(children)
                    return
        raise CaptureError("the windows change too fast to be read")

    def _read_children(self) -> tuple[list[int], WindowStack]:
        raw = self._display.display
        children = [child.id for child in self._root.query_tree().children]
        # Whatever was reported until here is part of what is read now.
        for _ in range(self._display.pending_events()):
            self._display.next_event()
        if self._owner_event is not None:
            self._composited = self._display.get_selection_owner(self._compositor) != X.NONE
        stack = WindowStack()
        geometries = [request.GetGeometry(display=raw, defer=True, drawable=child) for child in children]
        states = [request.GetWindowAttributes(display=raw, defer=True, window=child) for child in children]
        for child, geometry, state in zip(children, geometries, states, strict=True):
            geometry.reply()
            state.reply()
            stack.add(child, _area(geometry))
            if state.map_state != X.IsUnmapped:
                stack.show(child)
        return children, stack

    def _take(self, event: Any) -> None:
        """Bring the stack up to date, and note whose identity changed. Raises LookupError as WindowStack does."""
        if event.send_event:
            # Programs send such messages to each other; nothing happened to a window.
            return
        if event.type == X.PropertyNotify:
            if self._reader.concerns(event.atom) and event.window.id in self._homes:
                self._stale.add(self._homes[event.window.id])
        elif event.type == self._shape_event:
            self._stale.add(event.affected_window.id)
        elif event.type == self._owner_event:
            self._composited = event.owner.id != X.NONE
        elif event.type == X.CreateNotify:
            if event.parent == self._root:
                self._stack.add(event.window.id, _area(event))
                self._stale.add(event.window.id)
            elif event.parent.id in self._homes:
                self._stale.add(self._homes[event.parent.id])
        elif event.type == X.ReparentNotify:
            self._reparent(event)
        elif event.type in _PLACING and event.event == self._root:
            self._focus = _NOWHERE
            self._place(event)

    def _reparent(self, event: Any) -> None:
        """Follow a window into a frame, or out of it; both the old parent and the new one report it."""
        window = event.window.id
        self._focus = _NOWHERE
        self._stale.update(self._homes[parent] for parent in (event.event.id, event.parent.id) if parent in self._homes)
        if event.event == self._root:
            self._stack.remove(window)
            if event.parent == self._root:
                self._stack.add(window, self._area_at(event.window, event.x, event.y))
                self._stale.add(window)

    def _area_at(self, window: Any, x: int, y: int) -> Rect:
        """Return the area of a window that came to this place; its size was not told."""
        try:
            return _area(window.get_geometry())._replace(x=x, y=y)
        except (xerror.BadWindow, xerror.BadDrawable):
            # It is gone, and may have been as large as the screen.
            return _SCREEN

    def _place(self, event: Any) -> None:
        window = event.window.id
        if event.type == X.ConfigureNotify:
            above = event.above_sibling
            self._stack.configure(window, _area(event), above.id if above else 0)
        elif event.type == X.MapNotify:
            self._stack.show(window)
        elif event.type == X.UnmapNotify:
            self._stack.hide(window)
        elif event.type == X.DestroyNotify:
            self._stack.remove(window)
        elif event.type == X.GravityNotify:
            self._stack.move(window, event.x, event.y)
        else:
            self._stack.circulate(window, event.place == X.PlaceOnTop)

    def _refresh_identities(self) -> tuple[dict[int, Identity], dict[int, Names]]:
        """Read the identities that changed; return those since the last call, old and new in one.

        They are the very dictionaries of now where nothing changed.
        """
        before = self._identities
        stale, self._stale = self._stale, set()
        read = {top: self._reader.read(top) for top in stale if top in self._stack}
        changed = {top: new for top, new in read.items() if new is not None and new != before.get(top)}
        if not changed and all(top in self._stack for top in before):
            return before, self._names
        during = before | {top: before[top].merged(new) if top in before else new for top, new in changed.items()}
        self._identities = {top: who for top, who in (before | changed).items() if top in self._stack}
        self._names = names_of_all(self._identities)
        self._homes = {member: top for top, who in self._identities.items() for member in who.members}
        return during, names_of_all(during)

    def _described(
        self,
        arrangement: Arrangement,
        identities: dict[int, Identity],
        names: dict[int, Names],
        composited: bool,
        focused: int,
    ) -> list[VisibleWindow]:
        windows = []
        for top, area, steady in arrangement:
            who = identities.get(top)
            if who is None:
                windows.append(VisibleWindow(area, (), (), None, (), identified=False, focused=top == focused))
            elif who.visible:
                cover = who.cover(area, composited) if steady else ()
                pid = min(who.pids, default=None)
                windows.append(VisibleWindow(area, *names[top], pid, cover, who.complete, top == focused))
        return windows

    def _home_of(self, focus: int) -> int:
        """Return the child of the root window that has the keys; 0 where that is not known."""
        if focus == X.NONE:
            return 0
        if focus == X.PointerRoot:
            under = self._root.query_pointer().child
            return int(under.id) if under else 0
        if self._focus[0] != focus:
            self._focus = focus, self._homes.get(focus) or self._outermost(focus)
        return self._focus[1]

    def _outermost(self, focus: int) -> int:
        window = self._display.create_resource_object("window", focus)
        for _ in range(_DEPTH):
            try:
                parent = window.query_tree().parent
            except xerror.BadWindow:
                return 0
            if not parent:
                return 0
            if parent == self._root:
                return int(window.id)
            window = parent
        return 0


def _area(geometry: Any) -> Rect:
    """Return where a window with its border lies; its place is that of the border's corner."""
    borders = 2 * geometry.border_width
    return Rect(geometry.x, geometry.y, geometry.width + borders, geometry.height + borders)


def open_x11_windows(name: str | None = None) -> X11WindowLister | None:
    """Open the windows of the display of this name, None being the environment's; None where there is none."""
    with warnings.catch_warnings():
        # python-xlib leaves the socket of a failed attempt to the garbage collector, which complains.
        warnings.simplefilter("ignore", ResourceWarning)
        try:
            display = xdisplay.Display(name)
        except _FAILURES:
            return None
    # An error that answers no question is about a window that went away; python-xlib would print it.
    display.set_error_handler(lambda *_: None)
    try:
        return X11WindowLister(display)
    except (CaptureError, *_FAILURES):
        with suppress(*_FAILURES):
            display.close()
        return None
