"""The rule for server addresses: TLS everywhere, plain only on this machine's loopback."""

import ipaddress
from urllib.parse import urlsplit


class AddressError(Exception):
    """The server address is malformed, or plain where it must be encrypted."""


def check_server_address(address: str) -> str:
    """Return the address without a trailing slash; raise AddressError.

    `wss://host[:port]` is accepted for any host, `ws://` for loopback only.
    """
    try:
        parts = urlsplit(address.strip())
        host, _ = parts.hostname, parts.port
    except ValueError as error:
        raise AddressError("malformed") from error
    if parts.scheme not in ("ws", "wss") or not host or parts.username is not None:
        raise AddressError("malformed")
    if parts.path not in ("", "/") or parts.query or parts.fragment:
        raise AddressError("malformed")
    if parts.scheme == "ws" and not is_loopback(host):
        raise AddressError("not encrypted")
    return f"{parts.scheme}://{parts.netloc}"


def http_address(server: str) -> str:
    """Return the http(s) base address of a checked ws(s) server address."""
    return "http" + server.removeprefix("ws")


def is_loopback(host: str) -> bool:
    """Tell whether a host name or address literal can only be this machine."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
