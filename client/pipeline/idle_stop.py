"""Ends a sharing that nobody attends to any more."""

import asyncio
import math
import time
from collections.abc import Callable

from client.input.idle_time import IdleTime, IdleTimeError, open_idle_time
from client.pipeline.network import NetworkThread
from wire import limits


class IdleStop:
    """Lives on the network's thread, and calls `on_idle` there.

    Three things keep a sharing alive: the customer's mouse and keyboard, which the system counts by itself; the agent's
    input; and the chat. Of the last two the owner tells by `active`.
    """

    def __init__(self, network: NetworkThread, on_idle: Callable[[], object]) -> None:
        self._network = network
        self._on_idle = on_idle
        self._active_at = -math.inf
        self._idle_time: IdleTime | None = None
        self._timer: asyncio.TimerHandle | None = None

    def start(self) -> None:
        """Sharing begins: end it after limits.IDLE_SHARING without anything."""
        self.stop()
        try:
            self._idle_time = open_idle_time()
        except IdleTimeError:
            # What the customer does alone is not seen then: sharing ends too early rather than too late.
            self._idle_time = None
        self.active()
        self._look()

    def active(self) -> None:
        """Note that somebody did something."""
        self._active_at = time.monotonic()

    def stop(self) -> None:
        """Sharing has ended. May be called twice, or before start."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        if self._idle_time is not None:
            self._idle_time.close()
            self._idle_time = None

    def _look(self) -> None:
        """Look again when it could be so."""
        rest = limits.IDLE_SHARING - self._idle_for()
        if rest <= 0:
            self._on_idle()
        else:
            self._timer = self._network.later(rest, self._look)

    def _idle_for(self) -> float:
        idle = time.monotonic() - self._active_at
        return idle if self._idle_time is None else min(idle, self._idle_time.seconds())
