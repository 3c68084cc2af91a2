"""settings.toml: what the administrator may change."""

import ipaddress
import json
import tomllib
from pathlib import Path
from typing import Annotated, Final

import msgspec

from server.accounts import AccountError, clean_title
from server.limits import SOCKETS
from wire import limits
from wire.address import AddressError, check_server_address, is_loopback

FILE_NAME: Final = "settings.toml"

_Text = Annotated[str, msgspec.Meta(min_length=1, max_length=4096)]


class SettingsError(Exception):
    """The settings are damaged or contradict each other; the message is one sentence."""


class Settings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The server's settings. File names are relative to the data folder."""

    organisation: _Text
    url: _Text
    """The address that clients use."""
    host: _Text
    """The address to listen at."""
    port: Annotated[int, msgspec.Meta(ge=0, le=65535)]
    ca_certificate: _Text = "ca.pem"
    ca_key: _Text = "ca-key.pem"
    tls_certificate: _Text | None = None
    tls_key: _Text | None = None
    joins_per_minute: Annotated[int, msgspec.Meta(ge=1, le=100_000)] = limits.JOINS_PER_MINUTE
    """Codes that one address, and ids that one agent, may type in a minute."""
    waits_per_minute: Annotated[int, msgspec.Meta(ge=1, le=100_000)] = limits.WAITS_PER_MINUTE
    """Ids that customers at one address may ask for in a minute."""
    waiting_ids_per_address: Annotated[int, msgspec.Meta(ge=1, le=100_000)] = limits.WAITING_IDS_PER_ADDRESS
    """Ids that customers at one address may hold at once."""
    resumes_per_minute: Annotated[int, msgspec.Meta(ge=1, le=100_000)] = limits.RESUMES_PER_MINUTE
    """Broken sessions that one address may try to resume in a minute."""
    max_sockets: Annotated[int, msgspec.Meta(ge=1, le=1_000_000)] = SOCKETS
    """Connections that are served at once; two make a session."""
    trusted_proxies: Annotated[list[_Text], msgspec.Meta(max_length=64)] = []
    """Addresses of reverse proxies, or networks that hold nothing else, whose X-Forwarded-For is believed."""


def check_settings(settings: Settings) -> Settings:
    """Return the settings; raise SettingsError where they contradict each other."""
    try:
        check_server_address(settings.url)
    except AddressError as error:
        raise SettingsError("url must be wss://host[:port], or ws:// with a loopback address") from error
    try:
        clean_title(settings.organisation, "organisation's name")
    except AccountError as error:
        raise SettingsError(str(error)) from error
    if (settings.tls_certificate is None) != (settings.tls_key is None):
        raise SettingsError("tls_certificate and tls_key go together")
    if settings.tls_certificate is None and not is_loopback(settings.host):
        raise SettingsError("without a TLS certificate the host must be a loopback address")
    for proxy in settings.trusted_proxies:
        _check_proxy(proxy)
    return settings


def _check_proxy(text: str) -> None:
    try:
        network = ipaddress.ip_network(text)
    except ValueError as error:
        raise SettingsError("trusted_proxies must be addresses, or networks such as 10.1.2.0/24") from error
    if not network.prefixlen:
        raise SettingsError("trusted_proxies must not be everybody: each customer could choose an address then")


def read_settings(folder: Path) -> Settings:
    """Read a data folder's settings; raise SettingsError."""
    path = folder / FILE_NAME
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise SettingsError(
            f"there is no {FILE_NAME} in {folder}; make one with: pomoc-server init {folder}"
        ) from error
    except OSError as error:
        raise SettingsError(f"{path} cannot be read: {error.strerror}") from error
    except UnicodeError as error:
        raise SettingsError(f"{path} is damaged: it is not UTF-8 text") from error
    try:
        return check_settings(msgspec.convert(tomllib.loads(text), type=Settings))
    except (tomllib.TOMLDecodeError, msgspec.ValidationError, RecursionError, SettingsError) as error:
        raise SettingsError(f"{path} is damaged: {error}") from error


def write_settings(folder: Path, settings: Settings) -> None:
    """Write the settings as TOML; raise OSError."""
    values = msgspec.structs.asdict(settings)
    lines = [f"{name} = {_toml(value)}\n" for name, value in values.items() if value is not None]
    (folder / FILE_NAME).write_text("".join(lines), encoding="utf-8")


def _toml(value: str | int | list[str]) -> str:
    # A JSON string, number or array of strings is a TOML one, but for U+007F, which TOML escapes.
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
