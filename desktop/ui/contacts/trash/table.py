"""The table of deleted contacts: who, which numbers, of which phone book, and for how long still."""

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from desktop.domain.contacts import TrashedContact
from desktop.ui import sentences_trash as sentences
from desktop.ui import strings_files as strings
from desktop.ui.contacts.trash.presenter import TrashPresenter
from desktop.ui.kit.checks import paint_box
from desktop.ui.kit.fonts import face
from desktop.ui.kit.ink import Ink
from desktop.ui.kit.rowpaint import RowState
from desktop.ui.kit.rows import AnyIndex
from desktop.ui.kit.table import EDGE, PAD, Column, TableDelegate, TableView, cells
from desktop.ui.kit.theme import theme

COLUMNS = (
    Column("box", "", 60),
    Column("name", strings.TRASH_NAME, 208),
    Column("phone", strings.TRASH_NUMBERS),
    Column("book", strings.TRASH_BOOK, 136),
    Column("left", strings.TRASH_LEFT, 104),
)

Index = QModelIndex | QPersistentModelIndex


class TrashModel(QAbstractTableModel):
    """The presenter's rows."""

    def __init__(self, presenter: TrashPresenter, parent: QWidget) -> None:
        super().__init__(parent)
        self._presenter = presenter
        self._rows: tuple[TrashedContact, ...] = ()

    def refresh(self) -> None:
        """Take the presenter's rows; the same ones keep their place."""
        if self._presenter.rows == self._rows:
            if self._rows:
                self.dataChanged.emit(self.index(0, 0), self.index(len(self._rows) - 1, 0))
            return
        self.beginResetModel()
        self._rows = self._presenter.rows
        self.endResetModel()

    def at(self, row: int) -> TrashedContact | None:
        """Return a row."""
        return self._rows[row] if 0 <= row < len(self._rows) else None

    def ticked(self, row: int) -> Qt.CheckState:
        """Return whether a row is chosen."""
        one = self.at(row)
        on = one is not None and one.id in self._presenter.ticked
        return Qt.CheckState.Checked if on else Qt.CheckState.Unchecked

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """Return all rows."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """One, which the delegate paints as several."""
        return 0 if parent.isValid() else 1

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what a screen reader says, and whether the row is chosen."""
        one = self.at(index.row())
        if one is None:
            return None
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return sentences.row(one, self._presenter.phones(one), self._presenter.now())
        return self.ticked(index.row()) if role == Qt.ItemDataRole.CheckStateRole else None

    def headerData(self, _section: int, _way: Qt.Orientation, _role: int = 0) -> Any:
        """Nothing: the headers are hidden."""
        return ""

    def flags(self, _index: Index) -> Qt.ItemFlag:
        """Return that a row can be chosen."""
        flags = Qt.ItemFlag
        return flags.ItemIsEnabled | flags.ItemIsSelectable | flags.ItemIsUserCheckable


class TrashTable(TableView):
    """A click anywhere, Space and Enter tick a row."""

    def __init__(self, presenter: TrashPresenter, parent: QWidget | None = None) -> None:
        super().__init__(COLUMNS, name=strings.TRASH_LIST, parent=parent)
        self.presenter = presenter
        self.trash = TrashModel(presenter, self)
        self.setModel(self.trash)
        self.setItemDelegate(_Delegate(self))
        self.ticked.connect(presenter.tick)
        self.toggled.connect(presenter.tick)

    def ask_choice(self, row: int) -> None:
        """Nothing: a deleted contact has no choices of its own."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose all with Ctrl+A."""
        if event.key() == Qt.Key.Key_A and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.presenter.tick_all(True)
            return
        super().keyPressEvent(event)


class _Delegate(TableDelegate):
    def __init__(self, view: TrashTable) -> None:
        super().__init__(view)
        self._trash_table = view

    def content(self, ink: Ink, index: AnyIndex, _state: RowState) -> None:
        view = self._trash_table
        one = view.trash.at(index.row())
        if one is None:
            return
        roles = theme.roles
        name, phones = sentences.name(one), view.presenter.phones(one)
        phone = phones[0] if phones else ""
        more = f"+{len(phones) - 1}" if len(phones) > 1 else ""
        left = sentences.left(one, view.presenter.now())
        paint_box(ink, EDGE, 12, view.trash.ticked(index.row()))
        if view.low:
            start, end = EDGE + 16 + PAD, ink.width - EDGE
            wide = ink.text(0, 12, left, roles.dim, 12, right=end)
            ink.text(start, 10, name, roles.text, 14, 500, room=end - wide - PAD - start)
            below = "  ".join(part for part in (phone, more, one.account) if part)
            ink.text(start, 32, below, roles.dim, 12, tabular=True, room=end - start)
            return
        at = cells(COLUMNS, ink.width)
        ink.text(at["name"].x, 10, name, roles.text, 14, 500, room=at["name"].width)
        room = at["phone"].width - (face(12).width(more) + 8 if more else 0)
        wide = ink.text(at["phone"].x, 10, phone, roles.text, tabular=True, room=room)
        ink.text(at["phone"].x + wide + 8, 12, more, roles.dim, 12)
        ink.text(at["book"].x, 12, one.account, roles.dim, 12, room=at["book"].width)
        ink.text(at["left"].x, 12, left, roles.dim, 12, room=at["left"].width)
