"""How exactly the agent's picture shows the customer's screen, pixel by pixel."""

from enum import IntEnum

import numpy as np

from client.screen.geometry import Rect


class Sharpness(IntEnum):
    """The state of a pixel; a picture's is that of its worst pixel."""

    SHARP = 0
    """Exactly as at the customer's."""
    SHARPENING = 1
    """Sent as a photograph; the exact pixels follow once they are calm."""
    VIDEO = 2


class SharpnessMap:
    """Follows what is drawn on a picture of one size. Areas must lie inside it."""

    def __init__(self, width: int, height: int) -> None:
        # Untouched zeros cost neither memory nor time.
        self._pixels = np.zeros((height, width), np.uint8)
        self._all_sharp = True

    def drew(self, area: Rect, sharpness: Sharpness) -> None:
        """Note pixels that were decoded into this area."""
        if self._all_sharp and sharpness is Sharpness.SHARP:
            return
        self._all_sharp = False
        self._pixels[area.y : area.y + area.height, area.x : area.x + area.width] = sharpness

    def copied(self, source: Rect, x: int, y: int) -> None:
        """Note that the pixels of `source` were copied to (x, y); the two may overlap."""
        if not self._all_sharp:
            pixels = self._pixels[source.y : source.y + source.height, source.x : source.x + source.width]
            self._pixels[y : y + source.height, x : x + source.width] = pixels.copy()

    def worst(self) -> Sharpness:
        """Return the state of the whole picture."""
        if self._all_sharp:
            return Sharpness.SHARP
        worst = Sharpness(int(self._pixels.max()))
        self._all_sharp = worst is Sharpness.SHARP
        return worst
