"""The brand file: what pins a client to one organisation.

It is JSON, made by `pomoc-server init`, and goes into the organisation's build of the client.
"""

from typing import Annotated

import msgspec

from wire import limits


class BrandError(Exception):
    """The brand file is damaged or was made for another version."""


class Brand(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One organisation, its server, and the root that its agents' certificates must lead to."""

    version: int
    organisation: Annotated[str, msgspec.Meta(min_length=1, max_length=200)]
    server: str
    """Base address, `wss://host[:port]`, or `ws://` on loopback."""
    agent_root: str
    """PEM of the organisation's CA: the only issuer of agents' certificates."""
    server_root: str | None = None
    """PEM of a private CA for the server's TLS certificate; None trusts the system's store."""


VERSION = 1


def decode_brand(data: bytes) -> Brand:
    """Decode a brand file's bytes; raise BrandError."""
    if len(data) > limits.BRAND_FILE:
        raise BrandError("the brand file is too large")
    try:
        brand = msgspec.json.decode(data, type=Brand)
    except (msgspec.MsgspecError, UnicodeError, RecursionError) as error:
        raise BrandError("the brand file is damaged") from error
    if brand.version != VERSION:
        raise BrandError("the brand file is of another version")
    return brand


def encode_brand(brand: Brand) -> bytes:
    """Return the brand file's bytes, readable by people."""
    return msgspec.json.format(msgspec.json.encode(brand), indent=2) + b"\n"
