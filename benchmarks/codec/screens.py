"""Screens of real programs, taken once and kept in build/codec-screens: python -m benchmarks.codec.screens.

Needs the Debian packages in PACKAGES. Every picture is the whole screen, BGRX, saved as PNG.
"""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import mss
import numpy as np
from PySide6.QtGui import QImage

from benchmarks.codec import content
from benchmarks.harness.desktop import virtual_desktop
from client.screen.geometry import FrameBuffer

PACKAGES = (
    "xvfb openbox xdotool x11-xserver-utils xterm geany netsurf-gtk libreoffice-writer libreoffice-calc "
    "libreoffice-gtk3 fonts-dejavu fonts-liberation adwaita-icon-theme"
)
FOLDER = Path("build/codec-screens")
SIZE = (1920, 1080)
KINDS = ("document", "terminal", "code", "spreadsheet", "web", "dialog", "dark", "subpixel", "desktop")
"""One picture each, of the whole screen."""
TYPING, PAGES, SCROLLING = "typing", "pages", "scrolling"
"""Several pictures each, one after the other, of the word processor."""
_ROOT = Path(__file__).resolve().parents[2]
_QUIET = 2.0
_PATIENCE = 90.0
_LETTERS = "the bank explains it again"
_GEANY = """[geany]
msgwindow_visible=false
highlighting_invert_all={dark}
editor_font=DejaVu Sans Mono 11
"""
_GTK = "[Settings]\ngtk-xft-antialias=1\ngtk-xft-hinting=1\ngtk-xft-hintstyle=hintslight\ngtk-xft-rgba={order}\n"


class Desk:
    """A virtual desktop with an empty home, on which programs are started and looked at."""

    def __init__(self, display: str, home: Path, subpixel: bool = False, dark: bool = False) -> None:
        self.home = home
        self._environment = {
            **os.environ,
            "DISPLAY": display,
            "HOME": str(home),
            "XDG_CONFIG_HOME": str(home / "config"),
            "LC_ALL": "C.UTF-8",
            "NO_AT_BRIDGE": "1",
            "PYTHONPATH": str(_ROOT),
            "GTK_THEME": "Adwaita:dark" if dark else "Adwaita",
        }
        self._environment.pop("XAUTHORITY", None)
        self._started: list[subprocess.Popen[bytes]] = []
        self._eyes = mss.MSS(display=display.encode())
        self._write("config/gtk-3.0/settings.ini", _GTK.format(order="rgb" if subpixel else "none"))
        self._write("config/geany/geany.conf", _GEANY.format(dark=str(dark).lower()))

    def _write(self, name: str, text: str) -> None:
        path = self.home / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)

    def starts(self, *words: str | Path) -> None:
        """Start a program in the background."""
        self._started.append(
            subprocess.Popen(
                words, env=self._environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=self.home
            )
        )

    def acts(self, *words: str) -> None:
        """Do something with xdotool."""
        subprocess.run(["xdotool", *words], env=self._environment, check=True, timeout=_PATIENCE)

    def fills_screen(self, title: str) -> None:
        """Wait for a window with this in its title, and let it fill the screen."""
        self.acts("search", "--sync", "--onlyvisible", "--name", title, "windowactivate", "--sync")
        found = ["search", "--onlyvisible", "--name", title]
        self.acts(*found, "windowsize", "--sync", str(SIZE[0] - 2), str(SIZE[1] - 24), "windowmove", "1", "20")

    def sees(self) -> FrameBuffer:
        """Return what the screen shows now."""
        shot = self._eyes.grab(self._eyes.monitors[0])
        return np.frombuffer(shot.raw, np.uint8).reshape(shot.height, shot.width, 4)

    def settles(self, unlike: FrameBuffer | None = None, quiet: float = _QUIET) -> FrameBuffer:
        """Return the screen once it differs from `unlike` and did not change for so many seconds.

        A text cursor may go on blinking: what changes back counts as quiet.
        """
        deadline = time.monotonic() + _PATIENCE
        recent: dict[bytes, float] = {}
        newest = time.monotonic()
        while time.monotonic() < deadline:
            seen = self.sees()
            now = time.monotonic()
            key = seen.tobytes()
            if key not in recent:
                newest = now
            recent[key] = now
            recent = {key: at for key, at in recent.items() if now - at < 3}
            if now - newest > quiet and (unlike is None or not np.array_equal(seen, unlike)):
                return seen
            time.sleep(0.05)
        raise TimeoutError("the screen did not settle")

    def close(self) -> None:
        """End the programs."""
        self._eyes.close()
        for process in reversed(self._started):
            process.terminate()
        for process in self._started:
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


@contextmanager
def _desk(subpixel: bool = False, dark: bool = False) -> Iterator[Desk]:
    with virtual_desktop(f"{SIZE[0]}x{SIZE[1]}x24") as display, TemporaryDirectory() as home:
        desk = Desk(display, Path(home), subpixel, dark)
        try:
            yield desk
        finally:
            desk.close()


def _office(desk: Desk, application: str, path: Path, title: str) -> None:
    profile = f"-env:UserInstallation=file://{desk.home}/office"
    desk.starts("soffice", profile, "--norestore", "--nologo", "--nofirststartwizard", f"--{application}", path)
    desk.fills_screen(title)
    desk.acts("key", "Escape")


def _document() -> None:
    with _desk() as desk:
        content.document(desk.home / "letter.html")
        _office(desk, "writer", desk.home / "letter.html", "letter")
        page = desk.settles()
        keep("document", page)
        desk.acts("mousemove", "900", "600", "click", "1")
        keep(TYPING, desk.settles(), 0)
        for number, letter in enumerate(_LETTERS, 1):
            desk.acts("key", "space" if letter == " " else letter)
            keep(TYPING, desk.settles(quiet=0.25), number)
        for number in range(6):
            keep(PAGES, desk.settles(), number)
            desk.acts("key", "Next")
        for number in range(12):
            keep(SCROLLING, desk.settles(), number)
            desk.acts("click", "5")


def _spreadsheet() -> None:
    with _desk() as desk:
        content.table(desk.home / "accounts.csv")
        profile = f"-env:UserInstallation=file://{desk.home}/office"
        convert = ["soffice", profile, "--headless", "--convert-to", "ods", "--outdir", str(desk.home)]
        subprocess.run([*convert, str(desk.home / "accounts.csv")], check=True, capture_output=True, timeout=_PATIENCE)
        _office(desk, "calc", desk.home / "accounts.ods", "accounts")
        keep("spreadsheet", desk.settles())


def _terminal() -> None:
    with _desk() as desk:
        content.log(desk.home / "log")
        font = ["-fa", "DejaVu Sans Mono", "-bg", "black", "-fg", "gray85", "-fs"]
        listing = "ls -lA --color /usr/bin | tail -n 70"
        for place, size, command in (("-0+0", "10", "tail -n 58 log"), ("+0+0", "9", listing)):
            desk.starts("xterm", "-geometry", f"110x62{place}", *font, size, "-e", "sh", "-c", f"{command}; cat")
        desk.acts("search", "--sync", "--onlyvisible", "--class", "xterm")
        keep("terminal", desk.settles())


def _editor(kind: str, subpixel: bool = False, dark: bool = False) -> None:
    source = _ROOT / "client" / "screen" / "x11_identity.py"
    with _desk(subpixel, dark) as desk:
        desk.starts("geany", "-i", source, source.with_name("damage.py"))
        desk.fills_screen("Geany")
        keep(kind, desk.settles())


def _browser(kind: str, pictures: bool, subpixel: bool = False) -> None:
    with _desk(subpixel) as desk:
        content.web_page(desk.home / "news.html", pictures)
        desk.starts("netsurf-gtk", f"file://{desk.home}/news.html")
        desk.fills_screen("NetSurf")
        keep(kind, desk.settles())


def _dialog() -> None:
    with _desk() as desk:
        desk.starts(sys.executable, "-m", "benchmarks.codec.dialog")
        desk.acts("search", "--sync", "--onlyvisible", "--name", "Settings")
        keep("dialog", desk.settles())


def _desktop() -> None:
    with _desk() as desk:
        content.web_page(desk.home / "news.html", True)
        content.log(desk.home / "log")
        desk.starts("netsurf-gtk", f"file://{desk.home}/news.html")
        desk.acts("search", "--sync", "--onlyvisible", "--name", "NetSurf", "windowmove", "700", "60")
        words = ["-geometry", "96x40+40+300", "-fa", "DejaVu Sans Mono", "-fs", "10"]
        desk.starts("xterm", *words, "-e", "sh", "-c", "tail -n 38 log; cat")
        desk.acts("search", "--sync", "--onlyvisible", "--class", "xterm")
        desk.settles()
        desk.starts(sys.executable, "-m", "benchmarks.codec.dialog")
        desk.acts("search", "--sync", "--onlyvisible", "--name", "Settings")
        keep("desktop", desk.settles())


_TAKEN: dict[str, Callable[[], None]] = {
    "document": _document,
    "terminal": _terminal,
    "code": lambda: _editor("code"),
    "spreadsheet": _spreadsheet,
    "web": lambda: _browser("web", pictures=True),
    "dialog": _dialog,
    "dark": lambda: _editor("dark", dark=True),
    "subpixel": lambda: _browser("subpixel", pictures=False, subpixel=True),
    "desktop": _desktop,
}


def keep(kind: str, frame: FrameBuffer, number: int = 0) -> None:
    """Save one picture of a kind."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    content.save(frame, FOLDER / f"{kind}-{number:02}.png")


def load(kind: str) -> list[FrameBuffer]:
    """Return the pictures of a kind, taking them first where they are not there."""
    if not (FOLDER / f"{kind}-00.png").exists():
        _TAKEN["document" if kind in (TYPING, PAGES, SCROLLING) else kind]()
    return [_pixels(path) for path in sorted(FOLDER.glob(f"{kind}-*.png"))]


def _pixels(path: Path) -> FrameBuffer:
    image = QImage(str(path)).convertToFormat(QImage.Format.Format_RGB32)
    return np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.width(), 4).copy()


def main() -> None:
    """Take every screen that is not there yet."""
    for kind in (*KINDS, TYPING, PAGES, SCROLLING):
        print(f"{kind}: {len(load(kind))}", flush=True)


if __name__ == "__main__":
    main()
