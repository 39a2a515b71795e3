"""A group side by side: which belong together, whose name it takes, and which number goes where."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QHBoxLayout, QScrollArea

from desktop.domain.contacts import Contact
from desktop.ui import sentences_duplicates as sentences
from desktop.ui import strings_files as strings
from desktop.ui.contacts.duplicates.presenter import DuplicatesPresenter
from desktop.ui.contacts.duplicates.proposal import Proposal
from desktop.ui.kit.checks import CheckBox
from desktop.ui.kit.combo import Combo
from desktop.ui.kit.labels import Tag, Text
from desktop.ui.kit.panes import Banner, Card, Pane
from desktop.ui.kit.scroll import plain_scrolling
from desktop.ui.kit.sides import SideOption
from desktop.ui.kit.theme import u

MOST = 12
"""Contacts of a group that are shown: a switchboard's number may be a hundred people's."""
_LABEL, _CHOICE = 88, 280


class Person(Pane):
    """One of the contacts: whether it belongs to them, its name as a choice, and its numbers.

    `told` says that its phonebook is told too, where they are not of one.
    """

    toggled = Signal(str)
    named = Signal(str)

    def __init__(self, one: Contact, proposal: Proposal | None, *, first: bool, told: bool) -> None:
        super().__init__("panel", "" if first else "t", margins=(0, 8, 0, 8), spacing=4)
        self.contact = one
        together = proposal is not None and one in proposal.together
        able = proposal is not None and one.account_id == proposal.book.account_id and not one.read_only
        name = sentences.name(one)
        self.part = CheckBox(name=f"{strings.PART_OF_IT}: {name}", on=together)
        self.part.setEnabled(able)
        self.part.clicked.connect(self._toggled)
        self.option = SideOption(empty=strings.NO_NAME)
        self.option.show_text(name, (), name=f"{strings.FIELD_NAME}: {name}")
        self.option.setChecked(together and proposal is not None and one.name == proposal.name)
        self.option.setEnabled(together)
        self.option.clicked.connect(self._named)
        head = QHBoxLayout()
        head.setSpacing(u(8))
        head.addWidget(self.part)
        head.addWidget(self.option, 1)
        if told:
            head.addWidget(Tag(one.account, "neutral"))
        region = proposal.book.region if proposal else None
        below = Pane(margins=(30, 0, 0, 0))
        below.add(Text(sentences.phones(one, region), "dim", 12, tabular=True))
        self.add_layout(head)
        self.add(below)

    def _toggled(self) -> None:
        self.toggled.emit(self.contact.id)

    def _named(self) -> None:
        self.named.emit(self.contact.name)


class ComparePage(Pane):
    """Shows the presenter's group and what would become of it."""

    def __init__(self, presenter: DuplicatesPresenter) -> None:
        super().__init__("window")
        self._presenter = presenter
        self.persons: list[Person] = []
        self.combos: list[Combo] = []
        self._names = QButtonGroup(self)
        self._likeness = Tag("", "waiting")
        self._what = Text("", weight=600)
        self._people = Card(margins=(17, 5, 17, 5), spacing=0)
        self._more = Text("", "dim", 12)
        self._after = Card(spacing=8)
        self._name = Text("", weight=600)
        self._grid = QGridLayout()
        self._left_out = Banner("waiting", "", "", block=True)
        self._apart = Banner("neutral", "", "", block=True)
        self._lay_out()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(u(8))
        head.addWidget(self._likeness)
        head.addWidget(self._what, 1)
        self._after.add(Text(strings.MERGED_WILL_BE, "dim", 12, 600))
        self._grid.setVerticalSpacing(u(8))
        self._grid.setHorizontalSpacing(u(12))
        self._grid.setColumnMinimumWidth(0, u(_LABEL))
        self._grid.setColumnStretch(2, 1)
        self._grid.addWidget(Text(strings.FIELD_NAME, "dim", 12), 0, 0)
        self._grid.addWidget(self._name, 0, 1, 1, 2)
        self._after.add_layout(self._grid)
        page = Pane("window", margins=(24, 16, 24, 16), spacing=12)
        page.add_layout(head)
        for part in (self._people, self._more, self._apart, self._after, self._left_out):
            page.add(part)
        page.add_stretch()
        self._scroll = QScrollArea()
        plain_scrolling(self._scroll)
        self._scroll.setWidget(page)
        self.add(self._scroll, 1)

    def refresh(self, *, another: bool) -> None:
        """Show the proposal; `another` group begins at its top."""
        group, proposal = self._presenter.group, self._presenter.proposal
        if group is None:
            return
        self._likeness.set_state(sentences.likeness(group), "waiting")
        self._what.setText(sentences.what(group))
        ids = [person.contact for person in self.persons]
        if ids != list(group.contacts[:MOST]) or another:
            self._build(group.contacts[:MOST], proposal)
        else:
            self._show_people(proposal)
        hidden = len(group.contacts) - MOST
        self._more.setVisible(hidden > 0)
        self._more.setText(sentences.more(hidden))
        self._after.setVisible(proposal is not None)
        said = sentences.apart(proposal) if proposal else strings.NEVER_TOGETHER
        self._apart.set_message("", said)
        self._apart.setVisible(bool(said))
        left = sentences.left_out(proposal) if proposal else ""
        self._left_out.set_message("", left)
        self._left_out.setVisible(bool(left))
        if proposal is not None:
            self._show_after(proposal)
        if another:
            self._scroll.verticalScrollBar().setValue(0)

    def _build(self, contacts: tuple[Contact, ...], proposal: Proposal | None) -> None:
        for person in self.persons:
            self._names.removeButton(person.option)
            self._people.box.removeWidget(person)
            person.hide()
            person.deleteLater()
        self.persons = []
        several = len({one.account_id for one in contacts}) > 1
        for one in contacts:
            person = Person(one, proposal, first=not self.persons, told=several)
            person.toggled.connect(self._presenter.toggle)
            person.named.connect(self._presenter.name_as)
            self._names.addButton(person.option)
            self._people.add(person)
            self.persons.append(person)

    def _show_people(self, proposal: Proposal | None) -> None:
        named = False
        for person in self.persons:
            together = proposal is not None and person.contact in proposal.together
            person.part.setChecked(together)
            person.option.setEnabled(together)
            mine = together and proposal is not None and person.contact.name == proposal.name and not named
            if mine:
                named = True
                person.option.setChecked(True)

    def _show_after(self, proposal: Proposal) -> None:
        self._name.setText(sentences.named(proposal.name))
        region = proposal.book.region
        choices = [(text, sentences.phone(text, region)) for text in (*proposal.pool, "")]
        places = proposal.book.places
        while len(self.combos) > len(places):
            self._drop()
        while len(self.combos) < len(places):
            self._add(len(self.combos))
        for at, (combo, label) in enumerate(zip(self.combos, places, strict=True)):
            combo.setAccessibleName(label)
            combo.setAccessibleDescription(label)
            said = self._grid.itemAtPosition(at + 1, 0)
            text = said.widget() if said is not None else None
            if isinstance(text, Text):
                text.setText(label)
            combo.set_choices(choices)
            combo.choose(self._spelled(proposal, proposal.numbers[at]))

    def _spelled(self, proposal: Proposal, text: str) -> str:
        """Return a number in the spelling in which it is offered."""
        if not text or text in proposal.pool:
            return text
        return next((one for one in proposal.pool if proposal.same(one, text)), text)

    def _add(self, at: int) -> None:
        combo = PlaceCombo(at)
        combo.put.connect(self._presenter.place)
        combo.setMinimumWidth(u(_CHOICE))
        self._grid.addWidget(Text("", "dim", 12), at + 1, 0)
        self._grid.addWidget(combo, at + 1, 1)
        self.combos.append(combo)

    def _drop(self) -> None:
        at = len(self.combos)
        for column in (0, 1):
            item = self._grid.itemAtPosition(at, column)
            widget = item.widget() if item is not None else None
            if widget is not None:
                self._grid.removeWidget(widget)
                widget.hide()
                widget.deleteLater()
        self.combos.pop()


class PlaceCombo(Combo):
    """Which number goes into a place; `put` carries the place and the number."""

    put = Signal(int, str)

    def __init__(self, place: int) -> None:
        super().__init__(name="")
        self._place = place
        self.picked.connect(self._put)

    def _put(self, value: object) -> None:
        self.put.emit(self._place, str(value))
