"""The list of contacts with a heading over each letter."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QObject

from desktop.domain.contacts import Contact, ContactQuery, ContactSection
from desktop.domain.rows import ContactRows
from desktop.ui.contacts.face import Face, face
from desktop.ui.kit.sections import Section, SectionedModel


@dataclass(frozen=True, slots=True)
class Heading:
    """A letter's line in the list."""

    text: str


def sections_of(letters: Sequence[ContactSection]) -> tuple[Section, ...]:
    """Return letters as sections."""
    return tuple(Section(each.letter, each.contacts) for each in letters if each.contacts)


class ContactListModel(SectionedModel[str, Contact]):
    """Contacts of one query by name, under their letters."""

    def __init__(self, rows: ContactRows, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows = rows
        self._wanted = ContactQuery()
        self._editing = ""
        self.several_books = False

    @property
    def wanted(self) -> ContactQuery:
        """The query shown."""
        return self._wanted

    @property
    def editing(self) -> str:
        """The contact (our id) whose form is open; "" for none."""
        return self._editing

    def set_editing(self, contact_id: str) -> None:
        """Say in a contact's row that its form is open."""
        if contact_id != self._editing:
            self._editing = contact_id
            self.reread()

    def show(self, wanted: ContactQuery, letters: Sequence[ContactSection]) -> None:
        """Show a query's contacts. The view keeps its place by `row_of` before and after."""
        self.beginResetModel()
        self._wanted = wanted
        self.arrange(sections_of(letters))
        self.endResetModel()

    def rows_of(self, contact_ids: Collection[str]) -> list[int]:
        """Return where contacts stand now, those left out that are not in the list."""
        places = [self._rows.place(self._wanted, contact_id) for contact_id in contact_ids]
        rows = [self.row_at(*place) for place in places if place is not None]
        return [row for row in rows if row is not None]

    # ---- what the list asks

    def read(self, key: str, offset: int, limit: int) -> Sequence[Contact]:
        """Read contacts of a letter, by name."""
        return self._rows.contacts(self._wanted, key, offset, limit)

    def identity(self, entry: Contact) -> str:
        """Return our id."""
        return entry.id

    def place(self, entry: Contact) -> tuple[str, int] | None:
        """Return where a contact stands now; None when the query no longer has it."""
        return self._rows.place(self._wanted, entry.id)

    def face(self, entry: Contact) -> Face:
        """Prepare a row."""
        return face(
            entry,
            text=self._wanted.text,
            editing=entry.id == self._editing,
            several_books=self.several_books,
        )

    def heading(self, key: str) -> Heading:
        """Return a letter's line."""
        return Heading(key)

    def sentence(self, item: Any) -> str:
        """Return what a screen reader says of a row."""
        return item.text if isinstance(item, Heading) else item.sentence if isinstance(item, Face) else ""

    def hint(self, item: Any) -> str | None:
        """Return a contact's whole name, and what is wrong with it."""
        return item.hint if isinstance(item, Face) else None
