"""The command line of pomoc-server: init, agent, serve."""

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import urlsplit

import platformdirs

from server import agent_commands
from server.accounts import AccountError
from server.agent_commands import AgentCommandError
from server.data_folder import DataFolderError, TlsFiles, create_data_folder, is_unused, open_data_folder
from server.database import StoreError
from server.passwords import PasswordError
from server.serving import ServeError, serve
from wire.address import AddressError, check_server_address

EMBEDDED_ORGANISATION = "Pomoc"
EMBEDDED_URL = "ws://127.0.0.1:8470"


class _CommandError(Exception):
    """What was asked for cannot be done; the message is one sentence."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; return the exit code: 0 done, 1 failed. Usage errors exit with 2."""
    # Accounts, keys and settings are for the server's own user alone, whatever shell it was started from.
    os.umask(0o077)
    options = _parser().parse_args(arguments)
    commands = {"init": _init, "agent": _agent, "serve": _serve}
    try:
        commands[options.command](options)
    except (
        _CommandError,
        AccountError,
        AgentCommandError,
        DataFolderError,
        PasswordError,
        ServeError,
        StoreError,
    ) as error:
        sentence = " ".join(str(error).split())
        _say(sentence)
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


def _init(options: argparse.Namespace) -> None:
    folder: Path = options.folder or _default_folder()
    if (options.tls_certificate is None) != (options.tls_key is None):
        raise _CommandError("--tls-certificate and --tls-key go together")
    tls = None
    if options.tls_certificate is not None:
        tls = TlsFiles(options.tls_certificate.absolute(), options.tls_key.absolute())
    parts = urlsplit(options.url)
    encrypted = parts.scheme == "wss"
    port = options.port if options.port is not None else parts.port or (443 if encrypted else 80)
    # An encrypted server is there for the organisation's customers; a plain one for this machine only.
    host = options.host or ("0.0.0.0" if encrypted else "127.0.0.1")  # noqa: S104 -- meant, see above
    create_data_folder(folder, organisation=options.organisation, url=options.url, host=host, port=port, tls=tls)
    _say(f"made {folder}; clients need its brand.json")


def _agent(options: argparse.Namespace) -> None:
    folder = open_data_folder(options.data or _default_folder())
    agent_commands.run(options, folder, _say)


def _serve(options: argparse.Namespace) -> None:
    path: Path = options.data or _default_folder()
    if options.data is None and is_unused(path):
        address = urlsplit(EMBEDDED_URL)
        folder = create_data_folder(
            path,
            organisation=EMBEDDED_ORGANISATION,
            url=EMBEDDED_URL,
            host=address.hostname or "",
            port=address.port or 0,
        )
        _say(f"no settings yet: made {path} for the organisation {EMBEDDED_ORGANISATION}, for this machine only")
    else:
        folder = open_data_folder(path)
    host: str = options.host or folder.settings.host
    serve(folder, host, folder.settings.port if options.port is None else options.port)


def _say(sentence: str) -> None:
    # On stderr: stdout is for the one line that says that the server is ready.
    sys.stderr.write(f"pomoc-server: {sentence}\n")


def _default_folder() -> Path:
    return Path(platformdirs.user_data_dir("pomoc-server", appauthor=False))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="pomoc-server", description="The server of the remote assistance Pomoc.")
    commands = parser.add_subparsers(dest="command", required=True)

    init = commands.add_parser("init", help="make a data folder for an organisation")
    init.add_argument("folder", nargs="?", type=Path, metavar="DIR")
    init.add_argument("--organisation", required=True, metavar="NAME")
    init.add_argument("--url", required=True, type=_url, help="the clients' address: wss://host[:port]")
    init.add_argument("--host", help="address to listen at")
    init.add_argument("--port", type=_port, help="port to listen at; 0 takes any free one")
    init.add_argument("--tls-certificate", type=Path, metavar="FILE", help="PEM, with the whole chain")
    init.add_argument("--tls-key", type=Path, metavar="FILE", help="PEM")

    agent_commands.add_to(commands.add_parser("agent", help="agents' accounts"))

    run = commands.add_parser("serve", help="run the server")
    run.add_argument("--data", type=Path, metavar="DIR")
    run.add_argument("--host", help="address to listen at, instead of the settings' one")
    run.add_argument("--port", type=_port, help="port to listen at, instead of the settings' one; 0 takes any")
    return parser


def _url(text: str) -> str:
    try:
        return check_server_address(text)
    except AddressError as error:
        raise argparse.ArgumentTypeError("must be wss://host[:port], or ws:// with a loopback address") from error


def _port(text: str) -> int:
    if not text.isascii() or not text.isdigit() or int(text) > 65535:
        raise argparse.ArgumentTypeError("must be a number from 0 to 65535")
    return int(text)


if __name__ == "__main__":
    sys.exit(main())
