"""Certificates: what is accepted as an agent's, and the one error for everything else."""

from base64 import b64encode
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from hypothesis import given, settings
from hypothesis import strategies as st

from client.seal.identity import (
    AgentCredentials,
    AgentIdentity,
    IdentityError,
    load_certificate,
    load_root,
    make_signing_request,
    organisation_id,
    verify_agent,
)
from wire import limits
from wire.endings import Refusal
from wire.roles import AGENT_ROLE

Root = tuple[x509.Certificate, ec.EllipticCurvePrivateKey]
Issue = Callable[..., AgentCredentials]


def der(credentials: AgentCredentials) -> bytes:
    return credentials.certificate.public_bytes(Encoding.DER)


def names(full_name: str, email: str, organisation: str) -> tuple[tuple[x509.ObjectIdentifier, str], ...]:
    return (
        (NameOID.COMMON_NAME, full_name),
        (NameOID.EMAIL_ADDRESS, email),
        (NameOID.ORGANIZATION_NAME, organisation),
    )


def test_a_right_certificate_names_the_agent(root: Root, issue: Issue, now: datetime) -> None:
    credentials = issue(root)
    identity, key = verify_agent(der(credentials), root[0], now)
    assert identity == AgentIdentity(
        "Žiga Šuštar",
        "ziga@banka.example",
        "Banka Zgled",
        credentials.certificate.not_valid_after_utc,
        der(credentials),
    )
    assert key == credentials.key.public_key()


def test_names_are_cleaned_for_showing(root: Root, issue: Issue, now: datetime) -> None:
    credentials = issue(root, names=names(" Ana\u202e\nNovak ", "ana@b.example", "Ban\x00ka"))
    identity, _ = verify_agent(der(credentials), root[0], now)
    assert (identity.full_name, identity.organisation) == ("Ana Novak", "Banka")


CHANGES: dict[str, dict[str, Any]] = {
    "no role": {"roles": None},
    "the role of a web server": {"roles": (ExtendedKeyUsageOID.SERVER_AUTH.dotted_string,)},
    "one role too many": {"roles": (AGENT_ROLE, ExtendedKeyUsageOID.SERVER_AUTH.dotted_string)},
    "a CA": {"ca": True},
    "no basic constraints": {"ca": None},
    "a key that may not sign": {"signs": False},
    "another curve": {"curve": ec.SECP384R1()},
    "an unknown critical extension": {"extra": x509.UnrecognizedExtension(x509.ObjectIdentifier("2.25.7"), b"\5\0")},
    "no e-mail": {"names": ((NameOID.COMMON_NAME, "Ana"), (NameOID.ORGANIZATION_NAME, "Banka"))},
    "two names": {"names": (*names("Ana", "a@b.example", "Banka"), (NameOID.COMMON_NAME, "Eva"))},
    "a name of nothing to see": {"names": names("\u202e \u2066", "a@b.example", "Banka")},
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_not_certified(change: dict[str, Any], root: Root, issue: Issue, now: datetime) -> None:
    with pytest.raises(IdentityError) as caught:
        verify_agent(der(issue(root, **change)), root[0], now)
    assert caught.value.refusal is Refusal.AGENT_NOT_CERTIFIED


def test_a_longer_life_than_allowed_is_not_certified(root: Root, issue: Issue, now: datetime) -> None:
    longest = timedelta(seconds=limits.CERTIFICATE_LIFETIME + 2 * limits.CERTIFICATE_CLOCK_SKEW)
    begin = now - timedelta(hours=1)
    assert verify_agent(der(issue(root, begin=begin, end=begin + longest)), root[0], now)
    with pytest.raises(IdentityError) as caught:
        verify_agent(der(issue(root, begin=begin, end=begin + longest + timedelta(seconds=1))), root[0], now)
    assert caught.value.refusal is Refusal.AGENT_NOT_CERTIFIED


def test_the_dates_hold_to_the_second_with_the_skew(root: Root, issue: Issue, now: datetime) -> None:
    credentials = issue(root)
    skew, second = timedelta(seconds=limits.CERTIFICATE_CLOCK_SKEW), timedelta(seconds=1)
    first = credentials.certificate.not_valid_before_utc - skew
    last = credentials.certificate.not_valid_after_utc + skew
    assert verify_agent(der(credentials), root[0], first)
    assert verify_agent(der(credentials), root[0], last)
    for wrong in (first - second, last + second, now - timedelta(days=1), now + timedelta(days=1)):
        with pytest.raises(IdentityError) as caught:
            verify_agent(der(credentials), root[0], wrong)
        assert caught.value.refusal is Refusal.CERTIFICATE_OUT_OF_DATE


def test_another_ca_of_the_same_name_is_refused(
    root: Root, make_root: Callable[..., Root], issue: Issue, now: datetime
) -> None:
    with pytest.raises(IdentityError) as caught:
        verify_agent(der(issue(make_root())), root[0], now)
    assert caught.value.refusal is Refusal.AGENT_NOT_CERTIFIED


def test_another_agent_cannot_issue(root: Root, issue: Issue, now: datetime) -> None:
    agent = issue(root)
    with pytest.raises(IdentityError):
        verify_agent(der(issue((agent.certificate, agent.key))), root[0], now)
    with pytest.raises(IdentityError):
        verify_agent(der(issue((agent.certificate, agent.key))), agent.certificate, now)


# The parser only warns of a serial number that is not positive; the signature is what refuses it.
@pytest.mark.filterwarnings("ignore:Parsed a serial number which wasn't positive")
def test_no_damaged_certificate_passes(root: Root, issue: Issue, now: datetime) -> None:
    credentials = issue(root)
    good = der(credentials)
    # The count of unused bits before the signature is in no signature's reach, and says nothing.
    unused_bits = len(good) - len(credentials.certificate.signature) - 1
    for bit in range(len(good) * 8):
        if bit // 8 == unused_bits:
            continue
        damaged = bytearray(good)
        damaged[bit // 8] ^= 1 << bit % 8
        with pytest.raises(IdentityError):
            verify_agent(bytes(damaged), root[0], now)


@given(st.binary(max_size=200))
@settings(max_examples=50, deadline=None)
def test_no_noise_passes(root: Root, now: datetime, noise: bytes) -> None:
    with pytest.raises(IdentityError):
        verify_agent(noise, root[0], now)


def test_the_root_is_read_from_the_brand(root: Root, make_root: Callable[..., Root], issue: Issue) -> None:
    def pem(certificate: x509.Certificate) -> str:
        return certificate.public_bytes(Encoding.PEM).decode()

    assert load_root(pem(root[0])) == root[0]
    no_roots: list[Callable[[], str]] = [
        partial(pem, make_root(ca=False, cert_sign=False)[0]),
        partial(pem, make_root(cert_sign=False)[0]),
        partial(pem, issue(root).certificate),
        str,
        partial(str, "-----BEGIN CERTIFICATE-----\nč\n-----END CERTIFICATE-----\n"),
    ]
    for no_root in no_roots:
        with pytest.raises(IdentityError):
            load_root(no_root())


def test_a_damaged_certificate_of_a_login_is_one_error(root: Root, issue: Issue) -> None:
    certificate = issue(root).certificate
    pem = certificate.public_bytes(Encoding.PEM).decode()
    assert load_certificate(pem) == certificate
    another_version = der(issue(root)).replace(b"\xa0\x03\x02\x01\x02", b"\xa0\x03\x02\x01\x05", 1)
    body = b64encode(another_version).decode()
    wrapped = f"-----BEGIN CERTIFICATE-----\n{body}\n-----END CERTIFICATE-----\n"
    for damaged in ("", "\ud800", pem[:100], wrapped):
        with pytest.raises(IdentityError):
            load_certificate(damaged)


def test_the_organisation_is_its_key(root: Root, make_root: Callable[..., Root]) -> None:
    assert len(organisation_id(root[0])) == 32
    assert organisation_id(root[0]) != organisation_id(make_root()[0])


def test_a_signing_request_proves_a_new_p256_key_and_names_nobody() -> None:
    key, pem = make_signing_request()
    request = x509.load_pem_x509_csr(pem.encode())
    assert request.is_signature_valid
    assert isinstance(key.curve, ec.SECP256R1)
    assert request.public_key().public_bytes(
        Encoding.DER, PublicFormat.SubjectPublicKeyInfo
    ) == key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    assert list(request.subject) == []
    assert make_signing_request()[0].private_numbers() != key.private_numbers()


def test_credentials_do_not_show_their_key(root: Root, issue: Issue) -> None:
    assert "key=" not in repr(issue(root))
