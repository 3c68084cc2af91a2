"""`pomoc audit verify FILE`: one sentence about an audit log, and an exit code."""

import argparse
import sys
from pathlib import Path
from typing import NoReturn, TextIO

from client.record.entries import AuditError
from client.record.verify import Opening, verify
from client.seal.identity import IdentityError, load_root, verify_agent
from client.settings import Profile, find_brand
from client.ui import audit_sentences
from wire.brand import BrandError

INTACT = 0
DAMAGED = 1
USAGE_ERROR = 2
USAGE = "pomoc audit verify FILE [--brand FILE] [--profile DIR] [--language sl|en|pl]"


class _UsageError(Exception):
    """The command line has a mistake."""


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise _UsageError(message)


def main(arguments: list[str]) -> int:
    """Judge a log: 0 when it is intact, 1 when it is not, 2 when that could not be found out.

    The arguments are those after `audit`. Intact means: whole, unchanged, and signed by the agent whom
    it names with a certificate of the organisation in the brand.
    """
    if not {"-h", "--help"}.isdisjoint(arguments):
        _say(USAGE, sys.stdout)
        return INTACT
    try:
        options = _parser().parse_args(arguments)
    except _UsageError:
        _app = audit_sentences.start_sentences(None)
        return _fail(f"{audit_sentences.usage_sentence()}\n{USAGE}")
    profile = Profile(options.profile)
    _app = audit_sentences.start_sentences(options.language or profile.settings.language)
    try:
        brand = find_brand(options.brand, profile)
        root = load_root(brand.agent_root) if brand is not None else None
    except (BrandError, IdentityError):
        return _fail(audit_sentences.unusable_brand_sentence())

    def certifies(certificate: bytes, opening: Opening) -> bool:
        if root is None:
            return True
        try:
            identity, _ = verify_agent(certificate, root, opening.start)
        except IdentityError:
            return False
        header = opening.header
        named = (header.agent, header.email, header.organisation)
        return named == (identity.full_name, identity.email, identity.organisation)

    try:
        verdict = verify(options.file, certifies)
    except AuditError:
        return _fail(audit_sentences.unreadable_sentence())
    if verdict.intact and root is None:
        return _fail(audit_sentences.unchecked_signer_sentence())
    _say(audit_sentences.verdict_sentence(verdict), sys.stdout)
    return INTACT if verdict.intact else DAMAGED


def _parser() -> _Parser:
    parser = _Parser(prog="pomoc audit", add_help=False, allow_abbrev=False)
    parser.add_argument("action", choices=("verify",))
    parser.add_argument("file", type=Path)
    parser.add_argument("--brand", type=Path)
    parser.add_argument("--profile", type=Path)
    parser.add_argument("--language", choices=("sl", "en", "pl"))
    return parser


def _fail(text: str) -> int:
    _say(text, sys.stderr)
    return USAGE_ERROR


def _say(text: str, stream: TextIO | None) -> None:
    # A windowed program on Windows has no standard streams; the exit code still answers.
    if stream is not None:
        encoding = stream.encoding or "utf-8"
        print(text.encode(encoding, "replace").decode(encoding), file=stream)
