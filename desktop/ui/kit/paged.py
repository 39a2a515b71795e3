"""A long list whose pages come one by one from elsewhere: a row that is not here is told, and outlined.

Only the painted part is read, at once and in small pages, of which a few are kept.
"""

from abc import abstractmethod
from collections import OrderedDict
from collections.abc import Sequence
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

PAGE = 64
PAGES_KEPT = 32
ITEM_ROLE = int(Qt.ItemDataRole.UserRole)
MISSING = "missing"
"""What is painted of a row whose page is not here."""

Index = QModelIndex | QPersistentModelIndex
Entry = TypeVar("Entry")


class PagedModel(QAbstractTableModel, Generic[Entry]):
    """One column of entries; a screen says how they are read, painted and named.

    `missing` carries a row that was to be painted and is not here; it comes again with every painting.
    """

    missing = Signal(int)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows = 0
        self._pages: OrderedDict[int, Sequence[Entry | None]] = OrderedDict()
        self._faces: OrderedDict[int, object] = OrderedDict()

    # ---- what a screen gives

    @abstractmethod
    def read(self, first: int, limit: int) -> Sequence[Entry | None]:
        """Read entries, None for one that is not here. It is asked in the window's thread."""

    @abstractmethod
    def face(self, entry: Entry) -> object:
        """Prepare what is painted of an entry; it is kept for a while."""

    @abstractmethod
    def sentence(self, item: Any) -> str:
        """Return what a screen reader says of a face, or of `MISSING`."""

    def hint(self, _item: Any) -> str | None:
        """Return the tool tip of a face."""
        return None

    # ---- what is shown

    @property
    def rows(self) -> int:
        """How many rows there are."""
        return self._rows

    @property
    def pages_kept(self) -> int:
        """How many pages are kept now."""
        return len(self._pages)

    def show_rows(self, rows: int, *, same: bool) -> None:
        """Show a list of so many rows; `same` is the one that is shown, of which pages came or changed."""
        if not same:
            self.beginResetModel()
            self.forget()
            self._rows = rows
            self.endResetModel()
            return
        if rows < self._rows:
            self.beginRemoveRows(QModelIndex(), rows, self._rows - 1)
            self.forget()
            self._rows = rows
            self.endRemoveRows()
        self.reread()
        if rows > self._rows:
            self.beginInsertRows(QModelIndex(), self._rows, rows - 1)
            self._rows = rows
            self.endInsertRows()

    def reread(self) -> None:
        """Read what is shown again: the same rows, but what they say may have changed."""
        self.forget()
        if self._rows:
            self.dataChanged.emit(self.index(0, 0), self.index(self._rows - 1, 0))

    def forget(self) -> None:
        """Read again whatever is asked for next."""
        self._pages.clear()
        self._faces.clear()

    def entry_at(self, row: int) -> Entry | None:
        """Return the entry in a row; None when it is not here."""
        if not 0 <= row < self._rows:
            return None
        number = row // PAGE
        page = self._pages.get(number)
        if page is None:
            page = self.read(number * PAGE, min(PAGE, self._rows - number * PAGE))
            self._pages[number] = page
            if len(self._pages) > PAGES_KEPT:
                self._pages.popitem(last=False)
        else:
            self._pages.move_to_end(number)
        return page[row % PAGE] if row % PAGE < len(page) else None

    def item(self, row: int) -> object | None:
        """Return what stands in a row: the face of an entry, or `MISSING`."""
        if not 0 <= row < self._rows:
            return None
        known = self._faces.get(row)
        if known is not None:
            return known
        entry = self.entry_at(row)
        if entry is None:
            return MISSING
        made = self._faces[row] = self.face(entry)
        if len(self._faces) > PAGE * 8:
            self._faces.popitem(last=False)
        return made

    # ---- Qt's model

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """All rows, those that are not here included."""
        return 0 if parent.isValid() else self._rows

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """One, which a delegate may paint as several."""
        return 0 if parent.isValid() else 1

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return the item to paint, the sentence to read aloud, or the tool tip."""
        if role == ITEM_ROLE:
            item = self.item(index.row())
            if item is MISSING:
                self.missing.emit(index.row())
            return item
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            item = self.item(index.row())
            if item is None:
                return None
            return self.sentence(item) if role == Qt.ItemDataRole.AccessibleTextRole else self.hint(item)
        return None

    def headerData(
        self, _section: int, _orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Nothing: the headers are hidden, and a screen reader would read their numbers."""
        return "" if role == Qt.ItemDataRole.DisplayRole else None

    def flags(self, _index: Index) -> Qt.ItemFlag:
        """Every row can be chosen."""
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
