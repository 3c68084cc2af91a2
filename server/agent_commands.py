"""The commands of `pomoc-server agent`: add, list, revoke, reset."""

import argparse
import getpass
import sys
import warnings
from collections.abc import Callable
from pathlib import Path

import segno

from server.accounts import Account, check_email, check_name, clean_title
from server.data_folder import DataFolder
from server.passwords import Passwords
from server.second_factor import enrolment_uri, new_secret
from server.store import Store


class AgentCommandError(Exception):
    """What was asked for cannot be done; the message is one sentence."""


def add_to(parser: argparse.ArgumentParser) -> None:
    """Add the commands and their options to the parser of `agent`."""
    actions = parser.add_subparsers(dest="action", required=True)
    add = actions.add_parser("add", help="make an account")
    show = actions.add_parser("list", help="show all accounts")
    revoke = actions.add_parser("revoke", help="take an account away, and end its sessions")
    reset = actions.add_parser("reset", help="give an account, revoked or locked as it may be, a new password")
    for action in (add, revoke, reset):
        action.add_argument("name", metavar="NAME")
    for action in (add, show, revoke, reset):
        action.add_argument("--data", type=Path, metavar="DIR")
    for action in (add, reset):
        action.add_argument("--password-file", type=Path, metavar="FILE")
        action.add_argument("--totp", action="store_true", help="print a new second factor for an authenticator app")
    add.add_argument("--full-name", required=True)
    add.add_argument("--email", required=True)


def run(options: argparse.Namespace, folder: DataFolder, say: Callable[[str], None]) -> None:
    """Run one command; raise AgentCommandError, AccountError, DataFolderError, PasswordError, StoreError."""
    actions = {"add": _add, "list": _list, "revoke": _revoke, "reset": _reset}
    store = folder.open_store()
    try:
        actions[options.action](options, folder, store, say)
    finally:
        store.close()


def _add(options: argparse.Namespace, folder: DataFolder, store: Store, say: Callable[[str], None]) -> None:
    name = check_name(options.name)
    full_name = clean_title(options.full_name, "full name")
    email = check_email(options.email)
    password_hash = Passwords().hash(_password(options.password_file))
    secret = new_secret() if options.totp else None
    store.add_account(Account(name, full_name, email, password_hash, secret))
    say(f"added the agent {name}")
    _print_enrolment(folder, name, secret)


def _list(_options: argparse.Namespace, _folder: DataFolder, store: Store, _say: Callable[[str], None]) -> None:
    for account in store.accounts():
        state = "revoked" if account.revoked else "active"
        factor = "password" if account.totp_secret is None else "password+totp"
        sys.stdout.write(f"{account.name}\t{account.full_name}\t{account.email}\t{state}\t{factor}\n")


def _revoke(options: argparse.Namespace, _folder: DataFolder, store: Store, say: Callable[[str], None]) -> None:
    name = check_name(options.name)
    store.revoke(name)
    say(f"revoked the agent {name}; a running server ends its sessions within seconds")


def _reset(options: argparse.Namespace, folder: DataFolder, store: Store, say: Callable[[str], None]) -> None:
    name = check_name(options.name)
    if store.find_account(name) is None:
        raise AgentCommandError(f"there is no agent named {name}")
    password_hash = Passwords().hash(_password(options.password_file))
    secret = new_secret() if options.totp else None
    store.reset(name, password_hash, secret)
    say(f"reset the agent {name}; what was logged in before has ended")
    _print_enrolment(folder, name, secret)


def _print_enrolment(folder: DataFolder, name: str, secret: bytes | None) -> None:
    """Print the secret as a QR code and as text. This is the only time that it shows."""
    if secret is None:
        return
    uri = enrolment_uri(secret, name, folder.settings.organisation)
    segno.make(uri, error="m", micro=False).terminal(out=sys.stdout, compact=True)
    sys.stdout.write(f"{uri}\n")


def _password(file: Path | None) -> str:
    if file is None:
        try:
            with warnings.catch_warnings():
                # Without a terminal the password would be read, and shown, from anywhere.
                warnings.simplefilter("error", getpass.GetPassWarning)
                password = getpass.getpass("Password: ")
                again = getpass.getpass("Once more: ")
        except EOFError as error:
            raise AgentCommandError("no password was given") from error
        except getpass.GetPassWarning as error:
            raise AgentCommandError("there is no terminal to type a password at; use --password-file FILE") from error
        if again != password:
            raise AgentCommandError("the two passwords differ")
        return password
    try:
        return file.read_text(encoding="utf-8").rstrip("\r\n")
    except (OSError, ValueError) as error:
        raise AgentCommandError(f"the password file {file} cannot be read") from error
