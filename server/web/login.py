"""POST /api/login: a name, a password, perhaps a second factor, and a signing request for a certificate and a token."""

import asyncio
import time
from datetime import UTC, datetime

import msgspec
from cryptography.hazmat.primitives.serialization import Encoding
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from server.accounts import Account
from server.authority import Authority, SigningRequestError, Tokens
from server.events import blurred, log_event
from server.limits import LOGIN_HASHES
from server.passwords import Passwords
from server.rates import RateLimit, address_key
from server.second_factor import step_of
from server.store import Store
from server.versions import login_is_of_another_version
from wire import limits
from wire.endings import Refusal
from wire.rendezvous import LoginAnswer, LoginRefused, LoginRequest


class _RefusedError(Exception):
    def __init__(self, http_status: int, reason: Refusal) -> None:
        super().__init__(reason)
        self.http_status = http_status
        self.reason = reason


class Login:
    """The login endpoint and what it needs."""

    def __init__(self, store: Store, authority: Authority, tokens: Tokens) -> None:
        self._store = store
        self._authority = authority
        self._tokens = tokens
        self._passwords = Passwords()
        self._hashing = asyncio.Semaphore(LOGIN_HASHES)
        self._by_address = RateLimit(limits.LOGIN_ATTEMPTS_PER_MINUTE)
        self._by_name = RateLimit(limits.LOGIN_ATTEMPTS_PER_MINUTE)

    async def endpoint(self, request: Request) -> Response:
        """Answer one login with LoginAnswer, or with LoginRefused and a status that is not 200."""
        address = "" if request.client is None else request.client.host
        account: Account | None = None
        try:
            login = _decode(await _body(request))
            self._check_rates(address, login.name)
            account = self._store.find_account(login.name)
            answer = self._admit(await self._authenticate(login, account), login.signing_request)
        except _RefusedError as refused:
            # Only the name of an account: some people type their password in its place.
            name = "unknown" if account is None else account.name
            log_event("login refused", name=name, reason=refused.reason.value, address=blurred(address))
            return _json(refused.http_status, LoginRefused(refused.reason))
        except ClientDisconnect:
            return Response(status_code=400)
        log_event("login", name=login.name, address=blurred(address))
        return _json(200, answer)

    def _check_rates(self, address: str, name: str) -> None:
        now = asyncio.get_running_loop().time()
        if not (self._by_address.allow(address_key(address), now) and self._by_name.allow(name, now)):
            raise _RefusedError(429, Refusal.TOO_MANY_ATTEMPTS)

    async def _authenticate(self, login: LoginRequest, account: Account | None) -> Account:
        """Return the account as it is after all was checked; names without one take the same way."""
        now = time.time()
        failures = self._store.failures(login.name)
        if failures.is_locked(now):
            raise _RefusedError(429, Refusal.LOGIN_LOCKED)
        # Counted before it is known, so that many tries at once are no way around the lock.
        self._store.note_failures(login.name, failures.after_another(now), known=account is not None)
        password_hash = None if account is None else account.password_hash
        async with self._hashing:
            fits = await asyncio.to_thread(self._passwords.verify, password_hash, login.password)
        if account is None or not fits:
            raise _RefusedError(401, Refusal.LOGIN_REFUSED)
        self._check_second_factor(login, account, now)
        self._store.forget_failures(account.name)
        # The administrator may have changed the account while the password was being hashed.
        current = self._store.find_account(account.name)
        if current is None or current.revoked or current.generation != account.generation:
            raise _RefusedError(403, Refusal.AGENT_REVOKED)
        return current

    def _check_second_factor(self, login: LoginRequest, account: Account, now: float) -> None:
        if account.totp_secret is None:
            return
        if login.second_factor is None:
            self._store.withdraw_failure(account.name)
            raise _RefusedError(401, Refusal.SECOND_FACTOR_NEEDED)
        step = step_of(account.totp_secret, login.second_factor, now)
        if step is None or not self._store.take_step(account.name, step):
            raise _RefusedError(401, Refusal.LOGIN_REFUSED)

    def _admit(self, account: Account, signing_request: str) -> LoginAnswer:
        now = datetime.now(UTC)
        try:
            certificate = self._authority.issue(signing_request, account, now)
        except SigningRequestError as error:
            raise _RefusedError(400, Refusal.LOGIN_REFUSED) from error
        expires = certificate.not_valid_after_utc
        token = self._tokens.issue(account.name, now, expires)
        return LoginAnswer(certificate.public_bytes(Encoding.PEM).decode(), token, expires.timestamp())


async def _body(request: Request) -> bytes:
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > limits.HTTP_BODY:
            raise _RefusedError(413, Refusal.LOGIN_REFUSED)
    return bytes(body)


def _decode(body: bytes) -> LoginRequest:
    if login_is_of_another_version(body):
        raise _RefusedError(400, Refusal.VERSION_MISMATCH)
    try:
        return msgspec.json.decode(body, type=LoginRequest)
    except (msgspec.MsgspecError, UnicodeError, RecursionError) as error:
        raise _RefusedError(400, Refusal.LOGIN_REFUSED) from error


def _json(http_status: int, answer: LoginAnswer | LoginRefused) -> Response:
    # A token must not stay in any cache on the way.
    headers = {"Cache-Control": "no-store"}
    return Response(msgspec.json.encode(answer), http_status, headers, media_type="application/json")
