"""A long list under headings: it reads the pages that are painted, and keeps a few of them.

How many entries stand under each heading is handed in, because counting may take long; the entries of the
painted part are read at once, in small pages. An entry that is gone meanwhile reads as None, until whoever
counts has counted again.
"""

from abc import abstractmethod
from bisect import bisect_left, bisect_right
from collections import OrderedDict
from collections.abc import Sequence
from typing import Any, Generic, NamedTuple, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

PAGE = 64
PAGES_KEPT = 48
ITEM_ROLE = int(Qt.ItemDataRole.UserRole)

Index = QModelIndex | QPersistentModelIndex

Key = TypeVar("Key")
Entry = TypeVar("Entry")


class Section(NamedTuple):
    """What a heading stands for, and how many entries are under it."""

    key: Any
    entries: int


class SectionedModel(QAbstractTableModel, Generic[Key, Entry]):
    """One column of headings and entries; a screen says how they are read, named and painted."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._sections: tuple[Section, ...] = ()
        self._starts: list[int] = []
        self._count = 0
        self._pages: OrderedDict[tuple[Key, int], Sequence[Entry]] = OrderedDict()
        self._faces: OrderedDict[str, object] = OrderedDict()

    # ---- what a screen gives

    @abstractmethod
    def read(self, key: Key, offset: int, limit: int) -> Sequence[Entry]:
        """Read entries of one section, in its order. It is asked in the window's thread."""

    @abstractmethod
    def identity(self, entry: Entry) -> str:
        """Return what stays the same of an entry, whatever else changes."""

    @abstractmethod
    def place(self, entry: Entry) -> tuple[Key, int] | None:
        """Return the section that an entry is in now, and how many of that stand above it."""

    def key_now(self, entry: Entry) -> Key | None:
        """Return the section that an entry is in now."""
        place = self.place(entry)
        return place[0] if place is not None else None

    @abstractmethod
    def face(self, entry: Entry) -> object:
        """Prepare what is painted of an entry; it is kept for a while."""

    @abstractmethod
    def heading(self, key: Key) -> object:
        """Return what is painted of a heading."""

    @abstractmethod
    def sentence(self, item: Any) -> str:
        """Return what a screen reader says of a heading or a face."""

    def hint(self, _item: Any) -> str | None:
        """Return the tool tip of a heading or a face."""
        return None

    # ---- what is shown

    @property
    def entries(self) -> int:
        """How many entries there are, headings left out."""
        return self._count - len(self._starts)

    def arrange(self, sections: Sequence[Section]) -> None:
        """Take other sections. To be called between `beginResetModel` and `endResetModel`."""
        self._sections = tuple(sections)
        self._starts = []
        row = 0
        for section in self._sections:
            self._starts.append(row)
            row += section.entries + 1
        self._count = row
        self.forget()

    def reread(self) -> None:
        """Forget what was read: the same rows, but what they say may have changed."""
        self.forget()
        if self._count:
            self.dataChanged.emit(self.index(0, 0), self.index(self._count - 1, 0))

    def forget(self) -> None:
        """Read again whatever is asked for next."""
        self._pages.clear()
        self._faces.clear()

    # ---- where things are

    def heading_rows(self) -> list[int]:
        """Return the rows that are headings."""
        return list(self._starts)

    def is_heading(self, row: int) -> bool:
        """Whether a row is a heading."""
        section = bisect_right(self._starts, row) - 1
        return section >= 0 and self._starts[section] == row

    def key_of(self, row: int) -> Key | None:
        """Return the section that a row belongs to."""
        section = bisect_right(self._starts, row) - 1
        return self._sections[section].key if section >= 0 and row < self._count else None

    def entry_at(self, row: int) -> Entry | None:
        """Return the entry in a row; None for a heading, or when it is gone."""
        if not 0 <= row < self._count:
            return None
        section = bisect_right(self._starts, row) - 1
        offset = row - self._starts[section] - 1
        return self.in_section(self._sections[section].key, offset) if offset >= 0 else None

    def in_section(self, key: Key, offset: int) -> Entry | None:
        """Return an entry by its number in its section."""
        page = self._page(key, offset // PAGE)
        return page[offset % PAGE] if offset % PAGE < len(page) else None

    def row_at(self, key: Key, offset: int) -> int | None:
        """Return the row of the entry with a number in a section; None when the section has no such one."""
        for start, section in zip(self._starts, self._sections, strict=True):
            if section.key == key:
                return start + 1 + offset if 0 <= offset < section.entries else None
        return None

    def row_of(self, entry: Entry) -> int | None:
        """Return where an entry stands now; None when it is not, or not yet, among what is shown."""
        place = self.place(entry)
        row = self.row_at(*place) if place is not None else None
        if row is None:
            return None
        found = self.entry_at(row)
        return row if found is not None and self.identity(found) == self.identity(entry) else None

    def counted(self, sections: Sequence[Section], key: Key) -> bool:
        """Whether a section has as many entries now as these sections say."""
        entries = next((section.entries for section in sections if section.key == key), 0)
        before = max(0, entries - 1)
        return len(self.read(key, before, 2)) == entries - before

    @property
    def sections(self) -> tuple[Section, ...]:
        """The sections that are shown."""
        return self._sections

    def entries_above(self, row: int) -> int:
        """Return how many entries stand above a row."""
        return row - bisect_left(self._starts, row)

    def parts(self, top: int, bottom: int) -> list[tuple[Key, int, int]]:
        """Return the entries of a stretch of rows: their sections, and the first and the number in each."""
        found = []
        for start, section in zip(self._starts, self._sections, strict=True):
            first, last = max(top, start + 1), min(bottom, start + section.entries)
            if first <= last:
                found.append((section.key, first - start - 1, last - first + 1))
        return found

    def next_entry(self, row: int, step: int = 1) -> int | None:
        """Return the nearest row with an entry below (or, with -1, above) another one."""
        row += step
        while 0 <= row < self._count:
            if not self.is_heading(row):
                return row
            row += step
        return None

    def _page(self, key: Key, number: int) -> Sequence[Entry]:
        page = self._pages.get((key, number))
        if page is None:
            page = self.read(key, number * PAGE, PAGE)
            self._pages[key, number] = page
            if len(self._pages) > PAGES_KEPT:
                self._pages.popitem(last=False)
        else:
            self._pages.move_to_end((key, number))
        return page

    def _face(self, entry: Entry) -> object:
        identity = self.identity(entry)
        known = self._faces.get(identity)
        if known is None:
            known = self.face(entry)
            self._faces[identity] = known
            if len(self._faces) > PAGE * 8:
                self._faces.popitem(last=False)
        return known

    # ---- Qt's model

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """All rows, headings included."""
        return 0 if parent.isValid() else self._count

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """One."""
        return 0 if parent.isValid() else 1

    def item(self, row: int) -> object | None:
        """Return what stands in a row: a heading, or the face of an entry."""
        key = self.key_of(row) if row >= 0 else None
        if key is None:
            return None
        if self.is_heading(row):
            return self.heading(key)
        entry = self.entry_at(row)
        return self._face(entry) if entry is not None else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return the item to paint, the sentence to read aloud, or the tool tip."""
        if role == ITEM_ROLE:
            return self.item(index.row())
        if role == Qt.ItemDataRole.AccessibleTextRole:
            item = self.item(index.row())
            return self.sentence(item) if item is not None else ""
        if role == Qt.ItemDataRole.ToolTipRole:
            item = self.item(index.row())
            return self.hint(item) if item is not None else None
        return None

    def headerData(
        self, _section: int, _orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Nothing: the headers are hidden, and a screen reader would read their numbers."""
        return "" if role == Qt.ItemDataRole.DisplayRole else None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Headings are skipped by the keys and cannot be chosen."""
        if self.is_heading(index.row()):
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
