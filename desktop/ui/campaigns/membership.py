"""The card that says which campaigns somebody's numbers are in, and how old that knowledge is."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.domain.campaigns import Membership
from desktop.ui import sentences_adding as sentences
from desktop.ui import sentences_campaigns
from desktop.ui import strings_adding as strings
from desktop.ui.kit.buttons import Button
from desktop.ui.kit.labels import Paragraph, Text
from desktop.ui.kit.panes import Card
from desktop.ui.kit.theme import u
from desktop.ui.numberfacts import Lists, NumberFacts
from desktop.ui.sentences import tip


class CampaignsCard(Card):
    """`open_wanted` carries the id of a campaign that was pressed. Hidden where there are no campaigns."""

    open_wanted = Signal(str)

    def __init__(self, facts: NumberFacts, parent: QWidget | None = None) -> None:
        super().__init__(spacing=8, parent=parent)
        self._facts = facts
        self._shown: tuple[Membership, ...] | None = None
        self.rows: list[MemberRow] = []
        head = QHBoxLayout()
        head.addWidget(Text(strings.IN_CAMPAIGNS, "dim", 12, 600), 1)
        self.read = Button(strings.READ_LISTS, kind="link", px=12)
        self.read.clicked.connect(self._press)
        head.addWidget(self.read)
        self.add_layout(head)
        self._members = QVBoxLayout()
        self._members.setSpacing(u(4))
        self.add_layout(self._members)
        self.note = Paragraph("", "dim")
        self.add(self.note)
        facts.changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Show what is known."""
        facts = self._facts
        self.setVisible(facts.has_campaigns)
        if facts.memberships != self._shown:
            self._shown = facts.memberships
            for row in self.rows:
                row.hide()
                row.deleteLater()
            self.rows = [MemberRow(one, self._facts) for one in facts.memberships]
            for row in self.rows:
                row.open_wanted.connect(self.open_wanted)
                self._members.addWidget(row)
        note = self._note()
        self.note.set_text(note)
        self.note.set_role("missed" if facts.lists is Lists.FAILED else "dim")
        self.note.setVisible(bool(note))
        busy = facts.lists in (Lists.LOOKING, Lists.READING)
        asks = facts.lists is Lists.ASKING
        self.read.setText(strings.STOP if busy else strings.READ_MANY if asks else strings.READ_LISTS)

    def _note(self) -> str:
        facts = self._facts
        match facts.lists:
            case Lists.LOOKING:
                return f"{strings.READING_LISTS}…"
            case Lists.ASKING:
                return sentences.many(facts.to_read)
            case Lists.READING:
                progress = facts.progress
                if progress is None:
                    return f"{strings.READING_LISTS}…"
                return sentences.reading(progress.campaign, progress.done, progress.total)
            case Lists.FAILED:
                return facts.trouble
        return "" if facts.memberships else strings.NOWHERE

    def _press(self) -> None:
        facts = self._facts
        if facts.lists in (Lists.LOOKING, Lists.READING):
            facts.stop()
        elif facts.lists is Lists.ASKING:
            facts.read_all()
        else:
            facts.read_lists()


class MemberRow(QWidget):
    """A campaign that a number is in."""

    open_wanted = Signal(str)

    def __init__(self, one: Membership, facts: NumberFacts) -> None:
        super().__init__()
        self._id = one.campaign.id
        name = sentences_campaigns.name(one.campaign)
        self.open = Button(name, kind="link")
        self.open.setToolTip(tip(name))
        self.open.clicked.connect(self._press)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(u(12))
        line.addWidget(self.open)
        line.addWidget(
            Text(sentences.membership(one, facts.now(), several_accounts=facts.several_accounts), "dim", 12),
            1,
        )

    def _press(self) -> None:
        self.open_wanted.emit(self._id)
