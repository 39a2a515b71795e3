"""The list of contacts: several can be chosen at once, and what is chosen stays so while the list changes."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QWidget

from desktop.domain.contacts import Contact, ContactQuery, ContactSection, EditState
from desktop.ui import strings
from desktop.ui import strings_book as book
from desktop.ui.contacts.face import Face
from desktop.ui.contacts.model import ContactListModel, Heading, sections_of
from desktop.ui.kit.ink import Ink
from desktop.ui.kit.kept import KeptList
from desktop.ui.kit.rowpaint import RowDelegate, RowState, heading, two_lines
from desktop.ui.kit.sections import ITEM_ROLE
from desktop.ui.kit.strip import Action

CALL, EDIT, RETRY, COMPARE, DISCARD = "call", "edit", "retry", "compare", "discard"
MOST_KEPT = 500
"""So many chosen contacts are found again in a list that changed; of more, all or none."""

_Flag = QItemSelectionModel.SelectionFlag


class ContactDelegate(RowDelegate):
    """Paints what the model prepared."""

    def content(self, ink: Ink, index: QModelIndex | QPersistentModelIndex, state: RowState) -> None:
        """Paint a heading or a contact; a row that is gone stays blank until the next counts come."""
        item = index.data(ITEM_ROLE)
        if isinstance(item, Heading):
            heading(ink, item.text)
        elif isinstance(item, Face):
            two_lines(ink, item.lines, state)


class ContactList(KeptList[Contact]):
    """Contacts under letters. `delete_wanted` is the key; `chosen_changed` says that more or fewer are."""

    delete_wanted = Signal()
    chosen_changed = Signal()

    def __init__(self, model: ContactListModel, parent: QWidget | None = None) -> None:
        super().__init__(
            model,
            name=book.CONTACTS,
            actions=(
                Action(CALL, "phone", strings.CALL),
                Action(EDIT, "edit", book.EDIT),
                Action(RETRY, "", book.RETRY),
                Action(COMPARE, "", book.COMPARE),
                Action(DISCARD, "", book.DISCARD),
            ),
            parent=parent,
        )
        self._model = model
        self._stuck: tuple[str, ...] = ()
        self._letters: tuple[ContactSection, ...] = ()
        self.setItemDelegate(ContactDelegate(self))
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setDragDropMode(QAbstractItemView.DragDropMode.NoDragDrop)

    @property
    def current_contact(self) -> Contact | None:
        """Return the contact that the keys or a click came to."""
        return self.current_entry

    @property
    def chosen_count(self) -> int:
        """How many contacts are chosen."""
        return sum(count for _, _, count in self.chosen_parts())

    def chosen_parts(self) -> list[tuple[str, int, int]]:
        """Return who is chosen, in order: letters, and the first and the number of contacts in each."""
        selection = self.selectionModel().selection()
        ranges = [selection.at(number) for number in range(selection.count())]
        rows = sorted((one.top(), one.bottom()) for one in ranges)
        return [part for top, bottom in rows for part in self._model.parts(top, bottom)]

    def chosen_contacts(self, most: int) -> list[Contact]:
        """Return the first of the chosen contacts."""
        found: list[Contact] = []
        for key, first, count in self.chosen_parts():
            for offset in range(first, first + count):
                if len(found) == most:
                    return found
                contact = self._model.in_section(key, offset)
                if contact is not None:
                    found.append(contact)
        return found

    def show_letters(
        self, wanted: ContactQuery, letters: Sequence[ContactSection], tall: Sequence[str]
    ) -> None:
        """Show other letters, or the same with what changed; `tall` are the contacts with a trouble."""
        sections, model = sections_of(letters), self._model
        same = wanted == model.wanted
        alike = sections == model.sections and tuple(tall) == self._stuck
        self._stuck = tuple(tall)
        self.show_content((wanted, letters), sections, same=same, alike=alike)

    def arrange(self, content: Any) -> None:
        """Show other letters."""
        self._model.show(*content)

    def tall_rows(self) -> list[int]:
        """Return the rows of the contacts with a trouble."""
        return self._model.rows_of(self._stuck)

    def offers(self, entry: Contact) -> set[str]:
        """Return what can be done with a contact."""
        keys = set()
        if any(number.e164 or number.raw for number in entry.numbers):
            keys.add(CALL)
        if not entry.read_only:
            keys.add(EDIT)
        if entry.state is EditState.FAILED:
            keys |= {RETRY, DISCARD}
        elif entry.state is EditState.CONFLICT:
            keys |= {COMPARE, DISCARD}
        return keys

    def choose_only(self, contact: Contact) -> None:
        """Have a contact be the only one that is chosen, without telling: a person stays with it."""
        row = self._model.row_of(contact)
        self._chosen = contact
        if row is not None:
            self._settling = True
            index = self._model.index(row, 0)
            self.selectionModel().setCurrentIndex(index, _Flag.ClearAndSelect)
            self._settling = False

    def step_away(self, contact: Contact) -> bool:
        """Choose the next contact below, else above, before this one goes; says whether there is one."""
        row = self._model.row_of(contact)
        below = None if row is None else self._model.next_entry(row)
        near = self._model.next_entry(row, -1) if below is None and row is not None else below
        if near is None:
            self._chosen = None
            return False
        self.go_to(near)
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Delete what is chosen."""
        if event.key() == Qt.Key.Key_Delete and not event.modifiers():
            self.delete_wanted.emit()
            return
        super().keyPressEvent(event)

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        """Tell that more or fewer are chosen."""
        super().selectionChanged(selected, deselected)
        self.chosen_changed.emit()

    def settled(self) -> None:
        """Tell who is chosen in what is shown now."""
        self.chosen_changed.emit()

    # ---- who is chosen, while the list changes

    def prepare(self) -> tuple[str, ...] | None:
        """Remember who is chosen besides the current one; None for everybody."""
        count = self.chosen_count
        if count < 2:
            return ()
        if count == self._model.entries:
            return None
        return tuple(one.id for one in self.chosen_contacts(MOST_KEPT)) if count <= MOST_KEPT else ()

    def recover(self, remembered: Any) -> None:
        """Choose again who was chosen."""
        model = self.selectionModel()
        if remembered is None:
            self.selectAll()
            return
        for row in self._model.rows_of(remembered):
            model.select(self._model.index(row, 0), _Flag.Select)
