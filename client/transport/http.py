"""The agent's two HTTP requests: the brand of a server, and the certificate of the day."""

import http.client
import ssl
import urllib.error
import urllib.request
from urllib.parse import urlsplit

import msgspec

from client.transport.link import LinkError
from wire import limits
from wire.address import AddressError, check_server_address, http_address, is_loopback
from wire.brand import Brand, BrandError, decode_brand
from wire.endings import Refusal
from wire.rendezvous import LoginAnswer, LoginRefused, LoginRequest

_ANSWER = 64 * 1024


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """A password must not follow a redirect to somewhere else."""

    def redirect_request(self, *_args: object, **_kwargs: object) -> None:
        """Refuse; urllib then raises HTTPError with the redirect's status."""
        return


def fetch_brand(server: str, tls: ssl.SSLContext) -> Brand:
    """Ask a server for its brand; blocking. Raises LinkError."""
    _, body = _request(server, "/brand", tls, None)
    try:
        return decode_brand(body)
    except BrandError as error:
        raise LinkError(Refusal.VERSION_MISMATCH) from error


def log_in(server: str, tls: ssl.SSLContext, request: LoginRequest) -> LoginAnswer:
    """Ask the server for a certificate and a token; blocking. Raises LinkError."""
    status, body = _request(server, "/api/login", tls, msgspec.json.encode(request))
    try:
        if status == 200:
            return msgspec.json.decode(body, type=LoginAnswer)
        raise LinkError(msgspec.json.decode(body, type=LoginRefused).reason)
    except (msgspec.MsgspecError, UnicodeError, RecursionError) as error:
        full = status == 503
        raise LinkError(Refusal.SERVER_FULL if full else Refusal.SERVER_UNREACHABLE) from error


def _request(server: str, path: str, tls: ssl.SSLContext, body: bytes | None) -> tuple[int, bytes]:
    try:
        address = check_server_address(server)
    except AddressError as error:
        raise LinkError(Refusal.SERVER_UNREACHABLE) from error
    handlers: list[urllib.request.BaseHandler] = [urllib.request.HTTPSHandler(context=tls), _NoRedirect()]
    if is_loopback(urlsplit(address).hostname or ""):
        handlers.append(urllib.request.ProxyHandler({}))
    # The scheme is http or https: check_server_address let nothing else through.
    request = urllib.request.Request(http_address(address) + path, data=body)  # noqa: S310
    if body is not None:
        request.add_header("Content-Type", "application/json")
    try:
        with urllib.request.build_opener(*handlers).open(request, timeout=limits.CONNECT_TIMEOUT) as answer:
            return int(answer.status), bytes(answer.read(_ANSWER))
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read(_ANSWER)
    except urllib.error.URLError as error:
        untrusted = isinstance(error.reason, ssl.SSLCertVerificationError)
        raise LinkError(Refusal.SERVER_NOT_TRUSTED if untrusted else Refusal.SERVER_UNREACHABLE) from error
    except (OSError, ValueError, http.client.HTTPException) as error:
        raise LinkError(Refusal.SERVER_UNREACHABLE) from error
