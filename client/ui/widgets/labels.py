"""Labels that show other people's text as it is, and small frames made of an icon and a sentence."""

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QFont, QFontDatabase, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QWidget

from client.ui.theme import GRID, Tone, set_tone
from client.ui.widgets.icons import Glyph, GlyphLabel


def plain_label(role: str = "", tone: Tone = Tone.PLAIN, *, wraps: bool = False) -> QLabel:
    """Return a label that never reads its text as markup; `role` chooses a rule of the style sheet."""
    label = WrappedLabel() if wraps else QLabel()
    label.setTextFormat(Qt.TextFormat.PlainText)
    if role:
        label.setProperty("role", role)
    if tone is not Tone.PLAIN:
        set_tone(label, tone)
    return label


def large_digits(points: int) -> QLabel:
    """Return a label for digits that are read aloud: this large, all equally wide, and can be selected."""
    label = QLabel(alignment=Qt.AlignmentFlag.AlignCenter)
    font = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont)
    font.setPointSize(points)
    font.setWeight(QFont.Weight.DemiBold)
    font.setFeature(QFont.Tag("tnum"), 1)
    label.setFont(font)
    label.setTextInteractionFlags(
        Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
    )
    return label


class WrappedLabel(QLabel):
    """A label of several lines that is never lower than its lines, at whatever width it has, nor asks for more.

    By itself Qt takes the least height from a narrower shape of the text than the one that is shown, or from one line.
    """

    def __init__(self) -> None:
        super().__init__()
        self.setWordWrap(True)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def setText(self, text: str) -> None:
        """Show this text."""
        super().setText(text)
        self._claim()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Take another height at another width."""
        super().resizeEvent(event)
        self._claim()

    def event(self, event: QEvent) -> bool:
        """Take another height with another font, and with what was said while it was hidden."""
        handled = super().event(event)
        if event.type() in (QEvent.Type.Show, QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._claim()
        return handled

    def _claim(self) -> None:
        # A hidden one has no place in its layout yet, and so no width that counts.
        if self.isVisible():
            # What it tells is never less than its least height: without this it would only ever grow.
            self.setMinimumHeight(0)
            # An empty one tells -1.
            self.setMinimumHeight(max(0, self.heightForWidth(self.width())))


class ElidingLabel(QLabel):
    """A one-line label that shortens its text with an ellipsis; the tool tip has the whole."""

    def __init__(self, role: str = "", least: int = 120) -> None:
        super().__init__()
        self._whole = ""
        self._least = least
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("elides", True)
        if role:
            self.setProperty("role", role)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_whole_text(self, text: str) -> None:
        """Show this text, as far as there is room."""
        self._whole = text
        self.setAccessibleName(text)
        self.updateGeometry()
        self._elide()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Shorten anew."""
        super().resizeEvent(event)
        self._elide()

    def sizeHint(self) -> QSize:
        """Return room for the whole text."""
        self.ensurePolished()
        width = self.fontMetrics().horizontalAdvance(self._whole) + 2
        return QSize(width, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        """Return room for the beginning of the text."""
        hint = self.sizeHint()
        return QSize(min(hint.width(), self._least), hint.height())

    def _elide(self) -> None:
        shown = self.fontMetrics().elidedText(self._whole, Qt.TextElideMode.ElideRight, self.width())
        self.setText(shown)
        # A tool tip may be read as markup, a name must not be.
        whole = self._whole.replace("&", "&amp;").replace("<", "&lt;")
        self.setToolTip(f"<qt>{whole}</qt>" if shown != self._whole else "")


class IconRow(QWidget):
    """An icon and, beside it, a sentence that may need several lines."""

    def __init__(self, glyph: Glyph, tone: Tone = Tone.ACCENT, role: str = "") -> None:
        super().__init__()
        self.label = plain_label(role, wraps=True)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GRID + GRID // 2)
        layout.addWidget(GlyphLabel(glyph, tone), 0, Qt.AlignmentFlag.AlignTop)
        layout.addWidget(self.label, 1)


class Strip(QFrame):
    """A coloured strip that says how things stand: icon, text and colour together."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "strip")
        self._glyph = GlyphLabel(Glyph.INFORMATION)
        self.label = plain_label("strong", wraps=True)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(GRID + 4, GRID, GRID + 4, GRID)
        layout.setSpacing(GRID + 4)
        layout.addWidget(self._glyph)
        layout.addWidget(self.label, 1)

    def show_state(self, glyph: Glyph, tone: Tone, text: str) -> None:
        """Say this from now on."""
        self._glyph.set_glyph(glyph, tone)
        self.label.setText(text)
        self.setAccessibleName(text)
        set_tone(self.label, tone)
        set_tone(self, tone)
