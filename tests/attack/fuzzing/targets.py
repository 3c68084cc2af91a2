"""All decoders that see what another computer, or another person, has written."""

from collections.abc import Callable, Mapping
from functools import cache
from typing import Final

from tests.attack.fuzzing import messages, pictures, sealed, texts
from tests.attack.fuzzing.target import Target

_TARGETS: Final[Mapping[str, Callable[[], Target]]] = {
    "record": sealed.records,
    "chunks": sealed.chunks,
    "from-agent": messages.from_agent,
    "from-customer": messages.from_customer,
    "handshake-message": messages.handshake_messages,
    "handshake": sealed.handshakes,
    "identity": messages.identity,
    "certificate": sealed.agent_certificates,
    "root": sealed.certificates_of_brand_and_login,
    "signing-request": sealed.signing_requests,
    "to-server": messages.to_server,
    "to-client": messages.to_client,
    "ticket": sealed.tickets,
    "login": messages.login_body,
    "brand": messages.brand_file,
    "address": texts.addresses,
    "code": texts.codes,
    "text": texts.people_texts,
    "audit": texts.audit_logs,
    "lossless": pictures.lossless,
    "lossless-unpacked": pictures.lossless_unpacked,
    "photo": pictures.photographs,
    "video": pictures.videos,
    "canvas": pictures.canvases,
}
NAMES: Final = tuple(_TARGETS)


@cache
def target(name: str) -> Target:
    """Return the target of this name, made when it is first asked for; raise KeyError."""
    return _TARGETS[name]()
