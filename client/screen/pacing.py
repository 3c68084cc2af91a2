"""How many frames may be under way between the customer's screen and the agent's."""

from client.screen.errors import PictureError
from wire import limits


class FrameWindow:
    """The frames of one share that were sent and not yet shown; never more than `most` of them.

    A frame that waited in a queue would show the past: a new one is made only when there is room.
    """

    def __init__(self, most: int = limits.FRAMES_IN_FLIGHT) -> None:
        if most < 1:
            raise ValueError("a window needs room for one frame")
        self._most = most
        self._in_flight: set[int] = set()

    def may_send(self) -> bool:
        """Tell whether there is room for one more frame."""
        return len(self._in_flight) < self._most

    def sent(self, number: int) -> None:
        """Note that this frame is under way; raise ValueError when it is already, or there is no room."""
        if number in self._in_flight or not self.may_send():
            raise ValueError(f"frame {number} may not be sent")
        self._in_flight.add(number)

    def shown(self, number: int) -> None:
        """Note that the agent painted this frame; raise PictureError where it is not under way."""
        if number not in self._in_flight:
            raise PictureError("word of a frame that is not under way")
        self._in_flight.remove(number)
