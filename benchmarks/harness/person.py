"""A person in front of a desktop: sees pixels, presses keys, moves and clicks the mouse. Nothing else."""

import os
import re
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import mss
import mss.tools
import numpy as np
import numpy.typing as npt

Pixels = npt.NDArray[np.uint8]
"""(height, width, 3), blue, green, red."""

PATIENCE = 30.0
CURSOR_REACH = 40
"""Pixels that a cursor may cover on each side of its hot spot."""


class NothingHappenedError(AssertionError):
    """What the person waited for did not come."""


class Window(NamedTuple):
    """A window as it stands on the screen."""

    id: str
    x: int
    y: int
    width: int
    height: int


class Person:
    """Uses one display; every wait is for something seen."""

    def __init__(self, display: str, last_sight: Path | None = None) -> None:
        """`last_sight` is where a picture goes when something did not come."""
        self.display = display
        self._last_sight = last_sight
        self._eyes = mss.MSS(display=display.encode())

    def close(self) -> None:
        """Look away for good."""
        self._eyes.close()

    def sees(self) -> Pixels:
        """Return what the screen shows, without the cursor."""
        shot = self._eyes.grab(self._eyes.monitors[0])
        return np.frombuffer(shot.bgra, np.uint8).reshape(shot.height, shot.width, 4)[..., :3].copy()

    def looks_at(self, x: int, y: int, width: int, height: int) -> bytes:
        """Return the pixels of a small part of the screen, to compare."""
        return bytes(self._eyes.grab({"left": x, "top": y, "width": width, "height": height}).bgra)

    def sees_colour(self, colour: tuple[int, int, int]) -> bool:
        """Tell whether a pixel of this colour (blue, green, red) is on the screen."""
        return bool((self.sees() == colour).all(axis=2).any())

    def keeps_picture(self, path: Path) -> None:
        """Save what the screen shows as PNG."""
        path.parent.mkdir(parents=True, exist_ok=True)
        shot = self._eyes.grab(self._eyes.monitors[0])
        mss.tools.to_png(shot.rgb, shot.size, output=str(path))

    def presses(self, *keys: str) -> None:
        """Press keys by their names, such as "Return" or "alt+z"."""
        self._xdotool("key", "--clearmodifiers", "--delay", "20", *keys)

    def types(self, text: str) -> None:
        """Type a text of characters that are on this keyboard's layout."""
        self._xdotool("type", "--clearmodifiers", "--delay", "25", text)

    def pastes(self, text: str) -> None:
        """Paste a text, as one does with characters that no key has."""
        command = ["xclip", "-selection", "clipboard", "-in"]
        environment = {**os.environ, "DISPLAY": self.display}
        # Its output must not be a pipe: it stays behind to hand the text out.
        subprocess.run(command, input=text.encode(), env=environment, stdout=subprocess.DEVNULL, check=True)
        self.presses("ctrl+v")

    def moves_to(self, x: int, y: int) -> None:
        """Move the mouse."""
        self._xdotool("mousemove", str(x), str(y))

    def mouse_is_at(self) -> tuple[int, int]:
        """Return where the mouse is."""
        numbers = dict(re.findall(r"^([XY])=(\d+)$", self._xdotool("getmouselocation", "--shell"), re.MULTILINE))
        return int(numbers["X"]), int(numbers["Y"])

    def clicks(self, x: int, y: int, button: int = 1) -> None:
        """Click there."""
        self._xdotool("mousemove", str(x), str(y), "click", str(button))

    def reads_clipboard(self) -> str:
        """Return the text that was copied on this desktop."""
        command = ["xclip", "-selection", "clipboard", "-out"]
        finished = subprocess.run(
            command, env={**os.environ, "DISPLAY": self.display}, capture_output=True, check=False
        )
        return finished.stdout.decode("utf-8", "replace")

    def finds(self, title: str) -> Window | None:
        """Return the visible window whose title matches; None where there is none."""
        found = self._xdotool("search", "--onlyvisible", "--name", title, check=False).split()
        for window in found:
            shape = self._xdotool("getwindowgeometry", "--shell", window, check=False)
            numbers = dict(re.findall(r"^([A-Z]+)=(-?\d+)$", shape, re.MULTILINE))
            if {"X", "Y", "WIDTH", "HEIGHT"} <= numbers.keys():
                return Window(window, *(int(numbers[name]) for name in ("X", "Y", "WIDTH", "HEIGHT")))
        return None

    def waits_for_window(self, title: str) -> Window:
        """Wait until a window with this title is visible."""
        windows: list[Window] = []

        def there() -> bool:
            found = self.finds(title)
            if found is not None:
                windows.append(found)
            return found is not None

        self.waits_until(there, f"the window {title!r}")
        return windows[-1]

    def waits_until_gone(self, title: str) -> None:
        """Wait until no window with this title is visible."""
        self.waits_until(lambda: self.finds(title) is None, f"the end of the window {title!r}")

    def turns_to(self, window: Window) -> None:
        """Bring a window to the front and give it the keyboard."""
        self._xdotool("windowactivate", "--sync", window.id)

    def places(self, window: Window, x: int, y: int, width: int, height: int) -> None:
        """Give a window a place and size."""
        self._xdotool("windowsize", "--sync", window.id, str(width), str(height))
        self._xdotool("windowmove", "--sync", window.id, str(x), str(y))

    def waits_until(self, condition: Callable[[], bool], what: str, patience: float = PATIENCE) -> None:
        """Look again and again until something is so; raise NothingHappenedError."""
        deadline = time.monotonic() + patience
        while not condition():
            if time.monotonic() > deadline:
                if self._last_sight is not None:
                    self.keeps_picture(self._last_sight)
                raise NothingHappenedError(f"on {self.display}, this never came: {what}")
            # Not to wait for time, but to leave the processor to those who are waited for.
            time.sleep(0.01)

    def _xdotool(self, *words: str, check: bool = True) -> str:
        finished = subprocess.run(
            ["xdotool", *words],
            env={**os.environ, "DISPLAY": self.display},
            check=False,
            capture_output=True,
            text=True,
        )
        if check and finished.returncode:
            raise NothingHappenedError(f"on {self.display}, xdotool {words[0]}: {finished.stderr.strip()}")
        return finished.stdout


def find_within(picture: Pixels, screen: Pixels, cursor: tuple[int, int] | None = None) -> tuple[int, int] | None:
    """Return where on the screen the picture lies, pixel by pixel equal; None where it does not.

    The search is for the picture's most varied row, then the whole is compared. Where a cursor may be
    painted over the picture, what lies around it is left out.
    """
    height, width = picture.shape[:2]
    words, there = _words(picture), _words(screen)
    if there.shape[0] < height or there.shape[1] < width:
        return None
    compared = np.ones((height, width), bool)
    if cursor is not None:
        x, y = cursor
        compared[max(0, y - CURSOR_REACH) : y + CURSOR_REACH, max(0, x - CURSOR_REACH) : x + CURSOR_REACH] = False
    changes = (words[:, 1:] != words[:, :-1]) & compared[:, 1:] & compared[:, :-1]
    row = int(np.argmax(changes.sum(axis=1)))
    column = int(np.argmax(changes[row]))
    probe = words[row, column : column + 2]
    for hit_y, hit_x in np.argwhere((there[:, :-1] == probe[0]) & (there[:, 1:] == probe[1])):
        top, left = int(hit_y) - row, int(hit_x) - column
        if top < 0 or left < 0 or top + height > there.shape[0] or left + width > there.shape[1]:
            continue
        part = there[top : top + height, left : left + width]
        if np.all((part[row] == words[row]) | ~compared[row]) and np.all((part == words) | ~compared):
            return left, top
    return None


def _words(picture: Pixels) -> npt.NDArray[np.uint32]:
    parts = picture.astype(np.uint32)
    return np.asarray(parts[..., 0] | parts[..., 1] << 8 | parts[..., 2] << 16, dtype=np.uint32)
