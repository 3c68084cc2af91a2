"""Windows are tested without a display; compiled translations are made from the .ts files when needed."""

import os

# Before anything imports Qt.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QApplication

from client.ui.theme import apply_theme, use_scheme
from client.ui.translation import LANGUAGES, install_language

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture(scope="session", autouse=True)
def compiled_translations() -> None:
    """Compile every .ts that is newer than its .qm."""
    target = ROOT / "resources" / "i18n"
    target.mkdir(parents=True, exist_ok=True)
    for source in (ROOT / "i18n").glob("*.ts"):
        compiled = target / f"{source.stem}.qm"
        if not compiled.exists() or compiled.stat().st_mtime < source.stat().st_mtime:
            program = Path(sys.executable).with_name("pyside6-lrelease")
            subprocess.run([program, "-silent", source, "-qm", compiled], check=True)


@pytest.fixture(scope="session")
def look(qapp: QApplication) -> None:
    """The program's look, put on once."""
    apply_theme(qapp)


@pytest.fixture
def themed(look: None, qapp: QApplication) -> Iterator[QApplication]:
    """The program with its look, in English; afterwards in English again."""
    install_language(qapp, "en")
    yield qapp
    # Windows of this test are gone before the next one; a processEvents() does not do this.
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    use_scheme(qapp, Qt.ColorScheme.Light)
    install_language(qapp, "en")


@pytest.fixture(params=LANGUAGES)
def each_language(request: pytest.FixtureRequest, themed: QApplication) -> str:
    """Run the test once in each language, and return it."""
    return install_language(themed, str(request.param))
