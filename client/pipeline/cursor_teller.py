"""What the other side must be told of the cursor."""

from client.screen.cursor import CursorState
from wire import limits
from wire.messages import CursorMoved, CursorShape, CustomerMessage


class CursorTeller:
    """Remembers what the other side knows of the cursor in one share."""

    def __init__(self, origin: tuple[int, int]) -> None:
        """`origin` is where the picture's upper left corner lies on the virtual desktop."""
        self._origin = origin
        self._last: CursorState | None = None
        self._known: set[bytes] = set()

    def news(self, state: CursorState) -> list[CustomerMessage]:
        """Return what must be said so that the other side knows this state."""
        if self._last is not None and state[:3] == self._last[:3]:
            return []
        self._last = state
        messages: list[CustomerMessage] = []
        shape: CursorShape | None = state.shape
        if shape is not None and shape.hash not in self._known:
            if len(self._known) == limits.CURSORS_KEPT:
                # The other side is about to forget the oldest: begin anew rather than track which.
                self._known.clear()
            self._known.add(shape.hash)
            messages.append(shape)
        x, y = (_clamped(state.x - self._origin[0]), _clamped(state.y - self._origin[1]))
        messages.append(CursorMoved(x, y, state.hash))
        return messages


def _clamped(coordinate: int) -> int:
    return max(-limits.SCREEN_SIDE, min(limits.SCREEN_SIDE, coordinate))
