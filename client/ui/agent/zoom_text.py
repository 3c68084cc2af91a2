"""What the agent's windows call the sizes of the picture."""

from PySide6.QtCore import QCoreApplication

from client.ui.agent.view import Zoom


def zoom_text(zoom: Zoom) -> str:
    """Return one or two words for the size, in the language of the windows."""
    translate = QCoreApplication.translate
    texts = {
        Zoom.AUTOMATIC: translate("Zoom", "Automatic"),
        Zoom.FIT: translate("Zoom", "Fit"),
        Zoom.ACTUAL: translate("Zoom", "Size 1:1"),
        Zoom.DOUBLE: translate("Zoom", "Size 2:1"),
        Zoom.TRIPLE: translate("Zoom", "Size 3:1"),
    }
    return texts[zoom]
