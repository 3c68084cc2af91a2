"""The panic key of one session."""

from collections.abc import Callable

from client.input.panic_key import PanicKey, PanicKeyError, open_panic_key
from client.pipeline.network import NetworkThread


class PanicGuard:
    """Lives on the network's thread, and calls back there: at each press, and when none is noticed any more."""

    def __init__(self, network: NetworkThread, on_panic: Callable[[], object], on_lost: Callable[[], object]) -> None:
        self._network = network
        self._on_panic = on_panic
        self._on_lost = on_lost
        self._key: PanicKey | None = None

    @property
    def held(self) -> bool:
        """Whether a press is noticed now."""
        return self._key is not None

    def open(self) -> None:
        """Get hold of the key, unless it is held already. Where it cannot be had, `held` stays false."""
        if self._key is not None:
            return
        try:
            key = open_panic_key()
            key.start(
                lambda: self._network.call(self._pressed, key),
                lambda: self._network.call(self._lost, key),
            )
        except PanicKeyError:
            return
        self._key = key

    def close(self) -> None:
        """Give the key back, if it is held."""
        key, self._key = self._key, None
        if key is not None:
            key.stop()

    def _pressed(self, key: PanicKey) -> None:
        # What was on its way when the key was given back means nothing any more.
        if key is self._key:
            self._on_panic()

    def _lost(self, key: PanicKey) -> None:
        if key is self._key:
            self.close()
            self._on_lost()
