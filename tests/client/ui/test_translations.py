"""The .ts files are complete, fit the source, and reach the windows."""

import re
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QLocale
from PySide6.QtWidgets import QApplication, QDialogButtonBox

from client.ui import translation
from client.ui.translation import LANGUAGES, NATIVE_NAMES, install_language, system_language

ROOT = Path(__file__).resolve().parents[3]
FORMS = {"sl": 4, "en": 2, "pl": 3}
PLACEHOLDER = re.compile(r"%n|%\d|\{\w*\}")
ALL_FILES = sorted((ROOT / "i18n").glob("*.ts"))


def messages(path: Path) -> list[tuple[str, ElementTree.Element]]:
    """Return the messages of a .ts file of ours, each with its context."""
    root = ElementTree.parse(path).getroot()  # noqa: S314 (a file of this repository)
    return [
        (context.findtext("name", ""), message)
        for context in root.iter("context")
        for message in context.iter("message")
    ]


def texts(message: ElementTree.Element) -> list[str]:
    """Return the translations of a message: one, or one for each plural form."""
    node = message.find("translation")
    assert node is not None
    forms = node.findall("numerusform")
    return [form.text or "" for form in forms] if forms else [node.text or ""]


def test_there_is_a_file_for_every_language() -> None:
    assert {f"pomoc_{language}.ts" for language in LANGUAGES} | {"qt_sl.ts"} == {path.name for path in ALL_FILES}
    assert set(NATIVE_NAMES) == set(LANGUAGES)


@pytest.mark.parametrize("path", ALL_FILES, ids=lambda path: path.stem)
def test_every_message_is_translated_with_the_same_placeholders(path: Path) -> None:
    assert messages(path)
    for context, message in messages(path):
        source = message.findtext("source", "")
        node = message.find("translation")
        assert node is not None
        assert node.get("type") is None, f"{context}: {source!r} is {node.get('type')}"
        for text in texts(message):
            assert text.strip(), f"{context}: {source!r} is empty"
            assert sorted(PLACEHOLDER.findall(text)) == sorted(PLACEHOLDER.findall(source)), f"{context}: {text!r}"
            assert text.count("\n") == source.count("\n"), f"{context}: {text!r}"


@pytest.mark.parametrize("path", ALL_FILES, ids=lambda path: path.stem)
def test_punctuation_and_mnemonics_are_kept(path: Path) -> None:
    for context, message in messages(path):
        source = message.findtext("source", "")
        for text in texts(message):
            assert text.count("&") == source.count("&"), f"{context}: {text!r}"
            if source.endswith((".", "?", ":", "…")):
                assert text[-1] == source[-1], f"{context}: {text!r}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_plural_messages_have_every_form_of_the_language(language: str) -> None:
    plural = [message for _, message in messages(ROOT / f"i18n/pomoc_{language}.ts") if message.get("numerus")]
    assert plural
    for message in plural:
        assert len(texts(message)) == FORMS[language]


def test_the_languages_have_the_same_messages() -> None:
    def keys(language: str) -> set[tuple[str, str]]:
        found = messages(ROOT / f"i18n/pomoc_{language}.ts")
        return {(context, message.findtext("source", "")) for context, message in found}

    assert keys("sl") == keys("pl")
    assert keys("en") < keys("sl")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_files_fit_the_source(language: str, tmp_path: Path) -> None:
    """Extract the texts anew: a file that changes by it is out of date."""
    committed = ROOT / f"i18n/pomoc_{language}.ts"
    fresh = tmp_path / committed.name
    fresh.write_bytes(committed.read_bytes())
    sources = sorted(str(path.relative_to(ROOT)) for path in (ROOT / "client").rglob("*.py"))
    options = ["-no-obsolete", "-locations", "none", "-source-language", "en", "-target-language", language, "-silent"]
    if language == "en":
        options.append("-pluralonly")
    program = Path(sys.executable).with_name("pyside6-lupdate")
    subprocess.run([program, *sources, *options, "-ts", fresh], cwd=ROOT, check=True, capture_output=True)
    before = {(context, message.findtext("source")) for context, message in messages(committed)}
    after = {(context, message.findtext("source")) for context, message in messages(fresh)}
    assert after == before


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("sl", ["Ostal je še 1 znak", "Ostala sta še 2 znaka", "Ostali so še 3 znaki", "Ostalo je še 5 znakov"]),
        ("pl", ["Pozostał 1 znak", "Pozostały 2 znaki", "Pozostały 3 znaki", "Pozostało 5 znaków"]),
        ("en", ["1 character left", "2 characters left", "3 characters left", "5 characters left"]),
    ],
)
def test_plurals_follow_the_rules_of_the_language(themed: QApplication, language: str, expected: list[str]) -> None:
    install_language(themed, language)
    found = [QCoreApplication.translate("ChatPanel", "%n characters left", "", number) for number in (1, 2, 3, 5)]
    assert found == expected


@pytest.mark.parametrize(("language", "cancel"), [("sl", "Prekliči"), ("pl", "Anuluj"), ("en", "Cancel")])
def test_qts_own_buttons_are_translated(themed: QApplication, language: str, cancel: str) -> None:
    install_language(themed, language)
    box = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
    assert box.button(QDialogButtonBox.StandardButton.Cancel).text().replace("&", "") == cancel


def test_a_language_that_is_not_offered_gives_way_to_the_systems(
    themed: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(translation, "system_language", lambda: "pl")
    assert install_language(themed, "xx") == "pl"
    assert install_language(themed, None) == "pl"
    assert install_language(themed, "sl") == "sl"


@pytest.mark.parametrize(
    ("offered", "taken"),
    [(["sl-SI", "en-US"], "sl"), (["de-AT", "pl-Latn-PL"], "pl"), (["de-AT"], "en"), (["C"], "en"), ([], "en")],
)
def test_the_systems_first_language_that_is_offered_is_taken(
    monkeypatch: pytest.MonkeyPatch, offered: list[str], taken: str
) -> None:
    class System:
        def uiLanguages(self) -> list[str]:  # noqa: N802 (Qt's name)
            return offered

    monkeypatch.setattr(QLocale, "system", lambda: System())
    assert system_language() == taken
