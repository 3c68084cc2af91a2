"""The command line: what is taken, and which mistake is which."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from client.arguments import USAGE, CommandLineError, Mistake, Options, parse_arguments

AGENT = ["--agent"]


@pytest.mark.parametrize(
    ("arguments", "options"),
    [
        ([], Options()),
        (["--connect", "1234 5678"], Options(connect="1234 5678")),
        (["--connect", "not judged here"], Options(connect="not judged here")),
        (["--connect=-1"], Options(connect="-1")),
        (["--profile", "p", "--brand", "b.json"], Options(profile=Path("p"), brand=Path("b.json"))),
        (["--language", "pl"], Options(language="pl")),
        (AGENT, Options(agent=True)),
        (
            [*AGENT, "--server", "wss://x.example", "--login", "ana", "--password-file", "f", "--new-session"],
            Options(agent=True, server="wss://x.example", login="ana", password_file=Path("f"), new_session=True),
        ),
        ([*AGENT, "--server", "ws://127.0.0.1:8470"], Options(agent=True, server="ws://127.0.0.1:8470")),
        ([*AGENT, "--login", "ana"], Options(agent=True, login="ana")),
        (["--version"], Options(version=True)),
        (["-h"], Options(help=True)),
        (["--help", "--server", "nonsense"], Options(help=True)),
    ],
)
def test_what_is_taken(arguments: list[str], options: Options) -> None:
    assert parse_arguments(arguments) == options


@pytest.mark.parametrize(
    ("arguments", "mistake", "detail"),
    [
        (["--bogus"], Mistake.NOT_UNDERSTOOD, "--bogus"),
        (["12345678"], Mistake.NOT_UNDERSTOOD, "12345678"),
        (["--conn", "12345678"], Mistake.NOT_UNDERSTOOD, "--conn 12345678"),
        (["--agent=yes"], Mistake.NOT_UNDERSTOOD, "--agent"),
        (["--connect"], Mistake.NOT_UNDERSTOOD, "--connect"),
        (["--profile", "--agent"], Mistake.NOT_UNDERSTOOD, "--profile"),
        (["--language", "de"], Mistake.NOT_UNDERSTOOD, "--language"),
        (["--language", ""], Mistake.NOT_UNDERSTOOD, "--language"),
        (["--server", "wss://x.example"], Mistake.AGENT_ONLY, "--server"),
        (["--server", ""], Mistake.AGENT_ONLY, "--server"),
        (["--login", "ana"], Mistake.AGENT_ONLY, "--login"),
        (["--login", ""], Mistake.AGENT_ONLY, "--login"),
        (["--password-file", "f"], Mistake.AGENT_ONLY, "--password-file"),
        (["--new-session"], Mistake.AGENT_ONLY, "--new-session"),
        ([*AGENT, "--connect", "12345678"], Mistake.CUSTOMER_ONLY, "--connect"),
        ([*AGENT, "--connect", ""], Mistake.CUSTOMER_ONLY, "--connect"),
        ([*AGENT, "--password-file", "f"], Mistake.PASSWORD_NEEDS_LOGIN, ""),
        ([*AGENT, "--server", "ws://example.com"], Mistake.SERVER_NOT_ENCRYPTED, "ws://example.com"),
        ([*AGENT, "--server", "WS://example.com"], Mistake.SERVER_NOT_ENCRYPTED, "WS://example.com"),
        ([*AGENT, "--server", "ws://127.0.0.1.x.com"], Mistake.SERVER_NOT_ENCRYPTED, "ws://127.0.0.1.x.com"),
        ([*AGENT, "--server", "ws://127.0.0.1/path"], Mistake.SERVER_MALFORMED, "ws://127.0.0.1/path"),
        ([*AGENT, "--server", "example.com"], Mistake.SERVER_MALFORMED, "example.com"),
        ([*AGENT, "--server", "https://example.com"], Mistake.SERVER_MALFORMED, "https://example.com"),
        ([*AGENT, "--server", ""], Mistake.SERVER_MALFORMED, ""),
    ],
)
def test_each_mistake_has_its_name_and_the_part_that_is_meant(
    arguments: list[str], mistake: Mistake, detail: str
) -> None:
    with pytest.raises(CommandLineError) as error:
        parse_arguments(arguments)
    assert error.value.mistake is mistake
    assert error.value.detail == detail


WORDS = st.sampled_from(
    ["--agent", "--connect", "--server", "--login", "--password-file", "--new-session", "--profile", "--version", "--"]
) | st.text(max_size=8)


@given(arguments=st.lists(WORDS, max_size=6))
def test_no_command_line_raises_anything_else_or_prints(arguments: list[str]) -> None:
    try:
        options = parse_arguments(arguments)
    except CommandLineError:
        return
    assert options.agent or not (options.server or options.login or options.password_file or options.new_session)


def test_nothing_is_printed_and_nothing_skips_a_consent(capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(CommandLineError):
        parse_arguments(["--share-at-once"])
    assert capfd.readouterr() == ("", "")


def test_the_usage_names_every_option() -> None:
    for name in Options.__dataclass_fields__:
        assert name == "help" or "--" + name.replace("_", "-") in USAGE
