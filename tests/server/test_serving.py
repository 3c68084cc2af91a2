"""The server's process: starting, ending, and what it says when it cannot."""

import os
import re
import select
import signal
import socket
import ssl
import subprocess
import sys
from pathlib import Path

import pytest

from server.__main__ import main
from server.data_folder import create_data_folder
from tests.server.relay_client import allot, close_code, hear, join, relay_socket, say, settle_of, tell, token_of
from tests.support.live_server import ROOT, live_server
from wire.brand import decode_brand
from wire.endings import Refusal
from wire.rendezvous import PeerJoined, Refused

ENDING = 8.0
"""Seconds: what the server gives its clients to end, and the end of a Python process on a busy computer."""


def run_server(*arguments: str, home: Path | None = None) -> "subprocess.CompletedProcess[str]":
    """Run a command that must end by itself."""
    environment = {**os.environ, **({"HOME": str(home), "XDG_DATA_HOME": str(home / "data")} if home else {})}
    command = [sys.executable, "-m", "server", *arguments]
    # In a session of its own it has no terminal, wherever the tests run.
    return subprocess.run(
        command,
        cwd=ROOT,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=20,
        check=False,
        start_new_session=True,
    )


def make_folder(path: Path) -> Path:
    create_data_folder(path, organisation="Test", url="ws://127.0.0.1:8470", host="127.0.0.1", port=0)
    return path


@pytest.mark.parametrize("end", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_it_cleanly_with_sockets_open(tmp_path: Path, end: signal.Signals) -> None:
    with live_server(tmp_path) as server:
        server.add_agent("ana", "Ana", "ana@x.example", "dolgo geslo")
        token = token_of(server.url, "ana", "dolgo geslo")
        with (
            relay_socket(server.url) as waiting,
            relay_socket(server.url) as maker,
            relay_socket(server.url) as typer,
            relay_socket(server.url) as silent,
        ):
            allot(waiting, token)
            join(typer, allot(maker, token).nameplate)
            tell(maker, settle_of())
            say(maker, b"x")
            typer.recv(timeout=10)
            server.process.send_signal(end)
            assert server.process.wait(timeout=ENDING) == 0
            assert hear(waiting) == Refused(Refusal.SERVER_STOPPING)
            assert hear(maker) == PeerJoined(1)
            assert [close_code(client) for client in (waiting, maker, typer, silent)] == [1012] * 4
        assert server.process.stdout is not None
        assert server.process.stdout.read() == ""
        assert " INFO stopping\n" in server.log()
        assert "ERROR" not in server.log()


def test_it_ends_in_time_though_a_client_reads_nothing(tmp_path: Path) -> None:
    with live_server(tmp_path) as server:
        server.add_agent("ana", "Ana", "ana@x.example", "dolgo geslo")
        token = token_of(server.url, "ana", "dolgo geslo")
        with relay_socket(server.url, patience=0.1) as maker, relay_socket(server.url, patience=0.1) as typer:
            join(typer, allot(maker, token).nameplate)
            # The maker's side takes no more than its buffers hold; then the typer's does not go on either.
            frame = left = _masked_peer_frame(bytes(60_000))
            while select.select([], [typer.socket], [], 0.2)[1]:
                left = left[typer.socket.send(left, socket.MSG_DONTWAIT) :] or frame
            server.process.send_signal(signal.SIGTERM)
            assert server.process.wait(timeout=ENDING) == 0


def _masked_peer_frame(payload: bytes) -> bytes:
    # RFC 6455, 5.2: final binary frame, masked with zeros, 16-bit length.
    body = b"\x01" + payload
    return b"\x82\xfe" + len(body).to_bytes(2) + bytes(4) + body


def test_tls_with_the_pinned_root(tmp_path: Path) -> None:
    with live_server(tmp_path, url="wss://localhost") as server:
        brand = decode_brand(server.brand_path.read_bytes())
        assert brand.server_root is not None
        assert brand.server_root != brand.agent_root
        assert re.fullmatch(r"wss://localhost:\d+", server.url)
        context = ssl.create_default_context(cadata=brand.server_root)
        context.verify_flags |= ssl.VERIFY_X509_STRICT
        with relay_socket(server.url, context) as typer:
            assert join(typer, "0000") == Refused(Refusal.CODE_REFUSED)
        with pytest.raises(ssl.SSLCertVerificationError), relay_socket(server.url, ssl.create_default_context()):
            pass


def test_without_settings_it_makes_an_embedded_default(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "server", "serve", "--port", "0"]
    environment = {**os.environ, "HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path / "data")}
    with subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert re.fullmatch(r"listening ws://127\.0\.0\.1:\d+\n", process.stdout.readline())
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=ENDING) == 0
        assert "for the organisation Pomoc" in process.stderr.read()
    assert (tmp_path / "data" / "pomoc-server" / "brand.json").exists()


def test_port_taken(tmp_path: Path) -> None:
    folder = make_folder(tmp_path / "data")
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = str(other.getsockname()[1])
        ended = run_server("serve", "--data", str(folder), "--port", port)
    assert ended.returncode == 1
    assert ended.stdout == ""
    assert ended.stderr == f"pomoc-server: port {port} of 127.0.0.1 is taken by another program\n"


def damaged_settings(folder: Path) -> None:
    (folder / "settings.toml").write_text("port = [")


def settings_of_bytes(folder: Path) -> None:
    (folder / "settings.toml").write_bytes(b"\xff\xfe")


def unknown_setting(folder: Path) -> None:
    with (folder / "settings.toml").open("a") as file:
        file.write("colour = 'red'\n")


def plain_for_everybody(folder: Path) -> None:
    path = folder / "settings.toml"
    path.write_text(path.read_text().replace('host = "127.0.0.1"', 'host = "0.0.0.0"'))


def no_settings(folder: Path) -> None:
    (folder / "settings.toml").unlink()


def no_folder(folder: Path) -> None:
    for path in folder.iterdir():
        path.unlink()
    folder.rmdir()


def file_for_folder(folder: Path) -> None:
    no_folder(folder)
    folder.write_text("a file")


def folder_for_file(folder: Path) -> None:
    (folder / "ca.pem").unlink()
    (folder / "ca.pem").mkdir()


def other_ca_key(folder: Path) -> None:
    other = make_folder(folder.parent / "other")
    (folder / "ca-key.pem").write_bytes((other / "ca-key.pem").read_bytes())


def damaged_brand(folder: Path) -> None:
    (folder / "brand.json").write_text("{}")


def damaged_accounts(folder: Path) -> None:
    (folder / "accounts.sqlite3").write_bytes(b"no database" * 1000)


@pytest.mark.parametrize(
    "damage",
    [
        damaged_settings,
        settings_of_bytes,
        unknown_setting,
        plain_for_everybody,
        no_settings,
        no_folder,
        file_for_folder,
        folder_for_file,
        other_ca_key,
        damaged_brand,
        damaged_accounts,
    ],
)
def test_a_bad_folder_is_one_sentence(tmp_path: Path, damage: object, capsys: pytest.CaptureFixture[str]) -> None:
    folder = make_folder(tmp_path / "data")
    assert callable(damage)
    damage(folder)
    assert main(["serve", "--data", str(folder), "--port", "0"]) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert re.fullmatch(r"pomoc-server: [^\n]+\n", err)
    assert "data" in err


def test_no_folder_and_no_tls_for_everybody_as_a_process(tmp_path: Path) -> None:
    ended = run_server("serve", "--data", str(tmp_path / "missing"))
    assert (ended.returncode, ended.stdout, ended.stderr.count("\n")) == (1, "", 1)
    folder = make_folder(tmp_path / "data")
    ended = run_server("serve", "--data", str(folder), "--host", "0.0.0.0")  # noqa: S104 -- must be refused
    assert (ended.returncode, ended.stdout, ended.stderr.count("\n")) == (1, "", 1)
