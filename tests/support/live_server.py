"""A real server process on a free port of loopback, for any test that needs one."""

import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import msgspec

from server.__main__ import main
from server.data_folder import create_data_folder
from server.settings import read_settings, write_settings

ROOT = Path(__file__).parents[2]
GENEROUS: dict[str, object] = {
    "joins_per_minute": 1000,
    "waits_per_minute": 1000,
    "waiting_ids_per_address": 1000,
    "resumes_per_minute": 1000,
}


@dataclass(frozen=True)
class LiveServer:
    """A running server; `url` is its base address, ws or wss."""

    url: str
    data: Path
    process: "subprocess.Popen[str]"
    log_path: Path

    @property
    def brand_path(self) -> Path:
        """The brand file that a client is started with."""
        return self.data / "brand.json"

    def add_agent(self, name: str, full_name: str, email: str, password: str) -> None:
        """Make an account, as the administrator does."""
        password_file = self.data.parent / f"password-of-{name}"
        password_file.write_text(password + "\n", encoding="utf-8")
        arguments = ["agent", "add", name, "--full-name", full_name, "--email", email]
        code = main([*arguments, "--data", str(self.data), "--password-file", str(password_file)])
        if code:
            raise RuntimeError("the account was not made")

    def log(self) -> str:
        """Return what the server has written to its standard error so far."""
        return self.log_path.read_text(encoding="utf-8")


@contextmanager
def live_server(
    tmp_path: Path,
    *,
    organisation: str = "Test Bank",
    url: str = "ws://127.0.0.1:8470",
    descriptors: int | None = None,
    **changed: object,
) -> Iterator[LiveServer]:
    """Run a server with a fresh data folder in `tmp_path`; end it with SIGTERM.

    Its limits by address are out of the way, as all clients have one address here; `changed` are
    other settings than that. `descriptors` is the most that its process may have.
    """
    data = tmp_path / "server-data"
    create_data_folder(data, organisation=organisation, url=url, host="127.0.0.1", port=0)
    write_settings(data, msgspec.structs.replace(read_settings(data), **{**GENEROUS, **changed}))
    with serving(data, tmp_path / "server.log", descriptors) as server:
        yield server


@contextmanager
def serving(data: Path, log_path: Path, descriptors: int | None = None) -> Iterator[LiveServer]:
    """Run a server with this data folder, as after a restart; end it with SIGTERM."""
    command = [sys.executable, "-m", "server", "serve", "--data", str(data), "--port", "0"]
    if descriptors is not None:
        command = ["sh", "-c", f'ulimit -n {descriptors}; exec "$@"', "sh", *command]
    with (
        log_path.open("w", encoding="utf-8") as log,
        subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=log, text=True) as process,
    ):
        try:
            assert process.stdout is not None
            ready = process.stdout.readline().split()
            if ready[:1] != ["listening"]:
                raise RuntimeError(f"the server did not start: {log_path.read_text(encoding='utf-8')}")
            yield LiveServer(ready[1], data, process, log_path)
        finally:
            if process.poll() is None:
                process.send_signal(signal.SIGTERM)
                try:
                    process.wait(timeout=10)
                except subprocess.TimeoutExpired:
                    process.kill()
