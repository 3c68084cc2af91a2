"""The peers: each is a server on the customer's display and its real viewer on the advisor's."""

import os
import socket
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import IO, Final

from benchmarks.screen.line import line_to
from benchmarks.screen.subject import Place, Running, Subject, SubjectError

_PATIENCE: Final = 30.0
_LITTLE: Final = 3000
"""Bytes a second of a viewer that shows nothing new."""
_VIEWER: Final = ("xtigervncviewer", "-FullScreen", "-RemoteResize=0", "-SecurityTypes=None", "-MenuKey=")
_QUIET: Final = ("-AlertOnFatalError=0", "-ReconnectOnError=0")
_LOSSLESS: Final = ("-AutoSelect=0", "-PreferredEncoding=Tight", "-FullColor=1", "-NoJPEG=1")


class _Pair(Running):
    """A server and a viewer."""

    def __init__(self, server: "subprocess.Popen[bytes]", viewer: "subprocess.Popen[bytes]", log: Path) -> None:
        self._programs = server, viewer
        self._log = log
        self.customer_side = [server.pid]
        self.agent_side = [viewer.pid]

    def alive(self) -> bool:
        """Tell whether both run."""
        return all(program.poll() is None for program in self._programs)

    def last_words(self) -> str:
        """Return the last line of their common output."""
        return (self._log.read_text("utf-8", "replace").strip().splitlines() or [""])[-1]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(port: int, program: "subprocess.Popen[bytes]") -> None:
    """Wait until something answers on this port of loopback."""
    deadline = time.monotonic() + _PATIENCE
    while program.poll() is None and time.monotonic() < deadline:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            # Leave the processor to the one that is waited for.
            time.sleep(0.02)
        else:
            return
    raise SubjectError(f"{program.args!r} does not listen")


@contextmanager
def _program(words: Sequence[str], display: str, log: IO[bytes], home: str) -> Iterator["subprocess.Popen[bytes]"]:
    environment = {**os.environ, "DISPLAY": display, "HOME": home, "XDG_RUNTIME_DIR": home}
    process = subprocess.Popen(words, env=environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(5)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


@contextmanager
def _pair(place: Place, server: Sequence[str], viewer: Sequence[str], port: int, address: str) -> Iterator[Running]:
    """Run a server on this port, a line in front of it, and a viewer; `address` has the line's port for %d."""
    with ExitStack() as stack:
        output = place.folder / "output"
        log = stack.enter_context(output.open("wb"))
        home = str(place.folder)
        serving = stack.enter_context(_program(server, place.customer.display, log, home))
        _wait_for(port, serving)
        line = stack.enter_context(line_to(port, place.link))
        words = [*viewer, address % line.port]
        pair = _Pair(serving, stack.enter_context(_program(words, place.advisor.display, log, home)), output)
        pair.line = line
        yield pair


@contextmanager
def _tigervnc(place: Place, options: Sequence[str] = ()) -> Iterator[Running]:
    port = _free_port()
    server = ["X0tigervnc", "-display", place.customer.display, f"-rfbport={port}", "-localhost=1"]
    with _pair(
        place, [*server, "-SecurityTypes=None"], [*_VIEWER, *_QUIET, *options], port, "127.0.0.1::%d"
    ) as running:
        yield running


@contextmanager
def _tigervnc_lossless(place: Place) -> Iterator[Running]:
    with _tigervnc(place, _LOSSLESS) as running:
        yield running


@contextmanager
def _x11vnc(place: Place) -> Iterator[Running]:
    port = _free_port()
    server = ["x11vnc", "-display", place.customer.display, "-rfbport", str(port), "-localhost", "-nopw", "-forever"]
    with _pair(place, [*server, "-quiet"], [*_VIEWER, *_QUIET], port, "127.0.0.1::%d") as running:
        yield running


@contextmanager
def _xpra(place: Place) -> Iterator[Running]:
    port = _free_port()
    off = ["--notifications=no", "--pulseaudio=no", "--speaker=off", "--microphone=off", "--printing=no"]
    off += ["--webcam=no", "--mdns=no", "--system-tray=no", "--clipboard=no", "--file-transfer=no"]
    server = ["xpra", "shadow", place.customer.display, f"--bind-tcp=127.0.0.1:{port}", "--daemon=no", "--html=off"]
    # Its shared memory would bypass the line.
    viewer = ["xpra", "attach", "--mmap=no", *off]
    with _pair(place, [*server, "--dbus-control=no", *off], viewer, port, "tcp://127.0.0.1:%d/") as running:
        # It tries its line out at first, with more bytes than the works make.
        _wait_until_calm(running)
        yield running


def _wait_until_calm(running: Running) -> None:
    """Wait until little has passed for a second."""
    deadline, before = time.monotonic() + _PATIENCE, -1
    while time.monotonic() < deadline and running.alive():
        time.sleep(1)
        passed = running.line.counts().total
        if before > 0 and passed - before < _LITTLE:
            return
        before = passed


PEERS: Final = (
    Subject("tigervnc", _tigervnc, ("X0tigervnc", "xtigervncviewer")),
    Subject("tigervnc-lossless", _tigervnc_lossless, ("X0tigervnc", "xtigervncviewer")),
    Subject("x11vnc", _x11vnc, ("x11vnc", "xtigervncviewer")),
    Subject("xpra", _xpra, ("xpra",)),
)
