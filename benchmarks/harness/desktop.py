"""A virtual desktop: an X server without a screen, with a window manager."""

import os
import socket
import struct
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import IO, Final

_RESTARTS: Final = 3
"""Times that a lost window manager is started again; one that ends at once must not be started for ever."""


def x_server_of(display: str) -> int:
    """Return the process that listens for a display of this machine (unix(7), SO_PEERCRED)."""
    with socket.socket(socket.AF_UNIX) as asking:
        asking.connect(f"\0/tmp/.X11-unix/X{display.lstrip(':')}")
        credentials = asking.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, struct.calcsize("3i"))
    return int(struct.unpack("3i", credentials)[0])


class DesktopError(Exception):
    """A virtual desktop could not be started."""


@contextmanager
def virtual_display(size: str = "1280x800x24", pixels: Path | None = None) -> Iterator[str]:
    """Run Xvfb on a free display number; yield its name, such as ":7".

    `pixels` is a folder in which the display keeps its frame buffer as a file, for those who look at every moment.
    """
    read_end, write_end = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(write_end), "-screen", "0", size, "-nolisten", "tcp", "-noreset"]
        + (["-fbdir", str(pixels)] if pixels is not None else []),
        pass_fds=(write_end,),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    os.close(write_end)
    try:
        with os.fdopen(read_end) as pipe:
            number = pipe.readline().strip()
        if not number:
            raise DesktopError("Xvfb did not start")
        yield f":{number}"
    finally:
        server.terminate()
        server.wait()


@contextmanager
def virtual_desktop(
    size: str = "1280x800x24", layout: str = "us", colour: str = "#3b6ea5", pixels: Path | None = None
) -> Iterator[str]:
    """Run a virtual display with the window manager openbox and a keyboard layout; yield its name."""
    with ExitStack() as stack:
        display = stack.enter_context(virtual_display(size, pixels))
        environment = {**os.environ, "DISPLAY": display}
        manager = _WindowManager(environment, stack.enter_context(tempfile.TemporaryFile()))
        stack.callback(manager.close)
        while not _is_managed(environment):
            if manager.has_ended():
                raise DesktopError("openbox did not start")
        subprocess.run(["setxkbmap", layout], env=environment, check=True)
        subprocess.run(["xsetroot", "-solid", colour], env=environment, check=True)
        yield display


class _WindowManager:
    """Openbox on one display. When it ends before its time, that is said on standard error, and it is started again.

    Whoever acts through windows could do nothing any more, and the cause would be gone with its last words.
    """

    def __init__(self, environment: dict[str, str], words: IO[bytes]) -> None:
        """`words` takes what it writes; it may be closed after `close`."""
        self._environment = environment
        self._words = words
        self._server = x_server_of(environment["DISPLAY"])
        self._closing = threading.Lock()
        self._closed = False
        self._process = self._start()
        self._keeper = threading.Thread(target=self._keep, daemon=True)
        self._keeper.start()

    def has_ended(self) -> bool:
        """Tell whether it has ended and will not be started again."""
        return not self._keeper.is_alive()

    def close(self) -> None:
        """End it."""
        with self._closing:
            self._closed = True
            self._process.terminate()
        self._keeper.join()

    def _start(self) -> "subprocess.Popen[bytes]":
        # Without a session manager to look for.
        return subprocess.Popen(
            ["openbox", "--sm-disable"], env=self._environment, stdout=self._words, stderr=self._words
        )

    def _keep(self) -> None:
        for left in reversed(range(_RESTARTS + 1)):
            code = self._process.wait()
            with self._closing:
                if self._closed:
                    return
                again = left > 0 and self._has_its_server()
                self._words.seek(0)
                last = self._words.read().decode("utf-8", "replace").strip().splitlines()[-1:]
                what = "it is started again" if again else "it is given up"
                print(
                    f"openbox on {self._environment['DISPLAY']} has ended with {code}; {what}: {last}",
                    file=sys.stderr,
                    flush=True,
                )
                if not again:
                    return
                self._process = self._start()

    def _has_its_server(self) -> bool:
        """Tell whether the display is still the same: its number may be another's by now, who wants none of this."""
        try:
            return x_server_of(self._environment["DISPLAY"]) == self._server
        except OSError:
            return False


def _is_managed(environment: dict[str, str]) -> bool:
    """Tell whether a window manager has announced itself (EWMH, _NET_SUPPORTING_WM_CHECK)."""
    words = ["xprop", "-root", "_NET_SUPPORTING_WM_CHECK"]
    return "window id" in subprocess.run(words, env=environment, capture_output=True, text=True, check=False).stdout
