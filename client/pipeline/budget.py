"""How much the other side may ask for in a time: a token bucket."""

from collections.abc import Callable

from client.pipeline.line import ViolationError


class Budget:
    """Lets `burst` things through at once and `rate` a second in the long run."""

    def __init__(self, rate: float, burst: float, clock: Callable[[], float]) -> None:
        """`clock` is monotonic, in seconds."""
        self._rate = rate
        self._burst = burst
        self._clock = clock
        self._tokens = burst
        self._filled_at = clock()

    def spend(self, what: str) -> None:
        """Take one token; raise ViolationError, which names `what` there was too much of."""
        now = self._clock()
        self._tokens = min(self._burst, self._tokens + (now - self._filled_at) * self._rate)
        self._filled_at = now
        if self._tokens < 1:
            raise ViolationError(f"too many of these: {what}")
        self._tokens -= 1
