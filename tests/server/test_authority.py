"""What a login hands out: certificates that say what they must and nothing else, and tokens."""

import base64
from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import NameOID

from server.accounts import Account
from server.authority import Authority, SigningRequestError, Tokens
from server.certificates import make_root
from tests.server.relay_client import signing_request
from wire import limits
from wire.roles import AGENT_ROLE

NOW = datetime(2030, 1, 2, 3, 4, 5, tzinfo=UTC)
ANA = Account("ana", "Ana Žagar", "ana@banka.example", "$hash")
CA = make_root("Banka Č")
AUTHORITY = Authority(CA, "Banka Č")


def test_the_certificate_says_who_and_for_how_long() -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    certificate = AUTHORITY.issue(signing_request(key), ANA, NOW)
    certificate.verify_directly_issued_by(CA.certificate)
    assert certificate.public_key() == key.public_key()
    names = [(attribute.oid, attribute.value) for attribute in certificate.subject]
    assert names == [
        (NameOID.COMMON_NAME, "Ana Žagar"),
        (NameOID.ORGANIZATION_NAME, "Banka Č"),
        (NameOID.EMAIL_ADDRESS, "ana@banka.example"),
    ]
    assert certificate.not_valid_before_utc == NOW - timedelta(seconds=limits.CERTIFICATE_CLOCK_SKEW)
    assert certificate.not_valid_after_utc == NOW + timedelta(seconds=limits.CERTIFICATE_LIFETIME)


def test_the_certificate_has_one_role() -> None:
    extensions = AUTHORITY.issue(signing_request(), ANA, NOW).extensions
    role = extensions.get_extension_for_class(x509.ExtendedKeyUsage)
    assert (role.critical, [usage.dotted_string for usage in role.value]) == (True, [AGENT_ROLE])
    constraints = extensions.get_extension_for_class(x509.BasicConstraints)
    assert (constraints.critical, constraints.value.ca) == (True, False)
    usage = extensions.get_extension_for_class(x509.KeyUsage)
    assert usage.critical
    assert (usage.value.digital_signature, usage.value.key_cert_sign, usage.value.key_agreement) == (True, False, False)
    names = extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    assert names.get_values_for_type(x509.RFC822Name) == ["ana@banka.example"]


def _request_of(key: "rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey") -> str:
    builder = x509.CertificateSigningRequestBuilder().subject_name(x509.Name([]))
    return builder.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM).decode()


def _with_a_wrong_signature() -> str:
    request = x509.load_pem_x509_csr(signing_request().encode())
    der = bytearray(request.public_bytes(serialization.Encoding.DER))
    der[-1] ^= 1
    return _pem(bytes(der))


def _pem(der: bytes) -> str:
    return (
        "-----BEGIN CERTIFICATE REQUEST-----\n"
        + base64.encodebytes(der).decode()
        + "-----END CERTIFICATE REQUEST-----\n"
    )


def _of_another_version() -> str:
    request = x509.load_pem_x509_csr(_request_of(ec.generate_private_key(ec.SECP256R1())).encode())
    der = request.public_bytes(serialization.Encoding.DER)
    return _pem(der.replace(b"\x02\x01\x00", b"\x02\x01\x02", 1))


@pytest.mark.parametrize(
    "request_pem",
    [
        "",
        "not PEM",
        "\ud800",
        _pem(b""),
        _pem(b"\x30\x03\x02\x01\x00"),
        _with_a_wrong_signature(),
        _of_another_version(),
        _request_of(rsa.generate_private_key(65537, 2048)),
        _request_of(ec.generate_private_key(ec.SECP384R1())),
        CA.certificate_pem().decode(),
    ],
)
def test_a_bad_signing_request_is_one_error(request_pem: str) -> None:
    with pytest.raises(SigningRequestError):
        AUTHORITY.issue(request_pem, ANA, NOW)


def test_a_token_holds_until_it_expires_and_is_not_kept_itself() -> None:
    tokens = Tokens()
    expires = NOW + timedelta(hours=1)
    token = tokens.issue("ana", NOW, expires)
    assert tokens.holder(token, expires - timedelta(seconds=1)) == "ana"
    assert tokens.holder(token, expires) is None
    assert tokens.holder(token + "x", NOW) is None
    assert tokens.holder("\ud800", NOW) is None
    assert token not in repr(vars(tokens))


def test_an_expired_token_is_forgotten() -> None:
    tokens = Tokens()
    old = tokens.issue("ana", NOW, NOW + timedelta(hours=1))
    tokens.issue("ana", NOW + timedelta(hours=2), NOW + timedelta(hours=3))
    assert tokens.holder(old, NOW) is None


def test_no_key_shows() -> None:
    secret = CA.key.private_numbers().private_value
    assert str(secret) not in repr(CA)
    assert "Banka" in repr(CA)
    assert "$hash" not in repr(ANA)
