"""`pomoc audit verify FILE`: exit codes and sentences, in a process of its own without any display."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID
from PySide6.QtWidgets import QApplication

from client.audit_command import DAMAGED, INTACT, USAGE, USAGE_ERROR, main
from client.record.verify import Finding, Verdict
from client.seal.identity import AgentCredentials
from client.ui.audit_sentences import verdict_sentence
from client.ui.translation import install_language
from tests.support.audit import AGENT, write_session
from tests.support.authority import Root, issue, make_root
from wire.brand import VERSION, Brand, encode_brand

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture(scope="module")
def authority() -> Root:
    return make_root()


@pytest.fixture(scope="module")
def agent(authority: Root) -> AgentCredentials:
    return issue(authority)


@pytest.fixture
def log(tmp_path: Path, agent: AgentCredentials) -> Path:
    return write_session(tmp_path / "audit", agent)


def brand_file(folder: Path, authority: Root) -> Path:
    pem = authority[0].public_bytes(Encoding.PEM).decode()
    path = folder / "brand.json"
    path.write_bytes(encode_brand(Brand(VERSION, "Banka Zgled", "wss://help.example", pem)))
    return path


@pytest.fixture
def brand(tmp_path: Path, authority: Root) -> Path:
    return brand_file(tmp_path, authority)


@pytest.fixture
def common(tmp_path: Path, qapp: QApplication) -> list[str]:
    return ["--profile", str(tmp_path / "profile"), "--language", "en"]


def test_without_a_display_an_intact_log_gets_one_sentence(log: Path, brand: Path, tmp_path: Path) -> None:
    environment = {name: value for name, value in os.environ.items() if name not in ("DISPLAY", "WAYLAND_DISPLAY")}
    environment["QT_QPA_PLATFORM"] = "xcb"
    command: list[str | Path] = [sys.executable, "-m", "client", "audit", "verify", log, "--brand", brand]
    command += ["--profile", tmp_path / "profile", "--language", "en"]
    finished = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, encoding="utf-8", timeout=60)
    assert (finished.returncode, finished.stderr) == (INTACT, "")
    assert finished.stdout == (
        "The log is intact: session 042137 of 2030-05-17 12:00:00 UTC, 31 lines, signed by Žiga Šuštar, Banka Zgled.\n"
    )


def test_no_window_is_loaded_for_it() -> None:
    program = (
        "import sys, client.audit_command; sys.exit('PySide6.QtWidgets' in sys.modules or 'client.app' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", program], cwd=ROOT, timeout=60).returncode == 0


def test_the_brand_in_the_profile_is_taken(
    log: Path, authority: Root, tmp_path: Path, common: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "profile").mkdir()
    brand_file(tmp_path / "profile", authority)
    assert main(["verify", str(log), *common]) == INTACT
    assert "intact" in capsys.readouterr().out


def test_a_damaged_log_gets_its_line(
    log: Path, brand: Path, common: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    log.write_bytes(log.read_bytes().replace(b"1920", b"1921"))
    assert main(["verify", str(log), "--brand", str(brand), *common]) == DAMAGED
    output = capsys.readouterr()
    assert "line 6" in output.out
    assert not output.err


@pytest.mark.parametrize("name", ["full_name", "authority"])
def test_another_signer_is_not_the_agent(
    name: str, tmp_path: Path, authority: Root, brand: Path, common: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    names = (
        (NameOID.COMMON_NAME, "Ana Novak"),
        (NameOID.EMAIL_ADDRESS, AGENT["email"]),
        (NameOID.ORGANIZATION_NAME, AGENT["organisation"]),
    )
    stranger = issue(make_root()) if name == "authority" else issue(authority, names=names)
    log = write_session(tmp_path / "audit", stranger)
    assert main(["verify", str(log), "--brand", str(brand), *common]) == DAMAGED
    assert "not to be trusted" in capsys.readouterr().out


def test_without_a_brand_nobody_can_say_whose_signature_it_is(
    log: Path, common: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["verify", str(log), *common]) == USAGE_ERROR
    assert "--brand" in capsys.readouterr().err
    log.write_bytes(log.read_bytes()[:-1])
    assert main(["verify", str(log), *common]) == DAMAGED


@pytest.mark.parametrize("arguments", [[], ["verify"], ["burn", "x"], ["verify", "x", "--more"], ["verify", "x", "y"]])
def test_a_wrong_command_line(arguments: list[str], qapp: QApplication, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(arguments) == USAGE_ERROR
    assert USAGE in capsys.readouterr().err


def test_help_is_no_error(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--help"]) == INTACT
    assert capsys.readouterr().out == USAGE + "\n"


def test_what_cannot_be_read_is_not_called_damaged(
    tmp_path: Path, brand: Path, log: Path, common: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["verify", str(tmp_path / "absent"), "--brand", str(brand), *common]) == USAGE_ERROR
    brand.write_bytes(b"{")
    assert main(["verify", str(log), "--brand", str(brand), *common]) == USAGE_ERROR
    assert capsys.readouterr().err == "The file cannot be read.\nThe brand file is damaged or missing.\n"


@pytest.mark.parametrize("language", ["en", "sl", "pl"])
def test_every_finding_has_a_sentence_of_its_own(language: str, qapp: QApplication) -> None:
    install_language(qapp, language)
    sentences = {verdict_sentence(Verdict(finding, 7)) for finding in Finding}
    install_language(qapp, "en")
    assert len(sentences) == len(Finding)
    assert all(sentence.endswith(".") for sentence in sentences)
