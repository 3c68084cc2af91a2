"""Certificates of an organisation that exists for one test run."""

from datetime import UTC, datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.x509.oid import NameOID

from client.seal.identity import AgentCredentials
from wire.roles import AGENT_ROLE

Root = tuple[x509.Certificate, ec.EllipticCurvePrivateKey]
NOW = datetime(2030, 5, 17, 12, 0, tzinfo=UTC)


def make_root(*, ca: bool = True, cert_sign: bool = True, organisation: str = "Banka Zgled") -> Root:
    """Return a CA certificate and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, organisation)])
    builder = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(NOW - timedelta(days=1))
        .not_valid_after(NOW + timedelta(days=3650))
        .add_extension(x509.BasicConstraints(ca=ca, path_length=0 if ca else None), critical=True)
        .add_extension(_usage(cert_sign=cert_sign), critical=True)
    )
    return builder.sign(key, SHA256()), key


def issue(
    root: Root,
    *,
    begin: datetime = NOW - timedelta(minutes=5),
    end: datetime = NOW + timedelta(hours=12),
    roles: tuple[str, ...] | None = (AGENT_ROLE,),
    ca: bool | None = False,
    signs: bool = True,
    curve: ec.EllipticCurve | None = None,
    names: tuple[tuple[x509.ObjectIdentifier, str], ...] = (
        (NameOID.COMMON_NAME, "Žiga Šuštar"),
        (NameOID.EMAIL_ADDRESS, "ziga@banka.example"),
        (NameOID.ORGANIZATION_NAME, "Banka Zgled"),
    ),
    extra: x509.ExtensionType | None = None,
) -> AgentCredentials:
    """Return an agent's certificate and key, right in everything that a test does not change."""
    authority, authority_key = root
    key = ec.generate_private_key(curve or ec.SECP256R1())
    builder = (
        x509.CertificateBuilder()
        .subject_name(x509.Name([x509.NameAttribute(kind, value) for kind, value in names]))
        .issuer_name(authority.subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(begin)
        .not_valid_after(end)
    )
    if ca is not None:
        builder = builder.add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True)
    builder = builder.add_extension(_usage(signs=signs), critical=True)
    if roles is not None:
        usages = x509.ExtendedKeyUsage([x509.ObjectIdentifier(role) for role in roles])
        builder = builder.add_extension(usages, critical=True)
    if extra is not None:
        builder = builder.add_extension(extra, critical=True)
    return AgentCredentials(builder.sign(authority_key, SHA256()), key)


def _usage(*, signs: bool = False, cert_sign: bool = False) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=signs,
        content_commitment=not signs and not cert_sign,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=cert_sign,
        crl_sign=False,
        encipher_only=False,
        decipher_only=False,
    )
