"""What has to be looked at again and again: revoked agents, and sessions that nobody resumed."""

import asyncio
from collections.abc import Coroutine

from server.authority import Tokens
from server.database import StoreError
from server.events import log_internal_error
from server.limits import CARETAKER_PAUSE
from server.relay import Relay
from server.store import Store


class Caretaker:
    """Brings to the running server what the administrator's commands have written to the database."""

    def __init__(self, store: Store, tokens: Tokens, relay: Relay) -> None:
        """Take the accounts as they are now for the beginning; raise StoreError."""
        self._store = store
        self._tokens = tokens
        self._relay = relay
        self._version = store.data_version()
        self._generations = store.generations()
        self._running: set[asyncio.Task[None]] = set()

    async def run(self) -> None:
        """Look again and again until cancelled."""
        while True:
            await asyncio.sleep(CARETAKER_PAUSE)
            try:
                self.look()
            except StoreError as error:
                # Somebody else may hold the database; the next look finds what this one missed.
                log_internal_error(error)

    def look(self) -> None:
        """Look once; raise StoreError."""
        self._start(self._relay.lapse())
        version = self._store.data_version()
        if version == self._version:
            return
        generations = self._store.generations()
        for name, generation in generations.items():
            if generation != self._generations.get(name, 0):
                self._tokens.revoke(name)
                self._start(self._relay.revoke(name))
        self._generations = generations
        self._version = version

    def _start(self, work: Coroutine[object, object, None]) -> None:
        # Not awaited: a socket that takes nothing must not hold up the next look.
        task = asyncio.get_running_loop().create_task(work)
        self._running.add(task)
        task.add_done_callback(self._running.discard)
