"""A list of very many rows as a model: only the pages that are painted are read, and a few are kept."""

from collections import OrderedDict
from collections.abc import Sequence
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

PAGE = 64
PAGES_KEPT = 32
ITEM_ROLE = int(Qt.ItemDataRole.UserRole)

Index = QModelIndex | QPersistentModelIndex
Row = TypeVar("Row")
Face = TypeVar("Face")


class PagedModel(QAbstractTableModel, Generic[Row, Face]):
    """One column of rows that a delegate paints as several, from each row's `Face` under `ITEM_ROLE`.

    A kind of list says how its rows are read (`_read`, small pages and never slow), and how one looks
    (`_face`), and tells of others with `_show`.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows = 0
        self._pages: OrderedDict[int, Sequence[Row]] = OrderedDict()
        self._faces: OrderedDict[int, Face] = OrderedDict()

    def _read(self, first: int, count: int) -> Sequence[Row]:
        raise NotImplementedError

    def _face(self, row: Row) -> Face:
        raise NotImplementedError

    def _show(self, rows: int, *, same: bool) -> None:
        """Read again what is painted. `same` rows stay where they are, with whatever became of them."""
        if same and rows == self._rows:
            self._pages.clear()
            self._faces.clear()
            if rows:
                self.dataChanged.emit(self.index(0, 0), self.index(rows - 1, 0))
            return
        self.beginResetModel()
        self._rows = rows
        self._pages.clear()
        self._faces.clear()
        self.endResetModel()

    @property
    def pages_kept(self) -> int:
        """Return how many pages are kept now."""
        return len(self._pages)

    def row_at(self, place: int) -> Row | None:
        """Return a row by where it stands in the list; None past its end."""
        if not 0 <= place < self._rows:
            return None
        number = place // PAGE
        page = self._pages.get(number)
        if page is None:
            page = self._pages[number] = self._read(number * PAGE, PAGE)
            if len(self._pages) > PAGES_KEPT:
                self._pages.popitem(last=False)
        else:
            self._pages.move_to_end(number)
        return page[place % PAGE] if place % PAGE < len(page) else None

    def face_at(self, place: int) -> Face | None:
        """Return how a row looks."""
        known = self._faces.get(place)
        if known is not None:
            return known
        row = self.row_at(place)
        if row is None:
            return None
        made = self._faces[place] = self._face(row)
        if len(self._faces) > PAGE * 8:
            self._faces.popitem(last=False)
        return made

    # ---- Qt's model

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """Return how many rows there are."""
        return 0 if parent.isValid() else self._rows

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """One, which the delegate paints as several."""
        return 0 if parent.isValid() else 1

    def headerData(
        self, _section: int, _orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Nothing: the headers are hidden, and a screen reader would read their numbers."""
        return "" if role == Qt.ItemDataRole.DisplayRole else None
