"""What the server writes is for its own user alone."""

import stat
import subprocess
import sys
from pathlib import Path

from tests.support.live_server import ROOT


def test_nothing_in_the_data_folder_is_open_to_others(tmp_path: Path) -> None:
    data, password = tmp_path / "data", tmp_path / "password"
    password.write_text("correct horse battery\n", encoding="utf-8")
    server = f"umask 000; exec {sys.executable} -m server"
    account = f"agent add ana --full-name 'Ana Novak' --email ana@bank.example --data {data} --password-file {password}"
    for words in (f"init {data} --organisation Bank --url wss://localhost:8470", account):
        subprocess.run(["sh", "-c", f"{server} {words}"], cwd=ROOT, check=True, capture_output=True)
    written = [data, *data.rglob("*")]
    assert len(written) > 5
    assert {path.name: oct(stat.S_IMODE(path.stat().st_mode) & 0o077) for path in written} == {
        path.name: "0o0" for path in written
    }
