"""The network's thread: one asyncio loop, on which all sessions live."""

import asyncio
import contextlib
import sys
import threading
from collections.abc import Callable, Coroutine
from typing import Any, ParamSpec

_P = ParamSpec("_P")


class NetworkThread:
    """Runs an event loop on a thread of its own, from `start` to `stop`."""

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._loop.set_exception_handler(_tell)
        self._thread = threading.Thread(target=self._run, name="network")
        self._tasks: set[asyncio.Task[None]] = set()

    def start(self) -> None:
        """Start the thread."""
        self._thread.start()

    def call(self, function: Callable[_P, object], *args: _P.args, **kwargs: _P.kwargs) -> None:
        """Run a function on the network's thread soon; from any thread. After `stop` it does nothing."""
        try:
            self._loop.call_soon_threadsafe(lambda: function(*args, **kwargs))
        except RuntimeError:
            # The loop is closed: what a window or a worker still had to say has no listener any more.
            if not self._loop.is_closed():
                raise

    def spawn(self, work: Coroutine[None, None, None]) -> "asyncio.Task[None]":
        """Start a task; only on the network's thread. `stop` waits for it."""
        task = self._loop.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._finished)
        return task

    def _finished(self, task: "asyncio.Task[None]") -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            sys.excepthook(type(error), error, error.__traceback__)

    def later(self, delay: float, function: Callable[[], object]) -> asyncio.TimerHandle:
        """Run a function after `delay` seconds; only on the network's thread."""
        return self._loop.call_later(delay, function)

    def stop(self, grace: float = 3.0) -> None:
        """Give tasks `grace` seconds to finish what they send, cancel the rest, end the thread."""
        if self._loop.is_closed():
            return
        if self._thread.ident is None:
            # Never started.
            self._loop.close()
            return
        self._loop.call_soon_threadsafe(lambda: self._loop.create_task(self._wind_up(grace)))
        self._thread.join()

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        try:
            self._loop.run_forever()
        finally:
            self._loop.run_until_complete(self._loop.shutdown_asyncgens())
            self._loop.run_until_complete(self._loop.shutdown_default_executor())
            self._loop.close()

    async def _wind_up(self, grace: float) -> None:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(grace):
                # One that ends may start another, to say what it could not say.
                while self._tasks:
                    await asyncio.wait(set(self._tasks))
        while running := set(self._tasks):
            for task in running:
                task.cancel()
            await asyncio.gather(*running, return_exceptions=True)
        self._loop.stop()


def _tell(_loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    """Hand an exception that nobody caught to where all of them go."""
    error = context.get("exception")
    if error is not None:
        sys.excepthook(type(error), error, error.__traceback__)
