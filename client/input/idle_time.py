"""How long nobody has touched mouse or keyboard of this computer, as the system itself counts it."""

import sys
from abc import ABC, abstractmethod


class IdleTimeError(Exception):
    """This computer does not tell how long it was idle; the message says why. Only opening raises it."""


class IdleTime(ABC):
    """Asks the system; used by one thread. Input that a program made may count like a person's."""

    @abstractmethod
    def seconds(self) -> float:
        """Return the seconds since the last input; infinity when the system no longer answers."""

    @abstractmethod
    def close(self) -> None:
        """Give back what was opened. May be called twice."""


def open_idle_time(display: str | None = None) -> IdleTime:
    """Return the one of this platform. Raises IdleTimeError when there is none.

    `display` names an X display such as ":7"; None is the one of the environment.
    """
    if sys.platform == "win32":
        from client.input.win32_idle_time import open_win32_idle_time

        return open_win32_idle_time()
    if sys.platform == "darwin":
        from client.input.darwin_idle_time import open_darwin_idle_time

        return open_darwin_idle_time()
    from client.input.x11_idle_time import X11IdleTime

    return X11IdleTime(display)
