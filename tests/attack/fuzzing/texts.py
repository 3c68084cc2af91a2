"""The readers of texts that come from outside, and of audit logs."""

import tempfile
from pathlib import Path

from client.record.entries import FIELD_CHARACTERS, AuditError, clean_field
from client.record.verify import Opening, verify
from client.seal.identity import IdentityError, verify_agent
from tests.attack.fuzzing.target import Form, Target
from tests.support import authority
from tests.support.audit import write_session
from wire import limits
from wire.address import AddressError, check_server_address, http_address
from wire.code import CodeError, parse_code
from wire.text import clean_text


def _text(data: bytes) -> str:
    """Return any text: bytes that are not UTF-8 become lone surrogates."""
    return data.decode("utf-8", "surrogateescape")


def addresses() -> Target:
    """Read a server's address."""

    def decode(data: bytes) -> None:
        address = check_server_address(_text(data))
        assert address.startswith(("wss://", "ws://"))
        assert http_address(address).startswith(("https://", "http://"))

    seeds = ("wss://pomoc.banka.example", "ws://127.0.0.1:8470", "wss://[2001:db8::1]:443/", "wss://bücher.example")
    return Target(decode, (AddressError,), [each.encode() for each in seeds], Form.TEXT)


def codes() -> Target:
    """Read a code that somebody typed or pasted."""

    def decode(data: bytes) -> None:
        code = parse_code(_text(data))
        assert len(code.nameplate + code.secret) == limits.CODE_DIGITS
        assert (code.nameplate + code.secret).isascii()

    seeds = ("1234 5678", "12345678", "1234-5678\n", "\u200f١٢٣٤ ٥٦٧٨")
    return Target(decode, (CodeError,), [each.encode() for each in seeds], Form.TEXT)


def people_texts() -> Target:
    """Clean a text that somebody wrote."""

    def decode(data: bytes) -> None:
        text = _text(data)
        assert len(clean_text(text, most=limits.CHAT_CHARACTERS)) <= limits.CHAT_CHARACTERS
        assert "\n" not in clean_text(text, most=limits.NAME_CHARACTERS, lines=False)
        assert len(clean_field(text)) <= FIELD_CHARACTERS
        clean_field(text).encode()

    seeds = ("dober dan", "č ł ż\r\n\tše ena vrstica", "\u202eobrnjeno\u2069 👩\u200d💻", "x" * limits.CHAT_CHARACTERS)
    return Target(decode, (), [each.encode() for each in seeds], Form.TEXT)


def audit_logs() -> Target:
    """Judge an audit log; only the untouched one is whole."""
    root = authority.make_root()
    folder = tempfile.TemporaryDirectory()
    place = Path(folder.name)
    log = write_session(place, authority.issue(root), seconds=2).read_bytes()

    def certifies(certificate: bytes, opening: Opening) -> bool:
        try:
            verify_agent(certificate, root[0], opening.start)
        except IdentityError:
            return False
        return folder.name != ""

    def decode(data: bytes) -> None:
        path = place / "attacked.jsonl"
        path.write_bytes(data)
        verdict = verify(path, certifies)
        assert verdict.intact == (data == log), verdict

    return Target(decode, (AuditError,), [log])
