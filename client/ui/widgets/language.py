"""The choice of the language."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QSignalBlocker
from PySide6.QtWidgets import QComboBox, QWidget

from client.ui.translation import LANGUAGES, NATIVE_NAMES


class LanguageChoice(QComboBox):
    """Offers each language under its own name, so that it is found by who cannot read the others."""

    def __init__(self, language: str, on_language: Callable[[str], None], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        for code in LANGUAGES:
            self.addItem(NATIVE_NAMES[code], code)
        with QSignalBlocker(self):
            self.setCurrentIndex(max(0, self.findData(language)))
        self.currentIndexChanged.connect(lambda index: on_language(self.itemData(index)))
        self.retranslate()

    def retranslate(self) -> None:
        """Set the name that screen readers say."""
        self.setAccessibleName(self.tr("Language"))
        self.setToolTip(self.tr("Language"))

    def changeEvent(self, event: QEvent) -> None:
        """Follow a change of the language."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()
