"""The language of the windows: the program's own translations and Qt's."""

from pathlib import Path
from typing import Final

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

from client.settings import resources

LANGUAGES: Final = ("sl", "en", "pl")
"""ISO 639-1, in the order in which they are offered."""
NATIVE_NAMES: Final = {"sl": "Slovenščina", "en": "English", "pl": "Polski"}
"""What each language calls itself; never translated."""

_FALLBACK = "en"
_OBJECT_NAME = "pomoc-translator"


def install_language(app: QCoreApplication, language: str | None) -> str:
    """Show all windows in this language and return the one that was taken.

    None, or one that is not offered, means the first of the system's languages that is. Windows
    that are open already get a LanguageChange event.
    """
    chosen = language if language in LANGUAGES else system_language()
    QLocale.setDefault(QLocale(chosen))
    for old in app.findChildren(QTranslator, _OBJECT_NAME):
        app.removeTranslator(old)
        old.deleteLater()
    qt_folder = Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath))
    folder = resources() / "i18n"
    # Qt has no Slovene of its own: i18n/qt_sl.ts fills in what these windows use of it.
    for file in (qt_folder / f"qtbase_{chosen}.qm", folder / f"qt_{chosen}.qm", folder / f"pomoc_{chosen}.qm"):
        translator = QTranslator(app)
        translator.setObjectName(_OBJECT_NAME)
        if translator.load(str(file)):
            app.installTranslator(translator)
        else:
            translator.deleteLater()
    return chosen


def system_language() -> str:
    """Return the first of the system's languages that is offered, or English."""
    for name in QLocale.system().uiLanguages():
        language = name.replace("_", "-").split("-", maxsplit=1)[0].lower()
        if language in LANGUAGES:
            return language
    return _FALLBACK
