"""The rule for server addresses: TLS everywhere, plain only on this machine's loopback."""

import ipaddress
import re
from typing import Final
from urllib.parse import urlsplit

_LONGEST: Final = 512
"""Characters; a name has at most 253 (RFC 1035, section 2.3.4), and to encode far longer ones takes long."""
# Labels of letters, digits, hyphens, and the underscores of inner networks; a final dot is the root's.
_NAME: Final = re.compile(r"[a-z0-9_-]+(\.[a-z0-9_-]+)*\.?", re.IGNORECASE)


class AddressError(Exception):
    """The server address is malformed, or plain where it must be encrypted."""


def check_server_address(address: str) -> str:
    """Return the address without a trailing slash; raise AddressError.

    `wss://host[:port]` is accepted for any host, `ws://` for loopback only.
    """
    address = address.strip()
    # urlsplit would drop line breaks and tabs in silence.
    if len(address) > _LONGEST or not address.isprintable():
        raise AddressError("malformed")
    try:
        parts = urlsplit(address)
        host, _ = parts.hostname or "", parts.port
    except ValueError as error:
        raise AddressError("malformed") from error
    if parts.scheme not in ("ws", "wss") or parts.username is not None or not _is_host(host):
        raise AddressError("malformed")
    if parts.path not in ("", "/") or parts.query or parts.fragment:
        raise AddressError("malformed")
    if parts.scheme == "ws" and not is_loopback(host):
        raise AddressError("not encrypted")
    return f"{parts.scheme}://{parts.netloc}"


def http_address(server: str) -> str:
    """Return the http(s) base address of a checked ws(s) server address."""
    return "http" + server.removeprefix("ws")


def _is_host(host: str) -> bool:
    """Tell whether this is an address literal, or a name that can be looked up (RFC 1123, IDNA)."""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        try:
            return _NAME.fullmatch(host.encode("idna").decode("ascii")) is not None
        except UnicodeError:
            return False
    return True


def is_loopback(host: str) -> bool:
    """Tell whether a host name or address literal can only be this machine."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
