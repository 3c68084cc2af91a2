"""An organisation with a server and an advisor, made by the commands that its administrator would type."""

import json
import os
import queue
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SERVER = (sys.executable, "-m", "server")
CLIENT = (sys.executable, "-m", "client")
PATIENCE = 30.0


class Program:
    """A running program whose standard output is read line by line."""

    def __init__(self, command: Sequence[str | Path], environment: dict[str, str] | None = None) -> None:
        self.process = subprocess.Popen(
            [str(word) for word in command],
            cwd=ROOT,
            # Tests of windows keep Qt off the screen (QT_QPA_PLATFORM); a program that people use is on it.
            env={**os.environ, "PYTHONWARNINGS": "default", "QT_QPA_PLATFORM": "xcb", **(environment or {})},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )
        self.errors: list[str] = []
        self.lines: list[str] = []
        self._new: queue.Queue[str | None] = queue.Queue()
        self._readers = [
            threading.Thread(target=self._read_output, daemon=True),
            threading.Thread(target=self._read_errors, daemon=True),
        ]
        for reader in self._readers:
            reader.start()

    def waits_for_line(self, beginning: str) -> str:
        """Return the next line that begins so; raise AssertionError when the program ends or says nothing."""
        while True:
            try:
                line = self._new.get(timeout=PATIENCE)
            except queue.Empty:
                raise AssertionError(f"no line {beginning!r} came; {self.lines} {self.errors}") from None
            if line is None:
                raise AssertionError(f"the program ended before {beginning!r}; {self.lines} {self.errors}")
            if line.startswith(beginning):
                return line

    def ends(self) -> int:
        """Wait for the program's own end and return its exit code."""
        code = self.process.wait(PATIENCE)
        for reader in self._readers:
            reader.join(PATIENCE)
        return code

    def stop(self) -> None:
        """End the program with SIGTERM, if it still runs."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(10)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        for reader in self._readers:
            reader.join(PATIENCE)
        for pipe in (self.process.stdout, self.process.stderr):
            if pipe is not None:
                pipe.close()

    def _read_output(self) -> None:
        for line in self.process.stdout or ():
            self.lines.append(line.rstrip("\n"))
            self._new.put(line.rstrip("\n"))
        self._new.put(None)

    def _read_errors(self) -> None:
        for line in self.process.stderr or ():
            self.errors.append(line.rstrip("\n"))


@contextmanager
def program(command: Sequence[str | Path], environment: dict[str, str] | None = None) -> Iterator[Program]:
    """Run a program; end it in every case."""
    running = Program(command, environment)
    try:
        yield running
    finally:
        running.stop()


@dataclass(frozen=True)
class Organisation:
    """A running server with one advisor."""

    folder: Path
    port: int
    server: Program
    login: str
    password_file: Path

    @property
    def url(self) -> str:
        """The server's address."""
        return f"ws://127.0.0.1:{self.port}"

    def brand_through(self, port: int) -> Path:
        """Return a brand file whose server is reached through another port of this machine."""
        brand = json.loads((self.folder / "server" / "brand.json").read_text(encoding="utf-8"))
        brand["server"] = f"ws://127.0.0.1:{port}"
        path = self.folder / f"brand-{port}.json"
        path.write_text(json.dumps(brand), encoding="utf-8")
        return path

    def agent_command(self, profile: Path, *, language: str = "sl", port: int | None = None) -> list[str | Path]:
        """Return the command of an advisor who logs in and opens a session at once."""
        server = f"ws://127.0.0.1:{port or self.port}"
        words: list[str | Path] = [
            "--agent",
            "--server",
            server,
            "--login",
            self.login,
            "--password-file",
            self.password_file,
        ]
        return [*CLIENT, *words, "--new-session", "--profile", profile, "--language", language]


@contextmanager
def organisation(folder: Path, name: str = "Banka Primer d.d.") -> Iterator[Organisation]:
    """Make a server's data folder and an account in this folder, and run the server on a free port."""
    folder.mkdir(parents=True, exist_ok=True)
    data = folder / "server"
    password_file = folder / "password"
    password_file.write_text("zelo dolgo geslo\n", encoding="utf-8")
    _run(*SERVER, "init", data, "--organisation", name, "--url", "ws://127.0.0.1:8470")
    account = ["agent", "add", "ana", "--full-name", "Ana Novak", "--email", "ana.novak@banka.example"]
    _run(*SERVER, *account, "--data", data, "--password-file", password_file)
    with program([*SERVER, "serve", "--data", data, "--port", "0"]) as server:
        port = int(server.waits_for_line("listening ").rsplit(":", 1)[1])
        yield Organisation(folder, port, server, "ana", password_file)


def _run(*command: str | Path) -> None:
    finished = subprocess.run([str(word) for word in command], cwd=ROOT, capture_output=True, text=True, check=False)
    if finished.returncode:
        raise RuntimeError(finished.stderr)
