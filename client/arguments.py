"""The command line: argv to options, without a word printed."""

import argparse
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import NoReturn

from wire.address import AddressError, check_server_address


class Mistake(StrEnum):
    """What is wrong with a command line; the windows' sentences word it."""

    NOT_UNDERSTOOD = "not_understood"
    AGENT_ONLY = "agent_only"
    CUSTOMER_ONLY = "customer_only"
    SERVER_MALFORMED = "server_malformed"
    SERVER_NOT_ENCRYPTED = "server_not_encrypted"
    PASSWORD_NEEDS_LOGIN = "password_needs_login"  # noqa: S105 - a name, no password


class CommandLineError(Exception):
    """The command line has a mistake; `detail` is the part of it that is meant."""

    def __init__(self, mistake: Mistake, detail: str = "") -> None:
        super().__init__(mistake.value)
        self.mistake = mistake
        self.detail = detail


@dataclass(frozen=True)
class Options:
    """What the command line asks for."""

    agent: bool = False
    connect: str | None = None
    """Text for the code field; whether it is a code is judged there."""
    server: str | None = None
    login: str | None = None
    password_file: Path | None = None
    new_session: bool = False
    profile: Path | None = None
    brand: Path | None = None
    language: str | None = None
    help: bool = False
    version: bool = False


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise CommandLineError(Mistake.NOT_UNDERSTOOD, message)


def _parser() -> _Parser:
    parser = _Parser(prog="pomoc", add_help=False, allow_abbrev=False, exit_on_error=False)
    parser.add_argument("--agent", action="store_true")
    parser.add_argument("--connect", metavar="CODE")
    parser.add_argument("--server", metavar="URL")
    parser.add_argument("--login", metavar="NAME")
    parser.add_argument("--password-file", type=Path, metavar="FILE")
    parser.add_argument("--new-session", action="store_true")
    parser.add_argument("--profile", type=Path, metavar="DIR")
    parser.add_argument("--brand", type=Path, metavar="FILE")
    parser.add_argument("--language", choices=("sl", "en", "pl"))
    parser.add_argument("-h", "--help", action="store_true")
    parser.add_argument("--version", action="store_true")
    return parser


def parse_arguments(arguments: list[str]) -> Options:
    """Return the options; raise CommandLineError."""
    try:
        known, unknown = _parser().parse_known_args(arguments)
    except argparse.ArgumentError as error:
        # Its message is in English; the option's name says enough.
        raise CommandLineError(Mistake.NOT_UNDERSTOOD, error.argument_name or str(error)) from error
    if unknown:
        raise CommandLineError(Mistake.NOT_UNDERSTOOD, " ".join(unknown))
    options = Options(**vars(known))
    if options.help or options.version:
        # Whatever else there is does not matter then.
        return Options(help=options.help, version=options.version)
    for name in ("server", "login", "password_file", "new_session"):
        if getattr(options, name) not in (None, False) and not options.agent:
            raise CommandLineError(Mistake.AGENT_ONLY, "--" + name.replace("_", "-"))
    if options.agent and options.connect is not None:
        raise CommandLineError(Mistake.CUSTOMER_ONLY, "--connect")
    if options.password_file is not None and options.login is None:
        raise CommandLineError(Mistake.PASSWORD_NEEDS_LOGIN)
    if options.server is not None:
        _check_server(options.server)
    return options


def _check_server(address: str) -> None:
    try:
        check_server_address(address)
    except AddressError as error:
        plain = str(error) == "not encrypted"
        raise CommandLineError(Mistake.SERVER_NOT_ENCRYPTED if plain else Mistake.SERVER_MALFORMED, address) from error


USAGE = """\
pomoc [--connect CODE]
pomoc --agent [--server URL] [--login NAME [--password-file FILE]] [--new-session]
      [--profile DIR] [--brand FILE] [--language sl|en|pl] [--version]"""
