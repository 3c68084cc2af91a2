"""Which nameplates are free, and which must rest after use. Pure: clock and choice come in."""

from collections.abc import Callable, Sequence

from wire import limits

Choose = Callable[[Sequence[str]], str]


class Nameplates:
    """All nameplates of one server."""

    def __init__(self) -> None:
        digits = limits.NAMEPLATE_DIGITS
        self._free = [f"{number:0{digits}}" for number in range(10**digits)]
        self._quarantine: dict[str, float] = {}
        # Those that rest count too: else who comes and goes could use up all nameplates.
        self._customers: set[str] = set()

    def take(self, now: float, choose: Choose, *, for_customer: bool) -> str | None:
        """Return one of the free nameplates, as `choose` picks; None where there is none to give.

        Customers, who are nobody in particular, get no more than limits.WAITING_IDS in all.
        """
        for nameplate in [name for name, until in self._quarantine.items() if until <= now]:
            del self._quarantine[nameplate]
            self._customers.discard(nameplate)
            self._free.append(nameplate)
        if not self._free or (for_customer and len(self._customers) >= limits.WAITING_IDS):
            return None
        nameplate = choose(self._free)
        self._free.remove(nameplate)
        if for_customer:
            self._customers.add(nameplate)
        return nameplate

    def give_back(self, nameplate: str, now: float) -> None:
        """Let a nameplate rest: a code that is typed late must not reach somebody else's session."""
        self._quarantine[nameplate] = now + limits.NAMEPLATE_QUARANTINE
