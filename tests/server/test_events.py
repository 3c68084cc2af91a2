"""What shows of an address in the log."""

import pytest

from server.events import blurred


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("192.0.2.77", "192.0.2.0/24"),
        ("::ffff:192.0.2.77", "192.0.2.0/24"),
        ("2001:db8:1:2::1", "2001:db8:1::/48"),
        ("", "unknown"),
        ("a host\nINFO forged", "unknown"),
    ],
)
def test_addresses_are_blurred(address: str, shown: str) -> None:
    assert blurred(address) == shown
