"""How long a name is locked after failed logins. Pure: the clock comes in."""

from typing import Final, NamedTuple

from server.limits import LOGIN_FAILURES_FREE, LOGIN_FAILURES_KEPT, LOGIN_LOCK

_DOUBLINGS: Final = 32
"""More of them make no difference, and 2.0 to the power of a large number is an error."""


class Failures(NamedTuple):
    """Failed logins of one name in a row, and when the last of them was (seconds since 1970, UTC)."""

    times: int
    last: float

    def after_another(self, now: float) -> "Failures":
        """Return what there is after one more failure."""
        kept = self.times if now - self.last < LOGIN_FAILURES_KEPT else 0
        return Failures(kept + 1, now)

    def is_locked(self, now: float) -> bool:
        """Tell whether this name has to wait still.

        A time in the future, after the clock was set back, locks for no longer than usual.
        """
        over = self.times - LOGIN_FAILURES_FREE
        if over < 0:
            return False
        return abs(now - self.last) < min(LOGIN_LOCK, 2.0 ** min(over, _DOUBLINGS))
