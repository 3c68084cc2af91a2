"""The agent's mouse and keyboard at the customer's, while they are granted: the input path, and its pauses."""

import asyncio
from collections.abc import Callable

from client.pipeline.input_path import InputPath
from client.pipeline.line import ViolationError
from client.pipeline.network import NetworkThread
from client.session.states import CustomerEvent as Event
from wire import limits
from wire.messages import InputMessage


class RemoteControl:
    """Lives on the network's thread, and calls `on_event` there. What is called while it is closed does nothing."""

    def __init__(self, network: NetworkThread, on_event: Callable[[Event], object]) -> None:
        self._network = network
        self._on_event = on_event
        self._path: InputPath | None = None
        self._own_windows: frozenset[int] = frozenset()
        self._quiet: asyncio.TimerHandle | None = None

    def open(self, origin: tuple[int, int], size: tuple[int, int]) -> None:
        """Make the injector, and watch for the customer's own input; origin and size are the picture's, in pixels."""

        def tell(event: Event) -> None:
            # What a path still had to say when it was let go of means nothing any more.
            if path is self._path:
                self._on_event(event)

        def local_input() -> None:
            self._network.call(tell, Event.LOCAL_INPUT)

        def failed() -> None:
            self._network.call(tell, Event.INPUT_FAILED)

        path = InputPath(origin, size, local_input, failed)
        path.set_own_windows(self._own_windows)
        self._path = path
        path.start()

    def close(self) -> None:
        """Release everything, and let go of mouse and keyboard."""
        if self._path is not None:
            self._path.stop()
            self._path = None

    def halt(self) -> None:
        """Throw away what waits: when this returns, nothing that was taken before is injected any more."""
        if self._path is not None:
            self._path.halt()

    def hold(self) -> None:
        """Throw away what waits, and release everything that the agent has pressed."""
        if self._path is not None:
            self._path.hold()

    def moved(self, origin: tuple[int, int], size: tuple[int, int]) -> None:
        """The picture has another place or size; what was meant for the old one is thrown away."""
        if self._path is not None:
            self._path.moved(origin, size)

    def take(self, message: InputMessage) -> None:
        """Queue one permitted message; raise ViolationError where far more wait than a person could make."""
        if self._path is not None and not self._path.take(message):
            raise ViolationError("more input than can be taken")

    def set_own_windows(self, window_ids: frozenset[int]) -> None:
        """Note Pomoc's own windows, over which the agent's input is refused; they are remembered while closed."""
        self._own_windows = window_ids
        if self._path is not None:
            self._path.set_own_windows(window_ids)

    def start_quiet_timer(self) -> None:
        """Start, or start anew, the wait of limits.LOCAL_INPUT_QUIET."""
        self.stop_quiet_timer()
        self._quiet = self._network.later(limits.LOCAL_INPUT_QUIET, lambda: self._on_event(Event.LOCAL_QUIET))

    def stop_quiet_timer(self) -> None:
        """End that wait, if there is one."""
        if self._quiet is not None:
            self._quiet.cancel()
            self._quiet = None
