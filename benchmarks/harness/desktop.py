"""A virtual desktop: an X server without a screen, with a window manager."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path


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
        manager = subprocess.Popen(
            # Without a session manager to look for.
            ["openbox", "--sm-disable"],
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        stack.callback(manager.wait)
        stack.callback(manager.terminate)
        while not _is_managed(environment):
            if manager.poll() is not None:
                raise DesktopError("openbox did not start")
        subprocess.run(["setxkbmap", layout], env=environment, check=True)
        subprocess.run(["xsetroot", "-solid", colour], env=environment, check=True)
        yield display


def _is_managed(environment: dict[str, str]) -> bool:
    """Tell whether a window manager has announced itself (EWMH, _NET_SUPPORTING_WM_CHECK)."""
    words = ["xprop", "-root", "_NET_SUPPORTING_WM_CHECK"]
    return "window id" in subprocess.run(words, env=environment, capture_output=True, text=True, check=False).stdout
