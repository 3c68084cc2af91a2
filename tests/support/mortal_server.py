"""A real server process that is killed and started again, on the same port and data folder."""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.support.live_server import ROOT, LiveServer, live_server

_WITH_OTHER_LIMITS = """
import json, runpy, sys
from wire import limits
for name, value in json.loads(sys.argv.pop(1)).items():
    assert hasattr(limits, name)
    setattr(limits, name, value)
runpy.run_module("server", run_name="__main__", alter_sys=True)
"""


class MortalServer:
    """Takes the place of a live server's process."""

    def __init__(self, server: LiveServer) -> None:
        self._process: subprocess.Popen[str] = server.process
        self._data = server.data
        self._log = server.log_path
        self.live = server
        self.port = int(server.url.rsplit(":", 1)[1])

    def kill(self) -> None:
        """Kill it with SIGKILL, and wait until it is gone."""
        self._process.kill()
        self._process.wait()
        if self._process.stdout is not None:
            self._process.stdout.close()

    def start(self, **changed: float) -> None:
        """Start a successor, and wait until it listens; `changed` are limits that are other than in wire.limits."""
        command = [sys.executable, "-c", _WITH_OTHER_LIMITS, json.dumps(changed)]
        command += ["serve", "--data", str(self._data), "--port", str(self.port)]
        with self._log.open("a", encoding="utf-8") as log:
            self._process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=log, text=True)
        assert self._process.stdout is not None
        if not self._process.stdout.readline().startswith("listening"):
            raise RuntimeError(f"the server did not start: {self._log.read_text(encoding='utf-8')}")


@contextmanager
def mortal_server(tmp_path: Path) -> Iterator[MortalServer]:
    """Run a server that lets its one address resume as often as an attack needs."""
    with live_server(tmp_path, resumes_per_minute=100_000) as server:
        mortal = MortalServer(server)
        try:
            yield mortal
        finally:
            mortal.kill()
