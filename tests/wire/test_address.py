"""Which server addresses are taken, and above all which plain ones are not."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from wire.address import AddressError, check_server_address, http_address, is_loopback


@pytest.mark.parametrize(
    ("address", "checked"),
    [
        ("wss://help.example.com", "wss://help.example.com"),
        ("wss://help.example.com/", "wss://help.example.com"),
        ("  wss://help.example.com:8443/\n", "wss://help.example.com:8443"),
        ("WSS://Help.Example.com", "wss://Help.Example.com"),
        ("wss://bücher.example", "wss://bücher.example"),
        ("wss://xn--bcher-kva.example", "wss://xn--bcher-kva.example"),
        ("wss://pomoč.banka.example:65535", "wss://pomoč.banka.example:65535"),
        ("wss://inner_server", "wss://inner_server"),
        ("wss://help.example.com.", "wss://help.example.com."),
        ("wss://192.0.2.1", "wss://192.0.2.1"),
        ("wss://[2001:db8::1]:8443", "wss://[2001:db8::1]:8443"),
        ("wss://localhost", "wss://localhost"),
        ("ws://localhost:8470", "ws://localhost:8470"),
        ("ws://LocalHost", "ws://LocalHost"),
        ("WS://127.0.0.1:8470/", "ws://127.0.0.1:8470"),
        ("ws://127.255.0.9", "ws://127.255.0.9"),
        ("ws://[::1]:8470", "ws://[::1]:8470"),
        ("ws://[0:0:0:0:0:0:0:1]", "ws://[0:0:0:0:0:0:0:1]"),
    ],
)
def test_an_address_that_is_taken(address: str, checked: str) -> None:
    assert check_server_address(address) == checked
    assert check_server_address(checked) == checked
    assert http_address(checked) == checked.replace("ws", "http", 1)


@pytest.mark.parametrize(
    "address",
    [
        "ws://example.com",
        "ws://example.com:8470",
        "WS://EXAMPLE.COM",
        "ws://127.0.0.1.evil.com",
        "ws://localhost.evil.com",
        "ws://evil-localhost",
        "ws://localhost.",
        "ws://0.0.0.0",
        "ws://[::]",
        "ws://128.0.0.1",
        "ws://10.0.0.1",
        "ws://[fe80::1]",
        # Forms that some resolvers take for 127.0.0.1 and some for a name.
        "ws://127.1",
        "ws://2130706433",
        "ws://0x7f000001",
        "ws://0177.0.0.1",
        "ws://127.0.0.１",
        "ws://١٢٧.0.0.1",
    ],
)
def test_a_plain_address_that_may_be_another_machine(address: str) -> None:
    with pytest.raises(AddressError, match=r"^not encrypted$"):
        check_server_address(address)


@pytest.mark.parametrize(
    "address",
    [
        "",
        " ",
        "wss://" + "a." * 300 + "example.com",
        "help.example.com",
        "//help.example.com",
        "wss:",
        "wss:help.example.com",
        "wss://",
        "wss:///",
        "wss://:8443",
        "https://help.example.com",
        "http://127.0.0.1",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "wss://help.example.com/relay",
        "wss://help.example.com//",
        "wss://help.example.com?x=1",
        "wss://help.example.com#x",
        "wss://user@help.example.com",
        "wss://user:password@help.example.com",
        "wss://@help.example.com",
        "wss://:@help.example.com",
        "ws://127.0.0.1@evil.com",
        "ws://evil.com@127.0.0.1",
        "ws://evil.com#@127.0.0.1",
        "ws://evil.com\\@127.0.0.1",
        "ws://127.0.0.1\\@evil.com",
        "wss://help.example.com:65536",
        "wss://help.example.com:-1",
        "wss://help.example.com:+1",
        "wss://help.example.com:1_0",
        "wss://help.example.com:٣",
        "wss://help.example.com:port",
        "wss://[::1",
        "wss://::1",
        "wss://[help.example.com]",
        # A host that cannot be looked up.
        "wss://help example.com",
        "wss://help\n.example.com",
        "wss://help.\texample.com",
        "wss://help\x00.example.com",
        "wss://help\u202e.example.com",
        "wss://\ud800",
        "wss://help..example.com",
        "wss://.example.com",
        "wss://" + "a" * 64 + ".example.com",
        "wss://help%2eexample.com",
        "ws://127.0.0.1%00.evil.com",
        "wss://help\\example.com",
        "wss://a,b",
        "wss://<b>",
    ],
)
def test_an_address_of_no_server(address: str) -> None:
    with pytest.raises(AddressError, match=r"^malformed$"):
        check_server_address(address)


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "127.1.2.3", "::1"])
def test_this_machine(host: str) -> None:
    assert is_loopback(host)


@pytest.mark.parametrize("host", ["", "localhost.", "localhost.localdomain", "127.1", "0.0.0.0", "::", "example.com"])  # noqa: S104 - judged, not listened at
def test_perhaps_another_machine(host: str) -> None:
    assert not is_loopback(host)


@given(
    st.text(max_size=30)
    | st.builds("{}://{}{}".format, st.sampled_from(["ws", "wss"]), st.text(max_size=20), st.text(max_size=5))
    | st.text("ws:/[]@\\.%?#127.0localhost", max_size=30).map(lambda rest: "ws://" + rest)
)
@example("ws://[::1%25x]")
def test_whatever_is_typed_it_is_a_whole_address_or_the_modules_error(address: str) -> None:
    try:
        checked = check_server_address(address)
    except AddressError:
        return
    assert check_server_address(checked) == checked
    assert checked.startswith(("ws://", "wss://"))
    assert not set("@\\?# \n\t") & set(checked)
    assert checked.count("/") == 2
