"""A dialog as office programs have them, with a plain window behind it: a program of its own."""

import sys

from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QGroupBox,
    QLabel,
    QLineEdit,
    QProgressBar,
    QRadioButton,
    QSlider,
    QSpinBox,
    QTabWidget,
    QVBoxLayout,
)

from benchmarks.codec.content import sentences


def settings_dialog() -> QDialog:
    """Return a dialog with one of each ordinary control."""
    dialog = QDialog()
    dialog.setWindowTitle("Settings")
    form = QFormLayout()
    texts = sentences(40, 12)
    form.addRow("Name", QLineEdit("Ana Novak"))
    form.addRow("Address", QLineEdit("Slovenska cesta 1, Ljubljana"))
    choice = QComboBox()
    choice.addItems(["Monthly", "Weekly"])
    form.addRow("Statement", choice)
    number = QSpinBox()
    number.setValue(42)
    form.addRow("Pages", number)
    form.addRow("Volume", QSlider())
    progress = QProgressBar()
    progress.setValue(63)
    form.addRow("Copying", progress)
    for text in texts[:4]:
        box = QCheckBox(text)
        box.setChecked(len(text) % 2 == 0)
        form.addRow(box)
    for text in texts[4:7]:
        form.addRow(QRadioButton(text))
    group = QGroupBox("Account")
    group.setLayout(form)
    tabs = QTabWidget()
    tabs.addTab(group, "General")
    tabs.addTab(QLabel(texts[8]), "Security")
    tabs.addTab(QLabel(texts[9]), "Printing")
    outer = QVBoxLayout(dialog)
    outer.addWidget(QLabel("<h2>Settings of the account</h2>" + "<br>".join(texts[9:])))
    outer.addWidget(tabs)
    buttons = QDialogButtonBox.StandardButton
    outer.addWidget(QDialogButtonBox(buttons.Ok | buttons.Cancel | buttons.Apply))
    return dialog


if __name__ == "__main__":
    application = QApplication(sys.argv)
    shown = settings_dialog()
    shown.show()
    sys.exit(application.exec())
