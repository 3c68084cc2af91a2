#!/usr/bin/env python3
"""Set up, test, show and build Pomoc; `python3 dev.py` lists the commands.

It runs on a bare Python 3.11 or newer: everything else goes into .venv, from the hashed lock.
"""

from __future__ import annotations  # an older Python must get as far as the message about its age

import hashlib
import importlib
import importlib.util
import os
import shlex
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PROGRAMS = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = PROGRAMS / ("python.exe" if os.name == "nt" else "python")
STAMP = VENV / "pomoc-stamp"
LOCK = ROOT / "requirements.lock"
PROJECT = ROOT / "pyproject.toml"
TRANSLATIONS = ROOT / "i18n"
COMPILED_TRANSLATIONS = ROOT / "resources" / "i18n"
LANGUAGES = ("sl", "en", "pl")
MINIMUM_PYTHON = (3, 11)
SPREAD = ("--numprocesses", "auto", "--dist", "loadfile", "--no-loadscope-reorder")
"""Tests run on all processors, those of one file on the same: they share servers and displays. `-n 0` undoes it."""

# Debian's names. The wheels of Qt bring Qt itself, but not the system libraries below it.
VENV_PACKAGES = ("python3-venv",)
TRANSLATION_PACKAGES = ("libbrotli1", "libglib2.0-0", "libgssapi-krb5-2")
QT_PACKAGES = (
    *TRANSLATION_PACKAGES,
    "fonts-dejavu-core",
    "fonts-noto-color-emoji",
    "libdbus-1-3",
    "libegl1",
    "libfontconfig1",
    "libgl1",
    "libxcb-cursor0",
    "libxcb-icccm4",
    "libxcb-image0",
    "libxcb-keysyms1",
    "libxcb-randr0",
    "libxcb-render-util0",
    "libxcb-shape0",
    "libxcb-sync1",
    "libxcb-xfixes0",
    "libxcb-xinerama0",
    "libxcb-xkb1",
    "libxkbcommon-x11-0",
)
VIRTUAL_DISPLAY_PACKAGES = (
    "dbus-daemon",
    "imagemagick",
    "openbox",
    "procps",
    "x11-utils",
    "x11-xkb-utils",
    "x11-xserver-utils",
    "xauth",
    "xclip",
    "xdotool",
    "xterm",
    "xvfb",
)
PEER_PACKAGES = ("tigervnc-scraping-server", "tigervnc-viewer", "x11vnc")
# Not in every release of Debian; without the modules it would be slower than it can be.
XPRA_PACKAGES = ("python3-gi-cairo", "python3-lz4", "python3-numpy", "python3-pil", "xpra")
BUILD_PACKAGES = ("binutils",)  # PyInstaller reads libraries with objdump


class DevError(Exception):
    """What was asked for cannot be done; the message tells the person at the terminal why."""


def main(arguments: Sequence[str]) -> int:
    """Run one command and return the exit code of the program."""
    if not arguments or arguments[0] in ("-h", "--help", "help"):
        print(usage())
        return 0
    command = COMMANDS.get(arguments[0])
    if command is None:
        print(f"dev.py: there is no command {arguments[0]!r}.\n\n{usage()}", file=sys.stderr)
        return 2
    if len(arguments) > 1 and not command.takes_arguments:
        print(f"dev.py: {arguments[0]} takes no arguments.", file=sys.stderr)
        return 2
    try:
        check_python(sys.version_info[:2])
        return command.function(arguments[1:])
    except DevError as error:
        print(f"dev.py: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def usage() -> str:
    """Return the list of commands."""
    lines = [f"  {name:10} {command.summary}" for name, command in COMMANDS.items()]
    return "\n".join(["usage: python3 dev.py COMMAND [ARGUMENTS]", "", *lines])


# ----- commands -------------------------------------------------------------------------------------------------------


def setup(_arguments: Sequence[str] = ()) -> int:
    """Set up and say so, also where there was nothing to do."""
    if not prepare():
        say("Nothing to do: everything is up to date.")
    return 0


def demo(arguments: Sequence[str]) -> int:
    """Run the demo; where there is no display, on virtual ones."""
    arguments = list(arguments)
    if sys.platform.startswith("linux"):
        has_display = any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY"))
        if not has_display and "--virtual" not in arguments:
            arguments.insert(0, "--virtual")
        need_packages((*QT_PACKAGES, *(VIRTUAL_DISPLAY_PACKAGES if "--virtual" in arguments else ())))
    prepare()
    return call(PYTHON, "-m", "benchmarks.demo", *arguments)


def test(arguments: Sequence[str]) -> int:
    """Run every linter, and the tests when no linter complains."""
    need_packages((*QT_PACKAGES, *VIRTUAL_DISPLAY_PACKAGES, *BUILD_PACKAGES))
    prepare()
    packages = ("wire", "client", "server")
    linters: list[tuple[str | Path, ...]] = [
        (PROGRAMS / "ruff", "check", "."),
        (PROGRAMS / "ruff", "format", "--check", "."),
        (PROGRAMS / "mypy",),
        # A cache of its own for each platform: mypy throws a cache away that another platform made.
        (PROGRAMS / "mypy", "--platform", "win32", "--cache-dir", ".mypy_cache/win32", *packages),
        (PROGRAMS / "mypy", "--platform", "darwin", "--cache-dir", ".mypy_cache/darwin", *packages),
        (PROGRAMS / "lint-imports", "--no-logo"),
    ]
    failed = []
    with ThreadPoolExecutor(os.cpu_count()) as threads:
        for linter, finished in zip(linters, threads.map(partial(execute, quiet=True), linters), strict=True):
            line = shlex.join([Path(linter[0]).stem, *map(str, linter[1:])])
            say(line)
            print(finished.stdout, end="", flush=True)
            if finished.returncode:
                failed.append(line)
    if failed:
        raise DevError("the tests were not run, because these complain: " + "; ".join(failed))
    say(shlex.join(["pytest", *SPREAD, *arguments]))
    return call(PROGRAMS / "pytest", *SPREAD, *arguments)


def build(_arguments: Sequence[str]) -> int:
    """Make the customer's executable in dist/."""
    need_packages((*QT_PACKAGES, *BUILD_PACKAGES))
    prepare()
    run(PROGRAMS / "pyinstaller", "--noconfirm", "--log-level", "WARN", "--workpath", "build/pyinstaller", "build.spec")
    say("The executable is in dist/.")
    return 0


def bench(arguments: Sequence[str]) -> int:
    """Install the peers, and measure the picture's way side by side; without arguments, everything."""
    need_packages((*QT_PACKAGES, *VIRTUAL_DISPLAY_PACKAGES, *PEER_PACKAGES))
    try:
        need_packages(XPRA_PACKAGES)
    except DevError as error:
        say(f"xpra will be missing: {error}")
    prepare()
    return call(PYTHON, "-m", "benchmarks.screen", *(arguments or ("--all",)))


def translate(_arguments: Sequence[str]) -> int:
    """Bring the .ts files up to date with the texts in the source, and compile them."""
    prepare()
    sources = sorted(path.relative_to(ROOT) for path in (ROOT / "client").rglob("*.py"))
    for language in LANGUAGES:
        options = ["-no-obsolete", "-locations", "none", "-source-language", "en", "-target-language", language]
        if language == "en":
            options.append("-pluralonly")  # every other text is its own English translation
        run(PROGRAMS / "pyside6-lupdate", *sources, *options, "-ts", f"i18n/pomoc_{language}.ts")
    compile_translations()
    return 0


def diagrams(_arguments: Sequence[str]) -> int:
    """Draw the state machines of the documents again, from their tables."""
    prepare()
    program = "import client.session.diagram as d, sys; sys.stdout.buffer.write(d.state_machines_page().encode())"
    finished = subprocess.run([PYTHON, "-c", program], cwd=ROOT, check=False, stdout=subprocess.PIPE)
    if finished.returncode:
        raise DevError("the diagrams could not be drawn")
    (ROOT / "docs" / "state-machines.md").write_bytes(finished.stdout)
    return 0


def lock(arguments: Sequence[str]) -> int:
    """Resolve pyproject.toml into requirements.lock again; --upgrade takes newer versions."""
    with tempfile.TemporaryDirectory() as folder:
        make_venv(Path(folder))
        programs = Path(folder, PROGRAMS.name)
        run(programs / PYTHON.name, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "uv")
        options = ["--universal", "--python-version", "3.11", "--group", "dev", "--only-binary", ":all:"]
        options += ["--generate-hashes", "--no-header", "--no-annotate", "--quiet"]
        run(programs / "uv", "pip", "compile", *options, *arguments, PROJECT.name, "--output-file", LOCK.name)
    return 0


# ----- the environment ------------------------------------------------------------------------------------------------


def check_python(version: tuple[int, ...]) -> None:
    """Raise DevError where this Python is too old."""
    if version < MINIMUM_PYTHON:
        needed, found = (".".join(map(str, numbers)) for numbers in (MINIMUM_PYTHON, version))
        raise DevError(f"Python {needed} or newer is needed; this is Python {found}.")


def prepare() -> bool:
    """Bring .venv and the compiled translations up to date; tell whether anything was to do."""
    installed = install()
    return compile_translations() or installed


def install() -> bool:
    """Install the lock and the project into .venv, unless its stamp says that this was done."""
    usable = venv_is_usable()
    stamp = f"{VENV}\n{requirements_digest()}\n"
    if usable and STAMP.exists() and STAMP.read_text(encoding="utf-8") == stamp:
        return False
    if not usable:
        say("Making .venv ...")
        make_venv(VENV)
    STAMP.unlink(missing_ok=True)
    say("Installing what requirements.lock lists ...")
    pip = (PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps")
    # Wheels only: a source package would run a build whose own requirements have no hashes.
    run(*pip, "--require-hashes", "--only-binary", ":all:", "--requirement", LOCK)
    run(*pip, "--no-build-isolation", "--editable", ROOT)
    STAMP.write_text(stamp, encoding="utf-8")
    return True


def requirements_digest() -> str:
    """Return the SHA-256 of the two files that say what belongs into .venv."""
    digest = hashlib.sha256()
    for path in (LOCK, PROJECT):
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def venv_is_usable() -> bool:
    """Tell whether .venv has pip and a Python that is new enough, and still lies where it was made."""
    if not PYTHON.exists():
        return False
    # The programs in a virtual environment hold its path, so that it cannot be moved.
    if STAMP.exists() and STAMP.read_text(encoding="utf-8").split("\n")[0] != str(VENV):
        return False
    # When the system gets another Python, the packages of the old one stay behind, out of its sight.
    question = "import importlib.util, sys; sys.exit(sys.version_info < {} or importlib.util.find_spec('pip') is None)"
    return call(PYTHON, "-c", question.format(MINIMUM_PYTHON)) == 0


def make_venv(folder: Path) -> None:
    """Make a virtual environment with pip, in place of what is there; raise DevError."""
    if importlib.util.find_spec("ensurepip") is None:  # Debian has it in a package of its own
        need_packages(VENV_PACKAGES)
        importlib.invalidate_caches()
        if importlib.util.find_spec("ensurepip") is None:
            raise DevError("this Python cannot make virtual environments: its module ensurepip is missing.")
    run(sys.executable, "-m", "venv", "--clear", folder)


def compile_translations() -> bool:
    """Compile every .ts that is newer than its .qm; tell whether there was one."""
    stale = []
    for source in sorted(TRANSLATIONS.glob("*.ts")):
        compiled = COMPILED_TRANSLATIONS / f"{source.stem}.qm"
        if not compiled.exists() or compiled.stat().st_mtime < source.stat().st_mtime:
            stale.append((source, compiled))
    if stale:
        say("Compiling the translations ...")
        need_packages(TRANSLATION_PACKAGES)
        COMPILED_TRANSLATIONS.mkdir(parents=True, exist_ok=True)
    for source, compiled in stale:
        run(PROGRAMS / "pyside6-lrelease", "-silent", source, "-qm", compiled)
    return bool(stale)


# ----- Debian's packages ----------------------------------------------------------------------------------------------


def need_packages(names: Iterable[str]) -> None:
    """Install the packages that are missing; raise DevError where this user may not."""
    if not sys.platform.startswith("linux"):
        return
    if shutil.which("dpkg-query") is None:
        say("This is not Debian; what these packages of Debian hold must be installed: " + " ".join(names))
        return
    missing = sorted(set(names) - installed_packages())
    if not missing:
        return
    apt = ("env", "DEBIAN_FRONTEND=noninteractive", "apt-get")
    commands = ((*apt, "update"), (*apt, "install", "--yes", "--no-install-recommends", *missing))
    prefix = root_prefix()
    if prefix is None:
        line = f"sudo apt-get update && sudo apt-get install --no-install-recommends {' '.join(missing)}"
        raise DevError(f"packages of Debian are missing. Install them, then run this again:\n  {line}")
    say("Installing packages of Debian: " + " ".join(missing))
    for command in commands:
        run(*prefix, *command, quiet=True)


def installed_packages() -> set[str]:
    """Return the names of all installed packages of Debian, and the names that they provide."""
    query = ("dpkg-query", "--show", "--showformat", "${db:Status-Status}\t${Package}\t${Provides}\n")
    listing = subprocess.run(query, check=True, capture_output=True, text=True).stdout
    names: set[str] = set()
    for line in listing.splitlines():
        status, package, provides = line.split("\t")
        if status == "installed":
            names.add(package)
            names.update(name.split()[0] for name in provides.split(",") if name.strip())
    return names


def root_prefix() -> tuple[str, ...] | None:
    """Return what to put before a command that needs root; None where this user cannot be root."""
    if sys.platform != "win32" and os.geteuid() == 0:
        return ()
    if shutil.which("sudo") and subprocess.run(("sudo", "-n", "true"), capture_output=True).returncode == 0:
        return ("sudo", "-n")
    return None


# ----- running programs -----------------------------------------------------------------------------------------------


def say(text: str) -> None:
    """Print a line at once, so that it stays in order with the output of the programs."""
    print(f"== {text}", flush=True)


def call(*command: str | Path) -> int:
    """Run a program in the project's folder and return its exit code; raise DevError where it does not start."""
    return execute(command).returncode


def run(*command: str | Path, quiet: bool = False) -> None:
    """Run a program that must succeed; raise DevError. `quiet` shows its output only when it fails."""
    finished = execute(command, quiet)
    if finished.returncode:
        print(finished.stdout or "", end="", file=sys.stderr)
        raise DevError("this command failed: " + shlex.join(map(str, command)))


def execute(command: Sequence[str | Path], quiet: bool = False) -> subprocess.CompletedProcess[str]:
    """Run a program in the project's folder to its end; raise DevError where it does not start."""
    stdout, stderr = (subprocess.PIPE, subprocess.STDOUT) if quiet else (None, None)
    try:
        return subprocess.run(list(map(str, command)), cwd=ROOT, check=False, text=True, stdout=stdout, stderr=stderr)
    except OSError as error:
        raise DevError(f"{command[0]} could not be started: {error.strerror}") from error


class Command(NamedTuple):
    """One word after dev.py."""

    function: Callable[[Sequence[str]], int]
    summary: str
    takes_arguments: bool = False


COMMANDS = {
    "setup": Command(setup, "make .venv from requirements.lock and compile the translations"),
    "demo": Command(demo, "a whole session: server, agent and customer; --virtual: on virtual displays", True),
    "test": Command(test, "run the linters and the tests; arguments go to pytest", True),
    "bench": Command(bench, "measure the picture's way beside TigerVNC, x11vnc and xpra; -h: what can be chosen", True),
    "build": Command(build, "make the executable in dist/"),
    "translate": Command(translate, "bring the .ts files up to date with the source, and compile them"),
    "diagrams": Command(diagrams, "draw the state machines of docs/ again, from their tables"),
    "lock": Command(lock, "write requirements.lock again; --upgrade: with newer versions", True),
}

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
