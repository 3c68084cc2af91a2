"""When the agent's side says that frames were painted: at once where somebody may wait for it, else two at a time."""

from collections.abc import Callable
from typing import Final, Protocol

from wire.messages import MOST_WAITED, Frame, FrameShown, MotionFrame

_CALM: Final = 0.040
"""Seconds since the painting before: a frame that comes later belongs to no motion."""
_PATIENCE: Final = 0.250
"""Seconds that word of a lone frame may wait for the next one."""
_SMALL: Final = 1024
"""Bytes; of a larger frame the sender waits to hear, and may have more to send."""


class Timer(Protocol):
    """What can be called off, as asyncio.TimerHandle."""

    def cancel(self) -> None:
        """Do not call any more."""


class Acknowledging:
    """The painted frames of one share. Whoever types gets one message for two letters.

    The customer's side may have two frames under way: one of which nothing was said yet leaves room for the next, and
    after that both are told of at once. `clock` returns seconds and never goes back.
    """

    def __init__(
        self,
        share: int,
        say: Callable[[FrameShown], object],
        later: Callable[[float, Callable[[], object]], Timer],
        clock: Callable[[], float],
    ) -> None:
        self._share = share
        self._say = say
        self._later = later
        self._clock = clock
        self._urgent: set[int] = set()
        """Frames that came and are not painted yet, and must be told of at once."""
        self._painted: list[int] = []
        self._painted_at = -_CALM
        self._timer: Timer | None = None

    def came(self, message: Frame | MotionFrame) -> None:
        """Note a message of a frame."""
        if message.share != self._share:
            return
        if isinstance(message, MotionFrame) or not message.final or _size(message) > _SMALL:
            self._urgent.add(message.number)

    def painted(self, frame: int) -> None:
        """Note that the frame was painted, and tell the other side now or soon."""
        now = self._clock()
        moves, self._painted_at = now - self._painted_at < _CALM, now
        self._painted.append(frame)
        if frame in self._urgent or moves or len(self._painted) > 1:
            self._urgent.discard(frame)
            self.tell()
        else:
            self._timer = self._later(_PATIENCE, self.tell)

    def tell(self) -> None:
        """Tell the other side of what it was not told of yet."""
        self.close()
        if painted := self._painted:
            self._painted = []
            # A computer that was asleep meanwhile may be very late.
            waited = min(round((self._clock() - self._painted_at) * 1000), MOST_WAITED)
            self._say(FrameShown(self._share, painted, waited))

    def close(self) -> None:
        """Tell of nothing later."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None


def _size(frame: Frame) -> int:
    return sum(len(each.data) for each in frame.rectangles)
