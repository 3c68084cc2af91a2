"""What the agent sees after the login: who they are, and their sessions of this run."""

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QDateTime, QEvent, QLocale, Qt, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from client.session.states import AgentState
from client.session.status import AgentPerson
from client.ui.agent.state_text import state_text
from client.ui.theme import GRID
from client.ui.widgets.buttons import ActionButton, ButtonRole
from client.ui.widgets.icons import Glyph

_NUMBER: Final = 0
_STATE: Final = 1
_SINCE: Final = 2
_AT_RIGHT: Final = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


@dataclass
class _Row:
    item: QTreeWidgetItem
    state: AgentState
    since: QDateTime


class DashboardPage(QWidget):
    """Who is logged in, and one row for each session."""

    new_session_clicked = Signal()
    call_clicked = Signal()
    """The customer's own number shall be typed."""
    session_chosen = Signal(int)
    """The number of a session whose window is wanted."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name, self._details = QLabel(self), QLabel(self)
        self._name.setProperty("role", "title")
        self._details.setProperty("tone", "muted")
        for label in (self._name, self._details):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
        self._new = ActionButton(Glyph.PLUS, ButtonRole.PRIMARY, self)
        self._call = ActionButton(Glyph.PHONE, parent=self)
        self._heading = QLabel(self)
        self._heading.setProperty("role", "heading")
        self._empty = QLabel(self, wordWrap=True, alignment=Qt.AlignmentFlag.AlignCenter)
        self._empty.setProperty("tone", "muted")
        self._list = QTreeWidget(self, columnCount=3)
        self._list.setRootIsDecorated(False)
        self._list.setUniformRowHeights(True)
        self._list.header().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self._list.header().setSectionResizeMode(_STATE, QHeaderView.ResizeMode.Stretch)
        self._list.header().setStretchLastSection(False)
        self._list.headerItem().setTextAlignment(_SINCE, _AT_RIGHT)
        self._list.setAllColumnsShowFocus(True)
        self._heading.setBuddy(self._list)
        self._rows: dict[int, _Row] = {}
        who = QVBoxLayout()
        who.setSpacing(GRID // 2)
        who.addWidget(self._name)
        who.addWidget(self._details)
        top = QHBoxLayout()
        top.setSpacing(2 * GRID)
        top.addLayout(who, 1)
        ways_in = QVBoxLayout()
        ways_in.setSpacing(GRID)
        ways_in.addWidget(self._new)
        ways_in.addWidget(self._call)
        top.addLayout(ways_in)
        column = QVBoxLayout(self)
        column.setContentsMargins(3 * GRID, 3 * GRID, 3 * GRID, GRID)
        column.setSpacing(2 * GRID)
        column.addLayout(top)
        column.addWidget(self._heading)
        column.addWidget(self._list, 1)
        column.addWidget(self._empty, 1)
        self._new.clicked.connect(self.new_session_clicked)
        self._call.clicked.connect(self.call_clicked)
        # On every platform's style Return activates an item and so does a double click.
        self._list.itemActivated.connect(lambda item, _column: self._choose(item))
        self._retranslate()

    def set_person(self, person: AgentPerson) -> None:
        """Show who is logged in, as the certificate names them."""
        self._name.setText(person.full_name)
        self._details.setText(f"{person.organisation} · {person.email}")
        self._new.setFocus()

    def set_session(self, number: int, state: AgentState) -> None:
        """Add a session, or show its new state, since now."""
        row = self._rows.get(number)
        if row is None:
            item = QTreeWidgetItem()
            item.setTextAlignment(_SINCE, _AT_RIGHT)
            self._rows[number] = _Row(item, state, QDateTime.currentDateTime())
            self._list.insertTopLevelItem(0, item)
            self._list.setCurrentItem(item)
        elif row.state is not state:
            row.state, row.since = state, QDateTime.currentDateTime()
        self._retranslate()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        if event.type() is QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    def _choose(self, item: QTreeWidgetItem) -> None:
        for number, row in self._rows.items():
            if row.item is item:
                self.session_chosen.emit(number)

    def _retranslate(self) -> None:
        self._new.setText(self.tr("&New session"))
        self._call.setText(self.tr("&Customer's number…"))
        self._call.setToolTip(self.tr("For a customer whose window shows a number and a password"))
        self._call.setAccessibleDescription(self._call.toolTip())
        self._heading.setText(self.tr("&Sessions"))
        self._list.setAccessibleName(self.tr("Sessions"))
        self._list.setHeaderLabels([self.tr("Session"), self.tr("State"), self.tr("Since")])
        self._empty.setText(self.tr("No sessions yet. A new session gives you a number to read to the customer."))
        self._list.setVisible(bool(self._rows))
        self._empty.setVisible(not self._rows)
        locale = QLocale()
        for number, row in self._rows.items():
            row.item.setText(_NUMBER, self.tr("Session {number}").replace("{number}", str(number)))
            row.item.setText(_STATE, state_text(row.state))
            row.item.setText(_SINCE, locale.toString(row.since.time(), QLocale.FormatType.ShortFormat))
