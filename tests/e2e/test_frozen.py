"""The executable that customers get: what is in it, and a session with it up to the shared picture."""

import hashlib
import importlib
import os
import re
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path, PurePath

import pytest

from benchmarks.harness.desktop import virtual_desktop
from benchmarks.harness.organisation import CLIENT, organisation, program
from benchmarks.harness.person import Person
from benchmarks.harness.scene import scene
from client import VERSION

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(600)]

ROOT = Path(__file__).resolve().parents[2]
BUILDS = ROOT / "build" / "tested"
SINGLE_INPUTS = ("build.spec", "pyproject.toml", "requirements.lock")
FOLDERS_OF_INPUTS = ("client", "resources", "wire")

QT_BINDINGS = {"QtCore", "QtDBus", "QtGui", "QtWidgets"}
"""QtGui itself imports QtDBus; the others are what the program imports."""
QT_LIBRARIES = {f"libQt6{name}" for name in ("Core", "DBus", "Gui", "Svg", "WaylandClient", "Widgets", "XcbQpa")}
QT_PLUGINS = {"libqxcb", "libqwayland", "libqsvg", "libqsvgicon", "libcomposeplatforminputcontextplugin"}
"""Without these a customer would miss windows, icons or accents."""
TRANSLATIONS = {f"resources/i18n/{name}.qm" for name in ("pomoc_en", "pomoc_pl", "pomoc_sl", "qt_sl")} | {
    f"PySide6/Qt/translations/{name}.qm" for name in ("qtbase_en", "qtbase_pl")
}
FOREIGN = {
    "_distutils_hack",
    "evdev",
    "hypothesis",
    "pytest",
    "server",
    "setuptools",
    "starlette",
    "tkinter",
    "uvicorn",
}
BAND_COLOUR = 0xFFF2643D
"""Of the lifebuoy in resources/pomoc.svg; alpha, red, green, blue."""
PACKED = b"UPX!"
"""The magic number of UPX, in the first page of whatever it packs."""


@dataclass(frozen=True)
class Contents:
    """What is in the executable: files by their paths, and Python's modules."""

    files: dict[str, bytes]
    """Of each, the first 4096 bytes."""
    modules: set[str]

    @property
    def packages(self) -> set[str]:
        """The top-level names of all modules, compiled ones too."""
        extensions = {PurePath(name).parts[0].split(".")[0] for name in self.files if name.endswith(".so")}
        return {name.split(".")[0] for name in self.modules} | extensions

    def stems(self, folder: str, suffix: str) -> set[str]:
        """Return the names of the files in one folder, up to the first dot."""
        paths = [PurePath(name) for name in self.files if suffix in name]
        return {path.name.split(".")[0] for path in paths if str(path.parent) == folder}


@pytest.fixture(scope="module")
def frozen() -> Path:
    """Return the executable; it is built only where a file that goes into it has changed since the last time."""
    digest = hashlib.sha256()
    for path in inputs():
        digest.update(f"{path.relative_to(ROOT)}\n{hashlib.sha256(path.read_bytes()).hexdigest()}\n".encode())
    built = BUILDS / f"pomoc-{digest.hexdigest()[:16]}"
    if not built.exists():
        BUILDS.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=BUILDS) as folder:
            words = ["--noconfirm", "--log-level", "ERROR", "--distpath", folder, "--workpath", f"{folder}/work"]
            command = [sys.executable, "-m", "PyInstaller", *words, "build.spec"]
            made = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
            assert made.returncode == 0, made.stderr
            for old in BUILDS.glob("pomoc-*"):
                old.unlink()
            Path(folder, "pomoc").replace(built)
    return built


def inputs() -> list[Path]:
    """Return the files that decide what the executable is."""
    found = [ROOT / name for name in SINGLE_INPUTS]
    for folder in FOLDERS_OF_INPUTS:
        found += [path for path in (ROOT / folder).rglob("*") if path.is_file() and path.suffix != ".pyc"]
    return sorted(found)


@pytest.fixture(scope="module")
def contents(frozen: Path) -> Contents:
    # Imported by name: PyInstaller has no types.
    archive = importlib.import_module("PyInstaller.archive.readers").CArchiveReader(str(frozen))
    kinds = {name: entry[-1] for name, entry in archive.toc.items()}
    modules = {
        module for name, kind in kinds.items() if kind == "z" for module in archive.open_embedded_archive(name).toc
    }
    return Contents({name: archive.extract(name)[:4096] for name, kind in kinds.items() if kind in "bx"}, modules)


def run(frozen: Path, *arguments: str, **environment: str) -> "subprocess.CompletedProcess[str]":
    """Run the executable to its end, outside the project's folder."""
    command: list[str | Path] = [frozen, *arguments]
    names = ("LANG", "LANGUAGE", "LC_ALL", "LC_CTYPE", "LC_MESSAGES")
    clean = {name: value for name, value in os.environ.items() if name not in names}
    return subprocess.run(
        command, cwd="/", env=clean | environment, capture_output=True, text=True, encoding="utf-8", check=False
    )


def test_qt_is_in_it_as_far_as_it_is_used(contents: Contents) -> None:
    assert contents.stems("PySide6", ".abi3.so") - {"libpyside6"} == QT_BINDINGS
    assert {name for name in contents.stems("PySide6/Qt/lib", ".so") if name.startswith("libQt6")} == QT_LIBRARIES
    plugins = {PurePath(name).name.split(".")[0] for name in contents.files if "/plugins/" in name}
    assert plugins >= QT_PLUGINS
    assert not [name for name in contents.files if "qml" in name.lower()]


def test_translations_are_in_it(contents: Contents) -> None:
    assert {name for name in contents.files if name.endswith(".qm")} == TRANSLATIONS
    assert "resources/pomoc.svg" in contents.files


def test_nothing_of_the_server_and_of_the_tools_is_in_it(contents: Contents) -> None:
    assert contents.packages >= {"client", "wire", "cryptography", "PySide6"}
    assert not contents.packages & FOREIGN


def test_nothing_is_packed(frozen: Path, contents: Contents) -> None:
    assert any(head.startswith(b"\x7fELF") for head in contents.files.values())
    assert [name for name, head in contents.files.items() if PACKED in head] == []
    with frozen.open("rb") as file:
        assert PACKED not in file.read(4096)


def test_version(frozen: Path) -> None:
    finished = run(frozen, "--version", LANG="C.UTF-8")
    assert (finished.returncode, finished.stdout, finished.stderr) == (0, f"pomoc {VERSION}\n", "")


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("sl_SI.UTF-8", "Ukazna vrstica ni razumljiva: "),
        ("pl_PL.UTF-8", "Niezrozumiały wiersz poleceń: "),
        ("en_GB.UTF-8", "The command line is not understood: "),
    ],
)
def test_unknown_option(frozen: Path, language: str, sentence: str) -> None:
    # This machine may not have the locale itself; Qt would say that its characters are not known.
    finished = run(frozen, "--consent", LANG=language, LC_CTYPE="C.UTF-8")
    assert finished.returncode == 2
    assert finished.stdout == ""
    first, *usage = finished.stderr.splitlines()
    assert first.startswith(f"pomoc: {sentence}")
    assert "--consent" in first
    assert usage[0] == "pomoc [--connect CODE]"


def test_without_a_brand_it_says_so_under_its_icon(frozen: Path, tmp_path: Path) -> None:
    with virtual_desktop() as display:
        person = Person(display)
        words: list[str | Path] = [frozen, "--profile", tmp_path, "--language", "sl"]
        with program(words, {"DISPLAY": display}) as running:
            window = person.waits_for_window("^Pomoc$")
            # Without Qt's plugin for SVG the icon would be the window manager's.
            shown = ["xprop", "-display", display, "-id", window.id, "32c", "_NET_WM_ICON"]
            icon = subprocess.run(shown, capture_output=True, text=True, check=True).stdout
            assert str(BAND_COLOUR) in re.findall(r"\d+", icon), icon[:200]
            person.turns_to(window)
            person.presses("Return")
            assert running.ends() == 1
            (sentence,) = running.errors
            assert sentence.startswith("pomoc: Ta izvod programa Pomoc ")
        person.close()


def test_advisor_gets_a_code(frozen: Path, tmp_path: Path) -> None:
    with organisation(tmp_path / "office") as office, virtual_desktop() as display:
        person = Person(display)
        arguments = office.agent_command(tmp_path / "advisor")[len(CLIENT) :]
        with program([frozen, *arguments], {"DISPLAY": display}) as advisor:
            assert re.fullmatch(r"code \d{4} \d{4}", advisor.waits_for_line("code "))
            person.waits_for_window("^Seja 1: ")
            advisor.process.terminate()
            assert advisor.ends() == 0
            assert advisor.errors == []
        person.close()


def test_customer_shows_the_screen(frozen: Path, tmp_path: Path) -> None:
    with scene(tmp_path, customer_command=[frozen]) as stage:
        # The window is found by its Slovene title.
        stage.starts_customer()
        stage.customer_connects(stage.code)
        stage.advisor_program.waits_for_line("customer joined")
        stage.customer_is_in_chat()
        stage.customer_begins()
        stage.customer_shows()
        # While the advisor has control, the viewer does not paint the customer's cursor over the picture.
        stage.advisor_asks_control()
        stage.customer_allows_control()
        stage.advisor_has_control()
        stage.advisor_finds_picture()
        stage.customer_closes_window()
        assert stage.customer_program is not None
        assert stage.customer_program.ends() == 0
        assert stage.customer_program.errors == []
        assert stage.advisor_program.lines[-1] == "ended customer_left"
