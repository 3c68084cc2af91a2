"""Whose word about a client's address is believed: a configured proxy's, and of what it says its own part only."""

from pathlib import Path

import pytest
from websockets.sync.client import connect

from server.settings import SettingsError, read_settings
from tests.server.relay_client import PATIENCE
from tests.server.test_serving import make_folder
from tests.support.live_server import live_server
from wire import limits
from wire.endings import Refusal
from wire.rendezvous import CONTROL, Join, Refused, control_frame, decode_to_client

TOO_MANY = Refused(Refusal.TOO_MANY_ATTEMPTS)
WRONG = Refused(Refusal.CODE_REFUSED)
OWN = "127.0.0.0/24"
"""How the log shows the other end of the connection itself."""


def joined_as(url: str, *claimed: str) -> Refused:
    """Type a wrong code with these lines of X-Forwarded-For; return the answer."""
    headers = [("X-Forwarded-For", line) for line in claimed]
    with connect(url + "/relay", compression=None, proxy=None, additional_headers=headers) as typer:
        typer.send(control_frame(Join(limits.PROTOCOL_VERSION, "0000")))
        frame = typer.recv(timeout=PATIENCE)
        assert isinstance(frame, bytes)
        assert frame[0] == CONTROL
        answer = decode_to_client(frame[1:])
        assert isinstance(answer, Refused)
        return answer


@pytest.mark.parametrize(("trusted", "second"), [([], TOO_MANY), (["192.0.2.1"], TOO_MANY), (["127.0.0.1"], WRONG)])
def test_an_address_in_a_header_is_believed_from_a_trusted_proxy_only(
    tmp_path: Path, trusted: list[str], second: Refused
) -> None:
    with live_server(tmp_path, joins_per_minute=1, trusted_proxies=trusted) as server:
        assert joined_as(server.url, "198.51.100.1") == WRONG
        assert joined_as(server.url, "198.51.100.2") == second
        # What a client wrote before a trusted proxy added its own word is believed from nobody.
        assert joined_as(server.url, "203.0.113.9, 198.51.100.1") == TOO_MANY


HEADERS: list[tuple[tuple[str, ...], str]] = [
    ((), OWN),
    (("",), OWN),
    (("198.51.100.7",), "198.51.100.0/24"),
    (("203.0.113.9, 198.51.100.7",), "198.51.100.0/24"),
    # A second proxy, which is configured too, and one that is not.
    (("203.0.113.9, 198.51.100.7, 10.1.2.3",), "198.51.100.0/24"),
    (("198.51.100.7, 10.1.3.3",), "10.1.3.0/24"),
    (("203.0.113.9", "198.51.100.7"), "198.51.100.0/24"),
    # A client that says it is the proxy.
    (("127.0.0.1, 198.51.100.7",), "198.51.100.0/24"),
    (("198.51.100.7:4711",), "198.51.100.0/24"),
    (("2001:db8:1:2::7",), "2001:db8:1::/48"),
    (("[2001:db8:1:2::7]:4711",), "2001:db8:1::/48"),
    (("::ffff:198.51.100.7",), "198.51.100.0/24"),
    (("garbage",), "unknown"),
    (("198.51.100.7, garbage",), "unknown"),
    (("198.51.100.7,",), OWN),
    (("[2001:db8::7",), "unknown"),
    (("x" * 5000,), "unknown"),
    (("198.51.100.7 INFO forged=1",), "unknown"),
]


def test_what_is_made_of_a_proxys_word(tmp_path: Path) -> None:
    with live_server(tmp_path, trusted_proxies=["127.0.0.1", "10.1.2.0/24"]) as server:
        for lines, _ in HEADERS:
            assert joined_as(server.url, *lines) == WRONG
        shown = [line.rsplit("address=")[1] for line in server.log().splitlines() if "join refused" in line]
        assert dict(zip([lines for lines, _ in HEADERS], shown, strict=True)) == dict(HEADERS)
        assert "forged" not in server.log()


def test_all_that_is_no_address_counts_as_one_party_and_a_whole_ipv6_network_too(tmp_path: Path) -> None:
    with live_server(tmp_path, joins_per_minute=1, trusted_proxies=["127.0.0.1"]) as server:
        assert [joined_as(server.url, claimed) for claimed in ("garbage", "other garbage")] == [WRONG, TOO_MANY]
        assert [joined_as(server.url, f"2001:db8:1:2::{last}") for last in (1, 2)] == [WRONG, TOO_MANY]
        assert joined_as(server.url, "2001:db8:1:3::1") == WRONG


@pytest.mark.parametrize("trusted", ["*", "0.0.0.0/0", "::/0", "localhost", "10.1.2.3/24", "127.0.0.1, 10.1.2.3"])
def test_what_is_no_proxys_address_is_refused_at_the_start(tmp_path: Path, trusted: str) -> None:
    folder = make_folder(tmp_path / "data")
    path = folder / "settings.toml"
    path.write_text(path.read_text().replace("trusted_proxies = []", f'trusted_proxies = ["{trusted}"]'))
    with pytest.raises(SettingsError, match="trusted_proxies"):
        read_settings(folder)
