"""How often one party may try: a sliding window over the last minute. Pure: the clock comes in."""

import ipaddress
from collections import Counter, deque
from typing import Final

WINDOW: Final = 60.0


class RateLimit:
    """Allows each key at most `most` tries in any WINDOW seconds.

    A try that was not allowed does not count, so that waiting always helps.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._tries: deque[tuple[float, str]] = deque()
        self._counts: Counter[str] = Counter()

    def allow(self, key: str, now: float) -> bool:
        """Count one try of this key at this time (seconds, never going back); tell whether it may go on."""
        while self._tries and self._tries[0][0] <= now - WINDOW:
            _, forgotten = self._tries.popleft()
            self._counts[forgotten] -= 1
            if not self._counts[forgotten]:
                del self._counts[forgotten]
        if self._counts[key] >= self._most:
            return False
        self._tries.append((now, key))
        self._counts[key] += 1
        return True


def address_key(address: str) -> str:
    """Return what counts as one party: an IPv4 address, or a whole IPv6 /64.

    A household or a rented machine has a /64 to itself (RFC 6177), so single IPv6 addresses
    would not limit anybody. All that is no address, as a proxy's header may hold, is one party too.
    """
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return ""
    if isinstance(parsed, ipaddress.IPv6Address):
        if parsed.ipv4_mapped is not None:
            return str(parsed.ipv4_mapped)
        return str(ipaddress.IPv6Network((int(parsed) >> 64 << 64, 64)))
    return str(parsed)
