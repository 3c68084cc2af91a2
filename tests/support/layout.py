"""Whether every text of a window has the room that it needs."""

from PySide6.QtCore import QCoreApplication, QRect, Qt
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLabel, QScrollArea, QWidget

# Rounding at fractional scales, in device-independent pixels.
_TOLERANCE = 1
_NESTED_LAYOUTS = 4


class SmallScreen:
    """What 1920x1080 pixels at 200 % leave beside a panel; stands for a widget's screen()."""

    TITLE = 32
    """Of a window's frame, in logical pixels."""

    def __init__(self, _widget: object = None) -> None:
        pass

    def availableGeometry(self) -> QRect:  # noqa: N802 - Qt's name
        return QRect(0, 0, 960, 520)


def cut_texts(widget: QWidget) -> list[str]:
    """Return a complaint for each visible text in the widget that has less room than it needs."""
    complaints = []
    for child in (widget, *widget.findChildren(QWidget)):
        if not child.isVisibleTo(widget) or not isinstance(child, QLabel | QAbstractButton | QComboBox):
            continue
        text = child.currentText() if isinstance(child, QComboBox) else child.text()
        if not text or child.property("elides"):
            continue
        needed_width, needed_height = _needed(child)
        if child.width() + _TOLERANCE < needed_width or child.height() + _TOLERANCE < needed_height:
            complaints.append(
                f"{text!r} has {child.width()} x {child.height()} and needs {needed_width} x {needed_height}"
            )
        elif child is not widget and not _inside_parents(child, widget):
            complaints.append(f"{text!r} reaches out of its parent")
    return complaints


def assert_nothing_cut(widget: QWidget) -> None:
    """Fail if any visible label, button or choice in the shown widget is cut.

    A label that elides on purpose says so with the property "elides" (and has a tool tip).
    """
    assert widget.isVisible(), "the widget has to be shown first"
    # A changed text asks for its room by an event, which each layout around it passes on by another.
    for _ in range(_NESTED_LAYOUTS):
        QCoreApplication.processEvents()
    complaints = cut_texts(widget)
    assert not complaints, "\n".join(complaints)


def _needed(child: QWidget) -> tuple[int, int]:
    """Return the least width and height that show the whole text."""
    if isinstance(child, QLabel):
        if child.wordWrap():
            margins = child.contentsMargins()
            longest = max((child.fontMetrics().horizontalAdvance(word) for word in child.text().split()), default=0)
            width = longest + margins.left() + margins.right()
            return width, child.heightForWidth(child.width())
        return child.sizeHint().width(), child.sizeHint().height()
    hint = child.minimumSizeHint() if isinstance(child, QComboBox) else child.sizeHint()
    return hint.width(), hint.height()


def _inside_parents(child: QWidget, top: QWidget) -> bool:
    """Tell whether no parent between the child and the top cuts the child's rectangle off."""
    parent = child.parentWidget()
    while parent is not None:
        where = QRect(child.mapTo(parent, child.rect().topLeft()), child.size())
        area = parent.parentWidget()
        scrolls = isinstance(area, QScrollArea) and area.viewport() is parent and area.verticalScrollBar().maximum() > 0
        if scrolls:
            # What is above or below comes into sight by scrolling.
            where.moveTop(0)
            where.setHeight(1)
        if not parent.rect().adjusted(-_TOLERANCE, -_TOLERANCE, _TOLERANCE, _TOLERANCE).contains(where):
            return False
        if scrolls and parent is not top:
            child = parent
        if parent is top or parent.windowFlags() & Qt.WindowType.Window == Qt.WindowType.Window:
            return True
        parent = parent.parentWidget()
    return True
