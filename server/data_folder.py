"""The data folder: made once by `init`, opened by everything else."""

import os
import ssl
from dataclasses import dataclass
from pathlib import Path
from typing import Final, NamedTuple
from urllib.parse import urlsplit

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

from server.accounts import AccountError, clean_title
from server.certificates import CertificateError, KeyPair, make_root, make_tls_certificate
from server.database import StoreError
from server.settings import Settings, SettingsError, check_settings, read_settings, write_settings
from server.store import Store
from wire import brand
from wire.brand import Brand, BrandError

BRAND: Final = "brand.json"
ACCOUNTS: Final = "accounts.sqlite3"
TLS_CERTIFICATE: Final = "tls.pem"
TLS_KEY: Final = "tls-key.pem"


class DataFolderError(Exception):
    """The data folder cannot be made, or cannot be used; the message is one sentence."""


class TlsFiles(NamedTuple):
    """Where a TLS certificate chain and its private key lie, both PEM."""

    certificate: Path
    key: Path


@dataclass(frozen=True, slots=True)
class DataFolder:
    """What lies in a data folder, read and checked."""

    path: Path
    settings: Settings
    ca: KeyPair
    brand: bytes

    @property
    def tls(self) -> TlsFiles | None:
        """The TLS certificate to serve with, None for a plain server on loopback."""
        if self.settings.tls_certificate is None or self.settings.tls_key is None:
            return None
        return TlsFiles(self.path / self.settings.tls_certificate, self.path / self.settings.tls_key)

    def open_store(self) -> Store:
        """Open the accounts; raise DataFolderError."""
        try:
            return Store(self.path / ACCOUNTS)
        except StoreError as error:
            raise DataFolderError(f"{self.path / ACCOUNTS}: {error}") from error


def create_data_folder(
    path: Path, *, organisation: str, url: str, host: str, port: int, tls: TlsFiles | None = None
) -> DataFolder:
    """Make a data folder for a new organisation; raise DataFolderError.

    For a wss address without TLS files of its own, a private TLS root is made and pinned in the
    brand; nobody keeps its key, so it never signs a second certificate.
    """
    if tls is not None:
        check_tls(tls)
    try:
        organisation = clean_title(organisation, "organisation's name")
        ca = make_root(organisation)
        made: KeyPair | None = None
        root: KeyPair | None = None
        if url.startswith("wss:") and tls is None:
            root = make_root("Pomoc server root")
            made = make_tls_certificate(urlsplit(url).hostname or "", root)
            tls = TlsFiles(Path(TLS_CERTIFICATE), Path(TLS_KEY))
        settings = check_settings(
            Settings(
                organisation=organisation,
                url=url,
                host=host,
                port=port,
                tls_certificate=str(tls.certificate) if tls else None,
                tls_key=str(tls.key) if tls else None,
            )
        )
    except (AccountError, CertificateError, SettingsError) as error:
        raise DataFolderError(str(error)) from error
    server_root = root.certificate_pem().decode() if root else None
    made_brand = Brand(
        version=brand.VERSION,
        organisation=organisation,
        server=url,
        agent_root=ca.certificate_pem().decode(),
        server_root=server_root,
    )
    try:
        _make_empty(path)
        _write(path / settings.ca_key, ca.key_pem())
        _write(path / settings.ca_certificate, ca.certificate_pem())
        if made is not None:
            _write(path / TLS_KEY, made.key_pem())
            _write(path / TLS_CERTIFICATE, made.certificate_pem())
        _write(path / BRAND, brand.encode_brand(made_brand))
        # The settings come last: a folder that has them is whole.
        write_settings(path, settings)
    except (OSError, ValueError) as error:
        raise DataFolderError(f"{path} cannot be made: {_reason(error)}") from error
    folder = open_data_folder(path)
    folder.open_store().close()
    return folder


def open_data_folder(path: Path) -> DataFolder:
    """Read and check a data folder; raise DataFolderError."""
    try:
        if not path.is_dir():
            raise DataFolderError(f"there is no folder {path}; make one with: pomoc-server init {path}")
        settings = read_settings(path)
        ca = _load_ca(path / settings.ca_certificate, path / settings.ca_key)
        brand_bytes = (path / BRAND).read_bytes()
        brand.decode_brand(brand_bytes)
    except SettingsError as error:
        raise DataFolderError(str(error)) from error
    except BrandError as error:
        raise DataFolderError(f"{path / BRAND}: {error}") from error
    except (OSError, ValueError) as error:
        raise DataFolderError(f"{path} cannot be read: {_reason(error)}") from error
    folder = DataFolder(path, settings, ca, brand_bytes)
    if folder.tls is not None:
        check_tls(folder.tls)
    return folder


def check_tls(files: TlsFiles) -> None:
    """Check that a certificate and its key can be read and fit; raise DataFolderError."""
    try:
        # A password callback that answers nothing: an encrypted key must not stop to ask.
        ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(files.certificate, files.key, password=lambda: b"")
    except (OSError, ValueError) as error:
        raise DataFolderError(f"the TLS certificate {files.certificate} and its key cannot be used") from error


def is_unused(path: Path) -> bool:
    """Tell whether this folder is missing or empty; raise DataFolderError."""
    try:
        return not path.exists() or (path.is_dir() and not any(path.iterdir()))
    except OSError as error:
        raise DataFolderError(f"{path} cannot be read: {_reason(error)}") from error


def _make_empty(path: Path) -> None:
    if not is_unused(path):
        raise DataFolderError(f"{path} exists already and is not an empty folder")
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    path.chmod(0o700)


def _write(path: Path, data: bytes) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(data)


def _load_ca(certificate_path: Path, key_path: Path) -> KeyPair:
    try:
        certificate = x509.load_pem_x509_certificate(certificate_path.read_bytes())
        key = serialization.load_pem_private_key(key_path.read_bytes(), password=None)
        fits = certificate.public_key() == key.public_key()
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise DataFolderError(f"the organisation's CA in {certificate_path.parent} is damaged") from error
    if not isinstance(key, ec.EllipticCurvePrivateKey) or not fits:
        raise DataFolderError(f"the organisation's CA in {certificate_path.parent} and its key do not fit")
    return KeyPair(certificate, key)


def _reason(error: OSError | ValueError) -> str:
    return (error.strerror if isinstance(error, OSError) else None) or "bad name"
