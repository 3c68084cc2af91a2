"""The counted line between two programs, in a process of its own: it must not disturb whoever measures."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final, NamedTuple

from benchmarks.harness.organisation import ROOT
from benchmarks.harness.proxy import Link, counting_proxy

LINKS: Final[dict[str, Link | None]] = {
    "free": None,
    "10M40": Link(10_000_000, 0.020),
    "2M80": Link(2_000_000, 0.040),
    "256k120": Link(256_000, 0.060),
}
"""Rate each way, and the round trip in milliseconds."""


class Counts(NamedTuple):
    """Bytes that have passed."""

    to_server: int
    to_client: int

    @property
    def total(self) -> int:
        """Both ways."""
        return self.to_server + self.to_client


class Line:
    """A running proxy."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process
        self.port = int(self._ask(None))

    def counts(self) -> Counts:
        """Return what has passed so far."""
        to_server, to_client = self._ask("counts").split()
        return Counts(int(to_server), int(to_client))

    def _ask(self, order: str | None) -> str:
        if self._process.stdin is None or self._process.stdout is None:
            raise ValueError("the proxy's input and output must be pipes")
        if order is not None:
            self._process.stdin.write(order + "\n")
            self._process.stdin.flush()
        return self._process.stdout.readline()


@contextmanager
def line_to(port: int, link: str) -> Iterator[Line]:
    """Run a proxy in front of this port of loopback, with the properties of one of LINKS."""
    command = [sys.executable, "-m", "benchmarks.screen.line", str(port), link]
    with subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="ascii"
    ) as process:
        try:
            yield Line(process)
        finally:
            process.terminate()


def main() -> int:
    """Forward until the input ends; answer each line of it with the counts."""
    with counting_proxy(int(sys.argv[1]), link=LINKS[sys.argv[2]]) as proxy:
        print(proxy.port, flush=True)
        for _ in sys.stdin:
            print(proxy.to_server, proxy.to_client, flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
