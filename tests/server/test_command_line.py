"""The commands init and agent."""

import getpass
import re
import sqlite3
import stat
from pathlib import Path

import pytest
from cryptography import x509

from server.__main__ import main
from server.data_folder import open_data_folder
from server.passwords import Passwords
from tests.server.test_serving import run_server
from wire.brand import decode_brand

INIT = ["--organisation", "Banka Č", "--url"]
ADD = ["--full-name", "Ana Žagar", "--email", "ana@banka.example"]


def error_of(capsys: pytest.CaptureFixture[str]) -> str:
    """Return the one line on standard error."""
    out, err = capsys.readouterr()
    assert out == ""
    assert re.fullmatch(r"pomoc-server: [^\n]+\n", err)
    return err


def test_init_makes_a_private_folder(tmp_path: Path) -> None:
    folder = tmp_path / "a" / "data"
    assert main(["init", str(folder), *INIT, "wss://help.banka.example"]) == 0
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    for key in ("ca-key.pem", "tls-key.pem"):
        assert stat.S_IMODE((folder / key).stat().st_mode) == 0o600
    opened = open_data_folder(folder)
    assert (opened.settings.port, opened.settings.url) == (443, "wss://help.banka.example")
    brand = decode_brand(opened.brand)
    assert (brand.organisation, brand.server) == ("Banka Č", "wss://help.banka.example")
    root = x509.load_pem_x509_certificate(brand.agent_root.encode())
    constraints = root.extensions.get_extension_for_class(x509.BasicConstraints)
    assert (constraints.critical, constraints.value.ca, constraints.value.path_length) == (True, True, 0)
    usage = root.extensions.get_extension_for_class(x509.KeyUsage)
    assert (usage.critical, usage.value.key_cert_sign, usage.value.digital_signature) == (True, True, False)
    assert root.subject.get_attributes_for_oid(x509.NameOID.COMMON_NAME)[0].value == "Banka Č"


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("wss://help.banka.example:8443", x509.DNSName("help.banka.example")),
        ("wss://bücher.example", x509.DNSName("xn--bcher-kva.example")),
        ("wss://[2001:db8::1]", None),
        ("wss://192.0.2.1", None),
    ],
)
def test_the_tls_certificate_is_for_the_host_and_of_another_root(
    tmp_path: Path, url: str, name: x509.DNSName | None
) -> None:
    assert main(["init", str(tmp_path / "data"), *INIT, url]) == 0
    certificate = x509.load_pem_x509_certificate((tmp_path / "data" / "tls.pem").read_bytes())
    brand = decode_brand((tmp_path / "data" / "brand.json").read_bytes())
    assert brand.server_root is not None
    certificate.verify_directly_issued_by(x509.load_pem_x509_certificate(brand.server_root.encode()))
    with pytest.raises(ValueError, match="Issuer"):
        certificate.verify_directly_issued_by(x509.load_pem_x509_certificate(brand.agent_root.encode()))
    names = list(certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value)
    assert len(names) == 1
    assert names[0] == name if name else isinstance(names[0], x509.IPAddress)


def test_init_with_the_administrators_own_certificate(tmp_path: Path) -> None:
    main(["init", str(tmp_path / "first"), *INIT, "wss://help.example"])
    files = [str(tmp_path / "first" / name) for name in ("tls.pem", "tls-key.pem")]
    own = ["--tls-certificate", files[0], "--tls-key", files[1]]
    assert main(["init", str(tmp_path / "data"), *INIT, "wss://help.example", *own]) == 0
    folder = open_data_folder(tmp_path / "data")
    assert decode_brand(folder.brand).server_root is None
    assert folder.tls is not None
    assert [str(path) for path in folder.tls] == files


@pytest.mark.parametrize(
    "arguments",
    [
        ["init", "{tmp}", *INIT, "ws://127.0.0.1"],
        ["init", "{tmp}/file", *INIT, "ws://127.0.0.1"],
        ["init", "{tmp}/file/below", *INIT, "ws://127.0.0.1"],
        ["init", "{tmp}/new", "--organisation", "č" * 33, "--url", "ws://127.0.0.1"],
        ["init", "{tmp}/new", "--organisation", "\n", "--url", "ws://127.0.0.1"],
        ["init", "{tmp}/new", *INIT, "ws://127.0.0.1", "--host", "0.0.0.0"],  # noqa: S104 -- must be refused
        ["init", "{tmp}/new", *INIT, "wss://x.example", "--tls-key", "{tmp}/file"],
        ["init", "{tmp}/new", *INIT, "wss://x.example", "--tls-key", "{tmp}/file", "--tls-certificate", "{tmp}/file"],
    ],
)
def test_init_that_cannot_is_one_sentence_and_leaves_nothing(
    tmp_path: Path, arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_text("here already")
    assert main([argument.replace("{tmp}", str(tmp_path)) for argument in arguments]) == 1
    error_of(capsys)
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["init", "x"],
        ["init", "x", *INIT, "ws://example.org"],
        ["init", "x", *INIT, "https://example.org"],
        ["init", "x", *INIT, "wss://" + "a" * 64 + ".example"],
        ["serve", "--port", "65536"],
        ["serve", "--port", "-1"],
        ["serve", "--port", "٣"],
        ["agent", "add", "ana"],
        ["agent"],
        ["agent", "revoke"],
        ["agent", "reset", "ana", "--full-name", "x"],
    ],
)
def test_usage_errors(arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 2


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("command-line") / "data"
    main(["init", str(path), *INIT, "ws://127.0.0.1"])
    return path


def test_agent_add_asks_for_the_password_twice(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(getpass, "getpass", lambda prompt: "dolgo geslo")
    assert main(["agent", "add", "ana", *ADD, "--data", str(folder)]) == 0
    store = open_data_folder(folder).open_store()
    account = store.find_account("ana")
    store.close()
    assert account is not None
    assert (account.full_name, account.email) == ("Ana Žagar", "ana@banka.example")
    assert Passwords().verify(account.password_hash, "dolgo geslo")


def test_agent_add_twice_is_one_sentence(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "password").write_text("dolgo geslo\r\n")
    arguments = ["agent", "add", "bor", *ADD, "--data", str(folder), "--password-file", str(tmp_path / "password")]
    assert main(arguments) == 0
    capsys.readouterr()
    assert main(arguments) == 1
    assert "bor already" in error_of(capsys)


@pytest.mark.parametrize(
    ("name", "file", "expected"),
    [
        ("Ana", "dolgo geslo", "login name"),
        ("cene", "kratko", "characters"),
        ("cene", None, "password file"),
    ],
)
def test_agent_add_that_cannot_is_one_sentence(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, file: str | None, expected: str
) -> None:
    path = tmp_path / "password"
    if file is not None:
        path.write_text(file)
    assert main(["agent", "add", name, *ADD, "--data", str(folder), "--password-file", str(path)]) == 1
    error = error_of(capsys)
    assert expected in error
    assert file is None or file not in error


def test_two_different_passwords(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    answers = iter(["dolgo geslo", "drugo geslo"])
    monkeypatch.setattr(getpass, "getpass", lambda prompt: next(answers))
    assert main(["agent", "add", "dana", *ADD, "--data", str(folder)]) == 1
    assert "differ" in error_of(capsys)


def test_agents_are_listed_with_what_they_are(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data = tmp_path / "data"
    main(["init", str(data), *INIT, "ws://127.0.0.1"])
    (tmp_path / "password").write_text("dolgo geslo")
    option = ["--data", str(data), "--password-file", str(tmp_path / "password")]
    main(["agent", "add", "bor", *ADD, *option, "--totp"])
    main(["agent", "add", "ana", *ADD, *option])
    main(["agent", "revoke", "ana", "--data", str(data)])
    capsys.readouterr()
    assert main(["agent", "list", "--data", str(data)]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "ana\tAna Žagar\tana@banka.example\trevoked\tpassword",
        "bor\tAna Žagar\tana@banka.example\tactive\tpassword+totp",
    ]
    assert main(["agent", "reset", "ana", *option]) == 0
    # Without --totp the second factor stays.
    assert main(["agent", "reset", "bor", *option]) == 0
    capsys.readouterr()
    main(["agent", "list", "--data", str(data)])
    assert [line.split("\t")[3:] for line in capsys.readouterr().out.splitlines()] == [
        ["active", "password"],
        ["active", "password+totp"],
    ]


def test_without_a_terminal_there_is_no_question(folder: Path) -> None:
    ended = run_server("agent", "add", "eva", *ADD, "--data", str(folder))
    assert (ended.returncode, ended.stdout) == (1, "")
    assert ended.stderr == "pomoc-server: there is no terminal to type a password at; use --password-file FILE\n"


def test_a_database_that_another_program_holds_is_not_called_damaged(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    connect = sqlite3.connect
    monkeypatch.setattr(sqlite3, "connect", lambda path: connect(path, timeout=0.0))
    holder = connect(folder / "accounts.sqlite3")
    holder.execute("BEGIN EXCLUSIVE")
    for command in (["list"], ["revoke", "ana"]):
        capsys.readouterr()
        assert main(["agent", *command, "--data", str(folder)]) == 1
        assert "in use by another program" in error_of(capsys)
    holder.close()


@pytest.mark.parametrize("action", ["revoke", "reset"])
@pytest.mark.parametrize("name", ["Ana", "a\udcff", "a b", ""])
def test_what_is_no_login_name_is_one_sentence(
    folder: Path, action: str, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    capsys.readouterr()
    assert main(["agent", action, name, "--data", str(folder)]) == 1
    assert "login name must be" in error_of(capsys)


@pytest.mark.parametrize("action", ["revoke", "reset"])
def test_an_agent_that_is_not_there_is_one_sentence(
    folder: Path, action: str, capsys: pytest.CaptureFixture[str]
) -> None:
    capsys.readouterr()
    assert main(["agent", action, "nobody", "--data", str(folder)]) == 1
    assert "no agent named nobody" in error_of(capsys)
