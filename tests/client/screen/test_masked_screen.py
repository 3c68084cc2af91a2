"""The mask between the capture and everybody else: what it hides, and that it gives it back."""

import math
from collections.abc import Callable, Sequence

import numpy as np

from client.screen.capture import ScreenCapture
from client.screen.geometry import FrameBuffer, Rect
from client.screen.mask_painter import MASK_COLOUR
from client.screen.masked_screen import MASK_CHECK, MaskedScreen
from client.screen.masking import MaskList, VisibleWindow
from client.screen.screen_mask import AFTERIMAGE, ScreenMask
from client.screen.window_lister import WindowLister

WHOLE = Rect(0, 0, 100, 80)
VAULT = VisibleWindow(Rect(10, 10, 20, 20), (), ("Vault",), None, ())


class ToldLister(WindowLister):
    def __init__(self) -> None:
        self.windows_now = [VAULT]

    def since_last(self) -> list[list[VisibleWindow]]:
        return [self.windows_now]

    def close(self) -> None:
        pass


class ToldCapture(ScreenCapture):
    """A white screen that tells of no damage after the first."""

    size, origin = (WHOLE.width, WHOLE.height), (0, 0)

    def __init__(self) -> None:
        self.frame = np.zeros((WHOLE.height, WHOLE.width, 4), np.uint8)
        self.damaged = [WHOLE]
        self.while_grabbing: Callable[[], object] = lambda: None

    def damage(self) -> list[Rect]:
        damaged, self.damaged = self.damaged, []
        return damaged

    def grab(self, areas: Sequence[Rect]) -> FrameBuffer:
        self.while_grabbing()
        for x, y, width, height in areas:
            self.frame[y : y + height, x : x + width] = 255
        return self.frame

    def wait(self, timeout: float | None) -> None:
        pass

    def wake(self) -> None:
        pass

    def close(self) -> None:
        pass


class Scene:
    def __init__(self) -> None:
        self.now = 100.0
        self.lister = ToldLister()
        mask = ScreenMask(self.lister, MaskList(["Vault"], []), clock=lambda: self.now)
        self.capture = ToldCapture()
        self.screen = MaskedScreen(self.capture, mask)


def test_a_window_that_is_gone_when_something_else_is_grabbed_is_uncovered_at_once() -> None:
    scene = Scene()
    assert scene.screen.due == math.inf
    frame = scene.screen.grab(scene.screen.damage())
    assert tuple(frame[15, 15]) == MASK_COLOUR
    assert scene.screen.masks
    # It has just begun to be masked: what was sent of that place before must go.
    assert scene.screen.due == 0
    assert scene.screen.damage() == [VAULT.area]
    assert scene.screen.due == MASK_CHECK
    scene.lister.windows_now = []
    scene.screen.grab([Rect(90, 70, 1, 1)])
    scene.now += 2 * AFTERIMAGE
    frame = scene.screen.grab([Rect(90, 70, 1, 1)])
    assert not scene.screen.masks
    assert tuple(frame[15, 15]) == MASK_COLOUR
    # Nothing on the desktop will tell of that place any more.
    assert scene.screen.due == 0
    areas = scene.screen.damage()
    assert areas == [VAULT.area]
    assert (scene.screen.grab(areas) == 255).all()
    assert scene.screen.due == math.inf


def test_a_window_that_comes_while_the_screen_is_read_is_masked_in_that_very_picture() -> None:
    scene = Scene()
    scene.lister.windows_now = []
    assert tuple(scene.screen.grab([WHOLE])[15, 15]) == (255, 255, 255, 255)

    def comes() -> None:
        scene.lister.windows_now = [VAULT]

    scene.capture.while_grabbing = comes
    assert tuple(scene.screen.grab([WHOLE])[15, 15]) == MASK_COLOUR
