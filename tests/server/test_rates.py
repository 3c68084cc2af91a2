"""The sliding window, and what counts as one party."""

import pytest

from server.rates import WINDOW, RateLimit, address_key


def test_waiting_always_helps() -> None:
    limit = RateLimit(2)
    assert [limit.allow("a", now) for now in (0.0, 1.0, 2.0, 59.9)] == [True, True, False, False]
    assert [limit.allow("a", now) for now in (WINDOW, WINDOW, WINDOW + 1.0)] == [True, False, True]


def test_keys_are_apart() -> None:
    limit = RateLimit(1)
    assert limit.allow("a", 0.0)
    assert limit.allow("b", 0.0)
    assert not limit.allow("a", 0.0)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", True),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
        ("::ffff:192.0.2.1", "192.0.2.1", True),
        ("::ffff:192.0.2.1", "::ffff:192.0.2.2", False),
        ("192.0.2.1", "192.0.2.2", False),
        ("", "no address", True),
        ("no address", "another", True),
        ("no address", "192.0.2.1", False),
    ],
)
def test_one_party(one: str, other: str, same: bool) -> None:
    assert (address_key(one) == address_key(other)) is same
