"""Who is at the other end, as the certificate says, and the number by which both can be sure."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from client.session.status import AgentPerson
from client.ui.theme import GRID, Tone
from client.ui.widgets.icons import Glyph, GlyphLabel
from client.ui.widgets.labels import ElidingLabel, plain_label


class AdvisorCard(QFrame):
    """The advisor's name, organisation and e-mail, the verified certificate, and the safety number."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self._name = ElidingLabel("heading")
        self._organisation = ElidingLabel()
        self._email = ElidingLabel()
        self._email.setProperty("tone", Tone.MUTED.value)
        self._verified = plain_label(tone=Tone.GOOD)
        self._number_caption = plain_label(tone=Tone.MUTED)
        self._number = plain_label("heading")
        self._number_hint = plain_label(tone=Tone.MUTED)
        font = QFont(self._number.font())
        font.setFeature(QFont.Tag("tnum"), 1)
        self._number.setFont(font)
        self._number.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self._lay_out()
        self.retranslate()

    def show_advisor(self, agent: AgentPerson, fingerprint: str) -> None:
        """Show this person and these six digits."""
        self._name.set_whole_text(agent.full_name)
        self._organisation.set_whole_text(agent.organisation)
        self._email.set_whole_text(agent.email)
        half = len(fingerprint) // 2
        self._number.setText(f"{fingerprint[:half]} {fingerprint[half:]}")

    def retranslate(self) -> None:
        """Set all texts in the present language."""
        self.setAccessibleName(self.tr("Your advisor"))
        self._verified.setText(self.tr("Certificate verified"))
        self._number_caption.setText(self.tr("Safety number"))
        self._number.setAccessibleName(self.tr("Safety number"))
        self._number_hint.setText(self.tr("Read it to each other:\nboth must see the same."))

    def changeEvent(self, event: QEvent) -> None:
        """Follow a change of the language."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()

    def _lay_out(self) -> None:
        verified = QHBoxLayout()
        verified.setSpacing(GRID // 2)
        verified.addWidget(GlyphLabel(Glyph.CHECK, Tone.GOOD, 16))
        verified.addWidget(self._verified)
        verified.addStretch(1)
        person = QVBoxLayout()
        person.setSpacing(2)
        for label in (self._name, self._organisation, self._email):
            person.addWidget(label)
        person.addLayout(verified)
        number = QVBoxLayout()
        number.setSpacing(2)
        for part in (self._number_caption, self._number, self._number_hint):
            number.addWidget(part)
        number.addStretch(1)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(2 * GRID, GRID + 4, 2 * GRID, GRID + 4)
        layout.setSpacing(2 * GRID)
        layout.addWidget(GlyphLabel(Glyph.SHIELD, Tone.GOOD, 5 * GRID), 0, Qt.AlignmentFlag.AlignTop)
        layout.addLayout(person, 1)
        layout.addLayout(number)
