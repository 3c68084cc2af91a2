"""What the program says before, or instead of, its windows."""

from pathlib import Path

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QMessageBox

from client.arguments import CommandLineError, Mistake
from client.environment import Lack

translate = QCoreApplication.translate

# PySide deletes a window without a parent as soon as Python lets go of it.
_open: set[QMessageBox] = set()


def mistake_sentence(error: CommandLineError) -> str:
    """Return what is wrong with the command line."""
    sentences = {
        Mistake.NOT_UNDERSTOOD: translate("Startup", "The command line is not understood: {detail}"),
        Mistake.AGENT_ONLY: translate("Startup", "The option {detail} works only together with --agent."),
        Mistake.CUSTOMER_ONLY: translate("Startup", "The option {detail} does not go together with --agent."),
        Mistake.SERVER_MALFORMED: translate(
            "Startup", "{detail} is not a server address. It looks like wss://help.example.com."
        ),
        Mistake.SERVER_NOT_ENCRYPTED: translate(
            "Startup", "{detail} is not encrypted. Use wss://; ws:// is only for this computer itself."
        ),
        Mistake.PASSWORD_NEEDS_LOGIN: translate("Startup", "The option --password-file needs --login as well."),
    }
    return sentences[error.mistake].replace("{detail}", error.detail)


def lack_sentence(lack: Lack, detail: str) -> str:
    """Return what keeps the windows from opening on this computer."""
    sentences = {
        Lack.NO_DISPLAY: translate("Startup", "There is no screen to open a window on (DISPLAY is not set)."),
        Lack.DISPLAY_UNREACHABLE: translate("Startup", "The screen {detail} cannot be reached."),
        Lack.LIBRARY_MISSING: translate("Startup", "The system library {detail} is missing. Please install it."),
    }
    return sentences[lack].replace("{detail}", detail)


def no_brand_sentence() -> str:
    """Return what to do with a copy that belongs to no organisation."""
    return translate(
        "Startup",
        "This copy of Pomoc belongs to no organisation. "
        "Please download it again from the page that your advisor named.",
    )


def no_server_sentence() -> str:
    """Return what to do in agent mode with neither a brand nor a server."""
    return translate("Startup", "Name the server with --server, for example --server wss://help.example.com.")


def bad_brand_sentence() -> str:
    """Return what to do with a damaged brand file."""
    return translate("Startup", "The brand file of this copy is damaged or missing. Please download Pomoc again.")


def bad_password_file_sentence(path: Path) -> str:
    """Return that the password file cannot be read."""
    return translate("Startup", "The password file {path} cannot be read.").replace("{path}", str(path))


def damaged_settings_sentence(path: Path) -> str:
    """Return that the settings were damaged, and where they are now."""
    return translate(
        "Startup", "The settings were damaged and have been reset. The damaged file was kept as {path}."
    ).replace("{path}", str(path))


def unsaved_settings_sentence(path: Path) -> str:
    """Return that the settings cannot be kept."""
    return translate("Startup", "The settings cannot be saved in {path}. They hold until you close Pomoc.").replace(
        "{path}", str(path)
    )


def tell(sentence: str) -> None:
    """Show a sentence in a small window of its own, without stopping anything."""
    box = QMessageBox(QMessageBox.Icon.Information, "Pomoc", sentence, QMessageBox.StandardButton.Ok)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    _open.add(box)
    box.finished.connect(lambda _result: _open.discard(box))
    box.open()
