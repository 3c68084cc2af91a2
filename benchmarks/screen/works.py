"""The works: what changes on the customer's screen, where, and how often."""

from dataclasses import dataclass
from typing import Final

from client.screen.geometry import Rect

STAGE: Final = Rect(8, 72, 1360, 984)
"""The workload's window on the customer's display: below the bar of the share, left of the customer's own window."""
PAGE: Final = Rect(0, 0, 1360, 960)
"""The text page, in the stage."""
BAR: Final = Rect(16, 964, 192, 16)
"""The counter below the page. What reads from top to bottom comes to it last."""
VIDEO: Final = Rect(40, 40, 1280, 720)
VIDEO_BAR: Final = Rect(VIDEO.x, VIDEO.y + VIDEO.height - BAR.height, BAR.width, BAR.height)
"""A counter inside the video, in its lower left corner."""
LINES: Final = Rect(40, 778, 1280, 171)
"""Where letters appear: nine lines of a text."""
SCROLLED: Final = Rect(180, 130, 1000, 700)
FLASHED: Final = Rect(600, 420, 160, 120)
RATE: Final = 30.0
"""Updates a second of the works that are a motion."""


@dataclass(frozen=True)
class Work:
    """One kind of change."""

    name: str
    interval: tuple[float, float] | None
    """Seconds between two updates, drawn from this span; None where only keys change something."""
    keys: tuple[float, float] | None = None
    """Seconds between two keys pressed at the advisor's; each is one update."""
    bar: Rect = BAR
    """Where in the stage the counter is that is timed."""
    each_exact: bool = False
    """Whether each update is followed until the picture is exact."""


_MOTION: Final = (1 / RATE, 1 / RATE)
_KEYS: Final = (0.15, 0.25)

WORKS: Final = {
    work.name: work
    for work in (
        Work("flash", (0.08, 0.2)),
        Work("type", (0.04, 0.1)),
        Work("scroll", _MOTION),
        Work("drag", _MOTION),
        Work("page", (0.3, 0.7), each_exact=True),
        Work("video", _MOTION, bar=VIDEO_BAR),
        Work("idle", None),
        # These two need control, which a session of Pomoc gets last.
        Work("echo", None, _KEYS),
        Work("beside", _MOTION, _KEYS),
    )
}

DESCRIPTIONS: Final = {
    "flash": "a field of 160x120 in a text page changes its colour",
    "type": "letters appear one by one in an editor's text",
    "scroll": "a text of 1000x700 moves by a line of 19 pixels, 30 times a second",
    "drag": "a window of 500x360 is moved over a text page, 30 times a second",
    "page": "a text page of 1360x960 becomes another one; 24 different pages",
    "video": "1280x720 at 30 a second: shapes with edges and textures (dead leaves), a moving camera, "
    "objects that move on their own, changing light, noise of a sensor",
    "echo": "a key pressed in the advisor's viewer makes a letter appear at the customer's",
    "beside": "echo, while the video plays above the letters",
    "idle": "nothing changes",
}
