"""The decoders behind and around the seal: records, chunks, handshakes, certificates, tickets."""

import base64
import copy
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding

from client.seal.chunks import ChunkError, Inbox, Outbox
from client.seal.exchange import PairingFailed
from client.seal.identity import IdentityError, load_certificate, load_root, verify_agent
from client.seal.records import SECRET, Direction, Opener, RecordError, Sealer
from server import certificates
from server.accounts import Account
from server.authority import Authority, SigningRequestError
from server.effects import Close, Effects, Tell
from server.sessions import Sessions
from tests.attack.fuzzing.target import Form, Target, framed, parts_of
from tests.attack.test_handshake import Line, stages
from tests.server.relay_client import chain, resume_of, signing_request
from tests.support import authority
from tests.support.handshake import Meet
from wire import limits
from wire.messages import Priority
from wire.rendezvous import RendezvousError, Resume, Role, control_frame, decode_to_server

_BEFORE: Final = 3
"""Records that went well before the one that is attacked."""


def records() -> Target:
    """Open a sealed record; nothing but the one that was sealed may be opened."""
    seeds: list[bytes] = []
    openers: list[Opener] = []
    for number, size in enumerate((0, 61, 253, 1021, limits.CHUNK)):
        secret = bytes((number,)) * SECRET
        sealer, opener = Sealer(secret, Direction.FROM_MAKER), Opener(secret, Direction.FROM_MAKER)
        for _ in range(_BEFORE):
            opener.open(sealer.seal(b"before"))
        if number % 2:
            sealer.rekey()
        seeds.append(bytes((number,)) + sealer.seal(bytes(size)))
        openers.append(opener)

    def decode(data: bytes) -> None:
        number = data[0] % len(openers)
        # Whatever changes when a record is opened is replaced, not changed in place.
        copy.copy(openers[number]).open(data[1:])
        assert bytes((number,)) + data[1:] in seeds, "a record that nobody sealed"

    return Target(decode, (RecordError,), seeds, prefix=1)


def chunks() -> Target:
    """Put messages together from bodies of records."""
    outbox = Outbox()
    for priority, size in ((Priority.PICTURE, 40_000), (Priority.CHAT, 20_000), (Priority.INPUT, 12)):
        outbox.put(priority, bytes(range(256)) * (size // 256 + 1))
    bodies = []
    while (body := outbox.next_chunk()) is not None:
        bodies.append(body)
    small = Outbox()
    for priority in Priority:
        small.put(priority, b"message")
    few = []
    while (body := small.next_chunk()) is not None:
        few.append(body)

    def decode(data: bytes) -> None:
        inbox = Inbox()
        for part in parts_of(data):
            message = inbox.receive(part)
            assert message is None or 0 < len(message) <= limits.MESSAGE

    return Target(decode, (ChunkError,), [framed(bodies), framed(bodies[:1]), framed(few), *(framed([f]) for f in few)])


def handshakes() -> Target:
    """Receive a handshake's message in every state of both sides; only the honest one may lead to a result."""
    root = authority.make_root()
    credentials = authority.issue(root)
    lines: list[Line] = []
    seeds = []
    for stage in stages([Meet(root[0], credentials, authority.NOW, agent) for agent in Direction]):
        for line, (_, message) in zip(stage.attacked.before, stage.attacked.messages, strict=True):
            seeds.append(bytes((len(lines),)) + message)
            lines.append(line)

    def decode(data: bytes) -> None:
        number = data[0] % len(lines)
        line = lines[number].fork()
        receiver, _ = line.under_way.pop(0)
        result = line.deliver(receiver, data[1:])
        assert result is None or bytes((number,)) + data[1:] in seeds, "a result from a message that nobody sent"

    return Target(decode, (PairingFailed,), seeds, Form.MESSAGE_PACK, prefix=1)


def agent_certificates() -> Target:
    """Judge a certificate whose content is the attacker's, and is signed by the organisation all the same."""
    root, key = authority.make_root()
    more = x509.SubjectAlternativeName([x509.RFC822Name("ziga@banka.example"), x509.DNSName("banka.example")])
    issued = [authority.issue((root, key)), authority.issue((root, key), extra=more)]

    def decode(content: bytes) -> None:
        signature = b"\0" + key.sign(content, ec.ECDSA(SHA256()))
        certificate = _der(0x30, content + _ECDSA_SHA256 + _der(0x03, signature))
        identity, _ = verify_agent(certificate, root, authority.NOW)
        assert 0 < len(identity.full_name) <= limits.NAME_CHARACTERS

    return Target(decode, (IdentityError,), [each.certificate.tbs_certificate_bytes for each in issued])


def certificates_of_brand_and_login() -> Target:
    """Read the root of a brand, and the certificate of a login's answer."""
    root = authority.make_root()
    certified = (root[0], certificates.make_root("Banka").certificate)

    def decode(data: bytes) -> None:
        pem = _pem(data, "CERTIFICATE")
        load_certificate(pem)
        load_root(pem)

    return Target(decode, (IdentityError,), _both_forms(each.public_bytes for each in certified))


def signing_requests() -> Target:
    """Issue a certificate for a signing request, as the server does at a login."""
    issuer = Authority(certificates.make_root("Banka"), "Banka")
    account = Account("ana", "Ana Novak", "ana@banka.example", "")
    requests = [x509.load_pem_x509_csr(signing_request().encode()) for _ in range(2)]

    def decode(data: bytes) -> None:
        issuer.issue(_pem(data, "CERTIFICATE REQUEST"), account, datetime(2030, 5, 17, tzinfo=UTC))

    return Target(decode, (SigningRequestError,), _both_forms(each.public_bytes for each in requests))


def tickets() -> Target:
    """Resume a session at the server; none but the ticket's holder may."""
    session = bytes(range(16))
    anchors = {role: chain(role, 0) for role in Role}
    requests = [resume_of(session, role, steps) for role in Role for steps in (1, 2, 200)]

    def decode(data: bytes) -> None:
        request = decode_to_server(data)
        if not isinstance(request, Resume):
            raise RendezvousError("another message")
        sessions = Sessions(resumes_per_minute=10)
        sessions.begin(session, {Role.MAKER: 1, Role.TYPER: 2}, "ana", anchors, 0.0)
        effects = sessions.resume(3, request, "192.0.2.1", 1.0)
        held = (request.role, request.ticket) in {(each.role, each.ticket) for each in requests}
        assert _refused(effects) or (request.session == session and held), "a ticket that nobody has"
        sessions.left(3, 2.0)

    return Target(decode, (RendezvousError,), [control_frame(each)[1:] for each in requests], Form.MESSAGE_PACK)


def _refused(effects: Effects) -> bool:
    return any(isinstance(each, Tell) and each.socket == 3 for each in effects) and Close(3) in effects


_ECDSA_SHA256: Final = bytes.fromhex("300a06082a8648ce3d040302")
"""The algorithm's name in DER (RFC 5758, section 3.2)."""


def _der(tag: int, content: bytes) -> bytes:
    """Return one element in DER (X.690, section 8.1)."""
    size = len(content)
    if size < 0x80:
        return bytes((tag, size)) + content
    octets = (size.bit_length() + 7) // 8
    return bytes((tag, 0x80 | octets)) + size.to_bytes(octets) + content


def _both_forms(writers: Iterable[Callable[[Encoding], bytes]]) -> Sequence[bytes]:
    return [write(form) for write in writers for form in (Encoding.PEM, Encoding.DER)]


def _pem(data: bytes, label: str) -> str:
    """Return PEM as it is, and anything else as the content of PEM."""
    if data.startswith(b"-----"):
        return data.decode("utf-8", "replace")
    return f"-----BEGIN {label}-----\n{base64.encodebytes(data).decode()}-----END {label}-----\n"
