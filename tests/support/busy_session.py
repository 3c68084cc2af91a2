"""A session in which chat, picture and keys go on at once, and what must be true of it."""

import random
import threading
import time
from collections.abc import Callable

import numpy as np
from Xlib import X
from Xlib.display import Display

from client.pipeline.network import NetworkThread
from client.session.states import AgentEvent, AgentState, CustomerEvent, CustomerState, Note
from client.session.status import LineKind
from tests.support.live_server import LiveServer
from tests.support.people import Agent, Customer, Office
from wire.messages import Key, StillHeld

CONTROL, LETTER = 0xFFE3, 0x61
# Seconds between what each does.
_TALK = (0.05, 0.4)
_TYPE = 0.1
_LOOK = 0.02
_PAINT = 0.05
_PATCH = 48
"""Pixels: the side of what the painter paints at once."""


class Canvas:
    """A virtual display on which somebody paints, from `start` to `stop`; what it shows, and which keys are down."""

    def __init__(self, name: str) -> None:
        self._display = Display(name)
        self._root = self._display.screen().root
        geometry = self._root.get_geometry()
        self._size = (int(geometry.width), int(geometry.height))
        self._lock = threading.Lock()
        self._painting = threading.Event()
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._paint, name="painter")
        self._thread.start()

    def start(self) -> None:
        """Paint from now on."""
        self._painting.set()

    def stop(self) -> None:
        """Paint nothing more; when this returns, the display rests."""
        self._painting.clear()
        with self._lock:
            self._display.sync()

    def close(self) -> None:
        """Let go of the display."""
        self._over.set()
        self._painting.set()
        self._thread.join()
        self._display.close()

    def pixels(self) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
        """Return what the display shows: shape (height, width, 3), BGR."""
        with self._lock:
            image = self._root.get_image(0, 0, *self._size, X.ZPixmap, 0xFFFFFFFF)
        return np.frombuffer(image.data, np.uint8).reshape(self._size[1], self._size[0], 4)[:, :, :3]

    def keys_down(self) -> int:
        """Return how many keys are down."""
        with self._lock:
            return sum(int(part).bit_count() for part in self._display.query_keymap())

    def _paint(self) -> None:
        chance = random.Random(1)  # noqa: S311 - only colours and places
        width, height = self._size
        brush, depth = self._root.create_gc(), self._display.screen().root_depth
        while self._painting.wait() and not self._over.is_set():
            with self._lock:
                # Noise, so that no coding of the picture keeps the line idle.
                noise = chance.randbytes(_PATCH * _PATCH * 4)
                x, y = chance.randrange(width - _PATCH), chance.randrange(height - _PATCH)
                self._root.put_image(brush, x, y, _PATCH, _PATCH, X.ZPixmap, depth, 0, noise)
                self._display.flush()
            self._over.wait(_PAINT)


class BusySession:
    """One customer and one agent, each with a line of its own to the server and a network thread for both."""

    def __init__(self, server: LiveServer, customer_url: str, agent_url: str) -> None:
        network = NetworkThread()
        network.start()
        self._office = Office(server, network, agent_url)
        # The desk has the agent's address by now; the next is for customers.
        self._office.url = customer_url
        self._chance = random.Random(2)  # noqa: S311 - only pauses
        self._talking = True
        self._holding = False
        self.said: dict[str, list[str]] = {"customer": [], "agent": []}
        self.customer: Customer
        self.agent: Agent
        self.customer, self.agent = self._office.share()
        network.call(self._talk)
        network.call(self._type)

    def close(self) -> None:
        """End it."""
        self._office.close()

    def take_control(self, canvas: Canvas) -> None:
        """Let the agent hold keys at the customer's; until the line breaks, they stay down."""
        self.agent.do(AgentEvent.ASK_CONTROL)
        self.customer.until_state(CustomerState.ASKED)
        self.customer.do(CustomerEvent.ALLOW_CONTROL)
        self.agent.until_state(AgentState.CONTROLLING)
        self._holding = True
        wait_for(lambda: canvas.keys_down() >= 2, "keys that are down")

    def losses(self) -> int:
        """Return how often both sides together noticed that the line was lost."""
        return sum(line.note is Note.LINE_LOST for line in (*self.customer.lines, *self.agent.lines))

    def until_lost(self, times: int) -> None:
        """Wait until both sides together noticed so often that the line was lost."""
        wait_for(lambda: self.losses() >= times, "the loss of the line")

    def came_back(self, share: int) -> bool:
        """Wait until the line and, after this share, a new picture are back; tell whether they came."""
        try:
            self.agent.until(lambda: self.agent.pictures[-1].share > share, "a new picture")
            self.customer.until_state(CustomerState.VIEWED)
            self.agent.until_state(AgentState.VIEWING)
        except AssertionError:
            return False
        return True

    def back_at(self) -> float:
        """Return when the later of the two sides last said that the line is back (time.time)."""
        sides = (self.customer.lines, self.agent.lines)
        return max(next(line.at for line in reversed(side) if line.note is Note.LINE_RESUMED) for side in sides)

    def share(self) -> int:
        """Return the number of the present share."""
        return self.agent.pictures[-1].share

    def until_talked(self, lines: int) -> None:
        """Wait until so many more lines were said, delivered or not."""
        enough = self._lines_said() + lines
        wait_for(lambda: self._lines_said() >= enough, "more lines")

    def check_chat(self) -> None:
        """Fail unless every line that was said arrived once, and in order."""
        done = threading.Event()

        def hush() -> None:
            self._talking = False
            done.set()

        self._office.network.call(hush)
        done.wait()
        wait_for(
            lambda: len(self._texts(self.agent)) + len(self._texts(self.customer)) >= self._lines_said(),
            "the last lines",
        )
        assert self._texts(self.agent) == self.said["customer"]
        assert self._texts(self.customer) == self.said["agent"]
        self._talking = True
        self._office.network.call(self._talk)

    def check_picture(self, canvas: Canvas) -> None:
        """Fail unless the agent comes to see what the display shows, which has to rest."""
        shown = canvas.pixels()

        def equal() -> bool:
            picture = self.agent.pictures[-1]
            with picture.lock:
                return bool(np.array_equal(picture.pixels[:, :, :3], shown))

        wait_for(equal, "the whole picture")

    def _lines_said(self) -> int:
        return sum(len(said) for said in self.said.values())

    def _texts(self, side: Customer | Agent) -> list[str]:
        return [line.text for line in list(side.lines) if line.kind is LineKind.PEER]

    def _talk(self) -> None:
        if not self._talking:
            return
        for name, session in (("customer", self.customer.session), ("agent", self.agent.session)):
            self.said[name].append(f"{name} {len(self.said[name]) + 1}")
            session.send_chat(self.said[name][-1])
        self._office.network.later(self._chance.uniform(*_TALK), self._talk)

    def _type(self) -> None:
        """Hold a modifier and a key down, as an impatient hand does, and say so as the agent's window does."""
        if self.agent.status.state is AgentState.CONTROLLING and self._holding:
            for key in (CONTROL, LETTER):
                self.agent.session.send_input(Key(key, True))
            self.agent.session.send_input(StillHeld())
        else:
            self._holding = False
        self._office.network.later(_TYPE, self._type)


def wait_for(condition: Callable[[], object], what: str, patience: float = 20.0) -> None:
    """Look again and again until something of another process is so; raise AssertionError."""
    deadline = time.monotonic() + patience
    pause = threading.Event()
    while not condition():
        if time.monotonic() > deadline:
            raise AssertionError(f"never came: {what}")
        pause.wait(_LOOK)
