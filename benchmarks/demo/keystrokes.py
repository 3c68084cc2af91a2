"""From a key pressed on the advisor's keyboard to the changed pixel on the advisor's screen."""

import time

from Xlib import XK, X
from Xlib.display import Display
from Xlib.ext import xtest

from benchmarks.harness.person import PATIENCE, NothingHappenedError, Person


def measure_keystrokes(person: Person, place: tuple[int, int, int, int], count: int) -> list[float]:
    """Type `count` letters, each after the one before is seen; return the seconds of each.

    `place` (x, y, width, height) is where the letters appear on this person's screen. Keys are pressed through the
    X server directly, because starting a program for each would be measured too.
    """
    keyboard = Display(person.display)
    try:
        key = keyboard.keysym_to_keycode(XK.string_to_keysym("a"))
        latencies = []
        seen = _at_rest(person, place)
        for _ in range(count):
            started = time.perf_counter()
            xtest.fake_input(keyboard, X.KeyPress, key)
            xtest.fake_input(keyboard, X.KeyRelease, key)
            keyboard.flush()
            seen = _next_sight(person, place, seen, started)
            latencies.append(time.perf_counter() - started)
            seen = _at_rest(person, place)
        return latencies
    finally:
        keyboard.close()


def _next_sight(person: Person, place: tuple[int, int, int, int], seen: bytes, started: float) -> bytes:
    while (now := person.looks_at(*place)) == seen:
        if time.perf_counter() - started > PATIENCE:
            raise NothingHappenedError("a pressed key changed nothing on the screen")
    return now


def _at_rest(person: Person, place: tuple[int, int, int, int]) -> bytes:
    """Return the picture of the place once it has stayed the same for a while."""
    seen, since = person.looks_at(*place), time.perf_counter()
    while time.perf_counter() - since < 0.1:
        now = person.looks_at(*place)
        if now != seen:
            seen, since = now, time.perf_counter()
    return seen
