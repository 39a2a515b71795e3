"""The Person tab: who is at the other end, and the calls and attempts with the same number."""

from collections.abc import Callable, Sequence
from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.ui import sentences, sentences_detail, strings, times
from desktop.ui.campaigns.membership import CampaignsCard
from desktop.ui.detail.entryrows import EntryRows
from desktop.ui.detail.facts import Fact, FactsCard, Scrolled
from desktop.ui.detail.views import CallView, Entry, entries
from desktop.ui.kit.buttons import Button
from desktop.ui.kit.labels import Tag, Text
from desktop.ui.kit.panes import Card, EmptyState
from desktop.ui.kit.theme import u
from desktop.ui.numberfacts import NumberFacts
from desktop.ui.recents.face import formatted


class Person(Scrolled):
    """Shows a `CallView`'s person.

    `call_chosen` carries another call's id, `copied` a label and a text, `all_wanted` is Show all.
    """

    call_chosen = Signal(str)
    copied = Signal(str, str)
    all_wanted = Signal()

    def __init__(
        self, now: Callable[[], datetime], facts: NumberFacts, parent: QWidget | None = None
    ) -> None:
        super().__init__(strings.PERSON, parent)
        self._now = now
        self._call_id = ""
        self._facts = FactsCard(strings.PERSON)
        self._facts.copied.connect(self.copied)
        self._tags = _Tags()
        self._facts.add(self._tags)
        self.campaigns = CampaignsCard(facts)
        self.later = _Section(strings.LATER)
        self.earlier = _Section(strings.EARLIER)
        for section in (self.later, self.earlier):
            section.rows.chosen.connect(self.call_chosen)
        self.show_all = Button(strings.SHOW_ALL, kind="link")
        self.show_all.clicked.connect(self.all_wanted)
        self.nothing = EmptyState("clock", strings.NO_EARLIER, strings.NO_EARLIER_TEXT)
        self.withheld = EmptyState("user", strings.WITHHELD, strings.WITHHELD_TEXT)
        for widget in (self._facts, self.campaigns, self.later, self.earlier):
            self.column.add(widget)
        self.column.box.addWidget(self.show_all, 0, Qt.AlignmentFlag.AlignLeading)
        self.column.add(self.nothing, 1)
        self.column.add(self.withheld, 1)
        self.column.add_stretch()

    def show_call(self, view: CallView) -> None:
        """Show who a call was with, and what else there was with the number."""
        other, self._call_id = view.call.id != self._call_id, view.call.id
        number = view.call.other
        self._facts.setVisible(number is not None)
        self._facts.show_facts(self.facts(view))
        self._tags.show_tags([tag.name for tag in view.call.tags])
        later, earlier = entries(view)
        self.later.show_entries(later, self._now(), view)
        self.earlier.show_entries(earlier, self._now(), view)
        listed = sum(entry.call is not None for entry in (*later, *earlier)) + 1
        self.show_all.setText(sentences_detail.show_all(view.history.calls))
        self.show_all.setVisible(view.history.calls > listed)
        self.nothing.setVisible(bool(number) and view.known and not earlier)
        self.withheld.setVisible(number is None)
        if other:
            self.to_top()

    def facts(self, view: CallView) -> list[Fact]:
        """Return what is known of the person; before it was read, what the number itself tells."""
        number, history = view.call.other, view.history
        if number is None:
            return []
        read = formatted(number)
        rows = [
            Fact(strings.NUMBER, read if read == number else f"{read} ({number})", number),
            Fact(strings.PLACE, view.place),
            Fact(strings.LOCAL_TIME, view.there),
        ]
        if view.known:
            answered = (
                times.moment(history.answered_at, self._now()) if history.answered_at else strings.NEVER
            )
            rows.append(Fact(strings.CALLS_WITH, sentences_detail.total_with(history.calls, history.talk_s)))
            rows.append(Fact(strings.LAST_ANSWERED, answered))
            others = [formatted(one) for one in history.numbers if one != number]
            rows.insert(1, Fact(strings.OTHER_NUMBERS, sentences.listed(others)))
        if view.several_accounts:
            rows.append(Fact(strings.ACCOUNT, sentences.listed([view.call.account])))
        return [row for row in rows if row.value]


class _Section(Card):
    """A heading over rows; hidden when there are none."""

    def __init__(self, title: str) -> None:
        super().__init__(spacing=0, margins=(1, 13, 1, 5))
        heading = QVBoxLayout()
        heading.setContentsMargins(u(16), 0, u(16), u(4))
        heading.addWidget(Text(title, "dim", 12, 600))
        self.add_layout(heading)
        self.rows = EntryRows(name=title)
        self.add(self.rows)

    def show_entries(self, found: Sequence[Entry], now: datetime, view: CallView) -> None:
        """Show rows; the same again change nothing."""
        self.setVisible(bool(found))
        several_numbers = len(view.history.numbers) > 1
        self.rows.show_entries(
            found, now, several_accounts=view.several_accounts, several_numbers=several_numbers
        )


class _Tags(QWidget):
    """The call's tags, only to be read; hidden when it has none."""

    def __init__(self) -> None:
        super().__init__()
        self._names: list[str] | None = None
        self._line = QHBoxLayout(self)
        self._line.setContentsMargins(0, u(4), 0, 0)
        self._line.setSpacing(u(8))

    def show_tags(self, names: list[str]) -> None:
        """Show tags by name; the same again change nothing."""
        if names == self._names:
            return
        self._names = names
        while (item := self._line.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for name in names:
            tag = Tag(name)
            tag.setToolTip(sentences.tip(name))
            self._line.addWidget(tag)
        self._line.addStretch(1)
        self.setVisible(bool(names))
