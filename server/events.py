"""The server's log: one line for each event, on standard error.

A line names accounts, reasons, times and sizes. It never holds a code, a token, a session's id or
what two people say, and an address only blurred.
"""

import ipaddress
import logging
import sys
import time
from typing import Final

_log = logging.getLogger("pomoc.server")

IPV4_KEPT: Final = 24
IPV6_KEPT: Final = 48
"""Leading bits of an address that show."""


def log_to_stderr() -> None:
    """Send the server's log to standard error, with times in UTC."""
    # What asyncio would write itself names addresses.
    logging.getLogger("asyncio").setLevel(logging.CRITICAL + 1)
    handler = logging.StreamHandler(sys.stderr)
    formatter = logging.Formatter("%(asctime)s.%(msecs)03dZ %(levelname)s %(message)s", "%Y-%m-%dT%H:%M:%S")
    formatter.converter = time.gmtime
    handler.setFormatter(formatter)
    _log.addHandler(handler)
    _log.setLevel(logging.INFO)
    _log.propagate = False


def log_event(event: str, **fields: str | int | float) -> None:
    """Write one line: the event, then its fields as name=value."""
    _log.info("%s", " ".join([event, *(f"{name}={value}" for name, value in fields.items())]))


def log_internal_error(error: BaseException) -> None:
    """Write the kind of an error, and no more: its message might repeat what somebody sent."""
    _log.error("internal error kind=%s", type(error).__name__)


def blurred(address: str) -> str:
    """Return the network that an address is in, wide enough to name nobody; "unknown" for no address."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return "unknown"
    if isinstance(parsed, ipaddress.IPv6Address) and parsed.ipv4_mapped is not None:
        parsed = parsed.ipv4_mapped
    kept = IPV4_KEPT if parsed.version == 4 else IPV6_KEPT
    return str(ipaddress.ip_network((parsed, kept), strict=False))
