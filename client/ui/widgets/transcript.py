"""The lines of a chat, as bubbles in one text that can be selected, scrolled and read aloud."""

from collections import deque
from typing import Final

from PySide6.QtCore import QDateTime, QEvent, QLocale, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QTextBlock,
    QTextBlockFormat,
    QTextBlockUserData,
    QTextCharFormat,
    QTextCursor,
    QTextOption,
)
from PySide6.QtWidgets import QTextEdit, QWidget

from client.session.status import LineKind
from client.ui.theme import BASE_POINTS, GRID, colours
from wire import limits
from wire.text import clean_text

_SIDE_MARGIN: Final = 2 * GRID
_FAR_MARGIN: Final = 8 * GRID
"""What a bubble leaves free on the other person's side."""
_PADDING: Final = GRID
_RADIUS: Final = 10.0
_MOST_BLOCKS: Final = 6000
"""Each line of a person is two; older ones go, so that no flood of lines can take the window away."""


class _Row(QTextBlockUserData):
    """What a block is: whose, and whether it is the small heading or the text below it."""

    def __init__(self, kind: LineKind, *, heading: bool) -> None:
        super().__init__()
        self.kind = kind
        self.heading = heading


class Transcript(QTextEdit):
    """All lines so far. It keeps to the end unless its reader has scrolled up."""

    scrolled_to_end = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "transcript")
        self.setReadOnly(True)
        self.setAcceptRichText(False)
        self.setUndoRedoEnabled(False)
        self.setTabChangesFocus(True)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        # A word as long as the window, such as an address, is broken rather than cut.
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().setDocumentMargin(GRID)
        self.document().setMaximumBlockCount(_MOST_BLOCKS)
        # Qt does not keep the Python object of a block's data alive.
        self._rows: deque[_Row] = deque(maxlen=_MOST_BLOCKS + 1)
        self.verticalScrollBar().valueChanged.connect(self._tell_end)

    def append_row(self, kind: LineKind, at: float, author: str, text: str) -> None:
        """Add one line; `at` is in seconds since 1970, the text is shown literally."""
        follow = self.is_at_end()
        text = clean_text(text, most=limits.CHAT_CHARACTERS)
        time = QLocale().toString(QDateTime.fromSecsSinceEpoch(int(at)).time(), QLocale.FormatType.ShortFormat)
        if kind is LineKind.SYSTEM:
            self._append_block(f"{time}  {text}", kind, heading=False)
        else:
            self._append_block(f"{author}  {time}" if author else time, kind, heading=True)
            # One line separator for each line break keeps the text one block, and so one bubble.
            self._append_block(text.replace("\n", "\u2028"), kind, heading=False)
        self._align(self.document().lastBlock())
        if follow:
            self.scroll_to_end()

    def is_at_end(self) -> bool:
        """Tell whether the newest line is in sight."""
        bar = self.verticalScrollBar()
        return bar.value() >= bar.maximum() - GRID

    def scroll_to_end(self) -> None:
        """Show the newest line."""
        self.verticalScrollBar().setValue(self.verticalScrollBar().maximum())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Wrap the lines anew; who was at the end stays there."""
        follow = self.is_at_end()
        super().resizeEvent(event)
        self._align(self.document().firstBlock())
        if follow:
            self.scroll_to_end()

    def changeEvent(self, event: QEvent) -> None:
        """Colour the lines anew when the colour scheme changed."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.PaletteChange:
            self._colour_again()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the bubbles that are in sight, then the text over them."""
        with QPainter(self.viewport()) as painter:
            self._paint_bubbles(painter)
        super().paintEvent(event)

    def _paint_bubbles(self, painter: QPainter) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        block = self.cursorForPosition(self.viewport().rect().topLeft()).block()
        bottom = self.viewport().height()
        while block.isValid():
            bubble = self._bubble(block)
            if not bubble.isNull():
                painter.setBrush(_fill(block.userData()))
                painter.drawRoundedRect(bubble, _RADIUS, _RADIUS)
            if self._on_viewport(block).top() > bottom:
                break
            block = block.next()

    def _append_block(self, text: str, kind: LineKind, *, heading: bool) -> None:
        cursor = QTextCursor(self.document())
        cursor.movePosition(QTextCursor.MoveOperation.End)
        block_format = _block_format(kind, heading=heading)
        if self._rows:
            cursor.insertBlock(block_format)
        else:
            cursor.setBlockFormat(block_format)
        row = _Row(kind, heading=heading)
        self._rows.append(row)
        cursor.block().setUserData(row)
        cursor.insertText(text, _character_format(row))

    def _align(self, block: QTextBlock) -> None:
        """Set own lines, from this block on, to the right; a text of several lines reads better from the left."""
        while block.isValid():
            row = block.userData()
            if isinstance(row, _Row) and row.kind is LineKind.OWN:
                several = not row.heading and block.layout().lineCount() > 1
                wanted = Qt.AlignmentFlag.AlignLeft if several else Qt.AlignmentFlag.AlignRight
                if block.blockFormat().alignment() & wanted != wanted:
                    block_format = QTextBlockFormat()
                    block_format.setAlignment(wanted | Qt.AlignmentFlag.AlignAbsolute)
                    QTextCursor(block).mergeBlockFormat(block_format)
            block = block.next()

    def _on_viewport(self, block: QTextBlock) -> QRectF:
        rectangle = self.document().documentLayout().blockBoundingRect(block)
        return rectangle.translated(-self.horizontalScrollBar().value(), -self.verticalScrollBar().value())

    def _bubble(self, block: QTextBlock) -> QRectF:
        """Return where the bubble of this block goes, in pixels of the viewport; null for a heading."""
        row = block.userData()
        if not isinstance(row, _Row) or row.heading:
            return QRectF()
        layout = block.layout()
        text = QRectF()
        for index in range(layout.lineCount()):
            text = text.united(layout.lineAt(index).naturalTextRect())
        text.translate(layout.position().x(), layout.position().y() - self.verticalScrollBar().value())
        return text.adjusted(-_PADDING, -_PADDING * 0.6, _PADDING, _PADDING * 0.6)

    def _colour_again(self) -> None:
        block = self.document().firstBlock()
        while block.isValid():
            row = block.userData()
            if isinstance(row, _Row):
                cursor = QTextCursor(block)
                cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor)
                cursor.setCharFormat(_character_format(row))
            block = block.next()

    def _tell_end(self) -> None:
        if self.is_at_end():
            self.scrolled_to_end.emit()


def _block_format(kind: LineKind, *, heading: bool) -> QTextBlockFormat:
    block_format = QTextBlockFormat()
    if kind is LineKind.SYSTEM:
        block_format.setAlignment(Qt.AlignmentFlag.AlignHCenter)
    elif kind is LineKind.OWN:
        block_format.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignAbsolute)
    else:
        block_format.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignAbsolute)
    block_format.setLeftMargin(_FAR_MARGIN if kind is LineKind.OWN else _SIDE_MARGIN)
    block_format.setRightMargin(_FAR_MARGIN if kind is LineKind.PEER else _SIDE_MARGIN)
    block_format.setTopMargin(1.5 * GRID if heading or kind is LineKind.SYSTEM else 0.75 * GRID)
    block_format.setBottomMargin(0 if heading else 0.75 * GRID)
    return block_format


def _character_format(row: _Row) -> QTextCharFormat:
    character_format = QTextCharFormat()
    small = row.heading or row.kind is LineKind.SYSTEM
    character_format.setFontPointSize(BASE_POINTS - 1.5 if small else BASE_POINTS)
    name = colours().muted if small else colours().text
    if row.kind is LineKind.OWN and not small:
        name = colours().on_accent
    character_format.setForeground(QColor(name))
    return character_format


def _fill(row: QTextBlockUserData) -> QColor:
    if isinstance(row, _Row) and row.kind is LineKind.OWN:
        return QColor(colours().accent)
    if isinstance(row, _Row) and row.kind is LineKind.PEER:
        return QColor(colours().accent_soft)
    return QColor(colours().window)
