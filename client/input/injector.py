"""Mouse and keyboard of this computer, moved by the program. One small interface for every platform."""

import sys
from abc import ABC, abstractmethod

from client.input.ledger import InjectionLedger
from wire.messages import Button


class InjectorError(Exception):
    """Mouse and keyboard cannot be moved on this computer; the message says why. Only opening raises it."""


class Injector(ABC):
    """Moves mouse and keyboard. Used by one thread.

    Coordinates are pixels of the native virtual desktop. What cannot be done (an unknown key, a
    place off the screen, a lost connection to the display) is left out or clamped, never raised.
    """

    @abstractmethod
    def move(self, x: int, y: int) -> None:
        """Put the pointer here."""

    @abstractmethod
    def button(self, x: int, y: int, button: Button, down: bool) -> None:
        """Put the pointer here and press or release a button. A release without a press is ignored."""

    @abstractmethod
    def wheel(self, x: int, y: int, steps_x: int, steps_y: int) -> None:
        """Put the pointer here and turn the wheel; steps are notches, right and up are positive."""

    @abstractmethod
    def prepare_key(self) -> None:
        """Begin to ask what the press of a key depends on; to be called shortly before `key`, if it is called at all.

        The caller has questions of its own: their answers and this one come together.
        """

    @abstractmethod
    def key(self, keysym: int, down: bool) -> None:
        """Press or release the key that types this X11 keysym, whatever the layout here is.

        A second press without a release is a repetition: ignored where the system repeats by
        itself. A release without a press is ignored, as is a keysym that no key can type.
        """

    @abstractmethod
    def release_all(self) -> None:
        """Release every key and button that is down through this injector."""

    @abstractmethod
    def close(self) -> None:
        """Release everything and give the system back as it was. May be called twice."""


def open_injector(ledger: InjectionLedger, display: str | None = None) -> Injector:
    """Return the injector of this platform. Raises InjectorError when there is none.

    `display` names an X display such as ":7"; None is the one of the environment.
    """
    if sys.platform in ("win32", "darwin"):
        from client.input.pynput_injector import open_pynput_injector

        return open_pynput_injector()
    from client.input.x11_injector import X11Injector

    return X11Injector(ledger, display)
